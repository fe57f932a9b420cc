//! An address that leads nowhere: why, and where to go instead.

use crate::ui::components::PageHeading;
use crate::ui::route::{NotFound, Route};
use crate::ui::view;
use leptos::prelude::*;

/// Says why an address leads nowhere.
#[component]
pub fn NotFoundPage(lost: NotFound) -> impl IntoView {
    view! {
        <PageHeading text="Page not found"/>
        <p class="govuk-body">"The address does not lead to a page: " {lost.reason.to_string()} "."</p>
        <p class="govuk-body">"If you typed it, check the spelling. If you followed a link, it may be from another version."</p>
        <p class="govuk-body">
            <a class="govuk-link" href=Route::Home.href()>"Go to Home"</a>
        </p>
    }
}
