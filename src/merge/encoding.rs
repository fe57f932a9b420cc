//! A document as canonical JSON: equal documents, equal bytes. Knows nothing of the envelope around it.
//!
//! ```json
//! {"stamps":["1780000000000.0.office"],
//!  "tables":{"return":{"900101_2018-19_3":{"fields":{"roll":[412,0]},"life":[1,0]}}}}
//! ```
//!
//! without any white space; before `stamps` there is `"erased":{"table":["id", …]}` where any record was erased. Stamps are listed once, in their order, and named by their position. A field is
//! `[value, stamp]`; one with losers or with more seen than its versions imply carries
//! `{"also":[[value, stamp], …],"seen":{"device":"ms.counter"}}` as third item, the losers in the order of their
//! stamps; `[null, null, {"seen":…}]` is a field without a version. Keys are sorted by their bytes, strings are
//! escaped as in RFC 8785.

use std::cell::Cell;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::document::Document;
use super::field::{FieldRef, Version};
use super::record::Record;
use super::stamp::Stamp;
use super::vector::VersionVector;

impl Document {
    /// The document's one and only spelling.
    pub fn to_canonical_json(&self) -> Vec<u8> {
        // Writing to memory values that have no floats and only string keys cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stamps = Stamps::of(self);
        let mut map = serializer.serialize_map(None)?;
        if self.has_erasures() {
            map.serialize_entry("erased", self.register())?;
        }
        map.serialize_entry("stamps", &stamps.sorted)?;
        map.serialize_entry("tables", &Tables { document: self, stamps: &stamps })?;
        map.end()
    }
}

/// Every stamp of a document, each once, in their order.
pub(super) struct Stamps<'a> {
    sorted: Vec<&'a Stamp>,
    /// Where the last one asked for is: what is written at once has one stamp.
    last: Cell<usize>,
}

impl<'a> Stamps<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut sorted: Vec<&Stamp> = Vec::new();
        let mut note = |stamp: &'a Stamp| {
            if sorted.last() != Some(&stamp) {
                sorted.push(stamp);
            }
        };
        for (_, _, record) in document.all_records() {
            note(record.since());
            let versions = record.fields().flat_map(|(_, field)| field.versions());
            versions.for_each(|version| note(version.stamp));
        }
        sorted.sort_unstable();
        sorted.dedup();
        Stamps { sorted, last: Cell::new(0) }
    }

    pub(super) fn sorted(&self) -> &[&'a Stamp] {
        &self.sorted
    }

    pub(super) fn position(&self, stamp: &Stamp) -> Option<usize> {
        let last = self.last.get();
        if self.sorted.get(last) == Some(&stamp) {
            return Some(last);
        }
        let position = self.sorted.binary_search(&stamp).ok()?;
        self.last.set(position);
        Some(position)
    }
}

struct Tables<'a> {
    document: &'a Document,
    stamps: &'a Stamps<'a>,
}

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Tables { document, stamps } = *self;
        serializer.collect_map(document.tables().map(|table| (table, TableOut { document, table, stamps })))
    }
}

struct TableOut<'a> {
    document: &'a Document,
    table: &'a str,
    stamps: &'a Stamps<'a>,
}

impl Serialize for TableOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records = self.document.records(self.table);
        serializer.collect_map(records.map(|(id, record)| (id, RecordOut { record, stamps: self.stamps })))
    }
}

struct RecordOut<'a> {
    record: &'a Record,
    stamps: &'a Stamps<'a>,
}

impl Serialize for RecordOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.record.field_count() > 0 {
            map.serialize_entry("fields", &FieldsOut { record: self.record, stamps: self.stamps })?;
        }
        map.serialize_entry("life", &(self.record.life(), self.stamps.position(self.record.since())))?;
        map.end()
    }
}

struct FieldsOut<'a> {
    record: &'a Record,
    stamps: &'a Stamps<'a>,
}

impl Serialize for FieldsOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.record.fields();
        serializer.collect_map(fields.map(|(name, field)| (name, FieldOut { field, stamps: self.stamps })))
    }
}

pub(super) struct FieldOut<'a> {
    pub(super) field: FieldRef<'a>,
    pub(super) stamps: &'a Stamps<'a>,
}

impl Serialize for FieldOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FieldOut { field, stamps } = *self;
        let shown = (field.value(), field.stamp().and_then(|stamp| stamps.position(stamp)));
        let others = field.others();
        if others.is_empty() && field.seen().is_empty() {
            shown.serialize(serializer)
        } else {
            (shown.0, shown.1, MoreOut { others, seen: field.seen(), stamps }).serialize(serializer)
        }
    }
}

struct MoreOut<'a> {
    others: &'a [Version],
    seen: &'a VersionVector,
    stamps: &'a Stamps<'a>,
}

impl Serialize for MoreOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.others.is_empty() {
            let pairs = self.others.iter().map(|other| (&other.value, self.stamps.position(&other.stamp)));
            map.serialize_entry("also", &pairs.collect::<Vec<_>>())?;
        }
        if !self.seen.is_empty() {
            map.serialize_entry("seen", self.seen)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Clock, DeviceId, Document};

    /// Two devices that each wrote the roll, one of whom had seen a third.
    fn document() -> Document {
        let clock = |name: &str| Clock::new(DeviceId::parse(name).unwrap());
        let (mut office, mut board, mut third) = (clock("office"), clock("board"), clock("third"));
        let mut ours = Document::new();
        ours.set("return", "s1", "roll", 412, &third.tick(1_780_000_000_001)).unwrap();
        let mut theirs = ours.clone();
        ours.set("return", "s1", "roll", 413, &office.tick(1_780_000_000_002)).unwrap();
        theirs.set("return", "s1", "roll", 415, &board.tick(1_780_000_000_003)).unwrap();
        theirs.set("return", "s1", "note", "Zoë\n\u{1}\"", &board.tick(1_780_000_000_003)).unwrap();
        theirs.set("board", "m1", "held", true, &board.tick(1_780_000_000_004)).unwrap();
        theirs.delete("board", "m1", &board.tick(1_780_000_000_005));
        ours.join(&theirs);
        ours
    }

    #[test]
    fn the_bytes_are_these_for_good() {
        let expected = concat!(
            r#"{"stamps":["1780000000001.0.third","1780000000002.0.office","1780000000003.0.board","#,
            r#""1780000000003.1.board","1780000000005.0.board"],"tables":{"board":{"m1":{"life":[2,4]}},"#,
            r#""return":{"s1":{"fields":{"note":["Zoë\n\u0001\"",3],"#,
            r#""roll":[415,2,{"also":[[413,1]],"seen":{"third":"1780000000001.0"}}]},"life":[1,0]}}}}"#,
        );
        assert_eq!(String::from_utf8(document().to_canonical_json()).unwrap(), expected);
    }

    #[test]
    fn an_empty_document_has_bytes_too() {
        let bytes = Document::new().to_canonical_json();
        assert_eq!(bytes, br#"{"stamps":[],"tables":{}}"#);
        assert_eq!(Document::from_json(&bytes), Ok(Document::new()));
    }

    #[test]
    fn a_document_sits_inside_an_envelope() {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct Envelope {
            kind: String,
            document: Document,
        }
        let text = serde_json::to_string(&Envelope { kind: "backup".into(), document: document() }).unwrap();
        let read: Envelope = serde_json::from_str(&text).unwrap();
        assert_eq!(read.document, document());
        assert!(text.contains(std::str::from_utf8(&document().to_canonical_json()).unwrap()));
    }
}
