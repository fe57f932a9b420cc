//! Sizes of effects in standard deviations, and what they are put together to. Knows nothing of tests or pupils.

use super::error::{LARGEST_EXPOSURE, SMALLEST_EXPOSURE, StatsError, check_level};
use super::gamma::ln_gamma;
use super::normal::normal_quantile;

/// A group's scores: mean and standard deviation in points, and how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupScores {
    pub mean: f64,
    pub sd: f64,
    pub n: u64,
}

/// One group before and after: means and the standard deviation before in points, how many, and the correlation of the two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeforeAfter {
    pub pre_mean: f64,
    pub post_mean: f64,
    pub pre_sd: f64,
    pub n: u64,
    pub r: f64,
}

/// An effect in standard deviations with its sampling variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    pub estimate: f64,
    pub variance: f64,
}

impl Effect {
    /// The normal interval at a level.
    pub fn limits(&self, level: f64) -> (f64, f64) {
        let reach = -normal_quantile(0.5 * (1.0 - level)) * libm::sqrt(self.variance);
        (self.estimate - reach, self.estimate + reach)
    }
}

/// What takes the bias of small samples out of a standardised difference: Γ(m/2) / (√(m/2) Γ((m−1)/2)), exactly.
///
/// Source: L. V. Hedges (1981). `m` are the degrees of freedom, at least 2; 1 has no finite mean and gives 0.
pub fn small_sample_correction(m: f64) -> f64 {
    if m <= 1.0 {
        return 0.0;
    }
    let x = 0.5 * (m - 1.0);
    if x < 40.0 {
        return libm::exp(ln_gamma(0.5 * m) - ln_gamma(x)) / libm::sqrt(0.5 * m);
    }
    // Two large logarithms would cancel: Γ(x + ½) / (√x Γ(x)) by its asymptotic series (Tricomi and Erdélyi 1951).
    const SERIES: [f64; 8] = [
        1.0,
        -1.0 / 8.0,
        1.0 / 128.0,
        5.0 / 1024.0,
        -21.0 / 32768.0,
        -399.0 / 262144.0,
        869.0 / 4194304.0,
        39325.0 / 33554432.0,
    ];
    let ratio = SERIES.iter().rev().fold(0.0, |sum, term| sum / x + term);
    ratio * libm::sqrt(x / (0.5 * m))
}

fn check_sd(argument: &'static str, sd: f64) -> Result<(), StatsError> {
    if (SMALLEST_EXPOSURE..=LARGEST_EXPOSURE).contains(&sd) {
        return Ok(());
    }
    Err(StatsError::OutOfRange {
        argument,
        value: sd,
        rule: "more than 0 (from 1e-9): without spread there is no unit to measure in",
    })
}

/// Hedges' g of two groups, treated less control, with metafor's variance (`escalc("SMD")`).
///
/// g = J(n1 + n2 − 2) (M1 − M2) / pooled SD; variance 1/n1 + 1/n2 + g² / (2 (n1 + n2)).
pub fn standardised_difference(treated: GroupScores, control: GroupScores) -> Result<Effect, StatsError> {
    for (argument, group) in [("treated.n", treated), ("control.n", control)] {
        if group.n < 2 {
            return Err(StatsError::TooFew { argument, length: group.n as usize, least: 2 });
        }
    }
    let (n1, n2) = (treated.n as f64, control.n as f64);
    let freedom = n1 + n2 - 2.0;
    let squares = (n1 - 1.0) * treated.sd * treated.sd + (n2 - 1.0) * control.sd * control.sd;
    let pooled = libm::sqrt(squares / freedom);
    check_sd("the pooled sd", pooled)?;
    let g = small_sample_correction(freedom) * (treated.mean - control.mean) / pooled;
    Ok(Effect { estimate: g, variance: 1.0 / n1 + 1.0 / n2 + g * g / (2.0 * (n1 + n2)) })
}

/// The standardised mean change of one group, in standard deviations before (`escalc("SMCR")`).
///
/// g = J(n − 1) (post − pre) / SD_pre; variance 2 (1 − r) / n + g² / (2 n).
pub fn standardised_change(group: BeforeAfter) -> Result<Effect, StatsError> {
    // With one degree of freedom the correction's mean does not exist.
    if group.n < 3 {
        return Err(StatsError::TooFew { argument: "n", length: group.n as usize, least: 3 });
    }
    check_sd("pre_sd", group.pre_sd)?;
    if !(-1.0..=1.0).contains(&group.r) {
        return Err(StatsError::OutOfRange { argument: "r", value: group.r, rule: "from -1 to 1" });
    }
    let n = group.n as f64;
    let g = small_sample_correction(n - 1.0) * (group.post_mean - group.pre_mean) / group.pre_sd;
    Ok(Effect { estimate: g, variance: 2.0 * (1.0 - group.r) / n + g * g / (2.0 * n) })
}

/// The change of one group beyond that of another: the difference of both, variances added (S. B. Morris 2008).
pub fn change_beyond_control(treated: BeforeAfter, control: BeforeAfter) -> Result<Effect, StatsError> {
    let (treated, control) = (standardised_change(treated)?, standardised_change(control)?);
    Ok(Effect { estimate: treated.estimate - control.estimate, variance: treated.variance + control.variance })
}

/// How effects of several studies are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolModel {
    /// One true effect: inverse variance.
    Fixed,
    /// Effects that differ: DerSimonian and Laird (1986).
    Random,
}

/// A pooled effect with its heterogeneity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    pub effect: Effect,
    /// Cochran's Q about the inverse-variance mean.
    pub q: f64,
    pub df: u64,
    /// Variance of true effects; 0 under the fixed model.
    pub tau2: f64,
    /// Share of the variation that is not chance, in percent.
    pub i2: f64,
}

/// Puts effects together, whatever their order.
pub fn pool(effects: &[Effect], model: PoolModel) -> Result<Pooled, StatsError> {
    if effects.is_empty() {
        return Err(StatsError::TooFew { argument: "effects", length: 0, least: 1 });
    }
    let mut effects = effects.to_vec();
    for effect in &effects {
        if !(effect.variance > 0.0 && effect.variance.is_finite()) {
            let rule = "more than 0: an effect without error would outweigh all others";
            return Err(StatsError::OutOfRange { argument: "variance", value: effect.variance, rule });
        }
    }
    // Sums are taken in one order, so that the order of studies cannot change the last bit.
    effects.sort_by(|a, b| a.estimate.total_cmp(&b.estimate).then(a.variance.total_cmp(&b.variance)));
    let mean = |between: f64| {
        let weight = |effect: &Effect| 1.0 / (effect.variance + between);
        let total: f64 = effects.iter().map(weight).sum();
        let sum: f64 = effects.iter().map(|effect| weight(effect) * effect.estimate).sum();
        Effect { estimate: sum / total, variance: 1.0 / total }
    };
    let fixed = mean(0.0);
    let weights = effects.iter().map(|effect| 1.0 / effect.variance);
    let (total, squares) = weights.fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
    let apart = |effect: &Effect| effect.estimate - fixed.estimate;
    let q: f64 = effects.iter().map(|effect| apart(effect) * apart(effect) / effect.variance).sum();
    let freedom = (effects.len() - 1) as f64;
    // One study cannot differ from itself; what is left of q is rounding.
    let excess = if freedom > 0.0 { (q - freedom).max(0.0) } else { 0.0 };
    let i2 = if excess > 0.0 { (100.0 * (excess / q)).min(100.0) } else { 0.0 };
    let tau2 = match model {
        PoolModel::Fixed => 0.0,
        PoolModel::Random if effects.len() < 2 => 0.0,
        PoolModel::Random => excess / (total - squares / total),
    };
    let effect = if tau2 > 0.0 { mean(tau2) } else { fixed };
    Ok(Pooled { effect, q, df: freedom as u64, tau2, i2 })
}

/// The index of reliable change: (post − pre) / (SD √(2 (1 − reliability))), reliable beyond 1.96.
///
/// Source: N. S. Jacobson and P. Truax (1991).
pub fn reliable_change(pre: f64, post: f64, sd: f64, reliability: f64) -> Result<f64, StatsError> {
    check_sd("sd", sd)?;
    if !(0.0..1.0).contains(&reliability) {
        let rule = "from 0 to below 1: a test without error would call every point a change";
        return Err(StatsError::OutOfRange { argument: "reliability", value: reliability, rule });
    }
    Ok((post - pre) / (sd * libm::sqrt(2.0 * (1.0 - reliability))))
}

/// Beyond this an index of reliable change is not error alone.
pub const RELIABLE_BEYOND: f64 = 1.96;

/// The goal attainment T score: 50 + 10 Σwx / √((1 − ρ) Σw² + ρ (Σw)²).
///
/// Source: T. J. Kiresuk and R. E. Sherman (1968); scores run from −2 to +2, 50 is "as expected".
pub fn goal_attainment(scores: &[f64], weights: &[f64], rho: f64) -> Result<f64, StatsError> {
    if scores.is_empty() {
        return Err(StatsError::TooFew { argument: "scores", length: 0, least: 1 });
    }
    if scores.len() != weights.len() {
        let (left, right) = ("scores", "weights");
        return Err(StatsError::LengthsDiffer { left, left_length: scores.len(), right, right_length: weights.len() });
    }
    if !(0.0..1.0).contains(&rho) {
        return Err(StatsError::OutOfRange { argument: "rho", value: rho, rule: "from 0 to below 1" });
    }
    let mut goals: Vec<(f64, f64)> = scores.iter().copied().zip(weights.iter().copied()).collect();
    goals.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let weighted: f64 = goals.iter().map(|(score, weight)| score * weight).sum();
    let total: f64 = goals.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = goals.iter().map(|(_, weight)| weight * weight).sum();
    let spread = (1.0 - rho) * squares + rho * total * total;
    if spread <= 0.0 {
        return Err(StatsError::NothingCounted { argument: "weights" });
    }
    Ok(50.0 + 10.0 * weighted / libm::sqrt(spread))
}

/// The score of advocacy, 100 (promoters − detractors) / n, and its interval.
///
/// `adjusted` adds three replies, 3/4 promoters and 3/4 detractors, before Wald's interval is taken (B. Rocks 2016); limits
/// stay within −100 and 100, as the score does.
pub fn advocacy(
    promoters: u64,
    passives: u64,
    detractors: u64,
    adjusted: bool,
    level: f64,
) -> Result<(f64, f64, f64), StatsError> {
    check_level(level)?;
    let n = (promoters + passives + detractors) as f64;
    if n == 0.0 {
        return Err(StatsError::NothingCounted { argument: "replies" });
    }
    let (up, down) = (promoters as f64, detractors as f64);
    let score = 100.0 * (up - down) / n;
    let (up, down, n) = if adjusted { (up + 0.75, down + 0.75, n + 3.0) } else { (up, down, n) };
    let (up, down) = (up / n, down / n);
    let centre = up - down;
    let variance = (up + down - centre * centre).max(0.0) / n;
    let reach = -normal_quantile(0.5 * (1.0 - level)) * libm::sqrt(variance);
    let limit = |at: f64| (100.0 * at).clamp(-100.0, 100.0);
    Ok((score, limit(centre - reach).min(score), limit(centre + reach).max(score)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_correction_has_no_seam_where_its_series_begins() {
        let below = small_sample_correction(80.99);
        let above = small_sample_correction(81.01);
        // J is about 1 − 3 / (4m − 1): its slope there is 1.1e-4 a degree.
        assert!((above - below - 0.02 * 1.15e-4).abs() < 1e-7, "{below} {above}");
        assert!((small_sample_correction(2.0) - 0.564_189_583_547_756_3).abs() < 1e-15);
        assert_eq!(small_sample_correction(1.0), 0.0);
    }

    #[test]
    fn nothing_is_measured_in_a_unit_of_zero() {
        let flat = GroupScores { mean: 1.0, sd: 0.0, n: 10 };
        assert!(standardised_difference(flat, flat).is_err());
        assert!(reliable_change(90.0, 100.0, 15.0, 1.0).is_err());
        assert!(goal_attainment(&[1.0], &[0.0], 0.3).is_err());
    }
}
