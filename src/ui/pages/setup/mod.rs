//! The set-up pages: the pilot, its terms, clusters and schools. What is typed is read by `ui/setup_forms`.

mod calendar;
mod cluster_form;
mod clusters;
mod done;
mod measures;
mod overview;
mod paste;
mod pilot;
mod pilot_boxes;
mod school_form;
mod schools;
mod term_form;

pub use done::Done;

use crate::ui::components::PageHeading;
use crate::ui::route::{Route, SetupPage};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// A page of the set-up. All but the first two need a pilot.
#[component]
pub fn SetupPages(page: SetupPage) -> impl IntoView {
    let state = AppState::get();
    let started = Memo::new(move |_| state.data().pilot.is_some());
    move || match (&page, started.get()) {
        (SetupPage::Overview, _) => view! { <overview::SetupOverview/> }.into_any(),
        (SetupPage::Pilot, true) => view! { <pilot::ChangePilot/> }.into_any(),
        (SetupPage::Pilot, false) => view! { <pilot::StartPilot/> }.into_any(),
        (other, false) => view! { <PilotFirst title=Route::Setup(other.clone()).title()/> }.into_any(),
        (SetupPage::Calendar, true) => view! { <calendar::CalendarPage/> }.into_any(),
        (SetupPage::Clusters, true) => view! { <clusters::SetUpClusters/> }.into_any(),
        (SetupPage::NewCluster, true) => view! { <cluster_form::AddCluster/> }.into_any(),
        (SetupPage::Cluster(id), true) => view! { <cluster_form::ChangeCluster id=id.clone()/> }.into_any(),
        (SetupPage::Schools, true) => view! { <schools::SetUpSchools/> }.into_any(),
        (SetupPage::NewSchool, true) => view! { <school_form::AddSchools/> }.into_any(),
        (SetupPage::School(urn), true) => view! { <school_form::ChangeSchool urn=urn.clone()/> }.into_any(),
    }
}

/// Terms, clusters and schools belong to a pilot.
#[component]
fn PilotFirst(title: String) -> impl IntoView {
    view! {
        <PageHeading text=title/>
        <p class="govuk-body">"This comes after the pilot itself: it needs a name and the date it starts."</p>
        <p class="govuk-body">
            <a class="govuk-link" href=Route::Setup(SetupPage::Pilot).href()>"Start the pilot"</a>
        </p>
    }
}
