//! Parts of a document by their names, and what differs between two: both in the time of a walk, sharing what is there. Knows nothing
//! of who wrote what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::document::{Document, RecordName, Table};
use super::erasure::Register;

/// The records in which two documents differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The name of each, in their order.
    pub records: Vec<RecordName>,
    /// As far as they are in the one document, and in the other. Neither tells of erasures.
    pub one: Document,
    pub other: Document,
}

impl Document {
    /// The records that are not the same in another document.
    pub fn difference(&self, other: &Document) -> Difference {
        let none = Table::new();
        let names: BTreeSet<&Arc<str>> = self.shared_tables().keys().chain(other.shared_tables().keys()).collect();
        let (mut records, mut here, mut there) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        for name in names {
            let [ours, theirs] = [self, other].map(|document| document.shared_tables().get(name).unwrap_or(&none));
            let (mut of_ours, mut of_theirs): (Vec<&str>, Vec<&str>) = Default::default();
            for (id, of_one, of_other) in ours.changes(theirs) {
                of_ours.extend(of_one.map(|_| &**id));
                of_theirs.extend(of_other.map(|_| &**id));
                records.push((name.clone(), id.clone()));
            }
            here.extend(only(ours, &of_ours).map(|part| (name.clone(), part)));
            there.extend(only(theirs, &of_theirs).map(|part| (name.clone(), part)));
        }
        let [one, other] = [here, there].map(|tables| Document::from_parts(tables, Register::default()));
        Difference { records, one, other }
    }

    /// The records of these names, as table and id; `None` where one of them is not there.
    pub fn pick<'a>(&self, records: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Document> {
        let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        records.for_each(|(table, id)| wanted.entry(table).or_default().push(id));
        let mut picked = BTreeMap::new();
        for (name, mut ids) in wanted {
            // They mostly are, and to see that takes no time.
            if !ids.is_sorted_by(|one, next| one < next) {
                ids.sort_unstable();
                ids.dedup();
            }
            let (name, table) = self.shared_tables().get_key_value(name)?;
            picked.insert(name.clone(), only(table, &ids)?);
        }
        Some(Document::from_parts(picked, Register::default()))
    }

    /// The records at these places: of a table those from a position on, and how many. `None` where some are not there, or one comes twice.
    pub fn pick_runs(&self, runs: &[(String, usize, usize)]) -> Option<Document> {
        let mut wanted: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        runs.iter().for_each(|(table, first, many)| wanted.entry(table).or_default().push((*first, *many)));
        let mut picked = BTreeMap::new();
        for (name, runs) in wanted {
            let (name, table) = self.shared_tables().get_key_value(name)?;
            picked.insert(name.clone(), at(table, &runs)?);
        }
        Some(Document::from_parts(picked, Register::default()))
    }
}

/// The records at these places, in the order of the places.
fn at(table: &Table, runs: &[(usize, usize)]) -> Option<Table> {
    // A step that brought all of a table shares it.
    if *runs == [(0, table.len())] {
        return Some(table.clone());
    }
    let all: Vec<_> = table.iter().collect();
    let mut picked = Vec::new();
    for (first, many) in runs {
        let run = all.get(*first..first.checked_add(*many)?)?;
        picked.extend(run.iter().map(|(id, record)| ((*id).clone(), (*record).clone())));
    }
    Table::from_sorted(picked)
}

/// The records of these ids, which are in order and each there once; `None` where one is not in the table. Most of a table is a copy
/// that shares all of it, less the others.
fn only(table: &Table, ids: &[&str]) -> Option<Table> {
    if ids.len() <= table.len() / 2 {
        return ids
            .iter()
            .map(|id| table.get_key_value::<str>(id).map(|(id, record)| (id.clone(), record.clone())))
            .collect();
    }
    let mut wanted = ids.iter().peekable();
    let mut part = table.clone();
    for id in table.keys() {
        if wanted.next_if(|wanted| **wanted == &**id).is_none() {
            part.remove(&**id);
        }
    }
    wanted.next().is_none().then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{DeviceId, Stamp};

    fn document(ids: &[&str], text: &str) -> Document {
        let stamp = Stamp { ms: 1_780_000_000_000, counter: 0, device: DeviceId::parse("a").unwrap() };
        let mut document = Document::new();
        for id in ids {
            document.set("note", id, "text", text, &stamp).unwrap();
        }
        document
    }

    fn names(document: &Document) -> Vec<(&str, &str)> {
        document.all_records().map(|(table, id, _)| (table, id)).collect()
    }

    #[test]
    fn few_and_most_of_a_table_are_picked_alike() {
        let all = ["a", "b", "c", "d", "e"];
        let document = document(&all, "x");
        for mask in 0..32_u8 {
            let wanted: Vec<(&str, &str)> =
                all.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, id)| ("note", *id)).collect();
            let picked = document.pick(wanted.iter().rev().copied()).unwrap();
            assert_eq!(names(&picked), wanted);
            assert_eq!(picked, document.select(|table, id| wanted.contains(&(table, id))));
            assert_eq!(document.pick(wanted.iter().copied().chain([("note", "cc")])), None);
            assert_eq!(document.pick(wanted.iter().copied().chain([("other", "a")])), None);
        }
        assert_eq!(document.pick([("note", "b"), ("note", "b")].into_iter()).map(|one| names(&one).len()), Some(1));
    }

    #[test]
    fn runs_are_picked_by_their_places() {
        let document = document(&["a", "b", "c", "d", "e"], "x");
        let picked = |runs: &[(&str, usize, usize)]| {
            let runs: Vec<_> = runs.iter().map(|(table, first, many)| ((*table).to_owned(), *first, *many)).collect();
            document.pick_runs(&runs).map(|part| names(&part).into_iter().map(|(_, id)| id).collect::<String>())
        };
        type Runs<'a> = &'a [(&'a str, usize, usize)];
        let found: [(Runs<'_>, &str); 5] = [
            (&[], ""),
            (&[("note", 0, 0)], ""),
            (&[("note", 0, 5)], "abcde"),
            (&[("note", 1, 4)], "bcde"),
            (&[("note", 0, 2), ("note", 3, 1)], "abd"),
        ];
        for (runs, ids) in found {
            assert_eq!(picked(runs).as_deref(), Some(ids), "{runs:?}");
        }
        let refused: [Runs<'_>; 6] = [
            &[("note", 0, 6)],
            &[("note", 5, 1)],
            &[("note", usize::MAX, 1)],
            &[("other", 0, 0)],
            &[("note", 0, 2), ("note", 1, 1)],
            &[("note", 3, 1), ("note", 0, 1)],
        ];
        for runs in refused {
            assert_eq!(picked(runs), None, "{runs:?}");
        }
    }

    #[test]
    fn what_differs_is_named_and_given_as_each_side_has_it() {
        let mut one = document(&["a", "b", "c"], "x");
        let mut other = document(&["b", "c", "d"], "x");
        other.join(&document(&["c"], "y"));
        assert_ne!(one.record("note", "c"), other.record("note", "c"));
        let stamp = one.record("note", "a").unwrap().since().clone();
        one.set("before", "z", "text", "only here", &stamp).unwrap();
        other.set("then", "z", "text", "only there", &stamp).unwrap();
        let found = one.difference(&other);
        let told: Vec<(&str, &str)> = found.records.iter().map(|(table, id)| (&**table, &**id)).collect();
        assert_eq!(told, [("before", "z"), ("note", "a"), ("note", "c"), ("note", "d"), ("then", "z")]);
        assert_eq!(names(&found.one), [("before", "z"), ("note", "a"), ("note", "c")]);
        assert_eq!(names(&found.other), [("note", "c"), ("note", "d"), ("then", "z")]);
        assert_eq!(found.other.record("note", "c"), other.record("note", "c"));
        let mut became = one.clone();
        found.records.iter().for_each(|(table, id)| became.put_record(table, id, None));
        became.put_all(found.other);
        assert_eq!(became, other);
        assert!(one.difference(&one.clone()).records.is_empty());
    }

    #[test]
    fn what_was_erased_is_not_put_back() {
        let mut here = document(&["a", "b"], "x");
        here.erase("note", "a").unwrap();
        here.put_all(document(&["a", "c"], "x"));
        assert_eq!(names(&here), [("note", "b"), ("note", "c")]);
        let mut nothing = Document::new();
        nothing.put_all(document(&["a"], "x"));
        assert_eq!(nothing, document(&["a"], "x"));
    }
}
