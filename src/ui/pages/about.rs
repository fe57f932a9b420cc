//! What Clusterwise is, in a few paragraphs. Holds no data.

use crate::ui::components::PageHeading;
use crate::ui::route::Route;
use crate::ui::view;
use leptos::prelude::*;

/// What this is, who it is for and where the data is.
#[component]
pub fn AboutPage() -> impl IntoView {
    let storage = Route::Storage.href();
    view! {
        <PageHeading text="About Clusterwise"/>
        <p class="govuk-body-l">
            "Clusterwise helps schools, cluster boards and councils to plan, run and honestly evaluate a pilot in which schools share support for children with special educational needs and disabilities (SEND)."
        </p>
        <h2 class="govuk-heading-m">"What it does"</h2>
        <ul class="govuk-list govuk-list--bullet">
            <li>"Schools record a few counts each term. No pupil is named, and no list of pupils leaves a school."</li>
            <li>"Clusters and the council put the returns of their schools together from files."</li>
            <li>"Each measure is answered in a sentence that says how sure it is, and says “cannot tell yet” where that is so."</li>
        </ul>
        <h2 class="govuk-heading-m">"Where the data is"</h2>
        <p class="govuk-body">
            "There is no server. What you enter is kept in this browser on this device, and goes elsewhere only in a file that you send yourself. "
            <a class="govuk-link" href=storage>"See what is stored on this device"</a>
            "."
        </p>
        <h2 class="govuk-heading-m">"This version"</h2>
        <p class="govuk-body">"Clusterwise " {env!("CARGO_PKG_VERSION")} ". Free to use, change and share under the MIT or Apache 2.0 licence."</p>
        <p class="govuk-body">
            "The look is based on GOV.UK Frontend (MIT licence). Clusterwise is not a service of GOV.UK or of any government body."
        </p>
    }
}
