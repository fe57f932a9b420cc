//! Which programmes run together or apart: rows of a form, as many as are wanted. Knows nothing of budgets.

use crate::model::{ProgrammeId, Scenario};
use crate::sim::{BestValueError, Rule, Together};
use crate::ui::components::{Button, ButtonKind, Choice, Fieldset, Select};
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

const ONLY: &str = "only";
const NEVER: &str = "never";
/// More cannot be kept in view.
const MOST: usize = 8;

/// What is chosen in a row, known by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    number: usize,
    programme: RwSignal<String>,
    together: RwSignal<String>,
    other: RwSignal<String>,
}

/// All rows.
#[derive(Clone, Copy)]
pub(super) struct Rules(RwSignal<Vec<Row>>);

impl Rules {
    /// None.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// What the rows say.
    pub fn read(self) -> Vec<Rule> {
        let rule = |row: &Row| {
            let programme = |text: RwSignal<String>| ProgrammeId::try_from(text.get_untracked()).ok();
            let together = if row.together.get_untracked() == NEVER { Together::Never } else { Together::Only };
            Some(Rule { programme: programme(row.programme)?, together, other: programme(row.other)? })
        };
        self.0.with_untracked(|rows| rows.iter().filter_map(rule).collect())
    }

    /// The box at which a fault of the rules is said; None where it is none of theirs.
    pub fn field_of(self, fault: &BestValueError) -> Option<String> {
        let is_ours = matches!(fault, BestValueError::Problem { field: "rules", .. });
        let last = self.0.with_untracked(|rows| rows.last().copied())?;
        is_ours.then(|| other_id(last.number))
    }

    fn add(self, programmes: &[Choice]) {
        let chosen = |place: usize| {
            let choice = programmes.get(place).or(programmes.last());
            RwSignal::new(choice.map(|choice| choice.value.clone()).unwrap_or_default())
        };
        self.0.update(|rows| {
            let number = rows.last().map_or(1, |row| row.number + 1);
            rows.push(Row { number, programme: chosen(0), together: RwSignal::new(ONLY.to_owned()), other: chosen(1) });
        });
    }
}

fn other_id(number: usize) -> String {
    format!("rule-{number}-other")
}

/// The rows, and a button for one more.
#[component]
pub(super) fn RuleRows(rules: Rules, scenario: Arc<Scenario>, errors: RwSignal<FormErrors>) -> impl IntoView {
    let programmes: Vec<Choice> =
        scenario.programmes.iter().map(|one| Choice::new(one.id.as_str(), one.name.clone())).collect();
    let options = Signal::stored(programmes.clone());
    let ways = Signal::stored(vec![
        Choice::new(ONLY, "runs only where there is also"),
        Choice::new(NEVER, "never runs beside"),
    ]);
    let row = move |row: Row| {
        let number = row.number;
        let remove = Callback::new(move |()| rules.0.update(|rows| rows.retain(|one| one.number != number)));
        view! {
            <Fieldset legend=format!("Rule {number}")>
                <Select id=format!("rule-{number}-programme") label="In each cluster" value=row.programme options=options/>
                <Select id=format!("rule-{number}-way") label="How" value=row.together options=ways/>
                <Select id=other_id(number) label="Programme" value=row.other options=options errors=errors/>
                <Button kind=ButtonKind::Link on_press=remove>{format!("Remove rule {number}")}</Button>
            </Fieldset>
        }
    };
    let add = Callback::new(move |()| rules.add(&programmes));
    view! {
        <For each=move || rules.0.get() key=|row| row.number children=row/>
        {move || rules.0.with(|rows| rows.len() < MOST).then(|| view! {
            <p class="govuk-body"><Button kind=ButtonKind::Link on_press=add>"Add a rule between programmes"</Button></p>
        })}
    }
}
