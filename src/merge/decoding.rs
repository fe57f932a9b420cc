//! Reads a document from JSON that anybody may have written: everything is checked, and an error says where it is.
//! The form is described in [`super::encoding`]; unlike the writer, the reader takes keys in any order, except that
//! the stamps come before the tables.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::document::{Document, Table};
use super::error::{MergeError, excerpt};
use super::field::{Field, Version};
use super::place::{FIELD_LIMIT, Place, check_name};
use super::record::{LIFE_LIMIT, Record};
use super::stamp::{DeviceId, Stamp};
use super::value::{Value, ValueSeed};
use super::vector::VersionVector;

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

/// What is shared while one document is read: equal names are held once.
struct Reading {
    stamps: Vec<Stamp>,
    names: RefCell<HashSet<Arc<str>>>,
    fields: Cell<usize>,
}

impl Reading {
    fn name(&self, name: &str) -> Arc<str> {
        let mut names = self.names.borrow_mut();
        match names.get(name) {
            Some(shared) => shared.clone(),
            None => {
                let shared: Arc<str> = Arc::from(name);
                names.insert(shared.clone());
                shared
            }
        }
    }

    fn stamp<E: Error>(&self, position: Option<u64>, place: Place<'_>) -> Result<Stamp, E> {
        let position = position.ok_or_else(|| E::custom(format!("{place}: a stamp's position is missing")))?;
        let stamp = usize::try_from(position).ok().and_then(|position| self.stamps.get(position));
        stamp.cloned().ok_or_else(|| {
            let count = self.stamps.len();
            E::custom(format!("{place}: there is no stamp {position}, as only {count} are listed"))
        })
    }

    fn count<E: Error>(&self) -> Result<(), E> {
        self.fields.set(self.fields.get() + 1);
        if self.fields.get() > FIELD_LIMIT {
            return Err(E::custom(format!("the document holds more than {FIELD_LIMIT} values")));
        }
        Ok(())
    }
}

/// Something read from a JSON object. [`AsObject`] makes it a seed.
trait ReadObject<'de>: Sized {
    type Out;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn read<A: MapAccess<'de>>(self, map: A) -> Result<Self::Out, A::Error>;
}

struct AsObject<T>(T);

impl<'de, T: ReadObject<'de>> DeserializeSeed<'de> for AsObject<T> {
    type Value = T::Out;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Out, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: ReadObject<'de>> Visitor<'de> for AsObject<T> {
    type Value = T::Out;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T::Out, A::Error> {
        self.0.read(map)
    }
}

/// Something read from a JSON list. [`AsList`] makes it a seed.
trait ReadList<'de>: Sized {
    type Out;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn read<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Out, A::Error>;
}

struct AsList<T>(T);

impl<'de, T: ReadList<'de>> DeserializeSeed<'de> for AsList<T> {
    type Value = T::Out;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Out, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: ReadList<'de>> Visitor<'de> for AsList<T> {
    type Value = T::Out;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T::Out, A::Error> {
        self.0.read(seq)
    }
}

/// A text handed on without being copied first.
struct TextSeed<F, T>(F, &'static str, PhantomData<T>);

impl<F, T> TextSeed<F, T> {
    fn new(what: &'static str, read: F) -> Self {
        TextSeed(read, what, PhantomData)
    }
}

impl<'de, T, F: FnOnce(&str) -> Result<T, MergeError>> DeserializeSeed<'de> for TextSeed<F, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, T, F: FnOnce(&str) -> Result<T, MergeError>> Visitor<'de> for TextSeed<F, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as a text", self.1)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
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
                    reading = Some(Reading { stamps, names: RefCell::default(), fields: Cell::new(0) });
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

fn unknown_or_twice<E: Error>(place: Place<'_>, key: &str, known: &[&str]) -> E {
    let reason = if known.contains(&key) { "is there twice" } else { "is unknown" };
    E::custom(format!("{place}: “{}” {reason}", excerpt(key)))
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

/// Reads an object whose keys are names, each of which may come once.
fn read_named<'de, A, T>(
    map: &mut A,
    reading: &Reading,
    what: &'static str,
    place: Place<'_>,
    mut read: impl FnMut(&mut A, &Arc<str>) -> Result<T, A::Error>,
) -> Result<BTreeMap<Arc<str>, T>, A::Error>
where
    A: MapAccess<'de>,
{
    let mut entries = BTreeMap::new();
    loop {
        let seed = TextSeed::new(what, |name: &str| check_name(what, name).map(|()| reading.name(name)));
        let Some(name) = map.next_key_seed(seed)? else { return Ok(entries) };
        let entry = read(map, &name)?;
        if entries.insert(name.clone(), entry).is_some() {
            return Err(A::Error::custom(format!("{place}: “{name}” is there twice")));
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

/// The next item as a whole number that is not negative; `None` if it is null or there is no more.
fn next_number<'de, A: SeqAccess<'de>>(seq: &mut A, place: Place<'_>) -> Result<Option<u64>, A::Error> {
    match seq.next_element_seed(ValueSeed { place, depth: 0 })? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Int(number)) if number >= 0 => Ok(Some(number.unsigned_abs())),
        Some(_) => Err(A::Error::custom(format!("{place}: a whole number, not negative, is expected"))),
    }
}

fn expect_end<'de, A: SeqAccess<'de>>(seq: &mut A, place: Place<'_>) -> Result<(), A::Error> {
    match seq.next_element::<IgnoredAny>()? {
        None => Ok(()),
        Some(_) => Err(A::Error::custom(format!("{place}: a list has more items than are known"))),
    }
}

struct FieldsReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadObject<'de> for FieldsReader<'_> {
    type Out = BTreeMap<Arc<str>, Field>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of fields in {}", self.place)
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Out, A::Error> {
        let FieldsReader { reading, place } = self;
        read_named(&mut map, reading, "the field's name", place, |map, name| {
            map.next_value_seed(AsList(FieldReader { reading, place: Place { field: Some(name), ..place } }))
        })
    }
}

struct FieldReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadList<'de> for FieldReader<'_> {
    type Out = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of value and stamp as {}", self.place)
    }

    fn read<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Field, A::Error> {
        let FieldReader { reading, place } = self;
        let missing = || A::Error::custom(format!("{place}: the value is missing"));
        let value = seq.next_element_seed(ValueSeed { place, depth: 0 })?.ok_or_else(missing)?;
        let position = next_number(&mut seq, place)?;
        let more = seq.next_element_seed(AsObject(MoreReader { reading, place }))?;
        expect_end(&mut seq, place)?;
        reading.count()?;
        let (mut versions, seen) = more.unwrap_or_default();
        match position {
            Some(_) => versions.push(Version { stamp: reading.stamp(position, place)?, value }),
            // A field that contradictory copies have emptied still says what it has seen.
            None if value.is_null() && versions.is_empty() && !seen.is_empty() => {}
            None => return Err(A::Error::custom(format!("{place}: the stamp's position is missing"))),
        }
        Field::from_parts(versions, seen)
            .map_err(|stamp| A::Error::custom(format!("{place}: the stamp {stamp} stands beside two values")))
    }
}

struct MoreReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadObject<'de> for MoreReader<'_> {
    type Out = (Vec<Version>, VersionVector);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with “also” or “seen” in {}", self.place)
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Out, A::Error> {
        let MoreReader { reading, place } = self;
        let (mut also, mut seen) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "also" if also.is_none() => also = Some(map.next_value_seed(AsList(AlsoReader { reading, place }))?),
                "seen" if seen.is_none() => seen = Some(map.next_value::<VersionVector>()?),
                _ => return Err(unknown_or_twice(place, &key, &["also", "seen"])),
            }
        }
        Ok((also.unwrap_or_default(), seen.unwrap_or_default()))
    }
}

struct AlsoReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadList<'de> for AlsoReader<'_> {
    type Out = Vec<Version>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of versions as “also” of {}", self.place)
    }

    fn read<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Version>, A::Error> {
        let AlsoReader { reading, place } = self;
        let mut versions = Vec::new();
        while let Some(version) = seq.next_element_seed(AsList(VersionReader { reading, place }))? {
            reading.count()?;
            versions.push(version);
        }
        Ok(versions)
    }
}

struct VersionReader<'a> {
    reading: &'a Reading,
    place: Place<'a>,
}

impl<'de> ReadList<'de> for VersionReader<'_> {
    type Out = Version;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of value and stamp in {}", self.place)
    }

    fn read<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Version, A::Error> {
        let VersionReader { reading, place } = self;
        let missing = || A::Error::custom(format!("{place}: the value is missing"));
        let value = seq.next_element_seed(ValueSeed { place, depth: 0 })?.ok_or_else(missing)?;
        let stamp = reading.stamp(next_number(&mut seq, place)?, place)?;
        expect_end(&mut seq, place)?;
        Ok(Version { stamp, value })
    }
}
