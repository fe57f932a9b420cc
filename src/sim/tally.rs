//! What very many runs say of a number, without keeping them: counted block by block into narrow bins. Knows nothing of scenarios.
//!
//! The first block decides where the bins lie, and blocks are summed up one by one in their order; so the same runs give the same
//! bits, whoever counts them and in however many shares. Averages, errors and shares are exact; a quantile is off by a bin at most,
//! which is a thousandth of what the first block spans, unless it lies further out than half of that span beyond it: a twentieth of
//! all runs would have to be there, and none of the first thousand.

use super::runs::Summary;
use serde::{Deserialize, Serialize};

/// Bins over twice what the first block spans.
const BINS: usize = 2_048;

/// A number's runs, counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tally {
    /// Where the first bin begins, and how wide each is.
    low: f64,
    width: f64,
    /// Each block's sum and runs.
    blocks: Vec<(f64, usize)>,
    above: usize,
    under: usize,
    zeros: usize,
    /// The least and the most that was counted; None of nothing.
    ends: Option<(f64, f64)>,
    /// Runs that are not exactly 0: many numbers are 0 in some runs, and those must stay so.
    #[serde(with = "without_empty_ends")]
    bins: Vec<u32>,
}

impl Tally {
    /// Nothing counted yet; the numbers of the first block decide where the bins lie, whoever counts them.
    pub fn beside(first: impl Iterator<Item = f64>) -> Self {
        let (least, most) = ends(None, first).unwrap_or_default();
        let span = most - least;
        // A number that was always the same may still change: then a bin is a thousandth.
        let span = if span > 0.0 { span } else { 1.0 };
        Self {
            low: 0.5 * (least + most) - span,
            width: 2.0 * span / BINS as f64,
            blocks: Vec::new(),
            above: 0,
            under: 0,
            zeros: 0,
            ends: None,
            bins: vec![0; BINS],
        }
    }

    /// Counts the next block of runs.
    pub fn add(&mut self, numbers: impl Iterator<Item = f64> + Clone) {
        let (mut sum, mut count) = (0.0, 0);
        self.ends = ends(
            self.ends,
            numbers.clone().inspect(|number| {
                sum += number;
                count += 1;
            }),
        );
        self.blocks.push((sum, count));
        for number in numbers {
            match number {
                0.0 => self.zeros += 1,
                number => {
                    if number > 0.0 {
                        self.above += 1;
                    } else {
                        self.under += 1;
                    }
                    let place = ((number - self.low) / self.width).clamp(0.0, BINS as f64 - 1.0) as usize;
                    if let Some(bin) = self.bins.get_mut(place) {
                        *bin += 1;
                    }
                }
            }
        }
    }

    /// Adds what was counted elsewhere of the blocks that follow; false where its bins are others.
    pub fn join(&mut self, later: &Self) -> bool {
        let is_alike = self.low.to_bits() == later.low.to_bits() && self.width.to_bits() == later.width.to_bits();
        if is_alike {
            self.blocks.extend(&later.blocks);
            self.above += later.above;
            self.under += later.under;
            self.zeros += later.zeros;
            self.ends = ends(self.ends, later.ends.into_iter().flat_map(|(least, most)| [least, most]));
            self.bins.iter_mut().zip(&later.bins).for_each(|(bin, more)| *bin += more);
        }
        is_alike
    }

    /// What was counted; None where nothing was.
    pub fn summary(&self) -> Option<Summary> {
        let count: usize = self.blocks.iter().map(|(_, count)| count).sum();
        if count == 0 {
            return None;
        }
        let mean = self.blocks.iter().map(|(sum, _)| sum).sum::<f64>() / count as f64;
        let blocks = self.blocks.len() as f64;
        let off = |(sum, count): &(f64, usize)| sum / *count as f64 - mean;
        let spread: f64 = self.blocks.iter().map(|block| off(block) * off(block)).sum();
        let at = |share: f64| self.quantile(share * (count as f64 - 1.0));
        Some(Summary {
            mean,
            error: (self.blocks.len() > 1).then(|| libm::sqrt(spread / (blocks * (blocks - 1.0)))),
            p05: at(0.05),
            p25: at(0.25),
            p50: at(0.5),
            p75: at(0.75),
            p95: at(0.95),
            above: self.above as f64 / count as f64,
            under: self.under as f64 / count as f64,
        })
    }

    /// The number at a place in the order of all.
    fn quantile(&self, place: f64) -> f64 {
        let (under, zeros) = (self.under as f64, self.zeros as f64);
        if place >= under && place < under + zeros {
            return 0.0;
        }
        let place = if place < under { place } else { place - zeros };
        let mut before = 0.0;
        for (bin, count) in self.bins.iter().enumerate() {
            let count = f64::from(*count);
            if count > 0.0 && place < before + count {
                let within = (place - before + 0.5) / count;
                let (least, most) = self.ends.unwrap_or_default();
                return (self.low + (bin as f64 + within) * self.width).clamp(least, most);
            }
            before += count;
        }
        self.ends.unwrap_or_default().1
    }
}

/// The least and the most of what there was and what comes.
fn ends(known: Option<(f64, f64)>, more: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (least, most) = known.unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
    let (least, most) = more.fold((least, most), |(least, most), number| (least.min(number), most.max(number)));
    (least <= most).then_some((least, most))
}

/// Bins as the place of the first that is not empty and those up to the last: most of what two scenarios could differ by is the same
/// in both, and its bins are all empty.
mod without_empty_ends {
    use super::BINS;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(bins: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
        let first = bins.iter().position(|count| *count > 0).unwrap_or(0);
        let end = bins.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
        (first, bins.get(first..end).unwrap_or(&[])).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
        let (first, counts): (usize, Vec<u32>) = Deserialize::deserialize(deserializer)?;
        let mut bins = vec![0; BINS];
        let place = first.checked_add(counts.len()).and_then(|end| bins.get_mut(first..end));
        place.ok_or_else(|| D::Error::custom("there are no such bins"))?.copy_from_slice(&counts);
        Ok(bins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    /// Blocks of draws, of which some are exactly nothing.
    fn blocks(count: usize) -> Vec<Vec<f64>> {
        let mut rng = Rng::seeded(5);
        let mut draw = |run: usize| if run.is_multiple_of(7) { 0.0 } else { rng.normal() * 3.0 + 1.0 };
        (0..count).map(|_| (0..1_000).map(&mut draw).collect()).collect()
    }

    fn counted(first: &[f64], blocks: &[Vec<f64>]) -> Tally {
        let mut tally = Tally::beside(first.iter().copied());
        blocks.iter().for_each(|block| tally.add(block.iter().copied()));
        tally
    }

    #[test]
    fn what_is_counted_is_what_keeping_all_runs_says() {
        let blocks = blocks(20);
        let (counted, kept) = (counted(&blocks[0], &blocks).summary().unwrap(), Summary::of(&blocks.concat()).unwrap());
        assert_eq!((counted.above, counted.under), (kept.above, kept.under));
        assert!((counted.mean - kept.mean).abs() < 1e-12);
        assert!((counted.error.unwrap() - kept.error.unwrap()).abs() < 1e-12);
        for (own, exact) in [
            (counted.p05, kept.p05),
            (counted.p25, kept.p25),
            (counted.p50, kept.p50),
            (counted.p75, kept.p75),
            (counted.p95, kept.p95),
        ] {
            assert!((own - exact).abs() < 0.02, "{own} {exact}");
        }
    }

    #[test]
    fn what_is_always_nothing_stays_nothing_and_what_comes_late_is_counted() {
        let mut tally = Tally::beside([0.0; 1_000].into_iter());
        assert_eq!(tally.summary(), None);
        tally.add([0.0; 1_000].into_iter());
        let summary = tally.summary().unwrap();
        assert_eq!((summary.mean, summary.p05, summary.p95, summary.above), (0.0, 0.0, 0.0, 0.0));
        tally.add([0.25; 1_000].into_iter());
        let summary = tally.summary().unwrap();
        assert_eq!((summary.mean, summary.p25, summary.above), (0.125, 0.0, 0.5));
        assert!((summary.p95 - 0.25).abs() <= 1e-3, "{}", summary.p95);
    }

    #[test]
    fn however_many_count_and_whatever_they_write_down_the_bits_are_the_same() {
        let blocks = blocks(12);
        let alone = counted(&blocks[0], &blocks);
        for cuts in [vec![0, 12], vec![0, 1, 12], vec![0, 5, 5, 9, 12], (0..=12).collect()] {
            let mut joined = counted(&blocks[0], &[]);
            for cut in cuts.windows(2) {
                let text = serde_json::to_string(&counted(&blocks[0], &blocks[cut[0]..cut[1]])).unwrap();
                assert!(joined.join(&serde_json::from_str(&text).unwrap()));
            }
            assert_eq!(joined, alone, "{cuts:?}");
        }
        assert!(!counted(&blocks[1], &[]).join(&alone), "bins of another first block");
        let empty = serde_json::to_value(counted(&blocks[0], &[])).unwrap();
        assert_eq!(empty["bins"], serde_json::json!([0, []]));
        let mut broken = empty;
        broken["bins"] = serde_json::json!([2_047, [1, 1]]);
        assert!(serde_json::from_value::<Tally>(broken).is_err());
    }
}
