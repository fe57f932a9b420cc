//! Words at one font size: how wide, and where. Knows the measure, not the chart.

use super::measure::TextMeasure;
use super::places::{HAlign, PixelBox, TextMark};

/// Measures and places words at one font size.
pub(crate) struct Words<'a> {
    pub measure: &'a dyn TextMeasure,
    pub text_px: f64,
    /// Height of a line.
    pub line_px: f64,
}

impl Words<'_> {
    pub fn width(&self, text: &str) -> f64 {
        let width = self.measure.width_px(text, self.text_px);
        if width.is_finite() { width.max(0.0) } else { 0.0 }
    }

    pub fn place(&self, text: impl Into<String>, x: f64, y: f64, align: HAlign) -> TextMark {
        let text = text.into();
        let width = self.width(&text);
        let left = match align {
            HAlign::Left => x,
            HAlign::Centre => x - width / 2.0,
            HAlign::Right => x - width,
        };
        let half = self.line_px / 2.0;
        let bounds = PixelBox { left, top: y - half, right: left + width, bottom: y + half };
        TextMark { text, x, y, align, bounds }
    }

    /// Centred on `x`, but moved inside `0..=right`.
    pub fn place_inside(&self, text: &str, x: f64, y: f64, right: f64) -> TextMark {
        let half = self.width(text) / 2.0;
        self.place(text, x.min(right - half).max(half), y, HAlign::Centre)
    }
}
