//! What a command did, as a value: enough to store it, replay it and take it back. Knows no noun.

use super::places::{self, Places, Run};
use super::{Origin, WorkspaceError, names_text};
use crate::merge::{Brief, Document, RecordName, take_documents};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeSet;
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "Kept")]
pub struct Change {
    pub kind: ChangeKind,
    /// What was done, in words, for “Undo …”.
    pub label: String,
    /// Whether it brought in (or took back) what a file held, which those who sent the file still have.
    pub from_file: bool,
    /// The files that brought it, where it was an opening of files or took one back.
    pub origin: Option<Arc<Origin>>,
    /// Milliseconds since 1970 by this device's clock.
    pub at_ms: u64,
    /// The device clock's last stamp after this change: milliseconds and counter.
    pub clock: Option<(u64, u32)>,
    /// The name of each record it touched, in their order.
    pub touched: Vec<RecordName>,
    /// The touched records as they were. One that is missing here did not exist.
    pub before: Document,
    /// The touched records as they became. One that is missing here ceased to exist.
    pub after: Document,
}

/// A change as a text has it: of the touched records those alone are named that it neither found nor left. Earlier programs named all.
#[derive(Deserialize)]
struct Kept {
    kind: ChangeKind,
    label: String,
    from_file: bool,
    #[serde(default)]
    origin: Option<Arc<Origin>>,
    at_ms: u64,
    clock: Option<(u64, u32)>,
    #[serde(with = "names_text", default)]
    touched: Vec<RecordName>,
    #[serde(with = "Brief")]
    before: Document,
    #[serde(with = "Brief")]
    after: Document,
}

impl From<Kept> for Change {
    fn from(kept: Kept) -> Self {
        let Kept { kind, label, from_file, origin, at_ms, clock, touched, before, after } = kept;
        let touched = all_names(touched, &before, &after);
        Self { kind, label, from_file, origin, at_ms, clock, touched, before, after }
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut change = serializer.serialize_struct("Change", 9)?;
        change.serialize_field("kind", &self.kind)?;
        change.serialize_field("label", &self.label)?;
        change.serialize_field("from_file", &self.from_file)?;
        change.serialize_field("origin", &self.origin)?;
        change.serialize_field("at_ms", &self.at_ms)?;
        change.serialize_field("clock", &self.clock)?;
        change.serialize_field("touched", &Names(&self.unnamed()))?;
        change.serialize_field("before", &Brief(&self.before))?;
        change.serialize_field("after", &Brief(&self.after))?;
        change.end()
    }
}

struct Names<'a>(&'a [RecordName]);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        names_text::serialize(self.0, serializer)
    }
}

/// A text speaks of something that is not in it.
pub(super) fn not_there() -> WorkspaceError {
    WorkspaceError::Damaged("a step of its history speaks of what is not there".to_owned())
}

/// These names and those of what is in the documents, in their order and each once.
fn all_names(names: Vec<RecordName>, before: &Document, after: &Document) -> Vec<RecordName> {
    // What files bring is mostly new: then there is nothing to put in order.
    match names.is_empty() && before.is_empty() {
        true => after.names().collect(),
        false => {
            names.into_iter().chain(before.names()).chain(after.names()).collect::<BTreeSet<_>>().into_iter().collect()
        }
    }
}

impl Change {
    /// Puts the touched records into a document as this change left them.
    pub(super) fn replay(&self, document: &mut Document) {
        // Both are in order, so what is passed over became nothing.
        let mut became = self.after.names().peekable();
        for name in &self.touched {
            if became.next_if_eq(name).is_none() {
                let (table, id) = name;
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

    /// The touched records that are in neither document.
    fn unnamed(&self) -> Vec<RecordName> {
        let is_in = |document: &Document, (table, id): &RecordName| document.record(table, id).is_some();
        let is_unnamed = |name: &&RecordName| !is_in(&self.after, name) && !is_in(&self.before, name);
        self.touched.iter().filter(is_unnamed).cloned().collect()
    }

    /// Leaves out of what the records became those that a document still has so, and says where they are in it.
    pub(super) fn leave_out(&mut self, document: &Document, places: &Places<'_>) -> Vec<Run> {
        let (mut runs, mut others, mut stays) = (Vec::new(), Vec::new(), Vec::new());
        for name in std::mem::take(&mut self.touched) {
            let (table, id) = &name;
            let left = self.after.shared_record(table, id);
            let is_there = left.is_some() && left == document.shared_record(table, id);
            if let Some(position) = places.position(table, id).filter(|_| is_there) {
                places::go_on(&mut runs, table, position);
                continue;
            }
            if left.is_some() {
                stays.push(name.clone());
            }
            others.push(name);
        }
        // Most of a large step is left out: what stays is picked rather than the rest taken away.
        let picked = self.after.pick(stays.iter().map(|(table, id)| (&**table, &**id)));
        if let Some(mut after) = picked {
            after.take_over_erasures(&self.after, |_, _| true);
            self.after = after;
        }
        self.touched = others;
        runs
    }

    /// Puts back what was left out. Fails where the document has not what is said to be there.
    pub(super) fn put_back(&mut self, document: &Document, runs: &[Run]) -> Result<(), WorkspaceError> {
        self.after.put_all(document.pick_runs(runs).ok_or_else(not_there)?);
        self.touched = all_names(std::mem::take(&mut self.touched), &self.before, &self.after);
        Ok(())
    }

    /// The same, as earlier programs had it: by the first of the touched records that were left out, and how many.
    pub(super) fn put_back_touched(
        &mut self,
        document: &Document,
        runs: &[(usize, usize)],
    ) -> Result<(), WorkspaceError> {
        let mut named = Vec::new();
        for (first, many) in runs {
            let end = first.checked_add(*many).ok_or_else(not_there)?;
            named.extend(self.touched.get(*first..end).ok_or_else(not_there)?);
        }
        let named = named.into_iter().map(|(table, id)| (&**table, &**id));
        self.after.put_all(document.pick(named).ok_or_else(not_there)?);
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
        // What serde derives goes through each document twice, as it looks for its end first: half as long again for a large step.
        if let Some((rest, [(before, _), (after, _)])) =
            take_documents(line, ["\"before\":", "\"after\":"], Document::read_kept)
            && let Ok(change) = serde_json::from_str::<Self>(&rest)
            && change.before.is_empty()
            && change.after.is_empty()
        {
            let touched = all_names(change.touched, &before, &after);
            return Ok(Self { before, after, touched, ..change });
        }
        serde_json::from_str(line).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }
}
