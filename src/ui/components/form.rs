//! A form that is sent with Enter or its button, and groups of questions in it. Knows nothing of the questions.

use crate::ui::view;
use leptos::prelude::*;

/// A form. The browser's own checks are off: ours say what is wrong in the page.
#[component]
pub fn EntryForm(on_submit: Callback<()>, children: Children) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.try_run(());
    };
    view! {
        <form novalidate=true on:submit=submit>
            {children()}
        </form>
    }
}

/// Questions that belong together under one legend; as the page's heading where the page holds nothing else.
#[component]
pub fn Fieldset(
    #[prop(into)] legend: String,
    #[prop(optional)] heading: bool,
    #[prop(optional, into)] hint: Option<String>,
    children: Children,
) -> impl IntoView {
    let legend = if heading {
        view! {
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--l">
                <h1 class="govuk-fieldset__heading" id=super::PAGE_HEADING_ID tabindex="-1">{legend}</h1>
            </legend>
        }
        .into_any()
    } else {
        view! { <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{legend}</legend> }.into_any()
    };
    view! {
        <fieldset class="govuk-fieldset cw-questions">
            {legend}
            {hint.map(|hint| view! { <p class="govuk-hint">{hint}</p> })}
            {children()}
        </fieldset>
    }
}
