//! What every field has: a label, a hint, an error. Knows nothing of the box itself.

use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;

/// How wide a box is: as wide as what belongs in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Full,
    TwoThirds,
    OneHalf,
    Chars2,
    Chars4,
    Chars5,
    Chars10,
    Chars20,
}

impl Width {
    pub(super) fn input_classes(self) -> &'static str {
        match self {
            Self::Full => "govuk-input",
            Self::TwoThirds => "govuk-input govuk-!-width-two-thirds",
            Self::OneHalf => "govuk-input govuk-!-width-one-half",
            Self::Chars2 => "govuk-input govuk-input--width-2",
            Self::Chars4 => "govuk-input govuk-input--width-4",
            Self::Chars5 => "govuk-input govuk-input--width-5",
            Self::Chars10 => "govuk-input govuk-input--width-10",
            Self::Chars20 => "govuk-input govuk-input--width-20",
        }
    }
}

/// A field's own error among those of its form.
pub(super) fn error_of(field_id: &str, errors: Option<Signal<FormErrors>>) -> Signal<Option<String>> {
    let field_id = field_id.to_owned();
    match errors {
        Some(errors) => Memo::new(move |_| errors.with(|errors| errors.get(&field_id))).into(),
        None => Signal::stored(None),
    }
}

/// The ids of what describes a field, for `aria-describedby`: its hint, its error, anything more.
pub(super) fn described_by(
    field_id: &str,
    has_hint: bool,
    error: Signal<Option<String>>,
    more: Vec<String>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    let (hint_id, error_id) = (format!("{field_id}-hint"), format!("{field_id}-error"));
    move || {
        let mut ids = Vec::new();
        if has_hint {
            ids.push(hint_id.as_str());
        }
        if error.with(Option::is_some) {
            ids.push(error_id.as_str());
        }
        ids.extend(more.iter().map(String::as_str));
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The box round a field, with the bar at its side when it is wrong.
#[component]
pub(super) fn FormGroup(error: Signal<Option<String>>, children: Children) -> impl IntoView {
    view! {
        <div class="govuk-form-group" class=("govuk-form-group--error", move || error.with(Option::is_some))>
            {children()}
        </div>
    }
}

/// A field's label; as a heading where the page asks one thing only.
#[component]
pub(super) fn Label(field_id: String, text: String, heading: bool) -> impl IntoView {
    if heading {
        let label = view! { <label class="govuk-label govuk-label--l" for=field_id>{text}</label> };
        view! { <h1 class="govuk-label-wrapper" id=super::PAGE_HEADING_ID tabindex="-1">{label}</h1> }.into_any()
    } else {
        view! { <label class="govuk-label" for=field_id>{text}</label> }.into_any()
    }
}

/// The line under a label that helps to answer.
#[component]
pub(super) fn Hint(field_id: String, text: Option<String>) -> impl IntoView {
    text.map(|text| view! { <div id=format!("{field_id}-hint") class="govuk-hint">{text}</div> })
}

/// The sentence that says what is wrong.
#[component]
pub(super) fn ErrorLine(field_id: String, error: Signal<Option<String>>) -> impl IntoView {
    move || {
        let error_id = format!("{field_id}-error");
        error.get().map(|sentence| {
            view! {
                <p id=error_id class="govuk-error-message">
                    <span class="govuk-visually-hidden">"Error: "</span>
                    {sentence}
                </p>
            }
        })
    }
}
