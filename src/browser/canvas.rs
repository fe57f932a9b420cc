//! Charts on the page's canvas, sharp on every screen. Knows nothing of pages or of what a chart says.
//!
//! Plotters' own canvas backend draws one unit a device pixel, so that charts are blurred or tiny on sharp screens, and
//! measures text through a page element with a `style` attribute, which the page's policy blocks. [`HiDpiCanvas`]
//! keeps its drawing of shapes, scales it, and writes and measures text itself.

use plotters::prelude::IntoDrawingArea;
use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use plotters_canvas::CanvasBackend;
use thiserror::Error;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::chart::{Chart, FONT_SCALE, Layout, TextMeasure, Theme, draw, draw_cursor};

/// Plotters' coordinates are whole numbers; with four to a page pixel, slopes and dashes stay even.
const UNITS_PER_PX: u32 = 4;
/// Device pixels a page pixel on paper; 3 is 288 dots an inch.
const PRINT_DENSITY: f64 = 3.0;
/// Beyond this a canvas only costs memory.
const MOST_DENSITY: f64 = 4.0;

/// Why a chart could not be drawn.
#[derive(Debug, Error)]
pub enum CanvasError {
    #[error("this browser gives no drawing surface for charts")]
    NoContext,
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}

type Drawn = Result<(), DrawingErrorKind<CanvasError>>;

/// A canvas as a plotters backend: [`UNITS_PER_PX`] units a page pixel, any number of device pixels.
pub struct HiDpiCanvas {
    shapes: CanvasBackend,
    context: CanvasRenderingContext2d,
    family: String,
    size_px: (u32, u32),
}

impl HiDpiCanvas {
    /// Clears the canvas and makes it as sharp as `density` device pixels a page pixel.
    ///
    /// # Errors
    /// [`CanvasError::NoContext`] if the browser gives no two-dimensional context.
    pub fn new(canvas: &HtmlCanvasElement, density: f64) -> Result<Self, CanvasError> {
        let density = if density.is_finite() { density.clamp(1.0, MOST_DENSITY) } else { 1.0 };
        let (width, height) = (canvas.client_width().max(1) as u32, canvas.client_height().max(1) as u32);
        // Setting the size clears the canvas and forgets its transformation.
        canvas.set_width((f64::from(width) * density).round() as u32);
        canvas.set_height((f64::from(height) * density).round() as u32);
        let context: CanvasRenderingContext2d = canvas
            .get_context("2d")
            .ok()
            .flatten()
            .and_then(|context| context.dyn_into().ok())
            .ok_or(CanvasError::NoContext)?;
        let scale_x = f64::from(canvas.width()) / f64::from(width * UNITS_PER_PX);
        let scale_y = f64::from(canvas.height()) / f64::from(height * UNITS_PER_PX);
        context.set_transform(scale_x, 0.0, 0.0, scale_y, 0.0, 0.0).map_err(|_| CanvasError::NoContext)?;
        context.set_line_join("round");
        let family = computed(canvas, "font-family").unwrap_or_else(|| "sans-serif".to_owned());
        let shapes = CanvasBackend::with_canvas_object(canvas.clone()).ok_or(CanvasError::NoContext)?;
        Ok(Self { shapes, context, family, size_px: (width, height) })
    }

    /// The measure of this canvas' text, for the layout.
    pub fn measure(&self) -> CanvasText {
        CanvasText { context: self.context.clone(), family: self.family.clone() }
    }

    /// Width and height in page pixels.
    pub fn size_px(&self) -> (u32, u32) {
        self.size_px
    }

    fn set_font<S: BackendTextStyle>(&self, style: &S) -> f64 {
        let size = style.size() / FONT_SCALE;
        let weight = if matches!(style.style(), FontStyle::Bold) { "bold " } else { "" };
        self.context.set_font(&format!("{weight}{size}px {}", self.family));
        size
    }
}

/// Measures text by the canvas itself.
pub struct CanvasText {
    context: CanvasRenderingContext2d,
    family: String,
}

impl TextMeasure for CanvasText {
    fn width_px(&self, text: &str, size_px: f64) -> f64 {
        self.context.set_font(&format!("{size_px}px {}", self.family));
        self.context.measure_text(text).map_or(0.0, |measured| measured.width())
    }
}

/// What plotters-canvas reports, in our words.
fn failed<E: std::error::Error + Send + Sync>(error: DrawingErrorKind<E>) -> DrawingErrorKind<CanvasError> {
    DrawingErrorKind::DrawingError(CanvasError::Drawing(error.to_string()))
}

impl DrawingBackend for HiDpiCanvas {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        (self.size_px.0 * UNITS_PER_PX, self.size_px.1 * UNITS_PER_PX)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.shapes.draw_pixel(point, color).map_err(failed)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.shapes.draw_line(from, to, style).map_err(failed)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.shapes.draw_rect(from, to, style, fill).map_err(failed)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.shapes.draw_path(path, style).map_err(failed)
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.shapes.draw_circle(centre, radius, style, fill).map_err(failed)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.shapes.fill_polygon(path, style).map_err(failed)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        self.set_font(style);
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match style.anchor().v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        let BackendColor { rgb: (r, g, b), alpha } = style.color();
        self.context.set_fill_style_str(&format!("rgba({r},{g},{b},{alpha})"));
        let written = self.context.fill_text(text, f64::from(x), f64::from(y));
        written.map_err(|_| DrawingErrorKind::DrawingError(CanvasError::Drawing(format!("the words {text:?}"))))
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<CanvasError>> {
        let size = self.set_font(style);
        let width = self.context.measure_text(text).map_or(0.0, |measured| measured.width());
        Ok((width.ceil() as u32, (size * 1.25).ceil() as u32))
    }
}

/// Draws a chart on a canvas at the size its style gives it, with the page's font, theme and sharpness, and a ring
/// round the figures at `cursor`. Returns the layout, by which a pointer finds its figure.
///
/// # Errors
/// [`CanvasError`] if the browser gives no surface or refuses to draw.
pub fn paint(
    canvas: &HtmlCanvasElement,
    chart: &Chart,
    cursor: Option<usize>,
    for_print: bool,
) -> Result<Layout, CanvasError> {
    let theme = if for_print { Theme::Print } else { theme_of(canvas) };
    let density = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    let surface = HiDpiCanvas::new(canvas, if for_print { density.max(PRINT_DENSITY) } else { density })?;
    let (width, height) = surface.size_px();
    let layout = chart.layout(f64::from(width), f64::from(height), &surface.measure());
    let area = surface.into_drawing_area();
    let (r, g, b) = theme.palette().paper;
    // Paper is painted too: a canvas keeps its colours where the person's own contrast colours change the page's.
    area.fill(&RGBColor(r, g, b))
        .and_then(|()| draw(&layout, theme, &area))
        .and_then(|()| match cursor.filter(|_| !for_print) {
            Some(index) => draw_cursor(&layout, index, theme, &area),
            None => Ok(()),
        })
        .map_err(|error| CanvasError::Drawing(error.to_string()))?;
    Ok(layout)
}

/// Dark if the page's style says so, by the system's wish or the person's choice.
fn theme_of(canvas: &HtmlCanvasElement) -> Theme {
    match computed(canvas, "color-scheme") {
        Some(scheme) if scheme.contains("dark") && !scheme.contains("light") => Theme::Dark,
        _ => Theme::Light,
    }
}

fn computed(canvas: &HtmlCanvasElement, property: &str) -> Option<String> {
    let style = web_sys::window()?.get_computed_style(canvas).ok()??;
    style.get_property_value(property).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
