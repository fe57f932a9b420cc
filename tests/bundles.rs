//! What people may rely on when files travel: the same data gives the same file, what is previewed is what is applied,
//! no order matters, nothing is half taken in, and files of earlier versions open forever.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{Bundle, BundleError, BundleKind, Counts, FileStatus, ImportPlan};
use clusterwise::merge::{Document, FieldStatus, RecordKind, Value};
use clusterwise::model::{
    Census, ClusterId, EventKind, GoalResults, GroupScores, Meeting, PilotEvent, Release, ReturnItem, SurveyResult,
    TermId, Urn,
};
use clusterwise::workspace::{Command, Workspace};
use pilots::{NOW, copy_for, full_return, started, submit};

const DAY: u64 = 24 * 60 * 60 * 1000;

fn urn(text: &str) -> Urn {
    text.parse().expect("a urn")
}

fn bytes(workspace: &Workspace) -> Vec<u8> {
    Bundle::backup(workspace.document()).encode()
}

/// The file a school would send.
fn sent(workspace: &Workspace, school: &str, term: u8) -> Vec<u8> {
    let bundle = Bundle::of_return(workspace.document(), &urn(school), Some(TermId::new(2018, term)));
    bundle.expect("there is a return").encode()
}

fn plan(workspace: &Workspace, files: &[(&str, &[u8])]) -> ImportPlan {
    let read = files.iter().map(|(name, bytes)| ((*name).to_owned(), Bundle::decode(bytes))).collect();
    ImportPlan::new(workspace.document(), read, NOW + DAY / 2)
}

fn refusal(plan: &ImportPlan, file: usize) -> String {
    match &plan.files()[file].status {
        FileStatus::CannotBeUsed(error) => error.to_string(),
        status => panic!("the file is usable: {status:?}"),
    }
}

#[test]
fn a_return_holds_one_schools_return_and_says_so() {
    let mut school = copy_for("amber-fox");
    submit(&mut school, full_return("900001", 6, 12), NOW + 10);
    submit(&mut school, full_return("900001", 5, 9), NOW + 11);
    submit(&mut school, full_return("900002", 6, 8), NOW + 12);
    let bundle = Bundle::of_return(school.document(), &urn("900001"), Some(TermId::new(2018, 6))).expect("a bundle");
    assert_eq!(bundle.kind, BundleKind::Return);
    assert_eq!(bundle.holds().words(), "1 return (Term 6 2018/19) of School 900001; no pupil rows");
    let held: Vec<_> = bundle.document.all_records().map(|(table, id, _)| format!("{table}/{id}")).collect();
    assert_eq!(held, ["pilot/test-1", "return/900001_2018-19_6", "school/900001", "term/2018-19_6"]);
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 17).expect("a date");
    assert_eq!(bundle.file_name(today), "test_2018-19_term6_school-900001_2026-01-17.clusterwise.json");
    let all = Bundle::of_return(school.document(), &urn("900001"), None).expect("a bundle");
    assert_eq!(all.holds().words(), "2 returns (Term 5 2018/19 to Term 6 2018/19) of School 900001; no pupil rows");
}

#[test]
fn a_board_takes_submitted_returns_of_its_own_schools_only() {
    let mut clerk = copy_for("amber-fox");
    submit(&mut clerk, full_return("900001", 1, 12), NOW + 10);
    submit(&mut clerk, full_return("900003", 1, 12), NOW + 11);
    let mut draft = full_return("900002", 1, 5);
    draft.status = clusterwise::model::ReturnStatus::Draft;
    clerk.apply(&Command::SaveDraft(draft), NOW + 12).expect("saved");
    let north = ClusterId::from_name("North").expect("an id");
    let bundle = Bundle::of_board(clerk.document(), &north).expect("a bundle");
    assert_eq!(bundle.holds().words(), "1 return (Term 1 2018/19) of the 2 schools of North; no pupil rows");
    let returns: Vec<_> = bundle.document.records("return").map(|(id, _)| id).collect();
    assert_eq!(returns, ["900001_2018-19_1"]);
    assert!(bundle.document.record("cluster", "south").is_none());
}

#[test]
fn a_file_that_names_no_pilot_is_refused() {
    let mut school = copy_for("amber-fox");
    submit(&mut school, full_return("900001", 6, 12), NOW + 10);
    let of_no_pilot = Bundle::backup(&school.document().select(|table, _| table != "pilot"));
    for here in [&copy_for("blue-hen"), &Workspace::empty(pilots::device("blue-hen"))] {
        let plan = plan(here, &[("a.json", &of_no_pilot.encode())]);
        assert_eq!(refusal(&plan, 0), BundleError::NoPilot.to_string());
    }
}

#[test]
fn returns_of_a_school_that_nobody_knows_are_told_once_for_the_school() {
    let (mut school, clerk) = (copy_for("amber-fox"), copy_for("blue-hen"));
    for (urn, term) in [("900001", 1), ("900002", 1), ("900002", 2), ("900002", 3)] {
        submit(&mut school, full_return(urn, term, 1), NOW + u64::from(term));
    }
    let unnamed = Bundle::backup(&school.document().select(|table, _| table != "school"));
    let known = plan(&clerk, &[("a.json", &unnamed.encode())]);
    assert_eq!(known.warnings(), Vec::<String>::new());
    let mut here = clerk.document().clone();
    for id in ["900001", "900002"] {
        here.delete("school", id, &pilots::stamp(NOW + 5, "blue-hen"));
    }
    let here = Workspace::open(here, pilots::device("blue-hen"));
    assert_eq!(
        plan(&here, &[("a.json", &unnamed.encode())]).warnings(),
        [
            "900001, Term 1 2018/19: no school with this URN is known, so the return is kept but not counted",
            "URN 900002, 3 returns: no school with this URN is known, so they are kept but not counted",
        ]
    );
}

#[test]
fn nothing_is_sent_where_there_is_nothing() {
    let empty = Document::new();
    assert_eq!(Bundle::of_return(&empty, &urn("900001"), None), Err(BundleError::NothingToSend));
    let school = copy_for("amber-fox");
    assert!(matches!(
        Bundle::of_return(school.document(), &urn("900001"), None),
        Err(BundleError::Missing { what: "return", .. })
    ));
    assert!(Bundle::of_return(school.document(), &urn("999999"), None).is_err());
}

#[test]
fn the_plan_shows_exactly_the_return_and_one_undo_takes_it_back() {
    let mut school = copy_for("amber-fox");
    let mut clerk = copy_for("blue-jay");
    submit(&mut school, full_return("900001", 6, 12), NOW + 10);
    let file = sent(&school, "900001", 6);
    let plan = plan(&clerk, &[("a.json", &file)]);
    assert_eq!(plan.headline(), "1 file: 1 will change your data");
    assert_eq!(plan.totals(), Counts { new: 1, same: 3, ..Counts::default() });
    let first = &plan.records(0)[0];
    assert_eq!((first.label.as_str(), first.kind), ("School 900001, Term 6 2018/19", RecordKind::Added));
    let incidents = first.fields.iter().find(|field| field.field == "incidents").expect("a field");
    assert_eq!(
        (incidents.label.as_str(), incidents.ours.as_str(), incidents.theirs.as_str(), incidents.device.as_str()),
        ("Behaviour incidents", "none", "12", "amber-fox")
    );
    assert_eq!(incidents.status, FieldStatus::Added);
    assert_eq!(incidents.at, "8 June 2019, 13:20 UTC");

    let before = bytes(&clerk);
    plan.apply(&mut clerk, NOW + 20).expect("applied");
    assert_eq!(bytes(&clerk), bytes(&school), "both hold the same and so write the same");
    clerk.undo(NOW + 30).expect("undone");
    assert_eq!(bytes(&clerk), before);
}

#[test]
fn applying_leaves_nothing_but_the_same() {
    let (clerk, files) = four_files();
    let named: Vec<(&str, &[u8])> = files.iter().map(|(name, file)| (*name, file.as_slice())).collect();
    let plan = plan(&clerk, &named);
    let mut after = clerk.clone();
    let change = plan.apply(&mut after, NOW + 100).expect("applied");
    assert_eq!(change.touched.len(), after.document().changed_since(clerk.document()).len());
    let seen = clerk.document().compare(plan.incoming()).iter().filter(|record| record.has_news).count();
    assert_eq!(change.touched.len(), seen, "what the preview calls news is what was written");
    let again = self::plan(&after, &named);
    assert!(!again.can_apply());
    assert_eq!(again.totals().visible(), 0, "{:?}", again.totals());
    assert!(again.files().iter().all(|file| file.status == FileStatus::NothingNew));
    assert_eq!(again.headline(), "4 files: 4 hold nothing new");
}

/// Four schools' files for one clerk: one new, two that disagree with each other, one that disagrees with the clerk.
fn four_files() -> (Workspace, Vec<(&'static str, Vec<u8>)>) {
    let mut clerk = copy_for("clerk");
    let mut schools = ["amber-fox", "blue-jay", "coral-owl", "dusky-elk"].map(copy_for);
    for (index, (school, urn)) in schools.iter_mut().zip(["900001", "900002", "900002", "900003"]).enumerate() {
        submit(school, full_return(urn, 6, 10 + index as u32), NOW + 50 + index as u64);
    }
    submit(&mut clerk, full_return("900003", 6, 99), NOW + 40);
    let urns = ["900001", "900002", "900002", "900003"];
    let names = ["a.json", "b.json", "c.json", "d.json"];
    let files = schools.iter().zip(urns).zip(names).map(|((school, urn), name)| (name, sent(school, urn, 6)));
    (clerk.clone(), files.collect())
}

fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let Some((first, rest)) = items.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for shorter in permutations(rest) {
        for place in 0..=shorter.len() {
            let mut longer = shorter.clone();
            longer.insert(place, first.clone());
            all.push(longer);
        }
    }
    all
}

#[test]
fn files_may_come_in_any_order_together_or_one_by_one() {
    let (clerk, files) = four_files();
    let mut results: Vec<(Vec<u8>, Counts, Vec<_>)> = Vec::new();
    for order in permutations(&files) {
        let named: Vec<(&str, &[u8])> = order.iter().map(|(name, file)| (*name, file.as_slice())).collect();
        let together = plan(&clerk, &named);
        let mut at_once = clerk.clone();
        together.apply(&mut at_once, NOW + 100).expect("applied");
        let mut one_by_one = clerk.clone();
        for file in named {
            plan(&one_by_one, &[file]).apply(&mut one_by_one, NOW + 100).expect("applied");
        }
        assert_eq!(bytes(&at_once), bytes(&one_by_one));
        results.push((bytes(&at_once), together.totals(), together.conflicts().to_vec()));
    }
    assert_eq!(results.len(), 24);
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_conflict_says_who_when_and_which_wins_and_takes_a_third_value() {
    let (clerk, files) = four_files();
    let named: Vec<(&str, &[u8])> = files.iter().map(|(name, file)| (*name, file.as_slice())).collect();
    let mut plan = plan(&clerk, &named);
    let of_incidents: Vec<_> = plan.conflicts().iter().filter(|conflict| conflict.field == "incidents").collect();
    assert_eq!(of_incidents.len(), 2, "between two files, and between a file and the clerk");
    let with_clerk =
        plan.conflicts().iter().position(|conflict| conflict.id == "900003_2018-19_6").expect("a conflict");
    let conflict = plan.conflicts()[with_clerk].clone();
    assert_eq!(conflict.record_label, "School 900003, Term 6 2018/19");
    let sides: Vec<_> =
        conflict.options.iter().map(|side| (side.words.as_str(), side.device.as_str(), side.is_ours)).collect();
    assert_eq!(sides, [("13", "dusky-elk", false), ("99", "clerk", true)], "the later one comes first and wins");
    assert_eq!(conflict.options[0].files, ["d.json"]);

    assert!(plan.choose_text(with_clerk, "twelve").is_err());
    assert!(plan.choose_text(with_clerk, "60,000").is_err(), "no school has so many");
    plan.choose_text(with_clerk, "55").expect("a third value");
    let mut after = clerk.clone();
    plan.apply(&mut after, NOW + 100).expect("applied");
    let entry = after.data().return_of(&urn("900003"), TermId::new(2018, 6)).expect("a return").clone();
    assert_eq!(entry.incidents, Some(55));
    assert!(!after.document().conflicts().any(|(_, id, field, _)| id == conflict.id && field == "incidents"));

    plan.choose(with_clerk, Some(Value::Int(99))).expect("ours");
    let mut ours = clerk.clone();
    plan.apply(&mut ours, NOW + 100).expect("applied");
    assert_eq!(ours.data().return_of(&urn("900003"), TermId::new(2018, 6)).and_then(|entry| entry.incidents), Some(99));
}

#[test]
fn a_plan_made_before_an_edit_is_not_applied_after_it() {
    let (mut clerk, files) = four_files();
    let plan = plan(&clerk, &[("a.json", &files[0].1)]);
    submit(&mut clerk, full_return("900002", 5, 3), NOW + 60);
    let before = bytes(&clerk);
    assert_eq!(plan.apply(&mut clerk, NOW + 100), Err(BundleError::PlanOutdated));
    assert_eq!(bytes(&clerk), before);
}

#[test]
fn a_file_of_another_pilot_is_refused_and_the_others_are_not() {
    let mut stranger = started("amber-fox", "other-9");
    submit(&mut stranger, full_return("900001", 6, 12), NOW + 10);
    let mut school = copy_for("blue-jay");
    submit(&mut school, full_return("900002", 6, 12), NOW + 10);
    let clerk = copy_for("clerk");
    let plan = plan(&clerk, &[("x.json", &sent(&stranger, "900001", 6)), ("y.json", &sent(&school, "900002", 6))]);
    assert_eq!(
        refusal(&plan, 0),
        "the file is of another pilot, “Test pilot” (other-9): it cannot be merged with “Test pilot” (test-1)"
    );
    assert_eq!(plan.headline(), "2 files: 1 will change your data, 1 cannot be used");
    assert!(plan.records(0).is_empty());
}

#[test]
fn an_empty_workspace_opens_with_a_backup_of_one_pilot() {
    let mut school = copy_for("blue-jay");
    submit(&mut school, full_return("900002", 6, 12), NOW + 10);
    let (backup, entry) = (bytes(&copy_for("clerk")), sent(&school, "900002", 6));
    let mut fresh = Workspace::empty(pilots::device("fresh"));
    let alone = plan(&fresh, &[("r.json", &entry)]);
    assert!(refusal(&alone, 0).contains("open a backup of the pilot first"));
    assert!(!alone.can_apply());
    let with_backup = plan(&fresh, &[("r.json", &entry), ("b.json", &backup)]);
    assert_eq!(with_backup.headline(), "2 files: 2 will change your data");
    with_backup.apply(&mut fresh, NOW + 20).expect("applied");
    assert_eq!(bytes(&fresh), bytes(&school));
    let other = bytes(&started("amber-fox", "other-9"));
    let empty = Workspace::empty(pilots::device("fresh"));
    let two = plan(&empty, &[("b.json", &backup), ("o.json", &other)]);
    assert!(refusal(&two, 0).contains("different pilots") && refusal(&two, 1).contains("different pilots"));
}

#[test]
fn a_file_with_one_impossible_return_is_left_out_whole() {
    let clerk = copy_for("clerk");
    let mut school = copy_for("blue-jay");
    submit(&mut school, full_return("900001", 6, 12), NOW + 10);
    let mut document = school.document().clone();
    let stamp = pilots::stamp(NOW + 30, "blue-jay");
    document.set("return", "900001_2018-19_6", "pupils_suspended", Value::Int(4000), &stamp).expect("set");
    let plan = plan(&clerk, &[("x.json", &Bundle::backup(&document).encode())]);
    let words = refusal(&plan, 0);
    assert!(words.starts_with("School 900001, Term 6 2018/19: "), "{words}");
    assert!(words.contains("cannot be more than") && words.contains("left out"), "{words}");
    assert!(!plan.can_apply());
}

#[test]
fn a_file_with_a_record_that_cannot_be_read_is_left_out_whole() {
    let clerk = copy_for("clerk");
    let stamp = pilots::stamp(NOW + 30, "blue-jay");
    for (table, id, field, value, place) in [
        ("return", "900001_2018-19_6", "roll", Value::Int(-1), "School 900001, Term 6 2018/19 cannot be read"),
        ("school", "900001", "phase", Value::text("nursery"), "School 900001 (URN 900001) cannot be read"),
        ("school", "900001", "name", Value::text("Mea\u{202E}dow"), "a character that does not show (⟨U+202E⟩)"),
        ("school", "900001", "name", Value::text(" "), "has no name"),
        ("term", "2018-19_1", "ends", Value::text("2001-01-01"), "ends before it starts"),
    ] {
        let mut document = clerk.document().clone();
        document.set(table, id, field, value, &stamp).expect("set");
        let plan = plan(&clerk, &[("x.json", &Bundle::backup(&document).encode())]);
        assert!(refusal(&plan, 0).contains(place), "{}", refusal(&plan, 0));
    }
}

/// A copy in which a person has entered one of everything beside returns.
fn with_one_of_each() -> Document {
    let mut school = copy_for("blue-jay");
    let mark = PilotEvent {
        id: "mark-1".parse().expect("an id"),
        date: "2019-03-01".parse().expect("a date"),
        kind: EventKind::Event,
        words: "Floods".to_owned(),
        school: None,
        cluster: None,
        figures: Vec::new(),
    };
    for command in [
        Command::SaveSurvey(SurveyResult::new("900001_2018-19_6_senco".parse().expect("an id"))),
        Command::SaveScores(GroupScores::new("900001_2018-19_6_programme_literacy".parse().expect("an id"))),
        Command::SaveGoals(GoalResults::new("900001_2018-19_6_literacy".parse().expect("an id"))),
        Command::SaveCensus(Census::new("900001_2018-19".parse().expect("an id"))),
        Command::SaveMeeting(Meeting::new("north_2019-03-01_board".parse().expect("an id"))),
        Command::SaveRelease(Release::new(mark.date, "requests", Vec::new()).expect("an id")),
        Command::SaveEvent(mark),
    ] {
        school.apply(&command, NOW + 10).expect("saved");
    }
    school.document().clone()
}

#[test]
fn a_file_with_anything_that_contradicts_itself_is_left_out_whole() {
    let (clerk, whole) = (copy_for("clerk"), with_one_of_each());
    assert!(plan(&clerk, &[("x.json", &Bundle::backup(&whole).encode())]).can_apply());
    for (table, id, field, value, words) in [
        ("survey", "900001_2018-19_6_senco", "replied", 2.into(), "2 replied, but only 0 were asked"),
        ("scores", "900001_2018-19_6_programme_literacy", "before", 7.into(), "do not fit together"),
        ("goals", "900001_2018-19_6_literacy", "pupils", vec![1.into()].into(), "goals end on five steps"),
        ("census", "900001_2018-19", "sen_support", vec![1.into()].into(), "more pupils at SEN Support than on roll"),
        ("event", "mark-1", "words", " ".into(), "the mark “mark-1” has no words that can be shown"),
        ("event", "mark-1", "words", "Flo\u{202E}ods".into(), "no words that can be shown"),
        ("event", "mark-1", "words", "Floods ".repeat(100).into(), "no words that can be shown"),
        ("school", "900001", "feeds", vec!["900001: 8".into()].into(), "cannot go on to the school itself"),
        ("cluster_meeting", "north_2019-03-01_board", "decisions", 5_000.into(), "more than 1000 decisions were taken"),
        ("event", "mark-1", "date", "1989-12-31".into(), "outside the years 1990 to 2100"),
        ("release", "requests-2019-03-01", "date", "1989-12-31".into(), "outside the years 1990 to 2100"),
        ("pilot", "test-1", "start", "1989-12-31".into(), "outside the years 1990 to 2100"),
        ("term", "2018-19_6", "due", "1989-12-31".into(), "outside the years 1990 to 2100"),
    ] {
        let mut document = whole.clone();
        let value: Value = value;
        document.set(table, id, field, value, &pilots::stamp(NOW + 30, "blue-jay")).expect("set");
        let refused = refusal(&plan(&clerk, &[("x.json", &Bundle::backup(&document).encode())]), 0);
        assert!(refused.contains(words), "{refused}");
    }
}

#[test]
fn a_term_may_be_a_single_day() {
    let mut document = copy_for("blue-jay").document().clone();
    for field in ["starts", "ends"] {
        document.set("term", "2018-19_1", field, "2018-09-03", &pilots::stamp(NOW + 30, "blue-jay")).expect("set");
    }
    assert!(plan(&copy_for("clerk"), &[("x.json", &Bundle::backup(&document).encode())]).can_apply());
}

#[test]
fn a_file_may_not_erase_what_all_work_with() {
    let clerk = copy_for("clerk");
    let erasing = |table: &str, id: &str| {
        let mut document = clerk.document().clone();
        document.erase(table, id).expect("it can be erased");
        plan(&clerk, &[("x.json", &Bundle::backup(&document).encode())])
    };
    let words = refusal(&erasing("school", "900001"), 0);
    assert!(words.starts_with("900001 (URN 900001) would be erased, which nobody may ask for"), "{words}");
    for table in ["return", "a table of a later version"] {
        assert!(erasing(table, "900001_2018-19_6").can_apply(), "{table}");
    }
}

#[test]
fn what_is_dated_in_the_future_is_shown_and_held_back_until_accepted() {
    let clerk = copy_for("clerk");
    let mut school = copy_for("blue-jay");
    submit(&mut school, full_return("900001", 6, 12), NOW + 10);
    submit(&mut school, full_return("900001", 5, 12), NOW + 400 * DAY);
    let mut plan = plan(&clerk, &[("x.json", &bytes(&school))]);
    assert!(plan.holds_back());
    assert_eq!(plan.totals().new, 1, "the honest return comes in");
    assert!(plan.files()[0].notices[0].starts_with("1 record is dated in the future (up to 12 July 2020"));
    plan.take_held_back(true);
    assert_eq!(plan.totals().new, 2);
}

#[test]
fn a_contradiction_that_only_merging_brings_about_is_told() {
    let mut clerk = copy_for("clerk");
    submit(&mut clerk, full_return("900001", 6, 12), NOW + 10);
    let mut school = Workspace::open(clerk.document().clone(), pilots::device("blue-jay"));
    let mut smaller = full_return("900001", 6, 12);
    smaller.set(ReturnItem::Roll, Some(20));
    submit(&mut clerk, smaller, NOW + 20);
    let mut more = full_return("900001", 6, 12);
    more.set(ReturnItem::SenSupport, Some(150));
    submit(&mut school, more, NOW + 20);
    let plan = plan(&clerk, &[("x.json", &sent(&school, "900001", 6))]);
    assert_eq!(plan.warnings().len(), 1);
    assert!(plan.warnings()[0].starts_with("School 900001, Term 6 2018/19, put together from both: "));
}

#[test]
fn what_this_version_does_not_know_is_carried_along() {
    let clerk = copy_for("clerk");
    let mut document = clerk.document().clone();
    let stamp = pilots::stamp(NOW + 30, "newer");
    document.set("meeting", "7", "agenda", "Ten items", &stamp).expect("set");
    document.set("school", "900001", "nickname", "Meadow", &stamp).expect("set");
    let file = Bundle::backup(&document).encode();
    let plan = plan(&clerk, &[("x.json", &file)]);
    assert!(plan.files()[0].holds.contains("1 record of “meeting”, which this version does not know"));
    assert!(!plan.files()[0].holds.contains("no pupil rows"), "of what it does not know it says nothing");
    let mut after = clerk.clone();
    plan.apply(&mut after, NOW + 40).expect("applied");
    assert_eq!(bytes(&after), file);
}
