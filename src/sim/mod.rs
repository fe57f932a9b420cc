//! Scenarios run forward: what programmes would cost and bring, with how sure that is. Knows nothing of files and screens.
#![doc = include_str!("equations.md")]

mod best_value;
mod counted;
mod finding_out;
mod from_pilot;
mod held;
mod influences;
mod one_school;
mod one_school_words;
mod outputs;
mod prepared;
mod quantiles;
mod run;
mod runs;
mod simulated;
mod tally;
mod variables;
mod whole_pilot;
mod words;
mod worthwhile;

pub use best_value::{
    Benefit, BestPlan, BestValue, BestValueError, BudgetAsked, Offer, Plan, Reasons, Rule, Searching, Together,
    may_have_floors,
};
pub use counted::{Counts, MOST_SHARES, Share};
pub use finding_out::{FindingOut, WorthKnowing};
pub use from_pilot::from_pilot;
pub use held::nothing_planned;
pub use influences::Influence;
pub use one_school::{MOST_PUPILS, OneSchool, SchoolsShare};
pub use outputs::{Layout, Output};
pub use prepared::Prepared;
pub use run::Columns;
pub use runs::{Runs, Summary};
pub use simulated::{
    CONVENTION, Compared, Comparing, Comparison, Counting, MOST_COMPARED, Simulated, Simulating, Simulation, UnderWay,
};
pub use variables::{BLOCK, DrawnAlone};
pub use worthwhile::Worthwhile;

use thiserror::Error;

/// The most runs of one scenario.
pub const MOST_RUNS: usize = 1_000_000;

/// Why a scenario cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SimError {
    #[error("{words}")]
    Problem { field: &'static str, words: String },
    #[error("a scenario is run 1 to {MOST_RUNS} times, not {0}")]
    Runs(usize),
    #[error("at most {MOST_COMPARED} scenarios are held against another at once, not {0}")]
    Compared(usize),
    #[error("there is no share {0} of {1}")]
    Share(usize, usize),
    #[error("these runs are not of the same draws: {0}")]
    NotTheSame(&'static str),
}

#[cfg(test)]
mod tests;
