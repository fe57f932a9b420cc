//! Shares of a whole, and how they differ. Knows nothing of what is counted.

use super::beta::{beta_lower_inverse, beta_upper_inverse};
use super::error::{StatsError, check_count, check_level};
use super::normal::normal_quantile;

/// An estimate with its interval, in the units of the estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub estimate: f64,
    pub lower: f64,
    pub upper: f64,
}

/// The normal deviate of a two-sided interval: 1.96 at 0.95.
pub(crate) fn two_sided_z(level: f64) -> f64 {
    -normal_quantile(0.5 * (1.0 - level))
}

fn check(successes: u64, n: u64, level: f64) -> Result<(), StatsError> {
    check_level(level)?;
    if n == 0 {
        return Err(StatsError::OutOfRange { argument: "n", value: 0.0, rule: "1 or more" });
    }
    check_count("n", n)?;
    if successes > n {
        return Err(StatsError::PartExceedsWhole {
            part: "successes",
            part_value: successes,
            whole: "n",
            whole_value: n,
        });
    }
    Ok(())
}

/// The Wilson score interval of `successes` out of `n`, as shares from 0 to 1.
///
/// Source: E. B. Wilson (1927); `proportion_confint(method="wilson")` of statsmodels. The limits are exactly 0 and 1
/// where no or every trial succeeded.
pub fn wilson(successes: u64, n: u64, level: f64) -> Result<Interval, StatsError> {
    check(successes, n, level)?;
    let failures = (n - successes) as f64;
    let (k, n) = (successes as f64, n as f64);
    let z = two_sided_z(level);
    let square = z * z;
    let centre = k + 0.5 * square;
    let half = z * libm::sqrt(k * failures / n + 0.25 * square);
    let whole = n + square;
    let lower = if successes == 0 { 0.0 } else { (centre - half) / whole };
    let upper = if failures == 0.0 { 1.0 } else { (centre + half) / whole };
    let estimate = k / n;
    Ok(Interval { estimate, lower: lower.clamp(0.0, estimate), upper: upper.clamp(estimate, 1.0) })
}

/// The exact (Clopper-Pearson) interval of `successes` out of `n`, as shares from 0 to 1.
///
/// Source: Clopper and Pearson (1934); `binom.test` of R, `proportion_confint(method="beta")` of statsmodels.
pub fn clopper_pearson(successes: u64, n: u64, level: f64) -> Result<Interval, StatsError> {
    check(successes, n, level)?;
    let tail = 0.5 * (1.0 - level);
    let (k, failures) = (successes as f64, (n - successes) as f64);
    let lower = if successes == 0 { 0.0 } else { beta_lower_inverse(k, failures + 1.0, tail) };
    let upper = if failures == 0.0 { 1.0 } else { beta_upper_inverse(k + 1.0, failures, tail) };
    let estimate = k / n as f64;
    Ok(Interval { estimate, lower: lower.clamp(0.0, estimate), upper: upper.clamp(estimate, 1.0) })
}

/// The difference of two shares, `a` less `b`, each `(successes, n)`, by Newcombe's hybrid of two Wilson intervals.
///
/// Source: R. G. Newcombe (1998), method 10; `confint_proportions_2indep(method="newcomb")` of statsmodels.
pub fn newcombe(a: (u64, u64), b: (u64, u64), level: f64) -> Result<Interval, StatsError> {
    let first = wilson(a.0, a.1, level)?;
    let second = wilson(b.0, b.1, level)?;
    let estimate = first.estimate - second.estimate;
    let below = libm::hypot(first.estimate - first.lower, second.upper - second.estimate);
    let above = libm::hypot(first.upper - first.estimate, second.estimate - second.lower);
    Ok(Interval { estimate, lower: (estimate - below).max(-1.0), upper: (estimate + above).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_or_all_reach_the_end_exactly() -> Result<(), StatsError> {
        assert_eq!(wilson(0, 10, 0.95)?.lower, 0.0);
        assert_eq!(wilson(10, 10, 0.95)?.upper, 1.0);
        // 1 − 0.025^(1/10)
        let upper = clopper_pearson(0, 10, 0.95)?.upper;
        assert!((upper - (1.0 - libm::pow(0.025, 0.1))).abs() < 1e-15);
        Ok(())
    }

    #[test]
    fn newcombes_own_example() -> Result<(), StatsError> {
        // Newcombe (1998), table II: 56/70 − 48/80, method 10: 0.0524 to 0.3339.
        let difference = newcombe((56, 70), (48, 80), 0.95)?;
        assert!((difference.lower - 0.0524).abs() < 5e-5 && (difference.upper - 0.3339).abs() < 5e-5);
        Ok(())
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let text = |result: Result<Interval, StatsError>| result.map_err(|error| error.to_string());
        assert_eq!(text(wilson(5, 4, 0.95)), Err("successes (5) is more than n (4)".into()));
        assert_eq!(text(wilson(0, 0, 0.95)), Err("n is 0, but it must be 1 or more".into()));
        assert!(wilson(1, 2, 1.0).is_err() && clopper_pearson(1, u64::MAX, 0.95).is_err());
    }
}
