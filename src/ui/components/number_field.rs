//! A whole number, with last term's beside it. Knows nothing of what is counted; `ui/forms` reads the text.

use super::field::{ErrorLine, FormGroup, Hint, Label, Width, described_by, error_of};
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;

/// A box for a whole number. What was typed stays as it was typed; read it with `forms::whole_number`.
///
/// `beside` stands right of the box and describes it ("Last term: 412"). `question` is a doubt about the answer
/// ("Roll fell from 412 to 41. Is that right?"): it asks and does not forbid.
#[component]
pub fn NumberField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
    /// The unit, such as "pupils" or "minutes".
    #[prop(optional, into)]
    suffix: Option<String>,
    #[prop(optional, into)] beside: Option<Signal<String>>,
    #[prop(optional, into)] question: MaybeProp<String>,
    #[prop(default = Width::Chars5)] width: Width,
    #[prop(optional)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let error = error_of(&id, errors);
    let beside_id = format!("{id}-beside");
    let unit_id = format!("{id}-unit");
    let question_id = format!("{id}-question");
    let mut more = Vec::new();
    more.extend(suffix.as_ref().map(|_| unit_id.clone()));
    more.extend(beside.as_ref().map(|_| beside_id.clone()));
    more.push(question_id.clone());
    let described = described_by(&id, hint.is_some(), error, more);
    let input = view! {
        <input
            type="text"
            inputmode="numeric"
            id=id.clone()
            name=id.clone()
            class=width.input_classes()
            class=("govuk-input--error", move || error.with(Option::is_some))
            class=("cw-number", true)
            autocomplete="off"
            spellcheck="false"
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
    };
    view! {
        <FormGroup error=error>
            <Label field_id=id.clone() text=label heading=false/>
            <Hint field_id=id.clone() text=hint/>
            <ErrorLine field_id=id error=error/>
            <div class="cw-number-row">
                <div class="govuk-input__wrapper">
                    {input}
                    {suffix.map(|unit| view! { <div class="govuk-input__suffix" id=unit_id>{unit}</div> })}
                </div>
                {beside.map(|words| view! { <span class="cw-number-row__beside" id=beside_id>{words}</span> })}
            </div>
            <div id=question_id aria-live="polite">
                {move || question.get().map(|words| view! { <p class="cw-question">{words}</p> })}
            </div>
        </FormGroup>
    }
}
