//! The names of lines: at their ends where there is room, above the chart where there is none. Knows no colours.

use super::labels::spread;
use super::layout::GAP;
use super::model::Chart;
use super::places::{HAlign, Key, KeySample, PixelBox, SeriesMarks};
use super::scale::Scale;
use super::series::{Limit, Look};
use super::words::Words;

/// Line-end labels wider than this share of the chart become a key above it.
const WIDEST_LABELS: f64 = 0.27;
/// Length of the piece of line shown before a name.
const SAMPLE: f64 = 22.0;

/// A line's name, and where its line is.
pub(crate) struct Name {
    pub text: String,
    pub sample: KeySample,
    /// Figure of a limit; the end of a series is found among its marks.
    value: Option<f64>,
}

/// The names to show: each series that has one, then each limit once, with its figure.
pub(crate) fn names(chart: &Chart) -> Vec<Name> {
    let series = chart.shown().enumerate().filter(|(_, series)| !series.name.is_empty()).map(|(style, series)| Name {
        text: series.name.clone(),
        sample: KeySample::Series { style, look: series.look },
        value: None,
    });
    let limits = chart.limits.iter().enumerate().filter(|(place, limit)| {
        let is_later = |other: &&Limit| other.kind == limit.kind && other.label == limit.label;
        limit.is_usable()
            && !limit.label.is_empty()
            && !chart.limits.iter().skip(place + 1).any(|other| is_later(&other))
    });
    let limits = limits.map(|(_, limit)| Name {
        text: format!("{} {}", limit.label, chart.y.format.write(limit.value)),
        sample: KeySample::Limit(limit.kind),
        value: Some(limit.value),
    });
    series.chain(limits).collect()
}

fn with_samples(names: &[Name]) -> bool {
    names.iter().filter(|name| matches!(name.sample, KeySample::Series { .. })).count() > 1
}

/// Room needed right of the plot.
pub(crate) fn end_width(words: &Words, names: &[Name]) -> f64 {
    let widest = names.iter().map(|name| words.width(&name.text)).fold(0.0, f64::max);
    let sample = if with_samples(names) { SAMPLE + GAP } else { 0.0 };
    if names.is_empty() { GAP } else { widest + sample + 2.0 * GAP }
}

/// Whether names may stand at the lines' ends: narrow enough, and few enough for the height.
pub(crate) fn names_fit_at_ends(words: &Words, names: &[Name], width: f64, height: f64) -> bool {
    let tall = names.len() as f64 * words.line_px;
    end_width(words, names) <= WIDEST_LABELS * width && tall <= height - 6.0 * words.line_px
}

/// Places of names above the chart: left end and row for each, wrapping at the chart's width.
pub(crate) fn flow(words: &Words, names: &[Name], width: f64) -> Vec<(f64, f64)> {
    let (mut x, mut row) = (0.0, 0.0);
    let place = |name: &Name| {
        let needed = SAMPLE + GAP + words.width(&name.text);
        if x > 0.0 && x + needed > width {
            (x, row) = (0.0, row + 1.0);
        }
        let place = (x, row);
        x += needed + 3.0 * GAP;
        place
    };
    names.iter().map(place).collect()
}

/// Names above the chart, under the unit.
pub(crate) fn keys_above(words: &Words, names: &[Name], places: &[(f64, f64)], rows_above: f64) -> Vec<Key> {
    let key = |(name, &(x, row)): (&Name, &(f64, f64))| {
        let y = (rows_above + row + 0.5) * words.line_px;
        Key {
            sample: name.sample,
            sample_box: Some(sample_box(words, x, y)),
            label: words.place(name.text.clone(), x + SAMPLE + GAP, y, HAlign::Left),
            leader: None,
        }
    };
    names.iter().zip(places).map(key).collect()
}

/// Names beside the lines' ends, moved apart where they would meet, with a leader to the end where they had to move.
pub(crate) fn keys_at_ends(
    words: &Words,
    names: &[Name],
    series: &[SeriesMarks],
    scale: &Scale,
    plot: &PixelBox,
    columns: &[f64],
) -> Vec<Key> {
    let last_column = columns.last().copied().unwrap_or(plot.right);
    let end = |name: &Name| match (name.sample, name.value) {
        (_, Some(value)) => Some((plot.right, scale.pixel(value))),
        (KeySample::Series { style, .. }, None) => {
            let marks = series.iter().find(|marks| marks.style == style)?;
            let last = marks.runs.last()?.last()?;
            let top = last.interval.filter(|_| marks.look == Look::Range).map(|(top, _)| top);
            Some((last.x, top.unwrap_or(last.y)))
        }
        (KeySample::Limit(_), None) => None,
    };
    let named: Vec<(&Name, (f64, f64))> = names.iter().filter_map(|name| end(name).map(|end| (name, end))).collect();
    let wanted: Vec<f64> = named.iter().map(|(_, (_, y))| *y).collect();
    let half = words.line_px / 2.0;
    let placed = spread(&wanted, words.line_px, plot.top.min(plot.bottom - half), plot.bottom);
    let samples = with_samples(names);
    let key = |((name, (end_x, end_y)), y): ((&Name, (f64, f64)), f64)| {
        let left = plot.right + GAP;
        let moved = libm::fabs(y - end_y) > half || end_x < last_column;
        Key {
            sample: name.sample,
            sample_box: samples.then(|| sample_box(words, left, y)),
            label: words.place(name.text.clone(), if samples { left + SAMPLE + GAP } else { left }, y, HAlign::Left),
            leader: moved.then_some(((end_x + GAP, end_y), (left - 2.0, y))),
        }
    };
    named.into_iter().zip(placed).map(key).collect()
}

fn sample_box(words: &Words, left: f64, y: f64) -> PixelBox {
    PixelBox { left, top: y - words.line_px / 2.0, right: left + SAMPLE, bottom: y + words.line_px / 2.0 }
}
