//! Scenarios run side by side with the same draws, and each told of beside the one it is held against. Knows nothing of who asks
//! for which.

use super::counted::{Counts, Pair, PairCounts, Share};
use super::finding_out::{FindingOut, finding_out};
use super::influences::{Drawn, LOOKED_AT, drawn_of};
use super::outputs::{Layout, Output};
use super::prepared::Prepared;
use super::run::Columns;
use super::runs::{Runs, Summary, blocks};
use super::simulated::{CONVENTION, Simulated};
use super::tally::Tally;
use super::variables::BLOCK;
use super::words::{Told, sentences, warnings};
use super::worthwhile::worthwhile;
use super::{MOST_RUNS, SimError};
use crate::model::{Event, Programme, Scenario};
use std::collections::BTreeMap;
use std::ops::Range;

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

/// Some scenarios, run a block at a time.
#[derive(Debug)]
pub(super) struct SideBySide {
    held: Vec<Held>,
    pairs: Vec<Pair>,
    layout: Layout,
    /// Blocks that are still to be made here.
    to_come: Range<usize>,
    /// What was made, where not all runs are kept.
    counts: Option<Counts>,
    /// What follows the blocks that are made here, counted elsewhere.
    elsewhere: Vec<Counts>,
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
        let (layout, all) = (first.runs.layout().clone(), blocks(runs).count());
        Ok(Self { held, pairs, layout, to_come: 0..all, counts: None, elsewhere: Vec::new(), runs, seed })
    }

    /// Leaves all but a share of the blocks whose runs are not kept to others.
    ///
    /// # Errors
    /// There is no such share.
    pub fn only(mut self, share: Share) -> Result<Self, SimError> {
        self.to_come = share.part(self.not_kept())?;
        Ok(self)
    }

    /// Leaves the blocks whose runs are not kept out: they were counted elsewhere, in shares that are in order.
    pub fn with(mut self, elsewhere: Vec<Counts>) -> Self {
        self.to_come = 0..self.not_kept().start;
        self.elsewhere = elsewhere;
        self
    }

    fn not_kept(&self) -> Range<usize> {
        let all = blocks(self.runs).count();
        all.min(KEPT / BLOCK)..all
    }

    /// Blocks that are still to come here.
    pub fn left(&self) -> usize {
        self.to_come.len()
    }

    /// Makes the next block of every scenario.
    pub fn next_block(&mut self) {
        let Some(block) = self.to_come.next() else { return };
        let made = self.block(block);
        // Of runs that are all kept nothing need be counted.
        if self.runs > KEPT {
            let mut counts = self.counts.take().unwrap_or_else(|| match block {
                0 => Counts::beside(&made, &self.pairs, block),
                _ => Counts::beside(&self.block(0), &self.pairs, block),
            });
            counts.add(&made, &self.pairs);
            self.counts = Some(counts);
        }
        if block < KEPT / BLOCK {
            self.held.iter_mut().zip(made).for_each(|(held, columns)| held.runs.push(columns));
        }
    }

    /// The numbers of a block, of every scenario.
    fn block(&self, block: usize) -> Vec<Columns> {
        let runs = BLOCK.min(self.runs.saturating_sub(block * BLOCK));
        let Some(draws) = self.held.first().map(|first| first.prepared.draw(self.seed, block, runs)) else {
            return Vec::new();
        };
        self.held.iter().map(|held| held.prepared.block_of(&self.layout, &draws, runs)).collect()
    }

    /// Makes what is left and hands it to whoever tells of all; None where there was nothing to count.
    pub fn counts(mut self) -> Option<Counts> {
        while self.left() > 0 {
            self.next_block();
        }
        self.counts
    }

    /// Makes what is left and tells of every pair, and of what more would be worth knowing before choosing between all.
    ///
    /// # Errors
    /// What was counted elsewhere is not of these scenarios, or not all of the rest.
    pub fn told(mut self) -> Result<(Vec<Simulated>, FindingOut), SimError> {
        while self.left() > 0 {
            self.next_block();
        }
        if let Some(counts) = &mut self.counts {
            self.elsewhere.iter().try_for_each(|later| counts.join(later))?;
            if !counts.are_all(blocks(self.runs).count()) {
                return Err(SimError::NotTheSame("a share of the blocks is missing"));
            }
        }
        let all: Vec<&Prepared> = self.held.iter().map(|held| &held.prepared).collect();
        let drawn = drawn_of(&all, self.seed, self.runs.min(KEPT));
        let told = (self.pairs.iter().enumerate())
            .map(|(place, pair)| {
                let counts = self.counts.as_ref().and_then(|counts| counts.pairs.get(place));
                self.told_of(*pair, counts, &drawn)
            })
            .collect::<Result<_, _>>()?;
        let nets: Vec<(&str, &[f64])> = (self.held.iter())
            .map(|held| {
                let name = if held.scenario.plan.is_empty() { "" } else { held.scenario.name.as_str() };
                (name, held.runs.of_output(Output::Net))
            })
            .collect();
        Ok((told, finding_out(&nets, &drawn.iter().collect::<Vec<_>>())))
    }

    fn told_of(&self, pair: Pair, counts: Option<&PairCounts>, drawn: &[Drawn]) -> Result<Simulated, SimError> {
        let (Some(own), Some(other)) = (self.held.get(pair.own), self.held.get(pair.other)) else {
            return Err(SimError::NotTheSame("there is no such scenario"));
        };
        let difference = own.runs.less(&other.runs)?;
        let of = |runs: &Runs, tallies: Option<&Vec<Tally>>| -> BTreeMap<String, Summary> {
            let summed = |(place, output): (usize, &Output)| {
                // As long as all are kept, no number need be off by a bin.
                let found = match tallies {
                    Some(tallies) => tallies.get(place)?.summary(),
                    None => runs.summary(*output),
                };
                Some((self.layout.key(*output), found?))
            };
            self.layout.outputs().iter().enumerate().filter_map(summed).collect()
        };
        let levels = of(&own.runs, counts.map(|counts| &counts.levels));
        let differences = of(&difference, counts.map(|counts| &counts.differences));
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
            runs: self.runs,
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
    use super::super::{Comparing, Comparison, Counting, MOST_SHARES, Simulating, Simulation};
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

    #[test]
    fn however_many_share_the_runs_the_answer_is_the_same_to_the_last_bit() {
        let mut more = scenario();
        more.plan.iter_mut().for_each(|plan| plan.by_year.iter_mut().for_each(|groups| *groups += 1));
        for (runs, ways) in [(KEPT + 2_300, vec![1, 2, 5]), (KEPT, vec![2])] {
            let comparison = Comparison { baseline: scenario(), others: vec![more.clone()], runs, seed: SEED };
            let alone = Comparing::begin(comparison.clone()).unwrap().finish().unwrap();
            for of in ways {
                let share = |nth| Counting::begin(comparison.clone(), Share { nth, of }).unwrap().finish();
                let counts: Vec<Counts> = (0..of).filter_map(share).collect();
                let text = serde_json::to_string(&counts).unwrap();
                let joined = Comparing::begin_with(comparison.clone(), serde_json::from_str(&text).unwrap()).unwrap();
                assert_eq!(joined.left(), 5);
                assert_eq!(joined.finish().unwrap(), alone, "{runs} in {of}");
                if !counts.is_empty() {
                    let missing = Comparing::begin_with(comparison.clone(), counts[1..].to_vec()).unwrap();
                    assert!(matches!(missing.finish(), Err(SimError::NotTheSame(_))));
                }
            }
        }
    }

    #[test]
    fn a_share_of_another_comparison_is_refused() {
        let comparison = Comparison { baseline: scenario(), others: Vec::new(), runs: KEPT + 1_000, seed: SEED };
        let whole = Share { nth: 0, of: 1 };
        let of = |comparison: Comparison| vec![Counting::begin(comparison, whole).unwrap().finish().unwrap()];
        for other in [
            Comparison { seed: SEED + 1, ..comparison.clone() },
            Comparison { others: vec![scenario()], ..comparison.clone() },
            Comparison { runs: KEPT + 2_000, ..comparison.clone() },
        ] {
            let joined = Comparing::begin_with(comparison.clone(), of(other)).unwrap();
            assert!(matches!(joined.finish(), Err(SimError::NotTheSame(_))));
        }
        for (nth, of) in [(1, 1), (0, 0), (0, MOST_SHARES + 1)] {
            let refused = Counting::begin(comparison.clone(), Share { nth, of }).unwrap_err();
            assert_eq!(refused, SimError::Share(nth, of));
        }
    }
}
