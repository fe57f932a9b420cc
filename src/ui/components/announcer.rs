//! Says things to people who hear the page instead of seeing it. Knows nothing of what is said.

use crate::ui::view;
use leptos::prelude::*;

/// Where sentences to be read out are put. Provided once by the app; pages take it with `expect_context` or
/// `use_context`.
#[derive(Debug, Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    pub fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Has a sentence read out when the reader has finished its present one.
    pub fn say(self, sentence: impl Into<String>) {
        let mut sentence = sentence.into();
        // A region whose text stays the same is not read again, so a repeated sentence ends in a space that is not seen.
        if self.0.try_get_untracked().as_deref() == Some(sentence.as_str()) {
            sentence.push('\u{a0}');
        }
        let _ = self.0.try_set(sentence);
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}

/// The region that is read out. It has to be in the page before anything is said.
#[component]
pub fn LiveRegion(announcer: Announcer) -> impl IntoView {
    view! {
        <div id="announcements" class="govuk-visually-hidden" role="status" aria-live="polite" aria-atomic="true">
            {move || announcer.0.get()}
        </div>
    }
}
