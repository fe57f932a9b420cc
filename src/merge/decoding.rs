//! Reads a document from JSON that anybody may have written: everything is checked, and an error says where it is.
//! The form is described in [`super::encoding`]; unlike the writer, the reader takes keys in any order, except that
//! the stamps come before the tables.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use serde::de::{Error, MapAccess, SeqAccess};
use serde::{Deserialize, Deserializer};

use super::document::{Document, Table};
use super::error::MergeError;
use super::field_decoding::FieldsReader;
use super::place::Place;
use super::record::{LIFE_LIMIT, Record};
use super::seeds::{
    AsList, AsObject, ReadList, ReadObject, Reading, TextSeed, expect_end, next_number, read_named, unknown_or_twice,
};
use super::stamp::{DeviceId, Stamp};

impl Document {
    /// Reads what [`Document::to_canonical_json`] wrote, or any other spelling of it. Fails with a sentence that says
    /// what is wrong and where.
    pub fn from_json(bytes: &[u8]) -> Result<Document, MergeError> {
        let text = std::str::from_utf8(bytes).map_err(|error| MergeError::Unreadable {
            reason: format!("it is not UTF-8 text from byte {}", error.valid_up_to()),
        })?;
        serde_json::from_str(text).map_err(|error| MergeError::unreadable(&error))
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
        let mut tables = None;
        while let Some(key) = map.next_key::<String>()? {
            match (key.as_str(), &reading) {
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
                _ => return Err(unknown_or_twice(Place::default(), &key, &["stamps", "tables"])),
            }
        }
        let tables = tables.ok_or_else(|| A::Error::custom("the document: “stamps” or “tables” is missing"))?;
        Ok(Document::from_tables(tables))
    }
}

struct StampsReader;

impl<'de> ReadList<'de> for StampsReader {
    type Out = Vec<Stamp>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list of the document's stamps")
    }

    fn read<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Stamp>, A::Error> {
        let mut devices: HashMap<String, DeviceId> = HashMap::new();
        let mut stamps = Vec::new();
        loop {
            let read_device = |name: &str| match devices.get(name) {
                Some(device) => Ok(device.clone()),
                None => {
                    let device = DeviceId::parse(name)?;
                    devices.insert(name.to_owned(), device.clone());
                    Ok(device)
                }
            };
            let seed = TextSeed::new("a stamp", |text: &str| Stamp::parse_with(text, read_device));
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
    type Out = BTreeMap<Arc<str>, Arc<Table>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tables")
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Out, A::Error> {
        let reading = self.reading;
        read_named(&mut map, reading, "the table's name", Place::default(), |map, table| {
            let place = Place { table: Some(table), ..Place::default() };
            map.next_value_seed(AsObject(TableReader { reading, place })).map(Arc::new)
        })
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
        read_named(&mut map, reading, "the record's id", place, |map, id| {
            let place = Place { id: Some(id), ..place };
            map.next_value_seed(AsObject(RecordReader { reading, place })).map(Arc::new)
        })
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
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "life" if life.is_none() => life = Some(map.next_value_seed(AsList(LifeReader { reading, place }))?),
                "fields" if fields.is_none() => {
                    fields = Some(map.next_value_seed(AsObject(FieldsReader { reading, place }))?);
                }
                _ => return Err(unknown_or_twice(place, &key, &["life", "fields"])),
            }
        }
        let (life, since) = life.ok_or_else(|| A::Error::custom(format!("{place}: “life” is missing")))?;
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
