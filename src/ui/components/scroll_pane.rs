//! A frame that scrolls sideways by itself, so that the page never does. Knows nothing of what is in it.

use crate::ui::view;
use leptos::prelude::*;

/// A labelled pane that takes the focus, so that the keyboard can scroll it.
#[component]
pub fn ScrollPane(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="cw-scroll-pane" role="region" aria-label=label tabindex="0">
            {children()}
        </div>
    }
}
