//! Which records were erased because somebody has a right to it: a register that only grows. Knows no table by name and
//! nothing of values.
//!
//! It holds each record's name and not a hash of it. Names here are made of numbers and dates (a school's URN and a
//! term), so whoever has a hash could try them all: it would hide nothing, and nobody could be told what is gone. What a
//! part of a document leaves out, it leaves out of the register too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::de::{Error, MapAccess, SeqAccess};
use serde::ser::{Serialize, Serializer};

use super::document::{Document, Table};
use super::error::MergeError;
use super::place::{FIELD_LIMIT, Place, check_name};
use super::seeds::{AsList, ReadList, ReadObject, TextSeed};

/// Ids of erased records by table; never a table without any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Register(BTreeMap<Arc<str>, BTreeSet<Arc<str>>>);

impl Register {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn table(&self, table: &str) -> Option<&BTreeSet<Arc<str>>> {
        self.0.get(table)
    }

    pub(super) fn holds(&self, table: &str, id: &str) -> bool {
        self.table(table).is_some_and(|ids| ids.contains(id))
    }

    pub(super) fn add(&mut self, table: &str, id: &str) {
        self.0.entry(Arc::from(table)).or_default().insert(Arc::from(id));
    }

    pub(super) fn includes(&self, other: &Register) -> bool {
        other.0.iter().all(|(table, theirs)| self.table(table).is_some_and(|ours| ours.is_superset(theirs)))
    }

    /// An erased record that is in a table after all, as (table, id).
    pub(super) fn first_in(&self, tables: &BTreeMap<Arc<str>, Table>) -> Option<(&str, &str)> {
        self.iter().find(|(table, id)| tables.get(*table).is_some_and(|table| table.contains_key(*id)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(table, ids)| ids.iter().map(move |id| (&**table, &**id)))
    }
}

/// As `{"table": ["id", …]}`.
impl Serialize for Register {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(self.0.iter().map(|(table, ids)| (&**table, ids.iter().map(|id| &**id).collect::<Vec<_>>())))
    }
}

impl Document {
    /// Every erased record as (table, id), in their order.
    pub fn erased(&self) -> impl Iterator<Item = (&str, &str)> {
        self.register().iter()
    }

    /// True if a record of this name was erased here: none will ever stand under it again.
    pub fn is_erased(&self, table: &str, id: &str) -> bool {
        self.register().holds(table, id)
    }

    pub fn has_erasures(&self) -> bool {
        !self.register().is_empty()
    }

    /// Erases a record for good: all that any copy says of it, now and later, losers and deletions included. It needs
    /// no stamp, as nothing wins over it, and the record need not be here. False if it was erased before.
    pub fn erase(&mut self, table: &str, id: &str) -> Result<bool, MergeError> {
        if self.is_erased(table, id) {
            return Ok(false);
        }
        check_name("the table's name", table)?;
        check_name("the record's id", id)?;
        self.put_record(table, id, None);
        self.register_mut().add(table, id);
        Ok(true)
    }

    /// Takes over what the other document has erased, and nothing else of it.
    pub fn join_erasures(&mut self, other: &Document) {
        self.take_over_erasures(other, |_, _| true);
    }

    /// Takes over which records the other document has erased, as far as `keep(table, id)` holds: for a part that
    /// should tell of more erasures than it has records.
    pub fn take_over_erasures(&mut self, other: &Document, mut keep: impl FnMut(&str, &str) -> bool) {
        if self.register().includes(other.register()) {
            return;
        }
        for (table, id) in other.erased().filter(|(table, id)| keep(table, id)) {
            if !self.is_erased(table, id) {
                self.put_record(table, id, None);
                self.register_mut().add(table, id);
            }
        }
    }
}

/// Reads `{"table": ["id", …]}`.
pub(super) struct RegisterReader;

impl<'de> ReadObject<'de> for RegisterReader {
    type Out = Register;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tables with the ids of erased records")
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Register, A::Error> {
        let mut register = Register::default();
        let mut count = 0;
        let name = || {
            TextSeed::new("a table's name", |name: &str| {
                check_name("the table's name", name).map(|()| Arc::<str>::from(name))
            })
        };
        while let Some(table) = map.next_key_seed(name())? {
            let table: Arc<str> = table;
            let ids = map.next_value_seed(AsList(IdsReader { table: &table, count: &mut count }))?;
            if register.0.contains_key(&table) {
                return Err(A::Error::custom(format!("{}: “{table}” is there twice", Place::default())));
            }
            register.0.insert(table, ids);
        }
        register.0.retain(|_, ids| !ids.is_empty());
        Ok(register)
    }
}

struct IdsReader<'a> {
    table: &'a str,
    count: &'a mut usize,
}

impl<'de> ReadList<'de> for IdsReader<'_> {
    type Out = BTreeSet<Arc<str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of the ids of erased records of “{}”", self.table)
    }

    fn read<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Out, A::Error> {
        let mut ids = BTreeSet::new();
        let id = || TextSeed::new("an id", |id: &str| check_name("the record's id", id).map(|()| Arc::<str>::from(id)));
        while let Some(id) = seq.next_element_seed(id())? {
            *self.count += 1;
            if *self.count > FIELD_LIMIT {
                return Err(A::Error::custom(format!("the document holds more than {FIELD_LIMIT} erased records")));
            }
            ids.insert(id);
        }
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DeviceId, Stamp};
    use super::*;

    fn stamp(counter: u32) -> Stamp {
        Stamp { ms: 1_780_000_000_000, counter, device: DeviceId::parse("office").unwrap() }
    }

    fn document() -> Document {
        let mut document = Document::new();
        document.set("reply", "r1", "words", "a secret", &stamp(0)).unwrap();
        document.set("reply", "r2", "words", "kept", &stamp(1)).unwrap();
        document
    }

    fn text(document: &Document) -> String {
        String::from_utf8(document.to_canonical_json()).unwrap()
    }

    #[test]
    fn what_is_erased_is_gone_and_its_name_stays_taken() {
        let mut document = document();
        assert_eq!(document.erase("reply", "r1"), Ok(true));
        assert_eq!(document.erase("reply", "r1"), Ok(false));
        assert!(document.record("reply", "r1").is_none());
        assert!(!text(&document).contains("secret"));
        let refused = document.set("reply", "r1", "words", "again", &stamp(2));
        assert!(matches!(refused, Err(MergeError::Erased { .. })), "{refused:?}");
        assert!(!document.delete("reply", "r1", &stamp(2)));
        document.put_record("reply", "r1", self::document().shared_record("reply", "r1"));
        assert!(document.record("reply", "r1").is_none(), "nor by putting it back");
    }

    #[test]
    fn an_older_copy_brings_nothing_back_from_either_side() {
        let old = document();
        let mut erased = document();
        erased.erase("reply", "r1").unwrap();
        let (mut one, mut other) = (erased.clone(), old.clone());
        one.join(&old);
        other.join(&erased);
        assert_eq!((&one, &other), (&erased, &erased));
        assert!(erased.includes(&old) && !old.includes(&erased));
        // A table that is empty otherwise.
        let mut fresh = Document::new();
        fresh.erase("reply", "r1").unwrap();
        fresh.join(&old);
        assert_eq!(fresh, erased);
    }

    #[test]
    fn it_reads_back_as_written_and_is_not_spelt_where_there_is_none() {
        assert!(!text(&document()).contains("erased"));
        let mut document = document();
        document.erase("reply", "r1").unwrap();
        document.erase("board", "m1").unwrap();
        assert!(text(&document).starts_with(r#"{"erased":{"board":["m1"],"reply":["r1"]},"stamps":["#));
        assert_eq!(Document::from_json(&document.to_canonical_json()), Ok(document));
        assert_eq!(Document::from_json(br#"{"erased":{"a":[]},"stamps":[],"tables":{}}"#), Ok(Document::new()));
    }

    #[test]
    fn a_register_that_contradicts_itself_is_refused() {
        for (text, reason) in [
            (
                r#"{"erased":{"a":["b"]},"stamps":["1780000000000.0.a"],"tables":{"a":{"b":{"life":[1,0]}}}}"#,
                "it is erased, but there",
            ),
            (r#"{"erased":{"a":[],"a":[]},"stamps":[],"tables":{}}"#, "is there twice"),
            (r#"{"erased":{},"erased":{},"stamps":[],"tables":{}}"#, "is there twice"),
            (r#"{"erased":{"a":[""]},"stamps":[],"tables":{}}"#, "it is empty"),
            (r#"{"erased":{"a":[7]},"stamps":[],"tables":{}}"#, "an id as a text"),
            (r#"{"erased":[],"stamps":[],"tables":{}}"#, "an object of tables with the ids of erased records"),
        ] {
            let said = Document::from_json(text.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(reason), "{said}");
        }
    }

    #[test]
    fn a_part_tells_of_the_erasures_that_it_would_have_records_of() {
        let mut document = document();
        document.erase("reply", "r1").unwrap();
        assert!(document.select(|_, id| id == "r1").is_erased("reply", "r1"));
        let mut part = document.select(|_, id| id == "r2");
        assert!(!part.has_erasures());
        part.take_over_erasures(&document, |table, _| table == "reply");
        assert_eq!(part.erased().collect::<Vec<_>>(), [("reply", "r1")]);
    }
}
