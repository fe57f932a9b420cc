//! Rates compared where events come in clumps: by school, and by dispersion. Knows nothing of schools.

use super::error::{StatsError, check_count, check_exposure, check_level};
use super::proportion::Interval;
use super::tails::{student_quantile, student_two_sided};

/// A ratio of rates whose interval allows for more variation than chance alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RobustRatio {
    /// The ratio, after to before, with its interval.
    pub interval: Interval,
    /// Standard error of the logarithm of the ratio.
    pub log_se: f64,
    /// Degrees of freedom of the t interval.
    pub df: f64,
    /// Two-sided p-value of "the rates are equal".
    pub p: f64,
    /// Variance over what a Poisson count would have: 1 where events are independent.
    pub dispersion: f64,
}

/// One unit's count and what it was exposed to.
pub type Counted = (u64, f64);

struct Sum {
    events: f64,
    exposure: f64,
}

fn add_up(argument: &'static str, units: &[Counted]) -> Result<Sum, StatsError> {
    let mut events_sum = 0.0;
    let mut exposures = Vec::with_capacity(units.len());
    for (events, exposure) in units {
        check_count(argument, *events)?;
        check_exposure("exposure", *exposure)?;
        events_sum += *events as f64;
        exposures.push(*exposure);
    }
    let sum = Sum { events: events_sum, exposure: order_free_sum(exposures) };
    if sum.events == 0.0 {
        return Err(StatsError::NothingCounted { argument });
    }
    Ok(sum)
}

/// Adds from the smallest up, so that the order of the units cannot change the last bit.
fn order_free_sum(mut parts: Vec<f64>) -> f64 {
    parts.sort_by(f64::total_cmp);
    parts.iter().sum()
}

fn student_interval(log_ratio: f64, log_se: f64, df: f64, level: f64, dispersion: f64) -> RobustRatio {
    let reach = -student_quantile(0.5 * (1.0 - level), df) * log_se;
    let interval = Interval {
        estimate: libm::exp(log_ratio),
        lower: libm::exp(log_ratio - reach),
        upper: libm::exp(log_ratio + reach),
    };
    let p = if log_ratio == 0.0 {
        1.0
    } else if log_se == 0.0 {
        0.0
    } else {
        student_two_sided(log_ratio / log_se, df).min(1.0)
    };
    RobustRatio { interval, log_se, df, p, dispersion }
}

/// The ratio of the rate after to the rate before over all units together, with a variance that takes each unit (school)
/// as one cluster, so that repeated events in one unit, and one unit's lasting habits, count once.
///
/// Units are paired: `before[i]` and `after[i]` are the same unit. Taylor-linearised variance of a log ratio of two
/// ratios, G/(G−1)·Σzᵢ² with zᵢ = (Aᵢ − r_A·Eᵢ)/ΣA − (Bᵢ − r_B·Fᵢ)/ΣB, and Student's t with G − 1 degrees of freedom
/// (Cochran, Sampling Techniques, 1977, 6.4; the same as `svyratio` logic of R's survey). Order does not matter.
///
/// # Errors
/// Lists of different lengths, fewer than two units, no event on one side, counts or exposures out of range.
pub fn clustered_ratio(before: &[Counted], after: &[Counted], level: f64) -> Result<RobustRatio, StatsError> {
    check_level(level)?;
    if before.len() != after.len() {
        return Err(StatsError::LengthsDiffer {
            left: "before",
            left_length: before.len(),
            right: "after",
            right_length: after.len(),
        });
    }
    if before.len() < 2 {
        return Err(StatsError::TooFew { argument: "units", length: before.len(), least: 2 });
    }
    let (old, new) = (add_up("before", before)?, add_up("after", after)?);
    let (old_rate, new_rate) = (old.events / old.exposure, new.events / new.exposure);
    let squares: Vec<f64> = before
        .iter()
        .zip(after)
        .map(|((b, f), (a, e))| {
            let z = (*a as f64 - new_rate * e) / new.events - (*b as f64 - old_rate * f) / old.events;
            z * z
        })
        .collect();
    let groups = before.len() as f64;
    let variance = order_free_sum(squares) * groups / (groups - 1.0);
    let poisson = 1.0 / old.events + 1.0 / new.events;
    let log_ratio = libm::log(new_rate / old_rate);
    Ok(student_interval(log_ratio, libm::sqrt(variance), groups - 1.0, level, variance / poisson))
}

/// Pearson's dispersion: Σ (observed − expected)²/expected over the number of observations less the `parameters` fitted.
///
/// # Errors
/// Lists of different lengths, no more observations than parameters, an expected count that is not above zero.
pub fn pearson_dispersion(counts: &[u64], expected: &[f64], parameters: usize) -> Result<f64, StatsError> {
    if counts.len() != expected.len() {
        return Err(StatsError::LengthsDiffer {
            left: "counts",
            left_length: counts.len(),
            right: "expected",
            right_length: expected.len(),
        });
    }
    if counts.len() <= parameters {
        return Err(StatsError::TooFew { argument: "counts", length: counts.len(), least: parameters + 1 });
    }
    let mut parts = Vec::with_capacity(counts.len());
    for (count, mean) in counts.iter().zip(expected) {
        check_exposure("expected", *mean)?;
        let gap = *count as f64 - mean;
        parts.push(gap * gap / mean);
    }
    Ok(order_free_sum(parts) / (counts.len() - parameters) as f64)
}

/// The ratio of the rate after to the rate before in a quasi-Poisson model with one rate a side: the Poisson standard
/// error widened by the root of Pearson's dispersion (never narrowed), Student's t on n − 2 degrees of freedom.
///
/// The two lists need not be the same units. Source: McCullagh and Nelder (1989), 6.2; `glm(family = quasipoisson)` of
/// R, which would also narrow.
///
/// # Errors
/// Fewer than three observations in all, no event on one side, counts or exposures out of range.
pub fn quasi_rate_ratio(before: &[Counted], after: &[Counted], level: f64) -> Result<RobustRatio, StatsError> {
    check_level(level)?;
    let observations = before.len() + after.len();
    if observations < 3 {
        return Err(StatsError::TooFew { argument: "observations", length: observations, least: 3 });
    }
    let (old, new) = (add_up("before", before)?, add_up("after", after)?);
    let (old_rate, new_rate) = (old.events / old.exposure, new.events / new.exposure);
    let counts: Vec<u64> = before.iter().chain(after).map(|(events, _)| *events).collect();
    let expected: Vec<f64> = before
        .iter()
        .map(|(_, exposure)| old_rate * exposure)
        .chain(after.iter().map(|(_, exposure)| new_rate * exposure))
        .collect();
    let dispersion = pearson_dispersion(&counts, &expected, 2)?;
    let poisson = 1.0 / old.events + 1.0 / new.events;
    let log_se = libm::sqrt(dispersion.max(1.0) * poisson);
    let log_ratio = libm::log(new_rate / old_rate);
    Ok(student_interval(log_ratio, log_se, (observations - 2) as f64, level, dispersion))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: [Counted; 4] = [(10, 200.0), (4, 150.0), (30, 400.0), (7, 250.0)];
    const AFTER: [Counted; 4] = [(8, 210.0), (3, 150.0), (18, 390.0), (9, 240.0)];

    #[test]
    fn the_ratio_is_that_of_the_totals() -> Result<(), StatsError> {
        let found = clustered_ratio(&BEFORE, &AFTER, 0.95)?;
        let expected = (38.0 / 990.0) / (51.0 / 1000.0);
        assert!((found.interval.estimate - expected).abs() < 1e-15);
        assert_eq!(found.df, 3.0);
        assert!(found.interval.lower < expected && expected < found.interval.upper);
        Ok(())
    }

    #[test]
    fn order_changes_no_bit() -> Result<(), StatsError> {
        let forwards = clustered_ratio(&BEFORE, &AFTER, 0.95)?;
        let (mut before, mut after) = (BEFORE, AFTER);
        before.reverse();
        after.reverse();
        assert_eq!(clustered_ratio(&before, &after, 0.95)?, forwards);
        assert_eq!(quasi_rate_ratio(&before, &after, 0.95)?, quasi_rate_ratio(&BEFORE, &AFTER, 0.95)?);
        Ok(())
    }

    #[test]
    fn the_same_change_everywhere_leaves_no_doubt() -> Result<(), StatsError> {
        let found = clustered_ratio(&[(10, 100.0), (20, 200.0)], &[(5, 100.0), (10, 200.0)], 0.95)?;
        assert!((found.interval.estimate - 0.5).abs() < 1e-15 && found.log_se < 1e-15 && found.p < 1e-12);
        Ok(())
    }

    #[test]
    fn repeats_in_one_unit_widen_the_interval() -> Result<(), StatsError> {
        // One school's ten suspensions are one event repeated, not ten.
        let calm = clustered_ratio(
            &[(5, 100.0); 6],
            &[(5, 100.0), (4, 100.0), (6, 100.0), (5, 100.0), (4, 100.0), (6, 100.0)],
            0.95,
        )?;
        let wild = clustered_ratio(
            &[(5, 100.0); 6],
            &[(20, 100.0), (0, 100.0), (0, 100.0), (5, 100.0), (0, 100.0), (5, 100.0)],
            0.95,
        )?;
        assert!(wild.log_se > 5.0 * calm.log_se && wild.dispersion > 2.0 && calm.dispersion < 1.0);
        Ok(())
    }

    #[test]
    fn what_cannot_be_estimated_is_refused() {
        assert!(clustered_ratio(&BEFORE, &AFTER[..3], 0.95).is_err());
        assert!(clustered_ratio(&BEFORE[..1], &AFTER[..1], 0.95).is_err());
        assert!(clustered_ratio(&[(0, 1.0), (0, 1.0)], &[(1, 1.0), (1, 1.0)], 0.95).is_err());
        assert!(quasi_rate_ratio(&BEFORE[..1], &AFTER[..1], 0.95).is_err());
        assert!(pearson_dispersion(&[1, 2], &[1.0, 0.0], 1).is_err());
    }
}
