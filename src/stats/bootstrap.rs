//! What resampled clusters would have shown. Knows nothing of what was counted.

use super::error::{StatsError, check_level};

/// The difference of mean changes with its percentile interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BootstrapDifference {
    pub estimate: f64,
    pub lower: f64,
    pub upper: f64,
}

/// The percentile interval of mean change of treated clusters less that of the others, each group resampled whole.
/// `bits` gives 64 random bits, of which each half picks one cluster: among n clusters some are likelier than others by
/// n / 2³² at most, which no resample can show. The interval is that of sorted resamples with linear interpolation, as
/// `scipy.stats.bootstrap(method="percentile")` takes it.
///
/// # Errors
/// A group without clusters, or fewer than 100 resamples.
pub fn cluster_bootstrap(
    treated: &[f64],
    others: &[f64],
    resamples: usize,
    level: f64,
    mut bits: impl FnMut() -> u64,
) -> Result<BootstrapDifference, StatsError> {
    check_level(level)?;
    for (argument, group) in [("treated", treated), ("others", others)] {
        if group.is_empty() {
            return Err(StatsError::TooFew { argument, length: 0, least: 1 });
        }
    }
    if resamples < 100 {
        return Err(StatsError::TooFew { argument: "resamples", length: resamples, least: 100 });
    }
    let mut mean = |group: &[f64]| {
        let length = group.len() as u64;
        let picked = |half: u64| group.get(((half * length) >> 32) as usize).copied().unwrap_or_default();
        let mut sum = 0.0;
        for _ in 0..group.len() / 2 {
            let both = bits();
            sum += picked(both >> 32) + picked(both & 0xFFFF_FFFF);
        }
        if group.len() % 2 == 1 {
            sum += picked(bits() >> 32);
        }
        sum / group.len() as f64
    };
    let mut found: Vec<f64> = (0..resamples).map(|_| mean(treated) - mean(others)).collect();
    let tail = 0.5 * (1.0 - level);
    let plain = |group: &[f64]| group.iter().sum::<f64>() / group.len() as f64;
    let (lower, upper) = (quantile(&mut found, tail), quantile(&mut found, 1.0 - tail));
    Ok(BootstrapDifference { estimate: plain(treated) - plain(others), lower, upper })
}

/// Linear interpolation between the two nearest of the sorted values (Hyndman and Fan's seventh), found without sorting all.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    let place = share * (values.len() - 1) as f64;
    let below = libm::floor(place) as usize;
    let (_, low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    let next = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    low + (place - below as f64) * (next - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_that_of_the_sorted_values() {
        let mut values = vec![4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&mut values, 0.5), 2.5);
        assert_eq!((quantile(&mut values, 0.0), quantile(&mut values, 1.0)), (1.0, 4.0));
    }

    #[test]
    fn the_interval_holds_the_estimate_and_is_wider_at_a_higher_level() {
        let (treated, others) = ([-3.0, -2.0, -4.5, -1.0, -2.5], [0.5, -0.5, 1.0, 0.0, 0.2, -0.3]);
        let at = |level| {
            let mut state = 7_u64;
            // Weyl's sequence through a mixing step (SplitMix64): random enough for a test.
            let bits = move || {
                state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB)
            };
            cluster_bootstrap(&treated, &others, 2_000, level, bits).expect("an interval")
        };
        let (narrow, wide) = (at(0.8), at(0.99));
        assert!(wide.lower <= narrow.lower && narrow.lower < narrow.estimate && narrow.estimate < narrow.upper);
        assert!(narrow.upper <= wide.upper && wide.upper < 0.5);
    }
}
