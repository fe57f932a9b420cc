//! Figures to pixels: columns, runs of points without a gap, limits and the band between them. Knows no words.

use super::model::Chart;
use super::number::NumberFormat;
use super::places::{BandBox, LimitLine, PixelBox, PointMark, SeriesMarks};
use super::scale::Scale;
use super::series::{Limit, LimitKind, Look, MarkKind, Series};

/// Half the least size a finger can hit (WCAG 2.2, 2.5.8: 24 px).
const HALF_TARGET: f64 = 12.0;

impl Chart {
    /// All figures the vertical axis must hold.
    pub(crate) fn figures(&self) -> Vec<f64> {
        let mut figures = Vec::new();
        for series in self.shown() {
            for index in 0..self.len() {
                figures.extend(series.value(index));
                figures.extend(series.interval(index).into_iter().flat_map(|(low, high)| [low, high]));
            }
        }
        figures.extend(self.limits.iter().filter(|limit| limit.is_usable()).map(|limit| limit.value));
        figures
    }
}

/// The places of positions by size, with the scale that the axis is labelled by.
pub(crate) fn columns_by_size(sizes: &[f64], left: f64, right: f64) -> (Scale, Vec<f64>) {
    let mut scale = Scale::fit(sizes, true, NumberFormat::Count, ((right - left) / 90.0).max(1.0) as usize);
    (scale.bottom_px, scale.top_px) = (left, right);
    let columns = sizes.iter().map(|size| scale.pixel(*size)).collect();
    (scale, columns)
}

/// The middles of `count` equally wide columns; marks stand on the edges between them.
pub(crate) fn columns(count: usize, left: f64, right: f64) -> Vec<f64> {
    let step = (right - left) / count.max(1) as f64;
    (0..count).map(|index| left + (index as f64 + 0.5) * step).collect()
}

/// Each shown series as runs of marks, cut at missing figures and at breaks of counting.
pub(crate) fn series_marks(chart: &Chart, scale: &Scale, columns: &[f64]) -> Vec<SeriesMarks> {
    let spacing = match columns {
        [first, second, ..] if chart.x.sizes.is_none() => second - first,
        _ => f64::INFINITY,
    };
    let marker_px = if spacing >= 14.0 { 4.0 } else { 2.5 };
    let is_break = |index: usize| chart.marks.iter().any(|mark| mark.kind == MarkKind::Break && mark.before == index);
    let marks = |(style, series): (usize, &Series)| {
        let mut runs: Vec<Vec<PointMark>> = Vec::new();
        let mut is_open = false;
        for (index, &x) in columns.iter().enumerate() {
            let Some(value) = series.value(index) else {
                is_open = false;
                continue;
            };
            let y = scale.pixel(value);
            let interval = series.interval(index).map(|(low, high)| (scale.pixel(high), scale.pixel(low)));
            let target = PixelBox {
                left: x - HALF_TARGET,
                top: y - HALF_TARGET,
                right: x + HALF_TARGET,
                bottom: y + HALF_TARGET,
            };
            let mark = PointMark { index, x, y, interval, target, noted: series.note(index).is_some() };
            match runs.last_mut() {
                Some(run) if is_open && !is_break(index) => run.push(mark),
                _ => runs.push(vec![mark]),
            }
            is_open = true;
        }
        // A figure alone between gaps has no line; without a marker it would be lost.
        let lonely = !matches!(series.look, Look::Range | Look::Bars) && runs.iter().any(|run| run.len() == 1);
        let markers = (series.look.has_markers() && (spacing >= 7.0 || series.look == Look::Dots)) || lonely;
        SeriesMarks { style, look: series.look, markers, marker_px, runs }
    };
    chart.shown().enumerate().map(marks).collect()
}

/// Limits over their columns, and the band for each lower and upper limit that hold for the same columns.
pub(crate) fn limit_lines(
    limits: &[Limit],
    scale: &Scale,
    plot: &PixelBox,
    count: usize,
) -> (Vec<LimitLine>, Vec<BandBox>) {
    let step = (plot.right - plot.left) / count.max(1) as f64;
    let ends = |limit: &Limit| match limit.span {
        None => (plot.left, plot.right),
        Some((first, last)) => {
            (plot.left + first.min(count) as f64 * step, plot.left + (last.saturating_add(1)).min(count) as f64 * step)
        }
    };
    let usable: Vec<&Limit> = limits.iter().filter(|limit| limit.is_usable()).collect();
    let lines = usable.iter().map(|limit| {
        let (left, right) = ends(limit);
        LimitLine { kind: limit.kind, left, right, at: scale.pixel(limit.value) }
    });
    let of_kind = |kind: LimitKind| usable.iter().filter(move |limit| limit.kind == kind);
    let bands = of_kind(LimitKind::Lower).filter_map(|lower| {
        let upper = of_kind(LimitKind::Upper).find(|upper| upper.span == lower.span)?;
        let (left, right) = ends(lower);
        let (a, b) = (scale.pixel(lower.value), scale.pixel(upper.value));
        Some(PixelBox { left, top: a.min(b), right, bottom: a.max(b) })
    });
    (lines.collect(), bands.collect())
}
