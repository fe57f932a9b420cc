//! Finds where a tail probability has a given value. Knows nothing of which distribution it is.
//!
//! The tails of the gamma distribution in ln x, and of the beta distribution in the log odds, are log-concave (their
//! densities are). Newton's method on the logarithm of the tail therefore cannot cycle; Halley's correction makes it
//! cubic, and a bracket stays around the root in case rounding has the last word.

/// What the search needs to know at a point `u > 0`.
pub(crate) struct Tail {
    /// The tail probability at `u`.
    pub probability: f64,
    /// The size of its derivative by `ln u`.
    pub density: f64,
    /// The derivative by `ln u` of the logarithm of `density`.
    pub slope: f64,
}

/// Which way the tail goes as `u` grows.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Direction {
    Rising,
    Falling,
}

/// The `u > 0` at which `tail(u)` has the probability `target`, to the last few bits.
pub(crate) fn solve(start: f64, target: f64, direction: Direction, tail: impl Fn(f64) -> Tail) -> f64 {
    let sign = if direction == Direction::Rising { 1.0 } else { -1.0 };
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut u = if start > 0.0 && start < f64::INFINITY { start } else { 1.0 };
    for _ in 0..200 {
        let at = tail(u);
        let gap = log_ratio(at.probability, target);
        if gap == 0.0 {
            return u;
        }
        if gap * sign > 0.0 {
            high = u;
        } else {
            low = u;
        }
        let relative = sign * at.density / at.probability;
        let newton = gap / relative;
        let bend = (1.0 - 0.5 * newton * (at.slope - relative)).clamp(0.5, 2.0);
        let step = (-newton / bend).clamp(-100.0, 100.0);
        let mut next = u * libm::exp(step);
        // Cubic convergence: a gap this small leaves, after the step, an error far below the last bit.
        if gap.abs() < 2e-5 && next > 0.0 && next < f64::INFINITY {
            return next;
        }
        if step.is_nan() || next <= low || next >= high {
            next = between(low, high);
        }
        if next == u || next <= 0.0 || next == f64::INFINITY {
            return next;
        }
        u = next;
    }
    u
}

/// `ln(value/target)`, exact to the last bits when the two are close.
fn log_ratio(value: f64, target: f64) -> f64 {
    let difference = value - target;
    if difference.abs() < 0.5 * target {
        return libm::log1p(difference / target);
    }
    libm::log(value) - libm::log(target)
}

/// A point inside the bracket, by magnitude.
fn between(low: f64, high: f64) -> f64 {
    if high == f64::INFINITY {
        return if low > 0.0 { low * 16.0 } else { 1.0 };
    }
    if low <= 0.0 {
        return high / 16.0;
    }
    libm::sqrt(low) * libm::sqrt(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_root_of_an_exponential_tail_from_anywhere() {
        // exp(−u) = 0.05 at u = −ln 0.05.
        let tail = |u: f64| Tail { probability: libm::exp(-u), density: u * libm::exp(-u), slope: 1.0 - u };
        for start in [1e-9, 0.1, 3.0, 50.0, 700.0, f64::NAN] {
            let root = solve(start, 0.05, Direction::Falling, tail);
            assert!((root / 2.995_732_273_553_991 - 1.0).abs() < 1e-15, "{start}: {root}");
        }
    }
}
