//! Going back to an earlier version: what was shown then is shown again, one undo takes it back, and other devices follow.

use clusterwise::bundle::VersionPlan;
use clusterwise::merge::{Clock, DeviceId, Document, Record, Value};
use clusterwise::model::{PilotId, starter_pilot};
use clusterwise::workspace::{ChangeKind, Command, Opening, Workspace};
use proptest::prelude::*;

const NOW: u64 = 1_560_000_000_000;

fn device(name: &str) -> DeviceId {
    DeviceId::parse(name).expect("a device id")
}

/// Each field's value, by table, record and field.
type Shown = Vec<(String, String, Vec<(String, Value)>)>;

/// What a person sees: each live record's values, less those that say none.
fn shown(document: &Document) -> Shown {
    let values = |record: &Record| {
        let fields = record.fields().map(|(name, field)| (name.to_owned(), field.value().clone()));
        fields.filter(|(_, value)| *value != Value::Null).collect()
    };
    let live = document.all_records().filter(|(_, _, record)| record.is_alive());
    live.map(|(table, id, record)| (table.to_owned(), id.to_owned(), values(record))).collect()
}

/// A step of somebody's: which record, which field, which value; no value deletes the record.
type Step = (usize, usize, Option<i64>);

fn step() -> impl Strategy<Value = Step> {
    (0usize..4, 0usize..3, prop_oneof![3 => (0i64..5).prop_map(Some), 1 => Just(None)])
}

fn after(document: &Document, steps: &[Step], device_name: &str, from_ms: u64) -> Document {
    let (mut document, mut clock) = (document.clone(), Clock::new(device(device_name)));
    for ((record, field, value), at) in steps.iter().zip(from_ms..) {
        let (id, field, stamp) = (format!("r{record}"), format!("f{field}"), clock.tick(at));
        match value {
            Some(value) => document.set("newer table", &id, &field, Value::Int(*value), &stamp).expect("written"),
            None => _ = document.delete("newer table", &id, &stamp),
        }
    }
    document
}

proptest! {
    #[test]
    fn what_was_shown_is_shown_again_here_and_with_the_others(
        first in proptest::collection::vec(step(), 0..20),
        later in proptest::collection::vec(step(), 0..20),
    ) {
        let earlier = after(&Document::new(), &first, "amber-fox", NOW);
        let now = after(&earlier, &later, "amber-fox", NOW + 100);
        let mut workspace = Workspace::open(now.clone(), device("amber-fox"));
        let before = workspace.document().to_canonical_json();
        let change = workspace.set_back(&earlier, "Go back", NOW + 1_000).expect("set back");
        prop_assert_eq!(shown(workspace.document()), shown(&earlier));
        prop_assert_eq!(change.touched.is_empty(), shown(&now) == shown(&earlier));
        // Whoever still has what was left follows, and does not bring it back.
        let mut other = Workspace::open(now, device("blue-jay"));
        other.import(&Opening::default(), workspace.document(), &[], NOW + 2_000).expect("imported");
        prop_assert_eq!(shown(other.document()), shown(&earlier));
        let again = workspace.set_back(&earlier, "Go back", NOW + 3_000).expect("set back");
        prop_assert!(again.touched.is_empty());
        if !change.touched.is_empty() {
            workspace.undo(NOW + 4_000).expect("undone");
            prop_assert_eq!(workspace.document().to_canonical_json(), before);
        }
    }

    #[test]
    fn what_disagreed_since_is_settled_as_it_was(
        ours in proptest::collection::vec(step(), 1..10),
        theirs in proptest::collection::vec(step(), 1..10),
    ) {
        let earlier = after(&Document::new(), &[(0, 0, Some(1)), (1, 1, Some(2))], "amber-fox", NOW);
        let mut joined = after(&earlier, &ours, "amber-fox", NOW + 100);
        joined.join(&after(&earlier, &theirs, "blue-jay", NOW + 100));
        let mut workspace = Workspace::open(joined, device("amber-fox"));
        workspace.set_back(&earlier, "Go back", NOW + 1_000).expect("set back");
        prop_assert_eq!(shown(workspace.document()), shown(&earlier));
    }
}

#[test]
fn the_preview_says_in_words_what_going_back_does() {
    let mut workspace = Workspace::empty(device("amber-fox"));
    let pilot = starter_pilot(PilotId::from_name("test-1").expect("an id"), "Test pilot", "Test council");
    let start = Command::StartPilot { pilot: pilot.clone(), terms: Vec::new(), clusters: Vec::new() };
    workspace.apply(&start, NOW).expect("a pilot starts");
    let earlier = workspace.document().clone();
    let mut renamed = pilot;
    renamed.name = "Renamed pilot".to_owned();
    workspace.apply(&Command::SavePilot(renamed), NOW + 1).expect("renamed");
    let plan = VersionPlan::new(&workspace, &earlier, NOW + 2).expect("a plan");
    assert_eq!((plan.totals().words().as_str(), plan.can_apply()), ("1 changed", true));
    let records = plan.records();
    let name = records.iter().flat_map(|record| &record.fields).find(|field| field.field == "name").expect("the name");
    assert_eq!((name.ours.as_str(), name.theirs.as_str()), ("Renamed pilot", "Test pilot"));
    let change = plan.apply(&mut workspace, "the version of 8 June 2019", NOW + 3).expect("applied");
    assert_eq!(change.kind, ChangeKind::Edit);
    assert_eq!(change.label, "Go back to the version of 8 June 2019");
    assert_eq!(shown(workspace.document()), shown(&earlier));
    let nothing = VersionPlan::new(&workspace, &earlier, NOW + 4).expect("a plan");
    assert!(!nothing.can_apply());
    // A plan is for what it was made from.
    assert!(plan.apply(&mut workspace, "x", NOW + 5).is_err());
}

#[test]
fn a_preview_is_the_same_only_if_it_starts_and_ends_the_same() {
    let note = |text: &str, at: u64, from: &Document| {
        let mut document = from.clone();
        document.set("newer table", "r1", "text", text, &Clock::new(device("amber-fox")).tick(at)).expect("written");
        document
    };
    let first = note("first", NOW, &Document::new());
    let second = note("second", NOW + 1, &first);
    let workspace = Workspace::open(note("third", NOW + 2, &second), device("amber-fox"));
    let to = |earlier: &Document| VersionPlan::new(&workspace, earlier, NOW + 10).expect("a plan");
    assert!(to(&first).is_same(&to(&first)));
    assert!(!to(&first).is_same(&to(&second)), "they end otherwise");
}
