//! What the frame says of the workspace: its name, where the work is, what is wrong. Knows nothing of how it looks.

use super::frame::Standing;
use super::navigation::Navigator;
use super::route::Route;
use super::state::{AppState, SaveState};
use crate::browser::moment;
use leptos::prelude::*;

/// The frame's signals, from the state.
pub fn standing(state: AppState, navigator: Navigator) -> Standing {
    let workspace = Memo::new(move |_| state.data().pilot.as_ref().map(|pilot| pilot.name.clone()));
    let sample = Signal::derive(move || {
        state.is_sample().then(|| format!("{}, invented schools", workspace.get().unwrap_or_default()))
    });
    Standing {
        workspace: workspace.into(),
        saved: Signal::derive(move || saved_words(state)),
        trouble: Signal::derive(move || match state.save.get() {
            SaveState::NotSaved(words) => Some(words),
            _ => None,
        }),
        sample,
        on_reset_sample: Callback::new(move |()| {
            leptos::task::spawn_local(async move {
                // A sample that cannot be made again leaves the present one as it is.
                let _ = state.reset_sample().await;
                navigator.go(&Route::Home);
            });
        }),
        on_leave_sample: Callback::new(move |()| {
            state.leave();
            navigator.go(&Route::Start);
        }),
    }
}

/// “Saved on this device 10:42 · copy saved 2 days ago”.
fn saved_words(state: AppState) -> String {
    let saved = match state.save.get() {
        SaveState::Idle => "Nothing to save yet".to_owned(),
        SaveState::Saving => "Saving…".to_owned(),
        SaveState::Saved(at_ms) => format!("Saved on this device {}", moment::time_of_day(at_ms)),
        SaveState::NotSaved(_) => return "Not saved on this device".to_owned(),
        SaveState::LookingOn => return "Looking on: this pilot is open in another tab".to_owned(),
    };
    match state.workspace().map(|workspace| workspace.last_copy_ms()) {
        None => saved,
        Some(None) => format!("{saved} · no copy saved yet"),
        Some(Some(at_ms)) => format!("{saved} · copy saved {}", days_ago(at_ms, moment::now_ms())),
    }
}

fn days_ago(then_ms: u64, now_ms: u64) -> String {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    match now_ms.saturating_sub(then_ms) / DAY_MS {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}
