//! Which page draws which address. Knows nothing of how a page is drawn.

use super::components::PageHeading;
use super::pages::{
    AboutPage, AccessibilityPage, NotForOthers, NotFoundPage, NothingOpenPage, RecoveryPage, StartPage,
};
use super::parts;
use super::route::Route;
use super::state::{AppState, Which};
use super::view;
use leptos::prelude::*;

/// The page of an address, without its type: pages differ, and the compiler would carry all of them in one.
///
/// Most pages are about the open pilot. Where none is open, or while one is being opened, something else is shown in
/// their place and the address is kept.
pub fn page_of(route: Route, state: AppState) -> AnyView {
    let about_no_pilot = matches!(
        route,
        Route::Start
            | Route::About
            | Route::Accessibility
            | Route::Calculators
            | Route::Calculator(_)
            | Route::NotFound(_)
    );
    let opened = Memo::new(move |_| state.opened.with(Option::is_some));
    let fault = state.fault;
    let locked = Memo::new(move |_| state.locked.get());
    // What a school enters is for itself: while others look on, something else is shown.
    let one_school = matches!(route, Route::School(_) | Route::ReturnEntry { .. });
    let not_now = Memo::new(move |_| one_school && state.to_others.get());
    // A page about no pilot stays as it is when one is opened: somebody may be about to press or to type.
    let page = move || match (fault.get(), about_no_pilot || opened.get()) {
        (Some(fault), _) => view! { <RecoveryPage fault=fault/> }.into_any(),
        (None, false) if locked.get().is_some() => locked_page(locked.get()),
        (None, true) if not_now.get() => view! { <NotForOthers/> }.into_any(),
        (None, true) => open_page(route.clone()),
        (None, false) => view! { <NothingOpenPage/> }.into_any(),
    };
    view! { <ErrorBoundary fallback=cannot_show>{page}</ErrorBoundary> }.into_any()
}

fn locked_page(which: Option<Which>) -> AnyView {
    view! {
        <Suspense fallback=coming>
            {Suspend::new(async move {
                match which {
                    Some(which) => parts::unlock_page(which).await.map(Some),
                    None => Ok(None),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// The pages of the first view are there at once; the others come with their part.
fn open_page(route: Route) -> AnyView {
    match route {
        Route::Start => view! { <StartPage/> }.into_any(),
        Route::About => view! { <AboutPage/> }.into_any(),
        Route::Accessibility => view! { <AccessibilityPage/> }.into_any(),
        Route::NotFound(lost) => view! { <NotFoundPage lost=lost/> }.into_any(),
        other => view! {
            <Suspense fallback=coming>{Suspend::new(async move { parts::page(other).await })}</Suspense>
        }
        .into_any(),
    }
}

/// Stands where a page will be that takes longer to fetch than a moment: the style shows it late.
fn coming() -> impl IntoView {
    view! { <p class="govuk-body cw-coming" role="status">"Fetching this page…"</p> }
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
