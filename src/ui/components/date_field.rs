//! A date in three boxes: day, month, year. Knows nothing of what the date is for; `ui/forms` reads it.

use super::field::{ErrorLine, FormGroup, Hint, described_by, error_of};
use crate::ui::forms::{DateText, FormErrors};
use crate::ui::view;
use leptos::prelude::*;

/// Three boxes for a date, read with `DateText::read`. The error of the field's id belongs to all three; an error list
/// leads to the day.
#[component]
pub fn DateField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<DateText>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
    #[prop(optional)] on_change: Option<Callback<DateText>>,
) -> impl IntoView {
    let error = error_of(&id, errors);
    let described = described_by(&id, hint.is_some(), error, Vec::new());
    let changed = move || {
        if let Some(on_change) = on_change {
            on_change.try_run(value.get_untracked());
        }
    };
    // The day's box carries the field's own id, so that the link of an error finds it.
    let day = part(
        id.clone(),
        "Day",
        2,
        error,
        Signal::derive(move || value.with(|date| date.day.clone())),
        move |text| value.update(|date| date.day = text),
        changed,
    );
    let month = part(
        format!("{id}-month"),
        "Month",
        2,
        error,
        Signal::derive(move || value.with(|date| date.month.clone())),
        move |text| value.update(|date| date.month = text),
        changed,
    );
    let year = part(
        format!("{id}-year"),
        "Year",
        4,
        error,
        Signal::derive(move || value.with(|date| date.year.clone())),
        move |text| value.update(|date| date.year = text),
        changed,
    );
    view! {
        <FormGroup error=error>
            <fieldset class="govuk-fieldset" role="group" aria-describedby=described>
                <legend class="govuk-fieldset__legend">{label}</legend>
                <Hint field_id=id.clone() text=hint/>
                <ErrorLine field_id=id error=error/>
                <div class="govuk-date-input">{day} {month} {year}</div>
            </fieldset>
        </FormGroup>
    }
}

fn part(
    id: String,
    label: &'static str,
    chars: u8,
    error: Signal<Option<String>>,
    value: Signal<String>,
    put: impl Fn(String) + 'static,
    changed: impl Fn() + 'static,
) -> impl IntoView {
    let width = if chars > 2 { "govuk-input--width-4" } else { "govuk-input--width-2" };
    view! {
        <div class="govuk-date-input__item">
            <div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for=id.clone()>{label}</label>
                <input
                    type="text"
                    inputmode=if label == "Month" { "text" } else { "numeric" }
                    id=id.clone()
                    name=id
                    class="govuk-input govuk-date-input__input"
                    class=(width, true)
                    class=("govuk-input--error", move || error.with(Option::is_some))
                    autocomplete="off"
                    prop:value=move || value.get()
                    on:input=move |event| put(event_target_value(&event))
                    on:change=move |_| changed()
                />
            </div>
        </div>
    }
}
