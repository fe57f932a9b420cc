//! Laws of taking files in, over random histories: the preview is what is applied, no order matters, one undo takes it
//! back, and what one sends comes out at the other as it went in.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{Bundle, FileStatus, ImportPlan};
use clusterwise::merge::Document;
use clusterwise::model::{Return, ReturnId, ReturnItem, TermId};
use clusterwise::workspace::{Command, Workspace};
use pilots::{NOW, copy_for};
use proptest::prelude::*;

/// One thing that somebody does on one of three devices.
#[derive(Debug, Clone)]
enum Step {
    Enter {
        device: usize,
        school: u8,
        figure: usize,
        value: u32,
    },
    Remove {
        device: usize,
        school: u8,
    },
    /// The second device takes in what the first one has.
    Send {
        from: usize,
        to: usize,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let enter = (0..3_usize, 1..4_u8, 0..4_usize, 0..3_u32).prop_map(|(device, school, figure, value)| Step::Enter {
        device,
        school,
        figure,
        value,
    });
    let remove = (0..3_usize, 1..4_u8).prop_map(|(device, school)| Step::Remove { device, school });
    let send = (0..3_usize, 0..3_usize).prop_map(|(from, to)| Step::Send { from, to });
    prop::collection::vec(prop_oneof![6 => enter, 1 => remove, 2 => send], 0..25)
}

fn id(school: u8) -> ReturnId {
    ReturnId { school: format!("90000{school}").parse().expect("a urn"), term: TermId::new(2018, 6) }
}

fn file(workspace: &Workspace) -> Vec<u8> {
    Bundle::backup(workspace.document()).encode()
}

fn plan(here: &Workspace, files: &[(String, Vec<u8>)]) -> ImportPlan {
    let read = files.iter().map(|(name, file)| (name.clone(), Bundle::decode(file))).collect();
    ImportPlan::new(here.document(), read, NOW + 1_000_000)
}

/// Three devices after a history.
fn live(steps: &[Step]) -> [Workspace; 3] {
    let mut devices = ["amber-fox", "blue-jay", "coral-owl"].map(copy_for);
    for (step, now) in steps.iter().zip(NOW + 100..) {
        match step {
            Step::Enter { device, school, figure, value } => {
                let mut entry = devices[*device]
                    .data()
                    .returns
                    .get(&id(*school))
                    .cloned()
                    .unwrap_or_else(|| Return::new(id(*school)));
                entry.set(ReturnItem::ALL[*figure], Some(*value));
                devices[*device].apply(&Command::SaveDraft(entry), now).expect("saved");
            }
            Step::Remove { device, school } => {
                // Refused where there is no return: as on the page.
                let _ = devices[*device].apply(&Command::RemoveReturn(id(*school)), now);
            }
            Step::Send { from, to } => {
                let sent = vec![("sent".to_owned(), file(&devices[*from]))];
                let plan = plan(&devices[*to], &sent);
                plan.apply(&mut devices[*to], now).expect("applied");
            }
        }
    }
    devices
}

fn joined(documents: &[&Document]) -> Document {
    let mut all = Document::new();
    documents.iter().for_each(|document| all.join(document));
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 150 } else { 5_000 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_previewed_is_what_is_applied_in_any_order(steps in steps(), turn in 0..2_usize) {
        let [mut here, left, right] = live(&steps);
        let mut files = vec![("left".to_owned(), file(&left)), ("right".to_owned(), file(&right))];
        let before = file(&here);
        let expected = joined(&[here.document(), left.document(), right.document()]);
        let plan = plan(&here, &files);
        files.rotate_left(turn);
        let turned = self::plan(&here, &files);
        prop_assert_eq!((turned.conflicts(), turned.totals()), (plan.conflicts(), plan.totals()));

        // Each conflict that is listed is one, and each new one is listed.
        let already: Vec<_> = here.document().conflicts().map(|(_, id, field, held)| (id.to_owned(), field.to_owned(), held)).collect();
        let new = expected.conflicts().filter(|(_, id, field, held)| !already.contains(&((*id).to_owned(), (*field).to_owned(), *held))).count();
        prop_assert_eq!(plan.conflicts().len(), new);
        for conflict in plan.conflicts() {
            let shown = expected.value(&conflict.table, &conflict.id, &conflict.field);
            prop_assert_eq!(shown, conflict.options.first().map(|option| &option.value), "the first option is the winner");
        }

        // A record is called new, changed or deleted exactly if it will look different.
        let rows = plan.all_records();
        for row in &rows {
            let look = |document: &Document| document.live_record(&row.table, &row.id).map(|record| {
                record.fields().map(|(name, field)| (name.to_owned(), field.value().clone())).collect::<Vec<_>>()
            });
            let looks_different = look(here.document()) != look(&expected);
            use clusterwise::merge::RecordKind as Kind;
            match row.kind {
                Kind::Added | Kind::Changed | Kind::Deleted => prop_assert!(looks_different, "{row:?}"),
                Kind::Same | Kind::Older | Kind::KeptDeleted | Kind::KeptErased => prop_assert!(!looks_different, "{row:?}"),
                Kind::Conflicting | Kind::Restored | Kind::Erased => {}
            }
        }

        let change = plan.apply(&mut here, NOW + 10_000).expect("applied");
        prop_assert_eq!(file(&here), Bundle::backup(&expected).encode());
        prop_assert_eq!(!change.touched.is_empty(), plan.can_apply());
        let again = self::plan(&here, &files);
        prop_assert!(!again.can_apply());
        prop_assert!(again.files().iter().all(|file| file.status == FileStatus::NothingNew));
        prop_assert_eq!(again.totals().visible(), 0);
        prop_assert!(again.conflicts().is_empty());
        if plan.can_apply() {
            here.undo(NOW + 10_001).expect("undone");
        }
        prop_assert_eq!(file(&here), before);
    }

    /// Choosing an option or a third value settles the conflict, for whoever gets the result.
    #[test]
    fn a_choice_settles_a_conflict_for_everyone(steps in steps(), third in 0..50_u32) {
        let [mut here, left, _] = live(&steps);
        let mut plan = plan(&here, &[("left".to_owned(), file(&left))]);
        let count = plan.conflicts().len();
        for index in 0..count {
            plan.choose_text(index, &third.to_string()).or_else(|_| {
                let ours = plan.conflicts()[index].options.last().map(|option| option.value.clone());
                plan.choose(index, ours)
            }).expect("a side’s own value can be chosen");
        }
        let choices = plan.choices();
        prop_assert_eq!(choices.len(), count);
        plan.apply(&mut here, NOW + 10_000).expect("applied");
        for choice in &choices {
            prop_assert_eq!(here.document().value(&choice.table, &choice.id, &choice.field), Some(&choice.value));
        }
        let mut left = left;
        let back = self::plan(&left, &[("back".to_owned(), file(&here))]);
        // What nobody chose before stays open; what was chosen does not come up again.
        let chosen = |id: &str, field: &str| choices.iter().any(|choice| choice.id == id && choice.field == field);
        prop_assert!(!back.conflicts().iter().any(|conflict| chosen(&conflict.id, &conflict.field)));
        back.apply(&mut left, NOW + 10_010).expect("applied");
        prop_assert_eq!(file(&left), file(&here));
    }
}
