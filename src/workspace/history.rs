//! The steps that can be taken back and done again. Knows nothing of what the steps did.

use super::{Change, ChangeKind};
use crate::merge::Document;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many steps can be taken back.
const STEPS: usize = 200;

/// Undo and redo, newest step last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    done: Vec<Arc<Change>>,
    undone: Vec<Arc<Change>>,
}

impl History {
    /// Takes note of a change, whether made just now or replayed.
    pub(super) fn record(&mut self, change: Arc<Change>) {
        match change.kind {
            ChangeKind::Edit | ChangeKind::Import => {
                self.undone.clear();
                self.done.push(change);
            }
            ChangeKind::Undo => {
                self.done.pop();
                self.undone.push(change);
            }
            ChangeKind::Redo => {
                self.undone.pop();
                self.done.push(change);
            }
            // What was erased cannot come back, so there is nothing to take back.
            ChangeKind::Export | ChangeKind::Erase => {}
        }
        if self.done.len() > STEPS {
            self.done.drain(..self.done.len() - STEPS);
        }
    }

    /// Forgets all that its steps knew of erased records. A step that did nothing else is none any more: its words would
    /// tell what was erased.
    pub(super) fn forget(&mut self, erased: &Document) {
        for steps in [&mut self.done, &mut self.undone] {
            for step in steps.iter_mut().filter(|step| step.tells_of(erased)) {
                Arc::make_mut(step).forget(erased);
            }
            steps.retain(|step| !step.touched.is_empty());
        }
    }

    /// Steps done, oldest first, then those that were taken back.
    pub(super) fn every_step(&mut self) -> impl Iterator<Item = &mut Change> {
        self.done.iter_mut().chain(&mut self.undone).map(Arc::make_mut)
    }

    pub(super) fn newest_done(&self) -> Option<&Arc<Change>> {
        self.done.last()
    }

    pub(super) fn newest_undone(&self) -> Option<&Arc<Change>> {
        self.undone.last()
    }

    /// What “Undo” would take back, in words.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|change| change.label.as_str())
    }

    /// What “Redo” would do again, in words.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|change| change.label.as_str())
    }

    /// Steps that can be taken back, newest first.
    pub fn steps(&self) -> impl Iterator<Item = &Change> {
        self.done.iter().rev().map(|change| &**change)
    }
}
