//! Data to drawing, generic over the backend. Knows nothing of the page.
//!
//! One [`Chart`] feeds everything a person can meet: the picture ([`Chart::layout`], then [`draw`] on any plotters
//! backend, or [`svg`]), the words ([`readout`]), the table ([`table`]) and the file ([`csv`]), so they cannot differ.
//!
//! ```
//! use clusterwise::chart::{Chart, NumberFormat, Point, Series, Theme, VerticalMark, XLabel, YAxis, readout, svg};
//!
//! let terms = [("T1 18/19", "Term 1 2018/19"), ("T2 18/19", "Term 2 2018/19")];
//! let chart = Chart::new("Days lost fell", "Days lost fell from 41 to 34.")
//!     .x("Term", terms.map(|(short, long)| XLabel::new(short, long)))
//!     .y(YAxis::new(NumberFormat::Count, "day lost", "days lost"))
//!     .series(Series::new("Fernleigh", [Point::new(41.0), Point::new(34.0)]))
//!     .mark(VerticalMark::event(1, "Pilot starts"));
//! assert_eq!(readout(&chart, 1), "Term 2 2018/19: 34 days lost; just before: Pilot starts");
//! assert!(svg(&chart, 640, 320, Theme::Light).starts_with("<svg"));
//! ```

mod axis;
mod dash;
mod draw;
mod error;
mod keys;
mod labels;
mod layout;
mod lines;
mod measure;
mod model;
mod number;
mod of_areas;
mod of_calculation;
mod of_groups;
mod of_measure;
mod of_one_school;
mod of_process;
mod of_scenario;
mod of_schools;
mod of_terms;
mod of_worth;
mod places;
mod readout;
mod rows;
mod scale;
mod series;
mod sparkline;
mod svg;
mod table;
mod theme;
mod words;

pub use draw::{FONT_SCALE, draw, draw_cursor};
pub use error::ChartError;
pub use measure::{SansWidths, TextMeasure};
pub use model::{Chart, Lie, MAX_SERIES, MAX_TITLE_WORDS, NO_FIGURES, XAxis, XLabel, YAxis};
pub use number::NumberFormat;
pub use of_areas::outcome_chart;
pub use of_calculation::calculation_chart;
pub use of_groups::{base_years_chart, breakdown_chart, comparisons_chart, forest_chart, placebo_chart};
pub use of_measure::{NamedSeries, measure_by_year_chart, measure_chart};
pub use of_one_school::one_school_chart;
pub use of_process::paperwork_chart;
pub use of_scenario::{fan_chart, money_chart, tornado_chart};
pub use of_schools::funnel_chart;
pub use of_terms::{between_events_chart, interrupted_chart};
pub use of_worth::{acceptability_chart, frontier_chart, plane_chart};
pub use places::{
    BandBox, Gridline, HAlign, Key, KeySample, Layout, LimitLine, PixelBox, PointMark, SeriesMarks, TextMark,
    VerticalLine,
};
pub use readout::readout;
pub use scale::Scale;
pub use series::{Limit, LimitKind, Look, MarkKind, Point, Series, VerticalMark};
pub use sparkline::{Sparkline, sparkline};
pub use svg::svg;
pub use table::{Cell, Table, csv, file_name, table};
pub use theme::{Palette, Rgb, Theme};
