//! Draws of the shapes that a school's figures take, on top of the one generator. Knows nothing of schools.

use crate::rng::Rng;

/// Triangular between `low` and `high`, most often near `mode`.
pub(super) fn triangular(rng: &mut Rng, low: f64, mode: f64, high: f64) -> f64 {
    let (u, width) = (rng.uniform(), high - low);
    if u * width < mode - low {
        low + libm::sqrt(u * width * (mode - low))
    } else {
        high - libm::sqrt((1.0 - u) * width * (high - mode))
    }
}

/// Gamma with mean 1 and variance 1 / `shape`: how much one school or term differs from the next.
pub(super) fn spread(rng: &mut Rng, shape: f64) -> f64 {
    rng.gamma(shape, 1.0 / shape)
}

/// A Poisson count as a figure of a return.
pub(super) fn count(rng: &mut Rng, mean: f64) -> u32 {
    u32::try_from(rng.poisson(mean)).unwrap_or(u32::MAX)
}

/// How many of `all` come true with this probability.
pub(super) fn part_of(rng: &mut Rng, all: u32, probability: f64) -> u32 {
    u32::try_from(rng.binomial(u64::from(all), probability)).unwrap_or(all)
}

/// A whole number whose mean is `amount`: the fraction decides how often it is rounded up, so that rounding hides no
/// small change.
pub(super) fn round_fairly(rng: &mut Rng, amount: f64) -> u32 {
    libm::floor(amount + rng.uniform()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of many draws, the mean is within five standard errors and the variance within a tenth.
    fn check(name: &str, mean: f64, variance: f64, draw: impl Fn(&mut Rng) -> f64) {
        const N: usize = 20_000;
        let mut rng = Rng::seeded(7);
        let values: Vec<f64> = (0..N).map(|_| draw(&mut rng)).collect();
        let found = values.iter().sum::<f64>() / N as f64;
        let spread = values.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / N as f64;
        assert!((found - mean).abs() < 5.0 * libm::sqrt(variance / N as f64), "{name}: mean {found}");
        assert!((spread / variance - 1.0).abs() < 0.1, "{name}: variance {spread}");
    }

    #[test]
    fn draws_have_the_mean_and_variance_they_promise() {
        check("triangular", 4.0 / 3.0, 7.0 / 18.0, |rng| triangular(rng, 0.0, 1.0, 3.0));
        for shape in [0.5, 4.0, 60.0] {
            check("spread", 1.0, 1.0 / shape, |rng| spread(rng, shape));
        }
        check("rounding", 4.2, 0.16, |rng| f64::from(round_fairly(rng, 4.2)));
    }
}
