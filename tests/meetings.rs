//! Meetings, places and ways on as a person enters them: what is refused, what travels, and how two copies become one.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "other tests use what these do not")]
mod pilots;

use clusterwise::bundle::Bundle;
use clusterwise::merge::Value;
use clusterwise::model::{Attendance, ClusterId, Feed, GridPlace, Meeting, Role, School};
use clusterwise::workspace::{Command, Users, WorkspaceError};
use pilots::{NOW, copy_for, full_return, submit};

fn board(cluster: &str, attended: u32) -> Meeting {
    let mut meeting = Meeting::new(format!("{cluster}_2018-11-14_board").parse().expect("a name"));
    meeting.attendance = vec![Attendance { role: Role::Head, attended, invited: 10 }];
    meeting
}

#[test]
fn a_meeting_is_saved_under_its_cluster_day_and_kind_and_keeps_its_cluster() {
    let mut clerk = copy_for("amber-fox");
    clerk.apply(&Command::SaveMeeting(board("north", 8)), NOW + 10).expect("saved");
    let attendance = clerk.document().value("cluster_meeting", "north_2018-11-14_board", "attendance");
    assert_eq!(attendance, Some(&Value::List(vec![Value::text("head: 8 of 10")])));
    assert_eq!(clerk.data().meetings.len(), 1);
    let south = ClusterId::from_name("South").expect("an id");
    clerk.apply(&Command::SaveMeeting(board("south", 8)), NOW + 11).expect("saved");
    clerk.apply(&Command::RemoveSchool("900003".parse().expect("a URN")), NOW + 12).expect("removed");
    let refused = clerk.apply(&Command::RemoveCluster(south), NOW + 13);
    assert!(matches!(refused, Err(WorkspaceError::InUse { by: Users::Meetings(1), .. })), "{refused:?}");
}

#[test]
fn what_cannot_be_is_refused_and_nothing_has_changed() {
    let mut clerk = copy_for("amber-fox");
    let before = Bundle::backup(clerk.document()).encode();
    let too_many = clerk.apply(&Command::SaveMeeting(board("north", 11)), NOW + 10);
    assert!(matches!(too_many, Err(WorkspaceError::Refused(_))));
    let nowhere = clerk.apply(&Command::SaveMeeting(board("west", 8)), NOW + 11);
    assert!(matches!(nowhere, Err(WorkspaceError::Missing { what: "cluster", .. })));
    let absent = clerk.apply(&Command::RemoveMeeting(board("north", 8).id()), NOW + 12);
    assert!(matches!(absent, Err(WorkspaceError::Missing { what: "meeting", .. })));
    let school = clerk.data().schools.values().next().expect("a school").clone();
    let to_itself = School { feeds: vec![Feed { to: school.urn.clone(), pupils: None }], ..school };
    assert!(matches!(clerk.apply(&Command::SaveSchools(vec![to_itself]), NOW + 13), Err(WorkspaceError::Refused(_))));
    assert_eq!(Bundle::backup(clerk.document()).encode(), before);
}

#[test]
fn a_board_takes_the_meetings_of_its_own_cluster_and_a_return_takes_none() {
    let mut clerk = copy_for("amber-fox");
    clerk.apply(&Command::SaveMeeting(board("north", 8)), NOW + 10).expect("saved");
    clerk.apply(&Command::SaveMeeting(board("south", 9)), NOW + 11).expect("saved");
    submit(&mut clerk, full_return("900001", 1, 12), NOW + 12);
    let north = ClusterId::from_name("North").expect("an id");
    let sent = Bundle::of_board(clerk.document(), &north).expect("a bundle");
    let meetings: Vec<_> = sent.document.records("cluster_meeting").map(|(id, _)| id.to_owned()).collect();
    assert_eq!(meetings, ["north_2018-11-14_board"]);
    assert!(sent.holds().words().contains("; 1 meeting; no pupil rows"), "{}", sent.holds().words());
    let school = Bundle::of_return(clerk.document(), &"900001".parse().expect("a URN"), None).expect("a bundle");
    assert_eq!(school.document.records("cluster_meeting").count(), 0);
}

#[test]
fn a_place_and_a_list_of_ways_on_merge_whole() {
    let place = |text: &str| GridPlace::try_from(text.to_owned()).ok();
    let (mut one, mut other) = (copy_for("amber-fox"), copy_for("blue-owl"));
    let school = one.data().schools.values().next().expect("a school").clone();
    let feed = |to: &str| Feed { to: to.parse().expect("a URN"), pupils: Some(20) };
    let first = School { location: place("1000, 2000"), feeds: vec![feed("900002")], ..school.clone() };
    let second = School { location: place("3000, 4000"), feeds: vec![feed("900003")], ..school.clone() };
    one.apply(&Command::SaveSchools(vec![first]), NOW + 10).expect("saved");
    other.apply(&Command::SaveSchools(vec![second.clone()]), NOW + 20).expect("saved");
    let merged = Bundle::backup(one.document()).document.clone();
    let both = clusterwise::workspace::schema::read_document(&joined(merged, other.document())).0;
    assert_eq!(both.schools.get(&school.urn), Some(&second), "the later of the two, and no third");
}

fn joined(one: clusterwise::merge::Document, other: &clusterwise::merge::Document) -> clusterwise::merge::Document {
    let mut both = one;
    both.join(other);
    both
}
