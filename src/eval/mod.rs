//! Questions asked of a model, answered with `stats`. Knows nothing of files or screens.
//!
//! [`Evidence`] indexes the submitted returns of a pilot once. Asked for a [`Period`] and a [`Scope`] it gives an
//! [`Indicator`]'s series and findings; [`numbers`] writes figures as people do.

pub mod answers;
mod area_comparison;
mod areas;
mod between_schools;
mod breakdown;
pub mod calculators;
mod certainty;
mod change;
mod comparisons;
mod difference;
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
pub mod process;
mod request_outcomes;
pub mod safe;
mod safe_figures;
mod scope;
mod sentences;
mod series;
mod share_change;
mod share_table;
mod sources;
mod terms_needed;
mod variation;
mod working;

pub use answers::{
    Conclusion, EffectsBySchool, MeasureFinding, OutcomeFinding, Part, SchoolEffect, Unit, effects_by_school,
    measure_findings, outcome_findings,
};
pub use area_comparison::{AreaComparison, AreaQuestion, FromBaseYear, compare_area};
pub use areas::{AreaPoint, AreaRate, AreaSource, area_series};
pub use between_schools::{BetweenSchools, SchoolPlace, flag_words};
pub use breakdown::{Breakdown, BreakdownKind, BreakdownRow, breakdowns};
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
pub use process::{ProcessFindings, process_findings};
pub use request_outcomes::{
    DECISIONS_COME_LATER, OUTCOME_RATES, PERSON_LEVEL_FROM, PublishedOutcome, RefusalShare, council_area,
    published_outcomes, start_year,
};
pub use safe_figures::{CellName, Published, SafeFigures, Span, UnsafeFigures, YearPoint, published_before};
pub use scope::Scope;
pub use series::{SeriesPoint, series};
pub use share_table::{Across, ShareRow, ShareTable, shown_words};
pub use sources::{SourceId, SourceRow, asked_rows, census_rows};
pub use terms_needed::{MoreTerms, TermsNeeded};
pub use variation::Variation;
pub use working::{Input, Working};
