//! Things that happened, and changes of counting, as people mark them. Knows nothing of charts or methods.

use super::{ClusterId, ModelError, Urn};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a mark means for the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Something happened that may explain a figure; series go on through it.
    Event,
    /// From here on figures are counted in another way: what lies before is not compared with what comes after.
    Break,
}

impl EventKind {
    pub const ALL: [Self; 2] = [Self::Event, Self::Break];

    pub fn key(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Break => "break",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Event => "Something happened",
            Self::Break => "The way of counting changed",
        }
    }
}

/// A mark's name, made on the device where it was added.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(String);

impl EventId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EventId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if plain && !text.is_empty() && text.len() <= 60 {
            Ok(Self(text.to_owned()))
        } else {
            Err(ModelError::Id(text.to_owned()))
        }
    }
}

impl TryFrom<String> for EventId {
    type Error = ModelError;
    fn try_from(text: String) -> Result<Self, ModelError> {
        text.parse()
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> String {
        id.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that a person marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PilotEvent {
    pub id: EventId,
    pub date: NaiveDate,
    pub kind: EventKind,
    /// “New behaviour policy”.
    pub words: String,
    /// One school's; everyone's without a school and a cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<Urn>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<ClusterId>,
    /// Keys of the figures it is about; all of them where empty.
    #[serde(default)]
    pub figures: Vec<String>,
}

impl PilotEvent {
    /// Whether it is about a figure, by its key.
    pub fn is_about(&self, figure: &str) -> bool {
        self.figures.is_empty() || self.figures.iter().any(|own| own == figure)
    }
}
