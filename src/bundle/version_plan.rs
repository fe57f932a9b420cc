//! What going back to an earlier version would do, before anything is done: shown, and then done as shown. Knows nothing of screens.

use super::BundleError;
use super::rows::{Counts, PlannedRecord, rows};
use crate::merge::Document;
use crate::workspace::{Change, Workspace};
use std::sync::Arc;

/// A way back.
#[derive(Debug, Clone)]
pub struct VersionPlan {
    here: Document,
    earlier: Document,
    after: Document,
}

impl VersionPlan {
    /// From a workspace to what an earlier document shows. `now_ms` counts from 1970.
    pub fn new(here: &Workspace, earlier: &Document, now_ms: u64) -> Result<Self, BundleError> {
        let mut after = here.clone();
        after.set_back(earlier, "", now_ms)?;
        let (here, after) = (here.document().clone(), after.document().clone());
        Ok(Self { here, earlier: earlier.clone(), after })
    }

    /// The records that would look different, in words.
    pub fn records(&self) -> Vec<PlannedRecord> {
        let mut records = rows(&self.here, &self.touched(), &self.after);
        records.sort_by(|one, other| one.label.cmp(&other.label));
        records
    }

    /// How many of each kind.
    pub fn totals(&self) -> Counts {
        Counts::of(self.here.kinds(&self.touched()))
    }

    /// Whether it would change anything.
    pub fn can_apply(&self) -> bool {
        self.here != self.after
    }

    /// Whether two start and end the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.here == other.here && self.after == other.after
    }

    /// Goes back to “the version of …”. Fails, changing nothing, if the workspace has changed since the plan was made.
    pub fn apply(&self, workspace: &mut Workspace, version: &str, now_ms: u64) -> Result<Arc<Change>, BundleError> {
        if *workspace.document() != self.here {
            return Err(BundleError::PlanOutdated);
        }
        Ok(workspace.set_back(&self.earlier, &format!("Go back to {version}"), now_ms)?)
    }

    fn touched(&self) -> Document {
        self.after.select(|table, id| self.after.shared_record(table, id) != self.here.shared_record(table, id))
    }
}
