//! What is kept on this device, the newest steps, and removing it.

use super::reading::{self, Chosen, Reading};
use super::save_file::{Handed, HandedOver, save_bundle};
use crate::browser::room::{self, Room};
use crate::browser::{files, moment};
use crate::bundle::{Bundle, BundleError, CopyTest};
use crate::eval::numbers::number;
use crate::ui::components::{
    Announcer, Button, ButtonGroup, ButtonKind, ConfirmDialog, FileDrop, InsetText, PageHeading, SummaryList,
    SummaryRow, focus_heading,
};
use crate::ui::navigation::Navigator;
use crate::ui::route::Route;
use crate::ui::state::{AppState, SaveState};
use crate::ui::view;
use leptos::prelude::*;
use leptos::web_sys::File;
use std::convert::Infallible;

/// How many steps are listed.
const STEPS_SHOWN: usize = 20;

/// The storage page.
#[component]
pub fn StoragePage() -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let outcome = RwSignal::new(None::<Handed>);
    let asking = RwSignal::new(false);
    let keep_copy = Callback::new(move |()| {
        save_bundle(state, outcome, |document| Ok::<_, Infallible>(Bundle::backup(document)));
    });
    let remove = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            match state.remove_from_device().await {
                Ok(()) => navigator.go(&Route::Start),
                Err(words) => {
                    let _ = outcome.try_set(Some(Handed::Failed(words)));
                }
            }
        });
    });
    view! {
        <PageHeading text="Storage on this device"/>
        <p class="govuk-body">
            "This pilot is kept in this browser on this device and nowhere else. Clearing the browser’s data removes it: a copy saved as a file is the backup."
        </p>
        {move || summary(state)}
        <ButtonGroup>
            <Button on_press=keep_copy>"Save a copy as a file"</Button>
            <Button kind=ButtonKind::Warning on_press=Callback::new(move |()| asking.set(true))>
                "Delete this pilot from this device"
            </Button>
        </ButtonGroup>
        <HandedOver outcome=outcome/>
        <SetAside/>
        <h2 class="govuk-heading-m">"Lock"</h2>
        <p class="govuk-body">
            {move || match state.lock_is_on.get() {
                true => "This pilot is locked on this device: all that is kept of it here is sealed. ",
                false => "Who else uses this computer can read what is kept here. On a shared one, ",
            }}
            <a class="govuk-link" href=Route::Lock.href()>
                {move || if state.lock_is_on.get() { "Change or take off the lock" } else { "lock this pilot with a passphrase" }}
            </a> "."
        </p>
        <h2 class="govuk-heading-m">"Earlier versions"</h2>
        <p class="govuk-body">
            "What was noticed too late for undo: "
            <a class="govuk-link" href=Route::Versions.href()>"see and go back to earlier versions"</a> "."
        </p>
        <h2 class="govuk-heading-m">"Room in this browser"</h2>
        <RoomHere/>
        <h2 class="govuk-heading-m">"Test a copy"</h2>
        <TestCopy/>
        <h2 class="govuk-heading-m">"Newest steps"</h2>
        {move || steps(state)}
        <InsetText>
            "Deleting removes the pilot from the browser’s storage. Traces may stay on the disk until the browser overwrites them."
        </InsetText>
        <ConfirmDialog
            id="delete-pilot"
            title="Delete this pilot from this device?"
            open=asking
            confirm="Delete it"
            on_confirm=remove
            kind=ButtonKind::Warning
        >
            <p class="govuk-body">"This cannot be undone. Save a copy as a file first if you may need it."</p>
        </ConfirmDialog>
    }
}

/// How much room there is, and whether the browser promises to keep it.
#[component]
fn RoomHere() -> impl IntoView {
    let found = RwSignal::new(None::<Room>);
    let look = move || {
        leptos::task::spawn_local(async move {
            let now = room::room().await;
            let _ = found.try_set(Some(now));
        });
    };
    look();
    let announcer = expect_context::<Announcer>();
    let keep = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let is_promised = room::promise().await;
            announcer.say(match is_promised {
                true => "The browser promises to keep your data.",
                false => "The browser does not promise it. It may do so once you have used this page for some time, or keep it as a bookmark. A copy saved as a file is safe in any case.",
            });
            look();
            if is_promised {
                // The button that had the focus goes.
                let _is_there = focus_heading();
            }
        });
    });
    move || {
        found.get().map(|room| {
            let used = match (room.used, room.most) {
                (Some(used), Some(most)) => format!("{} of {}", megabytes(used), megabytes(most)),
                _ => "This browser does not say".to_owned(),
            };
            let kept = match room.is_promised {
                Some(true) => "Promised, until you clear this site’s data yourself",
                Some(false) => "Not promised: the browser may clear it when space is short",
                None => "This browser does not say; some clear data of sites that are not visited for a week",
            };
            let rows = vec![
                SummaryRow::new("Used, all pilots together", used),
                SummaryRow::new("Kept when space is short", kept),
            ];
            view! {
                <SummaryList rows=rows/>
                {(room.is_promised == Some(false)).then(|| view! {
                    <ButtonGroup><Button kind=ButtonKind::Secondary on_press=keep>"Keep my data"</Button></ButtonGroup>
                })}
            }
        })
    }
}

pub(super) fn megabytes(bytes: f64) -> String {
    let megabytes = bytes / 1e6;
    match megabytes >= 10_000.0 {
        true => format!("{} GB", number(megabytes / 1e3, 0)),
        false => format!("{} MB", number(megabytes, if megabytes < 10.0 { 1 } else { 0 })),
    }
}

/// A file is read as opening it would, and nothing is changed.
#[component]
fn TestCopy() -> impl IntoView {
    let state = AppState::get();
    let said = RwSignal::new(None::<String>);
    let on_files = Callback::new(move |chosen: Vec<File>| {
        leptos::task::spawn_local(async move {
            let read = reading::read_all(state, chosen, |_| ()).await;
            let Some(Chosen { name, read }) = read.into_iter().next() else { return };
            let Some(workspace) = untrack(move || state.workspace()) else { return };
            let tested = match read {
                Reading::Done(read) => {
                    (*read).and_then(|received| CopyTest::of_bundle(&received.bundle, workspace.document()))
                }
                Reading::Locked(_) => Err(BundleError::Unread(
                    "it is sealed with a passphrase that is not known here: to test it, open it".to_owned(),
                )),
            };
            let tested = tested.map(CopyTest::words).map_err(|error| error.to_string());
            let words = tested.unwrap_or_else(|why| format!("{why}."));
            let _ = said.try_set(Some(format!("{name}: {words}")));
        });
    });
    view! {
        <FileDrop
            id="copy-to-test"
            label="A copy that you saved"
            hint="It is read as though it were opened, and held against what is here. Nothing is changed."
            accept=".json,application/json"
            multiple=false
            on_files=on_files
        />
        <p class="govuk-body" role="status">{move || said.get()}</p>
    }
}

/// What could not be read of the newest steps, if there ever was any: as a file, for whoever rescues something from it.
#[component]
fn SetAside() -> impl IntoView {
    let state = AppState::get();
    let aside = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        let found = state.aside().await;
        let _ = aside.try_set(found);
    });
    let save = Callback::new(move |()| {
        aside.with_untracked(|aside| {
            aside.iter().for_each(|text| {
                let _handed_over = files::save("clusterwise-set-aside.txt", "text/plain", text.as_bytes());
            });
        });
    });
    move || {
        let steps = aside.with(|aside| aside.as_ref().map(|text| text.lines().count()))?;
        Some(view! {
            <h2 class="govuk-heading-m">"Set aside"</h2>
            <p class="govuk-body">
                {format!("Of the log of this pilot {} could not be read at a start. Everything before is here; what was done then may have to be done again.", if steps == 1 { "1 step".to_owned() } else { format!("{steps} steps") })}
            </p>
            <ButtonGroup>
                <Button kind=ButtonKind::Secondary on_press=save>"Save what was set aside"</Button>
            </ButtonGroup>
        })
    }
}

fn summary(state: AppState) -> impl IntoView {
    let Some(workspace) = state.workspace() else { return ().into_any() };
    let data = workspace.data();
    let saved = match state.save.get() {
        SaveState::Idle => "Nothing to save yet".to_owned(),
        SaveState::Saving => "Saving…".to_owned(),
        SaveState::Saved(at_ms) => format!("At {}", moment::time_of_day(at_ms)),
        SaveState::NotSaved(words) => words,
        SaveState::LookingOn | SaveState::Outdated => "In another tab, which has this pilot open".to_owned(),
    };
    let copy = workspace.last_copy_ms().map_or_else(
        || "None yet".to_owned(),
        |at_ms| format!("{} at {}", moment::date_of(at_ms).format("%-d %B %Y"), moment::time_of_day(at_ms)),
    );
    let rows = vec![
        SummaryRow::new("Last saved", saved),
        SummaryRow::new("Last copy saved as a file", copy),
        SummaryRow::new("Steps since that copy", workspace.changes_since_copy().to_string()),
        SummaryRow::new(
            "Holds",
            format!(
                "{} schools, {} returns, {} comparison areas",
                data.schools.len(),
                data.returns.len(),
                data.areas.len()
            ),
        ),
        SummaryRow::new("This device is called", workspace.device().to_string()),
    ];
    view! { <SummaryList rows=rows/> }.into_any()
}

fn steps(state: AppState) -> impl IntoView {
    let Some(workspace) = state.workspace() else { return ().into_any() };
    let line = |label: &str, at_ms: u64| {
        let words = format!("{}, {}: {label}", moment::date_of(at_ms).format("%-d %B %Y"), moment::time_of_day(at_ms));
        view! { <li>{words}</li> }
    };
    let lines: Vec<_> =
        workspace.history().steps().take(STEPS_SHOWN).map(|step| line(&step.label, step.at_ms)).collect();
    if lines.is_empty() {
        return view! { <p class="govuk-body">"Nothing has been changed yet."</p> }.into_any();
    }
    view! { <ol class="govuk-list">{lines}</ol> }.into_any()
}
