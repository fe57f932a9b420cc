//! A chart as an SVG text, the same bytes on every machine. Knows no page and no screen.

use plotters::prelude::IntoDrawingArea;
use plotters::style::RGBColor;
use plotters_svg::SVGBackend;

use super::draw::draw;
use super::measure::SansWidths;
use super::model::Chart;
use super::theme::Theme;

/// Plotters' coordinates are whole numbers; with four to a pixel, slopes and dashes stay even.
const UNITS_PER_PX: u32 = 4;

/// The chart as an SVG document with a title and a description for those who do not see it.
///
/// Width and height in pixels. Text is measured by [`SansWidths`], so that no font of the machine matters.
pub fn svg(chart: &Chart, width_px: u32, height_px: u32, theme: Theme) -> String {
    let layout = chart.layout(f64::from(width_px), f64::from(height_px), &SansWidths);
    let (width, height) = (layout.width as u32, layout.height as u32);
    let mut drawn = String::new();
    {
        let area =
            SVGBackend::with_string(&mut drawn, (width * UNITS_PER_PX, height * UNITS_PER_PX)).into_drawing_area();
        let (r, g, b) = theme.palette().paper;
        // The backend writes to memory, which cannot fail; what is drawn so far would still be valid.
        let _ = area.fill(&RGBColor(r, g, b)).and_then(|()| draw(&layout, theme, &area)).and_then(|()| area.present());
    }
    let body = drawn.split_once('\n').map_or("", |(_, body)| body);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">\n<title>{}</title>\n<desc>{}</desc>\n{body}",
        width * UNITS_PER_PX,
        height * UNITS_PER_PX,
        escaped(&chart.title),
        escaped(&chart.summary),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
