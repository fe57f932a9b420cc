//! Scenarios run side by side with the same draws, and each told of beside the one it is held against. Knows nothing of who asks
//! for which.

use super::outputs::Output;
use super::prepared::Prepared;
use super::runs::{Runs, blocks};
use super::simulated::{CONVENTION, Simulated};
use super::words::{Told, sentences, warnings};
use super::{MOST_RUNS, SimError};
use crate::model::{Programme, Scenario};
use std::collections::BTreeMap;

/// Assumptions told of, those first on which most hangs.
const TOLD: usize = 12;

/// A scenario with the runs that have been made of it.
#[derive(Debug)]
struct Held {
    scenario: Scenario,
    prepared: Prepared,
    runs: Runs,
}

/// Some scenarios, run a block at a time.
#[derive(Debug)]
pub(super) struct SideBySide {
    held: Vec<Held>,
    runs: usize,
    seed: u64,
}

/// What a scenario is held against: another one, or nothing planned at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub own: usize,
    pub other: usize,
    pub is_nothing: bool,
}

/// The same assumptions and nothing planned.
pub(super) fn nothing_planned(scenario: &Scenario) -> Scenario {
    Scenario { plan: Vec::new(), ..scenario.clone() }
}

impl SideBySide {
    /// Begins; no run is made yet.
    ///
    /// # Errors
    /// A scenario that has a problem, runs that are none or too many, or scenarios of other years or clusters.
    pub fn begin(scenarios: Vec<Scenario>, runs: usize, seed: u64) -> Result<Self, SimError> {
        if runs == 0 || runs > MOST_RUNS {
            return Err(SimError::Runs(runs));
        }
        let mut all: BTreeMap<_, &Programme> = BTreeMap::new();
        for programme in scenarios.iter().flat_map(|scenario| &scenario.programmes) {
            all.entry(programme.id.clone()).or_insert(programme);
        }
        let mut held: Vec<Held> = Vec::new();
        for scenario in &scenarios {
            // What a programme costs is told for each one, so each must know all of them.
            let mut whole = scenario.clone();
            let own: Vec<_> = whole.programmes.iter().map(|programme| programme.id.clone()).collect();
            whole.programmes.extend(all.iter().filter(|(id, _)| !own.contains(id)).map(|(_, one)| (*one).clone()));
            let prepared = Prepared::of(&whole)?;
            let runs = Runs::none(&prepared, seed);
            if held.first().is_some_and(|first| first.runs.layout() != runs.layout()) {
                return Err(SimError::NotTheSame("they have other years or clusters"));
            }
            held.push(Held { scenario: scenario.clone(), prepared, runs });
        }
        Ok(Self { held, runs, seed })
    }

    /// How many scenarios there are.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Blocks that are still to come.
    pub fn left(&self) -> usize {
        let made = self.held.first().map_or(self.runs, |held| held.runs.len());
        blocks(self.runs).count() - blocks(made).count()
    }

    /// Makes the next block of every scenario.
    pub fn next_block(&mut self) {
        for held in &mut self.held {
            held.runs.run(&held.prepared, self.runs);
        }
    }

    /// Makes what is left and tells of a pair.
    ///
    /// # Errors
    /// None that scenarios which began together can have; it is told all the same.
    pub fn told(&mut self, pair: Pair) -> Result<Simulated, SimError> {
        while self.left() > 0 {
            self.next_block();
        }
        let (Some(own), Some(other)) = (self.held.get(pair.own), self.held.get(pair.other)) else {
            return Err(SimError::NotTheSame("there is no such scenario"));
        };
        let difference = own.runs.less(&other.runs)?;
        let layout = own.runs.layout();
        let summed = |runs: &Runs| {
            let of = |output: &Output| Some((layout.key(*output), runs.summary(*output)?));
            layout.outputs().iter().filter_map(of).collect::<BTreeMap<_, _>>()
        };
        let hangs_on = Output::ALTOGETHER.map(|output| {
            let mut influences = own.prepared.influences(&difference, output);
            influences.truncate(TOLD);
            (layout.key(output), influences)
        });
        let against = (!pair.is_nothing).then_some(other.scenario.name.as_str());
        let told = Told { scenario: &own.scenario, against };
        Ok(Simulated {
            scenario: own.scenario.name.clone(),
            against: against.unwrap_or_default().to_owned(),
            runs: own.runs.len(),
            seed: self.seed,
            convention: CONVENTION.to_owned(),
            levels: summed(&own.runs),
            differences: summed(&difference),
            hangs_on: hangs_on.into_iter().collect(),
            words: sentences(&told, &difference),
            warnings: warnings(&own.scenario, &own.runs),
        })
    }
}
