//! Sentences that stand out: a banner, an inset, a warning. Knows nothing of what they say.

use crate::ui::view;
use leptos::html::Div;
use leptos::prelude::*;

/// What a banner is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Something to know, not caused by the last action.
    #[default]
    Important,
    /// What the person just did has worked. It takes the focus once and never goes away by itself.
    Success,
}

/// A banner at the top of a page; one at most. `on_close` adds a "Hide this message" button.
#[component]
pub fn NotificationBanner(
    #[prop(optional)] kind: BannerKind,
    /// "Important" or "Success" unless told.
    #[prop(optional, into)]
    title: Option<String>,
    #[prop(optional)] on_close: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let success = kind == BannerKind::Success;
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(banner) = place.get()
            && success
        {
            let _ = banner.focus();
        }
    });
    let title = title.unwrap_or_else(|| if success { "Success" } else { "Important" }.to_owned());
    let close = on_close.map(|on_close| {
        view! {
            <button type="button" class="cw-link-button" on:click=move |_| {
                on_close.try_run(());
            }>"Hide this message"</button>
        }
    });
    let title_id = format!("banner-{}", if success { "success" } else { "important" });
    view! {
        <div
            class="govuk-notification-banner"
            class=("govuk-notification-banner--success", success)
            role=if success { "alert" } else { "region" }
            aria-labelledby=title_id
            tabindex=success.then_some("-1")
            node_ref=place
        >
            <div class="govuk-notification-banner__header">
                <h2 class="govuk-notification-banner__title" id=title_id.clone()>{title}</h2>
            </div>
            <div class="govuk-notification-banner__content">{children()} {close}</div>
        </div>
    }
}

/// A paragraph set in, for what belongs to the text but stands beside it.
#[component]
pub fn InsetText(children: Children) -> impl IntoView {
    view! { <div class="govuk-inset-text">{children()}</div> }
}

/// A warning with an exclamation mark: for what cannot be undone or has consequences.
#[component]
pub fn WarningText(children: Children) -> impl IntoView {
    view! {
        <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">"!"</span>
            <strong class="govuk-warning-text__text">
                <span class="govuk-visually-hidden">"Warning: "</span>
                {children()}
            </strong>
        </div>
    }
}
