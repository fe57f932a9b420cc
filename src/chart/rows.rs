//! Puts a chart in rows: names on the left or above their row, figures with intervals running to the right.
//! Knows no colours and no backend.

use super::keys::{Name, flow, keys_above, names as all_names};
use super::layout::GAP;
use super::lines::series_marks;
use super::model::{Chart, Lie};
use super::number::NumberFormat;
use super::places::{Gridline, HAlign, KeySample, Layout, LimitLine, PixelBox, SeriesMarks, TextMark};
use super::scale::Scale;
use super::words::Words;

/// Names take at most this share of the width; longer ones stand above their row.
const WIDEST_NAMES: f64 = 0.42;
/// Room for one figure under the axis.
const FIGURE_PX: f64 = 56.0;

/// Lays the chart out with one row a position.
pub(crate) fn in_rows(chart: &Chart, words: &Words, width: f64, height: f64) -> Layout {
    let widest = chart.x.labels.iter().map(|label| words.width(&label.long)).fold(0.0, f64::max);
    let beside = widest + 3.0 * GAP <= WIDEST_NAMES * width;
    let left = if beside { widest + 3.0 * GAP } else { GAP };
    let right = (width - 2.0 * GAP).max(left + 40.0);

    let caption = chart.y.caption();
    let reference = reference(chart);
    // The reference has its name above its line; here are those of the series.
    let named: Vec<Name> =
        all_names(chart).into_iter().filter(|name| matches!(name.sample, KeySample::Series { .. })).collect();
    let key_places = flow(words, &named, width);
    let key_rows = key_places.iter().map(|place| place.1 + 1.0).fold(0.0, f64::max);
    let caption_rows = if caption.is_empty() { 0.0 } else { 1.0 };
    let above = caption_rows + key_rows + if reference.is_some() { 1.0 } else { 0.0 };
    let top = above * words.line_px + GAP;
    let bottom = (height - words.line_px - GAP).max(top + 20.0);
    let plot = PixelBox { left, top, right, bottom };

    let steps = ((right - left) / FIGURE_PX).max(1.0) as usize;
    let mut scale = match chart.y.by_ratio {
        true => Scale::fit_ratios(&chart.figures(), steps),
        false => Scale::fit(&chart.figures(), chart.y.from_zero, chart.y.format, steps.min(5)),
    };
    (scale.bottom_px, scale.top_px) = (left, right);

    let step = (bottom - top) / chart.len().max(1) as f64;
    let lower = if beside { 0.0 } else { words.line_px / 2.0 };
    let rows: Vec<f64> = (0..chart.len()).map(|row| top + (row as f64 + 0.5) * step + lower).collect();
    let series = series_marks(chart, &scale, &rows).into_iter().map(turned).collect();
    Layout {
        unit: (!caption.is_empty()).then(|| words.place(caption, left, words.line_px / 2.0, HAlign::Left)),
        x_labels: names(chart, words, &rows, beside, left, width),
        verticals: Vec::new(),
        gridlines: gridlines(chart, words, &scale, bottom, width),
        bands: Vec::new(),
        limits: limits(chart, &scale, &plot),
        keys: reference
            .map(|text| super::places::Key {
                sample: KeySample::Limit(super::series::LimitKind::Mean),
                sample_box: None,
                label: words.place_inside(&text.0, scale.pixel(text.1), (above - 0.5) * words.line_px, width),
                leader: None,
            })
            .into_iter()
            .chain(keys_above(words, &named, &key_places, caption_rows))
            .collect(),
        notice: Vec::new(),
        columns: rows,
        lie: Lie::Rows,
        text_px: words.text_px,
        width,
        height,
        plot,
        scale,
        series,
    }
}

/// The first limit with a name, which is written above its line: "no change".
fn reference(chart: &Chart) -> Option<(String, f64)> {
    let limit = chart.limits.iter().find(|limit| limit.is_usable() && !limit.label.is_empty())?;
    Some((limit.label.clone(), limit.value))
}

fn limits(chart: &Chart, scale: &Scale, plot: &PixelBox) -> Vec<LimitLine> {
    let usable = chart.limits.iter().filter(|limit| limit.is_usable());
    usable
        .map(|limit| LimitLine { kind: limit.kind, left: plot.top, right: plot.bottom, at: scale.pixel(limit.value) })
        .collect()
}

/// Marks are laid out as if in columns; here both axes change places.
fn turned(mut series: SeriesMarks) -> SeriesMarks {
    series.runs.retain(|run| !run.is_empty());
    for mark in series.runs.iter_mut().flatten() {
        (mark.x, mark.y) = (mark.y, mark.x);
        let target = mark.target;
        mark.target = PixelBox { left: target.top, top: target.left, right: target.bottom, bottom: target.right };
    }
    series
}

fn names(chart: &Chart, words: &Words, rows: &[f64], beside: bool, left: f64, width: f64) -> Vec<TextMark> {
    let named = chart.x.labels.iter().zip(rows);
    named
        .map(|(label, &y)| match beside {
            true => words.place(label.long.clone(), left - 2.0 * GAP, y, HAlign::Right),
            false => words.place(fitting(words, &label.long, width), 0.0, y - words.line_px, HAlign::Left),
        })
        .collect()
}

/// A name cut to the width; the readout and the table have all of it.
fn fitting(words: &Words, name: &str, width: f64) -> String {
    if words.width(name) <= width {
        return name.to_owned();
    }
    let mut cut = String::new();
    for letter in name.chars() {
        if words.width(&format!("{cut}{letter}…")) > width {
            break;
        }
        cut.push(letter);
    }
    cut.trim_end().to_owned() + "…"
}

fn gridlines(chart: &Chart, words: &Words, scale: &Scale, bottom: f64, width: f64) -> Vec<Gridline> {
    let y = bottom + GAP + words.line_px / 2.0;
    let mut free_from = f64::NEG_INFINITY;
    let mut lines = Vec::new();
    for &value in &scale.ticks {
        let text = match chart.y.by_ratio {
            true => format!(
                "×{}",
                NumberFormat::Rate { decimals: 3 }.write(value).trim_end_matches('0').trim_end_matches('.')
            ),
            false => chart.y.format.write_tick(value, scale.step),
        };
        let label = words.place_inside(&text, scale.pixel(value), y, width);
        if label.bounds.left < free_from {
            continue;
        }
        free_from = label.bounds.right + GAP;
        lines.push(Gridline { value, at: scale.pixel(value), label });
    }
    lines
}
