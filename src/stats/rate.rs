//! Counts and rates with their Poisson intervals. Knows nothing of what is counted.

use super::error::{StatsError, check_count, check_exposure, check_level};
use super::gamma::{gamma_p_inverse, gamma_q_inverse};
use super::proportion::{Interval, two_sided_z};

/// The counts below which the public-health rule uses the exact interval.
pub const PUBLIC_HEALTH_EXACT_BELOW: u64 = 10;

/// How the interval of a count is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CountInterval {
    /// Exact under 10 events, Byar's from 10: the rule of English public-health statistics.
    #[default]
    PublicHealth,
    /// Exact at any size.
    Garwood,
    /// Byar's approximation at any size.
    Byar,
}

/// The exact interval of the mean of a Poisson count.
///
/// Source: F. Garwood (1936): half the chi-square quantiles with 2k and 2k + 2 degrees of freedom; `poisson.test` of R.
pub fn garwood(events: u64, level: f64) -> Result<Interval, StatsError> {
    check_level(level)?;
    check_count("events", events)?;
    let tail = 0.5 * (1.0 - level);
    let k = events as f64;
    let lower = if events == 0 { 0.0 } else { gamma_p_inverse(k, tail) };
    Ok(Interval { estimate: k, lower: lower.min(k), upper: gamma_q_inverse(k + 1.0, tail).max(k) })
}

/// Byar's approximate interval of the mean of a Poisson count.
///
/// Source: Breslow and Day, Statistical Methods in Cancer Research II (1987), p. 69; Public Health England, technical
/// guide on confidence intervals (2018).
pub fn byar(events: u64, level: f64) -> Result<Interval, StatsError> {
    check_level(level)?;
    check_count("events", events)?;
    let z = two_sided_z(level);
    let cube = |x: f64| x * x * x;
    let k = events as f64;
    let lower = if events == 0 { 0.0 } else { k * cube((1.0 - 1.0 / (9.0 * k) - z / (3.0 * libm::sqrt(k))).max(0.0)) };
    let next = k + 1.0;
    let upper = next * cube(1.0 - 1.0 / (9.0 * next) + z / (3.0 * libm::sqrt(next)));
    // At levels near zero the approximation would exclude the count itself.
    Ok(Interval { estimate: k, lower: lower.min(k), upper: upper.max(k) })
}

/// The interval of a count by the public-health rule: [`garwood`] under 10 events, [`byar`] from 10.
pub fn public_health(events: u64, level: f64) -> Result<Interval, StatsError> {
    if events < PUBLIC_HEALTH_EXACT_BELOW { garwood(events, level) } else { byar(events, level) }
}

/// The rate of `events` in `exposure` (pupils, pupil-terms …), per `per` of it, with its interval.
pub fn rate(events: u64, exposure: f64, per: f64, kind: CountInterval, level: f64) -> Result<Interval, StatsError> {
    check_exposure("exposure", exposure)?;
    check_exposure("per", per)?;
    let count = match kind {
        CountInterval::PublicHealth => public_health(events, level)?,
        CountInterval::Garwood => garwood(events, level)?,
        CountInterval::Byar => byar(events, level)?,
    };
    let scale = |mean: f64| mean * per / exposure;
    Ok(Interval { estimate: scale(count.estimate), lower: scale(count.lower), upper: scale(count.upper) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_events_still_have_an_upper_limit() -> Result<(), StatsError> {
        let none = garwood(0, 0.95)?;
        assert_eq!((none.estimate, none.lower), (0.0, 0.0));
        assert!((none.upper - -libm::log(0.025)).abs() < 1e-14);
        Ok(())
    }

    #[test]
    fn the_public_health_rule_changes_at_ten() -> Result<(), StatsError> {
        assert_eq!(public_health(9, 0.95)?, garwood(9, 0.95)?);
        assert_eq!(public_health(10, 0.95)?, byar(10, 0.95)?);
        assert_ne!(byar(9, 0.95)?, garwood(9, 0.95)?);
        Ok(())
    }

    #[test]
    fn a_rate_is_its_count_over_its_exposure() -> Result<(), StatsError> {
        let by_hundred = rate(12, 4_000.0, 100.0, CountInterval::PublicHealth, 0.95)?;
        assert!((by_hundred.estimate - 0.3).abs() < 1e-15);
        assert!((by_hundred.upper - byar(12, 0.95)?.upper / 40.0).abs() < 1e-15);
        assert!(rate(1, 0.0, 100.0, CountInterval::Byar, 0.95).is_err());
        Ok(())
    }
}
