//! The fields of one record by their names. Knows no lives and no tables.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use super::error::MergeError;
use super::field::{Field, FieldRef};
use super::stamp::Stamp;
use super::value::Value;

/// Names in their order, each once. The records of a table mostly have the same, and share them.
pub(super) type Names = Arc<[Arc<str>]>;

/// In the order of the names, each name once.
#[derive(Debug, Clone)]
pub(super) struct Fields(Held);

/// There may be a hundred thousand records of a dozen fields, and most are as they were when they came: all of their fields were written
/// at once. Those need only their values. Equal fields may be held in either way.
#[derive(Debug, Clone)]
enum Held {
    /// A value for each of the names, written with this stamp and having seen nothing else.
    AtOnce { names: Names, stamp: Stamp, values: Box<[Value]> },
    /// Records have few fields and there are many records: a list is one allocation. Reading and joining take no longer than sorting
    /// does, in whatever order names come: one record of a million fields may not hold a page up.
    Each(Vec<(Arc<str>, Field)>),
}

impl Default for Fields {
    fn default() -> Self {
        Fields(Held::Each(Vec::new()))
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Fields {}

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
        Ok(Fields(Held::Each(entries)))
    }

    /// All written with one stamp: a value for each name. The caller makes sure that names are in their order, each once.
    pub(super) fn at_once(names: Names, stamp: Stamp, values: Vec<Value>) -> Self {
        Fields(Held::AtOnce { names, stamp, values: values.into_boxed_slice() })
    }

    /// Their names, if all of them were written with one stamp and say no more.
    pub(super) fn names_if_at_once(&self) -> Option<Names> {
        match &self.0 {
            Held::AtOnce { names, .. } => Some(names.clone()),
            Held::Each(entries) => {
                let (_, first) = entries.first()?;
                let stamp = first.look().stamp()?;
                let are = entries.iter().all(|(_, field)| field.look().was_written_once_at(stamp));
                are.then(|| entries.iter().map(|(name, _)| name.clone()).collect())
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        match &self.0 {
            Held::AtOnce { values, .. } => values.len(),
            Held::Each(entries) => entries.len(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn at(&self, position: usize) -> Option<(&Arc<str>, FieldRef<'_>)> {
        match &self.0 {
            Held::AtOnce { names, stamp, values } => {
                Some((names.get(position)?, FieldRef::alone(stamp, values.get(position)?)))
            }
            Held::Each(entries) => entries.get(position).map(|(name, field)| (name, field.look())),
        }
    }

    /// The fields of which more is to be said than that they were written with this stamp.
    pub(super) fn not_written_at<'a>(&'a self, stamp: &'a Stamp) -> impl Iterator<Item = FieldRef<'a>> {
        let all_were = matches!(&self.0, Held::AtOnce { stamp: at, .. } if at == stamp);
        let asked = (!all_were).then(|| self.entries()).into_iter().flatten().map(|(_, field)| field);
        asked.filter(|field| !field.was_written_once_at(stamp))
    }

    fn entries(&self) -> impl Iterator<Item = (&Arc<str>, FieldRef<'_>)> {
        (0..self.len()).map_while(|position| self.at(position))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, FieldRef<'_>)> {
        self.entries().map(|(name, field)| (&**name, field))
    }

    pub(super) fn get(&self, name: &str) -> Option<FieldRef<'_>> {
        let position = match &self.0 {
            Held::AtOnce { names, .. } => names.binary_search_by(|present| (**present).cmp(name)),
            Held::Each(entries) => entries.binary_search_by(|(present, _)| (**present).cmp(name)),
        };
        self.at(position.ok()?).map(|(_, field)| field)
    }

    /// One by one, to be written to and put back.
    fn take_each(&mut self) -> Vec<(Arc<str>, Field)> {
        match mem::take(self).0 {
            Held::AtOnce { names, stamp, values } => {
                let field = |(name, value): (&Arc<str>, Value)| (name.clone(), Field::new(value, stamp.clone()));
                names.iter().zip(values).map(field).collect()
            }
            Held::Each(entries) => entries,
        }
    }

    /// Writes a field; see [`Field::set`].
    pub(super) fn set(&mut self, name: &str, value: Value, stamp: &Stamp) -> Result<(), MergeError> {
        let mut entries = self.take_each();
        let position = entries.partition_point(|(present, _)| **present < *name);
        let done = match entries.get_mut(position).filter(|(present, _)| **present == *name) {
            Some((_, field)) => field.set(value, stamp.clone()),
            None => {
                entries.insert(position, (Arc::from(name), Field::new(value, stamp.clone())));
                Ok(())
            }
        };
        self.0 = Held::Each(entries);
        done
    }

    pub(super) fn clear(&mut self) {
        *self = Fields::default();
    }

    /// Takes over what the other fields have and these have not seen.
    pub(super) fn join(&mut self, other: &Fields) {
        let owned = |(name, field): (&Arc<str>, FieldRef<'_>)| (name.clone(), field.to_field());
        let mut theirs = other.entries().peekable();
        let mut joined = Vec::with_capacity(self.len().max(other.len()));
        for (name, mut ours) in self.take_each() {
            while let Some(theirs) = theirs.next_if(|(their_name, _)| **their_name < name) {
                joined.push(owned(theirs));
            }
            if let Some((_, theirs)) = theirs.next_if(|(their_name, _)| **their_name == name) {
                ours.join(theirs);
            }
            joined.push((name, ours));
        }
        joined.extend(theirs.map(owned));
        self.0 = Held::Each(joined);
    }

    /// True if joining `other` would change nothing here.
    pub(super) fn includes(&self, other: &Fields) -> bool {
        other.iter().all(|(name, theirs)| self.get(name).is_some_and(|ours| ours == theirs || ours.includes(theirs)))
    }
}

/// A map is in the order of its keys.
impl From<BTreeMap<Arc<str>, Field>> for Fields {
    fn from(fields: BTreeMap<Arc<str>, Field>) -> Self {
        Fields(Held::Each(fields.into_iter().collect()))
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

    /// Whatever is asked of them or done to them: they are the same as ones that were written one by one.
    #[test]
    fn fields_that_were_written_at_once_are_fields_like_others() {
        let names = ["b", "d", "f"];
        let each =
            Fields::from_entries(names.map(|name| (Arc::from(name), Field::new(Value::Int(7), stamp(7)))).into());
        let (each, values) = (each.unwrap(), vec![Value::Int(7); 3]);
        let at_once = Fields::at_once(names.map(Arc::from).into(), stamp(7), values);
        assert_eq!(at_once, each);
        assert_eq!((at_once.len(), at_once.is_empty()), (3, false));
        assert!(at_once.includes(&each) && each.includes(&at_once));
        for name in ["a", "b", "c", "d", "e", "f", "g"] {
            assert_eq!(at_once.get(name), each.get(name));
            for at in [6, 7] {
                let (at, more) = (stamp(at), |fields: &Fields, at: &Stamp| fields.not_written_at(at).count());
                assert_eq!((more(&at_once, &at), more(&each, &at)), if at == stamp(7) { (0, 0) } else { (3, 3) });
            }
            for ms in [6, 7, 8] {
                let (mut one, mut other) = (at_once.clone(), each.clone());
                let done = one.set(name, Value::Int(8), &stamp(ms));
                assert_eq!((&done, &one), (&other.set(name, Value::Int(8), &stamp(ms)), &other));
                assert_eq!(one == at_once, done.is_err());
                assert_eq!((at_once.includes(&one), one.includes(&at_once)), (each.includes(&other), true));
                let (mut of_one, mut of_other) = (at_once.clone(), one.clone());
                of_one.join(&one);
                of_other.join(&at_once);
                assert_eq!((&of_one, &of_other), (&one, &one));
            }
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
                assert_eq!(Fields::from_entries(both.clone().take_each()), Ok(both.clone()), "in order, each once");
                let shown = |fields: &Fields| fields.get("b").and_then(|field| field.value().as_int());
                assert_eq!(shown(&both), shown(one).max(shown(other)));
            }
        }
    }
}
