//! Handing a bundle to the person, the same way from every page. Knows nothing of why it is saved.

use crate::browser::folder::Folder;
use crate::browser::{files, moment};
use crate::bundle::Bundle;
use crate::merge::Document;
use crate::ui::state::AppState;
use leptos::prelude::*;

/// What a file's name ends in.
pub(super) const ENDING: &str = ".clusterwise.json";

/// A file that is to be handed over.
struct Made {
    name: String,
    bytes: Vec<u8>,
    holds: String,
}

fn made<E: std::fmt::Display>(
    state: AppState,
    make: impl FnOnce(&Document) -> Result<Bundle, E>,
) -> Result<Made, String> {
    let workspace = untrack(move || state.workspace()).ok_or("No pilot is open.")?;
    let bundle = make(workspace.document()).map_err(|error| error.to_string())?;
    Ok(Made { name: bundle.file_name(moment::today()), bytes: bundle.encode(), holds: bundle.holds().words() })
}

/// A copy left this device.
fn noted(state: AppState, name: &str, holds: &str) -> String {
    // A tab that only looks on may hand out a file; it cannot note that it did.
    let _ = state.note_export(name);
    format!("Saved {name}. It holds {holds}.")
}

/// Makes a bundle of the open workspace, saves it and notes that a copy left this device. The sentence says what it
/// holds and under which name, or why there is none.
pub(super) fn save_bundle<E: std::fmt::Display>(
    state: AppState,
    make: impl FnOnce(&Document) -> Result<Bundle, E>,
) -> Result<String, String> {
    let Made { name, bytes, holds } = made(state, make)?;
    if !files::save(&name, "application/json", &bytes) {
        return Err("The browser did not take the file. Check that downloads are allowed, then try again.".to_owned());
    }
    Ok(noted(state, &name, &holds))
}

/// The same into a folder that others share. The name says which device it is of, and no file that is there is touched.
pub(super) async fn save_into<E: std::fmt::Display>(
    state: AppState,
    folder: &Folder,
    make: impl FnOnce(&Document) -> Result<Bundle, E>,
) -> Result<String, String> {
    let Made { name, bytes, holds } = made(state, make)?;
    let device = untrack(move || state.workspace()).map(|open| open.device().to_string()).unwrap_or_default();
    let stem = format!("{}_{device}", name.strip_suffix(ENDING).unwrap_or(&name));
    let name = folder.save_new(&stem, ENDING, &bytes).await?;
    Ok(noted(state, &name, &holds))
}
