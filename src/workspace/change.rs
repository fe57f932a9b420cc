//! What a command did, as a value: enough to store it, replay it and take it back. Knows no noun.

use super::checkpoint::Run;
use super::{Origin, WorkspaceError};
use crate::merge::{Document, take_documents};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What kind of step a change was. It decides what replaying it does to the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A person's edit.
    Edit,
    /// Files were merged.
    Import,
    /// The newest step was taken back.
    Undo,
    /// The newest step taken back was done again.
    Redo,
    /// A file was handed out: from here on, edits made before may be known to others.
    Export,
    /// Records were erased, as their owner asked. It cannot be taken back.
    Erase,
}

/// One user action. It is stored whole before the page says “saved”.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub kind: ChangeKind,
    /// What was done, in words, for “Undo …”.
    pub label: String,
    /// Whether it brought in (or took back) what a file held, which those who sent the file still have.
    pub from_file: bool,
    /// The files that brought it, where it was an opening of files or took one back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Arc<Origin>>,
    /// Milliseconds since 1970 by this device's clock.
    pub at_ms: u64,
    /// The device clock's last stamp after this change: milliseconds and counter.
    pub clock: Option<(u64, u32)>,
    /// Table and name of each record it touched.
    pub touched: Vec<(String, String)>,
    /// The touched records as they were. One that is missing here did not exist.
    pub before: Document,
    /// The touched records as they became. One that is missing here ceased to exist.
    pub after: Document,
}

impl Change {
    /// Puts the touched records into a document as this change left them.
    pub(super) fn replay(&self, document: &mut Document) {
        // Both are in order, so what is passed over became nothing.
        let mut became = self.after.all_records().map(|(table, id, _)| (table, id)).peekable();
        for (table, id) in &self.touched {
            if became.next_if_eq(&(table.as_str(), id.as_str())).is_none() {
                document.put_record(table, id, None);
            }
        }
        document.put_all(self.after.clone());
        document.join_erasures(&self.after);
    }

    /// Whether it erased records, whoever asked for it and however that came here. Then what is stored from before still
    /// holds their values: a checkpoint is to be put into both places at once, which also drops the log.
    pub fn erases(&self) -> bool {
        self.after.has_erasures()
    }

    /// Whether it did anything that has to be stored.
    pub fn is_news(&self) -> bool {
        !self.touched.is_empty() || self.erases() || self.kind == ChangeKind::Export
    }

    /// Leaves out of what the records became those that a document still has so, and says which of the touched ones they are.
    pub(super) fn leave_out(&mut self, document: &Document) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (position, (table, id)) in self.touched.iter().enumerate() {
            let left = self.after.shared_record(table, id);
            if left.is_none() || left != document.shared_record(table, id) {
                continue;
            }
            self.after.put_record(table, id, None);
            match runs.last_mut() {
                Some((first, many)) if *first + *many == position => *many += 1,
                _ => runs.push((position, 1)),
            }
        }
        runs
    }

    /// Puts back what was left out. Fails where the document has not what is said to be there.
    pub(super) fn put_back(&mut self, document: &Document, runs: &[Run]) -> Result<(), WorkspaceError> {
        let missing = || WorkspaceError::Damaged("a step of its history speaks of what is not there".to_owned());
        let mut named = Vec::new();
        for (first, many) in runs {
            let end = first.checked_add(*many).ok_or_else(missing)?;
            named.extend(self.touched.get(*first..end).ok_or_else(missing)?);
        }
        let named = named.into_iter().map(|(table, id)| (table.as_str(), id.as_str()));
        self.after.put_all(document.pick(named).ok_or_else(missing)?);
        Ok(())
    }

    pub(super) fn tells_of(&self, erased: &Document) -> bool {
        self.touched.iter().any(|(table, id)| erased.is_erased(table, id))
    }

    /// Forgets all that it knew of erased records.
    pub(super) fn forget(&mut self, erased: &Document) {
        self.touched.retain(|(table, id)| !erased.is_erased(table, id));
        for (table, id) in erased.erased() {
            self.before.put_record(table, id, None);
            self.after.put_record(table, id, None);
        }
    }

    /// One line of JSON for the log.
    pub fn encode(&self) -> Result<String, WorkspaceError> {
        serde_json::to_string(self).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }

    pub fn decode(line: &str) -> Result<Self, WorkspaceError> {
        if let Some((rest, [(before, _), (after, _)])) = take_documents(line, ["\"before\":", "\"after\":"])
            && let Ok(change) = serde_json::from_str::<Self>(&rest)
            && change.before.is_empty()
            && change.after.is_empty()
        {
            return Ok(Self { before, after, ..change });
        }
        serde_json::from_str(line).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }
}
