//! Charts of what is rare: how much lies between one event and the next. Knows nothing of the events.
//!
//! Sources: J. C. Benneyan (2001) for g charts; L. S. Nelson (1994) for t charts: y = x^(1/3.6) is nearly normal.

use super::error::StatsError;
use super::xmr::{XmrRules, xmr};

/// Nelson's power, 1/3.6, that makes times between events nearly normal.
const NELSON: f64 = 1.0 / 3.6;

/// The limits of such a chart, in the units of what lies between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RareLimits {
    pub centre: f64,
    pub lower: f64,
    pub upper: f64,
}

/// A g chart of counts between events: mean ± 3 √(mean (mean + 1)), never under 0.
pub fn g_chart(between: &[u64]) -> Result<RareLimits, StatsError> {
    if between.is_empty() {
        return Err(StatsError::TooFew { argument: "between", length: 0, least: 1 });
    }
    let mean = between.iter().sum::<u64>() as f64 / between.len() as f64;
    let reach = 3.0 * libm::sqrt(mean * (mean + 1.0));
    Ok(RareLimits { centre: mean, lower: (mean - reach).max(0.0), upper: mean + reach })
}

/// A t chart of times between events: limits of the transformed times, brought back.
pub fn t_chart(between: &[f64]) -> Result<RareLimits, StatsError> {
    let powers: Vec<Option<f64>> = between.iter().map(|time| Some(libm::pow(time.max(0.0), NELSON))).collect();
    let rules = XmrRules { screen: false, ..XmrRules::default() };
    let segments = xmr(&powers, &[], rules)?;
    let back = |power: f64| libm::pow(power.max(0.0), 1.0 / NELSON);
    segments
        .first()
        .map(|found| RareLimits { centre: back(found.mean), lower: back(found.lower), upper: back(found.upper) })
        .ok_or(StatsError::TooFew { argument: "between", length: 0, least: 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_the_centre_between_them() {
        for limits in [g_chart(&[3, 5, 0, 12]), t_chart(&[30.0, 55.5, 4.0, 120.0])].into_iter().flatten() {
            assert!(limits.lower <= limits.centre && limits.centre < limits.upper, "{limits:?}");
        }
        assert!(g_chart(&[]).is_err() && t_chart(&[]).is_err());
    }
}
