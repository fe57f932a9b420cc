//! Questions asked of a model, answered with `stats`. Knows nothing of files or screens.
//!
//! [`Evidence`] indexes the submitted returns of a pilot once. Asked for a [`Period`] and a [`Scope`] it gives an
//! [`Indicator`]'s series and findings; [`numbers`] writes figures as people do.

pub mod answers;
mod area_comparison;
mod areas;
mod between_schools;
pub mod calculators;
mod certainty;
mod change;
mod comparisons;
mod estimate;
mod evaluation;
mod evidence;
mod finding;
mod indicator;
mod marks;
mod matched;
pub mod numbers;
mod over_terms;
mod period;
pub mod safe;
mod scope;
mod sentences;
mod series;
mod working;

pub use answers::{Conclusion, MeasureFinding, OutcomeFinding, Part, Unit, measure_findings, outcome_findings};
pub use area_comparison::{AreaComparison, AreaQuestion, FromBaseYear, compare_area};
pub use areas::{AreaPoint, AreaRate, AreaSource, area_series};
pub use between_schools::{BetweenSchools, SchoolPlace, flag_words};
pub use calculators::{Answer, Calculation, CalculationError, answer_json};
pub use certainty::{Certainty, Movement, Step};
pub use change::{Change, Interval, Method, Scale};
pub use comparisons::{Against, Comparison, Comparisons};
pub use evaluation::{Evaluating, Evaluation, ScopeFindings, evaluate};
pub use evidence::Evidence;
pub(crate) use evidence::Row;
pub use finding::{BEFORE_AFTER, EvidenceLevel, Figure, Finding, findings};
pub use indicator::{Indicator, Kind};
pub use marks::{Mark, marks_of};
pub use matched::{Coverage, Dropped, Reason, SchoolPair, Tally};
pub use over_terms::{BetweenEvents, Interrupted};
pub use period::{Period, PeriodChoice};
pub use scope::Scope;
pub use series::{SeriesPoint, series};
pub use working::{Input, Working};
