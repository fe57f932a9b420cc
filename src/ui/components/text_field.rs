//! A line of text, and several. Knows nothing of what the text means.

use super::field::{ErrorLine, FormGroup, Hint, Label, Width, described_by, error_of};
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;

/// A line of text. `on_change` gets the text when the person leaves the box after changing it.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
    #[prop(optional)] width: Width,
    /// The label is the page's heading.
    #[prop(optional)]
    heading: bool,
    #[prop(optional)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let error = error_of(&id, errors);
    let described = described_by(&id, hint.is_some(), error, Vec::new());
    view! {
        <FormGroup error=error>
            <Label field_id=id.clone() text=label heading=heading/>
            <Hint field_id=id.clone() text=hint/>
            <ErrorLine field_id=id.clone() error=error/>
            <input
                type="text"
                id=id.clone()
                name=id
                class=width.input_classes()
                class=("govuk-input--error", move || error.with(Option::is_some))
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.try_run(event_target_value(&event));
                    }
                }
            />
        </FormGroup>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let error = error_of(&id, errors);
    let described = described_by(&id, hint.is_some(), error, Vec::new());
    view! {
        <FormGroup error=error>
            <Label field_id=id.clone() text=label heading=false/>
            <Hint field_id=id.clone() text=hint/>
            <ErrorLine field_id=id.clone() error=error/>
            <textarea
                id=id.clone()
                name=id
                class="govuk-textarea"
                class=("govuk-textarea--error", move || error.with(Option::is_some))
                rows=rows.to_string()
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.try_run(event_target_value(&event));
                    }
                }
            ></textarea>
        </FormGroup>
    }
}
