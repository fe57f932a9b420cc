//! Small wishes of the person at this device: theme, role. Knows nothing of the work itself, which is never kept here.
//!
//! gloo-storage panics where storage is barred, so every call asks first whether there is any.

use gloo_storage::{LocalStorage, Storage};

/// Whether this browser lets the page remember anything.
pub(super) fn is_there() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

#[allow(clippy::disallowed_methods, reason = "asked whether storage is there; a wish that cannot be read is no wish")]
/// A remembered wish; `None` where there is none, it cannot be read or storage is barred.
pub fn get(name: &str) -> Option<String> {
    if is_there() { LocalStorage::get(key(name)).ok() } else { None }
}

/// Remembers a wish; says whether it was kept.
pub fn set(name: &str, value: &str) -> bool {
    is_there() && LocalStorage::set(key(name), value).is_ok()
}

/// Forgets a wish.
pub fn forget(name: &str) {
    if is_there() {
        LocalStorage::delete(key(name));
    }
}

/// The start script reads `clusterwise.theme` by this name before the app is there.
fn key(name: &str) -> String {
    format!("clusterwise.{name}")
}
