//! An address that names a school or cluster which is not in the open pilot.

use crate::ui::components::PageHeading;
use crate::ui::route::Route;
use crate::ui::view;
use leptos::prelude::*;

/// Says what is missing and leads to the list of what there is.
#[component]
pub(super) fn MissingThing(what: &'static str, name: String, all: Route) -> impl IntoView {
    view! {
        <PageHeading text=format!("This {what} is not in the pilot")/>
        <p class="govuk-body">
            {format!("There is no {what} “{name}” here. It may have been removed, or the address may be from another pilot.")}
        </p>
        <p class="govuk-body">
            <a class="govuk-link" href=all.href()>{format!("See every {what} there is")}</a>
        </p>
    }
}
