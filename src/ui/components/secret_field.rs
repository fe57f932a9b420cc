//! A line of text that nobody reads over a shoulder. Knows nothing of what the text opens.

use super::field::{ErrorLine, FormGroup, Hint, Label, Width, described_by, error_of};
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;

/// A line of text that shows as dots until the person asks to see it.
///
/// To the browser it is a text like any other: it would offer to keep a password, and on a shared computer that is no lock.
#[component]
pub fn SecretField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let error = error_of(&id, errors);
    let described = described_by(&id, hint.is_some(), error, Vec::new());
    let field = id.clone();
    view! {
        <FormGroup error=error>
            <Label field_id=id.clone() text=label heading=false/>
            <Hint field_id=id.clone() text=hint/>
            <ErrorLine field_id=id.clone() error=error/>
            <div class="cw-secret">
                <input
                    type="text"
                    id=id.clone()
                    name=id
                    class=Width::default().input_classes()
                    class=("govuk-input--error", move || error.with(Option::is_some))
                    class=("cw-secret__hidden", move || !shown.get())
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <button
                    type="button"
                    class="govuk-button govuk-button--secondary cw-secret__show"
                    aria-controls=field
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    "Show"
                </button>
            </div>
        </FormGroup>
    }
}
