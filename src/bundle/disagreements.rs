//! Fields of a pilot on which copies disagreed and nobody has chosen yet: seen together, settled together, handed out as a list.
//! Knows nothing of screens.

use super::BundleError;
use super::conflicts::{self, Conflict};
use crate::merge::{Document, Value};
use crate::model::spreadsheet_cell;
use crate::workspace::{Change, Choice, Workspace};
use std::sync::Arc;

/// They, and what has been chosen so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreements {
    here: Document,
    all: Vec<Conflict>,
}

/// Which side to take of all that nobody has chosen for yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is shown now, which was written last.
    Shown,
    /// What was written before it.
    Other,
}

impl Disagreements {
    pub fn of(here: &Document) -> Self {
        Self { here: here.clone(), all: conflicts::standing(here) }
    }

    pub fn all(&self) -> &[Conflict] {
        &self.all
    }

    /// How many have been chosen for.
    pub fn chosen(&self) -> usize {
        self.all.iter().filter(|conflict| conflict.choice.is_some()).count()
    }

    /// Chooses one of the sides. Fails, changing nothing, with what would be right.
    pub fn choose(&mut self, place: usize, value: Value) -> Result<(), BundleError> {
        let Some(conflict) = self.all.get_mut(place) else { return Ok(()) };
        conflict.check(&value, &self.here)?;
        conflict.choice = Some(value);
        Ok(())
    }

    /// Chooses a third value, as typed. Fails, changing nothing, with what would be right.
    pub fn choose_text(&mut self, place: usize, text: &str) -> Result<(), BundleError> {
        let Some(conflict) = self.all.get_mut(place) else { return Ok(()) };
        conflict.choice = Some(conflict.read(text, &self.here)?);
        Ok(())
    }

    /// Chooses the same side of all that are left; gives how many could not be, as that would be impossible.
    pub fn choose_all(&mut self, side: Side) -> usize {
        let mut refused = 0;
        for conflict in self.all.iter_mut().filter(|conflict| conflict.choice.is_none()) {
            let option = match side {
                Side::Shown => conflict.options.first(),
                Side::Other => conflict.options.get(1),
            };
            let Some(value) = option.map(|option| option.value.clone()) else { continue };
            match conflict.check(&value, &self.here) {
                Ok(()) => conflict.choice = Some(value),
                Err(_) => refused += 1,
            }
        }
        refused
    }

    /// Settles what was chosen, as one step. Fails, changing nothing, if the workspace has changed meanwhile.
    pub fn settle(&self, workspace: &mut Workspace, now_ms: u64) -> Result<Arc<Change>, BundleError> {
        if *workspace.document() != self.here {
            return Err(BundleError::PlanOutdated);
        }
        let chosen = self.all.iter().filter_map(|conflict| Some((conflict, conflict.choice.clone()?)));
        let choices: Vec<Choice> = chosen
            .map(|(conflict, value)| Choice {
                table: conflict.table.clone(),
                id: conflict.id.clone(),
                field: conflict.field.clone(),
                value,
            })
            .collect();
        let label = match choices.as_slice() {
            [_] => "Settle 1 disagreement".to_owned(),
            many => format!("Settle {} disagreements", many.len()),
        };
        Ok(workspace.settle(&choices, &label, now_ms)?)
    }

    /// All of them as a table in CSV: a line for each side.
    pub fn report(&self) -> String {
        let heads = ["Of", "Field", "Says", "Device", "Written", "Shown now", "Chosen"];
        let mut lines = vec![heads.map(str::to_owned).to_vec()];
        for conflict in &self.all {
            for (place, option) in conflict.options.iter().enumerate() {
                let is_chosen = conflict.choice.as_ref() == Some(&option.value);
                let yes = |so: bool| if so { "yes" } else { "no" }.to_owned();
                lines.push(vec![
                    conflict.record_label.clone(),
                    conflict.field_label.clone(),
                    option.words.clone(),
                    option.device.clone(),
                    option.at.clone(),
                    yes(place == 0),
                    yes(is_chosen),
                ]);
            }
        }
        // Spreadsheets know UTF-8 by its mark, and lines by both characters.
        let line = |cells: &Vec<String>| cells.iter().map(|cell| spreadsheet_cell(cell)).collect::<Vec<_>>().join(",");
        format!("\u{feff}{}\r\n", lines.iter().map(line).collect::<Vec<_>>().join("\r\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::ImportPlan;
    use crate::bundle::{Bundle, BundleKind};
    use crate::merge::{DeviceId, Stamp};

    const NOW: u64 = 1_560_000_000_000;

    fn stamp(ms: u64, device: &str) -> Stamp {
        Stamp { ms: NOW + ms, counter: 0, device: DeviceId::parse(device).unwrap() }
    }

    /// A pilot whose name and council two devices have written without knowing of one another.
    fn disagreeing() -> Workspace {
        let mut one = Document::new();
        one.set("pilot", "p-1", "id", "p-1", &stamp(0, "amber-fox")).unwrap();
        let mut other = one.clone();
        for (field, ours, theirs) in [("name", "=Ours", "Theirs"), ("council", "A", "B")] {
            one.set("pilot", "p-1", field, ours, &stamp(5, "amber-fox")).unwrap();
            other.set("pilot", "p-1", field, theirs, &stamp(4, "blue-jay")).unwrap();
        }
        one.join(&other);
        Workspace::open(one, DeviceId::parse("amber-fox").unwrap())
    }

    fn text(workspace: &Workspace, field: &str) -> String {
        workspace.document().value("pilot", "p-1", field).and_then(Value::as_text).unwrap_or_default().to_owned()
    }

    #[test]
    fn what_was_left_open_is_listed_and_settled_in_one_step() {
        let mut workspace = disagreeing();
        let mut found = Disagreements::of(workspace.document());
        assert_eq!(found.all().len(), 2);
        assert!(found.all().iter().all(|conflict| conflict.options.len() == 2 && conflict.options[0].is_ours));
        let name = found.all().iter().position(|conflict| conflict.field == "name").unwrap();
        found.choose_text(name, "Both").unwrap();
        assert_eq!((found.choose_all(Side::Other), found.chosen()), (0, 2));
        found.settle(&mut workspace, NOW + 10).unwrap();
        assert_eq!((text(&workspace, "name"), text(&workspace, "council")), ("Both".to_owned(), "B".to_owned()));
        assert!(Disagreements::of(workspace.document()).all().is_empty());
        assert_eq!(workspace.history().undo_label(), Some("Settle 2 disagreements"));
        assert!(found.settle(&mut workspace, NOW + 11).is_err(), "it is of another state");
        workspace.undo(NOW + 12).unwrap();
        assert_eq!(Disagreements::of(workspace.document()).all().len(), 2);
    }

    #[test]
    fn keeping_what_is_shown_settles_it_for_the_others_too() {
        let mut workspace = disagreeing();
        let mut other = Workspace::open(workspace.document().clone(), DeviceId::parse("blue-jay").unwrap());
        let mut found = Disagreements::of(workspace.document());
        found.choose_all(Side::Shown);
        found.settle(&mut workspace, NOW + 10).unwrap();
        let file = Bundle { kind: BundleKind::Backup, document: workspace.document().clone() };
        let plan = ImportPlan::new(other.document(), vec![("f".to_owned(), Ok(file))], NOW + 20);
        plan.apply(&mut other, NOW + 20).unwrap();
        assert!(Disagreements::of(other.document()).all().is_empty());
        assert_eq!(text(&other, "name"), "=Ours");
    }

    #[test]
    fn the_list_is_a_table_without_formulas() {
        let report = Disagreements::of(disagreeing().document()).report();
        assert!(report.starts_with("\u{feff}Of,Field,Says,Device,Written,Shown now,Chosen\r\n"));
        assert_eq!(report.lines().count(), 5);
        assert!(report.contains(",\"'=Ours\",amber-fox,"), "{report}");
        assert!(report.contains(",Theirs,blue-jay,"), "{report}");
    }
}
