//! Scenarios run side by side with the same draws, and each told of beside the one it is held against. Knows nothing of who asks
//! for which.

use super::finding_out::{FindingOut, finding_out};
use super::influences::{Drawn, LOOKED_AT, drawn_of};
use super::outputs::{Layout, Output};
use super::prepared::Prepared;
use super::run::Columns;
use super::runs::{Runs, Summary, blocks};
use super::simulated::{CONVENTION, Simulated};
use super::tally::Tally;
use super::words::{Told, sentences, warnings};
use super::worthwhile::worthwhile;
use super::{MOST_RUNS, SimError};
use crate::model::{Event, Programme, Scenario};
use std::collections::BTreeMap;

/// Assumptions told of, those first on which most hangs.
const TOLD: usize = 12;
/// Runs that are kept, for what needs each run by itself. Of more only counts are kept: a hundred thousand would fill the memory of a
/// small machine.
pub(super) const KEPT: usize = LOOKED_AT;

/// A scenario with the first runs that have been made of it.
#[derive(Debug)]
struct Held {
    scenario: Scenario,
    prepared: Prepared,
    runs: Runs,
}

/// What a scenario is held against: another one, or nothing planned at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub own: usize,
    pub other: usize,
    pub is_nothing: bool,
}

/// A pair with all runs of it, counted by output.
#[derive(Debug)]
struct Counted {
    pair: Pair,
    levels: Vec<Tally>,
    differences: Vec<Tally>,
}

/// Some scenarios, run a block at a time.
#[derive(Debug)]
pub(super) struct SideBySide {
    held: Vec<Held>,
    counted: Vec<Counted>,
    layout: Layout,
    made: usize,
    runs: usize,
    seed: u64,
}

/// The same assumptions and nothing planned.
pub fn nothing_planned(scenario: &Scenario) -> Scenario {
    Scenario { plan: Vec::new(), ..scenario.clone() }
}

impl SideBySide {
    /// Begins; no run is made yet.
    ///
    /// # Errors
    /// A scenario that has a problem, runs that are none or too many, or scenarios of other years or clusters.
    pub fn begin(scenarios: Vec<Scenario>, pairs: Vec<Pair>, runs: usize, seed: u64) -> Result<Self, SimError> {
        if runs == 0 || runs > MOST_RUNS {
            return Err(SimError::Runs(runs));
        }
        let held = hold(scenarios, seed)?;
        let first = held.first().ok_or(SimError::NotTheSame("there is none"))?;
        if held.iter().any(|one| one.runs.layout() != first.runs.layout()) {
            return Err(SimError::NotTheSame("they have other years or clusters"));
        }
        let layout = first.runs.layout().clone();
        let tallies = || vec![Tally::new(); layout.outputs().len()];
        let counted =
            pairs.into_iter().map(|pair| Counted { pair, levels: tallies(), differences: tallies() }).collect();
        Ok(Self { held, counted, layout, made: 0, runs, seed })
    }

    /// Blocks that are still to come.
    pub fn left(&self) -> usize {
        blocks(self.runs).count() - blocks(self.made).count()
    }

    /// Makes the next block of every scenario.
    pub fn next_block(&mut self) {
        let Some((block, runs)) = blocks(self.runs).nth(blocks(self.made).count()) else { return };
        let Some(draws) = self.held.first().map(|first| first.prepared.draw(self.seed, block, runs)) else { return };
        let made: Vec<Columns> =
            self.held.iter().map(|held| held.prepared.block_of(&self.layout, &draws, runs)).collect();
        // Of runs that are all kept nothing need be counted.
        if self.runs > KEPT {
            for counted in &mut self.counted {
                if let (Some(own), Some(other)) = (made.get(counted.pair.own), made.get(counted.pair.other)) {
                    counted.add(own, other);
                }
            }
        }
        if self.made < KEPT {
            self.held.iter_mut().zip(made).for_each(|(held, columns)| held.runs.push(columns));
        }
        self.made += runs;
    }

    /// Makes what is left and tells of every pair, and of what more would be worth knowing before choosing between all.
    ///
    /// # Errors
    /// None that scenarios which began together can have; it is told all the same.
    pub fn told(mut self) -> Result<(Vec<Simulated>, FindingOut), SimError> {
        while self.left() > 0 {
            self.next_block();
        }
        let all: Vec<&Prepared> = self.held.iter().map(|held| &held.prepared).collect();
        let drawn = drawn_of(&all, self.seed, self.made.min(KEPT));
        let told = self.counted.iter().map(|counted| self.told_of(counted, &drawn)).collect::<Result<_, _>>()?;
        let nets: Vec<(&str, &[f64])> = (self.held.iter())
            .map(|held| {
                let name = if held.scenario.plan.is_empty() { "" } else { held.scenario.name.as_str() };
                (name, held.runs.of_output(Output::Net))
            })
            .collect();
        Ok((told, finding_out(&nets, &drawn.iter().collect::<Vec<_>>())))
    }

    fn told_of(&self, counted: &Counted, drawn: &[Drawn]) -> Result<Simulated, SimError> {
        let pair = counted.pair;
        let (Some(own), Some(other)) = (self.held.get(pair.own), self.held.get(pair.other)) else {
            return Err(SimError::NotTheSame("there is no such scenario"));
        };
        let difference = own.runs.less(&other.runs)?;
        let of = |runs: &Runs, tallies: &[Tally]| -> BTreeMap<String, Summary> {
            let summed = |(output, tally): (&Output, &Tally)| {
                // As long as all are kept, no number need be off by a bin.
                let found = if self.made <= KEPT { runs.summary(*output) } else { tally.summary() };
                Some((self.layout.key(*output), found?))
            };
            self.layout.outputs().iter().zip(tallies).filter_map(summed).collect()
        };
        let (levels, differences) = (of(&own.runs, &counted.levels), of(&difference, &counted.differences));
        let hangs_on = Output::ALTOGETHER.map(|output| {
            let results = difference.of_output(output);
            let own = drawn.get(pair.own);
            let mut influences = own.map_or_else(Vec::new, |own| own.influences_beside(drawn.get(pair.other), results));
            influences.truncate(TOLD);
            (self.layout.key(output), influences)
        });
        let costs =
            difference.of_output(Output::PresentCost).iter().zip(difference.of_output(Output::PresentStaffCost));
        let costs: Vec<f64> = costs.map(|(programmes, own_time)| programmes + own_time).collect();
        let worth = Event::ALL.into_iter().filter_map(|event| {
            let avoided = difference.of_output(Output::AvoidedAltogether(event));
            Some((event.key().to_owned(), worthwhile(avoided, &costs)?))
        });
        let worth: BTreeMap<_, _> = worth.collect();
        // A plan of nothing is no programme at all, whatever it is called.
        let is_nothing = pair.is_nothing || other.scenario.plan.is_empty();
        let against = (!is_nothing).then_some(other.scenario.name.as_str());
        let told = Told { scenario: &own.scenario, against, layout: &self.layout, differences: &differences };
        Ok(Simulated {
            scenario: own.scenario.name.clone(),
            against: against.unwrap_or_default().to_owned(),
            runs: self.made,
            seed: self.seed,
            convention: CONVENTION.to_owned(),
            hangs_on: hangs_on.into_iter().collect(),
            words: sentences(&told, &worth),
            worth,
            warnings: warnings(&own.scenario, &self.layout, &levels),
            levels,
            differences,
        })
    }
}

impl Counted {
    fn add(&mut self, Columns(own): &Columns, Columns(other): &Columns) {
        let columns = own.iter().zip(other);
        for ((own, other), (level, difference)) in columns.zip(self.levels.iter_mut().zip(&mut self.differences)) {
            level.add(own.iter().copied());
            difference.add(own.iter().zip(other).map(|(own, other)| own - other));
        }
    }
}

/// What a programme costs is told for each one, so each scenario must know the programmes of all.
fn hold(scenarios: Vec<Scenario>, seed: u64) -> Result<Vec<Held>, SimError> {
    let mut all: BTreeMap<_, Programme> = BTreeMap::new();
    for programme in scenarios.iter().flat_map(|scenario| &scenario.programmes) {
        all.entry(programme.id.clone()).or_insert_with(|| programme.clone());
    }
    let whole = |scenario: &Scenario| {
        let mut whole = scenario.clone();
        let own: Vec<_> = whole.programmes.iter().map(|programme| programme.id.clone()).collect();
        whole.programmes.extend(all.iter().filter(|(id, _)| !own.contains(id)).map(|(_, one)| one.clone()));
        whole
    };
    let whole: Vec<Scenario> = scenarios.iter().map(whole).collect();
    let prepared = Prepared::of_all(&whole)?;
    let held = |(scenario, prepared)| Held { scenario, runs: Runs::none(&prepared, seed), prepared };
    Ok(scenarios.into_iter().zip(prepared).map(held).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SEED, runs, scenario};
    use super::super::{Comparing, Comparison, Simulating, Simulation};
    use super::*;
    use crate::model::ProgrammeId;

    #[test]
    fn very_many_runs_are_counted_and_not_kept() {
        let runs_made = KEPT + 2_000;
        let comparison = Comparison { baseline: scenario(), others: vec![scenario()], runs: runs_made, seed: SEED };
        let compared = Comparing::begin(comparison).unwrap().finish().unwrap();
        let nothing =
            |summary: &Summary| (summary.mean, summary.p05, summary.p95, summary.above) == (0.0, 0.0, 0.0, 0.0);
        assert!(compared.others[0].differences.values().all(nothing), "a scenario differs from itself");
        let all = runs(&scenario(), runs_made);
        for output in all.layout().outputs() {
            let (exact, counted) =
                (all.summary(*output).unwrap(), compared.baseline.levels[&all.layout().key(*output)]);
            let near = |one: f64, other: f64| (one - other).abs() <= 5e-3 * (exact.p95 - exact.p05).abs() + 1e-9;
            assert!((exact.mean - counted.mean).abs() <= 1e-9 * exact.mean.abs().max(1.0), "{output:?}");
            assert!(
                near(exact.p05, counted.p05) && near(exact.p50, counted.p50) && near(exact.p95, counted.p95),
                "{output:?}"
            );
            assert_eq!((exact.above, exact.under), (counted.above, counted.under), "{output:?}");
        }
        assert_eq!(compared.baseline.runs, runs_made);
    }

    #[test]
    fn scenarios_side_by_side_differ_as_each_does_alone() {
        let mut more = scenario();
        more.name = "More".to_owned();
        more.plan.iter_mut().for_each(|plan| plan.by_year.iter_mut().for_each(|groups| *groups += 1));
        // A programme that the baseline does not know.
        let mut own = more.programmes[0].clone();
        own.id = ProgrammeId::from_name("of its own").unwrap();
        more.programmes.push(own);
        let comparison =
            Comparison { baseline: scenario(), others: vec![scenario(), more.clone()], runs: 1_200, seed: SEED };
        let compared = Comparing::begin(comparison.clone()).unwrap().finish().unwrap();
        assert!(compared.others[0].differences.values().all(|summary| summary.mean == 0.0 && summary.p95 == 0.0));
        let alone = Simulation { scenario: more, against: Some(scenario()), runs: 1_200, seed: SEED };
        assert_eq!(compared.others[1], Simulating::begin(alone).unwrap().finish().unwrap());
        let nothing = Simulation { scenario: scenario(), against: None, runs: 1_200, seed: SEED };
        let baseline = Simulating::begin(nothing).unwrap().finish().unwrap();
        assert_eq!(compared.baseline.levels["net fiscal"], baseline.levels["net fiscal"]);
        assert_eq!(compared.baseline.words, baseline.words);
        let many = Comparison { others: vec![scenario(); 5], ..comparison };
        assert_eq!(Comparing::begin(many).unwrap_err(), SimError::Compared(5));
    }
}
