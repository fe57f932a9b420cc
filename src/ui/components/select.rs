//! One of many, in a list that opens. Knows nothing of what is chosen.

use super::choice::Choice;
use super::field::{ErrorLine, FormGroup, Hint, Label, described_by, error_of};
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;

/// One of many. For up to five, `Radios` are easier.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
    #[prop(optional)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let error = error_of(&id, errors);
    let described = described_by(&id, hint.is_some(), error, Vec::new());
    let listed = move || {
        let one = |option: Choice| {
            let own = option.value.clone();
            view! {
                <option value=option.value prop:selected=move || value.with(|value| *value == own)>{option.label}</option>
            }
        };
        options.get().into_iter().map(one).collect_view()
    };
    let choose = move |event: leptos::ev::Event| {
        let chosen = event_target_value(&event);
        value.set(chosen.clone());
        if let Some(on_change) = on_change {
            on_change.try_run(chosen);
        }
    };
    view! {
        <FormGroup error=error>
            <Label field_id=id.clone() text=label heading=false/>
            <Hint field_id=id.clone() text=hint/>
            <ErrorLine field_id=id.clone() error=error/>
            <select
                id=id.clone()
                name=id
                class="govuk-select"
                class=("govuk-select--error", move || error.with(Option::is_some))
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=choose
            >
                {listed}
            </select>
        </FormGroup>
    }
}
