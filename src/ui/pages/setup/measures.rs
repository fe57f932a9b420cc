//! The outcomes and measures, which are the same for every pilot. Knows nothing of figures.

use crate::model::{Measure, Outcome};
use crate::ui::view;
use leptos::prelude::*;

/// Each outcome with the measures that show whether it is reached.
#[component]
pub(super) fn OutcomesAndMeasures() -> impl IntoView {
    let measure = |one: Measure| {
        let number = one.number();
        view! {
            <li>
                <strong>{format!("Measure {number}: {}. ", one.title())}</strong>
                {one.words()}
            </li>
        }
    };
    let outcome = move |outcome: Outcome| {
        let measures = Measure::ALL.into_iter().filter(|one| one.outcome() == outcome);
        view! {
            <h3 class="govuk-heading-s">{outcome.title()}</h3>
            <p class="govuk-body">{outcome.words()}"."</p>
            <ul class="govuk-list govuk-list--bullet">{measures.map(measure).collect_view()}</ul>
        }
    };
    view! {
        <h2 class="govuk-heading-m">"What the pilot is judged by"</h2>
        <p class="govuk-body">
            "Three outcomes and ten measures, the same for every pilot so that pilots can be compared. They are not changed here."
        </p>
        {Outcome::ALL.map(outcome).into_iter().collect_view()}
    }
}
