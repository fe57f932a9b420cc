//! Reads JSON without letting anything pass in silence: a key given twice, a list without end. Knows nothing of requests.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::Cell;
use std::fmt;

/// The longest list that is read: five times the rows of the longest method.
const MOST_ITEMS: usize = 100_000;

/// The most values in all. Each takes some dozens of bytes while it is read, and
/// lists within lists would else have no end.
const MOST_VALUES: usize = 1_000_000;

/// A JSON value in which every object names each key once, no list is longer than [`MOST_ITEMS`] and all values together
/// are at most [`MOST_VALUES`].
pub(super) struct Strict(pub(super) Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Reader { left: &Cell::new(MOST_VALUES) }.deserialize(source)
    }
}

/// Reads a value, and knows how many more there may be.
#[derive(Clone, Copy)]
struct Reader<'a> {
    left: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Strict;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Strict, D::Error> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => return Err(D::Error::custom(format!("it has more than {MOST_VALUES} values"))),
        }
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Strict;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Strict, E> {
        Ok(Strict(Value::Bool(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Strict, E> {
        Ok(Strict(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Strict, E> {
        Ok(Strict(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Strict, E> {
        Number::from_f64(number).map(|n| Strict(Value::Number(n))).ok_or_else(|| E::custom("a number is not finite"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Strict, E> {
        Ok(Strict(Value::String(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Strict, E> {
        Ok(Strict(Value::String(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Strict, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = source.next_element_seed(self)? {
            if items.len() == MOST_ITEMS {
                return Err(A::Error::custom(format!("a list has more than {MOST_ITEMS} items")));
            }
            items.push(item);
        }
        Ok(Strict(Value::Array(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Strict, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = source.next_key::<String>()? {
            let Strict(value) = source.next_value_seed(self)?;
            if fields.contains_key(&key) {
                return Err(A::Error::custom(format!("\"{}\" is given twice", super::fields::shortened(&key))));
            }
            fields.insert(key, value);
        }
        Ok(Strict(Value::Object(fields)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, String> {
        serde_json::from_str::<Strict>(text).map(|strict| strict.0).map_err(|error| error.to_string())
    }

    #[test]
    fn ordinary_json_is_read_as_it_is() {
        let text = r#"{"a":[1,-2,0.1,true,null,"x"],"b":{"c":1e-300}}"#;
        assert_eq!(read(text), serde_json::from_str(text).map_err(|error| error.to_string()));
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        assert!(read(r#"{"n":1,"n":2}"#).is_err_and(|said| said.contains("\"n\" is given twice")));
    }

    #[test]
    fn a_list_without_end_is_refused() {
        let text = format!("[{}1]", "1,".repeat(1_000_000));
        assert!(read(&text).is_err_and(|said| said.contains("more than 100000 items")));
    }

    #[test]
    fn values_in_all_are_counted() {
        // Ten lists in one, with a value each for the lists themselves.
        let lists = |items: usize| {
            let list = format!("[{}1]", "1,".repeat(items - 1));
            read(&format!("[{}]", vec![list; 10].join(",")))
        };
        assert!(lists(99_998).is_ok());
        assert!(lists(99_999).is_err_and(|said| said.contains("more than 1000000 values")));
    }

    #[test]
    fn ten_thousand_levels_are_refused_without_ending_the_program() {
        assert!(read(&"[".repeat(10_000)).is_err());
    }
}
