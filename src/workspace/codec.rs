//! Typed values to a record's fields and back, through serde. Knows no table and no noun.

use super::WorkspaceError;
use crate::merge::{Record, Value};
use serde::Serialize;
use serde::de::value::{Error as ReadError, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use std::collections::BTreeMap;

/// The fields of a typed value, by name. Options that are `None` are left out.
pub(super) fn fields_of<T: Serialize>(value: &T) -> Result<BTreeMap<String, Value>, WorkspaceError> {
    let damaged = |reason: String| WorkspaceError::Damaged(reason);
    match serde_json::to_value(value).map_err(|error| damaged(error.to_string()))? {
        serde_json::Value::Object(map) => {
            map.into_iter().map(|(name, json)| Ok((name, merge_value(json)?))).collect::<Result<_, _>>()
        }
        other => Err(damaged(format!("{other} is not a record"))),
    }
}

fn merge_value(json: serde_json::Value) -> Result<Value, WorkspaceError> {
    use serde_json::Value as Json;
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(flag),
        Json::Number(number) => Value::Int(
            number.as_i64().ok_or_else(|| WorkspaceError::Damaged(format!("{number} is not a whole number")))?,
        ),
        Json::String(text) => Value::text(text),
        Json::Array(items) => Value::List(items.into_iter().map(merge_value).collect::<Result<_, _>>()?),
        Json::Object(_) => return Err(WorkspaceError::Damaged("a field cannot hold an object".to_owned())),
    })
}

/// A typed value from a record's shown field values. A field that was cleared counts as absent; unknown fields are
/// passed over, as a newer version may have written them.
pub(super) fn read<T: DeserializeOwned>(record: &Record) -> Result<T, String> {
    let shown = record
        .fields()
        .map(|(name, field)| (name, field.value()))
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name, FieldValue(value)));
    T::deserialize(MapDeserializer::<_, ReadError>::new(shown)).map_err(|error| error.to_string())
}

/// A field's value on its way into a typed one.
struct FieldValue<'a>(&'a Value);

impl<'a> IntoDeserializer<'a, ReadError> for FieldValue<'a> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for FieldValue<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Int(number) => visitor.visit_i64(*number),
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::List(items) => SeqDeserializer::new(items.iter().map(FieldValue)).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.0.as_text() {
            Some(text) => {
                IntoDeserializer::<ReadError>::into_deserializer(text).deserialize_enum(name, variants, visitor)
            }
            None => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
