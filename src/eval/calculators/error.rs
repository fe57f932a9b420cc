//! What can be wrong with a request to calculate. Knows nothing of how the answer would have been made.

use crate::stats::StatsError;
use thiserror::Error;

/// The most requests that one call answers.
pub const MOST_REQUESTS: usize = 10_000;

/// Why there is no answer: a sentence that names the field and the rule.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CalculationError {
    #[error(
        "the request is empty; send a JSON object such as {{\"method\": \"proportion\", \"successes\": 12, \"n\": 40}}"
    )]
    Empty,
    #[error("the request cannot be read as JSON: {reason}")]
    NotJson { reason: String },
    #[error("a request must be a JSON object with a \"method\"; this is {found}")]
    NotAnObject { found: String },
    #[error("the request has no \"method\"; the methods are {known}")]
    NoMethod { known: String },
    #[error("there is no method {method}; the methods are {known}")]
    UnknownMethod { method: String, known: String },
    #[error("{method}: {field} is missing; it must be {rule}")]
    Missing { method: &'static str, field: String, rule: String },
    #[error("{method}: {field} must be {rule}; it is {value}")]
    Wrong { method: &'static str, field: String, rule: String, value: String },
    #[error("{method}: {field} is not known; the fields are {known}")]
    UnknownField { method: &'static str, field: String, known: String },
    #[error("{method}: {source}")]
    Rule { method: &'static str, source: StatsError },
    #[error("{method}: {reason}")]
    Unanswerable { method: &'static str, reason: String },
    #[error("there are more than {MOST_REQUESTS} requests; send them in several parts")]
    TooManyRequests,
    #[error("request {number}: {source}")]
    InList { number: usize, source: Box<CalculationError> },
}
