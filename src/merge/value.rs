//! What a field can hold. Knows nothing of what it means; there is no floating-point number, so bytes never differ.

use std::fmt;

use compact_str::CompactString;

use serde::de::{self, DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::MergeError;
use super::place::Place;

/// The longest text, in bytes: ten thousand words, far more than a form's field takes, and few enough that a sentence or an undo
/// step can hold one whole.
pub const TEXT_LIMIT: usize = 64 * 1024;

/// The most items in one list. A list is one value: it is compared, shown and merged whole, which nobody could follow with more.
pub const LIST_LIMIT: usize = 10_000;

/// How deep lists may lie in lists. What is kept lies one or two deep; no reader's stack is in danger at sixteen.
pub const DEPTH_LIMIT: usize = 16;

/// A value of a field. The order (nothing, yes and no, whole numbers, texts, lists) only serves to give two values
/// under one stamp the same winner everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    /// Most texts are a word or a name, and lie in the value itself.
    Text(CompactString),
    List(Vec<Value>),
}

/// What `value()` of a field without any version answers.
pub(super) static NULL: Value = Value::Null;

impl Value {
    pub fn text(text: impl Into<CompactString>) -> Self {
        Value::Text(text.into())
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Fails on a value that no reader would accept: too long, too many, too deep.
    pub fn check(&self) -> Result<(), MergeError> {
        self.check_at(0)
    }

    fn check_at(&self, depth: usize) -> Result<(), MergeError> {
        match self {
            Value::Text(text) if text.len() > TEXT_LIMIT => {
                Err(MergeError::TextTooLong { bytes: text.len(), limit: TEXT_LIMIT })
            }
            Value::List(_) if depth >= DEPTH_LIMIT => Err(MergeError::TooDeep { limit: DEPTH_LIMIT }),
            Value::List(items) if items.len() > LIST_LIMIT => {
                Err(MergeError::ListTooLong { items: items.len(), limit: LIST_LIMIT })
            }
            Value::List(items) => items.iter().try_for_each(|item| item.check_at(depth + 1)),
            _ => Ok(()),
        }
    }
}

impl From<bool> for Value {
    fn from(answer: bool) -> Self {
        Value::Bool(answer)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Value::Int(i64::from(number))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Value::Int(i64::from(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text.into())
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Value::List(items)
    }
}

/// Nothing is `Null`.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(answer) => serializer.serialize_bool(*answer),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ValueSeed { place: Place::default(), depth: 0 }.deserialize(deserializer)
    }
}

/// Reads a value that lies at a known place, for the sake of the error's sentence.
#[derive(Clone, Copy)]
pub(super) struct ValueSeed<'a> {
    pub place: Place<'a>,
    pub depth: usize,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl ValueSeed<'_> {
    fn refuse<E: de::Error>(&self, reason: impl fmt::Display) -> E {
        E::custom(format!("{}: {reason}", self.place))
    }

    fn text<E: de::Error>(&self, text: &str) -> Result<(), E> {
        if text.len() > TEXT_LIMIT {
            return Err(self.refuse(MergeError::TextTooLong { bytes: text.len(), limit: TEXT_LIMIT }));
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text, a whole number, true, false, null or a list of these in {}", self.place)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, answer: bool) -> Result<Value, E> {
        Ok(Value::Bool(answer))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::Int).map_err(|_| self.refuse(format!("the number {number} is too large")))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Err(self.refuse(format!("the number {number:?} is not a whole number (below 2^63)")))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        self.text(text).map(|()| Value::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        if self.depth >= DEPTH_LIMIT {
            return Err(self.refuse(MergeError::TooDeep { limit: DEPTH_LIMIT }));
        }
        let inner = ValueSeed { depth: self.depth + 1, ..self };
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            if items.len() == LIST_LIMIT {
                return Err(self.refuse(MergeError::ListTooLong { items: LIST_LIMIT + 1, limit: LIST_LIMIT }));
            }
            items.push(item);
        }
        Ok(Value::List(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_value_reads_back_as_written() {
        let text = r#"[null,true,-3,"Zoë \"x\"\n",[[],9223372036854775807]]"#;
        assert_eq!(serde_json::to_string(&read(text).unwrap()).unwrap(), text);
    }

    #[test]
    fn floating_point_and_overlarge_numbers_are_refused_with_a_sentence() {
        for text in ["1.0", "1e3", "0.5", "-0.0", "18446744073709551616"] {
            assert!(read(text).unwrap_err().contains("not a whole number"), "{text}");
        }
        assert!(read("9223372036854775808").unwrap_err().contains("too large"));
    }

    #[test]
    fn an_object_is_refused() {
        assert!(read(r#"{"a":1}"#).unwrap_err().contains("expected a text, a whole number"));
    }

    #[test]
    fn what_may_be_written_may_be_read_and_nothing_more() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(DEPTH_LIMIT)).unwrap().check().is_ok());
        assert!(read(&nested(DEPTH_LIMIT + 1)).is_err());
        let deepest = (0..DEPTH_LIMIT).fold(Value::Null, |inner, _| Value::List(vec![inner]));
        assert!(deepest.check().is_ok());
        assert!(Value::List(vec![deepest]).check().is_err());
        let quoted = |length: usize| format!("\"{}\"", "a".repeat(length));
        assert!(read(&quoted(TEXT_LIMIT)).unwrap().check().is_ok());
        assert!(read(&quoted(TEXT_LIMIT + 1)).is_err());
        assert!(Value::text("a".repeat(TEXT_LIMIT + 1)).check().is_err());
        assert!(Value::List(vec![Value::Null; LIST_LIMIT]).check().is_ok());
        assert!(Value::List(vec![Value::Null; LIST_LIMIT + 1]).check().is_err());
        assert!(read(&format!("[{}0]", "0,".repeat(LIST_LIMIT))).is_err());
    }
}
