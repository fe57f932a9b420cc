//! The laws of merging as properties of any documents, hostile ones included: they are drawn as files, with stamps,
//! lives, losers and contexts that no honest device would write together. Histories of honest devices are in
//! `histories.rs`.

use std::collections::{BTreeMap, BTreeSet};

use clusterwise::merge::{Brief, DeviceId, Document, FieldStatus, MergeError, RecordKind, Stamp, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const NOON: u64 = 1_780_574_400_000;

// ---- drawing documents ---------------------------------------------------------------------------------------------

fn stamp_text() -> impl Strategy<Value = String> {
    (0..4u64, 0..2u32, prop::sample::select(vec!["a", "b", "c"]))
        .prop_map(|(ms, counter, device)| format!("{}.{counter}.{device}", NOON + ms))
}

fn json_value() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-2..3i64).prop_map(Json::from),
        prop::sample::select(vec!["", "x", "é\n\"", "\u{202E}"]).prop_map(Json::from),
        prop::collection::vec((-1..2i64).prop_map(Json::from), 0..3).prop_map(Json::from),
    ]
}

/// Versions by stamp and a context; at least one of the two is not empty.
type DrawnField = (BTreeMap<String, Json>, BTreeMap<String, String>);

fn drawn_field() -> impl Strategy<Value = DrawnField> {
    let moment = (0..4u64, 0..2u32).prop_map(|(ms, counter)| format!("{}.{counter}", NOON + ms));
    let device = prop::sample::select(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]);
    (prop::collection::btree_map(stamp_text(), json_value(), 0..4), prop::collection::btree_map(device, moment, 0..4))
        .prop_filter("a field without any trace is no field", |(versions, seen)| {
            !versions.is_empty() || !seen.is_empty()
        })
}

#[derive(Debug, Clone)]
struct DrawnRecord {
    life: u32,
    since: String,
    fields: BTreeMap<String, DrawnField>,
}

fn drawn_record() -> impl Strategy<Value = DrawnRecord> {
    let names = prop::sample::select(vec!["roll".to_owned(), "sen".to_owned(), "newer".to_owned()]);
    (prop_oneof![4 => Just(1u32), 1 => 2..5u32], stamp_text(), prop::collection::btree_map(names, drawn_field(), 0..3))
        .prop_map(|(life, since, fields)| DrawnRecord {
            life,
            since,
            fields: if life % 2 == 1 { fields } else { BTreeMap::new() },
        })
}

fn document_json() -> impl Strategy<Value = String> {
    let key = (prop::sample::select(vec!["return", "unknown"]), prop::sample::select(vec!["s1", "s2"]));
    prop::collection::btree_map(key, drawn_record(), 0..4).prop_map(|records| {
        let stamps: Vec<String> = records
            .values()
            .flat_map(|record| record.fields.values().flat_map(|field| field.0.keys()).chain([&record.since]))
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let position = |stamp: &String| stamps.iter().position(|listed| listed == stamp);
        let mut tables: BTreeMap<&str, BTreeMap<&str, Json>> = BTreeMap::new();
        for ((table, id), record) in &records {
            let fields: BTreeMap<_, _> = record
                .fields
                .iter()
                .map(|(name, (versions, seen))| {
                    let mut versions = versions.iter().map(|(stamp, value)| json!([value, position(stamp)]));
                    let first = versions.next().unwrap_or(json!([null, null]));
                    let more = json!({"also": versions.collect::<Vec<_>>(), "seen": seen});
                    (name, json!([first[0], first[1], more]))
                })
                .collect();
            let json = json!({"life": [record.life, position(&record.since)], "fields": fields});
            tables.entry(table).or_default().insert(id, json);
        }
        json!({"stamps": stamps, "tables": tables}).to_string()
    })
}

fn document() -> impl Strategy<Value = Document> {
    document_json().prop_map(|text| Document::from_json(text.as_bytes()).expect(&text))
}

fn value() -> impl Strategy<Value = Value> {
    json_value().prop_map(|json| serde_json::from_value(json).expect("a value"))
}

fn joined(a: &Document, b: &Document) -> Document {
    let mut both = a.clone();
    both.join(b);
    both
}

/// A stamp later than any drawn one, of a device of its own.
fn fresh_stamp(nth: u64) -> Stamp {
    Stamp { ms: NOON + 100 + nth, counter: 0, device: DeviceId::parse("fresh").expect("a device") }
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for shorter in permutations(count - 1) {
        for place in 0..count {
            let mut longer = shorter.clone();
            longer.insert(place, count - 1);
            all.push(longer);
        }
    }
    all
}

// ---- the laws ------------------------------------------------------------------------------------------------------

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), ..ProptestConfig::default() })]

    #[test]
    fn join_is_commutative(a in document(), b in document()) {
        prop_assert_eq!(joined(&a, &b), joined(&b, &a));
    }

    #[test]
    fn join_is_associative(a in document(), b in document(), c in document()) {
        prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
    }

    #[test]
    fn join_is_idempotent(a in document(), b in document()) {
        let both = joined(&a, &b);
        prop_assert_eq!(&joined(&a, &a), &a);
        prop_assert_eq!(&joined(&both, &b), &both);
        prop_assert_eq!(&joined(&a, &both), &both);
    }

    #[test]
    fn join_is_monotone(a in document(), b in document(), c in document()) {
        let both = joined(&a, &b);
        prop_assert!(both.includes(&a) && both.includes(&b));
        // What was included stays included when both sides take in the same.
        prop_assert!(joined(&both, &c).includes(&joined(&a, &c)));
    }

    #[test]
    fn including_means_that_joining_changes_nothing(a in document(), b in document()) {
        prop_assert_eq!(a.includes(&b), joined(&a, &b) == a);
    }

    #[test]
    fn equal_documents_have_equal_bytes_and_unequal_ones_do_not(a in document(), b in document()) {
        prop_assert_eq!(a == b, a.to_canonical_json() == b.to_canonical_json());
        prop_assert_eq!(joined(&a, &b).to_canonical_json(), joined(&b, &a).to_canonical_json());
    }

    #[test]
    fn a_document_reads_back_as_written(a in document(), b in document()) {
        let both = joined(&a, &b);
        let bytes = both.to_canonical_json();
        let read = Document::from_json(&bytes);
        prop_assert_eq!(read.as_ref(), Ok(&both));
        prop_assert_eq!(read.map(|read| read.to_canonical_json()), Ok(bytes));
    }

    #[test]
    fn what_was_last_seen_of_a_device_is_what_the_vector_says(a in document(), b in document()) {
        let both = joined(&a, &b);
        for device in ["a", "b", "c", "nobody"].map(|name| DeviceId::parse(name).unwrap()) {
            prop_assert_eq!(both.last_seen_of(&device), both.version_vector().get(&device));
        }
    }

    #[test]
    fn a_reordered_spelling_reads_as_the_same_document(text in document_json()) {
        // The drawn text is no canonical spelling: more may be seen than is needed, empty objects, unsorted losers.
        let first = Document::from_json(text.as_bytes()).unwrap();
        let canonical = first.to_canonical_json();
        let second = Document::from_json(&canonical).unwrap();
        prop_assert_eq!(second.to_canonical_json(), canonical);
        prop_assert_eq!(first, second);
    }

    #[test]
    fn deletion_wins_over_later_edits(a in document(), b in document(), value in value()) {
        let mut base = joined(&a, &b);
        if !base.live("return").any(|(id, _)| id == "s1") {
            base.set("return", "s1", "roll", 1, &fresh_stamp(0)).unwrap();
        }
        let (mut deleted, mut edited) = (base.clone(), base.clone());
        prop_assert!(deleted.delete("return", "s1", &fresh_stamp(1)));
        edited.set("return", "s1", "roll", value.clone(), &fresh_stamp(2)).unwrap();
        edited.set("return", "s1", "written later", value, &fresh_stamp(9)).unwrap();
        let merged = joined(&edited, &deleted);
        prop_assert!(merged.live_record("return", "s1").is_none());
        prop_assert_eq!(merged.record("return", "s1").map(|record| record.field_count()), Some(0));
    }

    #[test]
    fn a_loser_is_kept_until_somebody_has_chosen_and_then_gone_on_both_sides(
        base in document(), first in value(), second in value(), third in document()
    ) {
        let mut base = base;
        if base.live_record("return", "s1").is_none() {
            base.set("return", "s1", "other", 1, &fresh_stamp(0)).unwrap();
        }
        let (mut ours, mut theirs) = (base.clone(), base);
        ours.set("return", "s1", "roll", first.clone(), &fresh_stamp(1)).unwrap();
        let other = Stamp { device: DeviceId::parse("other").unwrap(), ..fresh_stamp(2) };
        theirs.set("return", "s1", "roll", second.clone(), &other).unwrap();
        let merged = joined(&ours, &theirs);
        let roll = merged.record("return", "s1").and_then(|record| record.field("roll")).unwrap();
        prop_assert_eq!(roll.value(), &second);
        let losers: Vec<_> = roll.losers().map(|loser| loser.value.clone()).collect();
        prop_assert_eq!(losers, if first == second { vec![] } else { vec![first.clone()] });
        let conflicting = |document: &Document| {
            document.conflicts().any(|(table, id, field, _)| (table, id, field) == ("return", "s1", "roll"))
        };
        prop_assert_eq!(conflicting(&merged), first != second);

        let mut settled = merged.clone();
        settled.set("return", "s1", "roll", first.clone(), &fresh_stamp(3)).unwrap();
        for stale in [&ours, &theirs, &merged] {
            let after = joined(stale, &settled);
            prop_assert_eq!(after.value("return", "s1", "roll"), Some(&first));
            prop_assert!(!conflicting(&after));
        }
        // A stranger's copy neither brings the loser back nor hides the choice, unless it began a later life.
        let after = joined(&settled, &third);
        let our_life = settled.record("return", "s1").map(|record| record.life());
        if after.record("return", "s1").map(|record| record.life()) == our_life {
            let roll = after.record("return", "s1").and_then(|record| record.field("roll")).unwrap();
            prop_assert!(roll.versions().any(|version| *version.stamp == fresh_stamp(3)));
            prop_assert!(roll.versions().all(|version| *version.stamp != other));
        }
    }

    #[test]
    fn a_part_merged_never_hides_an_edit(a in document(), b in document(), mask in any::<u8>()) {
        let keep = |table: &str, id: &str| {
            let bit = u8::from(table == "return") * 2 + u8::from(id == "s1");
            mask & (1 << bit) != 0
        };
        let part = a.select(keep);
        prop_assert!(a.includes(&part));
        // The parts one after the other are the whole.
        let rest = a.select(|table, id| !keep(table, id));
        prop_assert_eq!(&joined(&rest, &part), &a);
        prop_assert_eq!(joined(&joined(&b, &part), &rest), joined(&b, &a));
        // What is not in the part is left alone.
        let merged = joined(&b, &part);
        for (table, id, record) in b.all_records() {
            if !keep(table, id) {
                prop_assert_eq!(merged.record(table, id), Some(record));
            }
        }
    }

    #[test]
    fn nothing_that_was_not_overwritten_is_lost(a in document(), b in document()) {
        let both = joined(&a, &b);
        for (mine, other) in [(&a, &b), (&b, &a)] {
            for (table, id, record) in mine.all_records() {
                let merged = both.record(table, id).unwrap();
                let their_field = |name: &str| other.record(table, id).and_then(|record| record.field(name));
                for (name, field) in record.fields().filter(|_| merged.life() == record.life()) {
                    for version in field.versions() {
                        let overwritten = other.record(table, id).is_some_and(|their| their.life() == record.life())
                            && their_field(name).is_some_and(|field| field.covers(version.stamp));
                        let kept = merged.field(name).into_iter().flat_map(|field| field.versions());
                        let kept = kept.filter(|kept| kept.stamp == version.stamp).any(|kept| kept.value >= version.value);
                        prop_assert!(kept || overwritten, "{table}/{id}/{name} lost {version:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_previewed_is_what_joining_does(ours in document(), theirs in document()) {
        let after = joined(&ours, &theirs);
        let plan = ours.compare(&theirs);
        let listed: Vec<_> = plan.iter().map(|record| (record.table.as_str(), record.id.as_str())).collect();
        prop_assert_eq!(listed, theirs.all_records().map(|(table, id, _)| (table, id)).collect::<Vec<_>>());
        let changed: BTreeSet<_> = after.changed_since(&ours).into_iter().collect();
        for record in plan {
            let (table, id) = (record.table.as_str(), record.id.as_str());
            let (before, now) = (ours.live_record(table, id), after.live_record(table, id));
            prop_assert_eq!(record.has_news, changed.contains(&(record.table.clone(), record.id.clone())));
            match record.kind {
                RecordKind::Added => prop_assert!(ours.record(table, id).is_none() && now.is_some()),
                RecordKind::Deleted => prop_assert!(before.is_some() && now.is_none()),
                RecordKind::Restored => prop_assert_eq!(after.record(table, id), theirs.record(table, id)),
                RecordKind::KeptDeleted => prop_assert!(before.is_none() && now.is_none()),
                _ => prop_assert!(before.is_some() && now.is_some()),
            }
            for field in &record.fields {
                let shown = after.value(table, id, &field.field);
                let expected = match field.status {
                    FieldStatus::Added | FieldStatus::Changed => field.theirs.as_ref(),
                    FieldStatus::Conflicting { theirs_wins: true } => field.theirs.as_ref(),
                    FieldStatus::Conflicting { theirs_wins: false } => continue,
                    FieldStatus::Same => {
                        prop_assert_eq!(&field.ours, &field.theirs);
                        continue;
                    }
                    FieldStatus::Older => field.ours.as_ref().filter(|_| now.is_some()),
                    FieldStatus::Removed => None,
                };
                prop_assert_eq!(shown, expected, "{:?}", record);
            }
            if !record.has_news {
                let quiet = |status: FieldStatus| matches!(status, FieldStatus::Same | FieldStatus::Older);
                prop_assert!(record.fields.iter().all(|field| quiet(field.status)), "{:?}", record);
            }
        }
    }

    #[test]
    fn taking_back_what_changed_restores_the_bytes(ours in document(), theirs in document()) {
        let mut after = joined(&ours, &theirs);
        for (table, id) in after.changed_since(&ours) {
            after.put_record(&table, &id, ours.shared_record(&table, &id));
        }
        prop_assert_eq!(after.to_canonical_json(), ours.to_canonical_json());
    }

    #[test]
    fn a_refused_edit_changes_nothing(document in document(), value in value()) {
        let mut edited = document.clone();
        let refused = [
            edited.set("return", "s1", "ro\u{200B}ll", value.clone(), &fresh_stamp(0)),
            edited.set("return", "s1", "", value, &fresh_stamp(0)),
            edited.set("return", "s1", "roll", "x".repeat(65 * 1024), &fresh_stamp(0)),
        ];
        prop_assert!(refused.iter().all(Result::is_err));
        if let Some(seen) = document.live_record("return", "s1").and_then(|record| record.field("roll")?.stamp()) {
            let stale = edited.set("return", "s1", "roll", 1, seen);
            prop_assert!(matches!(stale, Err(MergeError::StaleStamp { .. })), "{stale:?}");
        }
        prop_assert_eq!(edited, document);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(60), ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_up_to_five_documents_gives_the_same_bytes(documents in prop::collection::vec(document(), 1..=5)) {
        let mut seen = BTreeSet::new();
        for order in permutations(documents.len()) {
            let mut merged = Document::new();
            for nth in order {
                merged.join(&documents[nth]);
            }
            seen.insert(merged.to_canonical_json());
        }
        prop_assert_eq!(seen.len(), 1);
    }

    #[test]
    fn any_text_is_refused_or_read_without_a_panic(text in document_json(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(document) = Document::from_json(&bytes) {
            prop_assert_eq!(Document::from_json(&document.to_canonical_json()), Ok(document));
        }
        prop_assert!(Document::from_json(&bytes[..at]).is_err());
    }
}

/// `PROPTEST_CASES` asks for more than a test run needs, for a long run.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

// ---- erasure -------------------------------------------------------------------------------------------------------

/// A document in which some records, here or not, were erased.
fn with_erasures() -> impl Strategy<Value = Document> {
    let key = (prop::sample::select(vec!["return", "unknown"]), prop::sample::select(vec!["s1", "s2"]));
    (document(), prop::collection::btree_set(key, 0..3)).prop_map(|(mut document, erased)| {
        for (table, id) in erased {
            document.erase(table, id).expect("a name that can be erased");
        }
        document
    })
}

proptest! {
    #[test]
    fn joining_with_erasures_is_commutative_associative_and_idempotent(
        a in with_erasures(), b in with_erasures(), c in with_erasures()
    ) {
        let ab = joined(&a, &b);
        prop_assert_eq!(&ab, &joined(&b, &a));
        prop_assert_eq!(joined(&ab, &c), joined(&a, &joined(&b, &c)));
        prop_assert_eq!(&joined(&ab, &a), &ab);
        prop_assert_eq!(ab.to_canonical_json(), joined(&b, &a).to_canonical_json());
        prop_assert!(ab.includes(&a) && ab.includes(&b));
        prop_assert_eq!(a.includes(&b), ab == a);
        prop_assert_eq!(Document::from_json(&ab.to_canonical_json()), Ok(ab));
    }

    /// What is kept in few words is the same document. The reader of the one spelling reads it all, and of what was done to it nothing otherwise than the reader of any spelling.
    #[test]
    fn both_readers_read_alike(
        a in with_erasures(), b in with_erasures(), at in any::<prop::sample::Index>(), byte: u8
    ) {
        let both = joined(&a, &b);
        let text = String::from_utf8(both.to_canonical_json()).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Document>(&text).unwrap(), &both);
        let brief = serde_json::to_string(&Brief(&both)).unwrap();
        prop_assert_eq!(Document::read_kept(&brief), Some((both.clone(), "")));
        prop_assert_eq!(Document::read_kept(&text), Some((both.clone(), "")));
        prop_assert_eq!(Document::read_canonical(&text), Some((both, "")));
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(text) = String::from_utf8(bytes)
            && let Some((document, "")) = Document::read_canonical(&text)
        {
            prop_assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document);
        }
    }

    #[test]
    fn what_anybody_erased_is_in_no_copy_that_knows_of_it(a in with_erasures(), b in with_erasures()) {
        let both = joined(&a, &b);
        for (table, id) in a.erased().chain(b.erased()) {
            prop_assert!(both.is_erased(table, id) && both.record(table, id).is_none());
        }
        let differences = a.compare(&b);
        for difference in differences.iter().filter(|difference| difference.kind == RecordKind::KeptErased) {
            prop_assert!(a.is_erased(&difference.table, &difference.id) && !difference.has_news);
        }
    }
}
