//! What the frame says of the open workspace, and what its buttons do. Knows nothing of how the frame looks.

use super::components::{Announcer, focus_heading};
use super::copy_words::{copy_is_due, copy_words};
use super::frame::{Standing, Steps};
use super::navigation::Navigator;
use super::part::PartFault;
use super::parts;
use super::route::Route;
use super::state::{AppState, SaveState};
use crate::browser::{moment, timer};
use crate::workspace::WorkspaceError;
use leptos::prelude::*;

/// The step that was taken, in words; `None` where none was left.
type StepDone = Result<Option<String>, WorkspaceError>;

/// Ties the frame to the state.
pub fn standing(state: AppState, navigator: Navigator, announcer: Announcer) -> Standing {
    let workspace = Memo::new(move |_| {
        let open = state.opened.with(Option::is_some);
        open.then(|| state.data().pilot.as_ref().map_or_else(|| "New pilot".to_owned(), |pilot| pilot.name.clone()))
    });
    let trouble = Memo::new(move |_| match state.save.get() {
        SaveState::NotSaved(sentence) => Some(sentence),
        _ => None,
    });
    let sample = Memo::new(move |_| {
        if state.is_sample() { workspace.get().map(|name| format!("{name}, invented schools")) } else { None }
    });
    let on_reset_sample = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let done = match parts::reset_sample(state).await {
                Ok(reset) => reset.await.map_err(|error| error.to_string()),
                Err(fault) => Err(fault.to_string()),
            };
            match done {
                Ok(()) => {
                    navigator.go(&Route::Home);
                    announcer.say("The sample data is as it was at the beginning.");
                }
                Err(error) => announcer.say(format!("The sample data could not be brought back: {error}.")),
            }
        });
    });
    let on_leave_sample = Callback::new(move |()| {
        state.leave();
        navigator.go(&Route::Start);
    });
    Standing {
        workspace: workspace.into(),
        saved: saved_words(state),
        on_disk: state.on_disk.into(),
        trouble: trouble.into(),
        on_save_again: Callback::new(move |()| {
            // Whoever has something to save has this part; the first view does without it.
            leptos::task::spawn_local(async move { _ = parts::save_again(state).await });
        }),
        looking_on: Signal::derive(move || state.save.with(|save| *save == SaveState::LookingOn)),
        on_edit_here: Callback::new(move |()| {
            leptos::task::spawn_local(async move {
                match parts::edit_here(state).await {
                    Ok(Ok(())) => {
                        announcer.say("You can make changes here now.");
                        // The button that had the focus is gone.
                        let _there_is_none_yet = focus_heading();
                    }
                    Ok(Err(words)) => announcer.say(words),
                    Err(fault) => announcer.say(fault.to_string()),
                }
            });
        }),
        outdated: Signal::derive(move || state.save.with(|save| *save == SaveState::Outdated)),
        locks: state.lock_is_on.into(),
        locks_soon: state.locks_soon.into(),
        on_lock: Callback::new(move |()| {
            leptos::task::spawn_local(async move {
                match parts::lock_now(state).await {
                    Ok(Ok(())) => {}
                    Ok(Err(words)) => announcer.say(words),
                    Err(fault) => announcer.say(fault.to_string()),
                }
            });
        }),
        set_aside: state.set_aside.into(),
        copy_due: copy_due(state).into(),
        sample: sample.into(),
        on_reset_sample,
        on_leave_sample,
        to_others: state.to_others.into(),
        on_show_all: Callback::new(move |()| state.to_others.set(false)),
        steps: steps_of(state, announcer),
    }
}

/// Where the work is. "Saving" is only said of what takes longer than a moment, so that it is not read out at each key; at once of
/// what nothing else would rescue.
fn saved_words(state: AppState) -> Signal<String> {
    const A_MOMENT_MS: i32 = 400;
    let slow = RwSignal::new(false);
    Effect::new(move |_| {
        let saving = state.save.with(|save| *save == SaveState::Saving);
        slow.set(saving && state.would_lose_work());
        if saving {
            timer::after_ms(A_MOMENT_MS, move || {
                let still = state.save.try_with_untracked(|save| *save == SaveState::Saving) == Some(true);
                let _ = slow.try_set(still);
            });
        }
    });
    let words = Memo::new(move |before: Option<&String>| {
        if state.opened.with(Option::is_none) {
            return String::new();
        }
        match state.save.get() {
            SaveState::Idle => "Nothing to save yet".to_owned(),
            SaveState::Saving if slow.get() => "Saving…".to_owned(),
            SaveState::Saving => before.cloned().unwrap_or_default(),
            SaveState::Saved(at_ms) => {
                let saved = format!("Saved on this device {}", moment::time_of_day(at_ms));
                // The demonstration can always be made again: no copy of it is missed.
                let own = copy_of(state).filter(|_| !state.is_sample());
                match own.and_then(|(last, changes)| copy_words(last, changes, moment::now_ms())) {
                    Some(copy) => format!("{saved} · {copy}"),
                    None => saved,
                }
            }
            SaveState::NotSaved(_) => "Not saved".to_owned(),
            SaveState::LookingOn | SaveState::Outdated => "Looking on".to_owned(),
        }
    });
    words.into()
}

/// When a copy was last handed out, and how much has changed since.
fn copy_of(state: AppState) -> Option<(Option<u64>, usize)> {
    state.workspace().map(|workspace| (workspace.last_copy_ms(), workspace.changes_since_copy()))
}

fn copy_due(state: AppState) -> Memo<bool> {
    Memo::new(move |_| {
        let own = !state.is_sample();
        own && copy_of(state).is_some_and(|(last, changes)| copy_is_due(last, changes, moment::now_ms()))
    })
}

fn steps_of(state: AppState, announcer: Announcer) -> Steps {
    let label = move |redo: bool| {
        Memo::new(move |_| {
            let workspace = state.workspace().filter(|_| state.may_edit())?;
            let history = workspace.history();
            if redo { history.redo_label() } else { history.undo_label() }.map(str::to_owned)
        })
    };
    Steps {
        undo: label(false).into(),
        redo: label(true).into(),
        on_undo: Callback::new(move |()| {
            leptos::task::spawn_local(async move { say_step(announcer, parts::undo(state).await, "Taken back") });
        }),
        on_redo: Callback::new(move |()| {
            leptos::task::spawn_local(async move { say_step(announcer, parts::redo(state).await, "Done again") });
        }),
    }
}

fn say_step(announcer: Announcer, outcome: Result<StepDone, PartFault>, done: &str) {
    announcer.say(match outcome {
        Ok(Ok(Some(step))) => format!("{done}: {step}."),
        Ok(Ok(None)) => "There is no step left.".to_owned(),
        Ok(Err(error)) => format!("That could not be done: {error}."),
        Err(fault) => format!("That could not be done: {fault}."),
    });
}
