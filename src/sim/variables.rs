//! The assumptions of a scenario as numbered variables, and their draws: a Latin hypercube a block, each variable from a stream
//! of its own. Knows nothing of what a variable is used for.

use super::quantiles::Sampler;
use crate::model::{Assumption, Range};
use crate::rng::Rng;
use std::collections::BTreeMap;

/// Runs of a block.
pub const BLOCK: usize = 1_000;

/// Runs that are worked out together: as many as stay close to the processor, a whole number of its registers.
pub(super) const CHUNK: usize = 200;
/// A number for each run of a chunk.
pub(super) type Lane = [f64; CHUNK];
pub(super) const NOTHING: Lane = [0.0; CHUNK];
/// One of 2³² places in a part.
const WITHIN: f64 = 1.0 / (1_u64 << 32) as f64;

/// The number of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot(usize);

/// An assumption that is drawn once a run.
#[derive(Debug, Clone)]
struct Variable {
    /// Decides its draws, together with the seed.
    name: String,
    range: Range,
    sampler: Sampler,
}

/// All assumptions of some scenarios. What several of them assume alike is one variable, and drawn once for all.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables {
    all: Vec<Variable>,
    by_name: BTreeMap<String, Vec<Slot>>,
}

impl Variables {
    /// Adds an assumption. Its name is the same in every scenario that assumes something of the same thing.
    pub fn add(&mut self, name: String, assumption: &Assumption) -> Slot {
        let known = self.by_name.entry(name.clone()).or_default();
        let is_same = |slot: &&Slot| self.all.get(slot.0).is_some_and(|one| one.range == assumption.range);
        if let Some(slot) = known.iter().find(is_same) {
            return *slot;
        }
        let slot = Slot(self.all.len());
        known.push(slot);
        self.all.push(Variable { name, range: assumption.range, sampler: Sampler::of(assumption.range) });
        slot
    }

    /// The name of a variable, if it is uncertain.
    pub fn uncertain(&self, slot: Slot) -> Option<&str> {
        let variable = self.all.get(slot.0)?;
        (!matches!(variable.sampler, Sampler::Fixed(_))).then_some(variable.name.as_str())
    }

    /// The draws of a block of so many runs.
    pub fn draw(&self, seed: u64, block: usize, runs: usize) -> Draws {
        let root = Rng::seeded(seed);
        Draws(self.all.iter().map(|variable| variable.draw(&root, block, runs)).collect())
    }
}

impl Variable {
    /// Each of the block's equal parts of the probability once, in random order (R. A. Fisher and F. Yates), at a random place in
    /// it: never at 0 and never at 1, where some shapes have no number.
    fn draw(&self, root: &Rng, block: usize, runs: usize) -> Vec<Lane> {
        let mut lanes = vec![NOTHING; runs.div_ceil(CHUNK)];
        if let Sampler::Fixed(value) = self.sampler {
            lanes.fill([value; CHUNK]);
            return lanes;
        }
        let mut rng = root.split(&self.name).stream(block as u64);
        let shares = lanes.as_flattened_mut();
        for (part, share) in shares.iter_mut().enumerate().take(runs) {
            *share = part as f64;
        }
        let width = 1.0 / runs as f64;
        for last in (0..runs).rev() {
            let (other, more) = rng.below_and_more(last as u32 + 1);
            shares.swap(last, other as usize);
            if let Some(share) = shares.get_mut(last) {
                *share = (*share + (f64::from(more) + 0.5) * WITHIN) * width;
            }
        }
        if let Some(shares) = shares.get_mut(..runs) {
            self.sampler.put(shares);
        }
        lanes
    }
}

/// An assumption by itself, as every scenario that has one of its name and range draws it.
#[derive(Debug, Clone)]
pub struct DrawnAlone(Variable);

impl DrawnAlone {
    /// Of a range that was found to be in order.
    pub fn of(name: &str, range: Range) -> Self {
        Self(Variable { name: name.to_owned(), range, sampler: Sampler::of(range) })
    }

    /// The draws of a block of [`BLOCK`] runs.
    pub fn block(&self, seed: u64, block: usize) -> Vec<f64> {
        let mut draws = self.0.draw(&Rng::seeded(seed), block, BLOCK).into_flattened();
        draws.truncate(BLOCK);
        draws
    }
}

/// The draws of a block: for each variable a number a run, in chunks.
#[derive(Debug, Clone)]
pub(super) struct Draws(Vec<Vec<Lane>>);

impl Draws {
    /// A variable's draws of one chunk. Lanes beyond the runs hold nothing that counts.
    pub fn lane(&self, slot: Slot, chunk: usize) -> &Lane {
        self.0.get(slot.0).and_then(|lanes| lanes.get(chunk)).unwrap_or(&NOTHING)
    }

    /// A variable's draws of so many runs.
    pub fn of(&self, slot: Slot, runs: usize) -> &[f64] {
        self.0.get(slot.0).and_then(|lanes| lanes.as_flattened().get(..runs)).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alone_an_assumption_is_drawn_as_beside_others_and_each_thousandth_of_it_once_a_block() {
        let range = Range::Uniform { low: 0.0, high: 1.0 };
        let mut variables = Variables::default();
        variables.add("other".to_owned(), &Assumption::new(Range::Normal { low: 0.0, high: 1.0 }, "For the test."));
        let slot = variables.add("own".to_owned(), &Assumption::new(range, "For the test."));
        let mut alone = DrawnAlone::of("own", range).block(7, 3);
        assert_eq!(alone, variables.draw(7, 3, BLOCK).of(slot, BLOCK));
        assert_ne!(alone, DrawnAlone::of("own", range).block(7, 4));
        alone.sort_by(f64::total_cmp);
        for (place, draw) in alone.iter().enumerate() {
            assert_eq!((draw * BLOCK as f64) as usize, place);
        }
    }
}
