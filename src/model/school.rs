//! Schools: those that take part, and those that are compared with them.

use super::{ClusterId, Laestab, Urn};
use serde::{Deserialize, Serialize};

/// The phase of education a school belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Primary,
    Secondary,
    AllThrough,
    Special,
    AlternativeProvision,
}

impl Phase {
    pub const ALL: [Self; 5] =
        [Self::Primary, Self::Secondary, Self::AllThrough, Self::Special, Self::AlternativeProvision];

    pub fn words(self) -> &'static str {
        match self {
            Self::Primary => "Primary",
            Self::Secondary => "Secondary",
            Self::AllThrough => "All-through",
            Self::Special => "Special",
            Self::AlternativeProvision => "Alternative provision",
        }
    }
}

/// A school. Kept under its URN, the one number that never belongs to two schools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    pub urn: Urn,
    pub name: String,
    pub phase: Phase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laestab: Option<Laestab>,
    /// The locality's cluster, whether or not the school takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<ClusterId>,
    /// Taking part in the pilot; otherwise the school is a comparison.
    #[serde(default)]
    pub taking_part: bool,
}
