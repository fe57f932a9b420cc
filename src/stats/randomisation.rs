//! What other choices of the treated units would have shown. Knows nothing of what was done to them.

use super::error::StatsError;

/// Up to so many choices all are gone through.
pub const ALL_CHOICES_UP_TO: u64 = 1_000_000;
/// Choices drawn beyond that, the actual one added.
pub const DRAWN_CHOICES: u64 = 99_999;
/// Draws that differ from the data by rounding alone are ties.
const TIE: f64 = 1e-9;

/// The answer of a randomisation test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Randomisation {
    /// Mean change of treated units less that of the others.
    pub statistic: f64,
    /// Two-sided: the share of choices that differ at least as much.
    pub p: f64,
    /// The smallest p that this design could ever give.
    pub smallest_p: f64,
    /// How many choices there are.
    pub allocations: f64,
    /// Whether all were gone through; else a sample was drawn.
    pub complete: bool,
}

/// Compares the difference in means with that of every other choice of as many units. `draw(n)` gives a whole number below
/// n, for when there are more than [`ALL_CHOICES_UP_TO`].
///
/// # Errors
/// Fewer than two units, or none or all of them treated.
pub fn randomisation(
    changes: &[f64],
    treated: &[bool],
    draw: &mut dyn FnMut(u64) -> u64,
) -> Result<Randomisation, StatsError> {
    drawn_randomisation(changes, treated, ALL_CHOICES_UP_TO, DRAWN_CHOICES, draw)
}

/// The same with a chosen number of draws, and a chosen number of choices up to which all are gone through.
pub fn drawn_randomisation(
    changes: &[f64],
    treated: &[bool],
    all_up_to: u64,
    draws: u64,
    mut draw: impl FnMut(u64) -> u64,
) -> Result<Randomisation, StatsError> {
    let (n, k) = (changes.len(), treated.iter().filter(|is| **is).count());
    if treated.len() != n {
        return Err(StatsError::LengthsDiffer {
            left: "units",
            left_length: n,
            right: "treated",
            right_length: treated.len(),
        });
    }
    if n < 2 || k == 0 || k == n {
        return Err(StatsError::OutOfRange {
            argument: "treated",
            value: k as f64,
            rule: "at least one of the units, and not all",
        });
    }
    // One order for all callers, and changes about their mean: sums then lose nothing to a large level.
    let mut units: Vec<(f64, bool)> = changes.iter().copied().zip(treated.iter().copied()).collect();
    units.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mean = units.iter().map(|(change, _)| change).sum::<f64>() / n as f64;
    let centred: Vec<f64> = units.iter().map(|(change, _)| change - mean).collect();
    let actual: f64 = centred.iter().zip(&units).filter(|(_, (_, is))| *is).map(|(change, _)| change).sum();
    let size: f64 = centred.iter().map(|change| libm::fabs(*change)).sum();
    let least = libm::fabs(actual) - TIE * size;
    let (inside, outside) = (k as f64, (n - k) as f64);
    let statistic = actual * (1.0 / inside + 1.0 / outside);
    let allocations = choices(n, k);
    // Where half are treated, the other half chosen instead differs just as much.
    let mirrored = if n == 2 * k { 2.0 } else { 1.0 };
    if allocations <= all_up_to as f64 {
        let hits = count_reaching(&centred, k, least);
        let p = hits as f64 / allocations;
        return Ok(Randomisation { statistic, p, smallest_p: mirrored / allocations, allocations, complete: true });
    }
    let mut order = centred;
    let mut hits = 1_u64;
    for _ in 0..draws {
        let mut sum = 0.0;
        // The first k of a shuffle that stops there.
        for place in 0..k {
            let other = place + draw((n - place) as u64) as usize;
            order.swap(place, other.min(n - 1));
            sum += order.get(place).copied().unwrap_or_default();
        }
        hits += u64::from(libm::fabs(sum) >= least);
    }
    let drawn = (draws + 1) as f64;
    let smallest = (mirrored / allocations).max(1.0 / drawn);
    Ok(Randomisation { statistic, p: hits as f64 / drawn, smallest_p: smallest, allocations, complete: false })
}

fn choices(n: usize, k: usize) -> f64 {
    (0..k.min(n - k)).fold(1.0, |ways, step| libm::round(ways * (n - step) as f64 / (step + 1) as f64))
}

/// How many choices of `k` have a sum at least so far from zero.
fn count_reaching(changes: &[f64], k: usize, least: f64) -> u64 {
    let mut chosen: Vec<usize> = (0..k).collect();
    let mut hits = 0;
    loop {
        let sum: f64 = chosen.iter().filter_map(|place| changes.get(*place)).sum();
        hits += u64::from(libm::fabs(sum) >= least);
        // The next choice in order: the last place that can move on, and those after it close behind.
        let last = changes.len() - k;
        let Some(moved) = chosen.iter().enumerate().rev().find(|(at, place)| **place < last + at).map(|(at, _)| at)
        else {
            return hits;
        };
        let start = chosen.get(moved).copied().unwrap_or_default() + 1;
        chosen.iter_mut().skip(moved).zip(start..).for_each(|(place, next)| *place = next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_six_can_never_be_surer_than_one_in_fifteen() {
        let treated = [true, true, false, false, false, false];
        let found = randomisation(&[-5.0, -6.0, 1.0, 2.0, 0.0, 1.5], &treated, &mut |_| 0).expect("a test");
        assert_eq!((found.p, found.smallest_p, found.allocations), (1.0 / 15.0, 1.0 / 15.0, 15.0));
    }

    #[test]
    fn a_half_can_be_chosen_the_other_way_round() {
        let found = randomisation(&[-5.0, -6.0, 1.0, 2.0], &[true, true, false, false], &mut |_| 0).expect("a test");
        assert_eq!((found.p, found.smallest_p), (2.0 / 6.0, 2.0 / 6.0));
    }
}
