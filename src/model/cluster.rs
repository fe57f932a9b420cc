//! Clusters: localities of schools with a board and priorities.

use super::{ClusterId, ModelError, Outcome};
use serde::{Deserialize, Serialize};

/// Where a cluster stands towards the pilot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Participation {
    TakingPart,
    Interested,
    #[default]
    Invited,
    NotInterested,
}

impl Participation {
    pub const ALL: [Self; 4] = [Self::TakingPart, Self::Interested, Self::Invited, Self::NotInterested];

    pub fn words(self) -> &'static str {
        match self {
            Self::TakingPart => "Taking part",
            Self::Interested => "Interested",
            Self::Invited => "Invited",
            Self::NotInterested => "Not interested",
        }
    }
}

/// What a cluster chose to work on, and which strategic outcome it serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Priority {
    pub outcome: Outcome,
    pub words: String,
}

/// Priorities are kept as one text each, `attainment: words`, so that a list of them merges as one value.
impl TryFrom<String> for Priority {
    type Error = ModelError;

    fn try_from(text: String) -> Result<Self, ModelError> {
        let (key, words) = text.split_once(": ").ok_or_else(|| ModelError::Id(text.clone()))?;
        let outcome = Outcome::from_key(key).ok_or_else(|| ModelError::Id(key.to_owned()))?;
        Ok(Self { outcome, words: words.to_owned() })
    }
}

impl From<Priority> for String {
    fn from(priority: Priority) -> String {
        format!("{}: {}", priority.outcome.key(), priority.words)
    }
}

/// A cluster of schools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    pub id: ClusterId,
    pub name: String,
    #[serde(default)]
    pub participation: Participation,
    #[serde(default)]
    pub priorities: Vec<Priority>,
}

impl Cluster {
    pub fn takes_part(&self) -> bool {
        self.participation == Participation::TakingPart
    }
}
