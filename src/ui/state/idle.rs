//! A locked pilot that nobody uses is locked again. Knows nothing of keys.

use super::open::AppState;
use crate::browser::{moment, page, timer};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// When it is locked, and for how long before that it is told (WCAG 2.2.1 asks for twenty seconds).
const LOCKED_AFTER_MS: u64 = 10 * 60_000;
const TOLD_FOR_MS: u64 = 60_000;
/// A computer that slept finds out this soon after it wakes.
const LOOK_EVERY_MS: i32 = 2_000;

thread_local! {
    /// Whether it is watched yet: once is enough, as locking ends the page.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// Locks the pilot once nobody has touched a key, the mouse or the screen for ten minutes, for as long as the page lives.
pub(super) fn watch(state: AppState) {
    if WATCHED.replace(true) {
        return;
    }
    let last_used = Rc::new(Cell::new(moment::now_ms()));
    let used = Rc::clone(&last_used);
    page::on_use(move || used.set(moment::now_ms()));
    leptos::task::spawn_local(async move {
        loop {
            timer::wait_ms(LOOK_EVERY_MS).await;
            let Some(is_on) = state.lock_is_on.try_get_untracked() else { return };
            // A clock that was set back is no sign of life, nor of the contrary.
            let idle = moment::now_ms().saturating_sub(last_used.get());
            let soon = is_on && idle >= LOCKED_AFTER_MS - TOLD_FOR_MS;
            if state.locks_soon.try_get_untracked() != Some(soon) {
                let _ = state.locks_soon.try_set(soon);
            }
            if is_on && idle >= LOCKED_AFTER_MS {
                // What cannot be saved is not thrown away: the page says in red that it is not saved, and it is tried again.
                let _stays_open = state.lock_now().await;
            }
        }
    });
}

impl AppState {
    /// Locks the open pilot: the page is loaded anew, which alone is sure to free what it holds. The sentence says why not.
    pub async fn lock_now(self) -> Result<(), String> {
        if !self.all_is_saved().await {
            return Err("Your newest changes are not saved yet, so the pilot stays open.".to_owned());
        }
        page::reload();
        Ok(())
    }
}
