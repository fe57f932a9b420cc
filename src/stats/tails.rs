//! Tail probabilities of the named distributions. Knows nothing of what is tested with them.
//!
//! All are faces of the incomplete gamma and beta functions, and as exact as those.

use super::beta::{odds_at, tails as beta_tails};
use super::gamma::{gamma_p, gamma_q, gamma_q_inverse};
use super::normal::{normal_cdf, normal_quantile};

/// P(X ≤ k) for a Poisson count with mean `mean ≥ 0`.
pub fn poisson_at_most(k: u64, mean: f64) -> f64 {
    gamma_q(k as f64 + 1.0, mean)
}

/// P(X ≥ k) for a Poisson count with mean `mean ≥ 0`.
pub fn poisson_at_least(k: u64, mean: f64) -> f64 {
    if k == 0 { 1.0 } else { gamma_p(k as f64, mean) }
}

/// P(X ≤ k) for a binomial count of `n` trials with success probability `p`.
pub fn binomial_at_most(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { beta_tails(k as f64 + 1.0, (n - k) as f64, p, 1.0 - p).1 }
}

/// P(X ≥ k) for a binomial count of `n` trials with success probability `p`.
pub fn binomial_at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        1.0
    } else if k > n {
        0.0
    } else {
        beta_tails(k as f64, (n - k) as f64 + 1.0, p, 1.0 - p).0
    }
}

/// P(X > x) for chi-square with `df > 0` degrees of freedom.
pub fn chi_square_sf(x: f64, df: f64) -> f64 {
    gamma_q(0.5 * df, 0.5 * x.max(0.0))
}

/// P(X ≤ x) for chi-square with `df > 0` degrees of freedom.
pub fn chi_square_cdf(x: f64, df: f64) -> f64 {
    gamma_p(0.5 * df, 0.5 * x.max(0.0))
}

/// The `x` that chi-square with `df` degrees of freedom exceeds with probability `q`.
pub fn chi_square_upper_quantile(q: f64, df: f64) -> f64 {
    2.0 * gamma_q_inverse(0.5 * df, q)
}

/// P(|T| ≥ |t|) for Student's t with `df > 0` degrees of freedom (infinite: the normal distribution).
pub fn student_two_sided(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return 2.0 * normal_cdf(-t.abs());
    }
    // The smaller of x and y must be the exact one, so each is computed from the odds.
    let odds = (t / df) * t;
    let (x, y) = if odds == f64::INFINITY { (0.0, 1.0) } else { (1.0 / (1.0 + odds), odds / (1.0 + odds)) };
    beta_tails(0.5 * df, 0.5, x, y).0
}

/// P(T ≤ t) for Student's t with `df > 0` degrees of freedom.
pub fn student_cdf(t: f64, df: f64) -> f64 {
    let tail = 0.5 * student_two_sided(t, df);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The `t` below which Student's t with `df` degrees of freedom falls with probability `p`; NaN outside 0 to 1.
pub fn student_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df == f64::INFINITY || p == 0.5 {
        return normal_quantile(p);
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    if p > 0.5 {
        // Exact: floats from one half to one are spaced evenly.
        return if p == 1.0 { f64::INFINITY } else { -student_quantile(1.0 - p, df) };
    }
    let both = 2.0 * p;
    // Large freedoms start at the normal quantile (one term of Cornish and Fisher); small ones at their power law.
    let guess = (df >= 3.0).then(|| {
        let z = normal_quantile(p);
        let t = z + (z * z * z + z) / (4.0 * df);
        df / (t * t)
    });
    let odds = odds_at(0.5 * df, 0.5, both, 1.0 - both, guess);
    -libm::sqrt(df / odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64, relative: f64) {
        assert!((left / right - 1.0).abs() <= relative, "{left:e} should be {right:e}");
    }

    #[test]
    fn small_counts_can_be_added_up_by_hand() {
        close(poisson_at_most(1, 2.0), 3.0 * libm::exp(-2.0), 1e-15);
        close(binomial_at_most(1, 3, 0.5), 0.5, 1e-15);
        close(binomial_at_least(3, 3, 0.1), 1e-3, 1e-14);
        assert_eq!(poisson_at_least(0, 5.0), 1.0);
        assert_eq!(binomial_at_least(4, 3, 0.5), 0.0);
    }

    #[test]
    fn one_and_two_degrees_of_freedom_have_closed_forms() {
        // df 1 is Cauchy: quantile tan(π(p − ½)); df 2: t = (2p−1)/√(2p(1−p)).
        for p in [1e-12, 0.025, 0.3, 0.45] {
            close(student_quantile(p, 1.0), -1.0 / libm::tan(core::f64::consts::PI * p), 1e-13);
            close(student_quantile(p, 2.0), (2.0 * p - 1.0) / libm::sqrt(2.0 * p * (1.0 - p)), 1e-13);
        }
        close(chi_square_sf(3.0, 2.0), libm::exp(-1.5), 1e-15);
    }

    #[test]
    fn student_quantile_undoes_the_distribution() {
        for df in [0.7, 1.0, 5.0, 43.0, 1e6] {
            for p in [1e-30, 0.01, 0.2, 0.499, 0.6] {
                close(student_cdf(student_quantile(p, df), df), p, 1e-12);
            }
        }
    }
}
