//! Which page draws which address. Knows nothing of how a page is drawn.

use super::components::PageHeading;
use super::pages::{AboutPage, AccessibilityPage, NotFoundPage};
use super::route::Route;
use super::view;
use leptos::prelude::*;

/// The page of an address, without its type: pages differ, and the compiler would carry all of them in one.
pub fn page_of(route: Route) -> AnyView {
    let page = match route {
        Route::About => view! { <AboutPage/> }.into_any(),
        Route::Accessibility => view! { <AccessibilityPage/> }.into_any(),
        Route::NotFound(lost) => view! { <NotFoundPage lost=lost/> }.into_any(),
        other => view! { <PageHeading text=other.title()/> }.into_any(),
    };
    view! { <ErrorBoundary fallback=cannot_show>{page}</ErrorBoundary> }.into_any()
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
