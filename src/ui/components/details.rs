//! Text that opens when asked for. Knows nothing of the text.

use crate::ui::view;
use leptos::prelude::*;

/// A line that opens to show more.
#[component]
pub fn Details(#[prop(into)] summary: String, #[prop(optional)] open: bool, children: Children) -> impl IntoView {
    view! {
        <details class="govuk-details" open=open>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{summary}</span>
            </summary>
            <div class="govuk-details__text">{children()}</div>
        </details>
    }
}

/// The same where `content` is much: it is made when somebody opens it.
#[component]
pub fn DetailsOnDemand(#[prop(into)] summary: String, #[prop(into)] content: ViewFn) -> impl IntoView {
    let wanted = RwSignal::new(false);
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary" on:click=move |_| wanted.set(true)>
                <span class="govuk-details__summary-text">{summary}</span>
            </summary>
            <div class="govuk-details__text">{move || wanted.get().then(|| content.run())}</div>
        </details>
    }
}
