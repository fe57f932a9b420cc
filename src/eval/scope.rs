//! Whose figures a question is about. Knows nothing of what is asked.

use crate::model::{ClusterId, Phase, Urn};
use serde::{Deserialize, Serialize};

/// The schools that a finding covers.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All schools taking part.
    #[default]
    Pilot,
    /// The schools of a cluster that take part; all of its schools where none does.
    Cluster(ClusterId),
    /// One school, whether it takes part or not.
    School(Urn),
    /// The comparison: schools that do not take part.
    NotTakingPart,
    /// Schools of one phase that take part.
    Phase(Phase),
}
