//! The whole document: tables of records of fields, written to, joined and asked. Knows no table by name.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::erasure::Register;
use super::error::MergeError;
use super::fields::Fields;
use super::place::check_name;
use super::record::{LIFE_LIMIT, Record};
use super::stamp::Stamp;
use super::value::Value;
use crate::sorted::SortedMap;

/// Copies share all but the path to what one of them changes: an edit takes as long in a table of many records as in one of few.
pub(super) type Table = SortedMap<Arc<str>, Arc<Record>>;

/// The name of a table and of a record in it. Cheap to clone.
pub type RecordName = (Arc<str>, Arc<str>);

/// Tables of records. Cheap to clone: tables and records are shared until one is written to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Never an empty table, so that equal documents have equal bytes.
    tables: BTreeMap<Arc<str>, Table>,
    /// Never a record that is in a table.
    erased: Arc<Register>,
}

impl Document {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn shared_tables(&self) -> &BTreeMap<Arc<str>, Table> {
        &self.tables
    }

    pub(super) fn register(&self) -> &Register {
        &self.erased
    }

    pub(super) fn register_mut(&mut self) -> &mut Register {
        Arc::make_mut(&mut self.erased)
    }

    /// The caller makes sure that no erased record is in a table.
    pub(super) fn from_parts(tables: BTreeMap<Arc<str>, Table>, erased: Register) -> Self {
        let mut document = Document { tables, erased: Arc::new(erased) };
        document.tables.retain(|_, table| !table.is_empty());
        document
    }

    /// True if not even a deleted or an erased record is here.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.erased.is_empty()
    }

    /// The names of the tables that hold any record, deleted ones included.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(|name| &**name)
    }

    /// How many records a table has, deleted ones included.
    pub fn record_count(&self, table: &str) -> usize {
        self.tables.get(table).map_or(0, Table::len)
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

    /// The name of every record, deleted ones included, in their order.
    pub fn names(&self) -> impl Iterator<Item = RecordName> {
        self.tables.iter().flat_map(|(name, table)| table.keys().map(|id| (name.clone(), id.clone())))
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
    /// would accept, on a record that was erased, and on a stamp that this field has already seen.
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
        if self.is_erased(table, id) {
            return Err(MergeError::Erased { table: table.to_owned(), id: id.to_owned() });
        }
        let Some(present) = self.record(table, id) else {
            check_name("the table's name", table)?;
            check_name("the record's id", id)?;
            let mut record = Record::from_parts(1, stamp.clone(), Fields::default());
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
        Some(Arc::make_mut(self.tables.get_mut(table)?.get_mut(id)?))
    }

    /// Puts a record in the place of what is there, or takes it away: physically, without a trace, for undo and for
    /// replaying a log. Copies that left before keep what they have; merging them brings it back. An erased record is not
    /// put back: undo may not revive it.
    pub fn put_record(&mut self, table: &str, id: &str, record: Option<Arc<Record>>) {
        let record = record.filter(|_| !self.is_erased(table, id));
        match (self.tables.get_mut(table), record) {
            (Some(present), Some(record)) => {
                present.insert(Arc::from(id), record);
            }
            (None, Some(record)) => {
                self.tables.insert(Arc::from(table), Table::unit(Arc::from(id), record));
            }
            (Some(present), None) => {
                present.remove(id);
                if present.is_empty() {
                    self.tables.remove(table);
                }
            }
            (None, None) => {}
        }
    }

    /// Puts all of the other document's records, as [`Document::put_record`] does each of them.
    pub fn put_all(&mut self, other: Document) {
        for (name, theirs) in other.tables {
            let theirs = without_erased(&theirs, self.erased.table(&name));
            if !theirs.is_empty() {
                self.tables.entry(name).or_default().take_over(&theirs, |_, theirs| Some(theirs.clone()));
            }
        }
    }

    /// Takes over what the other document has and this one has not seen. Commutative, associative, idempotent.
    pub fn join(&mut self, other: &Document) {
        self.join_erasures(other);
        for (name, theirs) in &other.tables {
            let theirs = without_erased(theirs, self.erased.table(name));
            match self.tables.entry(name.clone()) {
                Entry::Vacant(place) if !theirs.is_empty() => {
                    place.insert(theirs);
                }
                Entry::Vacant(_) => {}
                Entry::Occupied(mut place) => join_table(place.get_mut(), &theirs),
            }
        }
    }

    /// True if joining `other` would change nothing here.
    pub fn includes(&self, other: &Document) -> bool {
        self.erased.includes(&other.erased)
            && other.tables.iter().all(|(name, theirs)| {
                let ours = self.tables.get(name);
                ours.is_some_and(|ours| ours.ptr_eq(theirs))
                    || theirs.iter().all(|(id, theirs)| {
                        let ours = ours.and_then(|ours| ours.get(id));
                        ours.is_some_and(|ours| includes(ours, theirs)) || self.is_erased(name, id)
                    })
            })
    }

    /// The part of the document for which `keep(table, id)` holds, erased records included. Records stay whole, so a part
    /// can be merged anywhere.
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
                part.insert(name.clone(), kept);
            }
        }
        let mut part = Document::from_parts(part, Register::default());
        part.take_over_erasures(self, keep);
        part
    }
}

/// A table less what is erased; the very table where nothing of it is.
fn without_erased(table: &Table, erased: Option<&BTreeSet<Arc<str>>>) -> Table {
    match erased {
        Some(erased) if erased.iter().any(|id| table.contains_key(id)) => {
            let kept = table.iter().filter(|(id, _)| !erased.contains(*id));
            kept.map(|(id, record)| (id.clone(), record.clone())).collect()
        }
        _ => table.clone(),
    }
}

fn includes(ours: &Arc<Record>, theirs: &Arc<Record>) -> bool {
    Arc::ptr_eq(ours, theirs) || ours.includes(theirs)
}

fn join_table(ours: &mut Table, theirs: &Table) {
    if ours.ptr_eq(theirs) {
        return;
    }
    // Asking first keeps a table shared with its older copies when there is nothing new.
    ours.take_over(theirs, |ours, theirs| {
        (!includes(ours, theirs)).then(|| {
            let mut joined = ours.clone();
            Arc::make_mut(&mut joined).join(theirs);
            joined
        })
    });
}

#[cfg(test)]
mod tests {
    use super::super::DeviceId;
    use super::*;

    fn stamp(counter: u32) -> Stamp {
        Stamp { ms: 1_780_000_000_000, counter, device: DeviceId::parse("office").unwrap() }
    }

    fn document() -> Document {
        let mut document = Document::new();
        document.set("return", "s1", "roll", 412, &stamp(0)).unwrap();
        document.set("return", "s1", "sen", 40, &stamp(0)).unwrap();
        document.set("board", "m1", "held", true, &stamp(1)).unwrap();
        document
    }

    #[test]
    fn writing_makes_the_record_and_deleting_leaves_its_end() {
        let mut document = document();
        assert_eq!(document.live("return").map(|(id, _)| id).collect::<Vec<_>>(), ["s1"]);
        assert!(document.delete("return", "s1", &stamp(2)));
        assert!(!document.delete("return", "s1", &stamp(3)), "it is deleted already");
        assert!(!document.delete("return", "s2", &stamp(3)), "it never was");
        assert_eq!(document.live("return").count(), 0);
        assert_eq!(document.record("return", "s1").map(|record| (record.life(), record.since())), Some((2, &stamp(2))));
        assert_eq!(document.value("return", "s1", "roll"), None);
    }

    #[test]
    fn writing_to_a_deleted_record_begins_a_life_with_that_field_alone() {
        let mut document = document();
        document.delete("return", "s1", &stamp(2));
        document.set("return", "s1", "sen", 41, &stamp(3)).unwrap();
        let record = document.live_record("return", "s1").unwrap();
        assert_eq!((record.life(), record.since(), record.field_count()), (3, &stamp(3), 1));
    }

    #[test]
    fn a_record_at_the_end_of_its_lives_stays_deleted() {
        let text = r#"{"stamps":["1780000000000.0.a"],"tables":{"return":{"s1":{"life":[LIFE,0]}}}}"#;
        let with_life = |life: u32| Document::from_json(text.replace("LIFE", &life.to_string()).as_bytes()).unwrap();
        let mut last = with_life(LIFE_LIMIT - 1);
        assert!(last.delete("return", "s1", &stamp(1)));
        assert_eq!(last.record("return", "s1").map(Record::life), Some(LIFE_LIMIT));
        let refused = last.set("return", "s1", "roll", 1, &stamp(2));
        assert!(matches!(refused, Err(MergeError::NoMoreLives { .. })));
        assert_eq!(Document::from_json(&last.to_canonical_json()), Ok(last));
    }

    #[test]
    fn a_record_put_back_or_taken_away_leaves_no_trace() {
        let before = document();
        let mut after = before.clone();
        after.set("board", "m2", "held", false, &stamp(5)).unwrap();
        after.delete("return", "s1", &stamp(6));
        after.put_record("board", "m2", None);
        after.put_record("return", "s1", before.shared_record("return", "s1"));
        assert_eq!(after, before);
        after.put_record("board", "m1", None);
        after.put_record("return", "s1", None);
        after.put_record("return", "never was", None);
        assert_eq!(after, Document::new());
    }

    #[test]
    fn a_copy_is_not_touched_by_writing_to_the_original() {
        let before = document();
        let mut after = before.clone();
        after.set("return", "s1", "roll", 1, &stamp(7)).unwrap();
        assert_eq!(before, document());
        assert!(before.tables["board"].ptr_eq(&after.tables["board"]), "untouched tables stay shared");
    }

    #[test]
    fn joining_what_is_known_keeps_tables_shared() {
        let mut document = document();
        let before = document.clone();
        let copy = Document::from_json(&document.to_canonical_json()).unwrap();
        document.join(&copy);
        assert!(before.tables.iter().all(|(name, table)| table.ptr_eq(&document.tables[name])));
    }

    #[test]
    fn a_selection_has_whole_records_and_no_empty_tables() {
        let part = document().select(|table, _| table == "return");
        assert_eq!(part.tables().collect::<Vec<_>>(), ["return"]);
        assert_eq!(part.record("return", "s1"), document().record("return", "s1"));
    }
}
