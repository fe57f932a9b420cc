//! Reads a document from JSON that anybody may have written: everything is checked, and an error says where it is.
//! The form is described in [`super::encoding`]; unlike the writer, the reader takes keys in any order, except that
//! the stamps come before the tables.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{Error, MapAccess, SeqAccess};
use serde::{Deserialize, Deserializer};

use super::document::{Document, Table};
use super::erasure::RegisterReader;
use super::error::MergeError;
use super::field_decoding::FieldsReader;
use super::place::Place;
use super::record::{LIFE_LIMIT, Record};
use super::seeds::{
    AsList, AsObject, ReadList, ReadObject, Reading, TextSeed, expect_end, next_key, next_number, read_named,
    there_twice,
};
use super::stamp::{Devices, Stamp};

impl Document {
    /// Reads what [`Document::to_canonical_json`] wrote, or any other spelling of it. Fails with a sentence that says
    /// what is wrong and where.
    pub fn from_json(bytes: &[u8]) -> Result<Document, MergeError> {
        let text = std::str::from_utf8(bytes).map_err(|error| MergeError::Unreadable {
            reason: format!("it is not UTF-8 text from byte {}", error.valid_up_to()),
        })?;
        match Document::read_canonical(text) {
            Some((document, "")) => Ok(document),
            _ => serde_json::from_str(text).map_err(|error| MergeError::unreadable(&error)),
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AsObject(DocumentReader))
    }
}

struct DocumentReader;

impl<'de> ReadObject<'de> for DocumentReader {
    type Out = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document with stamps and tables")
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
        let mut reading: Option<Reading> = None;
        let (mut tables, mut erased) = (None, None);
        while let Some(key) = next_key(&mut map, Place::default(), &["erased", "stamps", "tables"])? {
            match (key, &reading) {
                ("erased", _) if erased.is_none() => erased = Some(map.next_value_seed(AsObject(RegisterReader))?),
                ("stamps", None) => {
                    let stamps = map.next_value_seed(AsList(StampsReader))?;
                    reading = Some(Reading::new(stamps));
                }
                ("tables", None) => {
                    return Err(A::Error::custom("the document: the stamps must come before the tables"));
                }
                ("tables", Some(reading)) if tables.is_none() => {
                    tables = Some(map.next_value_seed(AsObject(TablesReader { reading }))?);
                }
                _ => return Err(there_twice(Place::default(), key)),
            }
        }
        let tables = tables.ok_or_else(|| A::Error::custom("the document: “stamps” or “tables” is missing"))?;
        let erased = erased.unwrap_or_default();
        if let Some((table, id)) = erased.first_in(&tables) {
            let place = Place { table: Some(table), id: Some(id), ..Place::default() };
            return Err(A::Error::custom(format!("{place}: it is erased, but there")));
        }
        Ok(Document::from_parts(tables, erased))
    }
}

struct StampsReader;

impl<'de> ReadList<'de> for StampsReader {
    type Out = Vec<Stamp>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list of the document's stamps")
    }

    fn read<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Stamp>, A::Error> {
        let (mut stamps, mut devices) = (Vec::new(), Devices::default());
        loop {
            let seed = TextSeed::new("a stamp", |text: &str| Stamp::parse_with(text, |name| devices.read(name)));
            match seq.next_element_seed(seed)? {
                Some(stamp) => stamps.push(stamp),
                None => return Ok(stamps),
            }
        }
    }
}

struct TablesReader<'a> {
    reading: &'a Reading,
}

impl<'de> ReadObject<'de> for TablesReader<'_> {
    type Out = BTreeMap<Arc<str>, Table>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tables")
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Out, A::Error> {
        let reading = self.reading;
        let mut tables = BTreeMap::new();
        read_named(&mut map, "the table's name", Place::default(), |map, name| {
            let place = Place { table: Some(name), ..Place::default() };
            let table = map.next_value_seed(AsObject(TableReader { reading, place }))?;
            Ok(tables.insert(name.clone(), table).is_none())
        })?;
        Ok(tables)
    }
}

struct TableReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadObject<'de> for TableReader<'_> {
    type Out = Table;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of records as {}", self.place)
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Table, A::Error> {
        let TableReader { reading, place } = self;
        let mut table = Table::new();
        read_named(&mut map, "the record's id", place, |map, id| {
            let place = Place { id: Some(id), ..place };
            let record = map.next_value_seed(AsObject(RecordReader { reading, place }))?;
            Ok(!table.insert(id.clone(), Arc::new(record)))
        })?;
        Ok(table)
    }
}

struct RecordReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadObject<'de> for RecordReader<'_> {
    type Out = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with life and fields as {}", self.place)
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let RecordReader { reading, place } = self;
        let (mut life, mut fields) = (None, None);
        while let Some(key) = next_key(&mut map, place, &["life", "fields"])? {
            match key {
                "life" if life.is_none() => life = Some(map.next_value_seed(AsList(LifeReader { reading, place }))?),
                "fields" if fields.is_none() => {
                    fields = Some(map.next_value_seed(AsObject(FieldsReader { reading, place }))?);
                }
                _ => return Err(there_twice(place, key)),
            }
        }
        let (life, since) = life.ok_or_else(|| A::Error::custom(format!("{place}: “life” is missing")))?;
        // That a record is there, or gone, is a value too: else there could be any number of empty ones.
        reading.count()?;
        let fields = fields.unwrap_or_default();
        if life % 2 == 0 && !fields.is_empty() {
            return Err(A::Error::custom(format!("{place}: it is deleted, but has fields")));
        }
        Ok(Record::from_parts(life, since, fields))
    }
}

struct LifeReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadList<'de> for LifeReader<'_> {
    type Out = (u32, Stamp);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the life and its stamp's position as “life” of {}", self.place)
    }

    fn read<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(u32, Stamp), A::Error> {
        let place = self.place;
        let life = next_number(&mut seq, place)?.and_then(|life| u32::try_from(life).ok());
        let Some(life) = life.filter(|life| (1..=LIFE_LIMIT).contains(life)) else {
            return Err(A::Error::custom(format!("{place}: a life is a whole number from 1 to {LIFE_LIMIT}")));
        };
        let since = self.reading.stamp(next_number(&mut seq, place)?, place)?;
        expect_end(&mut seq, place)?;
        Ok((life, since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document around one record, with two stamps listed.
    fn with_record(record: &str) -> String {
        let stamps = r#"["1780000000000.0.a","1780000000001.0.b"]"#;
        format!(r#"{{"stamps":{stamps},"tables":{{"return":{{"s1":{record}}}}}}}"#)
    }

    fn with_field(field: &str) -> String {
        with_record(&format!(r#"{{"life":[1,0],"fields":{{"roll":{field}}}}}"#))
    }

    fn refusal(text: &str) -> String {
        match Document::from_json(text.as_bytes()) {
            Ok(_) => format!("accepted: {text}"),
            Err(error) => error.to_string(),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let message = refusal(text);
        for part in expected {
            assert!(message.contains(part), "“{part}” is not in: {message}");
        }
    }

    #[test]
    fn keys_in_another_order_white_space_and_unused_stamps_make_no_difference() {
        let plain = with_record(r#"{"fields":{"roll":[1,0],"sen":[2,1]},"life":[1,0]}"#);
        let other = with_record(r#"{ "life":[1,0], "fields":{"sen":[2,1], "roll":[1,0,{"seen":{},"also":[]}]} }"#)
            .replace(r#"["1780000000000.0.a","#, r#"["1780000000000.0.a", "#);
        assert_eq!(Document::from_json(plain.as_bytes()), Document::from_json(other.as_bytes()));
        let document = Document::from_json(plain.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(document.to_canonical_json()).unwrap(), plain);
    }

    #[test]
    fn losers_in_another_order_make_no_difference() {
        let (a, b) = (with_field(r#"[2,1,{"also":[[1,0]]}]"#), with_field(r#"[1,0,{"also":[[2,1]]}]"#));
        let document = Document::from_json(a.as_bytes()).unwrap();
        assert_eq!(Document::from_json(b.as_bytes()).as_ref(), Ok(&document));
        assert_eq!(document.value("return", "s1", "roll").and_then(|value| value.as_int()), Some(2));
    }

    #[test]
    fn every_refusal_of_a_field_says_where() {
        for (field, reason) in [
            ("[1.5,0]", "1.5 is not a whole number"),
            ("[1,2]", "there is no stamp 2, as only 2 are listed"),
            ("[1,-1]", "whole number, not negative"),
            ("[1,\"0\"]", "whole number, not negative"),
            ("[1]", "stamp's position is missing"),
            ("[]", "value is missing"),
            ("[1,null]", "stamp's position is missing"),
            ("[null,null]", "stamp's position is missing"),
            ("[1,0,{},4]", "more items than are known"),
            ("[1,0,5]", "expected an object with “also” or “seen”"),
            ("{}", "expected a list of value and stamp"),
            ("[{},0]", "expected a text, a whole number"),
            (r#"[1,0,{"more":1}]"#, "“more” is unknown"),
            (r#"[1,0,{"also":[],"also":[]}]"#, "“also” is there twice"),
            (r#"[1,0,{"also":[[2,0]]}]"#, "stands beside two values"),
            (r#"[1,0,{"also":[[2]]}]"#, "stamp's position is missing"),
            (r#"[1,0,{"seen":{"b":"1780000000000.0","b":"1780000000000.0"}}]"#, "“b” is there twice"),
            (r#"[1,0,{"seen":{"b":"5.0"}}]"#, "outside the years 1990 to 2100"),
            ("[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]],0]", "more than 16 lists deep"),
        ] {
            check(&with_field(field), &[reason, "field “roll” of “return/s1”"]);
        }
        let long = format!("[\"{}\",0]", "x".repeat(65 * 1024));
        check(&with_field(&long), &["too long", "field “roll” of “return/s1”"]);
    }

    #[test]
    fn every_refusal_of_a_record_says_where() {
        for (record, reason) in [
            (r#"{"fields":{}}"#, "“life” is missing"),
            (r#"{"life":[0,0]}"#, "a life is a whole number from 1 to 1000000"),
            (r#"{"life":[1000001,0]}"#, "a life is a whole number from 1 to 1000000"),
            (r#"{"life":[1,7]}"#, "there is no stamp 7"),
            (r#"{"life":[1,0,0]}"#, "more items than are known"),
            (r#"{"life":[2,0],"fields":{"roll":[1,0]}}"#, "it is deleted, but has fields"),
            (r#"{"life":[1,0],"life":[1,0]}"#, "“life” is there twice"),
            (r#"{"life":[1,0],"newer":1}"#, "“newer” is unknown"),
            (r#"{"life":[1,0],"fields":{"roll":[1,0],"roll":[1,0]}}"#, "“roll” is there twice"),
            ("7", "expected an object with life and fields"),
        ] {
            check(&with_record(record), &[reason, "record “return/s1”"]);
        }
    }

    #[test]
    fn every_refusal_of_the_whole_says_what() {
        for (text, reason) in [
            ("", "ends too early"),
            (r#"{"stamps":[],"tab"#, "ends too early"),
            ("[]", "expected a document with stamps and tables"),
            ("{}", "“stamps” or “tables” is missing"),
            (r#"{"stamps":[]}"#, "“stamps” or “tables” is missing"),
            (r#"{"tables":{},"stamps":[]}"#, "the stamps must come before the tables"),
            (r#"{"stamps":[],"stamps":[],"tables":{}}"#, "“stamps” is there twice"),
            (r#"{"stamps":[],"tables":{},"tables":{}}"#, "“tables” is there twice"),
            (r#"{"stamps":[],"tables":{},"x":1}"#, "“x” is unknown"),
            (r#"{"stamps":["1.0.a"],"tables":{}}"#, "outside the years 1990 to 2100"),
            (r#"{"stamps":["1780000000000.0.A"],"tables":{}}"#, "“A” is no device id"),
            (r#"{"stamps":[5],"tables":{}}"#, "expected a stamp as a text"),
            (r#"{"stamps":[],"tables":{"a":{},"a":{}}}"#, "“a” is there twice"),
            (r#"{"stamps":[],"tables":{"":{}}}"#, "the table's name “” is refused: it is empty"),
            (r#"{"stamps":[],"tables":{"a\u202eb":{}}}"#, "direction or zero-width"),
            (r#"{"stamps":[],"tables":{}} 5"#, "trailing characters"),
        ] {
            check(text, &[reason]);
        }
        assert!(matches!(Document::from_json(b"\xff"), Err(MergeError::Unreadable { .. })));
    }

    #[test]
    fn a_hostile_text_is_not_repeated_at_length() {
        let long = "x".repeat(100_000);
        for text in [
            format!(r#"{{"stamps":["{long}"],"tables":{{}}}}"#),
            format!(r#"{{"stamps":"{long}","tables":{{}}}}"#),
            format!(r#"{{"{long}":1}}"#),
            format!(r#"{{"stamps":[],"tables":{{"{long}":1}}}}"#),
            with_record(&format!("\"{long}\"")),
            with_field(&format!("[1,\"{long}\"]")),
        ] {
            let message = refusal(&text);
            assert!(message.len() < 600 && !message.starts_with("accepted"), "{message}");
        }
    }

    #[test]
    fn ten_thousand_levels_are_refused() {
        check(&with_field(&"[".repeat(10_000)), &["cannot be read"]);
        check(&"{\"a\":".repeat(10_000), &["cannot be read"]);
    }

    #[test]
    fn an_empty_table_is_no_table() {
        assert_eq!(Document::from_json(br#"{"stamps":[],"tables":{"return":{}}}"#), Ok(Document::new()));
    }

    #[test]
    fn a_field_emptied_by_contradictory_copies_still_reads_back() {
        let text = with_field(r#"[null,null,{"seen":{"a":"1780000000000.0"}}]"#);
        let document = Document::from_json(text.as_bytes()).unwrap();
        assert_eq!(Document::from_json(&document.to_canonical_json()), Ok(document));
    }
}
