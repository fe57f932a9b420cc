//! Buttons, and links that look like one. Knows nothing of what is pressed for.

use crate::ui::view;
use leptos::prelude::*;

/// How much a button weighs on its page: one primary button at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Primary,
    Secondary,
    /// For what cannot be undone.
    Warning,
    /// Looks like a link: for small actions beside text.
    Link,
}

impl ButtonKind {
    fn classes(self) -> &'static str {
        match self {
            Self::Primary => "govuk-button",
            Self::Secondary => "govuk-button govuk-button--secondary",
            Self::Warning => "govuk-button govuk-button--warning",
            Self::Link => "cw-link-button",
        }
    }
}

/// A button. With `submit` it sends the [`EntryForm`](super::EntryForm) it is in; otherwise `on_press` is called.
///
/// While `busy` it keeps its place and the focus, says so, and does nothing.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] on_press: Option<Callback<()>>,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Added for people who hear the page, such as the name of the row.
    #[prop(optional, into)]
    about: Option<String>,
    children: Children,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.try_run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            id=id
            class=kind.classes()
            class=("cw-button--busy", move || busy.get())
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {children()}
            {about.map(|about| view! { <span class="govuk-visually-hidden">" " {about}</span> })}
            {move || busy.get().then(|| view! { <span class="govuk-visually-hidden">", working"</span> })}
        </button>
    }
}

/// A link that starts something, drawn as a button.
#[component]
pub fn ButtonLink(#[prop(into)] href: String, #[prop(optional)] kind: ButtonKind, children: Children) -> impl IntoView {
    view! {
        <a href=href class=kind.classes() draggable="false">
            {children()}
        </a>
    }
}

/// Buttons and links beside one another.
#[component]
pub fn ButtonGroup(children: Children) -> impl IntoView {
    view! { <div class="govuk-button-group">{children()}</div> }
}
