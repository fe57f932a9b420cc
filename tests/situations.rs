//! What happens to people with two or three devices, each as a small story. Wrong clocks (years ahead, years behind, a
//! stuttering clock, a store gone back to an older copy, one id on two devices) are told in `clocks.rs`; three-way merges of
//! edits and deletions in `reconcile.rs`; undo and the log in `workspace.rs`.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{Bundle, FileStatus, ImportPlan};
use clusterwise::merge::Document;
use clusterwise::model::{EventKind, PilotEvent, TermId};
use clusterwise::workspace::{Change, Command, Workspace, WorkspaceError, schema};
use pilots::{NOW, copy_for, device, full_return, submit};

const SECRET: &str = "Somebody asked to be forgotten";

fn plan(workspace: &Workspace, file: &[u8]) -> ImportPlan {
    ImportPlan::new(workspace.document(), vec![("a.json".to_owned(), Bundle::decode(file))], NOW + 1000)
}

fn backup(workspace: &Workspace) -> Vec<u8> {
    Bundle::backup(workspace.document()).encode()
}

fn take_in(workspace: &mut Workspace, file: &[u8], at_ms: u64) -> std::sync::Arc<Change> {
    plan(workspace, file).apply(workspace, at_ms).expect("applied")
}

fn bytes(workspace: &Workspace) -> Vec<u8> {
    workspace.document().to_canonical_json()
}

fn mark(id: &str) -> PilotEvent {
    PilotEvent {
        id: id.parse().expect("an id"),
        date: "2019-03-01".parse().expect("a day"),
        words: SECRET.to_owned(),
        kind: EventKind::Event,
        school: None,
        cluster: None,
        figures: Vec::new(),
    }
}

fn erase(workspace: &mut Workspace, at_ms: u64) -> std::sync::Arc<Change> {
    let command = Command::Erase { table: schema::EVENT, id: "e1".to_owned() };
    workspace.apply(&command, at_ms).expect("erased")
}

/// A device with a mark that somebody will ask to have erased.
fn marked(name: &str) -> Workspace {
    let mut workspace = copy_for(name);
    workspace.apply(&Command::SaveEvent(mark("e1")), NOW + 20).expect("marked");
    workspace
}

fn holds_secret(text: &[u8]) -> bool {
    String::from_utf8_lossy(text).contains("asked to be forgotten")
}

fn incidents(workspace: &Workspace) -> Option<u32> {
    workspace.data().return_of(&"900001".parse().expect("a urn"), TermId::new(2018, 6))?.incidents
}

#[test]
fn a_file_opened_again_says_that_nothing_changes() {
    let (office, mut board) = (marked("office"), copy_for("board"));
    take_in(&mut board, &backup(&office), NOW + 30);
    let again = plan(&board, &backup(&office));
    assert_eq!((again.can_apply(), &again.files()[0].status), (false, &FileStatus::NothingNew));
}

#[test]
fn a_record_deleted_here_and_edited_there_at_the_same_time_is_deleted_on_both() {
    let mut office = marked("office");
    let mut board = copy_for("board");
    take_in(&mut board, &backup(&office), NOW + 30);
    office.apply(&Command::RemoveEvent("e1".parse().expect("an id")), NOW + 40).expect("removed");
    board.apply(&Command::SaveEvent(PilotEvent { words: "Later".to_owned(), ..mark("e1") }), NOW + 50).expect("saved");
    let (first, second) = (backup(&office), backup(&board));
    take_in(&mut office, &second, NOW + 60);
    take_in(&mut board, &first, NOW + 60);
    assert_eq!(bytes(&office), bytes(&board));
    assert!(office.data().events.is_empty());
}

#[test]
fn an_old_file_from_another_device_does_not_bring_an_erased_record_back_and_says_so() {
    let mut office = marked("office");
    let old = backup(&office);
    erase(&mut office, NOW + 30);
    let arriving = plan(&office, &old);
    let notices = arriving.files()[0].notices.join(" ");
    assert!(notices.contains("1 record that was erased here"), "{notices}");
    assert!(!arriving.can_apply());
    let before = bytes(&office);
    take_in(&mut office, &old, NOW + 40);
    assert_eq!(bytes(&office), before);
    assert!(!holds_secret(&before));
}

#[test]
fn an_erasure_that_arrives_says_what_it_does_and_undo_does_not_revive() {
    let mut office = marked("office");
    let mut board = copy_for("board");
    take_in(&mut board, &backup(&office), NOW + 30);
    submit(&mut office, full_return("900001", 6, 12), NOW + 31);
    erase(&mut office, NOW + 32);
    let file = backup(&office);
    let arriving = plan(&board, &file);
    let notices = arriving.files()[0].notices.join(" ");
    assert!(notices.contains("1 record will be erased, as its owner asked. This cannot be undone."), "{notices}");
    assert_eq!(arriving.totals().erased, 1);
    let change = take_in(&mut board, &file, NOW + 40);
    assert!(change.erases());
    assert_eq!(incidents(&board), Some(12));
    board.undo(NOW + 50).expect("undone");
    assert_eq!(incidents(&board), None, "the rest of the file is taken back");
    assert!(board.data().events.is_empty() && board.document().is_erased(schema::EVENT, "e1"));
    while board.undo(NOW + 60).expect("undone").is_some() {}
    assert!(!holds_secret(&bytes(&board)));
    while board.redo(NOW + 70).expect("done again").is_some() {}
    assert!(!holds_secret(&bytes(&board)));
}

#[test]
fn a_checkpoint_after_an_erasure_holds_nothing_of_it_and_the_log_gives_the_same_workspace() {
    let mut office = copy_for("office");
    let start = office.clone();
    let mut log = vec![office.apply(&Command::SaveEvent(mark("e1")), NOW + 20).expect("marked")];
    log.push(office.apply(&Command::RemoveEvent("e1".parse().expect("an id")), NOW + 21).expect("removed"));
    log.push(office.undo(NOW + 22).expect("undone").expect("a step"));
    let other = PilotEvent { words: "Kept".to_owned(), ..mark("e2") };
    log.push(office.apply(&Command::SaveEvent(other), NOW + 23).expect("marked"));
    assert!(holds_secret(office.checkpoint().expect("a checkpoint").as_bytes()));
    let erasing = erase(&mut office, NOW + 30);
    assert!(erasing.erases());
    assert!(!holds_secret(erasing.encode().expect("a line").as_bytes()), "nor the change that erases");
    log.push(erasing);
    log.push(office.undo(NOW + 40).expect("undone").expect("the step after it"));
    let checkpoint = office.checkpoint().expect("a checkpoint");
    assert!(!holds_secret(checkpoint.as_bytes()));
    let mut again = start;
    for change in &log {
        again.replay(Change::decode(&change.encode().expect("a line")).expect("a change"));
    }
    assert_eq!(again.checkpoint().expect("a checkpoint"), checkpoint);
    let restored = Workspace::restore(&checkpoint, device("office")).expect("restored");
    assert_eq!(restored.checkpoint().expect("a checkpoint"), checkpoint);
}

#[test]
fn what_belongs_to_all_cannot_be_erased_by_a_person_nor_by_a_file() {
    let mut office = marked("office");
    let command = Command::Erase { table: schema::SCHOOL, id: "900001".to_owned() };
    assert!(matches!(office.apply(&command, NOW + 30), Err(WorkspaceError::Refused(_))));
    let absent = Command::Erase { table: schema::EVENT, id: "e9".to_owned() };
    assert!(matches!(office.apply(&absent, NOW + 30), Err(WorkspaceError::Missing { .. })));
    let mut hostile = office.document().clone();
    hostile.erase(schema::SCHOOL, "900001").expect("erased");
    let arriving = plan(&office, &Bundle::backup(&hostile).encode());
    assert!(matches!(arriving.files()[0].status, FileStatus::CannotBeUsed(_)));
}

#[test]
fn nothing_can_be_entered_under_an_erased_name() {
    let mut office = marked("office");
    erase(&mut office, NOW + 30);
    let before = office.checkpoint().expect("a checkpoint");
    assert!(office.apply(&Command::SaveEvent(mark("e1")), NOW + 40).is_err());
    assert_eq!(office.checkpoint().expect("a checkpoint"), before);
}

#[test]
fn a_return_tells_of_what_was_erased_at_its_school_and_of_no_other() {
    let mut office = marked("office");
    for (urn, term) in [("900001", 5), ("900001", 6), ("900002", 6)] {
        submit(&mut office, full_return(urn, term, 12), NOW + 30 + u64::from(term));
    }
    for id in ["900001_2018-19_5", "900002_2018-19_6"] {
        let command = Command::Erase { table: schema::RETURN, id: id.to_owned() };
        office.apply(&command, NOW + 50).expect("erased");
    }
    let school = "900001".parse().expect("a urn");
    let sent = Bundle::of_return(office.document(), &school, Some(TermId::new(2018, 6))).expect("a return");
    assert_eq!(sent.document.erased().collect::<Vec<_>>(), [(schema::RETURN, "900001_2018-19_5")]);
    assert_eq!(Bundle::decode(&sent.encode()), Ok(sent));
}

#[test]
fn an_old_backup_restored_on_a_second_device_meets_the_first_and_both_are_the_same() {
    let mut office = marked("office");
    let old = backup(&office);
    erase(&mut office, NOW + 30);
    submit(&mut office, full_return("900001", 6, 12), NOW + 31);
    let restored = Bundle::decode(&old).expect("a backup").document;
    let mut laptop = Workspace::open(restored, device("laptop"));
    submit(&mut laptop, full_return("900002", 6, 3), NOW + 40);
    let (first, second) = (backup(&office), backup(&laptop));
    assert_eq!(office.twin_in(laptop.document()), None);
    take_in(&mut office, &second, NOW + 50);
    take_in(&mut laptop, &first, NOW + 50);
    assert_eq!(bytes(&office), bytes(&laptop));
    assert_eq!((incidents(&office), office.data().returns.len()), (Some(12), 2));
    assert!(!holds_secret(&bytes(&laptop)));
}

#[test]
fn a_copied_profile_converges_is_told_and_goes_on_under_a_new_name() {
    let office = copy_for("office");
    let (mut one, mut copy) = (office.clone(), office);
    submit(&mut one, full_return("900001", 6, 12), NOW + 40);
    submit(&mut copy, full_return("900001", 6, 13), NOW + 40);
    let twin = one.twin_in(copy.document()).expect("found at the very same moment");
    assert_eq!((twin.device.to_string().as_str(), twin.contradictions), ("office", 1));
    let arriving = plan(&one, &backup(&copy));
    assert!(arriving.warnings().iter().any(|words| words.contains("“office” wrote different values")));
    let (first, second): (Document, Document) = (one.document().clone(), copy.document().clone());
    let mut there = second.clone();
    there.join(&first);
    take_in(&mut one, &backup(&copy), NOW + 50);
    assert_eq!(one.document(), &there, "from both sides");
    assert_eq!(incidents(&one), Some(13));
    // The copy wrote on: its moment is newer than any that this clock gave.
    submit(&mut copy, full_return("900002", 6, 1), NOW + 60);
    assert!(one.twin_in(copy.document()).is_some());
    one.rename_device(device("office-2"));
    submit(&mut one, full_return("900002", 6, 2), NOW + 61);
    assert_eq!(one.twin_in(copy.document()), None, "under a new name it is another device");
    let file = backup(&one);
    take_in(&mut copy, &file, NOW + 70);
    let file = backup(&copy);
    take_in(&mut one, &file, NOW + 71);
    assert_eq!(bytes(&one), bytes(&copy));
    assert!(one.document().conflicts().count() > 0, "what both wrote is kept and listed");
}
