//! All scenarios, and the questions that can be asked of the plan.

use super::kept::{keep_new, plan_of};
use crate::model::SavedScenario;
use crate::sim::from_pilot;
use crate::ui::components::{
    Announcer, Button, ButtonKind, Column, InsetText, PageHeading, SortableTable, Tag, TagColour,
};
use crate::ui::navigation::Navigator;
use crate::ui::route::{Question, Route, ScenarioPage, ScenarioView};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// The page.
#[component]
pub(super) fn ListPage() -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let announcer = expect_context::<Announcer>();
    let scenarios = Memo::new(move |_| state.data().scenarios.values().cloned().collect::<Vec<_>>());
    let plan = Memo::new(move |_| plan_of(&state.data()).map(|plan| plan.name.clone()));
    let start = Callback::new(move |()| {
        let data = untrack(|| state.data());
        let Some(scenario) = from_pilot(&data, "New plan") else {
            return announcer.say("There are no returns to start from yet.");
        };
        match keep_new(state, &scenario) {
            Ok(id) => navigator.go(&Route::Scenarios(ScenarioPage::One(id, ScenarioView::default()))),
            Err(words) => announcer.say(words),
        }
    });
    let questions = move || {
        plan.get().filter(|_| state.may_edit()).map(|name| {
            let link = |question: Question| {
                let href = Route::Scenarios(ScenarioPage::Question(question)).href();
                view! { <li><a class="govuk-link" href=href>{question.words()}</a></li> }
            };
            view! {
                <h2 class="govuk-heading-m">"What if?"</h2>
                <p class="govuk-body">{format!("Asked of “{name}”. Each question makes a scenario of its own; the plan stays as it is.")}</p>
                <ul class="govuk-list cw-questions">{Question::ALL.map(link).into_iter().collect_view()}</ul>
            }
        })
    };
    view! {
        <PageHeading text="Scenarios"/>
        <p class="govuk-body-l">
            "What would it cost, what would it bring, and how sure are we? A scenario is a plan that is run forward many times, each time with other guesses for what nobody knows."
        </p>
        {questions}
        <h2 class="govuk-heading-m">"Your scenarios"</h2>
        {move || match scenarios.with(Vec::is_empty) {
            true => view! { <InsetText>"There is none yet."</InsetText> }.into_any(),
            false => view! {
                <SortableTable
                    caption="Your scenarios"
                    hide_caption=true
                    columns=columns()
                    rows=scenarios
                    empty="There is none yet."
                />
            }.into_any(),
        }}
        {move || state.may_edit().then(|| view! {
            <Button kind=ButtonKind::Secondary on_press=start>"Start a plan from this pilot’s figures"</Button>
        })}
        <p class="govuk-body">
            <a class="govuk-link" href=Route::MySchool.href()>"What would my school get?"</a>
            " For a head who is not in the pilot."
        </p>
    }
}

fn columns() -> Vec<Column<SavedScenario>> {
    let name = |one: &SavedScenario| {
        let href = Route::Scenarios(ScenarioPage::One(one.id.clone(), ScenarioView::default())).href();
        let locked = one.locked.then(|| view! { " " <Tag text="Locked" colour=TagColour::Grey/> });
        view! { <a class="govuk-link" href=href>{one.name.clone()}</a> {locked} }.into_any()
    };
    vec![
        Column::shown("scenario", "Scenario", name)
            .sorted_by(|one: &SavedScenario, other: &SavedScenario| one.name.cmp(&other.name)),
        Column::text("notes", "Notes", |one: &SavedScenario| one.notes.clone()),
    ]
}
