//! Shown in place of a page about a pilot while none is open.

use crate::browser::preference;
use crate::ui::components::PageHeading;
use crate::ui::route::Route;
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// Says that a pilot is being opened, or that none is open and where to open one.
#[component]
pub fn NothingOpenPage() -> impl IntoView {
    if preference::get("open").is_some() {
        let trouble = AppState::get().trouble;
        return view! {
            {move || match trouble.get() {
                None => view! { <p class="govuk-body" role="status">"Opening your pilot…"</p> }.into_any(),
                Some(words) => view! {
                    <PageHeading text="Your pilot could not be opened"/>
                    <p class="govuk-body" role="alert">{words} " Nothing has been lost. Reload the page to try again."</p>
                }
                .into_any(),
            }}
        }
        .into_any();
    }
    view! {
        <PageHeading text="No pilot is open"/>
        <p class="govuk-body">"This page is about a pilot. Open one first, then come back to this address."</p>
        <p class="govuk-body">
            <a class="govuk-link" href=Route::Start.href()>"Start, or look round the demonstration"</a>
        </p>
    }
    .into_any()
}
