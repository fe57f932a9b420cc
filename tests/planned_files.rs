//! What a plan of files says and lets choose: who sent a file, what undo will call it, what is in dispute, and what its lists count.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{Bundle, BundleError, BundleKind, Counts, Disagreements, FileStatus, ImportPlan, Note, Side};
use clusterwise::merge::{Document, RecordKind, Value};
use clusterwise::model::ReturnItem;
use clusterwise::workspace::Workspace;
use pilots::{NOW, copy_for, full_return, stamp, started, submit};

const DAY: u64 = 24 * 60 * 60 * 1000;

fn plan(here: &Document, files: &[(&str, &Document)]) -> ImportPlan {
    let read = files.iter().map(|(name, document)| ((*name).to_owned(), Ok(Bundle::backup(document)))).collect();
    ImportPlan::new(here, read, NOW + DAY / 2)
}

/// The clerk's copy, and what a school sends: its own return.
fn clerk_and_school(urn: &str, name: &str) -> (Workspace, Workspace) {
    let (clerk, mut school) = (copy_for("clerk"), copy_for(name));
    submit(&mut school, full_return(urn, 6, 12), NOW + 10);
    (clerk, school)
}

/// A document in which each of these fields was written by `theirs` without knowing what `ours` had written.
fn written_twice(base: &Document, fields: &[(&str, &str, &str, Value, Value)]) -> (Document, Document) {
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    for (table, id, field, our_value, their_value) in fields {
        ours.set(table, id, field, our_value.clone(), &stamp(NOW + 20, "clerk")).expect("it fits");
        theirs.set(table, id, field, their_value.clone(), &stamp(NOW + 30, "blue-jay")).expect("it fits");
    }
    (ours, theirs)
}

#[test]
fn undo_names_the_one_file_that_changes_anything_or_counts_them() {
    let (clerk, one) = clerk_and_school("900001", "amber-fox");
    let (_, two) = clerk_and_school("900002", "blue-jay");
    let (here, one, two) = (clerk.document(), one.document(), two.document());
    for (files, label) in [
        (&[("a.json", one)][..], "Open a.json"),
        (&[("a.json", one), ("b.json", two)], "Open 2 files"),
        (&[("old.json", here), ("b.json", two)], "Open b.json"),
        (&[("old.json", here)], "Open 0 files"),
    ] {
        assert_eq!(plan(here, files).label(), label);
    }
}

#[test]
fn who_sent_a_file_is_said_with_it_and_stays_said() {
    let (clerk, school) = clerk_and_school("900001", "amber-fox");
    let stranger = started("blue-jay", "other-9");
    let mut plan = plan(clerk.document(), &[("a.json", school.document()), ("b.json", stranger.document())]);
    assert!(plan.files().iter().all(|file| file.note.is_none()));
    plan.note(0, "signed by somebody".to_owned(), true);
    plan.note(1, "signed by a stranger".to_owned(), false);
    plan.note(2, "there is no such file".to_owned(), false);
    let said = Some(Note { words: "signed by somebody".to_owned(), is_warning: true });
    let notes = |plan: &ImportPlan| plan.files().iter().map(|file| file.note.clone()).collect::<Vec<_>>();
    assert_eq!(notes(&plan), [said.clone(), None], "of a file that cannot be used nothing more is said");
    plan.take_held_back(true);
    assert_eq!(notes(&plan), [said, None], "made anew it still says so");
}

#[test]
fn the_records_of_all_files_are_listed_together() {
    let (clerk, one) = clerk_and_school("900001", "amber-fox");
    let (_, two) = clerk_and_school("900002", "blue-jay");
    let plan = plan(clerk.document(), &[("a.json", one.document()), ("b.json", two.document())]);
    let listed = plan.all_records();
    let added: Vec<&str> =
        listed.iter().filter(|row| row.kind == RecordKind::Added).map(|row| row.label.as_str()).collect();
    assert_eq!(added, ["School 900001, Term 6 2018/19", "School 900002, Term 6 2018/19"]);
    assert!(listed[..2].iter().all(|row| row.kind == RecordKind::Added), "what changes comes first");
    assert_eq!(listed.len(), clerk.document().all_records().count() + 2);
    let fields: Vec<&str> = listed[0].fields.iter().map(|field| field.field.as_str()).collect();
    assert!(!fields.contains(&"school") && !fields.contains(&"term"), "its name has said so: {fields:?}");
    assert!(fields.contains(&"incidents"));
}

#[test]
fn counts_tell_what_is_seen_and_what_has_fields_to_show() {
    let counts =
        Counts { new: 1, changed: 2, conflicting: 4, deleted: 8, same: 16, older: 32, erased: 64, kept_erased: 128 };
    assert_eq!((counts.visible(), counts.listed()), (79, 15));
    assert_eq!(
        counts.words(),
        "1 new · 2 changed · 4 in conflict · 8 deleted · 16 the same · 32 older than yours · 64 to be erased · 128 erased here"
    );
    assert_eq!(Counts::default().words(), "nothing");
}

#[test]
fn one_side_is_chosen_of_all_that_is_in_dispute() {
    let base = copy_for("founder");
    let (ours, theirs) = written_twice(
        base.document(),
        &[
            ("school", "900001", "name", "Ours".into(), "Theirs".into()),
            ("school", "900002", "name", "Our other".into(), "Their other".into()),
        ],
    );
    let mut plan = plan(&ours, &[("a.json", &theirs)]);
    assert_eq!(plan.conflicts().len(), 2);
    for (of_ours, names) in [(true, ["Ours", "Our other"]), (false, ["Theirs", "Their other"])] {
        plan.choose_all(of_ours);
        let chosen: Vec<_> = plan.choices().into_iter().map(|choice| choice.value).collect();
        assert_eq!(chosen, names.map(Value::from));
        let mut after = Workspace::open(ours.clone(), pilots::device("clerk"));
        plan.apply(&mut after, NOW + DAY).expect("applied");
        let shown = ["900001", "900002"].map(|school| after.document().value("school", school, "name").cloned());
        assert_eq!(shown, names.map(|name| Some(Value::from(name))));
    }
}

#[test]
fn a_third_value_is_read_as_the_field_takes_it() {
    let base = copy_for("founder");
    let (ours, theirs) = written_twice(
        base.document(),
        &[
            ("school", "900001", "taking_part", true.into(), false.into()),
            ("pilot", "test-1", "aims", vec!["a".into()].into(), vec!["b".into()].into()),
            ("pilot", "test-1", "name", "One".into(), "Two".into()),
        ],
    );
    let mut plan = plan(&ours, &[("a.json", &theirs)]);
    let at = |plan: &ImportPlan, field: &str| {
        plan.conflicts().iter().position(|conflict| conflict.field == field).expect("it is in dispute")
    };
    let mut typed = |field: &str, text: &str| {
        let place = at(&plan, field);
        plan.choose_text(place, text).map(|()| plan.conflicts()[place].choice.clone().expect("it is chosen"))
    };
    assert_eq!(typed("taking_part", " Yes "), Ok(true.into()));
    assert_eq!(typed("taking_part", "no"), Ok(false.into()));
    let refused = typed("taking_part", "perhaps").expect_err("neither");
    assert_eq!(refused, BundleError::Choice("“perhaps” is neither yes nor no".to_owned()));
    assert_eq!(typed("aims", "first\n\n  second  \n"), Ok(vec!["first".into(), "second".into()].into()));
    assert_eq!(typed("name", " Third "), Ok("Third".into()));
    for (field, text, words) in [
        ("name", "Mea\u{202E}dow", "a character that does not show (⟨U+202E⟩)"),
        ("name", "", "has no name"),
        ("aims", "one\ntw\u{200B}o", "a character that does not show (⟨U+200B⟩)"),
    ] {
        let refused = typed(field, text).expect_err("a file that says so would be refused").to_string();
        assert!(refused.contains(words), "{refused}");
    }
}

#[test]
fn what_would_be_impossible_is_not_chosen_and_only_of_the_field_itself() {
    let mut base = copy_for("founder");
    submit(&mut base, full_return("900001", 6, 12), NOW + 5);
    let id = "900001_2018-19_6";
    let supported = ReturnItem::SenSupport.field();
    let (ours, theirs) = written_twice(
        base.document(),
        &[("return", id, supported, 4_000.into(), 3.into()), ("return", id, "incidents", 1.into(), 2.into())],
    );
    let mut both = ours.clone();
    both.join(&theirs);
    let mut found = Disagreements::of(&both);
    assert_eq!(found.all().len(), 2);
    let place = |field: &str| found.all().iter().position(|one| one.field == field).expect("it is in dispute");
    let (of_support, of_incidents) = (place(supported), place("incidents"));
    assert!(found.choose(of_support, 4_000.into()).is_err(), "the school has 210");
    assert!(found.choose(of_support, 3.into()).is_ok());
    assert!(found.choose(7, 3.into()).is_ok(), "there is no such field, so nothing is chosen");
    assert_eq!(found.chosen(), 1);
    assert!(found.choose(of_incidents, 1.into()).is_ok());
    assert_eq!(found.chosen(), 2);
    // What stands there is wrong: another field of the same record can be chosen all the same.
    let mut both = ours.clone();
    for (incidents, ms, device) in [(5, NOW + 40, "clerk"), (6, NOW + 50, "blue-jay")] {
        let mut one = ours.clone();
        one.set("return", id, "incidents", incidents, &stamp(ms, device)).expect("it fits");
        both.join(&one);
    }
    let mut found = Disagreements::of(&both);
    let incidents = found.all().iter().position(|one| one.field == "incidents").expect("it is in dispute");
    assert_eq!(found.choose(incidents, 5.into()), Ok(()));
    // All at once: what cannot be is counted.
    let mut both = theirs.clone();
    both.join(&ours);
    let mut found = Disagreements::of(&both);
    assert_eq!((found.choose_all(Side::Other), found.chosen()), (1, 1));
}

#[test]
fn what_is_wrong_in_another_return_does_not_keep_anybody_from_choosing_in_this_one() {
    let mut base = copy_for("founder");
    submit(&mut base, full_return("900001", 6, 12), NOW + 5);
    submit(&mut base, full_return("900002", 6, 12), NOW + 6);
    let supported = ReturnItem::SenSupport.field();
    let mut base = base.document().clone();
    base.set("return", "900002_2018-19_6", supported, 4_000, &stamp(NOW + 10, "clerk")).expect("it fits");
    let (mut both, theirs) = written_twice(&base, &[("return", "900001_2018-19_6", supported, 2.into(), 3.into())]);
    both.join(&theirs);
    let mut found = Disagreements::of(&both);
    assert_eq!((found.all().len(), found.choose(0, 2.into())), (1, Ok(())));
}

#[test]
fn the_list_of_disagreements_says_what_is_shown_and_what_is_chosen() {
    let base = copy_for("founder");
    let (mut both, theirs) =
        written_twice(base.document(), &[("school", "900001", "name", "Ours".into(), "Theirs".into())]);
    both.join(&theirs);
    let mut found = Disagreements::of(&both);
    let ends = |found: &Disagreements| {
        let report = found.report();
        let lines: Vec<String> = report.lines().skip(1).map(str::to_owned).collect();
        lines.iter().map(|line| line.split(',').rev().take(2).map(str::to_owned).collect()).collect::<Vec<Vec<_>>>()
    };
    assert_eq!(ends(&found), [["no", "yes"], ["no", "no"]], "chosen, and shown");
    found.choose(0, "Ours".into()).expect("it can be chosen");
    assert_eq!(ends(&found), [["no", "yes"], ["yes", "no"]]);
}

#[test]
fn twenty_sides_of_a_field_are_shown_and_no_more() {
    let here = copy_for("founder");
    let mut all = here.document().clone();
    for nth in 0..25_u64 {
        let mut one = here.document().clone();
        let device = format!("device-{nth}");
        one.set("school", "900001", "name", format!("Name {nth}"), &stamp(NOW + 20 + nth, &device)).expect("it fits");
        all.join(&one);
    }
    let found = Disagreements::of(&all);
    let names: Vec<&Value> = found.all()[0].options.iter().map(|option| &option.value).collect();
    assert_eq!((found.all().len(), names.len()), (1, 20));
    assert_eq!((names[0], names[19]), (&Value::from("Name 24"), &Value::from("Name 5")), "the latest");
}

#[test]
fn a_file_that_only_says_the_same_in_other_hands_is_told_as_such() {
    let here = copy_for("founder");
    let name = here.document().value("school", "900001", "name").cloned().expect("a name");
    let mut same = here.document().clone();
    same.set("school", "900001", "name", name, &stamp(NOW + 20, "blue-jay")).expect("it fits");
    let says_so = |document: &Document| {
        let plan = plan(here.document(), &[("a.json", document)]);
        (
            plan.files()[0].status.clone(),
            plan.files()[0].notices.iter().any(|notice| notice.starts_with("It says the same")),
        )
    };
    assert_eq!(says_so(&same), (FileStatus::WillChange, true));
    assert_eq!(says_so(here.document()), (FileStatus::NothingNew, false));
    let mut other = here.document().clone();
    other.set("school", "900001", "name", "Another", &stamp(NOW + 20, "blue-jay")).expect("it fits");
    assert_eq!(says_so(&other), (FileStatus::WillChange, false));
    let mut erased = here.document().clone();
    erased.erase("return", "900009_2018-19_1").expect("it can be erased");
    assert_eq!(says_so(&erased), (FileStatus::WillChange, false), "it erases what is not even here");
}

#[test]
fn only_a_file_that_can_be_used_is_said_to_be_held_back() {
    let here = copy_for("founder");
    let mut ahead = started("blue-jay", "other-9");
    submit(&mut ahead, full_return("900001", 5, 12), NOW + 400 * DAY);
    assert!(!plan(here.document(), &[("a.json", ahead.document())]).holds_back(), "it is of another pilot");
    let (clerk, school) = clerk_and_school("900001", "amber-fox");
    assert!(!plan(clerk.document(), &[("a.json", school.document())]).holds_back());
    let mut ahead = Workspace::open(here.document().clone(), pilots::device("blue-jay"));
    submit(&mut ahead, full_return("900001", 5, 12), NOW + 400 * DAY);
    let mut held = plan(here.document(), &[("a.json", ahead.document())]);
    assert!(held.holds_back());
    assert_eq!(held.all_records().iter().filter(|row| row.kind == RecordKind::Added).count(), 0);
    assert_eq!(held.records(0).iter().filter(|row| row.kind == RecordKind::Added).count(), 0);
    held.take_held_back(true);
    assert!(held.holds_back(), "that they are of the future stays so");
    assert_eq!(held.records(0).iter().filter(|row| row.kind == RecordKind::Added).count(), 1);
}

#[test]
fn files_are_put_together_if_they_can_be_true_and_are_of_one_pilot() {
    let (clerk, school) = clerk_and_school("900001", "amber-fox");
    let [one, two] = [&clerk, &school].map(|workspace| Bundle::backup(workspace.document()));
    let merged = Bundle::merged([&one, &two]).expect("one pilot");
    assert_eq!((merged.kind, &merged.document), (BundleKind::Backup, school.document()));
    let other = Bundle::backup(started("blue-jay", "other-9").document());
    let refused = Bundle::merged([&one, &two, &other]).expect_err("two pilots").to_string();
    assert!(refused.contains("of another pilot, Test pilot (other-9): it cannot be merged with Test pilot (test-1)"));
    let nobody = Bundle::backup(&Document::new());
    assert_eq!(Bundle::merged([&nobody]), Err(BundleError::NoPilot));
    for (wrong, more) in [(1, ""), (2, " (and one record more)"), (4, " (and 3 records more)")] {
        let mut document = school.document().clone();
        for term in 1..=wrong {
            let id = format!("900001_2018-19_{term}");
            document.set("return", &id, "roll", -1, &stamp(NOW + 30, "blue-jay")).expect("it fits");
        }
        let unbelievable = Bundle::backup(&document);
        let refused = unbelievable.believable().expect_err("nobody has less than none");
        assert!(refused.to_string().contains(&format!("{more}: the whole file is left out")), "{refused}");
        assert!(!refused.to_string().contains(&format!(")){more}")) || more.is_empty(), "{refused}");
        assert_eq!(refused.to_string().contains(" (and "), !more.is_empty(), "{refused}");
        assert_eq!(Bundle::merged([&one, &unbelievable]), Err(refused));
    }
    assert_eq!(two.believable(), Ok(()));
}

#[test]
fn a_file_says_in_words_what_it_holds() {
    let (_, mut school) = clerk_and_school("900001", "amber-fox");
    let mut draft = full_return("900001", 5, 3);
    draft.status = clusterwise::model::ReturnStatus::Draft;
    school.apply(&clusterwise::workspace::Command::SaveDraft(draft), NOW + 20).expect("saved");
    let mut document = school.document().clone();
    document.delete("school", "900002", &stamp(NOW + 30, "amber-fox"));
    document.set("later", "x", "f", 1, &stamp(NOW + 30, "amber-fox")).expect("it fits");
    document.set("gone", "x", "f", 1, &stamp(NOW + 30, "amber-fox")).expect("it fits");
    document.delete("gone", "x", &stamp(NOW + 31, "amber-fox"));
    assert_eq!(
        Bundle::backup(&document).holds().words(),
        "all of Test pilot, 2 clusters, 2 schools, 6 terms, 2 returns (Term 5 2018/19 to Term 6 2018/19, 1 not yet submitted); \
         1 record of “later”, which this version does not know; 2 deletions"
    );
    let named = |kind, document: Document| Bundle { kind, document }.holds().words();
    assert_eq!(named(BundleKind::Scenario, Document::new()), "0 scenarios; no school’s data; no pupil rows");
    assert_eq!(named(BundleKind::Return, Document::new()), "0 returns of 0 schools; no pupil rows");
    assert_eq!(named(BundleKind::Board, Document::new()), "0 returns of the 0 schools of clusters; no pupil rows");
    assert_eq!(named(BundleKind::Backup, Document::new()), "nothing; no pupil rows");
}

#[test]
fn two_devices_of_one_name_are_told_of_by_what_they_wrote_at_the_same_moment() {
    let base = copy_for("founder");
    let schools = ["900001", "900002", "900003"];
    for (count, more) in [(0, None), (1, Some("")), (2, Some(" and 1 other value")), (3, Some(" and 2 other values"))] {
        let (mut ours, mut theirs) = (base.document().clone(), base.document().clone());
        for school in schools.iter().take(count) {
            ours.set("school", school, "name", "Ours", &stamp(NOW + 20, "blue-jay")).expect("it fits");
            theirs.set("school", school, "name", "Theirs", &stamp(NOW + 20, "blue-jay")).expect("it fits");
        }
        let warnings = plan(&ours, &[("a.json", &theirs)]).warnings().to_vec();
        let words =
            more.map(|more| format!("Ours (URN 900001), Name{more}: two devices that both call themselves “blue-jay”"));
        assert_eq!(warnings.len(), usize::from(words.is_some()), "{warnings:?}");
        assert!(words.is_none_or(|words| warnings[0].starts_with(&words)), "{warnings:?}");
    }
}

#[test]
fn what_a_file_erases_or_finds_erased_is_counted_in_sentences() {
    let mut here = copy_for("founder");
    for term in 1..=2 {
        submit(&mut here, full_return("900001", term, 12), NOW + 5 + u64::from(term));
    }
    let whole = here.document();
    let without = |ids: &[&str]| {
        let mut document = whole.clone();
        ids.iter().for_each(|id| _ = document.erase("return", id).expect("it can be erased"));
        document
    };
    let (one, two) = (without(&["900001_2018-19_1"]), without(&["900001_2018-19_1", "900001_2018-19_2"]));
    let (far, farther) = (without(&["900003_2018-19_1"]), without(&["900003_2018-19_1", "900003_2018-19_2"]));
    for (here, file, said) in [
        (whole, &one, "1 record will be erased, as its owner asked. This cannot be undone."),
        (whole, &two, "2 records will be erased, as their owners asked. This cannot be undone."),
        (&one, whole, "It holds 1 record that was erased here, as its owner asked: it stays erased."),
        (&two, whole, "It holds 2 records that were erased here, as their owners asked: they stay erased."),
        (whole, &far, "It tells of 1 erased record that is not here: no file will bring it."),
        (whole, &farther, "It tells of 2 erased records that are not here: no file will bring them."),
    ] {
        let notices = plan(here, &[("a.json", file)]).files()[0].notices.clone();
        let of_erased: Vec<&String> = notices.iter().filter(|notice| notice.contains("erased")).collect();
        assert_eq!(of_erased, [said]);
    }
    let notices = plan(&two, &[("a.json", &two)]).files()[0].notices.clone();
    assert!(!notices.iter().any(|notice| notice.contains("erased")), "both know of it: {notices:?}");
}
