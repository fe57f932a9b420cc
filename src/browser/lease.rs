//! Who writes into a store, where the browser knows no locks: a note beside it, with a name and until when it holds. Knows nothing of what
//! is written.
//!
//! A note is no lock: two tabs that look in the same instant both find it free. So each waits a moment and looks again who is named; and
//! whoever writes nevertheless finds its number in the log taken, and stops.

use super::{device, moment, preference, timer};
use std::cell::RefCell;

/// How long a note holds: a tab that was closed or hangs is waited for no longer. Browsers let a tab in the background work once a second.
const HOLDS_MS: u64 = 5_000;
pub(super) const RENEWED_EVERY_MS: i32 = 1_000;
/// The other of two in one instant has written its name by then.
const LOOK_AGAIN_MS: i32 = 120;

thread_local! {
    /// This page, among all.
    static NAME: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn own_name() -> String {
    NAME.with_borrow_mut(|name| name.get_or_insert_with(device::random_suffix).clone())
}

/// Who holds a store, and until when.
fn holder(store: &str) -> Option<(String, u64)> {
    let note = preference::get(&key(store))?;
    let (name, until) = note.split_once(' ')?;
    Some((name.to_owned(), until.parse().ok()?))
}

/// Takes a lease that is free, or in any case. Where nothing can be noted, nothing can be kept either: there is no other tab to mind.
pub(super) async fn take(store: &str, in_any_case: bool) -> bool {
    let is_free = |(name, until): (String, u64)| name == own_name() || until < moment::now_ms();
    if !in_any_case && !holder(store).is_none_or(is_free) {
        return false;
    }
    if !renew(store) {
        return true;
    }
    timer::wait_ms(LOOK_AGAIN_MS).await;
    is_ours(store)
}

/// Whether this page is the one that is named.
pub(super) fn is_ours(store: &str) -> bool {
    holder(store).map_or(!preference::is_there(), |(name, _)| name == own_name())
}

/// Notes this page for some seconds more; whether it could be noted.
pub(super) fn renew(store: &str) -> bool {
    preference::set(&key(store), &format!("{} {}", own_name(), moment::now_ms() + HOLDS_MS))
}

pub(super) fn give_back(store: &str) {
    if is_ours(store) {
        preference::forget(&key(store));
    }
}

fn key(store: &str) -> String {
    format!("writes.{store}")
}
