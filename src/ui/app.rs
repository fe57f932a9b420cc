//! Starts the app and keeps the page in step with its address: title, focus, announcement. Knows nothing of how work is saved.

use super::components::{Announcer, ErrorTitle, focus_heading};
use super::frame::Frame;
use super::hiding::HiddenTables;
use super::navigation::Navigator;
use super::page_of::page_of;
use super::pages::Done;
use super::parts;
use super::role::Role;
use super::route::Route;
use super::standing::standing;
use super::state::AppState;
use super::theme::Theme;
use super::view;
use crate::browser::{page, timer};
use leptos::mount::mount_to_body;
use leptos::prelude::*;

/// Mounts the app in the page's body.
pub fn start() {
    show_faults();
    page::ignore_stray_drops();
    mount_to_body(App);
}

/// A panic ends the program. The shell's own page then says so, and that what was saved is safe. Only the place in the
/// program is named: a panic's message may hold somebody's figures.
fn show_faults() {
    std::panic::set_hook(Box::new(|fault| {
        if cfg!(debug_assertions) {
            console_error_panic_hook::hook(fault);
        }
        let place = fault.location().map(|place| format!("{}, line {}", place.file(), place.line()));
        page::report_fault(&place.unwrap_or_default());
    }));
}

#[component]
fn App() -> impl IntoView {
    let navigator = Navigator::follow_address();
    let announcer = Announcer::new();
    let error_title = ErrorTitle(RwSignal::new(false));
    provide_context(navigator);
    provide_context(announcer);
    provide_context(error_title);
    provide_context(Done::new());
    provide_context(HiddenTables::new());

    let state = AppState::new();
    provide_context(state);
    leptos::task::spawn_local(async move {
        if let Some(which) = state.was_open() {
            parts::open_pilot(state, which).await;
        }
    });
    // The page that is asked for comes first.
    timer::after_ms(1_000, || leptos::task::spawn_local(parts::fetch_ahead()));
    let role = Signal::derive(move || state.person.with(|person| person.role));
    let on_role = Callback::new(move |chosen: Role| state.person.update(|person| person.role = chosen));
    let theme = RwSignal::new(Theme::remembered());
    let on_theme = Callback::new(move |chosen: Theme| {
        chosen.choose();
        theme.set(chosen);
    });
    let standing = standing(state, navigator, announcer);

    let route = navigator.route();
    keep_title(route, standing.workspace, state, error_title);
    // Other options of the same page (a filter, a period) do not draw the page anew: it follows them itself.
    let place = Memo::new_with_compare(
        move |_| route.get(),
        |before: Option<&Route>, now: Option<&Route>| match (before, now) {
            (Some(before), Some(now)) => !before.same_page(now),
            _ => true,
        },
    );
    lead_to_heading(place, announcer);
    view! {
        <Frame
            route=route
            standing=standing
            role=role
            on_role=on_role
            theme=theme.into()
            on_theme=on_theme
            announcer=announcer
        >
            {move || page_of(place.get(), state)}
        </Frame>
    }
}

/// "Error: Page – Workspace – Clusterwise". The browser keeps titles: of a pilot that is locked they do not say the name.
fn keep_title(route: Signal<Route>, workspace: Signal<Option<String>>, state: AppState, error_title: ErrorTitle) {
    Effect::new(move |_| {
        let mut parts = vec![route.with(Route::title)];
        parts.extend(workspace.get().filter(|_| !state.lock_is_on.get()));
        parts.push("Clusterwise".to_owned());
        let error = if error_title.0.get() { "Error: " } else { "" };
        page::set_title(&format!("{error}{}", parts.join(" – ")));
    });
}

/// On each new page: to the top, the focus to its heading, its name read out. Not on the first: the browser has put the
/// focus where it belongs.
fn lead_to_heading(place: Memo<Route>, announcer: Announcer) {
    Effect::new(move |before: Option<()>| {
        let title = place.with(Route::title);
        if before.is_some() {
            page::scroll_to_top();
            focus_heading_soon(FRAMES_TO_WAIT);
            announcer.say(title);
        }
    });
}

/// Ten seconds: a page may have to be fetched before its heading is there.
const FRAMES_TO_WAIT: u16 = 600;

/// A page may draw its heading some frames after it is come to.
fn focus_heading_soon(frames: u16) {
    request_animation_frame(move || {
        if !focus_heading() && frames > 0 {
            focus_heading_soon(frames - 1);
        }
    });
}
