//! Inks a laid out chart on any plotters backend. Decides nothing about places: they come from the layout.

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{Circle, Color, DrawingArea, DrawingBackend, PathElement, Polygon, RGBAColor, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};

use super::dash::dashes;
use super::model::Lie;
use super::places::{HAlign, Key, KeySample, Layout, PointMark, SeriesMarks, TextMark};
use super::series::{LimitKind, Look, MarkKind};
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
        let at = line.at.round() + 0.5;
        pen.line(
            &ends(layout.lie, (layout.plot.left, layout.plot.right), (layout.plot.top, layout.plot.bottom), at),
            colour,
            1.0,
            &[],
        )?;
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
        pen.intervals(series, layout.lie)?;
    }
    for limit in &layout.limits {
        pen.limit(limit.kind, &ends(layout.lie, (limit.left, limit.right), (limit.left, limit.right), limit.at))?;
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
    let Some(middle) = layout.column(index) else { return Ok(()) };
    let (plot, middle) = (layout.plot, middle.round() + 0.5);
    let path = match layout.lie {
        Lie::Columns => [(middle, plot.top), (middle, plot.bottom)],
        Lie::Rows => [(plot.left, middle), (plot.right, middle)],
    };
    pen.line(&path, pen.palette.muted, 1.0, &[])?;
    for (_, mark) in layout.marks_at(index) {
        let ring = ShapeStyle { color: pen.ink(pen.palette.ink, 1.0), filled: false, stroke_width: pen.size(2.0) };
        pen.area.draw(&Circle::new(pen.at((mark.x, mark.y)), pen.size(8.0), ring))?;
    }
    Ok(())
}

/// A line across the plot at a figure: level where positions lie in columns, upright where they lie in rows.
fn ends(lie: Lie, across: (f64, f64), down: (f64, f64), at: f64) -> [(f64, f64); 2] {
    match lie {
        Lie::Columns => [(across.0, at), (across.1, at)],
        Lie::Rows => [(at, down.0), (at, down.1)],
    }
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

    /// Intervals as a ribbon along a run of figures that follow one another; others get a whisker each.
    fn intervals(&self, series: &SeriesMarks, lie: Lie) -> DrawResult<DB> {
        if series.look == Look::Bars {
            return series.runs.iter().flatten().try_for_each(|mark| self.bar(series.style, mark, lie));
        }
        for run in &series.runs {
            for stretch in run.split(|mark| mark.interval.is_none()).filter(|stretch| !stretch.is_empty()) {
                match stretch {
                    [mark] => self.whisker(series.style, mark, lie)?,
                    marks if series.look == Look::Dots => {
                        for mark in marks {
                            self.whisker(series.style, mark, lie)?;
                        }
                    }
                    marks => self.ribbon(series, marks)?,
                }
            }
        }
        Ok(())
    }

    fn ribbon(&self, series: &SeriesMarks, marks: &[PointMark]) -> DrawResult<DB> {
        // What chance explains belongs to no series: it has no colour of its own.
        let colour = if series.look == Look::Range { self.palette.muted } else { self.colour_of(series.style) };
        let upper: Vec<(f64, f64)> = marks.iter().filter_map(|mark| Some((mark.x, mark.interval?.0))).collect();
        let lower: Vec<(f64, f64)> = marks.iter().filter_map(|mark| Some((mark.x, mark.interval?.1))).collect();
        let corners: Vec<(f64, f64)> = upper.iter().chain(lower.iter().rev()).copied().collect();
        self.polygon(&corners, self.ink(colour, self.palette.interval))?;
        if series.look == Look::Range {
            // Its ends are what is read: they must be seen without colour too.
            self.line(&upper, colour, 1.0, pattern_of(series.style))?;
            self.line(&lower, colour, 1.0, pattern_of(series.style))?;
        }
        Ok(())
    }

    fn bar(&self, style: usize, mark: &PointMark, lie: Lie) -> DrawResult<DB> {
        const HALF_PX: f64 = 7.0;
        let Some((one, other)) = mark.interval else { return Ok(()) };
        let (low, high) = (one.min(other), one.max(other));
        let (from, to) = match lie {
            Lie::Columns => ((mark.x - HALF_PX, low), (mark.x + HALF_PX, high)),
            Lie::Rows => ((low, mark.y - HALF_PX), (high, mark.y + HALF_PX)),
        };
        self.rectangle(from, to, self.ink(self.colour_of(style), 1.0))
    }

    fn whisker(&self, style: usize, mark: &PointMark, lie: Lie) -> DrawResult<DB> {
        let (Some((one, other)), colour) = (mark.interval, self.colour_of(style)) else { return Ok(()) };
        let paths = match lie {
            Lie::Columns => {
                let cap = |y: f64| [(mark.x - 4.0, y), (mark.x + 4.0, y)];
                [[(mark.x, one), (mark.x, other)], cap(one), cap(other)]
            }
            Lie::Rows => {
                let cap = |x: f64| [(x, mark.y - 4.0), (x, mark.y + 4.0)];
                [[(one, mark.y), (other, mark.y)], cap(one), cap(other)]
            }
        };
        paths.iter().try_for_each(|path| self.line(path, colour, 1.5, &[]))
    }

    fn limit(&self, kind: LimitKind, path: &[(f64, f64); 2]) -> DrawResult<DB> {
        let pattern = if kind == LimitKind::Mean { &[] } else { LIMIT_DASH };
        self.line(&path.map(|(x, y)| (x.round() + 0.5, y.round() + 0.5)), self.palette.muted, 1.0, pattern)
    }

    fn series(&self, series: &SeriesMarks) -> DrawResult<DB> {
        let colour = self.colour_of(series.style);
        for run in series.runs.iter().filter(|_| series.look.has_line()) {
            let path: Vec<(f64, f64)> = run.iter().map(|mark| (mark.x, mark.y)).collect();
            self.line(&path, colour, 2.0, pattern_of(series.style))?;
        }
        if series.markers {
            for mark in series.runs.iter().flatten() {
                self.marker(series.style, (mark.x, mark.y), series.marker_px)?;
            }
        }
        // A ring as wide as two markers is told from any marker without colour.
        let ring = ShapeStyle { color: self.ink(self.palette.ink, 1.0), filled: false, stroke_width: self.size(1.5) };
        for mark in series.runs.iter().flatten().filter(|mark| mark.noted) {
            self.area.draw(&Circle::new(self.at((mark.x, mark.y)), self.size(series.marker_px * 2.0), ring))?;
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
                KeySample::Limit(kind) => self.limit(kind, &[(sample.left, y), (sample.right, y)])?,
                KeySample::Series { style, look } => {
                    let path = [(sample.left, y), (sample.right, y)];
                    if look == Look::Range {
                        let (top, foot) = (y - 5.0, y + 5.0);
                        let ink = self.ink(self.palette.muted, self.palette.interval);
                        self.rectangle((sample.left, top), (sample.right, foot), ink)?;
                        for edge in [top, foot] {
                            let path = [(sample.left, edge), (sample.right, edge)];
                            self.line(&path, self.palette.muted, 1.0, pattern_of(style))?;
                        }
                    } else if look.has_line() {
                        self.line(&path, self.colour_of(style), 2.0, pattern_of(style))?;
                    }
                    if look.has_markers() {
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
