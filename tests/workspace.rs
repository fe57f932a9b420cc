//! What a person may rely on: nothing half done, undo that takes back, a log that brings everything back.

use clusterwise::merge::{Clock, DeviceId, Document, Value};
use clusterwise::model::{
    AcademicYear, ClusterId, Phase, PilotId, Return, ReturnId, ReturnItem, ReturnStatus, School, TermId, six_terms,
    starter_clusters, starter_pilot,
};
use clusterwise::workspace::{Change, ChangeKind, Choice, Command, Opening, Role, Workspace, WorkspaceError, schema};
use std::sync::Arc;

const NOW: u64 = 1_560_000_000_000;

fn device(name: &str) -> DeviceId {
    DeviceId::parse(name).expect("a device id")
}

fn started(name: &str) -> Workspace {
    let mut workspace = Workspace::empty(device(name));
    let command = Command::StartPilot {
        pilot: starter_pilot(PilotId::from_name("test-1").expect("an id"), "Test pilot", "Test council"),
        terms: six_terms(AcademicYear(2018)),
        clusters: starter_clusters(&["North", "South"]),
    };
    workspace.apply(&command, NOW).expect("a pilot starts");
    let schools = ["900001", "900002"].map(school).to_vec();
    workspace.apply(&Command::SaveSchools(schools), NOW + 1).expect("schools are saved");
    workspace
}

fn school(urn: &str) -> School {
    School {
        urn: urn.parse().expect("a urn"),
        name: format!("School {urn}"),
        phase: Phase::Primary,
        laestab: None,
        cluster: Some(ClusterId::from_name("North").expect("an id")),
        taking_part: true,
        location: None,
        feeds: Vec::new(),
    }
}

fn full_return(urn: &str, term: u8, incidents: u32) -> Return {
    let mut entry = Return::new(ReturnId { school: urn.parse().expect("a urn"), term: TermId::new(2018, term) });
    for item in ReturnItem::ALL {
        entry.set(item, Some(0));
    }
    entry.set(ReturnItem::Roll, Some(210));
    entry.set(ReturnItem::Incidents, Some(incidents));
    entry.status = ReturnStatus::Submitted;
    entry
}

fn submit(workspace: &mut Workspace, incidents: u32, at_ms: u64) -> std::sync::Arc<Change> {
    workspace.apply(&Command::SubmitReturn(full_return("900001", 1, incidents)), at_ms).expect("submitted")
}

/// An opening of files of which only the label is told.
fn named(label: &str) -> Opening<'_> {
    Opening { label, ..Opening::default() }
}

fn bytes(workspace: &Workspace) -> Vec<u8> {
    workspace.document().to_canonical_json()
}

fn incidents(workspace: &Workspace) -> Option<u32> {
    workspace.data().return_of(&"900001".parse().expect("a urn"), TermId::new(2018, 1))?.incidents
}

/// The workspace that replaying the log gives, through the text it is stored as.
fn replayed(start: &Workspace, changes: &[std::sync::Arc<Change>]) -> Workspace {
    let mut workspace = start.clone();
    for change in changes {
        let line = change.encode().expect("a change is written");
        workspace.replay(Change::decode(&line).expect("a change is read"));
    }
    workspace
}

#[test]
fn undoing_an_edit_nobody_has_seen_brings_back_the_very_bytes() {
    let mut workspace = started("amber-fox");
    let before = bytes(&workspace);
    submit(&mut workspace, 4, NOW + 10);
    assert_ne!(bytes(&workspace), before);
    workspace.undo(NOW + 20).expect("undone");
    assert_eq!(bytes(&workspace), before);
    assert!(workspace.data().returns.is_empty());
}

#[test]
fn redo_does_again_what_was_undone() {
    let mut workspace = started("amber-fox");
    submit(&mut workspace, 4, NOW + 10);
    let after = bytes(&workspace);
    workspace.undo(NOW + 20).expect("undone");
    workspace.redo(NOW + 30).expect("redone");
    assert_eq!(bytes(&workspace), after);
    assert!(workspace.redo(NOW + 40).expect("nothing to redo").is_none());
    workspace.undo(NOW + 50).expect("undone again");
    assert!(workspace.data().returns.is_empty());
}

#[test]
fn an_edit_that_was_handed_out_stays_undone_after_the_file_comes_back() {
    let mut workspace = started("amber-fox");
    submit(&mut workspace, 4, NOW + 10);
    submit(&mut workspace, 9, NOW + 20);
    let handed_out = workspace.document().clone();
    workspace.note_export("backup", NOW + 30);
    workspace.undo(NOW + 40).expect("undone");
    assert_eq!(incidents(&workspace), Some(4));
    workspace.import(&named("the same file"), &handed_out, &[], NOW + 50).expect("imported");
    assert_eq!(incidents(&workspace), Some(4));
}

#[test]
fn one_undo_takes_an_import_back_whole_even_after_an_export() {
    let base = started("amber-fox");
    let mut theirs = Workspace::open(base.document().clone(), device("blue-owl"));
    for urn in ["900001", "900002"] {
        theirs.apply(&Command::SubmitReturn(full_return(urn, 1, 4)), NOW + 100).expect("submitted");
    }
    let mut ours = base.clone();
    let before = bytes(&ours);
    let change = ours.import(&named("2 files"), theirs.document(), &[], NOW + 200).expect("imported");
    assert_eq!((change.kind, change.touched.len()), (ChangeKind::Import, 2));
    assert_eq!(bytes(&ours), bytes(&theirs));
    ours.note_export("backup", NOW + 300);
    ours.undo(NOW + 400).expect("undone");
    assert_eq!(bytes(&ours), before);
}

#[test]
fn an_import_without_news_is_no_step() {
    let mut workspace = started("amber-fox");
    let copy = workspace.document().clone();
    let steps = workspace.history().steps().count();
    let change = workspace.import(&named("the same"), &copy, &[], NOW + 5).expect("imported");
    assert!(change.touched.is_empty());
    assert_eq!(workspace.history().steps().count(), steps);
}

#[test]
fn a_chosen_value_settles_a_disagreement_on_both_sides() {
    let base = started("amber-fox");
    let mut theirs = Workspace::open(base.document().clone(), device("blue-owl"));
    let mut ours = base.clone();
    submit(&mut ours, 4, NOW + 100);
    submit(&mut theirs, 7, NOW + 101);
    let choice = Choice {
        table: "return".to_owned(),
        id: "900001_2018-19_1".to_owned(),
        field: "incidents".to_owned(),
        value: Value::Int(5),
    };
    ours.import(&named("theirs"), theirs.document(), &[choice], NOW + 200).expect("imported");
    assert_eq!(incidents(&ours), Some(5));
    let settled =
        |workspace: &Workspace| !workspace.document().conflicts().any(|(_, _, field, _)| field == "incidents");
    assert!(settled(&ours));
    theirs.import(&named("ours"), &ours.document().clone(), &[], NOW + 300).expect("imported");
    assert_eq!(incidents(&theirs), Some(5));
    assert!(settled(&theirs));
}

#[test]
fn replaying_the_log_gives_the_same_workspace() {
    let start = Workspace::empty(device("amber-fox"));
    let mut workspace = start.clone();
    let fresh = started("amber-fox");
    let mut log = vec![workspace.import(&named("start"), fresh.document(), &[], NOW).expect("imported")];
    for incidents in 0..5 {
        log.push(submit(&mut workspace, incidents, NOW + 10 + u64::from(incidents)));
    }
    log.extend(workspace.undo(NOW + 20).expect("undone"));
    log.extend(workspace.undo(NOW + 21).expect("undone"));
    log.extend(workspace.redo(NOW + 22).expect("redone"));
    log.push(workspace.note_export("backup", NOW + 23));
    let again = replayed(&start, &log);
    assert_eq!(bytes(&again), bytes(&workspace));
    assert_eq!(again.data(), workspace.data());
    assert_eq!(again.history(), workspace.history());
    assert_eq!(again.last_copy_ms(), Some(NOW + 23));
}

#[test]
fn a_checkpoint_brings_back_document_history_and_clock() {
    let mut workspace = started("amber-fox");
    submit(&mut workspace, 4, NOW + 10);
    let text = workspace.checkpoint().expect("a checkpoint");
    let mut again = Workspace::restore(&text, device("amber-fox")).expect("restored");
    assert_eq!(bytes(&again), bytes(&workspace));
    assert_eq!(again.history(), workspace.history());
    again.undo(NOW).expect("undone");
    assert!(again.data().returns.is_empty());
    for cut in [0, 1, text.len() / 2, text.len() - 1] {
        assert!(Workspace::restore(&text[..cut], device("amber-fox")).is_err(), "cut at {cut}");
    }
}

#[test]
fn a_contradiction_is_refused_with_its_field_and_changes_nothing() {
    let mut workspace = started("amber-fox");
    let before = bytes(&workspace);
    let mut entry = full_return("900001", 1, 4);
    entry.set(ReturnItem::PupilsSuspended, Some(211));
    let refused = workspace.apply(&Command::SubmitReturn(entry), NOW + 10);
    let Err(WorkspaceError::Refused(problems)) = refused else { panic!("it was accepted") };
    assert!(problems.iter().all(|problem| problem.field == "pupils_suspended"));
    assert_eq!(bytes(&workspace), before);
}

#[test]
fn a_return_with_a_gap_is_a_draft_until_it_is_filled() {
    let mut workspace = started("amber-fox");
    let mut entry = full_return("900001", 1, 4);
    entry.set(ReturnItem::Incidents, None);
    assert!(workspace.apply(&Command::SubmitReturn(entry.clone()), NOW + 10).is_err());
    entry.status = ReturnStatus::Draft;
    workspace.apply(&Command::SaveDraft(entry), NOW + 11).expect("a draft may have gaps");
    assert_eq!(workspace.data().not_returned(TermId::new(2018, 1), None).count(), 2);
}

#[test]
fn clearing_a_figure_is_an_edit_that_travels() {
    let mut workspace = started("amber-fox");
    let mut entry = full_return("900001", 1, 4);
    entry.status = ReturnStatus::Draft;
    workspace.apply(&Command::SaveDraft(entry.clone()), NOW + 10).expect("saved");
    let mut copy = Workspace::open(workspace.document().clone(), device("blue-owl"));
    entry.set(ReturnItem::Incidents, None);
    workspace.apply(&Command::SaveDraft(entry), NOW + 11).expect("saved");
    copy.import(&named("theirs"), workspace.document(), &[], NOW + 12).expect("imported");
    assert_eq!((incidents(&copy), copy.data().returns.len()), (None, 1));
}

#[test]
fn saving_what_is_there_already_is_no_step() {
    let mut workspace = started("amber-fox");
    let steps = workspace.history().steps().count();
    workspace.apply(&Command::SaveSchools(vec![school("900001")]), NOW + 10).expect("saved");
    assert_eq!(workspace.history().steps().count(), steps);
}

#[test]
fn a_removed_school_comes_back_with_undo_after_an_export() {
    let mut workspace = started("amber-fox");
    workspace.apply(&Command::RemoveSchool("900002".parse().expect("a urn")), NOW + 10).expect("removed");
    workspace.note_export("backup", NOW + 20);
    assert_eq!(workspace.data().schools.len(), 1);
    workspace.undo(NOW + 30).expect("undone");
    assert_eq!(workspace.data().schools.len(), 2);
}

#[test]
fn a_school_with_returns_cannot_be_removed() {
    let mut workspace = started("amber-fox");
    submit(&mut workspace, 4, NOW + 10);
    let refused = workspace.apply(&Command::RemoveSchool("900001".parse().expect("a urn")), NOW + 20);
    assert!(matches!(refused, Err(WorkspaceError::InUse { .. })));
}

#[test]
fn schools_saved_together_do_not_share_a_number() {
    let mut workspace = started("amber-fox");
    let number = |urn: &str| School { laestab: Some("803/2001".parse().expect("a DfE number")), ..school(urn) };
    let refused = workspace.apply(&Command::SaveSchools(vec![number("900001"), number("900002")]), NOW + 10);
    assert!(refused.is_err_and(|error| error.to_string() == "School 900001 already has this DfE number"));
    workspace.apply(&Command::SaveSchools(vec![number("900001")]), NOW + 20).expect("one has it");
    // Handing the number on in one step is no clash.
    workspace.apply(&Command::SaveSchools(vec![number("900002"), school("900001")]), NOW + 30).expect("handed on");
}

#[test]
fn terms_moved_together_are_checked_as_they_will_be() {
    let mut workspace = started("amber-fox");
    let [first, second] = [1, 2].map(|term| workspace.data().calendar.terms[&TermId::new(2018, term)].clone());
    let mut longer = first.clone();
    longer.ends = second.starts;
    let mut later = second.clone();
    later.starts = second.starts + chrono::Days::new(1);
    let refused = workspace.apply(&Command::SaveTerms(vec![longer.clone()]), NOW + 10);
    assert!(refused.is_err_and(|error| error.to_string().contains("overlaps with")));
    workspace.apply(&Command::SaveTerms(vec![longer.clone(), later]), NOW + 20).expect("both move");
    let refused = workspace.apply(&Command::SaveTerms(vec![longer, second]), NOW + 30);
    assert!(refused.is_err_and(|error| error.to_string().contains("overlaps with")));
}

#[test]
fn unknown_tables_and_fields_are_carried_along() {
    let mut theirs = started("blue-owl").document().clone();
    let stamp = Clock::new(device("blue-owl")).tick(NOW + 1000);
    theirs.set("ledger", "x1", "pence", Value::Int(12_000), &stamp).expect("set");
    theirs.set("school", "900001", "nickname", Value::text("The Hill"), &stamp).expect("set");
    let mut ours = Workspace::empty(device("amber-fox"));
    ours.import(&named("theirs"), &theirs, &[], NOW + 2000).expect("imported");
    assert_eq!(ours.unreadable().len(), 0);
    let mut renamed = school("900001");
    renamed.name = "New name".to_owned();
    ours.apply(&Command::SaveSchools(vec![renamed]), NOW + 3000).expect("saved");
    assert_eq!(ours.document().value("ledger", "x1", "pence"), Some(&Value::Int(12_000)));
    assert_eq!(ours.document().value("school", "900001", "nickname"), Some(&Value::text("The Hill")));
}

#[test]
fn a_record_that_cannot_be_read_is_reported_and_kept() {
    let mut theirs = Document::default();
    let stamp = Clock::new(device("blue-owl")).tick(NOW + 5);
    theirs.set("school", "900001", "name", Value::Int(3), &stamp).expect("set");
    let mut ours = started("amber-fox");
    ours.import(&named("theirs"), &theirs, &[], NOW + 10).expect("imported");
    assert_eq!((ours.unreadable().len(), ours.data().schools.len()), (1, 1));
    ours.undo(NOW + 20).expect("undone");
    assert_eq!((ours.unreadable().len(), ours.data().schools.len()), (0, 2));
}

#[test]
fn where_a_record_came_from_is_known_until_it_is_undone_and_again_when_it_is_redone() {
    let mut theirs = started("blue-jay");
    submit(&mut theirs, 7, NOW + 5);
    let mut ours = started("amber-fox");
    let incoming = theirs.document().clone();
    let files = [("north_term1.clusterwise.json", &incoming)];
    let opening = Opening { label: "Open one", role: Some(Role::Clerk), files: &files, ..Opening::default() };
    let mut log = vec![ours.import(&opening, &incoming, &[], NOW + 100).expect("imported")];
    let came = |workspace: &Workspace| {
        let arrivals = workspace.arrivals();
        arrivals.of("return", "900001_2018-19_1").map(|came| (came.file.to_owned(), came.role, came.at_ms))
    };
    let known = Some(("north_term1.clusterwise.json".to_owned(), Some(Role::Clerk), NOW + 100));
    assert_eq!(came(&ours), known);
    assert_eq!(came(&theirs), None, "what was entered here came with no file");
    let restored = Workspace::restore(&ours.checkpoint().expect("a text"), device("amber-fox")).expect("restored");
    assert_eq!(came(&restored), known, "a checkpoint keeps it");
    log.extend(ours.undo(NOW + 200).expect("undone"));
    assert_eq!(came(&ours), None);
    log.extend(ours.redo(NOW + 300).expect("redone"));
    assert_eq!(came(&ours), known);
    // The log alone brings it back.
    let mut replayed = started("amber-fox");
    for change in log {
        replayed.replay(Change::decode(&change.encode().expect("a line")).expect("a change"));
    }
    assert_eq!(came(&replayed), known);
}

/// A step as earlier programs wrote it: each record that it touched by name, and documents as files have them.
fn as_earlier(change: &Change) -> String {
    let mut line: serde_json::Value = serde_json::from_str(&change.encode().expect("a line")).expect("JSON");
    let document = |document: &Document| serde_json::to_value(document).expect("JSON");
    line["touched"] = change.touched.iter().map(|(table, id)| serde_json::json!([**table, **id])).collect();
    (line["before"], line["after"]) = (document(&change.before), document(&change.after));
    if let Some(origin) = &change.origin {
        for (file, written) in origin.files.iter().zip(line["origin"]["files"].as_array_mut().expect("files")) {
            written["records"] = file.records.iter().map(|(table, id)| serde_json::json!([**table, **id])).collect();
        }
    }
    line.to_string()
}

#[test]
fn a_step_of_any_kind_is_read_as_it_was_written_and_as_earlier_programs_wrote_it() {
    let mut ours = started("amber-fox");
    let mut theirs = Workspace::open(ours.document().clone(), device("blue-owl"));
    theirs.apply(&Command::SubmitReturn(full_return("900002", 1, 4)), NOW + 10).expect("submitted");
    let incoming = theirs.document().clone();
    let files = [("north.clusterwise.json", &incoming)];
    let opening = Opening { label: "Open one", role: Some(Role::Clerk), files: &files, ..Opening::default() };
    let erase = |id: &str| Command::Erase { table: schema::RETURN, id: id.to_owned() };
    let steps: Vec<Arc<Change>> = [
        ours.apply(&Command::SubmitReturn(full_return("900001", 1, 4)), NOW + 20).ok(),
        ours.apply(&Command::SubmitReturn(full_return("900001", 1, 5)), NOW + 30).ok(),
        ours.undo(NOW + 40).ok().flatten(),
        ours.redo(NOW + 50).ok().flatten(),
        ours.import(&opening, &incoming, &[], NOW + 60).ok(),
        ours.undo(NOW + 70).ok().flatten(),
        Some(ours.note_export("backup", NOW + 80)),
        ours.apply(&erase("900001_2018-19_1"), NOW + 90).ok(),
    ]
    .into_iter()
    .map(|change| change.expect("a step"))
    .collect();
    for change in steps {
        let line = change.encode().expect("a line");
        assert_eq!(Change::decode(&line).as_ref(), Ok(&*change), "{line}");
        let earlier = as_earlier(&change);
        assert_ne!(earlier, line);
        assert_eq!(Change::decode(&earlier).as_ref(), Ok(&*change), "{earlier}");
    }
}
