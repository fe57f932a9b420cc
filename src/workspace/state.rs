//! The workspace: one document, its typed view, its clock and its history. Knows nothing of storage or screens.

use super::checkpoint::Checkpoint;
use super::origin::Origins;
use super::schema::{self, Kept};
use super::set_back::set_back;
use super::{Arrivals, Change, ChangeKind, Command, History, Origin, OriginFile, Role, WorkspaceError};
use crate::merge::{Clock, DeviceId, Difference, Document, Record, RecordName, Stamp, Value};
use crate::model::PilotData;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything the app knows, as a value. Cloning is cheap enough to keep one per view.
#[derive(Debug, Clone)]
pub struct Workspace {
    document: Document,
    data: Arc<PilotData>,
    unreadable: BTreeMap<RecordName, WorkspaceError>,
    history: History,
    origins: Origins,
    clock: Clock,
    /// The clock at the last file handed out, and when that was.
    handed_out: Option<HandedOut>,
}

/// What is remembered of the newest file that left this device.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct HandedOut {
    at_ms: u64,
    clock: Option<(u64, u32)>,
}

/// A value chosen by a person for a field on which two copies disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub table: String,
    pub id: String,
    pub field: String,
    pub value: Value,
}

/// What is said of a change, beside what it did.
struct Made {
    kind: ChangeKind,
    label: String,
    from_file: bool,
    origin: Option<Arc<Origin>>,
    at_ms: u64,
}

/// Files as they are opened.
#[derive(Debug, Clone, Copy, Default)]
pub struct Opening<'a> {
    /// What “Undo …” will call it.
    pub label: &'a str,
    pub role: Option<Role>,
    /// Each file's name and what it holds.
    pub files: &'a [(&'a str, &'a Document)],
    /// The document here joined with what came in, for whoever has joined them already.
    pub joined: Option<&'a Document>,
}

/// A document while a command writes into it, with the stamp all its writes share.
pub(super) struct Draft {
    document: Document,
    stamp: Stamp,
    touched: BTreeSet<RecordName>,
}

impl Draft {
    pub(super) fn save<T: Kept>(&mut self, value: &T) -> Result<(), WorkspaceError> {
        if schema::write(&mut self.document, value, &self.stamp)? {
            self.touched.insert((T::TABLE.into(), value.record_id().into()));
        }
        Ok(())
    }

    /// Erases a record that is here, or was and has been deleted.
    pub(super) fn erase(&mut self, table: &str, id: &str) -> Result<(), WorkspaceError> {
        if self.document.record(table, id).is_none() {
            return Err(WorkspaceError::Missing { what: "record", name: id.to_owned() });
        }
        self.document.erase(table, id)?;
        self.touched.insert((table.into(), id.into()));
        Ok(())
    }

    pub(super) fn remove(&mut self, table: &str, id: &str) -> Result<(), WorkspaceError> {
        self.document.delete(table, id, &self.stamp);
        self.touched.insert((table.into(), id.into()));
        Ok(())
    }
}

impl Workspace {
    /// An empty workspace on a device.
    pub fn empty(device: DeviceId) -> Self {
        Self::open(Document::default(), device)
    }

    /// A workspace that starts from a document, with no history.
    pub fn open(document: Document, device: DeviceId) -> Self {
        let (data, unreadable) = schema::read_document(&document);
        let named = |error| match error {
            WorkspaceError::Unreadable { ref table, ref id, .. } => {
                Some(((table.as_str().into(), id.as_str().into()), error))
            }
            _ => None,
        };
        let mut clock = Clock::new(device);
        if let Some(newest) = document.last_seen_of(clock.device()) {
            clock = Clock::resume(clock.device().clone(), Some(newest));
        }
        Self {
            document,
            data: Arc::new(data),
            unreadable: unreadable.into_iter().filter_map(named).collect(),
            history: History::default(),
            origins: Origins::default(),
            clock,
            handed_out: None,
        }
    }

    /// The text of a checkpoint.
    pub fn checkpoint(&self) -> Result<String, WorkspaceError> {
        let (document, history) = (self.document.clone(), self.history.clone());
        Checkpoint::new(document, history, self.origins.clone(), self.clock.last(), self.handed_out).to_text()
    }

    /// The workspace of a checkpoint, on the device that made it.
    pub fn restore(checkpoint: &str, device: DeviceId) -> Result<Self, WorkspaceError> {
        let read = Checkpoint::of_text(checkpoint)?;
        let mut workspace = Self::open(read.document, device.clone());
        workspace.history = read.history;
        workspace.origins = read.origins;
        workspace.clock = Clock::resume(device, read.clock.max(workspace.clock.last()));
        workspace.handed_out = read.handed_out;
        Ok(workspace)
    }

    /// Does a change again that was stored before.
    pub fn replay(&mut self, change: Change) {
        self.adopt(&Arc::new(change));
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    pub fn data(&self) -> &Arc<PilotData> {
        &self.data
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Which file last changed each record here.
    pub fn arrivals(&self) -> Arrivals<'_> {
        self.origins.arrivals()
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn clock_mut(&mut self) -> &mut Clock {
        &mut self.clock
    }

    pub fn device(&self) -> &DeviceId {
        self.clock.device()
    }

    /// Records that could not be understood. They are kept and carried along.
    pub fn unreadable(&self) -> impl ExactSizeIterator<Item = &WorkspaceError> {
        self.unreadable.values()
    }

    /// When a file was last handed out, in milliseconds since 1970.
    pub fn last_copy_ms(&self) -> Option<u64> {
        self.handed_out.map(|copy| copy.at_ms)
    }

    /// Changes that can be taken back and were made since a file was last handed out.
    pub fn changes_since_copy(&self) -> usize {
        let since = self.handed_out.map_or(0, |copy| copy.at_ms);
        self.history.steps().take_while(|change| change.at_ms > since).count()
    }

    /// Does a command. On an error nothing has changed.
    pub fn apply(&mut self, command: &Command, now_ms: u64) -> Result<Arc<Change>, WorkspaceError> {
        command.check(&self.data)?;
        let mut clock = self.clock.clone();
        let mut draft = Draft { document: self.document.clone(), stamp: clock.tick(now_ms), touched: BTreeSet::new() };
        command.write(&mut draft, &self.data)?;
        let label = command.label(&self.data);
        let kind = if matches!(command, Command::Erase { .. }) { ChangeKind::Erase } else { ChangeKind::Edit };
        Ok(self.edited(kind, &label, &clock, &draft.document, draft.touched, now_ms))
    }

    /// Merges what came in with files, with the choices made where copies disagree. One undo takes it back.
    pub fn import(
        &mut self,
        opening: &Opening,
        incoming: &Document,
        choices: &[Choice],
        now_ms: u64,
    ) -> Result<Arc<Change>, WorkspaceError> {
        let mut clock = self.clock.clone();
        clock.observe_all(&incoming.version_vector(), now_ms);
        let mut joined = opening.joined.cloned().unwrap_or_else(|| {
            let mut joined = self.document.clone();
            joined.join(incoming);
            joined
        });
        if !choices.is_empty() {
            let stamp = clock.tick(now_ms);
            for choice in choices {
                joined.set(&choice.table, &choice.id, &choice.field, choice.value.clone(), &stamp)?;
            }
        }
        let difference = self.document.difference(&joined);
        let origin = origin_of(opening, &difference.records, now_ms);
        let label = opening.label.to_owned();
        let made = Made { kind: ChangeKind::Import, label, from_file: true, origin, at_ms: now_ms };
        let change = self.change_of(made, &clock, &joined, difference);
        if change.is_news() {
            // What doing the change to the document would come to.
            self.document = joined;
            self.follow(&change);
        }
        Ok(change)
    }

    /// Settles fields on which copies disagreed, as one step.
    pub fn settle(&mut self, choices: &[Choice], label: &str, now_ms: u64) -> Result<Arc<Change>, WorkspaceError> {
        let mut clock = self.clock.clone();
        let mut document = self.document.clone();
        let stamp = clock.tick(now_ms);
        let mut touched = BTreeSet::new();
        for choice in choices {
            document.set(&choice.table, &choice.id, &choice.field, choice.value.clone(), &stamp)?;
            touched.insert((choice.table.as_str().into(), choice.id.as_str().into()));
        }
        Ok(self.edited(ChangeKind::Edit, label, &clock, &document, touched, now_ms))
    }

    /// Goes back to what an earlier state shows, as one step.
    pub fn set_back(&mut self, earlier: &Document, label: &str, now_ms: u64) -> Result<Arc<Change>, WorkspaceError> {
        let mut clock = self.clock.clone();
        let mut document = self.document.clone();
        let touched = set_back(&mut document, earlier, &clock.tick(now_ms))?;
        Ok(self.edited(ChangeKind::Edit, label, &clock, &document, touched, now_ms))
    }

    /// Adopts a person's edit. One that changes nothing is no step: it would be in the way of undo.
    fn edited(
        &mut self,
        kind: ChangeKind,
        label: &str,
        clock: &Clock,
        after: &Document,
        touched: BTreeSet<RecordName>,
        now_ms: u64,
    ) -> Arc<Change> {
        let label = label.to_owned();
        let made = Made { kind, label, from_file: false, origin: None, at_ms: now_ms };
        let change = self.change(made, clock, after, touched);
        if !change.touched.is_empty() {
            self.adopt(&change);
        }
        change
    }

    /// Takes back the newest step. None if there is none.
    pub fn undo(&mut self, now_ms: u64) -> Result<Option<Arc<Change>>, WorkspaceError> {
        let Some(step) = self.history.newest_done().cloned() else { return Ok(None) };
        self.take_back(&step, ChangeKind::Undo, now_ms).map(Some)
    }

    /// Does the newest step that was taken back again. None if there is none.
    pub fn redo(&mut self, now_ms: u64) -> Result<Option<Arc<Change>>, WorkspaceError> {
        let Some(step) = self.history.newest_undone().cloned() else { return Ok(None) };
        self.take_back(&step, ChangeKind::Redo, now_ms).map(Some)
    }

    /// Notes that a file was handed out.
    pub fn note_export(&mut self, label: &str, now_ms: u64) -> Arc<Change> {
        let clock = self.clock.clone();
        let document = self.document.clone();
        let made =
            Made { kind: ChangeKind::Export, label: label.to_owned(), from_file: false, origin: None, at_ms: now_ms };
        let change = self.change(made, &clock, &document, BTreeSet::new());
        self.adopt(&change);
        change
    }

    /// An edit nobody else can know of is undone as though it had never been made, and so is an import, which the
    /// others still have. An edit that may have been handed out is undone by a new edit, or the others' copies would
    /// bring it back.
    fn take_back(&mut self, step: &Change, kind: ChangeKind, now_ms: u64) -> Result<Arc<Change>, WorkspaceError> {
        let untouched_since = step
            .touched
            .iter()
            .all(|(table, id)| self.document.shared_record(table, id) == step.after.shared_record(table, id));
        let unknown_to_others = match self.handed_out {
            Some(copy) => step.clock > copy.clock,
            None => true,
        };
        let mut document = self.document.clone();
        let mut clock = self.clock.clone();
        if untouched_since && (unknown_to_others || step.from_file) {
            for (table, id) in &step.touched {
                document.put_record(table, id, step.before.shared_record(table, id));
            }
        } else {
            let stamp = clock.tick(now_ms);
            for (table, id) in &step.touched {
                counter_edit(&mut document, step, table, id, &stamp)?;
            }
        }
        let touched = step.touched.iter().cloned().collect();
        let (label, origin) = (step.label.clone(), step.origin.clone());
        let made = Made { kind, label, from_file: step.from_file, origin, at_ms: now_ms };
        let change = self.change(made, &clock, &document, touched);
        self.adopt(&change);
        Ok(change)
    }

    fn change(&self, made: Made, clock: &Clock, after: &Document, touched: BTreeSet<RecordName>) -> Arc<Change> {
        let part = |document: &Document| {
            let mut part = Document::default();
            for (table, id) in &touched {
                part.put_record(table, id, document.shared_record(table, id));
            }
            part
        };
        let (one, other) = (part(&self.document), part(after));
        self.change_of(made, clock, after, Difference { records: touched.into_iter().collect(), one, other })
    }

    /// The change from this document to the one after it, by the records that it touched, as they were and as they became.
    fn change_of(&self, made: Made, clock: &Clock, after: &Document, touched: Difference) -> Arc<Change> {
        let Difference { records, one: mut before, other: mut changed } = touched;
        // A change that erases must not keep what it erased.
        let erased = records.iter().filter(|(table, id)| after.is_erased(table, id));
        erased.for_each(|(table, id)| before.put_record(table, id, None));
        changed.take_over_erasures(after, |table, id| !self.document.is_erased(table, id));
        Arc::new(Change {
            kind: made.kind,
            label: made.label,
            from_file: made.from_file,
            origin: made.origin,
            at_ms: made.at_ms,
            clock: clock.last(),
            touched: records,
            before,
            after: changed,
        })
    }

    /// Makes a change part of this workspace.
    fn adopt(&mut self, change: &Arc<Change>) {
        change.replay(&mut self.document);
        self.follow(change);
    }

    /// Brings all but the document up to a change.
    fn follow(&mut self, change: &Arc<Change>) {
        let data = Arc::make_mut(&mut self.data);
        let mut became = change.after.all_records().peekable();
        for name in &change.touched {
            let (table, id) = name;
            // Both are in order, so what it became need not be looked for in the document.
            let next = became.next_if(|(of, named, _)| *of == &**table && *named == &**id).map(|(_, _, record)| record);
            let next = next.filter(|_| !self.document.is_erased(table, id));
            let record = next.or_else(|| self.document.record(table, id));
            match schema::refresh(data, table, id, record) {
                Ok(()) => self.unreadable.remove(name),
                Err(error) => self.unreadable.insert(name.clone(), error),
            };
        }
        if change.kind == ChangeKind::Export {
            self.handed_out = Some(HandedOut { at_ms: change.at_ms, clock: change.clock });
        }
        match (&change.origin, change.kind) {
            (Some(origin), ChangeKind::Undo) => self.origins.take_back(origin),
            (Some(origin), _) => self.origins.add(origin.clone()),
            (None, _) => {}
        }
        self.clock = Clock::resume(self.clock.device().clone(), change.clock.max(self.clock.last()));
        self.history.record(Arc::clone(change));
        if change.erases() {
            self.history.forget(&change.after);
        }
    }
}

/// Which of the records that changed, in order, each file holds; None where no file is named.
fn origin_of(opening: &Opening, changed: &[RecordName], now_ms: u64) -> Option<Arc<Origin>> {
    let file = |(name, document): &(&str, &Document)| {
        let mut changed = changed.iter().peekable();
        let is_changed = |held: &RecordName| {
            while changed.next_if(|next| *next < held).is_some() {}
            changed.next_if(|next| *next == held).is_some()
        };
        let records: Vec<RecordName> = document.names().filter(is_changed).collect();
        (!records.is_empty()).then(|| OriginFile { name: (*name).to_owned(), records })
    };
    let files: Vec<OriginFile> = opening.files.iter().filter_map(file).collect();
    (!files.is_empty()).then(|| Arc::new(Origin { role: opening.role, at_ms: now_ms, files }))
}

/// Sets a record back to what a step found, by new edits, and only where nobody has changed it since.
fn counter_edit(
    document: &mut Document,
    step: &Change,
    table: &str,
    id: &str,
    stamp: &Stamp,
) -> Result<(), WorkspaceError> {
    let alive = |record: Option<&Record>| record.is_some_and(Record::is_alive);
    let (before, after) = (step.before.record(table, id), step.after.record(table, id));
    if !alive(before) {
        if alive(document.record(table, id)) {
            document.delete(table, id, stamp);
        }
        return Ok(());
    }
    let Some(before) = before else { return Ok(()) };
    if !alive(document.record(table, id)) {
        for (name, field) in before.fields() {
            document.set(table, id, name, field.value().clone(), stamp)?;
        }
        return Ok(());
    }
    let Some(after) = after else { return Ok(()) };
    let names: BTreeSet<&str> = before.fields().chain(after.fields()).map(|(name, _)| name).collect();
    for name in names {
        let was = before.value(name).cloned().unwrap_or(Value::Null);
        let became = after.value(name).cloned().unwrap_or(Value::Null);
        let is = document.record(table, id).and_then(|record| record.value(name)).cloned().unwrap_or(Value::Null);
        if was != became && is == became {
            document.set(table, id, name, was, stamp)?;
        }
    }
    Ok(())
}
