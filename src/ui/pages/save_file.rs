//! Handing a bundle to the person, the same way from every page. Knows nothing of why it is saved.

use crate::browser::{files, moment};
use crate::bundle::Bundle;
use crate::merge::Document;
use crate::ui::state::AppState;
use leptos::prelude::*;

/// Makes a bundle of the open workspace, saves it and notes that a copy left this device. The sentence says what it
/// holds and under which name, or why there is none.
pub(super) fn save_bundle<E: std::fmt::Display>(
    state: AppState,
    make: impl FnOnce(&Document) -> Result<Bundle, E>,
) -> Result<String, String> {
    let workspace = untrack(move || state.workspace()).ok_or("No pilot is open.")?;
    let bundle = make(workspace.document()).map_err(|error| error.to_string())?;
    let name = bundle.file_name(moment::today());
    if !files::save(&name, "application/json", &bundle.encode()) {
        return Err("The browser did not take the file. Check that downloads are allowed, then try again.".to_owned());
    }
    let holds = bundle.holds().words();
    // A tab that only looks on may hand out a file; it cannot note that it did.
    let _ = state.note_export(&name);
    Ok(format!("Saved {name}. It holds {holds}."))
}
