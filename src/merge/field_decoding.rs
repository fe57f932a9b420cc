//! Reads the fields of a record, as [`super::encoding`] describes them. Knows nothing of lives and tables.

use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess};

use super::field::{Field, Version};
use super::fields::Fields;
use super::place::Place;
use super::seeds::{
    AsList, AsObject, ReadList, ReadObject, Reading, TextSeed, expect_end, next_key, next_number, there_twice,
};
use super::stamp::{DeviceId, parse_moment};
use super::value::ValueSeed;
use super::vector::VersionVector;

pub(super) struct FieldsReader<'a> {
    pub(super) reading: &'a Reading,
    pub(super) place: Place<'a>,
}

impl<'de> ReadObject<'de> for FieldsReader<'_> {
    type Out = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of fields in {}", self.place)
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Out, A::Error> {
        let FieldsReader { reading, place } = self;
        let mut entries = Vec::with_capacity(reading.likely_fields());
        while let Some(name) = map.next_key_seed(reading.field_name(entries.len()))? {
            let place = Place { field: Some(&name), ..place };
            let field = map.next_value_seed(AsList(FieldReader { reading, place }))?;
            entries.push((name, field));
        }
        entries.shrink_to_fit();
        Fields::from_entries(entries).map_err(|name| there_twice(place, &name))
    }
}

pub(super) struct FieldReader<'a> {
    pub(super) reading: &'a Reading,
    pub(super) place: Place<'a>,
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
        while let Some(key) = next_key(&mut map, place, &["also", "seen"])? {
            match key {
                "also" if also.is_none() => also = Some(map.next_value_seed(AsList(AlsoReader { reading, place }))?),
                "seen" if seen.is_none() => seen = Some(map.next_value_seed(AsObject(SeenReader { place }))?),
                _ => return Err(there_twice(place, key)),
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

struct SeenReader<'a> {
    place: Place<'a>,
}

impl<'de> ReadObject<'de> for SeenReader<'_> {
    type Out = VersionVector;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of devices as “seen” of {}", self.place)
    }

    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<VersionVector, A::Error> {
        let place = self.place;
        let refuse = |reason: String| A::Error::custom(format!("{place}: {reason}"));
        let mut seen = VersionVector::new();
        while let Some(device) = map.next_key_seed(TextSeed::new("a device id", DeviceId::parse))? {
            let moment = map.next_value_seed(TextSeed::new("a device's last moment", |text: &str| {
                Ok(parse_moment(text).map_err(|error| error.to_string()))
            }))?;
            if seen.get(&device).is_some() {
                return Err(refuse(format!("the device “{device}” is there twice")));
            }
            seen.raise(&device, moment.map_err(refuse)?);
        }
        Ok(seen)
    }
}
