//! What can be wrong with a value: an error that refuses it, or a question that asks about it.

use thiserror::Error;

/// Why a text is not the value it should be. The sentence says what was found and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    #[error("“{0}” is not a URN: it is a number of six digits, such as 109012")]
    Urn(String),
    #[error("“{0}” is not a DfE number: three digits for the authority and four for the school, such as 803/2143")]
    Laestab(String),
    #[error("“{0}” is not a term: it is written as year and number, such as 2018-19_3")]
    Term(String),
    #[error("“{0}” is not a school year: it is written such as 2018/19")]
    Year(String),
    #[error("“{0}” is not a return's name: it is a URN and a term, such as 109012_2018-19_3")]
    Return(String),
    #[error("“{0}” is not the name of a survey, of scores, of a year's count or of a meeting")]
    Record(String),
    #[error("“{0}” is not an attendance: it is written as role and counts, such as head: 8 of 10")]
    Attendance(String),
    #[error("“{0}” is not a place: it is easting and northing on the National Grid in metres, such as 363250, 178400")]
    Place(String),
    #[error("“{0}” is not a school pupils go on to: it is a URN and how many go, such as 109012: 24")]
    Feed(String),
    #[error("“{0}” cannot be read as a scenario: {1}")]
    Scenario(String, String),
    #[error("“{0}” cannot be used as a short name: use letters, digits and hyphens, 60 at most")]
    Id(String),
}

/// How serious a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cannot be true: the value is refused.
    Impossible,
    /// May be true: the person is asked.
    Unlikely,
}

/// One thing that is wrong with a field, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field's stored name, such as `pupils_suspended`.
    pub field: &'static str,
    pub severity: Severity,
    pub words: String,
}

impl Problem {
    pub(crate) fn impossible(field: &'static str, words: impl Into<String>) -> Self {
        Self { field, severity: Severity::Impossible, words: words.into() }
    }

    pub(crate) fn unlikely(field: &'static str, words: impl Into<String>) -> Self {
        Self { field, severity: Severity::Unlikely, words: words.into() }
    }
}
