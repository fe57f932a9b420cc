//! A change held against that of others: ratios of ratios, and where one's own ratio stands among theirs.
//! Knows nothing of who they are.

use super::error::{StatsError, check_level};
use super::proportion::two_sided_z;

/// The ratio of two changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioOfRatios {
    /// None where any count is zero: there is no ratio then.
    pub ratio: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// √Σ 1/count.
    pub log_se: Option<f64>,
}

/// (treated after / before) / (comparison after / before), with a normal interval of its logarithm.
pub fn ratio_of_ratios(treated: [u64; 2], comparison: [u64; 2], level: f64) -> Result<RatioOfRatios, StatsError> {
    check_level(level)?;
    let counts = [treated[1], treated[0], comparison[1], comparison[0]];
    if counts.contains(&0) {
        return Ok(RatioOfRatios { ratio: None, lower: None, upper: None, log_se: None });
    }
    let [ta, tb, ca, cb] = counts.map(|count| count as f64);
    let ratio = (ta / tb) / (ca / cb);
    let log_se = libm::sqrt([ta, tb, ca, cb].iter().map(|count| 1.0 / count).sum());
    let reach = libm::exp(two_sided_z(level) * log_se);
    Ok(RatioOfRatios {
        ratio: Some(ratio),
        lower: Some(ratio / reach),
        upper: Some(ratio * reach),
        log_se: Some(log_se),
    })
}

/// One unit's counts before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeforeAfterCount {
    pub before: u64,
    pub after: u64,
}

/// Where one unit's ratio stands among all units'.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceboRank {
    pub ratio: f64,
    /// 1 is the largest fall; units with the same ratio share the larger rank.
    pub rank: usize,
    pub of: usize,
    /// rank / units: how often a unit taken at random fell as much.
    pub p_one_sided: f64,
    /// The share of units whose log ratio is at least as far from the median of all.
    pub p_two_sided: f64,
}

/// Ranks the unit at `treated` among all units, it among them.
///
/// # Errors
/// Fewer than two units, or a unit that counted nothing before: it has no ratio.
pub fn placebo_rank(units: &[BeforeAfterCount], treated: usize) -> Result<PlaceboRank, StatsError> {
    let Some(own) = units.get(treated).filter(|_| units.len() > 1) else {
        return Err(StatsError::TooFew { argument: "units", length: units.len(), least: 2 });
    };
    if units.iter().any(|unit| unit.before == 0) {
        return Err(StatsError::NothingCounted { argument: "before of a unit" });
    }
    // Ratios are compared as products of whole numbers: 2/3 and 4/6 are the same rank.
    let as_much = |unit: &&BeforeAfterCount| {
        u128::from(unit.after) * u128::from(own.before) <= u128::from(own.after) * u128::from(unit.before)
    };
    let rank = units.iter().filter(as_much).count();
    let ratio = own.after as f64 / own.before as f64;
    let log = |unit: &BeforeAfterCount| libm::log(unit.after as f64) - libm::log(unit.before as f64);
    let mut logs: Vec<f64> = units.iter().map(log).collect();
    logs.sort_by(f64::total_cmp);
    let middle = median(&logs);
    let far = |value: f64| if value == f64::NEG_INFINITY { f64::INFINITY } else { libm::fabs(value - middle) };
    let mine = far(log(own));
    let hits = units.iter().filter(|unit| far(log(unit)) >= mine * (1.0 - 1e-12)).count();
    let of = units.len();
    Ok(PlaceboRank { ratio, rank, of, p_one_sided: rank as f64 / of as f64, p_two_sided: hits as f64 / of as f64 })
}

fn median(sorted: &[f64]) -> f64 {
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { at(half) } else { 0.5 * (at(half - 1) + at(half)) }
}
