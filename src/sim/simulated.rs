//! What a scenario's runs come to, alone and beside another scenario: as a value that is printed and shown. Knows nothing of
//! whoever asks.

use super::influences::Influence;
use super::outputs::Output;
use super::prepared::Prepared;
use super::runs::{Runs, Summary};
use super::words::{sentences, warnings};
use super::{MOST_RUNS, SimError};
use crate::model::Scenario;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the numbers came about, for whoever repeats them.
pub const CONVENTION: &str = "each assumption drawn once a run, as a Latin hypercube of 1,000 runs a block, by ChaCha8 from the seed, the assumption's name and the block; scenarios compared run by run; expected counts; present values by the Green Book 2026";
/// Assumptions told of, those first on which most hangs.
const TOLD: usize = 12;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    pub scenario: Scenario,
    /// What it is held against; nothing planned at all where this is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Scenario>,
    pub runs: usize,
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Simulated {
    pub scenario: String,
    /// The other scenario's name; empty where it is held against no programme at all.
    pub against: String,
    pub runs: usize,
    pub seed: u64,
    pub convention: &'static str,
    /// The scenario's own numbers by their key.
    pub levels: BTreeMap<String, Summary>,
    /// How much more there is of each than in the other.
    pub differences: BTreeMap<String, Summary>,
    /// On which assumptions the difference in events and money hangs.
    pub hangs_on: BTreeMap<String, Vec<Influence>>,
    pub words: Vec<String>,
    pub warnings: Vec<String>,
}

/// A simulation under way: a block of both scenarios a step.
#[derive(Debug)]
pub struct Simulating {
    simulation: Simulation,
    own: Prepared,
    other: Prepared,
    runs: Runs,
    others: Runs,
}

impl Simulating {
    /// Begins; no run is made yet.
    ///
    /// # Errors
    /// A scenario that has a problem, runs that are none or too many, or two scenarios of other years or clusters.
    pub fn begin(simulation: Simulation) -> Result<Self, SimError> {
        if simulation.runs == 0 || simulation.runs > MOST_RUNS {
            return Err(SimError::Runs(simulation.runs));
        }
        let own = Prepared::of(&simulation.scenario)?;
        let without = || Scenario { plan: Vec::new(), ..simulation.scenario.clone() };
        let other = Prepared::of(&simulation.against.clone().unwrap_or_else(without))?;
        let (runs, others) = (Runs::none(&own, simulation.seed), Runs::none(&other, simulation.seed));
        if runs.layout() != others.layout() {
            return Err(SimError::NotTheSame("they have other years or clusters"));
        }
        Ok(Self { simulation, own, other, runs, others })
    }

    /// Steps that are still to come.
    pub fn left(&self) -> usize {
        super::runs::blocks(self.simulation.runs).count() - super::runs::blocks(self.runs.len()).count()
    }

    /// Makes the next block of runs.
    pub fn next_block(&mut self) {
        self.runs.run(&self.own, self.simulation.runs);
        self.others.run(&self.other, self.simulation.runs);
    }

    /// Makes what is left and sums up.
    ///
    /// # Errors
    /// None that a simulation which began can have; it is told all the same.
    pub fn finish(mut self) -> Result<Simulated, SimError> {
        while self.left() > 0 {
            self.next_block();
        }
        let difference = self.runs.less(&self.others)?;
        let layout = self.runs.layout();
        let summed = |runs: &Runs| {
            let of = |output: &Output| Some((layout.key(*output), runs.summary(*output)?));
            layout.outputs().iter().filter_map(of).collect::<BTreeMap<_, _>>()
        };
        let hangs_on = Output::ALTOGETHER.map(|output| {
            let mut influences = self.own.influences(&difference, output);
            influences.truncate(TOLD);
            (layout.key(output), influences)
        });
        Ok(Simulated {
            scenario: self.simulation.scenario.name.clone(),
            against: self.simulation.against.as_ref().map(|other| other.name.clone()).unwrap_or_default(),
            runs: self.runs.len(),
            seed: self.simulation.seed,
            convention: CONVENTION,
            levels: summed(&self.runs),
            differences: summed(&difference),
            hangs_on: hangs_on.into_iter().collect(),
            words: sentences(&self.simulation, &difference),
            warnings: warnings(&self.simulation.scenario, &self.runs),
        })
    }
}
