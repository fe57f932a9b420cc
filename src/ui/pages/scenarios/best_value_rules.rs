//! Which programmes run together or apart: rows of a form, as many as are wanted. Knows nothing of budgets.

use crate::browser::page::focus_element;
use crate::browser::timer;
use crate::model::{ProgrammeId, Scenario};
use crate::sim::{Rule, Together};
use crate::ui::components::{Button, ButtonKind, Choice, Fieldset, Select};
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

const ONLY: &str = "only";
const NEVER: &str = "never";
const ADD: &str = "add-rule";
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

/// All rows that there may be, and which of them are shown. A row's signals must outlive the button that shows it, so all are made
/// beforehand.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    all: StoredValue<Vec<Row>>,
    shown: RwSignal<Vec<usize>>,
}

impl Rules {
    /// None is shown.
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        let row = |number| Row { number, programme: text(), together: text(), other: text() };
        Self { all: StoredValue::new((1..=MOST).map(row).collect()), shown: RwSignal::new(Vec::new()) }
    }

    /// What the rows say.
    pub fn read(self) -> Vec<Rule> {
        let rule = |row: Row| {
            let programme = |text: RwSignal<String>| ProgrammeId::try_from(text.get_untracked()).ok();
            let together = if row.together.get_untracked() == NEVER { Together::Never } else { Together::Only };
            Some(Rule { programme: programme(row.programme)?, together, other: programme(row.other)? })
        };
        self.shown.get_untracked().into_iter().filter_map(|number| self.row(number)).filter_map(rule).collect()
    }

    /// The box of the rule with which the rules become wrong; None where they are not.
    pub fn wrong_at(self, is_wrong: impl Fn(&[Rule]) -> bool) -> Option<String> {
        let rules = self.read();
        let last = (1..=rules.len()).find(|count| rules.get(..*count).is_some_and(&is_wrong))?;
        self.shown.with_untracked(|shown| shown.get(last - 1).copied()).map(other_id)
    }

    fn row(self, number: usize) -> Option<Row> {
        self.all.with_value(|rows| rows.iter().find(|row| row.number == number).copied())
    }

    fn add(self, programmes: &[Choice]) {
        let shown = self.shown.get_untracked();
        let Some(row) = (1..=MOST).find(|number| !shown.contains(number)).and_then(|number| self.row(number)) else {
            return;
        };
        for (text, place) in [(row.programme, 0), (row.other, 1)] {
            let choice = programmes.get(place).or(programmes.last());
            text.set(choice.map(|choice| choice.value.clone()).unwrap_or_default());
        }
        row.together.set(ONLY.to_owned());
        self.shown.update(|shown| shown.push(row.number));
    }

    fn remove(self, number: usize) {
        self.shown.update(|shown| shown.retain(|one| *one != number));
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
    let row = move |number: usize| {
        let row = rules.row(number)?;
        let remove = Callback::new(move |()| {
            rules.remove(number);
            // What had the focus is gone; the button may just have come back.
            timer::after_ms(0, || {
                focus_element(ADD);
            });
        });
        let first = format!("rule-{number}-programme");
        let comes = first.clone();
        Effect::new(move |_| {
            focus_element(&comes);
        });
        Some(view! {
            <Fieldset legend=format!("Rule {number}")>
                <Select id=first label="In each cluster" value=row.programme options=options/>
                <Select id=format!("rule-{number}-way") label="How" value=row.together options=ways/>
                <Select id=other_id(number) label="Programme" value=row.other options=options errors=errors/>
                <Button kind=ButtonKind::Link on_press=remove>{format!("Remove rule {number}")}</Button>
            </Fieldset>
        })
    };
    let add = Callback::new(move |()| rules.add(&programmes));
    let is_room = Memo::new(move |_| rules.shown.with(|shown| shown.len() < MOST));
    view! {
        <For each=move || rules.shown.get() key=|number| *number children=row/>
        {move || is_room.get().then(|| view! {
            <p class="govuk-body"><Button id=ADD kind=ButtonKind::Link on_press=add>"Add a rule between programmes"</Button></p>
        })}
    }
}
