//! Random draws of the shapes that counts of a school take. Knows nothing of schools.
//!
//! Every function of a real number goes through `libm`, so that a seed gives the same figures natively and in a
//! browser.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// One independent sequence of draws: the same seed and stream always give the same figures.
pub(super) struct Draws {
    source: ChaCha8Rng,
}

impl Draws {
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(stream);
        Self { source }
    }

    /// Between 0 and 1, never either.
    pub(super) fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        ((self.source.next_u64() >> 11) as f64 + 0.5) * STEP
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Triangular between `low` and `high`, most often near `mode`.
    pub(super) fn triangular(&mut self, low: f64, mode: f64, high: f64) -> f64 {
        let (u, width) = (self.uniform(), high - low);
        if u * width < mode - low {
            low + (u * width * (mode - low)).sqrt()
        } else {
            high - ((1.0 - u) * width * (high - mode)).sqrt()
        }
    }

    /// Standard normal, by the polar method (Marsaglia and Bray 1964); the second value of the pair is let go.
    pub(super) fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Gamma with mean 1 and variance 1 / `shape`: how much one school or term differs from the next.
    pub(super) fn spread(&mut self, shape: f64) -> f64 {
        self.gamma(shape) / shape
    }

    /// Gamma with unit scale (Marsaglia and Tsang 2000); under a shape of 1 by their power of a uniform.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = libm::pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Poisson: by inversion for small means, by transformed rejection (Hörmann 1993, PTRS) from 10.
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        if mean <= 0.0 {
            0
        } else if mean < 10.0 {
            self.poisson_by_inversion(mean)
        } else {
            self.poisson_by_rejection(mean)
        }
    }

    fn poisson_by_inversion(&mut self, mean: f64) -> u32 {
        let mut left = self.uniform();
        let mut probability = libm::exp(-mean);
        let mut count = 0;
        // Beyond 200 a mean under 10 has no probability that a double could hold.
        while left > probability && count < 200 {
            left -= probability;
            count += 1;
            probability *= mean / f64::from(count);
        }
        count
    }

    fn poisson_by_rejection(&mut self, mean: f64) -> u32 {
        let (log_mean, b) = (libm::log(mean), 0.931 + 2.53 * mean.sqrt());
        let a = -0.059 + 0.02483 * b;
        let (inverse_alpha, v_r) = (1.1239 + 1.1328 / (b - 3.4), 0.9277 - 3.6224 / (b - 2.0));
        loop {
            let (u, v) = (self.uniform() - 0.5, self.uniform());
            let us = 0.5 - libm::fabs(u);
            let k = libm::floor((2.0 * a / us + b) * u + mean + 0.43);
            if us >= 0.07 && v <= v_r {
                return k as u32;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let accept = libm::log(v) + libm::log(inverse_alpha) - libm::log(a / (us * us) + b);
            if accept <= k * log_mean - mean - libm::lgamma(k + 1.0) {
                return k as u32;
            }
        }
    }

    /// How many of `trials` come true.
    pub(super) fn binomial(&mut self, trials: u32, probability: f64) -> u32 {
        (0..trials).filter(|_| self.chance(probability)).count() as u32
    }

    /// A whole number whose mean is `amount`: the fraction decides how often it is rounded up, so that rounding
    /// hides no small change.
    pub(super) fn round_fairly(&mut self, amount: f64) -> u32 {
        libm::floor(amount + self.uniform()) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of many draws.
    fn moments(draw: impl Fn(&mut Draws) -> f64) -> (f64, f64) {
        const N: usize = 20_000;
        let mut draws = Draws::new(7, 1);
        let values: Vec<f64> = (0..N).map(|_| draw(&mut draws)).collect();
        let mean = values.iter().sum::<f64>() / N as f64;
        (mean, values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / N as f64)
    }

    /// `mean` within five standard errors, variance within a tenth.
    fn check(name: &str, found: (f64, f64), mean: f64, variance: f64) {
        let error = (variance / 20_000.0).sqrt();
        assert!((found.0 - mean).abs() < 5.0 * error, "{name}: mean {} instead of {mean}", found.0);
        assert!((found.1 / variance - 1.0).abs() < 0.1, "{name}: variance {} instead of {variance}", found.1);
    }

    #[test]
    fn draws_have_the_mean_and_variance_they_promise() {
        check("uniform", moments(Draws::uniform), 0.5, 1.0 / 12.0);
        check("normal", moments(Draws::normal), 0.0, 1.0);
        check("triangular", moments(|d| d.triangular(0.0, 1.0, 3.0)), 4.0 / 3.0, 7.0 / 18.0);
        for shape in [0.5, 1.0, 4.0, 60.0] {
            check("spread", moments(|d| d.spread(shape)), 1.0, 1.0 / shape);
        }
        for mean in [0.02, 0.7, 9.9, 10.0, 35.0, 400.0] {
            check("poisson", moments(|d| f64::from(d.poisson(mean))), mean, mean);
        }
        check("binomial", moments(|d| f64::from(d.binomial(9, 0.3))), 2.7, 1.89);
        check("rounding", moments(|d| f64::from(d.round_fairly(4.2))), 4.2, 0.16);
    }

    #[test]
    fn a_stream_is_repeated_by_its_seed_and_differs_from_the_next() {
        let first = |seed, stream| Draws::new(seed, stream).uniform().to_bits();
        assert_eq!(first(1, 1), first(1, 1));
        assert_ne!(first(1, 1), first(1, 2));
        assert_ne!(first(1, 1), first(2, 1));
    }
}
