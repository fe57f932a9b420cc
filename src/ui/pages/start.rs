//! The first page: look round, start a pilot, open a file.

use crate::ui::components::{Button, ButtonGroup, ButtonKind, PageHeading};
use crate::ui::navigation::Navigator;
use crate::ui::parts;
use crate::ui::route::{FilesPage, Route, SetupPage};
use crate::ui::state::{AppState, Which};
use crate::ui::view;
use leptos::prelude::*;

/// Three ways in. A pilot that is on this device already comes first.
#[component]
pub fn StartPage() -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let busy = RwSignal::new(false);
    let has_own = RwSignal::new(false);
    // Who was here before waits a moment, for what comes would move what is there from under a hand: the header with the pilot, and
    // the way to one's own. Who comes for the first time waits for nothing.
    let is_known = RwSignal::new(state.was_open().is_none());
    leptos::task::spawn_local(async move {
        if let Ok(asking) = parts::has_own().await {
            let _ = has_own.try_set(asking.await);
        }
        let _ = is_known.try_set(true);
    });
    let open = move |which: Which, route: Route| {
        Callback::new(move |()| {
            let route = route.clone();
            busy.set(true);
            leptos::task::spawn_local(async move {
                if parts::open_pilot(state, which).await {
                    navigator.go(&route);
                }
                let _ = busy.try_set(false);
            });
        })
    };
    view! {
        <PageHeading text="Plan, run and honestly evaluate a SEND school cluster pilot"/>
        <p class="govuk-body-l">
            "For schools, cluster boards and councils. Everything stays on this device: there is no account and no server. What you share travels as a file that you send yourself."
        </p>
        <p class="govuk-error-message" role="alert">{move || state.trouble.get()}</p>
        <Show
            when=move || is_known.get() && !state.is_coming()
            fallback=|| view! { <p class="govuk-body" role="status">"Opening your pilot…"</p> }
        >
            {move || has_own.get().then(|| view! {
                <section class="cw-choice" aria-labelledby="go-on">
                    <h2 class="govuk-heading-m" id="go-on">"Go on with your pilot"</h2>
                    <p class="govuk-body">"There is a pilot on this device."</p>
                    <Button on_press=open(Which::Own, Route::Home)>"Open your pilot"</Button>
                </section>
            })}
            <section class="cw-choice" aria-labelledby="look-round">
                <h2 class="govuk-heading-m" id="look-round">"See what it does"</h2>
                <p class="govuk-body">
                    "A pilot of invented schools with three years of figures. Change what you like: it is kept apart from your own work."
                </p>
                <ButtonGroup>
                    <Button on_press=open(Which::Sample, Route::Home) busy=busy>"Look round the demonstration"</Button>
                    <Button kind=ButtonKind::Secondary on_press=open(Which::Sample, Route::MySchool)>"What would my school get?"</Button>
                </ButtonGroup>
            </section>
            <section class="cw-choice" aria-labelledby="start">
                <h2 class="govuk-heading-m" id="start">"Start a pilot"</h2>
                <p class="govuk-body">"Name it, set its dates and clusters, and add its schools. It takes about ten minutes."</p>
                {move || view! {
                    <Button on_press=open(Which::Own, Route::Setup(SetupPage::Pilot))>
                        {move || if has_own.get() { "Change your pilot’s set-up" } else { "Start a pilot" }}
                    </Button>
                }}
            </section>
            <section class="cw-choice" aria-labelledby="open">
                <h2 class="govuk-heading-m" id="open">"Open a file"</h2>
                <p class="govuk-body">"A pilot or a return that somebody has sent you, or a copy that you saved."</p>
                <Button on_press=open(Which::Own, Route::Files(FilesPage::Open))>"Open a file"</Button>
            </section>
        </Show>
    }
}
