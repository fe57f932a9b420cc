//! What a scenario's runs come to, alone and beside others: as a value that is printed and shown. Knows nothing of whoever asks.

use super::SimError;
use super::counted::{Counts, Pair, Share};
use super::finding_out::FindingOut;
use super::held::{SideBySide, nothing_planned};
use super::influences::Influence;
use super::runs::Summary;
use super::worthwhile::Worthwhile;
use crate::model::Scenario;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the numbers came about, for whoever repeats them.
pub const CONVENTION: &str = "each assumption drawn once a run, as a Latin hypercube of 1,000 runs a block, by ChaCha8 from the seed, the assumption's name and the block; scenarios compared run by run; expected counts; present values by the Green Book 2026";
/// Scenarios that are held against a baseline at once: more than four lines cannot be told apart.
pub const MOST_COMPARED: usize = 4;

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

/// Several scenarios held against one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    pub baseline: Scenario,
    /// At most [`MOST_COMPARED`].
    #[serde(default)]
    pub others: Vec<Scenario>,
    pub runs: usize,
    pub seed: u64,
}

/// What came of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulated {
    pub scenario: String,
    /// The other scenario's name; empty where it is held against no programme at all.
    pub against: String,
    pub runs: usize,
    pub seed: u64,
    pub convention: String,
    /// The scenario's own numbers by their key.
    pub levels: BTreeMap<String, Summary>,
    /// How much more there is of each than in the other.
    pub differences: BTreeMap<String, Summary>,
    /// On which assumptions the difference in events and money hangs.
    pub hangs_on: BTreeMap<String, Vec<Influence>>,
    /// Whether the avoided events are worth their cost, by event; those that do not differ are left out.
    pub worth: BTreeMap<String, Worthwhile>,
    pub words: Vec<String>,
    pub warnings: Vec<String>,
}

/// What came of several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Held against no programme at all.
    pub baseline: Simulated,
    /// Held against the baseline, in the order in which they were asked for.
    pub others: Vec<Simulated>,
    /// What it would be worth to know more before choosing between all of these, and nothing at all.
    pub finding_out: FindingOut,
}

/// Runs under way: a block of all scenarios a step, and in the end what is made of them.
#[derive(Debug)]
pub struct UnderWay<T> {
    runs: SideBySide,
    sum_up: fn(SideBySide) -> T,
}

/// A simulation under way. It cannot fail once it has begun; what it comes to is told all the same.
pub type Simulating = UnderWay<Result<Simulated, SimError>>;
/// A comparison under way. It fails where what was counted elsewhere is not of it, or not all of the rest.
pub type Comparing = UnderWay<Result<Compared, SimError>>;
/// A share of a comparison under way, for whoever tells of it all: the runs that need not be kept. None where there is nothing to
/// count in it.
pub type Counting = UnderWay<Option<Counts>>;

impl<T> UnderWay<T> {
    /// Steps that are still to come.
    pub fn left(&self) -> usize {
        self.runs.left()
    }

    /// Makes the next block of runs.
    pub fn next_block(&mut self) {
        self.runs.next_block();
    }

    /// Makes what is left and sums up.
    pub fn finish(self) -> T {
        (self.sum_up)(self.runs)
    }
}

impl Simulating {
    /// Begins; no run is made yet.
    ///
    /// # Errors
    /// A scenario that has a problem, runs that are none or too many, or two scenarios of other years or clusters.
    pub fn begin(simulation: Simulation) -> Result<Self, SimError> {
        let Simulation { scenario, against, runs, seed } = simulation;
        let is_nothing = against.is_none();
        let other = against.unwrap_or_else(|| nothing_planned(&scenario));
        let pairs = vec![Pair { own: 0, other: 1, is_nothing }];
        let runs = SideBySide::begin(vec![scenario, other], pairs, runs, seed)?;
        Ok(Self { runs, sum_up: |runs| runs.told()?.0.pop().ok_or(SimError::NotTheSame("there is none")) })
    }
}

impl Comparing {
    /// Begins; no run is made yet.
    ///
    /// # Errors
    /// As [`Simulating::begin`], and more scenarios than can be told apart.
    pub fn begin(comparison: Comparison) -> Result<Self, SimError> {
        Ok(Self { runs: side_by_side(comparison)?, sum_up: compared })
    }

    /// Begins what is left of it where the rest was counted elsewhere, in all shares, in their order.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_with(comparison: Comparison, elsewhere: Vec<Counts>) -> Result<Self, SimError> {
        Ok(Self { runs: side_by_side(comparison)?.with(elsewhere), sum_up: compared })
    }
}

impl Counting {
    /// Begins; no run is made yet.
    ///
    /// # Errors
    /// As [`Comparing::begin`], and where there is no such share.
    pub fn begin(comparison: Comparison, share: Share) -> Result<Self, SimError> {
        Ok(Self { runs: side_by_side(comparison)?.only(share)?, sum_up: SideBySide::counts })
    }
}

fn compared(runs: SideBySide) -> Result<Compared, SimError> {
    let (told, finding_out) = runs.told()?;
    let mut told = told.into_iter();
    let baseline = told.next().ok_or(SimError::NotTheSame("there is none"))?;
    Ok(Compared { baseline, others: told.collect(), finding_out })
}

fn side_by_side(comparison: Comparison) -> Result<SideBySide, SimError> {
    let Comparison { baseline, others, runs, seed } = comparison;
    if others.len() > MOST_COMPARED {
        return Err(SimError::Compared(others.len()));
    }
    let own = (2..2 + others.len()).map(|own| Pair { own, other: 1, is_nothing: false });
    let pairs = std::iter::once(Pair { own: 1, other: 0, is_nothing: true }).chain(own).collect();
    let scenarios = [nothing_planned(&baseline), baseline].into_iter().chain(others).collect();
    SideBySide::begin(scenarios, pairs, runs, seed)
}
