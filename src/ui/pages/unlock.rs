//! Shown in place of every page about a pilot that is locked.

use crate::browser::timer;
use crate::ui::components::{
    Announcer, Button, ButtonGroup, ButtonKind, ConfirmDialog, Details, EntryForm, ErrorSummary, PageHeading,
    SecretField, focus_heading,
};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::state::{AppState, Which};
use crate::ui::view;
use leptos::prelude::*;

/// The page that was asked for may have to be fetched before its heading can have the focus.
const LOOKS: u32 = 100;
const LOOK_EVERY_MS: i32 = 50;

/// Asks for the passphrase.
#[component]
pub fn UnlockPage(which: Which) -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let typed = RwSignal::new(String::new());
    let errors = RwSignal::new(FormErrors::new());
    let (busy, asking) = (RwSignal::new(false), RwSignal::new(false));
    let unlock = Callback::new(move |()| {
        errors.set(FormErrors::new());
        busy.set(true);
        leptos::task::spawn_local(async move {
            match state.unlock(which, &typed.get_untracked()).await {
                // This page has gone by now, and its button with it.
                Ok(()) => {
                    announcer.say("Unlocked.");
                    for _ in 0..LOOKS {
                        if focus_heading() {
                            break;
                        }
                        timer::wait_ms(LOOK_EVERY_MS).await;
                    }
                }
                Err(words) => {
                    let _ = busy.try_set(false);
                    let mut found = FormErrors::new();
                    found.put("unlock", sentence(&words));
                    let _ = errors.try_set(found);
                }
            }
        });
    });
    let remove = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            state.give_up(which).await;
        });
    });
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="This pilot is locked"/>
        <EntryForm on_submit=unlock>
            <SecretField
                id="unlock"
                label="Passphrase"
                hint="Where it is forgotten, the ten words of the recovery sheet."
                value=typed
                errors=errors
            />
            <Button submit=true busy=busy>"Unlock"</Button>
        </EntryForm>
        <Details summary="Neither is at hand">
            <p>
                "Without either of them nobody can open what is on this device. A copy that was saved as a file can be opened here, once the locked pilot has been deleted."
            </p>
            <ButtonGroup>
                <Button kind=ButtonKind::Warning on_press=Callback::new(move |()| asking.set(true))>
                    "Delete this pilot from this device"
                </Button>
            </ButtonGroup>
        </Details>
        <ConfirmDialog
            id="delete-locked"
            title="Delete the locked pilot from this device?"
            open=asking
            confirm="Delete it"
            on_confirm=remove
            kind=ButtonKind::Warning
        >
            <p class="govuk-body">"This cannot be undone. What is only on this device is lost."</p>
        </ConfirmDialog>
    }
}
