//! The fields of one record by their names. Knows no lives and no tables.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use super::error::MergeError;
use super::field::Field;
use super::stamp::Stamp;
use super::value::Value;

/// In the order of the names, each name once. Records have few fields and there are many records: a list is one allocation.
/// Reading and joining take no longer than sorting does, in whatever order names come: one record of a million fields may not hold a
/// page up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(Arc<str>, Field)>);

impl Fields {
    /// From entries in any order. Fails, with the name, if one comes twice.
    pub(super) fn from_entries(mut entries: Vec<(Arc<str>, Field)>) -> Result<Self, Arc<str>> {
        if !entries.is_sorted_by(|(a, _), (b, _)| a < b) {
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            let next = entries.iter().skip(1);
            if let Some(((twice, _), _)) = entries.iter().zip(next).find(|((a, _), (b, _))| a == b) {
                return Err(twice.clone());
            }
        }
        Ok(Fields(entries))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.0.iter().map(|(name, field)| (&**name, field))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Field> {
        let position = self.0.binary_search_by(|(present, _)| (**present).cmp(name)).ok()?;
        self.0.get(position).map(|(_, field)| field)
    }

    /// Writes a field; see [`Field::set`].
    pub(super) fn set(&mut self, name: &str, value: Value, stamp: &Stamp) -> Result<(), MergeError> {
        let position = self.0.partition_point(|(present, _)| **present < *name);
        match self.0.get_mut(position).filter(|(present, _)| **present == *name) {
            Some((_, field)) => field.set(value, stamp.clone()),
            None => {
                self.0.insert(position, (Arc::from(name), Field::new(value, stamp.clone())));
                Ok(())
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes over what the other fields have and these have not seen.
    pub(super) fn join(&mut self, other: &Fields) {
        let mut theirs = other.0.iter().peekable();
        let mut joined = Vec::with_capacity(self.0.len().max(other.0.len()));
        for (name, mut ours) in mem::take(&mut self.0) {
            while let Some(theirs) = theirs.next_if(|(their_name, _)| *their_name < name) {
                joined.push(theirs.clone());
            }
            if let Some((_, theirs)) = theirs.next_if(|(their_name, _)| *their_name == name) {
                ours.join(theirs);
            }
            joined.push((name, ours));
        }
        joined.extend(theirs.cloned());
        self.0 = joined;
    }

    /// True if joining `other` would change nothing here.
    pub(super) fn includes(&self, other: &Fields) -> bool {
        other.iter().all(|(name, theirs)| self.get(name).is_some_and(|ours| ours == theirs || ours.includes(theirs)))
    }
}

/// A map is in the order of its keys.
impl From<BTreeMap<Arc<str>, Field>> for Fields {
    fn from(fields: BTreeMap<Arc<str>, Field>) -> Self {
        Fields(fields.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(ms: u64) -> Stamp {
        Stamp::parse(&format!("{}.0.a", 1_780_000_000_000 + ms)).unwrap()
    }

    fn entry(name: &str, number: i64) -> (Arc<str>, Field) {
        (Arc::from(name), Field::new(Value::Int(number), stamp(number.unsigned_abs())))
    }

    fn fields(names: &[(&str, i64)]) -> Fields {
        Fields::from_entries(names.iter().map(|(name, number)| entry(name, *number)).collect()).unwrap()
    }

    #[test]
    fn entries_in_any_order_make_the_same_fields_and_none_may_come_twice() {
        let sorted = fields(&[("a", 1), ("b", 2), ("c", 3)]);
        assert_eq!(fields(&[("c", 3), ("a", 1), ("b", 2)]), sorted);
        assert_eq!(sorted.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b", "c"]);
        for twice in [["a", "a", "b"], ["b", "a", "b"]] {
            assert!(
                Fields::from_entries(twice.map(|name| entry(name, 1)).into()).is_err_and(|name| &*name == twice[0])
            );
        }
    }

    #[test]
    fn a_name_is_found_written_and_put_in_its_place() {
        let mut some = fields(&[("b", 2), ("d", 4)]);
        for name in ["a", "c", "e"] {
            assert!(some.get(name).is_none());
            some.set(name, Value::Int(9), &stamp(9)).unwrap();
        }
        some.set("d", Value::Int(9), &stamp(9)).unwrap();
        assert!(some.set("d", Value::Int(9), &stamp(9)).is_err(), "the stamp was seen");
        let shown: Vec<_> = some.iter().map(|(name, field)| (name, field.value().as_int())).collect();
        assert_eq!(shown, [("a", Some(9)), ("b", Some(2)), ("c", Some(9)), ("d", Some(9)), ("e", Some(9))]);
        assert_eq!(some.get("b").and_then(|field| field.value().as_int()), Some(2));
        assert_eq!((some.len(), some.is_empty()), (5, false));
        some.clear();
        assert!(some.is_empty());
    }

    #[test]
    fn joining_takes_what_only_one_side_has_and_joins_what_both_have() {
        let sides = [
            fields(&[]),
            fields(&[("b", 1)]),
            fields(&[("a", 1), ("b", 2), ("d", 3)]),
            fields(&[("b", 3), ("c", 1), ("e", 1), ("f", 1)]),
        ];
        for one in &sides {
            for other in &sides {
                let mut both = one.clone();
                both.join(other);
                let mut mirrored = other.clone();
                mirrored.join(one);
                assert_eq!(both, mirrored);
                assert!(both.includes(one) && both.includes(other));
                assert_eq!(one.includes(other), both == *one);
                assert_eq!(Fields::from_entries(both.0.clone()), Ok(both.clone()), "in order, each once");
                let shown = |fields: &Fields| fields.get("b").and_then(|field| field.value().as_int());
                assert_eq!(shown(&both), shown(one).max(shown(other)));
            }
        }
    }
}
