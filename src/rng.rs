//! One seeded generator, the same on every platform. Knows nothing of what is drawn with it.
//!
//! ChaCha with eight rounds, so that a seed means the same draws for good, and `libm`, so that it means the same bits in
//! every browser. A generator is split by name or number: what one part of a simulation draws never moves another's.

#[cfg(any(test, target_arch = "wasm32"))]
mod chacha;

#[cfg(target_arch = "wasm32")]
use chacha::Source;
#[cfg(not(target_arch = "wasm32"))]
use rand_chacha::ChaCha8Rng as Source;
#[cfg(not(target_arch = "wasm32"))]
use rand_core::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};

/// A source of random draws that is wholly decided by its seed and the labels it was split by.
#[derive(Debug, Clone)]
pub struct Rng {
    key: [u8; 32],
    source: Source,
}

impl Rng {
    /// The generator of a seed.
    pub fn seeded(seed: u64) -> Self {
        Self::keyed(&[b"seed", &seed.to_le_bytes()])
    }

    fn keyed(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        let key: [u8; 32] = hash.finalize().into();
        Rng { key, source: Source::from_seed(key) }
    }

    /// An independent generator for one named part of the work; it does not depend on what was drawn so far.
    pub fn split(&self, label: &str) -> Self {
        Self::keyed(&[b"label", &self.key, label.as_bytes()])
    }

    /// An independent generator for one numbered part of the work (a sample, a worker, a school).
    pub fn stream(&self, number: u64) -> Self {
        Self::keyed(&[b"stream", &self.key, &number.to_le_bytes()])
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.source.next_u64()
    }

    /// Uniform from 0 up to but not including 1, in steps of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.bits() >> 11) as f64 * STEP
    }

    /// Uniform, never 0 and never 1: safe under a logarithm.
    fn open_uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 52) as f64;
        ((self.bits() >> 12) as f64 + 0.5) * STEP
    }

    /// Uniform from `low` up to but not including `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// True with the given probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A whole number from 0 to `n − 1`, each equally likely (Lemire 2019); 0 where `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        let (mut above, mut below) = product(self.bits(), n);
        if below < n {
            let uneven = n.wrapping_neg() % n;
            while below < uneven {
                (above, below) = product(self.bits(), n);
            }
        }
        above
    }

    /// A whole number from 0 to `n − 1` as [`Rng::below`] draws it, and 32 further random bits, for the price of one draw. 0 where
    /// `n` is 0.
    #[inline]
    pub fn below_and_more(&mut self, n: u32) -> (u32, u32) {
        loop {
            let bits = self.bits();
            let product = (bits >> 32) * u64::from(n);
            // The lower half says whether this number would come too often.
            let low = product as u32;
            if low >= n || low >= n.wrapping_neg() % n.max(1) {
                return ((product >> 32) as u32, bits as u32);
            }
        }
    }

    /// Puts the items in random order, each order equally likely (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }

    /// Standard normal, by the polar method (Marsaglia and Bray 1964); the pair's second value is let go, so that no
    /// draw depends on an earlier kind of draw.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * libm::sqrt(-2.0 * libm::log(square) / square);
            }
        }
    }

    /// Gamma with `shape > 0` and `scale > 0`: mean shape × scale (Marsaglia and Tsang 2000). 0 for a shape of 0 or less.
    pub fn gamma(&mut self, shape: f64, scale: f64) -> f64 {
        if shape.is_nan() || shape <= 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            let power = libm::pow(self.open_uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0, scale) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            if libm::log(self.open_uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v * scale;
            }
        }
    }

    /// Beta with shapes `a, b > 0`, from two gammas.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let first = self.gamma(a, 1.0);
        let whole = first + self.gamma(b, 1.0);
        if whole > 0.0 { first / whole } else { 0.5 }
    }

    /// A Poisson count with the given mean (0 for a mean of 0 or less, or not finite), exact at any size: the waiting
    /// time of the event near 7/8 of the mean is drawn first (Ahrens and Dieter 1974).
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if !(mean > 0.0 && mean < 1e15) {
            return 0;
        }
        let (mut left, mut count) = (mean, 0_u64);
        while left > 12.0 {
            let nth = libm::floor(left * 0.875);
            let waited = self.gamma(nth, 1.0);
            if waited > left {
                return count + self.binomial(nth as u64 - 1, left / waited);
            }
            count += nth as u64;
            left -= waited;
        }
        let limit = libm::exp(-left);
        let mut product = self.open_uniform();
        while product > limit {
            count += 1;
            product *= self.open_uniform();
        }
        count
    }

    /// The number of successes in `n` trials of probability `p`, exact at any size: the middle of the ordered uniforms is
    /// drawn first (Relles 1972).
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        if p >= 1.0 {
            return n;
        }
        if p.is_nan() || p <= 0.0 {
            return 0;
        }
        let (mut trials, mut p, mut count) = (n, p, 0_u64);
        while trials > 24 {
            let middle = trials / 2 + 1;
            let rest = trials + 1 - middle;
            let x = self.beta(middle as f64, rest as f64);
            if x > p {
                trials = middle - 1;
                p /= x;
            } else {
                count += middle;
                trials = rest - 1;
                p = (p - x) / (1.0 - x);
            }
        }
        for _ in 0..trials {
            count += u64::from(self.chance(p));
        }
        count
    }

    /// An over-dispersed count: Poisson with a gamma mean. Its variance is mean + mean²/`size`.
    pub fn negative_binomial(&mut self, mean: f64, size: f64) -> u64 {
        let drawn = if size > 0.0 { self.gamma(size, mean / size) } else { mean };
        self.poisson(drawn)
    }
}

/// The upper and the lower 64 bits of a product. Browsers have no wider product than 64 bits, and nearly every `n` is small.
#[inline]
fn product(bits: u64, n: u64) -> (u64, u64) {
    if n <= u64::from(u32::MAX) {
        let (high, low) = ((bits >> 32) * n, (bits & 0xFFFF_FFFF) * n);
        return ((high + (low >> 32)) >> 32, (high << 32).wrapping_add(low));
    }
    let wide = u128::from(bits) * u128::from(n);
    ((wide >> 64) as u64, wide as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_with_a_small_number_is_that_of_the_wide_one() {
        let mut rng = Rng::seeded(11);
        for n in [1, 2, 3, 44, 65_537, u64::from(u32::MAX) - 1, u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX]
        {
            for bits in [0, 1, u64::MAX, 1 << 63, u64::from(u32::MAX), rng.bits(), rng.bits()] {
                let wide = u128::from(bits) * u128::from(n);
                assert_eq!(product(bits, n), ((wide >> 64) as u64, wide as u64), "{bits} × {n}");
            }
        }
    }

    /// Mean and variance of many draws.
    fn moments(draws: usize, mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let values: Vec<f64> = (0..draws).map(|_| draw()).collect();
        let mean = values.iter().sum::<f64>() / draws as f64;
        (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / draws as f64)
    }

    #[test]
    fn a_seed_means_the_same_draws_for_good() {
        let root = Rng::seeded(2018);
        assert_eq!(root.clone().bits(), PINNED_BITS);
        let mut rng = root.split("schools").stream(3);
        assert_eq!(rng.uniform(), PINNED_UNIFORM);
        assert_eq!(rng.normal(), PINNED_NORMAL);
        assert_eq!(rng.gamma(0.4, 2.0), PINNED_GAMMA);
        let counts = [rng.poisson(3.5), rng.poisson(400.0), rng.binomial(90, 0.3), rng.negative_binomial(20.0, 2.0)];
        assert_eq!(counts, PINNED_COUNTS);
        let mut order = [0, 1, 2, 3, 4, 5, 6, 7];
        rng.shuffle(&mut order);
        assert_eq!(order, PINNED_ORDER);
    }

    const PINNED_BITS: u64 = 6_411_749_616_064_706_684;
    const PINNED_UNIFORM: f64 = 0.6823903388147217;
    const PINNED_NORMAL: f64 = -2.365539231572261;
    const PINNED_GAMMA: f64 = 3.4049336346938897;
    const PINNED_COUNTS: [u64; 4] = [4, 418, 27, 9];
    const PINNED_ORDER: [u8; 8] = [0, 6, 2, 1, 5, 7, 4, 3];

    #[test]
    fn a_split_does_not_depend_on_what_was_drawn_before() {
        let fresh = Rng::seeded(1);
        let mut used = Rng::seeded(1);
        used.bits();
        assert_eq!(fresh.split("a").bits(), used.split("a").bits());
        assert_ne!(fresh.split("a").bits(), fresh.split("b").bits());
        assert_ne!(fresh.stream(0).bits(), fresh.stream(1).bits());
        assert_ne!(fresh.split("a").bits(), Rng::seeded(2).split("a").bits());
    }

    #[test]
    fn below_is_even_and_stays_below() {
        let mut rng = Rng::seeded(7);
        let mut seen = [0_u32; 6];
        for _ in 0..60_000 {
            seen[rng.below(6) as usize] += 1;
        }
        // Five standard deviations of a binomial(60000, 1/6) are 456.
        assert!(seen.iter().all(|count| count.abs_diff(10_000) < 456), "{seen:?}");
        assert_eq!((rng.below(1), rng.below(0)), (0, 0));
        assert!(rng.below(u64::MAX) < u64::MAX);
    }

    #[test]
    fn a_number_and_more_bits_of_one_draw_are_even_and_apart() {
        let mut rng = Rng::seeded(17);
        let mut seen = [[0_u32; 4]; 6];
        for _ in 0..60_000 {
            let (number, more) = rng.below_and_more(6);
            seen[number as usize][(more >> 30) as usize] += 1;
        }
        // Five standard deviations of a binomial(60000, 1/24) are 245.
        assert!(seen.iter().flatten().all(|count| count.abs_diff(2_500) < 245), "{seen:?}");
        assert_eq!((rng.below_and_more(1).0, rng.below_and_more(0).0), (0, 0));
    }

    #[test]
    fn draws_have_the_mean_and_variance_of_their_distribution() {
        let mut rng = Rng::seeded(11);
        let mut near = |name: &str, mean: f64, variance: f64, draw: &mut dyn FnMut(&mut Rng) -> f64| {
            let n = 20_000;
            let (seen_mean, seen_variance) = moments(n, || draw(&mut rng));
            // Five standard errors of the mean; the variance within a tenth (its own error is about 1 to 2 in 100).
            assert!((seen_mean - mean).abs() < 5.0 * libm::sqrt(variance / n as f64), "{name}: mean {seen_mean}");
            assert!((seen_variance / variance - 1.0).abs() < 0.1, "{name}: variance {seen_variance}");
        };
        near("uniform", 0.5, 1.0 / 12.0, &mut |r| r.uniform());
        near("normal", 0.0, 1.0, &mut |r| r.normal());
        near("gamma 0.5", 1.0, 2.0, &mut |r| r.gamma(0.5, 2.0));
        near("gamma 9", 4.5, 2.25, &mut |r| r.gamma(9.0, 0.5));
        near("beta", 0.25, 0.25 * 0.75 / 9.0, &mut |r| r.beta(2.0, 6.0));
        near("poisson 2", 2.0, 2.0, &mut |r| r.poisson(2.0) as f64);
        near("poisson 150", 150.0, 150.0, &mut |r| r.poisson(150.0) as f64);
        near("binomial 10", 3.0, 2.1, &mut |r| r.binomial(10, 0.3) as f64);
        near("binomial 1000", 20.0, 19.6, &mut |r| r.binomial(1000, 0.02) as f64);
        near("negative binomial", 8.0, 8.0 + 64.0 / 4.0, &mut |r| r.negative_binomial(8.0, 4.0) as f64);
    }

    #[test]
    fn a_shuffle_loses_nothing_and_reaches_every_order() {
        let mut rng = Rng::seeded(5);
        let mut orders = std::collections::BTreeMap::<[u8; 3], u32>::new();
        for _ in 0..6_000 {
            let mut items = [1, 2, 3];
            rng.shuffle(&mut items);
            *orders.entry(items).or_default() += 1;
        }
        assert_eq!(orders.len(), 6);
        assert!(orders.values().all(|count| count.abs_diff(1_000) < 145), "{orders:?}");
    }

    #[test]
    fn nonsense_is_answered_with_nothing() {
        let mut rng = Rng::seeded(1);
        assert_eq!(
            (rng.poisson(f64::NAN), rng.poisson(-1.0), rng.binomial(5, f64::NAN), rng.binomial(5, 2.0)),
            (0, 0, 0, 5)
        );
        assert_eq!(rng.gamma(0.0, 1.0), 0.0);
    }
}
