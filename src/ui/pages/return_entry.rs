//! A return, page by page: which page, and what all of them share.

use super::return_check::CheckAnswers;
use super::return_done::ReturnDone;
use super::return_figures::FiguresPage;
use crate::model::{PilotData, Return, ReturnId, ReturnItem, TermId, Urn};
use crate::ui::components::PageHeading;
use crate::ui::route::{ReturnStep, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// One page of the return of a school for a term.
#[component]
pub fn ReturnEntryPage(term: TermId, school: Urn, step: ReturnStep) -> impl IntoView {
    let data = AppState::get().opened.with_untracked(|_| AppState::get().data());
    let known = data.schools.get(&school).map(|school| school.name.clone());
    let Some(name) = known else {
        return view! {
            <PageHeading text="This school is not in the pilot"/>
            <p class="govuk-body">{format!("No school here has the URN {school}. ")}
                <a class="govuk-link" href=Route::Returns { term: Some(term) }.href()>"See all returns"</a>
            </p>
        }
        .into_any();
    };
    if !data.calendar.terms.contains_key(&term) {
        return view! {
            <PageHeading text="This term is not in the calendar"/>
            <p class="govuk-body">{format!("The pilot’s calendar has no {}. ", term.words())}
                <a class="govuk-link" href=Route::Returns { term: None }.href()>"See the terms there are"</a>
            </p>
        }
        .into_any();
    }
    let id = ReturnId { school, term };
    match step {
        ReturnStep::Pupils | ReturnStep::Exclusions => view! { <FiguresPage id=id name=name step=step/> }.into_any(),
        ReturnStep::Check => view! { <CheckAnswers id=id name=name/> }.into_any(),
        ReturnStep::Done => view! { <ReturnDone id=id name=name/> }.into_any(),
    }
}

/// The return as it stands, or a new one that starts from last term's roll.
pub(super) fn entry_of(data: &PilotData, id: &ReturnId) -> Return {
    match data.returns.get(id) {
        Some(entry) => entry.clone(),
        None => {
            let mut entry = Return::new(id.clone());
            entry.roll = data.previous_return(&id.school, id.term).and_then(|last| last.roll);
            entry
        }
    }
}

/// The id of the box that takes a figure, on its page.
pub(super) fn box_id(item: ReturnItem) -> String {
    item.field().replace('_', "-")
}

/// The address of a page of this return.
pub(super) fn step_href(id: &ReturnId, step: ReturnStep) -> String {
    Route::ReturnEntry { term: id.term, school: id.school.clone(), step }.href()
}
