//! The two exact pieces of a count's probability, its Stirling error and its deviance, so that nothing large is ever
//! subtracted. Knows nothing of tails or intervals.
//!
//! Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000). The deviations are carried in
//! twice the precision (Dekker 1971), because `a − n·x` in one float would cost four digits at counts of a million.

/// ln √(2π)
const LN_SQRT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// The Stirling error at 0, 1/2, 1, … 16, from 40-digit arithmetic.
const STIRLING_AT_HALVES: [f64; 33] = [
    0.0,
    0.15342640972002736,
    0.08106146679532726,
    0.05481412105191765,
    0.0413406959554093,
    0.03316287351993629,
    0.02767792568499834,
    0.023746163656297496,
    0.020790672103765093,
    0.018488450532673187,
    0.016644691189821193,
    0.015134973221917378,
    0.013876128823070748,
    0.012810465242920227,
    0.01189670994589177,
    0.011104559758206917,
    0.010411265261972096,
    0.009799416126158804,
    0.009255462182712733,
    0.008768700134139386,
    0.00833056343336287,
    0.00793411456431402,
    0.007573675487951841,
    0.007244554301320383,
    0.00694284010720953,
    0.006665247032707682,
    0.006408994188004207,
    0.006171712263039458,
    0.0059513701127588475,
    0.0057462165130101155,
    0.005554733551962801,
    0.005375599032926835,
    0.0052076559196096404,
];

/// `ln Γ(a+1) − ln(√(2πa)·(a/e)^a)` for a > 0: what Stirling's formula leaves out.
pub(crate) fn stirling_error(a: f64) -> f64 {
    if a <= 16.0 {
        let halves = a * 2.0;
        if halves == libm::floor(halves)
            && let Some(known) = STIRLING_AT_HALVES.get(halves as usize)
            && a > 0.0
        {
            return *known;
        }
        return libm::lgamma(a + 1.0) - (a + 0.5) * libm::log(a) + a - LN_SQRT_TWO_PI;
    }
    let square = 1.0 / (a * a);
    // The asymptotic series of ln Γ; beyond 16 the first term left out is below 1e-17.
    const TERMS: [f64; 7] =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    TERMS.iter().rev().fold(0.0, |sum, term| sum * square + term) / a
}

/// `x ln(x/m) + m − x`, given `d = x − m` to full relative precision. Never negative.
pub(crate) fn deviance(x: f64, m: f64, d: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let v = d / (x + m);
    if v.abs() >= 0.5 {
        return x * libm::log(x / m) - d;
    }
    // ln(x/m) = 2 atanh(v); the first term is taken out so that nothing cancels.
    let square = v * v;
    let mut power = v * square;
    let mut sum = 0.0;
    let mut odd = 3.0;
    loop {
        let next = sum + power / odd;
        if next == sum {
            break;
        }
        sum = next;
        power *= square;
        odd += 2.0;
    }
    d * v + 2.0 * x * sum
}

/// A sum of two floats that carries what one float would round away.
#[derive(Clone, Copy)]
pub(crate) struct Double {
    pub high: f64,
    pub low: f64,
}

impl Double {
    /// `a + b`, exactly.
    pub(crate) fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let part = high - a;
        Double { high, low: (a - (high - part)) + (b - part) }
    }

    /// `a × b`, exactly (for magnitudes below 1e300).
    pub(crate) fn product(a: f64, b: f64) -> Self {
        let (a_high, a_low) = split(a);
        let (b_high, b_low) = split(b);
        let high = a * b;
        Double { high, low: ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low }
    }
}

/// Two halves of 26 bits each (Veltkamp).
fn split(a: f64) -> (f64, f64) {
    let scaled = a * 134_217_729.0;
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// `a − (a+b)·x`, to full relative precision.
pub(crate) fn deviation(a: f64, b: f64, x: f64) -> f64 {
    let n = Double::sum(a, b);
    let nx = Double::product(n.high, x);
    let first = Double::sum(a, -nx.high);
    first.high + (first.low - nx.low - n.low * x)
}

/// `x^a·e^(−x) / Γ(a+1)`: for a whole `a`, the Poisson probability of `a` events when `x` are expected.
pub(crate) fn poisson_mass(a: f64, x: f64) -> f64 {
    if x == 0.0 {
        return if a == 0.0 { 1.0 } else { 0.0 };
    }
    if a <= 16.0 && x < 500.0 {
        return libm::pow(x, a) * libm::exp(-x) / libm::tgamma(a + 1.0);
    }
    let exponent = -stirling_error(a) - deviance(a, x, a - x);
    libm::exp(exponent) / libm::sqrt(2.0 * core::f64::consts::PI * a)
}

/// `x^a·y^b / B(a,b)` where `x + y = 1` and the smaller of the two is exact.
pub(crate) fn beta_kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 || y <= 0.0 {
        return 0.0;
    }
    if a + b <= 16.0 {
        let front = libm::tgamma(a + b) / (libm::tgamma(a) * libm::tgamma(b));
        return front * libm::pow(x, a) * libm::pow(y, b);
    }
    let n = a + b;
    let d = if x <= y { deviation(a, b, x) } else { -deviation(b, a, y) };
    let errors = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let exponent = errors - deviance(a, n * x, d) - deviance(b, n * y, -d);
    libm::exp(exponent) * libm::sqrt(a * (b / n) / (2.0 * core::f64::consts::PI))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stirling_error_joins_its_series_smoothly() {
        assert!((stirling_error(16.0) - 0.0052076559196096404).abs() < 1e-17);
        // The slope there is about −1/(12·16²).
        for step in [-1e-6, 1e-6] {
            let expected = 0.0052076559196096404 - step / (12.0 * 256.0);
            assert!((stirling_error(16.0 + step) - expected).abs() < 1e-11);
        }
    }

    #[test]
    fn deviance_is_nothing_where_count_and_expectation_agree() {
        assert_eq!(deviance(7.0, 7.0, 0.0), 0.0);
        assert_eq!(deviance(0.0, 7.0, -7.0), 7.0);
    }

    #[test]
    fn deviation_keeps_what_one_float_would_lose() {
        // 1e6 − (2e6)(0.5 + 2^-52): the answer is −2e6·2^-52 exactly.
        let x = 0.5 + f64::EPSILON;
        assert_eq!(deviation(1e6, 1e6, x), -2e6 * f64::EPSILON);
    }
}
