//! What is typed on the set-up pages and what it means. Knows nothing of how a page looks.

mod cluster_text;
mod pilot_text;
mod refusal;
mod school_lines;
mod school_text;
mod term_text;

pub use cluster_text::{ClusterAnswers, ClusterText, PriorityText, cluster_names};
pub use pilot_text::{MILESTONES, Milestone, PilotAnswers, PilotText, school_years};
pub use refusal::{put_refusal, refusal_words};
pub use school_lines::{LineEffect, SchoolLine, read_school_lines};
pub use school_text::SchoolText;
pub use term_text::TermText;

use crate::model::{hidden_character, name_of};
use chrono::NaiveDate;

/// As many characters as the workspace takes for a name.
const LONGEST_NAME: usize = 120;

/// “4 June 2026”.
fn day_words(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Refuses characters that do not show: they make one name look like another.
fn all_shown(what: &str, text: String) -> Result<String, String> {
    match hidden_character(&text) {
        Some(hidden) => {
            Err(format!("{what} must not have characters that do not show ({}): type it again", name_of(hidden)))
        }
        None => Ok(text),
    }
}
