//! The whole document: tables of records of fields, written to, joined and asked. Knows no table by name.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::error::MergeError;
use super::field::Field;
use super::place::check_name;
use super::record::{LIFE_LIMIT, Record};
use super::stamp::Stamp;
use super::value::Value;
use super::vector::VersionVector;

/// What is stamped later than this ahead of its importer is listed by [`Document::held_back`]: a day, as wrong time
/// zones are honest.
pub const HELD_BACK_AFTER_MS: u64 = 24 * 60 * 60 * 1000;

pub(super) type Table = BTreeMap<Arc<str>, Arc<Record>>;

/// Tables of records. Cheap to clone: tables and records are shared until one is written to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Never an empty table, so that equal documents have equal bytes.
    tables: BTreeMap<Arc<str>, Arc<Table>>,
}

/// Something stamped so far in the future that a person should look before it is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    pub table: String,
    pub id: String,
    /// `None`: it is the making, deleting or restoring of the record that carries the stamp.
    pub field: Option<String>,
    pub stamp: Stamp,
}

impl Document {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn from_tables(tables: BTreeMap<Arc<str>, Arc<Table>>) -> Self {
        let mut document = Document { tables };
        document.tables.retain(|_, table| !table.is_empty());
        document
    }

    /// True if not even a deleted record is here.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The names of the tables that hold any record, deleted ones included.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(|name| &**name)
    }

    /// Every record of a table, deleted ones included, in the order of the ids.
    pub fn records(&self, table: &str) -> impl Iterator<Item = (&str, &Record)> {
        self.tables.get(table).into_iter().flat_map(|table| table.iter()).map(|(id, record)| (&**id, &**record))
    }

    /// The records of a table that are not deleted, in the order of the ids.
    pub fn live(&self, table: &str) -> impl Iterator<Item = (&str, &Record)> {
        self.records(table).filter(|(_, record)| record.is_alive())
    }

    /// Every record as (table, id, record), deleted ones included.
    pub fn all_records(&self) -> impl Iterator<Item = (&str, &str, &Record)> {
        self.tables.iter().flat_map(|(name, table)| table.iter().map(|(id, record)| (&**name, &**id, &**record)))
    }

    /// The record of any life, so also a deleted one.
    pub fn record(&self, table: &str, id: &str) -> Option<&Record> {
        self.tables.get(table)?.get(id).map(|record| &**record)
    }

    /// The record of any life, to keep: what [`Document::put_record`] takes back.
    pub fn shared_record(&self, table: &str, id: &str) -> Option<Arc<Record>> {
        self.tables.get(table)?.get(id).cloned()
    }

    /// The record, unless it is deleted.
    pub fn live_record(&self, table: &str, id: &str) -> Option<&Record> {
        self.record(table, id).filter(|record| record.is_alive())
    }

    /// What a field of a live record shows.
    pub fn value(&self, table: &str, id: &str, field: &str) -> Option<&Value> {
        self.live_record(table, id)?.value(field)
    }

    /// Writes a field, having seen every version of it that is here. Makes the record if there is none; a deleted
    /// record begins a new life with this field alone. Fails, changing nothing, on names and values that no reader
    /// would accept, and on a stamp that this field has already seen (see [`Field::set`]).
    pub fn set(
        &mut self,
        table: &str,
        id: &str,
        field: &str,
        value: impl Into<Value>,
        stamp: &Stamp,
    ) -> Result<(), MergeError> {
        let value = value.into();
        value.check()?;
        check_name("the field's name", field)?;
        let Some(present) = self.record(table, id) else {
            check_name("the table's name", table)?;
            check_name("the record's id", id)?;
            let mut record = Record::from_parts(1, stamp.clone(), BTreeMap::new());
            record.set(field, value, stamp)?;
            self.put_record(table, id, Some(Arc::new(record)));
            return Ok(());
        };
        if !present.is_alive() && present.life() >= LIFE_LIMIT {
            return Err(MergeError::NoMoreLives { table: table.to_owned(), id: id.to_owned() });
        }
        if present.is_alive() && present.field(field).is_some_and(|field| field.covers(stamp)) {
            return Err(MergeError::StaleStamp { stamp: stamp.to_string() });
        }
        let Some(record) = self.record_mut(table, id) else { return Ok(()) };
        if !record.is_alive() {
            record.change_life(stamp);
        }
        record.set(field, value, stamp)
    }

    /// Deletes a record for good: its values are gone, and no copy of this life brings them back. False, changing
    /// nothing, if there is no live record.
    pub fn delete(&mut self, table: &str, id: &str, stamp: &Stamp) -> bool {
        if self.live_record(table, id).is_none() {
            return false;
        }
        if let Some(record) = self.record_mut(table, id) {
            record.change_life(stamp);
        }
        true
    }

    fn record_mut(&mut self, table: &str, id: &str) -> Option<&mut Record> {
        Some(Arc::make_mut(Arc::make_mut(self.tables.get_mut(table)?).get_mut(id)?))
    }

    /// Puts a record in the place of what is there, or takes it away: physically, without a trace, for undo and for
    /// replaying a log. Copies that left before keep what they have; merging them brings it back.
    pub fn put_record(&mut self, table: &str, id: &str, record: Option<Arc<Record>>) {
        match (self.tables.get_mut(table), record) {
            (Some(present), Some(record)) => {
                Arc::make_mut(present).insert(Arc::from(id), record);
            }
            (None, Some(record)) => {
                let fresh = BTreeMap::from([(Arc::from(id), record)]);
                self.tables.insert(Arc::from(table), Arc::new(fresh));
            }
            (Some(present), None) => {
                if present.contains_key(id) {
                    Arc::make_mut(present).remove(id);
                }
                if present.is_empty() {
                    self.tables.remove(table);
                }
            }
            (None, None) => {}
        }
    }

    /// Takes over what the other document has and this one has not seen. Commutative, associative, idempotent.
    pub fn join(&mut self, other: &Document) {
        for (name, theirs) in &other.tables {
            match self.tables.entry(name.clone()) {
                Entry::Vacant(place) => {
                    place.insert(theirs.clone());
                }
                Entry::Occupied(mut place) => join_table(place.get_mut(), theirs),
            }
        }
    }

    /// True if joining `other` would change nothing here.
    pub fn includes(&self, other: &Document) -> bool {
        other.tables.iter().all(|(name, theirs)| {
            self.tables.get(name).is_some_and(|ours| {
                Arc::ptr_eq(ours, theirs)
                    || theirs.iter().all(|(id, theirs)| ours.get(id).is_some_and(|ours| includes(ours, theirs)))
            })
        })
    }

    /// Everything any part of this document has seen. It says of which devices there is news here; it does not say
    /// that every field is there, as a document may be a part of another.
    pub fn version_vector(&self) -> VersionVector {
        let mut context = VersionVector::new();
        self.all_records().for_each(|(_, _, record)| record.add_context_to(&mut context));
        context
    }

    /// The greatest stamp of anything that is held.
    pub fn latest_stamp(&self) -> Option<&Stamp> {
        self.all_records()
            .flat_map(|(_, _, record)| {
                record.fields().filter_map(|(_, field)| field.stamp()).chain(std::iter::once(record.since()))
            })
            .max()
    }

    /// The part of the document for which `keep(table, id)` holds. Records stay whole, so a part can be merged
    /// anywhere.
    pub fn select(&self, mut keep: impl FnMut(&str, &str) -> bool) -> Document {
        let mut part = BTreeMap::new();
        for (name, table) in &self.tables {
            let kept: Table = table
                .iter()
                .filter(|(id, _)| keep(name, id))
                .map(|(id, record)| (id.clone(), record.clone()))
                .collect();
            if kept.len() == table.len() {
                part.insert(name.clone(), table.clone());
            } else {
                part.insert(name.clone(), Arc::new(kept));
            }
        }
        Document::from_tables(part)
    }

    /// Every field in which there is something to choose, as (table, id, field's name, field).
    pub fn conflicts(&self) -> impl Iterator<Item = (&str, &str, &str, &Field)> {
        self.all_records()
            .flat_map(|(table, id, record)| record.conflicts().map(move |(name, field)| (table, id, name, field)))
    }

    /// What is stamped more than [`HELD_BACK_AFTER_MS`] after `now_ms`, losers included.
    pub fn held_back(&self, now_ms: u64) -> Vec<HeldBack> {
        let latest = now_ms.saturating_add(HELD_BACK_AFTER_MS);
        let mut held = Vec::new();
        for (table, id, record) in self.all_records() {
            let mut hold = |field: Option<&str>, stamp: &Stamp| {
                let (table, id, field) = (table.to_owned(), id.to_owned(), field.map(str::to_owned));
                held.push(HeldBack { table, id, field, stamp: stamp.clone() });
            };
            if record.since().ms > latest {
                hold(None, record.since());
            }
            for (name, field) in record.fields() {
                let stamps = field.versions().iter().map(|version| &version.stamp);
                stamps.filter(|stamp| stamp.ms > latest).for_each(|stamp| hold(Some(name), stamp));
            }
        }
        held
    }

    /// The (table, id) of every record that is not the same here as it was in `before`: what a log has to store.
    pub fn changed_since(&self, before: &Document) -> Vec<(String, String)> {
        let mut changed = Vec::new();
        for (name, table) in &self.tables {
            let former = before.tables.get(name);
            if former.is_some_and(|former| Arc::ptr_eq(former, table)) {
                continue;
            }
            for (id, record) in table.iter() {
                if former.and_then(|former| former.get(id)) != Some(record) {
                    changed.push((name.to_string(), id.to_string()));
                }
            }
        }
        for (table, id, _) in before.all_records() {
            if self.record(table, id).is_none() {
                changed.push((table.to_owned(), id.to_owned()));
            }
        }
        changed
    }
}

fn includes(ours: &Arc<Record>, theirs: &Arc<Record>) -> bool {
    Arc::ptr_eq(ours, theirs) || ours.includes(theirs)
}

fn join_table(ours: &mut Arc<Table>, theirs: &Arc<Table>) {
    if Arc::ptr_eq(ours, theirs) {
        return;
    }
    for (id, their_record) in theirs.iter() {
        // Asking first keeps a table shared with its older copies when there is nothing new.
        if ours.get(id).is_some_and(|our_record| includes(our_record, their_record)) {
            continue;
        }
        match Arc::make_mut(ours).entry(id.clone()) {
            Entry::Vacant(place) => {
                place.insert(their_record.clone());
            }
            Entry::Occupied(mut place) => Arc::make_mut(place.get_mut()).join(their_record),
        }
    }
}
