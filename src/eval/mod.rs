//! Questions asked of a model, answered with `stats`. Knows nothing of files or screens.
//!
//! [`Evidence`] indexes the submitted returns of a pilot once. Asked for a [`Period`] and a [`Scope`] it gives an
//! [`Indicator`]'s series and findings; [`numbers`] writes figures as people do.

mod areas;
pub mod calculators;
mod change;
mod evidence;
mod indicator;
mod matched;
pub mod numbers;
mod period;
mod scope;
mod series;

pub use areas::{AreaPoint, AreaRate, AreaSource, area_series};
pub use calculators::{Answer, Calculation, CalculationError, answer_json};
pub use change::{Change, Interval, Method, Scale};
pub use evidence::Evidence;
pub(crate) use evidence::Row;
pub use indicator::{Indicator, Kind};
pub use matched::{Coverage, Dropped, Reason, SchoolPair, Tally};
pub use period::{Period, PeriodChoice};
pub use scope::Scope;
pub use series::{SeriesPoint, series};
