//! Questions asked by name, as JSON or as values, with a convention, a sentence and warnings in every answer.
//! Knows nothing of files, pages or the pilot's records.
//!
//! ```
//! use clusterwise::eval::{Calculation, answer_json};
//!
//! let answer = Calculation::proportion(12, 40).answer()?;
//! assert_eq!(answer.number("estimate"), Some(0.3));
//! assert!(answer_json(r#"{"method": "proportion", "successes": 12, "n": 40}"#)?.starts_with(r#"{"method":"proportion""#));
//! # Ok::<(), clusterwise::eval::CalculationError>(())
//! ```

mod allocation;
mod answer;
mod between;
mod calculation;
mod catalogue;
mod comparison;
mod days_lost;
mod disclosure;
mod effect;
mod error;
mod fields;
mod lists;
mod method;
mod money;
mod over_time;
mod pooling;
mod progress_questions;
mod proportion;
mod questions;
mod rate;
mod regression;
mod replies;
mod strict;
mod typed;

pub use allocation::{Allocate, BuyingOption};
pub use answer::Answer;
pub use between::{Funnel, FunnelUnit};
pub use calculation::{Calculation, METHODS, answer_json};
pub use catalogue::{Calculator, CellKind, Input, InputKind, InputProblem, Question};
pub use comparison::{ChangedUnit, CountedUnit, PlaceboRank, Randomisation, RatioOfRatios};
pub use days_lost::DaysLost;
pub use disclosure::Suppress;
pub use effect::{Change, ChangeVersusControl, Course, Effect, Goals, ReliableChange, Scores};
pub use error::{CalculationError, MOST_REQUESTS};
pub use money::{PresentValue, Schedule};
pub use over_time::{InterruptedSeries, Wanted, Xmr};
pub use pooling::{Estimated, Months, MonthsTable, Pool};
pub use proportion::{Proportion, ProportionDifference, Share};
pub use questions::QUESTIONS;
pub use rate::{Detectable, Rate, RateRatio};
pub use regression::ClusterRegression;
pub use replies::{Advocacy, AdvocacyInterval, PairedRatings, PairedYesNo};

/// The level of an interval where a request names none.
pub const DEFAULT_LEVEL: f64 = 0.95;

#[cfg(test)]
mod tests;
