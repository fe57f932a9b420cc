//! A stored workspace that cannot be opened: never an empty start in its place.

use crate::browser::files;
use crate::ui::components::{Button, ButtonGroup, ButtonKind, ConfirmDialog, PageHeading, WarningText};
use crate::ui::state::{AppState, StartFault};
use crate::ui::view;
use leptos::prelude::*;

/// Says what is wrong with the stored workspace, offers its raw contents as a file, and only then a fresh start.
#[component]
pub fn RecoveryPage(fault: StartFault) -> impl IntoView {
    let state = AppState::get();
    let saved = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let StartFault { which, words, raw } = fault;
    let save = Callback::new(move |()| {
        saved.set(files::save("clusterwise-rescued.txt", "text/plain", raw.as_bytes()));
    });
    let give_up = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            state.give_up(which).await;
        });
    });
    view! {
        <PageHeading text="Your stored pilot cannot be opened"/>
        <p class="govuk-body">
            "Something in this browser’s storage is damaged. Nothing has been changed or removed. The reason was: "
            {words} "."
        </p>
        <WarningText>"Save what is stored as a file first. It may be possible to rescue your work from it."</WarningText>
        <ButtonGroup>
            <Button on_press=save>"Save what is stored"</Button>
            <Button kind=ButtonKind::Warning on_press=Callback::new(move |()| asking.set(true))>
                "Remove it and start again"
            </Button>
        </ButtonGroup>
        <p class="govuk-body" role="status">{move || saved.get().then_some("The file has been handed to your browser.")}</p>
        <ConfirmDialog
            id="give-up"
            title="Remove the damaged pilot from this device?"
            open=asking
            confirm="Remove it"
            on_confirm=give_up
            kind=ButtonKind::Warning
        >
            <p class="govuk-body">"This cannot be undone. Open a copy you have saved afterwards."</p>
        </ConfirmDialog>
    }
}
