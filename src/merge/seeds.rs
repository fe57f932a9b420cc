//! What every reader of a document shares: objects, lists and texts as serde seeds, and names held once.
//! Knows the shape of JSON, not the shape of a document.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::error::{MergeError, excerpt};
use super::fields::Names;
use super::place::{FIELD_LIMIT, Place, check_name};
use super::stamp::Stamp;
use super::value::{Value, ValueSeed};

/// Room is made at once for so many fields and no more: what the record before had is a guess, and a hostile one may have a million.
pub(super) const LIKELY_FIELDS: usize = 64;

/// What is shared while one document is read: equal names are held once.
pub(super) struct Reading {
    stamps: Vec<Stamp>,
    names: RefCell<HashSet<Arc<str>>>,
    /// The names of the record before, up to where this one's were others.
    former: RefCell<Vec<Arc<str>>>,
    /// The names of the last record all of whose fields were written at once: mostly those of the next one too.
    shape: RefCell<Option<Names>>,
    fields: Cell<usize>,
    limit: usize,
}

impl Reading {
    pub(super) fn new(stamps: Vec<Stamp>) -> Self {
        Reading {
            stamps,
            names: RefCell::default(),
            former: RefCell::default(),
            shape: RefCell::default(),
            fields: Cell::new(0),
            limit: FIELD_LIMIT,
        }
    }

    /// For a document that is ours and may have grown: what was kept is read, however much it is.
    pub(super) fn of_any_size(stamps: Vec<Stamp>) -> Self {
        Reading { limit: usize::MAX, ..Self::new(stamps) }
    }

    /// The name of a record's field, of which it is the nth: mostly the name that the record before had there.
    pub(super) fn field_name<'de>(&self, nth: usize) -> impl DeserializeSeed<'de, Value = Arc<str>> {
        TextSeed::new("the field's name", move |name: &str| self.shared_name(nth, name))
    }

    /// As [`Reading::field_name`], of a name that was read.
    pub(super) fn shared_name(&self, nth: usize, name: &str) -> Result<Arc<str>, MergeError> {
        let mut former = self.former.borrow_mut();
        if let Some(known) = former.get(nth).filter(|known| ***known == *name) {
            return Ok(known.clone());
        }
        check_name("the field's name", name)?;
        let mut names = self.names.borrow_mut();
        let shared = match names.get(name) {
            Some(shared) => shared.clone(),
            None => {
                let shared: Arc<str> = Arc::from(name);
                names.insert(shared.clone());
                shared
            }
        };
        former.truncate(nth);
        former.push(shared.clone());
        Ok(shared)
    }

    /// How many fields the next record is likely to have: as many as the one before, within [`LIKELY_FIELDS`].
    pub(super) fn likely_fields(&self) -> usize {
        self.former.borrow().len().min(LIKELY_FIELDS)
    }

    pub(super) fn shape(&self) -> Option<Names> {
        self.shape.borrow().clone()
    }

    pub(super) fn set_shape(&self, names: Names) {
        *self.shape.borrow_mut() = Some(names);
    }

    pub(super) fn stamp<E: Error>(&self, position: Option<u64>, place: Place<'_>) -> Result<Stamp, E> {
        let position = position.ok_or_else(|| E::custom(format!("{place}: a stamp's position is missing")))?;
        self.stamp_at(position).ok_or_else(|| {
            let count = self.stamps.len();
            E::custom(format!("{place}: there is no stamp {position}, as only {count} are listed"))
        })
    }

    pub(super) fn stamp_at(&self, position: u64) -> Option<Stamp> {
        self.stamps.get(usize::try_from(position).ok()?).cloned()
    }

    pub(super) fn count<E: Error>(&self) -> Result<(), E> {
        match self.has_room() {
            true => Ok(()),
            false => Err(E::custom(format!("the document holds more than {} values", self.limit))),
        }
    }

    /// Counts one more value: whether a document may hold so many.
    pub(super) fn has_room(&self) -> bool {
        self.have_room(1)
    }

    /// Counts so many values more.
    pub(super) fn have_room(&self, more: usize) -> bool {
        self.fields.set(self.fields.get() + more);
        self.fields.get() <= self.limit
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

/// Reads an object whose keys are names, each of which may come once: `keep` reads what stands under a name and says whether it is
/// the first of that name.
pub(super) fn read_named<'de, A: MapAccess<'de>>(
    map: &mut A,
    what: &'static str,
    place: Place<'_>,
    mut keep: impl FnMut(&mut A, &Arc<str>) -> Result<bool, A::Error>,
) -> Result<(), A::Error> {
    let name = || TextSeed::new(what, |name: &str| check_name(what, name).map(|()| Arc::from(name)));
    while let Some(name) = map.next_key_seed(name())? {
        if !keep(map, &name)? {
            return Err(there_twice(place, &name));
        }
    }
    Ok(())
}

/// The next key, which must be one of those that are known.
pub(super) fn next_key<'de, A: MapAccess<'de>>(
    map: &mut A,
    place: Place<'_>,
    known: &[&'static str],
) -> Result<Option<&'static str>, A::Error> {
    let find = |key: &str| Ok(known.iter().find(|known| **known == key).copied().ok_or_else(|| excerpt(key)));
    match map.next_key_seed(TextSeed::new("a key", find))? {
        None => Ok(None),
        Some(Ok(key)) => Ok(Some(key)),
        Some(Err(key)) => Err(A::Error::custom(format!("{place}: “{key}” is unknown"))),
    }
}

pub(super) fn there_twice<E: Error>(place: Place<'_>, key: &str) -> E {
    E::custom(format!("{place}: “{key}” is there twice"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_so_many_values_and_what_is_kept_may_have_more() {
        for (reading, has_more) in [(Reading::new(Vec::new()), false), (Reading::of_any_size(Vec::new()), true)] {
            reading.fields.set(FIELD_LIMIT - 1);
            assert_eq!((reading.has_room(), reading.has_room()), (true, has_more));
        }
    }
}
