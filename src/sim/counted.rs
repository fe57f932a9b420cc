//! Very many runs of scenarios side by side, counted in shares that several can do at the same time. Knows nothing of how a run is
//! worked out, or of what is told of it.

use super::SimError;
use super::run::Columns;
use super::tally::Tally;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The most shares that a comparison's runs are split into.
pub const MOST_SHARES: usize = 64;

/// One of several equal shares of what can be counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// From 0.
    pub nth: usize,
    /// All shares, 1 to [`MOST_SHARES`].
    pub of: usize,
}

/// What a scenario is held against: another one, or nothing planned at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub own: usize,
    pub other: usize,
    pub is_nothing: bool,
}

/// Blocks of runs of some pairs of scenarios, counted: what a share comes to. Any shares that follow on one another can be joined,
/// and say the same to the last bit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The first block that is counted here, and the first after.
    from: usize,
    to: usize,
    pub(super) pairs: Vec<PairCounts>,
}

/// A pair's own numbers and its differences, by output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PairCounts {
    pub levels: Vec<Tally>,
    pub differences: Vec<Tally>,
}

impl Share {
    /// Its part of some blocks.
    ///
    /// # Errors
    /// There is no such share.
    pub(super) fn part(self, blocks: Range<usize>) -> Result<Range<usize>, SimError> {
        if self.nth >= self.of || self.of > MOST_SHARES {
            return Err(SimError::Share(self.nth, self.of));
        }
        let at = |nth: usize| blocks.start + blocks.len() * nth / self.of;
        Ok(at(self.nth)..at(self.nth + 1))
    }
}

impl Counts {
    /// None yet, from a block on; the columns of the very first block of all decide how they are counted.
    pub(super) fn beside(first: &[Columns], pairs: &[Pair], from: usize) -> Self {
        let of = |pair: &Pair| {
            let (levels, differences) = columns_of(first, *pair)
                .map(|(own, other)| (Tally::beside(own.iter().copied()), Tally::beside(less(own, other))))
                .unzip();
            PairCounts { levels, differences }
        };
        Self { from, to: from, pairs: pairs.iter().map(of).collect() }
    }

    /// Counts the next block, of which there are the columns of every scenario.
    pub(super) fn add(&mut self, made: &[Columns], pairs: &[Pair]) {
        for (counts, pair) in self.pairs.iter_mut().zip(pairs) {
            let tallies = counts.levels.iter_mut().zip(&mut counts.differences);
            for ((own, other), (level, difference)) in columns_of(made, *pair).zip(tallies) {
                level.add(own.iter().copied());
                difference.add(less(own, other));
            }
        }
        self.to += 1;
    }

    /// Adds the share that follows.
    ///
    /// # Errors
    /// It does not follow, or is of other scenarios.
    pub(super) fn join(&mut self, later: &Self) -> Result<(), SimError> {
        if later.from != self.to {
            return Err(SimError::NotTheSame("a share of the blocks is missing"));
        }
        let all = |counts: &Self| counts.pairs.iter().map(|pair| pair.levels.len()).collect::<Vec<_>>();
        let mut is_alike = all(self) == all(later);
        for (own, later) in self.pairs.iter_mut().zip(&later.pairs) {
            for (own, later) in own.levels.iter_mut().zip(&later.levels) {
                is_alike &= own.join(later);
            }
            for (own, later) in own.differences.iter_mut().zip(&later.differences) {
                is_alike &= own.join(later);
            }
        }
        self.to = later.to;
        if is_alike { Ok(()) } else { Err(SimError::NotTheSame("they are of other scenarios")) }
    }

    /// Whether all blocks from the first up to this one are counted.
    pub(super) fn are_all(&self, blocks: usize) -> bool {
        self.from == 0 && self.to == blocks
    }
}

/// The columns of a pair, output by output.
fn columns_of(made: &[Columns], pair: Pair) -> impl Iterator<Item = (&Vec<f64>, &Vec<f64>)> {
    let of = |place: usize| made.get(place).map_or(&[][..], |Columns(columns)| columns.as_slice());
    of(pair.own).iter().zip(of(pair.other))
}

fn less(own: &[f64], other: &[f64]) -> impl Iterator<Item = f64> + Clone {
    own.iter().zip(other).map(|(own, other)| own - other)
}
