//! Which assumptions a result hangs on: by ranks, so that neither units nor the order of rows matters. Knows nothing of what is
//! assumed.

use super::outputs::Output;
use super::prepared::Prepared;
use super::runs::{Runs, blocks};
use serde::{Deserialize, Serialize};

/// Runs that are looked at: ranks of more say nothing else.
const LOOKED_AT: usize = 10_000;
/// The share of runs with the lowest, and with the highest draws, whose averages are told.
const TAIL: f64 = 0.2;

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
}

impl Prepared {
    /// All uncertain assumptions, the one that decides most first. `runs` are of this scenario, or what it differs by from
    /// another.
    pub fn influences(&self, runs: &Runs, output: Output) -> Vec<Influence> {
        let looked_at = runs.len().min(LOOKED_AT);
        let results: Vec<f64> = runs.of_output(output).iter().take(looked_at).copied().collect();
        if results.is_empty() {
            return Vec::new();
        }
        let drawn: Vec<_> =
            blocks(looked_at).map(|(block, count)| (count, self.variables.draw(runs.seed(), block, count))).collect();
        let of_results = ranks(&results);
        let mut found: Vec<Influence> = self
            .variables
            .uncertain()
            .map(|(slot, name)| {
                let draws: Vec<f64> = drawn.iter().flat_map(|(count, draws)| draws.of(slot, *count)).copied().collect();
                let (low, high) = tails(&draws, &results);
                Influence {
                    assumption: name.to_owned(),
                    correlation: correlation(&ranks(&draws), &of_results),
                    low,
                    high,
                }
            })
            .collect();
        found.sort_by(|one, other| {
            libm::fabs(other.correlation)
                .total_cmp(&libm::fabs(one.correlation))
                .then_with(|| one.assumption.cmp(&other.assumption))
        });
        found
    }
}

/// Each number's rank from 1; equal ones share the middle of theirs.
fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut ordered: Vec<(usize, f64)> = numbers.iter().copied().enumerate().collect();
    ordered.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut ranks = vec![0.0; numbers.len()];
    let mut first = 0;
    for equal in ordered.chunk_by(|one, other| one.1 == other.1) {
        let rank = first as f64 + 0.5 * (equal.len() as f64 + 1.0);
        for (place, _) in equal {
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

/// The average of the results that go with the lowest and with the highest draws.
fn tails(draws: &[f64], results: &[f64]) -> (f64, f64) {
    let mut both: Vec<(f64, f64)> = draws.iter().copied().zip(results.iter().copied()).collect();
    both.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let count = ((both.len() as f64 * TAIL) as usize).max(1);
    let average = |some: &[(f64, f64)]| some.iter().map(|(_, result)| result).sum::<f64>() / some.len() as f64;
    let (lowest, highest) = (both.get(..count), both.get(both.len().saturating_sub(count)..));
    (lowest.map_or(0.0, average), highest.map_or(0.0, average))
}
