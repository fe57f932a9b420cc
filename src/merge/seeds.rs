//! What every reader of a document shares: objects, lists and texts as serde seeds, and names held once.
//! Knows the shape of JSON, not the shape of a document.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::error::{MergeError, excerpt};
use super::place::{FIELD_LIMIT, Place, check_name};
use super::stamp::Stamp;
use super::value::{Value, ValueSeed};

/// What is shared while one document is read: equal names are held once.
pub(super) struct Reading {
    stamps: Vec<Stamp>,
    names: RefCell<HashSet<Arc<str>>>,
    fields: Cell<usize>,
}

impl Reading {
    pub(super) fn new(stamps: Vec<Stamp>) -> Self {
        Reading { stamps, names: RefCell::default(), fields: Cell::new(0) }
    }

    pub(super) fn name(&self, name: &str) -> Arc<str> {
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

    pub(super) fn stamp<E: Error>(&self, position: Option<u64>, place: Place<'_>) -> Result<Stamp, E> {
        let position = position.ok_or_else(|| E::custom(format!("{place}: a stamp's position is missing")))?;
        let stamp = usize::try_from(position).ok().and_then(|position| self.stamps.get(position));
        stamp.cloned().ok_or_else(|| {
            let count = self.stamps.len();
            E::custom(format!("{place}: there is no stamp {position}, as only {count} are listed"))
        })
    }

    pub(super) fn count<E: Error>(&self) -> Result<(), E> {
        self.fields.set(self.fields.get() + 1);
        if self.fields.get() > FIELD_LIMIT {
            return Err(E::custom(format!("the document holds more than {FIELD_LIMIT} values")));
        }
        Ok(())
    }
}

/// Something read from a JSON object. [`AsObject`] makes it a seed.
pub(super) trait ReadObject<'de>: Sized {
    type Out;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn read<A: MapAccess<'de>>(self, map: A) -> Result<Self::Out, A::Error>;
}

pub(super) struct AsObject<T>(pub(super) T);

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
pub(super) trait ReadList<'de>: Sized {
    type Out;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn read<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Out, A::Error>;
}

pub(super) struct AsList<T>(pub(super) T);

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
pub(super) struct TextSeed<F, T>(F, &'static str, PhantomData<T>);

impl<F, T> TextSeed<F, T> {
    pub(super) fn new(what: &'static str, read: F) -> Self {
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

/// Reads an object whose keys are names, each of which may come once.
pub(super) fn read_named<'de, A, T>(
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

pub(super) fn unknown_or_twice<E: Error>(place: Place<'_>, key: &str, known: &[&str]) -> E {
    let reason = if known.contains(&key) { "is there twice" } else { "is unknown" };
    E::custom(format!("{place}: “{}” {reason}", excerpt(key)))
}

/// The next item as a whole number that is not negative; `None` if it is null or there is no more.
pub(super) fn next_number<'de, A: SeqAccess<'de>>(seq: &mut A, place: Place<'_>) -> Result<Option<u64>, A::Error> {
    match seq.next_element_seed(ValueSeed { place, depth: 0 })? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Int(number)) if number >= 0 => Ok(Some(number.unsigned_abs())),
        Some(_) => Err(A::Error::custom(format!("{place}: a whole number, not negative, is expected"))),
    }
}

pub(super) fn expect_end<'de, A: SeqAccess<'de>>(seq: &mut A, place: Place<'_>) -> Result<(), A::Error> {
    match seq.next_element::<IgnoredAny>()? {
        None => Ok(()),
        Some(_) => Err(A::Error::custom(format!("{place}: a list has more items than are known"))),
    }
}
