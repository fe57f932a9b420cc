//! What differs between two documents, and its parts, in tables of thousands that share what they have in common: the same as looking
//! each record up.

use clusterwise::merge::{DeviceId, Document, RecordName, Stamp};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn stamp(ms: u64) -> Stamp {
    Stamp { ms: 1_780_000_000_000 + ms, counter: 0, device: DeviceId::parse("office").expect("a device id") }
}

fn write(document: &mut Document, record: u16, ms: u64) {
    document.set("return", &format!("{record:05}"), "roll", i64::from(record), &stamp(ms)).expect("it is newer");
}

/// So many records, one in `every`.
fn document(records: u16, every: u16) -> Document {
    let mut document = Document::new();
    (0..records).filter(|record| record % every == 0).for_each(|record| write(&mut document, record, 0));
    document
}

/// Writes or takes away single records of a copy.
fn changed(document: &Document, edits: &[(u16, bool)]) -> Document {
    let mut copy = document.clone();
    for (nth, (record, stays)) in edits.iter().enumerate() {
        match stays {
            true => write(&mut copy, *record, nth as u64 + 1),
            false => copy.put_record("return", &format!("{record:05}"), None),
        }
    }
    copy
}

/// Where it is otherwise than looking each record up says, in words.
fn fault_in(one: &Document, other: &Document) -> Option<String> {
    let found = one.difference(other);
    let all: BTreeSet<RecordName> = one.names().chain(other.names()).collect();
    let looked_up: Vec<_> =
        all.into_iter().filter(|(table, id)| one.record(table, id) != other.record(table, id)).collect();
    if found.records != looked_up {
        return Some(format!("{} and not {} differ", found.records.len(), looked_up.len()));
    }
    let differs: BTreeSet<(&str, &str)> = looked_up.iter().map(|(table, id)| (&**table, &**id)).collect();
    for (whole, part) in [(one, &found.one), (other, &found.other)] {
        let selected = whole.select(|table, id| differs.contains(&(table, id)));
        if *part != selected || whole.pick(selected.all_records().map(|(table, id, _)| (table, id))) != Some(selected) {
            return Some("a part is not what was selected".to_owned());
        }
    }
    let mut became = one.clone();
    looked_up.iter().for_each(|(table, id)| became.put_record(table, id, None));
    became.put_all(found.other);
    (became != *other).then(|| "it does not become the other".to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn of_copies_that_share(
        records in 0..3_000_u16,
        ours in prop::collection::vec((0..3_000_u16, any::<bool>()), 0..60),
        theirs in prop::collection::vec((0..3_000_u16, any::<bool>()), 0..60),
    ) {
        let common = document(records, 1);
        let (one, other) = (changed(&common, &ours), changed(&common, &theirs));
        prop_assert_eq!(fault_in(&one, &other), None);
        prop_assert_eq!(fault_in(&common, &other), None);
    }

    #[test]
    fn of_documents_that_share_nothing(records in 0..3_000_u16, one in 1..7_u16, other in 1..7_u16) {
        prop_assert_eq!(fault_in(&document(records, one), &document(records, other)), None);
    }
}

#[test]
fn a_record_asked_for_twice_is_picked_once() {
    for (records, asked) in [(1, vec!["00000", "00000"]), (3, vec!["00000", "00000", "00001"])] {
        let all = document(records, 1);
        let picked = all.pick(asked.iter().map(|id| ("return", *id)));
        assert_eq!(picked, Some(all.select(|_, id| asked.contains(&id))), "{asked:?}");
    }
}
