//! Which page draws which address. Knows nothing of how a page is drawn.

use super::components::PageHeading;
use super::pages::{
    AboutPage, AccessibilityPage, ClusterPage, ClustersPage, CompareImportPage, ComparePage, FilesPage, HomePage,
    MeasurePage, MeasuresPage, NotFoundPage, NothingOpenPage, OpenFilesPage, RecoveryPage, ReturnEntryPage,
    ReturnsPage, SaveFilePage, SchoolPage, SchoolsPage, SetupPages, StartPage, StoragePage,
};
use super::route::{ComparePage as ComparedAt, FilesPage as Page, Route};
use super::state::AppState;
use super::view;
use leptos::prelude::*;

/// The page of an address, without its type: pages differ, and the compiler would carry all of them in one.
///
/// Most pages are about the open pilot. Where none is open, or while one is being opened, something else is shown in
/// their place and the address is kept.
pub fn page_of(route: Route, state: AppState) -> AnyView {
    let about_no_pilot = matches!(route, Route::Start | Route::About | Route::Accessibility | Route::NotFound(_));
    let opened = Memo::new(move |_| state.opened.with(Option::is_some));
    let fault = state.fault;
    let page = move || match (fault.get(), opened.get() || about_no_pilot) {
        (Some(fault), _) => view! { <RecoveryPage fault=fault/> }.into_any(),
        (None, true) => open_page(route.clone()),
        (None, false) => view! { <NothingOpenPage/> }.into_any(),
    };
    view! { <ErrorBoundary fallback=cannot_show>{page}</ErrorBoundary> }.into_any()
}

fn open_page(route: Route) -> AnyView {
    match route {
        Route::Start => view! { <StartPage/> }.into_any(),
        Route::Home => view! { <HomePage/> }.into_any(),
        Route::Schools(at) => view! { <SchoolsPage at=at/> }.into_any(),
        Route::School(urn) => view! { <SchoolPage urn=urn/> }.into_any(),
        Route::Setup(page) => view! { <SetupPages page=page/> }.into_any(),
        Route::Clusters => view! { <ClustersPage/> }.into_any(),
        Route::Cluster(id) => view! { <ClusterPage id=id/> }.into_any(),
        Route::Measures(at) => view! { <MeasuresPage at=at/> }.into_any(),
        Route::Measure(key, at) => view! { <MeasurePage key=key at=at/> }.into_any(),
        Route::Compare(ComparedAt::Areas) => view! { <ComparePage/> }.into_any(),
        Route::Compare(ComparedAt::Import) => view! { <CompareImportPage/> }.into_any(),
        Route::Files(at) => match at {
            Page::Overview => view! { <FilesPage/> }.into_any(),
            Page::Open => view! { <OpenFilesPage/> }.into_any(),
            Page::Save => view! { <SaveFilePage/> }.into_any(),
        },
        Route::Storage => view! { <StoragePage/> }.into_any(),
        Route::Returns { term } => view! { <ReturnsPage term=term/> }.into_any(),
        Route::ReturnEntry { term, school, step } => {
            view! { <ReturnEntryPage term=term school=school step=step/> }.into_any()
        }
        Route::About => view! { <AboutPage/> }.into_any(),
        Route::Accessibility => view! { <AccessibilityPage/> }.into_any(),
        Route::NotFound(lost) => view! { <NotFoundPage lost=lost/> }.into_any(),
    }
}

/// Stands in for a page that failed to draw; the rest of the app goes on.
fn cannot_show(errors: ArcRwSignal<Errors>) -> impl IntoView {
    let sentences =
        move || errors.get().into_iter().map(|(_, error)| view! { <li>{error.to_string()}</li> }).collect_view();
    view! {
        <PageHeading text="This page cannot be shown"/>
        <p class="govuk-body">"Nothing has been lost: what was saved is still on this device. The reason was:"</p>
        <ul class="govuk-list govuk-list--bullet">{sentences}</ul>
        <p class="govuk-body">
            <a class="govuk-link" href=Route::Home.href()>"Go to Home"</a>
        </p>
    }
}
