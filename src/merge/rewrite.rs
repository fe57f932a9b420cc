//! Records under other names and values, for migrations of old files. Issues no stamps and forgets nothing seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::field::{Field, FieldRef, Version, VersionRef};
use super::record::Record;
use super::value::Value;

impl Record {
    /// The same record with each field's name and values as `rewrite(name, value)` gives them; `None` leaves a value
    /// as it is, under its own name. All values of a field, losers included, go where its shown value goes. Being pure,
    /// it gives every copy of a record the same result, so copies migrated apart still merge.
    pub fn rewritten(&self, mut rewrite: impl FnMut(&str, &Value) -> Option<(String, Value)>) -> Record {
        let mut fields: BTreeMap<Arc<str>, Field> = BTreeMap::new();
        for (name, field) in self.fields() {
            let new_name = rewrite(name, field.value()).map_or_else(|| name.to_owned(), |(name, _)| name);
            let rewritten =
                field.with_values(|value| rewrite(name, value).map_or_else(|| value.clone(), |(_, new)| new));
            match fields.get_mut(new_name.as_str()) {
                Some(present) => present.join(rewritten.look()),
                None => {
                    fields.insert(Arc::from(new_name), rewritten);
                }
            }
        }
        Record::from_parts(self.life(), self.since().clone(), fields.into())
    }
}

impl FieldRef<'_> {
    fn with_values(self, mut value_of: impl FnMut(&Value) -> Value) -> Field {
        let rewrite =
            |version: VersionRef<'_>| Version { stamp: version.stamp.clone(), value: value_of(version.value) };
        let versions = self.versions().map(rewrite).collect();
        // The stamps are those of a field that holds, so none comes twice.
        Field::from_parts(versions, self.seen().clone()).unwrap_or_else(|_| self.to_field())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DeviceId, Document, Stamp};
    use super::*;

    fn stamp(ms: u64, device: &str) -> Stamp {
        Stamp { ms: 1_780_000_000_000 + ms, counter: 0, device: DeviceId::parse(device).expect("a device") }
    }

    fn renamed(document: &Document) -> Document {
        let mut out = Document::new();
        for (table, id, record) in document.all_records() {
            let record = record.rewritten(|name, value| (name == "pupils").then(|| ("roll".to_owned(), value.clone())));
            out.put_record(table, id, Some(Arc::new(record)));
        }
        out
    }

    #[test]
    fn copies_migrated_apart_merge_to_what_a_migrated_merge_is() {
        let mut base = Document::new();
        base.set("return", "1", "pupils", Value::Int(1), &stamp(1, "a")).expect("set");
        let (mut left, mut right) = (base.clone(), base.clone());
        left.set("return", "1", "pupils", Value::Int(2), &stamp(2, "a")).expect("set");
        right.set("return", "1", "pupils", Value::Int(3), &stamp(3, "b")).expect("set");
        let mut apart = renamed(&left);
        apart.join(&renamed(&right));
        left.join(&right);
        assert_eq!(renamed(&left).to_canonical_json(), apart.to_canonical_json());
        assert_eq!(apart.value("return", "1", "roll"), Some(&Value::Int(3)));
        assert_eq!(apart.conflicts().count(), 1, "the loser came along");
    }
}
