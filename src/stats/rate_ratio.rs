//! Two rates compared exactly. Knows nothing of what is counted.

use super::beta::{beta_lower_inverse_odds, beta_tails_at_odds, beta_upper_inverse_odds};
use super::error::{StatsError, check_count, check_exposure, check_level};

/// A ratio of rates with its interval. `None` stands for "no such number": the ratio where the denominator counted
/// nothing, the upper limit where no ratio, however large, can be ruled out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioInterval {
    pub ratio: Option<f64>,
    pub lower: f64,
    pub upper: Option<f64>,
    /// Two-sided p-value of "the rates are equal".
    pub p: f64,
}

/// Two counts with their exposures.
fn check(events: [u64; 2], exposure: [f64; 2]) -> Result<(), StatsError> {
    for (count, amount) in events.into_iter().zip(exposure) {
        check_count("events", count)?;
        check_exposure("exposure", amount)?;
    }
    Ok(())
}

/// The ratio of the first rate to the second, exact by conditioning on the total count.
///
/// Given a + b events, the first count is binomial with odds ratio·E₁/E₂; the limits are Clopper and Pearson's, and p is
/// the central one: twice the smaller tail, at most 1. Interval and p always agree. Source: Przyborowski and Wilenski
/// (1940); R's `rateratio.test` (M. Fay). Not statsmodels' `exact-cond`, which sums the less likely outcomes.
pub fn rate_ratio(events: [u64; 2], exposure: [f64; 2], level: f64) -> Result<RatioInterval, StatsError> {
    check_level(level)?;
    check(events, exposure)?;
    let [first, second] = events;
    let [first_exposure, second_exposure] = exposure;
    let (a, b) = (first as f64, second as f64);
    let scale = second_exposure / first_exposure;
    let tail = 0.5 * (1.0 - level);
    let ratio = (second > 0).then(|| (a * second_exposure) / (b * first_exposure));
    let lower = if first == 0 { 0.0 } else { beta_lower_inverse_odds(a, b + 1.0, tail) * scale };
    let upper = (second > 0).then(|| beta_upper_inverse_odds(a + 1.0, b, tail) * scale);
    let (at_most, at_least) = equal_rate_tails(events, exposure);
    let p = (2.0 * at_most.min(at_least)).min(1.0);
    Ok(RatioInterval {
        ratio,
        lower: ratio.map_or(lower, |r| lower.min(r)),
        upper: upper.map(|limit| limit.max(ratio.unwrap_or(limit))),
        p,
    })
}

/// The chances, were both rates equal, of a first count at most and at least as large as the one seen, given the total.
fn equal_rate_tails(events: [u64; 2], exposure: [f64; 2]) -> (f64, f64) {
    let [first, second] = events;
    let odds = exposure[0] / exposure[1];
    let (a, b) = (first as f64, second as f64);
    let at_most = if second == 0 { 1.0 } else { beta_tails_at_odds(a + 1.0, b, odds).1 };
    let at_least = if first == 0 { 1.0 } else { beta_tails_at_odds(a, b + 1.0, odds).0 };
    (at_most, at_least)
}

/// The largest count afterwards that would still be called a fall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detectable {
    pub largest_after: u64,
    /// The ratio of rates, after to before, at that count.
    pub ratio: f64,
}

/// The largest count afterwards that [`rate_ratio`] would still call a fall, with p < 1 − `level`; `None` where not even
/// zero events would be enough. `exposure` is before and after.
///
/// # Errors
/// Counts or exposures out of range; also where the count expected afterwards would be.
pub fn detectable(before: u64, exposure: [f64; 2], level: f64) -> Result<Option<Detectable>, StatsError> {
    check_level(level)?;
    check([before, 0], exposure)?;
    let [exposure_before, exposure_after] = exposure;
    let alpha = 1.0 - level;
    let clear = |after: u64| 2.0 * equal_rate_tails([after, before], [exposure_after, exposure_before]).0 < alpha;
    if before == 0 || !clear(0) {
        return Ok(None);
    }
    let expected = (before as f64 * exposure_after) / exposure_before;
    check_count("the count expected after", libm::ceil(expected) as u64)?;
    // The tail grows with the count, and at equal rates it is about one half.
    let (mut seen, mut unseen) = (0_u64, expected as u64 + 1);
    while unseen - seen > 1 {
        let middle = seen + (unseen - seen) / 2;
        if clear(middle) { seen = middle } else { unseen = middle }
    }
    let ratio = (seen as f64 * exposure_before) / (before as f64 * exposure_after);
    Ok(Some(Detectable { largest_after: seen, ratio }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_against_none_is_three_in_a_hundred_either_way() -> Result<(), StatsError> {
        // Equal exposures: p = 2·(1/2)^5; the lower limit is the odds of 0.025^(1/5).
        let one = rate_ratio([5, 0], [10.0, 10.0], 0.95)?;
        assert!((one.p - 0.0625).abs() < 1e-16);
        assert_eq!((one.ratio, one.upper), (None, None));
        let share = libm::pow(0.025, 0.2);
        assert!((one.lower / (share / (1.0 - share)) - 1.0).abs() < 1e-14);
        let other = rate_ratio([0, 5], [10.0, 10.0], 0.95)?;
        assert_eq!((other.ratio, other.lower, other.p), (Some(0.0), 0.0, one.p));
        Ok(())
    }

    #[test]
    fn nothing_against_nothing_rules_nothing_out() -> Result<(), StatsError> {
        let nothing = rate_ratio([0, 0], [3.0, 4.0], 0.95)?;
        assert_eq!(nothing, RatioInterval { ratio: None, lower: 0.0, upper: None, p: 1.0 });
        Ok(())
    }

    #[test]
    fn detectable_is_the_last_count_that_the_test_itself_calls_clear() -> Result<(), StatsError> {
        for before in [6, 7, 12, 40, 300, 100_000] {
            let exposure = [1000.0, 1100.0];
            let Some(found) = detectable(before, exposure, 0.95)? else { panic!("{before}") };
            let p = |after: u64| rate_ratio([after, before], [exposure[1], exposure[0]], 0.95).map(|r| r.p);
            assert!(p(found.largest_after)? < 0.05 && p(found.largest_after + 1)? >= 0.05, "{before}: {found:?}");
        }
        Ok(())
    }

    #[test]
    fn too_few_before_can_never_show_a_fall() -> Result<(), StatsError> {
        // 2·(1/2)^5 = 0.0625, 2·(1/2)^6 = 0.03125
        assert_eq!(detectable(5, [1.0, 1.0], 0.95)?, None);
        assert_eq!(detectable(6, [1.0, 1.0], 0.95)?, Some(Detectable { largest_after: 0, ratio: 0.0 }));
        assert_eq!(detectable(0, [1.0, 1.0], 0.95)?, None);
        Ok(())
    }
}
