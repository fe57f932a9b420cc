//! What the last form did, told on the page one lands on. Knows nothing of forms.

use crate::ui::components::{BannerKind, NotificationBanner};
use crate::ui::view;
use leptos::prelude::*;

/// The sentence to be shown next. Provided once by the app, as the form that knows it is gone when it is read.
#[derive(Debug, Clone, Copy)]
pub struct Done(RwSignal<Option<String>>);

impl Done {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The app's own, from anywhere under it.
    pub(super) fn get() -> Self {
        expect_context()
    }

    /// Has a sentence shown by the next [`DoneBanner`], or by the one on this page.
    pub(super) fn say(self, sentence: impl Into<String>) {
        let _ = self.0.try_set(Some(sentence.into()));
    }

    /// Takes the sentence away: something else has happened since.
    pub(super) fn clear(self) {
        let _ = self.0.try_set(None);
    }
}

impl Default for Done {
    fn default() -> Self {
        Self::new()
    }
}

/// Where the sentence stands. It goes with its page.
#[component]
pub(super) fn DoneBanner() -> impl IntoView {
    let done = Done::get();
    on_cleanup(move || done.clear());
    move || {
        done.0.get().map(|words| {
            view! {
                <NotificationBanner kind=BannerKind::Success>
                    <p class="govuk-notification-banner__heading">{words}</p>
                </NotificationBanner>
            }
        })
    }
}
