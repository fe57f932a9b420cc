//! Which assumptions a result hangs on: by ranks, so that neither units nor the order of rows matters. Knows nothing of what is
//! assumed.

use super::prepared::Prepared;
use super::runs::blocks;
use super::variables::Slot;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Runs that are looked at: ranks of more say nothing else.
pub(super) const LOOKED_AT: usize = 5_000;
/// The share of runs with the lowest, and with the highest draws, whose averages are told.
const TAIL: f64 = 0.2;
/// Parts of an assumption's range in each of which a result's average is looked at.
const PARTS: usize = 10;

/// How far a result follows an assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// The assumption's name: `programme/autism-groups/taken`.
    pub assumption: String,
    /// Spearman's rank correlation: 1 where the result always rises with it, −1 where it always falls.
    pub correlation: f64,
    /// The result's average in the fifth of runs with the lowest draws, and in that with the highest.
    pub low: f64,
    pub high: f64,
    /// The average draw in those fifths.
    pub from: f64,
    pub to: f64,
    /// The switching value: where, between those, the result's average goes through 0; None where it does not.
    pub switches_at: Option<f64>,
}

/// A scenario's uncertain assumptions as they were drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    pub assumptions: Vec<Arc<DrawnOf>>,
    runs: usize,
}

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct DrawnOf {
    pub name: String,
    draws: Vec<f64>,
    ranks: Vec<f64>,
    /// The runs from the lowest draw to the highest.
    pub order: Vec<usize>,
}

impl Prepared {
    /// The draws of the first runs, ranked once for all that is asked of them.
    pub(super) fn drawn(&self, seed: u64, runs: usize) -> Drawn {
        drawn_of(&[self], seed, runs).pop().unwrap_or_default()
    }
}

/// The same of scenarios that were prepared together: what several assume alike is ranked once.
pub(super) fn drawn_of(all: &[&Prepared], seed: u64, runs: usize) -> Vec<Drawn> {
    let runs = runs.min(LOOKED_AT);
    let Some(first) = all.first() else { return Vec::new() };
    let blocks: Vec<_> = blocks(runs).map(|(block, count)| (count, first.draw(seed, block, count))).collect();
    let mut known: BTreeMap<Slot, Arc<DrawnOf>> = BTreeMap::new();
    let mut of = |(slot, name): (Slot, &str)| {
        let ranked = || {
            let draws: Vec<f64> = blocks.iter().flat_map(|(count, draws)| draws.of(slot, *count)).copied().collect();
            let order = in_order(&draws);
            Arc::new(DrawnOf { name: name.to_owned(), ranks: ranks(&draws, &order), order, draws })
        };
        Arc::clone(known.entry(slot).or_insert_with(ranked))
    };
    all.iter().map(|one| Drawn { assumptions: one.uncertain().map(&mut of).collect(), runs }).collect()
}

impl Drawn {
    /// All uncertain assumptions, the one that decides most first. `results` are a number of each run, or what it differs by from
    /// another scenario's.
    pub fn influences(&self, results: &[f64]) -> Vec<Influence> {
        self.influences_beside(None, results)
    }

    /// The same of a difference from another scenario, which may assume things of its own.
    pub fn influences_beside(&self, other: Option<&Self>, results: &[f64]) -> Vec<Influence> {
        let Some(results) = results.get(..self.runs).filter(|results| !results.is_empty()) else { return Vec::new() };
        let of_results = ranks(results, &in_order(results));
        let of = |drawn: &Arc<DrawnOf>| {
            let tail = ((self.runs as f64 * TAIL) as usize).max(1);
            let (lowest, highest) =
                (drawn.order.get(..tail), drawn.order.get(drawn.order.len().saturating_sub(tail)..));
            let (lowest, highest) = (lowest.unwrap_or_default(), highest.unwrap_or_default());
            Influence {
                assumption: drawn.name.clone(),
                correlation: correlation(&drawn.ranks, &of_results),
                low: average(results, lowest),
                high: average(results, highest),
                from: average(&drawn.draws, lowest),
                to: average(&drawn.draws, highest),
                switches_at: switch(drawn, results),
            }
        };
        let own: BTreeSet<&str> = self.assumptions.iter().map(|own| own.name.as_str()).collect();
        let others = other.into_iter().flat_map(|other| &other.assumptions);
        let others = others.filter(|one| !own.contains(one.name.as_str()));
        let mut found: Vec<Influence> = self.assumptions.iter().chain(others).map(of).collect();
        found.sort_by(|one, other| {
            libm::fabs(other.correlation)
                .total_cmp(&libm::fabs(one.correlation))
                .then_with(|| one.assumption.cmp(&other.assumption))
        });
        found
    }
}

/// Places from the lowest number to the highest; of equal ones in their order.
fn in_order(numbers: &[f64]) -> Vec<usize> {
    let mut keyed: Vec<(f64, usize)> = numbers.iter().copied().zip(0..).collect();
    radsort::sort_by_key(&mut keyed, |(number, _)| *number);
    keyed.into_iter().map(|(_, place)| place).collect()
}

/// Each number's rank from 1; equal ones share the middle of theirs.
fn ranks(numbers: &[f64], order: &[usize]) -> Vec<f64> {
    let mut ranks = vec![0.0; numbers.len()];
    let number = |place: &usize| numbers.get(*place).copied().unwrap_or_default();
    let mut first = 0;
    for equal in order.chunk_by(|one, other| number(one) == number(other)) {
        let rank = first as f64 + 0.5 * (equal.len() as f64 + 1.0);
        for place in equal {
            if let Some(own) = ranks.get_mut(*place) {
                *own = rank;
            }
        }
        first += equal.len();
    }
    ranks
}

/// The correlation of two lists of ranks; 0 where either is all the same.
fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let middle = 0.5 * (one.len() as f64 + 1.0);
    let (mut both, mut own, mut others) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        let (a, b) = (a - middle, b - middle);
        both += a * b;
        own += a * a;
        others += b * b;
    }
    if own > 0.0 && others > 0.0 { both / libm::sqrt(own * others) } else { 0.0 }
}

pub(super) fn average(numbers: &[f64], places: &[usize]) -> f64 {
    let sum: f64 = places.iter().filter_map(|place| numbers.get(*place)).sum();
    sum / places.len().max(1) as f64
}

/// Where the result's average goes through 0 as the assumption rises. It must do so beyond what chance makes of averages: twice their
/// standard error on either side.
fn switch(drawn: &DrawnOf, results: &[f64]) -> Option<f64> {
    let size = drawn.order.len().div_ceil(PARTS).max(1);
    let parts: Vec<(f64, f64)> =
        drawn.order.chunks(size).map(|part| (average(&drawn.draws, part), average(results, part))).collect();
    let mean = results.iter().sum::<f64>() / results.len() as f64;
    let variance = results.iter().map(|result| (result - mean) * (result - mean)).sum::<f64>() / results.len() as f64;
    let clear = 2.0 * libm::sqrt(variance / size as f64);
    let (first, last) = (parts.first()?.1, parts.last()?.1);
    if first * last >= 0.0 || libm::fabs(first) < clear || libm::fabs(last) < clear {
        return None;
    }
    parts.windows(2).find_map(|two| match two {
        [(x, y), (next_x, next_y)] if y * next_y <= 0.0 && y != next_y => Some(x + (next_x - x) * y / (y - next_y)),
        _ => None,
    })
}
