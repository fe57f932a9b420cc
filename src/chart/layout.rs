//! Puts a chart at a size: decides margins, gridlines and where names stand. Knows no colours and no backend.

use super::axis::{mark_places, size_labels, verticals, x_labels};
use super::keys::{end_width, flow, keys_above, keys_at_ends, names, names_fit_at_ends};
use super::labels::wrap;
use super::lines::{columns, columns_by_size, limit_lines, series_marks};
use super::measure::TextMeasure;
use super::model::{Chart, Lie, NO_FIGURES};
use super::places::{Gridline, HAlign, Layout, PixelBox};
use super::rows::in_rows;
use super::scale::Scale;
use super::words::Words;

/// Below this nothing can be read; smaller requests are laid out at this size and drawn smaller.
const SMALLEST: (f64, f64) = (160.0, 120.0);
/// Pixels between a label and what it belongs to, and between two labels.
pub(crate) const GAP: f64 = 6.0;

impl Chart {
    /// Lays the chart out at a size in pixels, with text measured by `measure`.
    ///
    /// Works from 280 to 960 pixels wide and beyond. Without any figure the layout holds only a sentence that says so.
    pub fn layout(&self, width_px: f64, height_px: f64, measure: &dyn TextMeasure) -> Layout {
        let width = at_least(width_px, SMALLEST.0);
        let height = at_least(height_px, SMALLEST.1);
        let text_px = if width >= 480.0 { 14.0 } else { 13.0 };
        let words = Words { measure, text_px, line_px: text_px * 1.25 };
        if self.is_empty() {
            return notice(&words, width, height);
        }
        if self.lie == Lie::Rows {
            return in_rows(self, &words, width, height);
        }
        let steps = ((height - 5.0 * words.line_px) / 48.0).max(1.0) as usize;
        let mut scale = Scale::fit(&self.figures(), self.y.from_zero, self.y.format, steps.min(5));
        let ticks: Vec<String> = scale.ticks.iter().map(|&v| self.y.format.write_tick(v, scale.step)).collect();
        let left = ticks.iter().map(|text| words.width(text)).fold(0.0, f64::max) + GAP;

        let names = names(self);
        let at_ends = names_fit_at_ends(&words, &names, width, height);
        let right = (width - if at_ends { end_width(&words, &names) } else { GAP }).max(left + 40.0);
        let by_size = self.x.sizes.as_ref().map(|sizes| columns_by_size(sizes, left, right));
        let columns = match &by_size {
            Some((_, places)) => places.clone(),
            None => columns(self.len(), left, right),
        };

        let caption = self.y.caption();
        let unit_rows = if caption.is_empty() { 0.0 } else { 1.0 };
        let key_places = if at_ends { Vec::new() } else { flow(&words, &names, width) };
        let key_rows = key_places.iter().map(|place| place.1 + 1.0).fold(0.0, f64::max);
        let mark_places = mark_places(&words, &self.marks, self.len(), (left, right), width);
        let mark_rows = mark_places.iter().map(|place| place.row + 1.0).fold(0.0, f64::max);
        let named_twice = by_size.is_some() || self.x.labels.iter().any(|label| label.group.is_some());
        let bottom_rows = if named_twice { 2.0 } else { 1.0 };

        let top = (unit_rows + key_rows + mark_rows) * words.line_px + words.line_px * 0.75;
        let bottom = (height - bottom_rows * words.line_px - GAP).max(top + 20.0);
        let plot = PixelBox { left, top, right, bottom };
        (scale.bottom_px, scale.top_px) = (bottom, top);

        let gridlines = gridlines(&words, &scale, ticks, left - GAP);
        let (limits, bands) = limit_lines(&self.limits, &scale, &plot, self.len());
        let series = series_marks(self, &scale, &columns);
        let keys = if at_ends {
            keys_at_ends(&words, &names, &series, &scale, &plot, &columns)
        } else {
            keys_above(&words, &names, &key_places, unit_rows)
        };
        Layout {
            unit: (unit_rows > 0.0).then(|| words.place(caption, 0.0, words.line_px / 2.0, HAlign::Left)),
            x_labels: match &by_size {
                Some((scale, _)) => size_labels(&self.x.name, &words, scale, bottom + GAP, width),
                None => x_labels(self, &words, &columns, bottom + GAP, width),
            },
            verticals: verticals(&words, &self.marks, mark_places, &plot),
            width,
            height,
            text_px,
            plot,
            scale,
            gridlines,
            bands,
            limits,
            series,
            keys,
            notice: Vec::new(),
            columns,
            lie: Lie::Columns,
        }
    }
}

/// The horizontal lines with their figures, which end at `right`.
fn gridlines(words: &Words, scale: &Scale, ticks: Vec<String>, right: f64) -> Vec<Gridline> {
    let line = |(&value, text): (&f64, String)| {
        let y = scale.pixel(value);
        Gridline { value, at: y, label: words.place(text, right, y, HAlign::Right) }
    };
    scale.ticks.iter().zip(ticks).map(line).collect()
}

fn at_least(size_px: f64, least: f64) -> f64 {
    if size_px.is_finite() { size_px.max(least) } else { least }
}

/// The sentence in the place of a chart without figures.
fn notice(words: &Words, width: f64, height: f64) -> Layout {
    let lines = wrap(NO_FIGURES, width - 2.0 * GAP, |text| words.width(text));
    let first = height / 2.0 - (lines.len() as f64 - 1.0) * words.line_px / 2.0;
    let place = |(row, line): (usize, &String)| {
        words.place(line.as_str(), width / 2.0, first + row as f64 * words.line_px, HAlign::Centre)
    };
    Layout {
        width,
        height,
        text_px: words.text_px,
        plot: PixelBox { left: 0.0, top: 0.0, right: width, bottom: height },
        scale: Scale::fit(&[], true, super::number::NumberFormat::Count, 1),
        unit: None,
        gridlines: Vec::new(),
        x_labels: Vec::new(),
        bands: Vec::new(),
        limits: Vec::new(),
        verticals: Vec::new(),
        series: Vec::new(),
        keys: Vec::new(),
        notice: lines.iter().enumerate().map(place).collect(),
        columns: Vec::new(),
        lie: Lie::Columns,
    }
}
