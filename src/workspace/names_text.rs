//! Names of records as a text has them: the table once, and then its records. Knows no table and no noun.

use crate::merge::RecordName;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serializer};
use std::fmt;
use std::sync::Arc;

/// As `{"return":["900001_2018-19_3"]}`; the names are in their order.
pub(super) fn serialize<S: Serializer>(names: &[RecordName], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for of_one_table in names.chunk_by(|(one, _), (next, _)| one == next) {
        if let [(table, _), ..] = of_one_table {
            let ids: Vec<&str> = of_one_table.iter().map(|(_, id)| &**id).collect();
            map.serialize_entry(&**table, &ids)?;
        }
    }
    map.end()
}

/// The same, back; and as earlier programs wrote it, `[["return","900001_2018-19_3"]]`.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RecordName>, D::Error> {
    deserializer.deserialize_any(Names)
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Vec<RecordName>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names of records by their tables")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some(Name(table)) = map.next_key()? {
            map.next_value_seed(OfTable { table, names: &mut names })?;
        }
        Ok(names)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some((Name(table), Name(id))) = seq.next_element()? {
            names.push((table, id));
        }
        Ok(names)
    }
}

/// Adds the names of one table's records.
struct OfTable<'a> {
    table: Arc<str>,
    names: &'a mut Vec<RecordName>,
}

impl<'de> DeserializeSeed<'de> for OfTable<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OfTable<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records’ names")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(Name(id)) = seq.next_element()? {
            self.names.push((self.table.clone(), id));
        }
        Ok(())
    }
}

/// One name, made of the text where that lies.
struct Name(Arc<str>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, text: &str) -> Result<Name, E> {
                Ok(Name(Arc::from(text)))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Named(#[serde(with = "super")] Vec<RecordName>);

    fn named(names: &[(&str, &str)]) -> Named {
        Named(names.iter().map(|(table, id)| (Arc::from(*table), Arc::from(*id))).collect())
    }

    #[test]
    fn a_table_is_named_once() {
        let names = named(&[("return", "r1"), ("return", "r\"2\""), ("school", "900001")]);
        let text = serde_json::to_string(&names).unwrap();
        assert_eq!(text, r#"{"return":["r1","r\"2\""],"school":["900001"]}"#);
        assert_eq!(serde_json::from_str::<Named>(&text).unwrap(), names);
        assert_eq!(serde_json::to_string(&named(&[])).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Named>("{}").unwrap(), named(&[]));
    }

    #[test]
    fn names_of_earlier_programs_are_read() {
        let text = r#"[["return","r1"],["return","r\"2\""],["school","900001"]]"#;
        let names = named(&[("return", "r1"), ("return", "r\"2\""), ("school", "900001")]);
        assert_eq!(serde_json::from_str::<Named>(text).unwrap(), names);
        for other in ["7", r#"{"return":7}"#, r#"{"return":[7]}"#, "[7]", r#"[["return"]]"#, r#"[["a","b","c"]]"#] {
            assert!(serde_json::from_str::<Named>(other).is_err(), "{other}");
        }
    }
}
