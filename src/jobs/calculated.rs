//! An answer to a calculation as it is read back from its JSON. Knows nothing of any method.

use super::JobFault;
use crate::eval::Answer;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What [`Answer`] prints, with every digit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calculated {
    pub method: String,
    pub convention: String,
    pub values: BTreeMap<String, Value>,
    pub words: String,
    pub warnings: Vec<String>,
}

impl Calculated {
    /// Reads one answer.
    ///
    /// # Errors
    /// Where the text is no answer: what sent it is of another version.
    pub fn read(text: &str) -> Result<Self, JobFault> {
        serde_json::from_str(text).map_err(|error| JobFault::Ended(error.to_string()))
    }
}

impl From<Answer> for Calculated {
    fn from(answer: Answer) -> Self {
        let Answer { method, convention, values, words, warnings } = answer;
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { method: method.to_owned(), convention: convention.to_owned(), values, words, warnings }
    }
}
