//! From figures to pixels and back, with gridlines at round numbers. Knows nothing of text or colour.

use super::number::NumberFormat;

/// More gridlines than this are a mesh.
const MOST_STEPS: usize = 6;

/// A straight scale between figures and pixels, with the figures at which gridlines stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub low: f64,
    pub high: f64,
    pub step: f64,
    /// Figures of the gridlines, rising, first at `low` and last at `high`.
    pub ticks: Vec<f64>,
    /// Pixel of `low` (the bottom) and of `high` (the top).
    pub bottom_px: f64,
    pub top_px: f64,
    /// Whether equal ratios are equally long.
    pub by_ratio: bool,
}

/// Ratios that people know, and the fewer of them that a wide axis has room for.
const FINE_RATIOS: [f64; 14] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0];
const RATIOS: [f64; 19] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0,
];

impl Scale {
    /// A scale that holds all `values`, with about `steps` distances between gridlines.
    pub(crate) fn fit(values: &[f64], from_zero: bool, format: NumberFormat, steps: usize) -> Self {
        let mut low = values.iter().copied().filter(|v| v.is_finite()).fold(f64::INFINITY, f64::min);
        let mut high = values.iter().copied().filter(|v| v.is_finite()).fold(f64::NEG_INFINITY, f64::max);
        if low > high {
            (low, high) = (0.0, 0.0);
        }
        if from_zero {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        let step = round_step(high - low, steps.clamp(1, MOST_STEPS), format, libm::fabs(high).max(libm::fabs(low)));
        let mut first = (low / step).floor();
        let mut last = (high / step).ceil();
        if last <= first {
            // One level only: room on both sides, but never below a zero nobody can pass.
            first -= if first > 0.0 { 1.0 } else { 0.0 };
            last += 1.0;
        }
        let count = (last - first) as usize;
        let ticks: Vec<f64> = (0..=count).map(|n| (first + n as f64) * step).map(|tick| snap(tick, step)).collect();
        Self {
            low: snap(first * step, step),
            high: snap(last * step, step),
            step,
            ticks,
            bottom_px: 0.0,
            top_px: 0.0,
            by_ratio: false,
        }
    }

    /// A scale of ratios that holds all `values` above zero and ×1; from the finer list where it is narrow enough.
    pub(crate) fn fit_ratios(values: &[f64], steps: usize) -> Self {
        let usable = || values.iter().copied().filter(|value| value.is_finite() && *value > 0.0);
        let low = usable().fold(1.0, f64::min);
        let high = usable().fold(1.0, f64::max);
        let narrow = low >= 0.3 && high <= 4.0;
        let known: &[f64] = if narrow { &FINE_RATIOS } else { &RATIOS };
        let below = known.iter().copied().rfind(|tick| *tick <= low && *tick < 1.0).unwrap_or(0.001);
        let above = known.iter().copied().find(|tick| *tick >= high && *tick > 1.0).unwrap_or(1000.0);
        let inside: Vec<f64> = known.iter().copied().filter(|tick| (below..=above).contains(tick)).collect();
        // ×1 is always written; with little room only every second or third beside it.
        let middle = inside.iter().position(|tick| *tick == 1.0).unwrap_or(0);
        let every = inside.len().div_ceil(steps.max(2) + 1).max(1);
        let ticks = inside.iter().enumerate().filter(|(place, _)| place.abs_diff(middle).is_multiple_of(every));
        let ticks = ticks.map(|(_, tick)| *tick).collect();
        Self { low: below, high: above, step: 0.1, ticks, bottom_px: 0.0, top_px: 0.0, by_ratio: true }
    }

    /// Pixel of a figure; figures beyond the scale stay on its edge.
    pub fn pixel(&self, value: f64) -> f64 {
        let share = match self.by_ratio {
            true if value > 0.0 => libm::log(value / self.low) / libm::log(self.high / self.low),
            true => 0.0,
            false => (value - self.low) / (self.high - self.low),
        };
        let share = share.clamp(0.0, 1.0);
        self.bottom_px + (self.top_px - self.bottom_px) * share
    }
}

/// `0.30000000000000004` is 0.3 when the step is 0.1: divide by a whole number rather than multiply by a fraction.
fn snap(tick: f64, step: f64) -> f64 {
    if step >= 1.0 {
        return tick.round();
    }
    let per_one = (1.0 / step).round();
    (tick * per_one).round() / per_one
}

/// The smallest of 1, 2, 5 (and 25 for whole numbers) times a power of ten that needs at most `steps` steps.
fn round_step(range: f64, steps: usize, format: NumberFormat, size: f64) -> f64 {
    let least = format.smallest_step();
    let wanted = range / steps as f64;
    if wanted <= 0.0 {
        // All the same: a step of the figure's own size.
        return if size > 0.0 { power_of_ten(size).max(least) } else { least.max(1.0) };
    }
    let power = power_of_ten(wanted);
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .filter(|&factor| factor != 2.5 || power >= 10.0)
        .map(|factor| scaled(factor, power))
        .find(|&step| step >= wanted * (1.0 - 1e-12) && step >= least)
        .unwrap_or(least)
}

fn scaled(factor: f64, power: f64) -> f64 {
    if power >= 1.0 { factor * power } else { factor / (1.0 / power).round() }
}

/// The greatest power of ten that is not above `size`; by steps of ten, so that it is the same on every machine.
fn power_of_ten(size: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= size {
        power *= 10.0;
    }
    let mut below = 1.0;
    while size < 1.0 / below && below < 1e15 {
        below *= 10.0;
    }
    power / below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64], from_zero: bool, format: NumberFormat) -> Vec<f64> {
        Scale::fit(values, from_zero, format, 5).ticks
    }

    #[test]
    fn gridlines_stand_at_numbers_people_write() {
        assert_eq!(ticks(&[41.0, 34.0], true, NumberFormat::Count), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(ticks(&[1_204.0], true, NumberFormat::Count), [0.0, 250.0, 500.0, 750.0, 1000.0, 1250.0]);
        assert_eq!(ticks(&[3.0], true, NumberFormat::Count), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(&[100.0], true, NumberFormat::Percent), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    }

    #[test]
    fn fractions_have_no_dust() {
        assert_eq!(ticks(&[13.1, 13.9], false, NumberFormat::Percent), [13.0, 13.2, 13.4, 13.6, 13.8, 14.0]);
        let rate = NumberFormat::Rate { decimals: 2 };
        assert_eq!(ticks(&[0.31, 0.05], true, rate), [0.0, 0.1, 0.2, 0.3, 0.4]);
    }

    #[test]
    fn counts_are_never_split() {
        assert_eq!(ticks(&[1.0], true, NumberFormat::Count), [0.0, 1.0]);
        assert_eq!(ticks(&[0.0, 0.0], true, NumberFormat::Count), [0.0, 1.0]);
        assert_eq!(ticks(&[2.0], true, NumberFormat::Count), [0.0, 1.0, 2.0]);
    }

    #[test]
    fn losses_below_zero_are_held() {
        assert_eq!(ticks(&[-12.0, 7.0], true, NumberFormat::Count), [-15.0, -10.0, -5.0, 0.0, 5.0, 10.0]);
    }

    #[test]
    fn any_values_make_a_usable_scale() {
        for values in [&[][..], &[f64::NAN], &[1e15, -1e15], &[1e-12], &[5.0, 5.0], &[-3.0]] {
            for from_zero in [true, false] {
                for format in [NumberFormat::Count, NumberFormat::Percent, NumberFormat::Rate { decimals: 3 }] {
                    let scale = Scale::fit(values, from_zero, format, 5);
                    assert!(scale.low < scale.high, "{values:?} {format:?} {scale:?}");
                    assert!((2..=9).contains(&scale.ticks.len()), "{values:?} {format:?} {scale:?}");
                    assert!(values.iter().filter(|v| v.is_finite()).all(|v| (scale.low..=scale.high).contains(v)));
                }
            }
        }
    }

    #[test]
    fn figures_beyond_the_scale_stay_on_its_edge() {
        let mut scale = Scale::fit(&[0.0, 10.0], true, NumberFormat::Count, 5);
        (scale.bottom_px, scale.top_px) = (100.0, 0.0);
        assert_eq!(scale.pixel(5.0), 50.0);
        assert_eq!(scale.pixel(20.0), 0.0);
    }
}
