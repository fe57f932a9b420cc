//! The same people asked twice: did their answers move? Knows nothing of what was asked.

use super::error::{StatsError, check_level};
use super::normal::{normal_quantile, normal_sf};
use super::tails::{binomial_at_most, chi_square_sf};

/// McNemar's tests of a two-by-two table of pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// (b − c)² / (b + c).
    pub chi2: f64,
    pub p: f64,
    /// (|b − c| − 1)² / (b + c); no correction where b = c, as R's `mcnemar.test`.
    pub chi2_corrected: f64,
    pub p_corrected: f64,
    /// Twice the smaller binomial tail, at most 1.
    pub p_exact: f64,
}

/// Tests whether pairs that changed did so one way more often: `b` went from yes to no, `c` from no to yes.
///
/// Where no pair changed there is nothing to test: both statistics are 0 and every p is 1.
pub fn mcnemar(b: u64, c: u64) -> Result<McNemar, StatsError> {
    super::error::check_count("table", b + c)?;
    if b + c == 0 {
        return Ok(McNemar { chi2: 0.0, p: 1.0, chi2_corrected: 0.0, p_corrected: 1.0, p_exact: 1.0 });
    }
    let (apart, pairs) = (b.abs_diff(c) as f64, (b + c) as f64);
    let chi2 = apart * apart / pairs;
    let corrected = if b == c { 0.0 } else { (apart - 1.0) * (apart - 1.0) / pairs };
    let tail = binomial_at_most(b.min(c), b + c, 0.5);
    Ok(McNemar {
        chi2,
        p: chi_square_sf(chi2, 1.0),
        chi2_corrected: corrected,
        p_corrected: chi_square_sf(corrected, 1.0),
        p_exact: (2.0 * tail).min(1.0),
    })
}

/// The most pairs for which all means of two differences are looked at.
pub const MOST_PAIRS: usize = 2_000;
/// From so many pairs on R takes the normal approximation even without ties.
const EXACT_BELOW: usize = 50;

/// Wilcoxon's signed-rank test of paired ratings, after less before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedRank {
    /// Sum of the ranks of rises.
    pub v: f64,
    pub p_two_sided: f64,
    /// That ratings rose.
    pub p_one_sided: f64,
    /// Hodges and Lehmann's shift: the median of all means of two differences.
    pub shift: f64,
    pub lower: f64,
    pub upper: f64,
    /// Whether the p-values are exact; with ties or zeros, or from 50 pairs on, they are normal with a correction.
    pub exact: bool,
    /// Pairs that differ.
    pub moved: usize,
}

/// Tests differences (after less before) for a shift. Zeros are left out, as R's `wilcox.test(paired = TRUE)` does.
///
/// # Errors
/// No differences, more than [`MOST_PAIRS`], or none that is not zero.
pub fn signed_rank(differences: &[f64], level: f64) -> Result<SignedRank, StatsError> {
    check_level(level)?;
    if differences.is_empty() {
        return Err(StatsError::TooFew { argument: "before", length: 0, least: 1 });
    }
    if differences.len() > MOST_PAIRS {
        let value = differences.len() as f64;
        return Err(StatsError::OutOfRange { argument: "the number of pairs", value, rule: "at most 2000" });
    }
    let mut moved: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    let zeros = differences.len() - moved.len();
    if moved.is_empty() {
        return Err(StatsError::NothingCounted { argument: "differences" });
    }
    moved.sort_by(f64::total_cmp);
    let (v, ties) = rank_sum(&moved, 0.0);
    let n = moved.len();
    let walsh = walsh_averages(&moved);
    let shift = middle(&walsh);
    let exact = zeros == 0 && ties == 0.0 && n < EXACT_BELOW;
    let (p_two_sided, p_one_sided, lower, upper) =
        if exact { exactly(v, n, &walsh, level) } else { nearly(v, n, ties, &moved, &walsh, level) };
    Ok(SignedRank {
        v,
        p_two_sided,
        p_one_sided,
        shift,
        lower: lower.min(shift),
        upper: upper.max(shift),
        exact,
        moved: n,
    })
}

/// The sum of ranks of differences above `from`, and Σ(t³ − t) over ties. Differences that equal it are left out.
fn rank_sum(sorted: &[f64], from: f64) -> (f64, f64) {
    let mut sizes: Vec<(f64, bool)> =
        sorted.iter().map(|x| x - from).filter(|x| *x != 0.0).map(|x| (libm::fabs(x), x > 0.0)).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut sum, mut ties, mut place) = (0.0, 0.0, 0.0);
    for group in sizes.chunk_by(|a, b| a.0 == b.0) {
        let size = group.len() as f64;
        let rank = place + 0.5 * (size + 1.0);
        sum += rank * group.iter().filter(|(_, above)| *above).count() as f64;
        ties += size * size * size - size;
        place += size;
    }
    (sum, ties)
}

fn walsh_averages(sorted: &[f64]) -> Vec<f64> {
    let mut averages = Vec::with_capacity(sorted.len() * (sorted.len() + 1) / 2);
    for (place, one) in sorted.iter().enumerate() {
        averages.extend(sorted.iter().skip(place).map(|other| 0.5 * (one + other)));
    }
    averages.sort_by(f64::total_cmp);
    averages
}

fn middle(sorted: &[f64]) -> f64 {
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { at(half) } else { 0.5 * (at(half - 1) + at(half)) }
}

/// How many subsets of the ranks 1 to n have each sum, as shares.
fn rank_sum_shares(n: usize) -> Vec<f64> {
    let most = n * (n + 1) / 2;
    let mut ways = vec![0.0; most + 1];
    if let Some(first) = ways.first_mut() {
        *first = 1.0;
    }
    for rank in 1..=n {
        for sum in (rank..=most).rev() {
            let more = ways.get(sum - rank).copied().unwrap_or_default();
            if let Some(cell) = ways.get_mut(sum) {
                *cell += more;
            }
        }
    }
    let all = libm::ldexp(1.0, n as i32);
    ways.into_iter().map(|count| count / all).collect()
}

fn exactly(v: f64, n: usize, walsh: &[f64], level: f64) -> (f64, f64, f64, f64) {
    let shares = rank_sum_shares(n);
    let at_most = |sum: usize| shares.iter().take(sum + 1).sum::<f64>();
    let sum = v as usize;
    let below = at_most(sum).min(1.0);
    let above = if sum == 0 { 1.0 } else { shares.iter().skip(sum).sum::<f64>().min(1.0) };
    let tail = 0.5 * (1.0 - level);
    // The smallest sum whose lower tail reaches the level's; R takes the first average where even that is none.
    let mut reached = 0.0;
    let mut place = 0;
    for share in &shares {
        reached += share;
        if reached >= tail * (1.0 - 1e-12) {
            break;
        }
        place += 1;
    }
    let place = place.max(1);
    let limit = |at: usize| walsh.get(at).copied().unwrap_or_default();
    ((2.0 * below.min(above)).min(1.0), above, limit(place - 1), limit(walsh.len() - place))
}

fn nearly(v: f64, n: usize, ties: f64, moved: &[f64], walsh: &[f64], level: f64) -> (f64, f64, f64, f64) {
    let pairs = n as f64;
    let spread = libm::sqrt(pairs * (pairs + 1.0) * (2.0 * pairs + 1.0) / 24.0 - ties / 48.0);
    let apart = v - pairs * (pairs + 1.0) / 4.0;
    let correction = if apart == 0.0 { 0.0 } else { libm::copysign(0.5, apart) };
    let tail = |z: f64| normal_sf(z);
    let two = (2.0 * tail(libm::fabs((apart - correction) / spread))).min(1.0);
    let above = tail((apart - 0.5) / spread);
    let z = -normal_quantile(0.5 * (1.0 - level));
    (two, above, crossing(moved, walsh, z), crossing(moved, walsh, -z))
}

/// The shift at which the standardised statistic falls through `z`: it steps down at means of two differences only.
fn crossing(moved: &[f64], walsh: &[f64], z: f64) -> f64 {
    let statistic = |shift: f64| {
        let (sum, ties) = rank_sum(moved, shift);
        let pairs = moved.iter().filter(|x| **x != shift).count() as f64;
        let apart = sum - pairs * (pairs + 1.0) / 4.0;
        let spread = libm::sqrt((pairs * (pairs + 1.0) * (2.0 * pairs + 1.0) / 24.0 - ties / 48.0).max(0.0));
        let correction = if apart == 0.0 { 0.0 } else { libm::copysign(0.5, apart) };
        if spread > 0.0 { (apart - correction) / spread } else { 0.0 }
    };
    let mut steps = walsh.to_vec();
    steps.dedup();
    let at = |place: usize| steps.get(place).copied().unwrap_or_default();
    // Half-way between two steps the statistic has one value.
    let (mut low, mut high) = (0, steps.len().saturating_sub(1));
    while low < high {
        let half = (low + high) / 2;
        if statistic(0.5 * (at(half) + at(half + 1))) <= z {
            high = half;
        } else {
            low = half + 1;
        }
    }
    at(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_did_not_change_say_nothing() {
        assert_eq!(mcnemar(0, 0).map(|found| (found.p, found.p_exact)), Ok((1.0, 1.0)));
        assert!(signed_rank(&[0.0, 0.0], 0.95).is_err());
    }

    #[test]
    fn all_rank_sums_together_are_certain() {
        for n in [1, 2, 10, 49] {
            assert!((rank_sum_shares(n).iter().sum::<f64>() - 1.0).abs() < 1e-14);
        }
    }
}
