//! The last look before a return counts: all answers, what is missing, and questions to confirm.

use super::erase::EraseForGood;
use super::return_entry::{box_id, entry_of, step_href};
use crate::model::{PilotData, Return, ReturnId, ReturnItem, ReturnStatus, Severity};
use crate::ui::components::{
    Button, Checkboxes, Choice, EntryForm, ErrorSummary, InsetText, PageHeading, SummaryList, SummaryRow,
};
use crate::ui::forms::FormErrors;
use crate::ui::navigation::Navigator;
use crate::ui::route::{ReturnStep, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::{Command, WorkspaceError, schema};
use leptos::prelude::*;
use std::collections::BTreeSet;

const CONFIRM: &str = "confirm";

/// The answers together, to check and submit.
#[component]
pub(super) fn CheckAnswers(id: ReturnId, name: String) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let data = untrack(move || state.data());
    let entry = entry_of(&data, &id);
    let questions = questions(&data, &entry);
    let confirmed = RwSignal::new(BTreeSet::new());
    let errors = RwSignal::new(FormErrors::new());
    let place = StoredValue::new(id.clone());
    let submit = Callback::new(move |()| match submit(state, &place.get_value(), &confirmed.get_untracked()) {
        Ok(()) => {
            let ReturnId { school, term } = place.get_value();
            navigator.go(&Route::ReturnEntry { term, school, step: ReturnStep::Done });
        }
        Err(found) => errors.set(found),
    });
    let ask = (!questions.is_empty()).then(|| {
        let choices = questions.iter().map(|(item, words)| Choice::new(item.field(), words.clone())).collect();
        view! {
            <Checkboxes
                id=CONFIRM
                label="Are these right?"
                hint="Tick each that is. If one is not, change it below."
                value=confirmed
                options=choices
                errors=errors
            />
        }
    });
    let is_kept = data.return_of(&id.school, id.term).is_some();
    let rows = ReturnItem::ALL.into_iter().map(|item| row(&id, &entry, item)).collect();
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Check your answers" caption=format!("{name}, {}", id.term.words())/>
        {entry.submitted().then(|| view! { <InsetText>"This return has been submitted. Change a figure to submit it again."</InsetText> })}
        <EntryForm on_submit=submit>
            {ask}
            <SummaryList rows=rows/>
            <Button submit=true>"Submit return"</Button>
        </EntryForm>
        {is_kept.then(|| view! {
            <EraseForGood
                table=schema::RETURN
                id=id.to_string()
                what="this return"
                then=Route::Returns { term: Some(id.term) }
            />
        })}
    }
}

fn row(id: &ReturnId, entry: &Return, item: ReturnItem) -> SummaryRow {
    let answer = match entry.get(item) {
        Some(figure) => view! { <span id=box_id(item) tabindex="-1">{figure.to_string()}</span> }.into_any(),
        None => view! { <span id=box_id(item) tabindex="-1" class="cw-missing">"Not given"</span> }.into_any(),
    };
    SummaryRow::new(item.label(), answer).change(step_href(id, ReturnStep::asking(item)))
}

/// Unlikely figures that have not been confirmed yet.
fn questions(data: &PilotData, entry: &Return) -> Vec<(ReturnItem, String)> {
    let problems = entry.problems(data.previous_return(&entry.school, entry.term));
    problems
        .into_iter()
        .filter(|problem| problem.severity == Severity::Unlikely)
        .filter_map(|problem| Some((ReturnItem::from_field(problem.field)?, problem.words)))
        .collect()
}

fn submit(state: AppState, id: &ReturnId, ticked: &BTreeSet<String>) -> Result<(), FormErrors> {
    let data = untrack(move || state.data());
    let mut entry = entry_of(&data, id);
    entry.status = ReturnStatus::Submitted;
    for item in ticked.iter().filter_map(|field| ReturnItem::from_field(field)) {
        if !entry.confirmed.contains(&item) {
            entry.confirmed.push(item);
        }
    }
    entry.confirmed.sort();
    let mut errors = FormErrors::new();
    match state.apply(&Command::SubmitReturn(entry)) {
        Ok(_) => return Ok(()),
        Err(WorkspaceError::Refused(problems)) => {
            for problem in problems {
                match (problem.severity, ReturnItem::from_field(problem.field)) {
                    (Severity::Unlikely, _) => errors.put(CONFIRM, "Tick the figures that are right, or change them"),
                    (_, Some(item)) => errors.put(box_id(item), problem.words),
                    (_, None) => errors.put(CONFIRM, problem.words),
                }
            }
        }
        Err(other) => errors.put(CONFIRM, other.to_string()),
    }
    Err(errors)
}
