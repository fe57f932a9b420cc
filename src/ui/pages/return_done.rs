//! After a return: what it changed, and sending it to the cluster.

use super::return_entry::step_href;
use super::save_file::{Handed, HandedOver, save_bundle};
use crate::bundle::Bundle;
use crate::model::ReturnId;
use crate::ui::components::{Button, ButtonGroup, PageHeading};
use crate::ui::route::{MeasuresView, ReturnStep, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// Says that the return is in and offers it as a file.
#[component]
pub(super) fn ReturnDone(id: ReturnId, name: String) -> impl IntoView {
    let state = AppState::get();
    let data = untrack(move || state.data());
    if !data.returns.get(&id).is_some_and(|entry| entry.submitted()) {
        return view! {
            <PageHeading text="This return has not been submitted yet" caption=format!("{name}, {}", id.term.words())/>
            <p class="govuk-body">
                <a class="govuk-link" href=step_href(&id, ReturnStep::Check)>"Check your answers and submit"</a>
            </p>
        }
        .into_any();
    }
    let place = StoredValue::new(id.clone());
    let outcome = RwSignal::new(None::<Handed>);
    let send = Callback::new(move |()| {
        let ReturnId { school, term } = place.get_value();
        save_bundle(state, outcome, move |document| Bundle::of_return(document, &school, Some(term)));
    });
    let expected = data.taking_part().count();
    let missing = data.not_returned(id.term, None).count();
    let school = data.schools.get(&id.school);
    let coverage = match school.is_some_and(|school| school.taking_part) {
        true => format!(
            "Returns for {} are now in from {} of {expected} schools taking part.",
            id.term.words(),
            expected - missing
        ),
        false => "This school does not take part in the pilot; its figures are used for comparison.".to_owned(),
    };
    view! {
        <PageHeading text="Return submitted" caption=format!("{name}, {}", id.term.words())/>
        <p class="govuk-body-l">{coverage}</p>
        <h2 class="govuk-heading-m">"Send it to your cluster"</h2>
        <p class="govuk-body">"Saves one file to send by Teams, SharePoint or email. It holds this term’s counts of your school and nothing about any pupil."</p>
        <ButtonGroup>
            <Button on_press=send>"Send to cluster: save the file"</Button>
            <a class="govuk-link" href=Route::School(id.school.clone()).href()>"Is my school changing?"</a>
            <a class="govuk-link" href=Route::Measures(MeasuresView::default()).href()>"See the pilot’s measures"</a>
        </ButtonGroup>
        <HandedOver outcome=outcome/>
    }
    .into_any()
}
