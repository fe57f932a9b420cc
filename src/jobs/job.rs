//! The jobs, how far one is, and why one has no answer. Knows nothing of how a job is done.

use crate::bundle::{Keyring, Seal};
use crate::eval::safe::{CountTable, Protected, SafetyError};
use crate::seal::Stretching;
use crate::sim::{MOST_SHARES, Share};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Job {
    /// A request as `clusterwise calc` reads it; the answer is what it prints.
    Calculate { request: String },
    /// A bundle as a file holds it; the answer is what `clusterwise evaluate` prints.
    Evaluate { bundle: String, with_schools: bool },
    /// A scenario to be run forward, as JSON of [`crate::sim::Simulation`]; the answer is what `clusterwise simulate` prints.
    Simulate { simulation: String },
    /// Scenarios held against one, as JSON of [`crate::sim::Comparison`]; the answer is JSON of [`crate::sim::Compared`].
    Compare { comparison: String },
    /// The same of so many runs that several workers do [`Job::parts`] of it, where there are several.
    Refine { comparison: String },
    /// A share of those runs; the answer is JSON of [`crate::sim::Counts`], or of nothing.
    Count { comparison: String, share: Share },
    /// What is left of it once all shares are counted, told in the answers of [`Job::Count`] in their order.
    Tell { comparison: String, counted: Vec<String> },
    /// What a budget buys, as JSON of [`crate::sim::BudgetAsked`]; the answer is what `clusterwise best-value` prints.
    BestValue { asked: String },
    /// Tables in which small counts are to be hidden; the answer is read by [`Hidden::read`].
    Hide { tables: Vec<CountTable> },
    /// A file to be sealed; the answer is the sealed file.
    Seal { file: String, with: Seal },
    /// A file to be read, opened with whatever fits if it is sealed; the answer is read by [`super::Arrival::of`].
    Receive { file: String, keyring: Keyring },
    /// What a passphrase makes for the lock of a store; the answer is the key's 32 bytes as JSON.
    Stretch { passphrase: Typed, stretching: Stretching },
}

impl Job {
    /// What several workers can do of it, each one part, before the rest is [`Self::joined`]; none where it is for one alone.
    pub fn parts(&self, workers: usize) -> Vec<Self> {
        let Self::Refine { comparison } = self else { return Vec::new() };
        let of = workers.min(MOST_SHARES);
        (0..of).map(|nth| Self::Count { comparison: comparison.clone(), share: Share { nth, of } }).collect()
    }

    /// The text that it is about.
    pub(super) fn body(&mut self) -> Option<&mut String> {
        match self {
            Self::Calculate { request: text }
            | Self::Evaluate { bundle: text, .. }
            | Self::Simulate { simulation: text }
            | Self::Compare { comparison: text }
            | Self::Refine { comparison: text }
            | Self::Count { comparison: text, .. }
            | Self::Tell { comparison: text, .. }
            | Self::BestValue { asked: text }
            | Self::Seal { file: text, .. }
            | Self::Receive { file: text, .. } => Some(text),
            Self::Hide { .. } | Self::Stretch { .. } => None,
        }
    }

    /// What is left of it once its parts are answered; its answer is that of the whole.
    #[must_use]
    pub fn joined(&self, answers: Vec<String>) -> Self {
        match self {
            Self::Refine { comparison } => Self::Tell { comparison: comparison.clone(), counted: answers },
            other => other.clone(),
        }
    }
}

/// A passphrase as somebody typed it: no log shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed(pub String);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// What came of each table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden(pub Vec<Result<Protected, SafetyError>>);

impl Hidden {
    /// Reads the answer to [`Job::Hide`].
    ///
    /// # Errors
    /// Where the text is no answer: what sent it is of another version.
    pub fn read(text: &str) -> Result<Self, JobFault> {
        serde_json::from_str(text).map_err(|error| JobFault::Ended(error.to_string()))
    }
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done, of `of`.
    pub done: u32,
    /// All steps; 0 where that is not known yet.
    pub of: u32,
    /// What comes next, in words: "Cluster North".
    pub words: String,
}

/// Why a job has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JobFault {
    /// The request breaks a rule; the sentence says which.
    #[error("{0}")]
    Refused(String),
    /// Whoever asked does not want it any more.
    #[error("it was cancelled")]
    Cancelled,
    /// What did the job has ended without an answer; the words say what is known of it.
    #[error("the work ended before there was an answer: {0}")]
    Ended(String),
}

/// Methods that can take longer than a person waits for a key to show: thousands of draws, or a search.
pub const TAKES_LONG: [&str; 4] = ["cluster_regression", "randomisation", "suppress", "allocate"];

/// Whether a method is one of those.
pub fn takes_long(method: &str) -> bool {
    TAKES_LONG.contains(&method)
}
