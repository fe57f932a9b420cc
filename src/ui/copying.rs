//! Copying text to the clipboard, and how it went. Knows nothing of the text.

use crate::browser::files;
use leptos::prelude::*;

/// What copies, and the sentence on how it went.
pub fn copying() -> (Callback<String>, RwSignal<String>) {
    let outcome = RwSignal::new(String::new());
    let copy = Callback::new(move |text: String| {
        leptos::task::spawn_local(async move {
            let words = match files::copy(&text).await {
                true => "Copied.",
                false => "The browser did not allow copying: select the text and press Ctrl+C.",
            };
            let _ = outcome.try_set(words.to_owned());
        });
    });
    (copy, outcome)
}
