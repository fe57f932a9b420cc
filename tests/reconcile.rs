//! Three-way merges as situations: what two copies of one base become. Each is checked from both sides and merged
//! again. Knows no table of the app: the documents are written out in a notation of their own.
//!
//! A document is a list of lines `id: field=value@ms.device …`, or `id: deleted@ms.device`. A base is built first; each
//! side then applies its lines to a copy of it, so a side has seen what its base holds and nothing of the other side.
//! An expectation lists every live record as `id: field=shown` with the losers after a `/`, latest first.

use clusterwise::merge::{DeviceId, Document, FieldStatus, RecordKind, Stamp, Value};

const TABLE: &str = "return";
const NOON: u64 = 1_780_574_400_000;

fn stamp(text: &str) -> Stamp {
    let (ms, device) = text.split_once('.').expect("ms.device");
    Stamp { ms: NOON + ms.parse::<u64>().expect("ms"), counter: 0, device: DeviceId::parse(device).expect("device") }
}

fn apply(document: &mut Document, lines: &[&str]) {
    for line in lines {
        let (id, edits) = line.split_once(": ").expect("id: edits");
        for edit in edits.split(' ') {
            let (what, when) = edit.split_once('@').expect("edit@stamp");
            match what.split_once('=') {
                Some((field, value)) => document.set(TABLE, id, field, value, &stamp(when)).expect("a fresh stamp"),
                None => assert!(what == "deleted" && document.delete(TABLE, id, &stamp(when)), "{line}"),
            }
        }
    }
}

fn shown(document: &Document) -> Vec<String> {
    let text = |value: &Value| value.as_text().expect("a text").to_owned();
    document
        .live(TABLE)
        .map(|(id, record)| {
            let fields = record.fields().map(|(name, field)| {
                let losers: String = field.losers().map(|loser| format!("/{}", text(loser.value))).collect();
                format!(" {name}={}{losers}", text(field.value()))
            });
            format!("{id}:{}", fields.collect::<String>())
        })
        .collect()
}

fn joined(a: &Document, b: &Document) -> Document {
    let mut both = a.clone();
    both.join(b);
    both
}

/// Merges local and remote; checks the result, its mirror image, merging again, merging the base again, and that the
/// bytes read back.
fn check(base: &[&str], local: &[&str], remote: &[&str], expected: &[&str]) {
    let mut common = Document::new();
    apply(&mut common, base);
    let (mut ours, mut theirs) = (common.clone(), common.clone());
    apply(&mut ours, local);
    apply(&mut theirs, remote);

    let merged = joined(&ours, &theirs);
    assert_eq!(shown(&merged), expected, "local takes in remote");
    assert_eq!(joined(&theirs, &ours).to_canonical_json(), merged.to_canonical_json(), "the mirror image");
    for again in [&ours, &theirs, &common, &merged] {
        assert_eq!(joined(&merged, again), merged, "merging again");
        assert_eq!(joined(again, &merged), merged, "merging into an older copy");
    }
    assert_eq!(Document::from_json(&merged.to_canonical_json()).as_ref(), Ok(&merged), "reading back");
}

#[test]
fn two_copies_without_edits_stay_as_they_are() {
    check(&["s1: roll=412@1.a"], &[], &[], &["s1: roll=412"]);
}

#[test]
fn edits_of_different_records_are_both_kept() {
    check(&[], &["s1: roll=412@1.a"], &["s2: roll=90@1.b"], &["s1: roll=412", "s2: roll=90"]);
}

#[test]
fn edits_of_different_fields_of_one_record_are_both_kept() {
    check(&["s1: roll=412@1.a"], &["s1: ehcp=12@2.a"], &["s1: sen=40@3.b"], &["s1: ehcp=12 roll=412 sen=40"]);
}

#[test]
fn an_edit_on_one_side_replaces_the_base() {
    check(&["s1: roll=412@1.a"], &[], &["s1: roll=415@2.b"], &["s1: roll=415"]);
}

#[test]
fn an_edit_replaces_the_base_though_its_clock_is_behind() {
    check(&["s1: roll=412@900.a"], &[], &["s1: roll=415@2.b"], &["s1: roll=415"]);
}

#[test]
fn of_two_edits_of_one_field_the_later_is_shown_and_the_other_kept() {
    check(&["s1: roll=412@1.a"], &["s1: roll=413@2.a"], &["s1: roll=415@3.b"], &["s1: roll=415/413"]);
}

#[test]
fn of_two_edits_at_one_moment_the_greater_device_is_shown() {
    check(&["s1: roll=412@1.a"], &["s1: roll=413@2.a"], &["s1: roll=415@2.b"], &["s1: roll=415/413"]);
}

#[test]
fn two_edits_that_agree_are_no_conflict() {
    check(&["s1: roll=412@1.a"], &["s1: roll=413@2.a"], &["s1: roll=413@3.b"], &["s1: roll=413"]);
}

#[test]
fn one_stamp_with_two_values_has_one_winner() {
    check(&[], &["s1: roll=413@2.a"], &["s1: roll=415@2.a"], &["s1: roll=415"]);
}

#[test]
fn several_edits_on_one_side_leave_one_loser() {
    let local = ["s1: roll=413@2.a", "s1: roll=414@3.a", "s1: roll=416@4.a"];
    check(&["s1: roll=412@1.a"], &local, &["s1: roll=415@9.b"], &["s1: roll=415/416"]);
}

#[test]
fn a_deletion_wins_over_an_edit_on_the_other_side_however_late() {
    check(&["s1: roll=412@1.a"], &["s1: deleted@2.a"], &["s1: roll=415@900.b"], &[]);
}

#[test]
fn a_deletion_leaves_other_records_alone() {
    check(&["s1: roll=1@1.a", "s2: roll=2@1.a"], &["s1: deleted@2.a"], &["s2: roll=3@3.b"], &["s2: roll=3"]);
}

#[test]
fn two_deletions_are_one() {
    check(&["s1: roll=412@1.a"], &["s1: deleted@2.a"], &["s1: deleted@3.b"], &[]);
}

#[test]
fn a_restored_record_shows_only_what_was_written_since() {
    let restored = ["s1: deleted@2.a", "s1: roll=400@3.a"];
    check(&["s1: roll=412@1.a sen=40@1.a"], &restored, &["s1: sen=41@900.b"], &["s1: roll=400"]);
}

#[test]
fn a_record_restored_on_both_sides_holds_what_both_wrote() {
    let base = ["s1: roll=412@1.a", "s1: deleted@2.a"];
    check(&base, &["s1: roll=1@3.a"], &["s1: roll=2@4.b sen=3@4.b"], &["s1: roll=2/1 sen=3"]);
}

#[test]
fn a_deletion_of_a_restored_record_wins_over_the_restored() {
    let base = ["s1: roll=412@1.a", "s1: deleted@2.a", "s1: roll=1@3.a"];
    check(&base, &["s1: deleted@4.a"], &["s1: roll=2@5.b"], &[]);
}

#[test]
fn a_loser_stays_listed_when_the_other_side_edits_a_third_field() {
    let mut base = Document::new();
    apply(&mut base, &["s1: roll=1@1.a"]);
    let mut other = Document::new();
    apply(&mut other, &["s1: roll=2@2.b"]);
    base.join(&other);
    apply(&mut base, &["s1: sen=9@3.a"]);
    assert_eq!(shown(&joined(&other, &base)), ["s1: roll=2/1 sen=9"]);
}

#[test]
fn three_sides_leave_two_losers_latest_first() {
    let side = |edit: &str| {
        let mut document = Document::new();
        apply(&mut document, &[edit]);
        document
    };
    let (a, b, c) = (side("s1: roll=1@1.a"), side("s1: roll=2@2.b"), side("s1: roll=3@3.c"));
    assert_eq!(shown(&joined(&joined(&a, &b), &c)), ["s1: roll=3/2/1"]);
    assert_eq!(shown(&joined(&joined(&c, &a), &b)), ["s1: roll=3/2/1"]);
}

#[test]
fn whoever_settles_wins_over_a_stale_copy_of_the_conflict_but_not_over_a_new_edit() {
    let base = ["s1: roll=412@1.a"];
    let mut conflict = Document::new();
    apply(&mut conflict, &base);
    let (mut ours, mut theirs) = (conflict.clone(), conflict.clone());
    apply(&mut ours, &["s1: roll=413@2.a"]);
    apply(&mut theirs, &["s1: roll=415@3.b"]);
    let conflict = joined(&ours, &theirs);
    let mut settled = conflict.clone();
    apply(&mut settled, &["s1: roll=413@4.a"]);
    assert_eq!(shown(&joined(&settled, &conflict)), ["s1: roll=413"]);
    apply(&mut theirs, &["s1: roll=416@5.b"]);
    assert_eq!(shown(&joined(&settled, &theirs)), ["s1: roll=416/413"]);
}

/// What comparing tells of the one record that comes in, and of its fields.
fn told(ours: &[&str], theirs: &[&str]) -> (RecordKind, Vec<(String, FieldStatus)>) {
    let base = ["s1: a=1@1.office b=1@1.office c=1@1.office"];
    let [ours, theirs] = [ours, theirs].map(|lines| {
        let mut document = Document::new();
        apply(&mut document, &base);
        apply(&mut document, lines);
        document
    });
    let differences = ours.compare(&theirs);
    assert_eq!(differences.len(), 1);
    assert!(ours.kinds(&theirs).eq([differences[0].kind]));
    let fields = differences[0].fields.iter().map(|field| (field.field.clone(), field.status));
    (differences[0].kind, fields.collect())
}

fn statuses(of: &[(&str, FieldStatus)]) -> Vec<(String, FieldStatus)> {
    of.iter().map(|(field, status)| ((*field).to_owned(), *status)).collect()
}

#[test]
fn a_record_with_one_newer_field_is_told_as_changed_however_many_are_older() {
    use FieldStatus::{Changed, Older, Same};
    let newer_first = told(&["s1: b=2@2.office"], &["s1: a=2@3.school"]);
    assert_eq!(newer_first, (RecordKind::Changed, statuses(&[("a", Changed), ("b", Older), ("c", Same)])));
    let older_first = told(&["s1: a=2@2.office"], &["s1: b=2@3.school"]);
    assert_eq!(older_first, (RecordKind::Changed, statuses(&[("a", Older), ("b", Changed), ("c", Same)])));
    let older = told(&["s1: b=2@2.office"], &[]);
    assert_eq!(older, (RecordKind::Older, statuses(&[("a", Same), ("b", Older), ("c", Same)])));
}

#[test]
fn of_a_record_deleted_and_written_anew_it_is_told_what_stays_changes_comes_and_goes() {
    use FieldStatus::{Added, Changed, Removed, Same};
    let anew = told(&[], &["s1: deleted@2.school", "s1: a=1@3.school b=2@3.school d=1@3.school"]);
    assert_eq!(anew, (RecordKind::Restored, statuses(&[("a", Same), ("b", Changed), ("c", Removed), ("d", Added)])));
}
