//! What very many runs say of a number, without keeping them: counted block by block into narrow bins. Knows nothing of scenarios.
//!
//! The first block decides where the bins lie, so the same runs give the same bits whoever counts them. Averages, errors and shares
//! are exact; a quantile is off by a bin at most, which is a thousandth of what the first block spans, unless it lies further out
//! than half of that span beyond it: a twentieth of all runs would have to be there, and none of the first thousand.

use super::runs::Summary;

/// Bins over twice what the first block spans.
const BINS: usize = 2_048;

/// A number's runs, counted.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    blocks: Vec<(f64, usize)>,
    above: usize,
    under: usize,
    zeros: usize,
    least: f64,
    most: f64,
    low: f64,
    width: f64,
    /// Runs that are not exactly 0: many numbers are 0 in some runs, and those must stay so.
    bins: Vec<u32>,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self {
            blocks: Vec::new(),
            above: 0,
            under: 0,
            zeros: 0,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
            low: 0.0,
            width: 0.0,
            bins: Vec::new(),
        }
    }

    /// Counts a block of runs.
    pub fn add(&mut self, numbers: impl Iterator<Item = f64> + Clone) {
        let (mut sum, mut count) = (0.0, 0);
        for number in numbers.clone() {
            sum += number;
            count += 1;
            self.least = self.least.min(number);
            self.most = self.most.max(number);
        }
        if self.bins.is_empty() {
            let span = self.most - self.least;
            // A number that was always the same may still change: then a bin is a thousandth.
            let span = if span > 0.0 { span } else { 1.0 };
            (self.low, self.width) = (0.5 * (self.least + self.most) - span, 2.0 * span / BINS as f64);
            self.bins = vec![0; BINS];
        }
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
                return (self.low + (bin as f64 + within) * self.width).clamp(self.least, self.most);
            }
            before += count;
        }
        self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn what_is_counted_is_what_keeping_all_runs_says() {
        let mut rng = Rng::seeded(5);
        let mut draws: Vec<f64> = (0..20_000).map(|_| rng.normal() * 3.0 + 1.0).collect();
        // Some are exactly nothing.
        draws.iter_mut().step_by(7).for_each(|draw| *draw = 0.0);
        let mut tally = Tally::new();
        draws.chunks(1_000).for_each(|block| tally.add(block.iter().copied()));
        let (counted, kept) = (tally.summary().unwrap(), Summary::of(&draws).unwrap());
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
        let mut tally = Tally::new();
        assert_eq!(tally.summary(), None);
        tally.add([0.0; 1_000].into_iter());
        let summary = tally.summary().unwrap();
        assert_eq!((summary.mean, summary.p05, summary.p95, summary.above), (0.0, 0.0, 0.0, 0.0));
        tally.add([0.25; 1_000].into_iter());
        let summary = tally.summary().unwrap();
        assert_eq!((summary.mean, summary.p25, summary.above), (0.125, 0.0, 0.5));
        assert!((summary.p95 - 0.25).abs() <= 1e-3, "{}", summary.p95);
    }
}
