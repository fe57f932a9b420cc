//! A series of counts that something broke into: Poisson regression with a level shift, and what would have been.
//! Knows nothing of what happened.
//!
//! log E[Y] = log exposure + b0 + b1 t + b2 after + b3 (t − start) after + Fourier pairs + further shifts at breaks.
//! Source: J. L. Bernal, S. Cummins and A. Gasparrini (2017); fitted by Fisher scoring as a generalised linear model.

use super::error::{StatsError, check_count, check_exposure, check_level};
use super::matrix::{Square, dot};
use super::proportion::two_sided_z;

/// The longest series.
pub const MOST_TERMS: usize = 2_000;
/// From fewer points on a side the series is indicative only.
pub const FEW_A_SIDE: usize = 8;
/// The largest number of Fourier pairs.
pub const MOST_HARMONICS: u64 = 6;

/// What is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Interruption<'a> {
    pub counts: &'a [u64],
    pub exposure: &'a [f64],
    /// The first point after the start.
    pub start: usize,
    /// Fourier pairs, and the points that make a year.
    pub harmonics: u64,
    pub period: f64,
    /// Whether the trend may change too.
    pub slope: bool,
    /// First points after a change of counting: each shifts the level, before and after alike.
    pub breaks: &'a [usize],
}

/// One point as the model has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FittedPoint {
    /// Expected count.
    pub fitted: f64,
    /// Expected count had nothing started, with its interval (quasi-Poisson); the fitted one before the start.
    pub counterfactual: f64,
    pub lower: f64,
    pub upper: f64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct InterruptedSeries {
    /// Level after to level before, at the start.
    pub rate_ratio: f64,
    pub lower: f64,
    pub upper: f64,
    pub quasi_lower: f64,
    pub quasi_upper: f64,
    /// Ratio from one point to the next before the start.
    pub trend: f64,
    /// Ratio of the trend after to the trend before, where it may change.
    pub slope_change: Option<f64>,
    /// Pearson's chi-square over its degrees of freedom.
    pub dispersion: f64,
    pub points: Vec<FittedPoint>,
}

fn columns(model: &Interruption, place: usize, after: bool) -> Vec<f64> {
    let (t, start) = (place as f64, model.start as f64);
    // Time runs about the middle of the series, which keeps the sums well apart; the trend is the same.
    let middle = 0.5 * (model.counts.len() as f64 - 1.0);
    let mut row = vec![1.0, t - middle, f64::from(u8::from(after))];
    if model.slope {
        row.push(if after { t - start } else { 0.0 });
    }
    for pair in 1..=model.harmonics {
        let angle = 2.0 * std::f64::consts::PI * pair as f64 * t / model.period;
        row.extend([libm::sin(angle), libm::cos(angle)]);
    }
    row.extend(model.breaks.iter().map(|first| f64::from(u8::from(place >= *first))));
    row
}

fn check(model: &Interruption) -> Result<(), StatsError> {
    let n = model.counts.len();
    if model.exposure.len() != n {
        let (left, right) = ("counts", "exposure");
        return Err(StatsError::LengthsDiffer { left, left_length: n, right, right_length: model.exposure.len() });
    }
    let refuse = |argument, value, rule| Err(StatsError::OutOfRange { argument, value, rule });
    if n > MOST_TERMS {
        return refuse("the number of counts", n as f64, "at most 2000");
    }
    if model.start == 0 || model.start >= n {
        return refuse("start", model.start as f64, "the place of a point after the first");
    }
    if model.harmonics > MOST_HARMONICS {
        return refuse("harmonics", model.harmonics as f64, "at most 6");
    }
    if !(model.period >= 2.0 && model.period <= 10_000.0) {
        return refuse("period", model.period, "2 or more points");
    }
    if let Some(place) = model.breaks.iter().find(|place| **place == 0 || **place >= n || **place == model.start) {
        return refuse("breaks", *place as f64, "the place of a point after the first that is not the start");
    }
    for (count, exposure) in model.counts.iter().zip(model.exposure) {
        check_count("counts", *count)?;
        check_exposure("exposure", *exposure)?;
    }
    let width = columns(model, 0, false).len();
    if n <= width {
        return Err(StatsError::TooFew { argument: "counts", length: n, least: width + 1 });
    }
    let (before, after) = model.counts.split_at(model.start);
    for (argument, side) in [("counts before the start", before), ("counts from the start on", after)] {
        if side.iter().all(|count| *count == 0) {
            return Err(StatsError::NothingCounted { argument });
        }
    }
    Ok(())
}

/// Fits a series.
///
/// # Errors
/// Lengths that differ, nothing counted on a side, fewer points than coefficients, patterns that cannot be told apart.
pub fn interrupted_series(model: &Interruption, level: f64) -> Result<InterruptedSeries, StatsError> {
    check_level(level)?;
    check(model)?;
    let n = model.counts.len();
    let rows: Vec<Vec<f64>> = (0..n).map(|place| columns(model, place, place >= model.start)).collect();
    let offsets: Vec<f64> = model.exposure.iter().map(|exposure| libm::log(*exposure)).collect();
    let (beta, information) = fit(&rows, model.counts, &offsets)?;
    let covariance = information.of_eigenvalues(|value| 1.0 / value);
    let mean = |row: &[f64], offset: f64| libm::exp(dot(row, &beta) + offset);
    let fitted: Vec<f64> = rows.iter().zip(&offsets).map(|(row, offset)| mean(row, *offset)).collect();
    let pearson: f64 = model.counts.iter().zip(&fitted).map(|(y, mu)| (*y as f64 - mu) * (*y as f64 - mu) / mu).sum();
    let dispersion = pearson / (n - beta.len()) as f64;
    let coefficient = |place: usize| beta.get(place).copied().unwrap_or_default();
    let z = two_sided_z(level);
    let error = libm::sqrt(covariance.at(2, 2));
    let limits = |widened: f64| [-1.0, 1.0].map(|side| libm::exp(coefficient(2) + side * z * error * widened));
    let ([lower, upper], [quasi_lower, quasi_upper]) = (limits(1.0), limits(libm::sqrt(dispersion)));
    let point = |(place, (fitted, offset)): (usize, (&f64, &f64))| {
        let row = columns(model, place, false);
        let without = mean(&row, *offset);
        let spread = libm::sqrt(dot(&row, &covariance.times(&row)).max(0.0) * dispersion);
        let reach = libm::exp(z * spread);
        FittedPoint { fitted: *fitted, counterfactual: without, lower: without / reach, upper: without * reach }
    };
    Ok(InterruptedSeries {
        rate_ratio: libm::exp(coefficient(2)),
        lower,
        upper,
        quasi_lower,
        quasi_upper,
        trend: libm::exp(coefficient(1)),
        slope_change: model.slope.then(|| libm::exp(coefficient(3))),
        dispersion,
        points: fitted.iter().zip(&offsets).enumerate().map(point).collect(),
    })
}

/// Fisher scoring: coefficients, and the information at them.
fn fit(rows: &[Vec<f64>], counts: &[u64], offsets: &[f64]) -> Result<(Vec<f64>, Square), StatsError> {
    const STEPS: usize = 100;
    let width = rows.first().map_or(0, Vec::len);
    let apart = || StatsError::OutOfRange {
        argument: "the model",
        value: width as f64,
        rule: "one whose coefficients can be told apart: fewer harmonics, breaks or slopes",
    };
    let exposure: f64 = offsets.iter().map(|offset| libm::exp(*offset)).sum();
    let total: u64 = counts.iter().sum();
    let mut beta = vec![0.0; width];
    if let Some(first) = beta.first_mut() {
        *first = libm::log(total as f64 / exposure);
    }
    for step in 0..STEPS {
        let (mut information, mut score) = (Square::zero(width), vec![0.0; width]);
        for ((row, count), offset) in rows.iter().zip(counts).zip(offsets) {
            let mu = libm::exp(dot(row, &beta) + offset);
            information.add_outer(row, mu);
            score.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * (*count as f64 - mu));
        }
        let (least, most) = information.spectrum();
        if least.is_nan() || least <= most * 1e-13 {
            return Err(apart());
        }
        let moved = information.of_eigenvalues(|value| 1.0 / value).times(&score);
        let size = moved.iter().map(|by| libm::fabs(*by)).fold(0.0, f64::max);
        if size.is_nan() || beta.iter().any(|b| libm::fabs(*b) > 200.0) {
            return Err(apart());
        }
        // A far first step would overshoot: it is taken in part.
        let part = if size > 2.0 { 2.0 / size } else { 1.0 };
        beta.iter_mut().zip(&moved).for_each(|(b, by)| *b += part * by);
        if size < 1e-11 || step + 1 == STEPS && size < 1e-8 {
            return Ok((beta, information));
        }
    }
    Err(apart())
}
