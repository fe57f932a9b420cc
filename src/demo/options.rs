//! What may be chosen about the demonstration, and what is refused.

use super::names::{MOST_CLUSTERS, MOST_SCHOOLS};
use crate::model::{ModelError, PilotId};
use crate::workspace::WorkspaceError;
use thiserror::Error;

/// Why a demonstration cannot be made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DemoError {
    #[error("the demonstration can have 1 to {MOST_CLUSTERS} clusters, not {0}")]
    Clusters(usize),
    #[error("the demonstration can have one school for each cluster up to {MOST_SCHOOLS} schools, not {0}")]
    Schools(usize),
    #[error(
        "{pupils} pupils cannot be shared out over {schools} schools: it would be {FEWEST_PUPILS} to {MOST_PUPILS} a school"
    )]
    Pupils { pupils: u64, schools: usize },
    #[error("the demonstration cannot be written as a document: {0}")]
    Document(#[from] WorkspaceError),
}

/// The smallest and the largest roll a school can be scaled to.
pub(super) const FEWEST_PUPILS: u32 = 20;
pub(super) const MOST_PUPILS: u32 = 2_400;

/// The demonstration that is wanted. The same options always give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub seed: u64,
    /// Of each six clusters the first two take part.
    pub clusters: usize,
    /// All schools together, taking part or not.
    pub schools: usize,
    /// Pupils on roll of all schools together, nearly; None leaves schools the size they are drawn.
    pub pupils: Option<u64>,
    /// Without them the pilot changes nothing: for finding out how often an evaluation says that it did.
    pub effects: bool,
}

/// A seed whose course of events is a usual one: each change of the pilot's first year lies near its truth, so that
/// nobody learns from the demonstration what chance alone has made. Other seeds show how far chance can lead.
const USUAL_SEED: u64 = 66;

impl Default for Options {
    fn default() -> Self {
        Self { seed: USUAL_SEED, clusters: 6, schools: 104, pupils: None, effects: true }
    }
}

impl Options {
    /// Fails with the first choice that is out of range.
    pub fn check(&self) -> Result<(), DemoError> {
        if !(1..=MOST_CLUSTERS).contains(&self.clusters) {
            return Err(DemoError::Clusters(self.clusters));
        }
        if !(self.clusters..=MOST_SCHOOLS).contains(&self.schools) {
            return Err(DemoError::Schools(self.schools));
        }
        match self.pupils {
            Some(pupils) if !self.pupil_range().contains(&pupils) => {
                Err(DemoError::Pupils { pupils, schools: self.schools })
            }
            _ => Ok(()),
        }
    }

    /// The nearest options that [`Options::check`] accepts.
    pub(super) fn within_range(&self) -> Self {
        let clusters = self.clusters.clamp(1, MOST_CLUSTERS);
        let mut near = Self { clusters, schools: self.schools.clamp(clusters, MOST_SCHOOLS), ..self.clone() };
        let range = near.pupil_range();
        near.pupils = near.pupils.map(|pupils| pupils.clamp(*range.start(), *range.end()));
        near
    }

    fn pupil_range(&self) -> std::ops::RangeInclusive<u64> {
        let schools = self.schools as u64;
        schools * u64::from(FEWEST_PUPILS)..=schools * u64::from(MOST_PUPILS)
    }

    /// A name of its own for each demonstration, so that two of them are never merged as one pilot.
    pub(super) fn pilot_id(&self) -> Result<PilotId, ModelError> {
        let Self { seed, clusters, schools, pupils, effects } = self;
        let mut name = format!("fernleigh-sample-{seed}");
        if (Options { seed: *seed, effects: *effects, ..Options::default() }) != *self {
            name.push_str(&format!("-{clusters}-{schools}"));
        }
        if let Some(pupils) = pupils {
            name.push_str(&format!("-{pupils}"));
        }
        if !effects {
            name.push_str("-null");
        }
        PilotId::from_name(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_out_of_range_are_refused_with_their_value() {
        let usual = Options::default();
        assert_eq!(usual.check(), Ok(()));
        assert_eq!(Options { clusters: 0, ..usual.clone() }.check(), Err(DemoError::Clusters(0)));
        assert_eq!(Options { schools: 5, ..usual.clone() }.check(), Err(DemoError::Schools(5)));
        let crowded = Options { pupils: Some(1_000_000), ..usual.clone() };
        assert_eq!(crowded.check(), Err(DemoError::Pupils { pupils: 1_000_000, schools: 104 }));
        assert_eq!(Options { pupils: Some(40_000), ..usual.clone() }.check(), Ok(()));
        let absurd = Options { seed: 1, clusters: 0, schools: usize::MAX, pupils: Some(0), effects: true };
        assert_eq!(absurd.within_range().check(), Ok(()));
        assert_eq!(usual.within_range(), usual);
    }

    #[test]
    fn demonstrations_that_differ_are_different_pilots() {
        let usual = Options::default();
        let others = [
            Options { seed: 1, ..usual.clone() },
            Options { schools: 50, ..usual.clone() },
            Options { pupils: Some(40_000), ..usual.clone() },
            Options { effects: false, ..usual.clone() },
        ];
        assert!(others.iter().all(|other| other.pilot_id() != usual.pilot_id()));
        assert!(Options { seed: u64::MAX, ..usual }.pilot_id().is_ok());
    }
}
