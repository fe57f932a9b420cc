//! Erasing a record for good, as somebody has a right to ask: asked twice, as nothing takes it back.

use crate::ui::components::{Announcer, Button, ButtonKind, ConfirmDialog, Details, ErrorSummary};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::navigation::Navigator;
use crate::ui::route::Route;
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// The way to it, at the end of a page about the record. `what` is “this return”; `then` is where one goes afterwards.
#[component]
pub(super) fn EraseForGood(table: &'static str, id: String, what: &'static str, then: Route) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let announcer = expect_context::<Announcer>();
    let asking = RwSignal::new(false);
    let errors = RwSignal::new(FormErrors::new());
    let erase = Callback::new(move |()| match state.apply(&Command::Erase { table, id: id.clone() }) {
        Ok(_) => {
            navigator.go(&then);
            announcer.say(format!("Erased: {what}."));
        }
        Err(error) => {
            let mut found = FormErrors::new();
            found.put("erase-for-good", sentence(&error.to_string()));
            errors.set(found);
        }
    });
    let summary = format!("Erase {what} for good");
    let button = summary.clone();
    view! {
        <ErrorSummary errors=errors/>
        <Details summary=summary.clone()>
            <p>
                "For what should never have been written down, or what somebody has a right to have erased. It goes from this device, with all earlier versions of the pilot and all steps that hold it; other devices erase it when they open a file of yours, and no old file brings it back. It cannot be entered again, and nothing takes this back. Files that were saved before still hold it: delete them, and ask others to."
            </p>
            <Button id="erase-for-good" kind=ButtonKind::Warning on_press=Callback::new(move |()| asking.set(true))>{button}</Button>
        </Details>
        <ConfirmDialog
            id="erase"
            title=format!("{summary}?")
            open=asking
            confirm="Erase it"
            on_confirm=erase
            kind=ButtonKind::Warning
        >
            <p class="govuk-body">"This cannot be undone, and it cannot be entered again. To leave it out for now, change its figures instead."</p>
        </ConfirmDialog>
    }
}
