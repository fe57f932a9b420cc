//! How far apart units of different size may lie by chance alone. Knows nothing of schools and ranks nobody.

use super::error::{StatsError, check_count, check_exposure};
use super::gamma::{gamma_p_inverse, gamma_q_inverse};
use super::proportion::two_sided_z;

/// The levels of the two pairs of limits.
pub const FUNNEL_LEVELS: [f64; 2] = [0.95, 0.998];

/// What is drawn over the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunnelKind {
    /// A share of the base: Wilson limits.
    Proportion,
    /// Events in the base: exact chi-square limits.
    Rate,
}

/// The limits at one base: where a unit of that size lies by chance alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    pub lower95: f64,
    pub upper95: f64,
    pub lower998: f64,
    pub upper998: f64,
}

/// Where a unit lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunnelFlag {
    Within,
    Below95,
    Above95,
    Below998,
    Above998,
}

/// The baseline of all units together: events over base.
pub fn funnel_baseline(units: &[(u64, f64)], kind: FunnelKind) -> Result<f64, StatsError> {
    let (mut events, mut bases) = (0_u64, Vec::with_capacity(units.len()));
    for (count, base) in units {
        check_count("events", *count)?;
        check_exposure("base", *base)?;
        if kind == FunnelKind::Proportion && *count as f64 > *base {
            let rule = "at least the events of its unit, as a share is of the base";
            return Err(StatsError::OutOfRange { argument: "base", value: *base, rule });
        }
        events += count;
        bases.push(*base);
    }
    if bases.is_empty() {
        return Err(StatsError::TooFew { argument: "units", length: 0, least: 1 });
    }
    bases.sort_by(f64::total_cmp);
    Ok(events as f64 / bases.iter().sum::<f64>())
}

/// The limits about a baseline at one base.
pub fn funnel_limits(baseline: f64, base: f64, kind: FunnelKind) -> FunnelLimits {
    let at = |level: f64| match kind {
        FunnelKind::Proportion => share_limits(baseline, base, level),
        FunnelKind::Rate => rate_limits(baseline * base, base, level),
    };
    let [(lower95, upper95), (lower998, upper998)] = FUNNEL_LEVELS.map(at);
    FunnelLimits { lower95, upper95, lower998, upper998 }
}

fn share_limits(share: f64, base: f64, level: f64) -> (f64, f64) {
    let z = two_sided_z(level);
    let (expected, square) = (share * base, z * z);
    let half = z * libm::sqrt(square + 4.0 * expected * (1.0 - share));
    let whole = 2.0 * (base + square);
    let lower = (2.0 * expected + square - half) / whole;
    let upper = (2.0 * expected + square + half) / whole;
    (if share == 0.0 { 0.0 } else { lower.max(0.0) }, if share == 1.0 { 1.0 } else { upper.min(1.0) })
}

fn rate_limits(expected: f64, base: f64, level: f64) -> (f64, f64) {
    let tail = 0.5 * (1.0 - level);
    let lower = if expected > 0.0 { gamma_p_inverse(expected, tail) } else { 0.0 };
    (lower / base, gamma_q_inverse(expected + 1.0, tail) / base)
}

/// Where a value lies.
pub fn funnel_flag(value: f64, limits: &FunnelLimits) -> FunnelFlag {
    match value {
        value if value > limits.upper998 => FunnelFlag::Above998,
        value if value < limits.lower998 => FunnelFlag::Below998,
        value if value > limits.upper95 => FunnelFlag::Above95,
        value if value < limits.lower95 => FunnelFlag::Below95,
        _ => FunnelFlag::Within,
    }
}
