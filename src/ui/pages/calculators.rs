//! The list of calculators, by the question each helps to answer.

use crate::eval::calculators::{QUESTIONS, Question};
use crate::ui::components::PageHeading;
use crate::ui::route::Route;
use crate::ui::view;
use leptos::prelude::*;

/// All calculators.
#[component]
pub fn CalculatorsPage() -> impl IntoView {
    view! {
        <PageHeading text="Calculators"/>
        <p class="govuk-body">
            "Each works by itself, with figures that you type, and answers in a sentence, with the range that chance leaves open. Nothing is kept. The pilot’s own findings are worked out in the same way."
        </p>
        {QUESTIONS.iter().map(group).collect_view()}
    }
}

fn group(question: &'static Question) -> impl IntoView {
    let lines = question.calculators.iter().map(|calculator| {
        view! {
            <li>
                <a class="govuk-link" href=Route::Calculator(calculator.method).href()>{calculator.title}</a>
                <br/>
                {calculator.purpose}
            </li>
        }
    });
    view! {
        <h2 class="govuk-heading-m">{question.title}</h2>
        <ul class="govuk-list govuk-list--spaced">{lines.collect_view()}</ul>
    }
}
