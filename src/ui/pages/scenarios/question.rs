//! A question asked of a plan: its form, and the scenario that it makes.

use super::kept::{keep_new, plan_of};
use super::question_fields::{Answers, Fields};
use crate::model::{SavedScenario, Scenario};
use crate::ui::components::{Button, ButtonGroup, Choice, EntryForm, ErrorSummary, InsetText, PageHeading, Select};
use crate::ui::forms::FormErrors;
use crate::ui::navigation::Navigator;
use crate::ui::route::{HeldAgainst, Question, Route, ScenarioPage, ScenarioView};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
#[component]
pub(super) fn QuestionPage(question: Question) -> impl IntoView {
    let state = AppState::get();
    let data = untrack(|| state.data());
    let all = Route::Scenarios(ScenarioPage::All).href();
    let Some(plan) = plan_of(&data).map(|plan| plan.id.to_string()) else {
        return view! {
            <PageHeading text=question.words()/>
            <InsetText>"There is no plan yet to ask this of."</InsetText>
            <p class="govuk-body"><a class="govuk-link" href=all>"Start a plan"</a></p>
        }
        .into_any();
    };
    let asked_of = RwSignal::new(plan);
    let options = data.scenarios.values().map(|one| Choice::new(one.id.as_str(), one.name.clone())).collect::<Vec<_>>();
    // The form is made anew for another plan: its programmes and clusters differ.
    let form = move || {
        let chosen = asked_of.with(|id| data.scenarios.values().find(|one| one.id.as_str() == id).cloned());
        match chosen.map(|saved| saved.scenario().map(|plan| (saved, Arc::new(plan)))) {
            Some(Ok((saved, plan))) => view! { <Form question=question saved=saved plan=plan/> }.into_any(),
            Some(Err(error)) => {
                view! { <InsetText>{format!("This plan cannot be read: {error}.")}</InsetText> }.into_any()
            }
            None => ().into_any(),
        }
    };
    view! {
        <PageHeading text=question.words()/>
        <Select id="asked-of" label="Asked of" value=asked_of options=Signal::stored(options)/>
        {form}
    }
    .into_any()
}

#[component]
fn Form(question: Question, saved: SavedScenario, plan: Arc<Scenario>) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let errors = RwSignal::new(FormErrors::new());
    let answers = Answers::for_plan(question, &plan);
    let asked = Arc::clone(&plan);
    let submit = Callback::new(move |()| {
        let made = answers.question(&asked).and_then(|question| {
            question.applied_to(&asked).map_err(|problem| {
                let mut found = FormErrors::new();
                found.put(problem.field, problem.words);
                found
            })
        });
        let scenario = match made {
            Ok(scenario) => scenario,
            Err(found) => return errors.set(found),
        };
        match keep_new(state, &scenario) {
            Ok(id) => {
                let is_usual = plan_of(&untrack(|| state.data())).is_some_and(|plan| plan.id == saved.id);
                let against = if is_usual { HeldAgainst::Plan } else { HeldAgainst::Scenario(saved.id.clone()) };
                let view = ScenarioView { against, beside: Vec::new() };
                navigator.go(&Route::Scenarios(ScenarioPage::One(id, view)));
            }
            Err(words) => {
                let mut found = FormErrors::new();
                found.put("asked-of", words);
                errors.set(found);
            }
        }
    });
    view! {
        <ErrorSummary errors=errors/>
        <EntryForm on_submit=submit>
            <Fields answers=answers plan=plan.clone() errors=errors/>
            <ButtonGroup>
                <Button submit=true>"Save it and compare"</Button>
                <a class="govuk-link" href=Route::Scenarios(ScenarioPage::All).href()>"Cancel"</a>
            </ButtonGroup>
        </EntryForm>
    }
}
