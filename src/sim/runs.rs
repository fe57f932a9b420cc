//! Many runs of a scenario, put together from blocks, and what they say. Knows nothing of how a run is worked out.

use super::outputs::{Layout, Output};
use super::prepared::Prepared;
use super::run::Columns;
use super::variables::BLOCK;
use super::{MOST_RUNS, SimError};
use serde::{Deserialize, Serialize};

/// All runs of a scenario from one seed, run by run the same draws as those of any other scenario with that seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    layout: Layout,
    seed: u64,
    columns: Vec<Vec<f64>>,
}

/// What many runs say of one number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub mean: f64,
    /// The standard error of the mean, from how block averages differ; None of a single block.
    pub error: Option<f64>,
    /// One run in twenty is under the first and one in twenty over the last; one in four likewise; half under the middle.
    pub p05: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p95: f64,
    /// The share of runs above nothing, and under it.
    pub above: f64,
    pub under: f64,
}

/// How many runs each block has, of so many in all.
pub(super) fn blocks(runs: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..runs.div_ceil(BLOCK)).map(move |block| (block, BLOCK.min(runs - block * BLOCK)))
}

impl Runs {
    /// Runs a scenario so many times, here and now.
    ///
    /// # Errors
    /// No run at all, or more than [`MOST_RUNS`].
    pub fn of(prepared: &Prepared, seed: u64, runs: usize) -> Result<Self, SimError> {
        if runs == 0 || runs > MOST_RUNS {
            return Err(SimError::Runs(runs));
        }
        let mut found = Self::none(prepared, seed);
        while found.len() < runs {
            found.run(prepared, runs);
        }
        Ok(found)
    }

    /// No run yet.
    pub fn none(prepared: &Prepared, seed: u64) -> Self {
        let layout = Layout::of(prepared);
        Self { columns: vec![Vec::new(); layout.outputs().len()], layout, seed }
    }

    /// Makes the next block of what are to be `all` runs.
    pub fn run(&mut self, prepared: &Prepared, all: usize) {
        if let Some((block, runs)) = blocks(all).nth(self.len() / BLOCK) {
            let more = prepared.block(&self.layout, self.seed, block, runs);
            self.push(more);
        }
    }

    /// Adds the next block.
    pub fn push(&mut self, Columns(block): Columns) {
        for (all, more) in self.columns.iter_mut().zip(block) {
            all.extend(more);
        }
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number of every run, in their order.
    pub fn of_output(&self, output: Output) -> &[f64] {
        self.layout.place(output).and_then(|place| self.columns.get(place)).map_or(&[], Vec::as_slice)
    }

    /// What they say of a number; None where there is no such number.
    pub fn summary(&self, output: Output) -> Option<Summary> {
        Summary::of(self.of_output(output))
    }

    /// Run by run, this scenario's numbers less those of another.
    ///
    /// # Errors
    /// Where the two are not of the same draws, or do not have the same numbers.
    pub fn less(&self, other: &Self) -> Result<Self, SimError> {
        if self.seed != other.seed {
            return Err(SimError::NotTheSame("they have another seed"));
        }
        if self.layout != other.layout {
            return Err(SimError::NotTheSame("they have other years or clusters"));
        }
        if self.len() != other.len() {
            return Err(SimError::NotTheSame("there are not as many"));
        }
        let less = |(one, other): (&Vec<f64>, &Vec<f64>)| one.iter().zip(other).map(|(a, b)| a - b).collect();
        let columns = self.columns.iter().zip(&other.columns).map(less).collect();
        Ok(Self { layout: self.layout.clone(), seed: self.seed, columns })
    }

    /// All runs as a table of comma-separated numbers in full precision, a column each.
    pub fn csv(&self) -> String {
        let keys: Vec<String> = self.layout.outputs().iter().map(|output| self.layout.key(*output)).collect();
        let mut text = format!("run,{}\r\n", keys.join(","));
        for run in 0..self.len() {
            text.push_str(&(run + 1).to_string());
            for number in self.columns.iter().filter_map(|column| column.get(run)) {
                text.push(',');
                text.push_str(&number.to_string());
            }
            text.push_str("\r\n");
        }
        text
    }
}

impl Summary {
    /// What numbers of many runs say, in their order; None of no runs.
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let count = numbers.len() as f64;
        if numbers.is_empty() {
            return None;
        }
        let averages: Vec<f64> =
            numbers.chunks(BLOCK).map(|block| block.iter().sum::<f64>() / block.len() as f64).collect();
        let mean = numbers.chunks(BLOCK).map(|block| block.iter().sum::<f64>()).sum::<f64>() / count;
        let blocks = averages.len() as f64;
        let spread = averages.iter().map(|average| (average - mean) * (average - mean)).sum::<f64>();
        let [p05, p25, p50, p75, p95] = quantiles(numbers);
        let share = |of: fn(f64) -> bool| numbers.iter().filter(|number| of(**number)).count() as f64 / count;
        Some(Self {
            mean,
            error: (averages.len() > 1).then(|| libm::sqrt(spread / (blocks * (blocks - 1.0)))),
            p05,
            p25,
            p50,
            p75,
            p95,
            above: share(|number| number > 0.0),
            under: share(|number| number < 0.0),
        })
    }
}

/// The numbers at the five places in the order of all that are told, between two numbers in proportion.
fn quantiles(numbers: &[f64]) -> [f64; 5] {
    let first = numbers.first().copied().unwrap_or_default();
    // Most of what two scenarios could differ by is the same in both.
    if numbers.iter().all(|number| *number == first) {
        return [first; 5];
    }
    let mut ordered = numbers.to_vec();
    radsort::sort(&mut ordered);
    [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| {
        let place = share * (ordered.len() as f64 - 1.0);
        let under = libm::floor(place) as usize;
        let low = ordered.get(under).copied().unwrap_or(first);
        let high = ordered.get(under + 1).copied().unwrap_or(low);
        low + (high - low) * (place - under as f64)
    })
}
