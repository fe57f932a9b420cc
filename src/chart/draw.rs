//! Inks a laid out chart on any plotters backend. Decides nothing about places: they come from the layout.

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{Circle, Color, DrawingArea, DrawingBackend, PathElement, Polygon, RGBAColor, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};

use super::dash::dashes;
use super::places::{HAlign, Key, KeySample, Layout, PointMark, SeriesMarks, TextMark};
use super::series::{LimitKind, MarkKind};
use super::theme::{Palette, Rgb, Theme};

/// Plotters' font sizes are 1.24 times the font size of a page; its SVG backend divides by it, and so must others.
pub const FONT_SCALE: f64 = 1.24;
/// Whose widths [`super::SansWidths`] knows.
const FONT_FAMILY: &str = "Arial, Helvetica, sans-serif";
/// Solid, dashed, dotted, dash and dot; the fourth needs both to differ from the second.
const DASHES: [&[f64]; 4] = [&[], &[8.0, 4.0], &[2.0, 3.0], &[10.0, 3.0, 2.0, 3.0]];
const LIMIT_DASH: &[f64] = &[4.0, 4.0];
const BREAK_DASH: &[f64] = &[3.0, 3.0];

/// What drawing can fail with: whatever the backend fails with.
pub type DrawResult<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Draws a laid out chart. The area may have any number of units a pixel (more units make smoother slopes): the
/// layout is stretched to its width.
///
/// # Errors
/// Whatever the backend fails with.
pub fn draw<DB: DrawingBackend>(layout: &Layout, theme: Theme, area: &DrawingArea<DB, Shift>) -> DrawResult<DB> {
    let pen = Pen::new(layout, theme, area);
    let palette = pen.palette;
    for band in &layout.bands {
        pen.rectangle((band.left, band.top), (band.right, band.bottom), pen.ink(palette.ink, palette.band))?;
    }
    for line in &layout.gridlines {
        let is_base = line.value == 0.0;
        let colour = if is_base { palette.muted } else { palette.grid };
        // Half a pixel lower a line of one pixel fills one row instead of half of two.
        let y = line.y.round() + 0.5;
        pen.line(&[(layout.plot.left, y), (layout.plot.right, y)], colour, 1.0, &[])?;
        pen.text(&line.label, palette.muted)?;
    }
    for text in layout.unit.iter().chain(&layout.x_labels) {
        pen.text(text, palette.muted)?;
    }
    for line in &layout.verticals {
        let x = line.x.round() + 0.5;
        let pattern = if line.kind == MarkKind::Break { BREAK_DASH } else { &[] };
        pen.line(&[(x, line.top), (x, line.bottom)], palette.ink, 1.0, pattern)?;
        pen.text(&line.label, palette.ink)?;
    }
    for series in &layout.series {
        pen.intervals(series)?;
    }
    for limit in &layout.limits {
        pen.limit(limit.kind, limit.left, limit.right, limit.y)?;
    }
    for series in &layout.series {
        pen.series(series)?;
    }
    for key in &layout.keys {
        pen.key(key)?;
    }
    for text in &layout.notice {
        pen.text(text, palette.ink)?;
    }
    Ok(())
}

/// Draws the position being read out: a line through its column and a ring round each of its figures.
///
/// # Errors
/// Whatever the backend fails with.
pub fn draw_cursor<DB: DrawingBackend>(
    layout: &Layout,
    index: usize,
    theme: Theme,
    area: &DrawingArea<DB, Shift>,
) -> DrawResult<DB> {
    let pen = Pen::new(layout, theme, area);
    let Some(x) = layout.column(index) else { return Ok(()) };
    let x = x.round() + 0.5;
    pen.line(&[(x, layout.plot.top), (x, layout.plot.bottom)], pen.palette.muted, 1.0, &[])?;
    for (_, mark) in layout.marks_at(index) {
        let ring = ShapeStyle { color: pen.ink(pen.palette.ink, 1.0), filled: false, stroke_width: pen.size(2.0) };
        pen.area.draw(&Circle::new(pen.at((mark.x, mark.y)), pen.size(8.0), ring))?;
    }
    Ok(())
}

/// A theme's colours over an area of some units a pixel.
struct Pen<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    palette: Palette,
    units_per_px: f64,
    text_px: f64,
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    fn new(layout: &Layout, theme: Theme, area: &'a DrawingArea<DB, Shift>) -> Self {
        let units_per_px = f64::from(area.dim_in_pixel().0) / layout.width;
        Self { area, palette: theme.palette(), units_per_px, text_px: layout.text_px }
    }

    fn ink(&self, (r, g, b): Rgb, share: f64) -> RGBAColor {
        RGBAColor(r, g, b, share)
    }

    fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        ((x * self.units_per_px).round() as i32, (y * self.units_per_px).round() as i32)
    }

    fn size(&self, px: f64) -> u32 {
        (px * self.units_per_px).round().max(1.0) as u32
    }

    fn line(&self, path: &[(f64, f64)], colour: Rgb, width_px: f64, pattern: &[f64]) -> DrawResult<DB> {
        let style = ShapeStyle { color: self.ink(colour, 1.0), filled: false, stroke_width: self.size(width_px) };
        for piece in dashes(path, pattern) {
            let piece: Vec<(i32, i32)> = piece.into_iter().map(|point| self.at(point)).collect();
            self.area.draw(&PathElement::new(piece, style))?;
        }
        Ok(())
    }

    fn rectangle(&self, from: (f64, f64), to: (f64, f64), colour: RGBAColor) -> DrawResult<DB> {
        self.area.draw(&Rectangle::new([self.at(from), self.at(to)], colour.filled()))
    }

    fn polygon(&self, corners: &[(f64, f64)], colour: RGBAColor) -> DrawResult<DB> {
        let corners: Vec<(i32, i32)> = corners.iter().map(|&point| self.at(point)).collect();
        self.area.draw(&Polygon::new(corners, colour))
    }

    fn text(&self, mark: &TextMark, colour: Rgb) -> DrawResult<DB> {
        let h_pos = match mark.align {
            HAlign::Left => HPos::Left,
            HAlign::Centre => HPos::Center,
            HAlign::Right => HPos::Right,
        };
        let size = self.text_px * self.units_per_px * FONT_SCALE;
        let font = FontDesc::new(FontFamily::Name(FONT_FAMILY), size, FontStyle::Normal);
        let ink = self.ink(colour, 1.0);
        let style = TextStyle::from(font).color(&ink).pos(Pos::new(h_pos, VPos::Center));
        self.area.draw_text(&mark.text, &style, self.at((mark.x, mark.y)))
    }

    fn colour_of(&self, style: usize) -> Rgb {
        self.palette.series.get(style).copied().unwrap_or(self.palette.ink)
    }

    /// Intervals as a ribbon along a run; a lone figure gets a whisker.
    fn intervals(&self, series: &SeriesMarks) -> DrawResult<DB> {
        let colour = self.colour_of(series.style);
        for run in &series.runs {
            for stretch in run.split(|mark| mark.interval.is_none()).filter(|stretch| !stretch.is_empty()) {
                let ends = |mark: &PointMark| mark.interval.map(|(top, bottom)| (mark.x, top, bottom));
                if let [mark] = stretch {
                    if let Some((x, top, bottom)) = ends(mark) {
                        self.line(&[(x, top), (x, bottom)], colour, 1.5, &[])?;
                        self.line(&[(x - 4.0, top), (x + 4.0, top)], colour, 1.5, &[])?;
                        self.line(&[(x - 4.0, bottom), (x + 4.0, bottom)], colour, 1.5, &[])?;
                    }
                    continue;
                }
                let upper = stretch.iter().filter_map(ends).map(|(x, top, _)| (x, top));
                let lower = stretch.iter().rev().filter_map(ends).map(|(x, _, bottom)| (x, bottom));
                let corners: Vec<(f64, f64)> = upper.chain(lower).collect();
                self.polygon(&corners, self.ink(colour, self.palette.interval))?;
            }
        }
        Ok(())
    }

    fn limit(&self, kind: LimitKind, left: f64, right: f64, y: f64) -> DrawResult<DB> {
        let y = y.round() + 0.5;
        let pattern = if kind == LimitKind::Mean { &[] } else { LIMIT_DASH };
        self.line(&[(left, y), (right, y)], self.palette.muted, 1.0, pattern)
    }

    fn series(&self, series: &SeriesMarks) -> DrawResult<DB> {
        let colour = self.colour_of(series.style);
        for run in &series.runs {
            let path: Vec<(f64, f64)> = run.iter().map(|mark| (mark.x, mark.y)).collect();
            self.line(&path, colour, 2.0, pattern_of(series.style))?;
        }
        if series.markers {
            for mark in series.runs.iter().flatten() {
                self.marker(series.style, (mark.x, mark.y), series.marker_px)?;
            }
        }
        Ok(())
    }

    /// Disc, square, triangle, diamond: about the same ink each.
    fn marker(&self, style: usize, (x, y): (f64, f64), half: f64) -> DrawResult<DB> {
        let colour = self.ink(self.colour_of(style), 1.0);
        let wide = half * 1.25;
        match style {
            0 => self.area.draw(&Circle::new(self.at((x, y)), self.size(half), colour.filled())),
            1 => self.rectangle((x - half, y - half), (x + half, y + half), colour),
            2 => self.polygon(&[(x, y - wide), (x + wide, y + half), (x - wide, y + half)], colour),
            _ => self.polygon(&[(x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y)], colour),
        }
    }

    fn key(&self, key: &Key) -> DrawResult<DB> {
        if let Some((from, to)) = key.leader {
            self.line(&[from, to], self.palette.muted, 1.0, &[])?;
        }
        if let Some(sample) = key.sample_box {
            let y = (sample.top + sample.bottom) / 2.0;
            match key.sample {
                KeySample::Limit(kind) => self.limit(kind, sample.left, sample.right, y)?,
                KeySample::Series { style, markers } => {
                    let path = [(sample.left, y), (sample.right, y)];
                    self.line(&path, self.colour_of(style), 2.0, pattern_of(style))?;
                    if markers {
                        self.marker(style, ((sample.left + sample.right) / 2.0, y), 4.0)?;
                    }
                }
            }
        }
        self.text(&key.label, self.palette.ink)
    }
}

fn pattern_of(style: usize) -> &'static [f64] {
    DASHES.get(style).copied().unwrap_or(&[])
}
