//! One of a few, or several of a few. Knows nothing of what is chosen.

use super::field::{ErrorLine, FormGroup, Hint, described_by, error_of};
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Something that can be chosen: the value kept, the words shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// Adds a line under the label.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One of a few, all in sight. The first box carries the field's id, so that the link of an error finds it.
#[component]
pub fn Radios(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<Option<String>>,
    options: Vec<Choice>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
    /// Beside one another, for two short answers such as yes and no.
    #[prop(optional)]
    inline: bool,
    #[prop(optional)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let name = id.clone();
    let boxes = options.into_iter().enumerate().map(move |(place, option)| {
        let chosen = {
            let own = option.value.clone();
            move || value.with(|value| value.as_deref() == Some(own.as_str()))
        };
        let own = option.value.clone();
        let choose = move |_| {
            value.set(Some(own.clone()));
            if let Some(on_change) = on_change {
                on_change.try_run(own.clone());
            }
        };
        let box_id = id_of_box(&name, place);
        let hint_id = option.hint.as_ref().map(|_| format!("{box_id}-hint"));
        view! {
            <div class="govuk-radios__item">
                <input
                    type="radio"
                    class="govuk-radios__input"
                    id=box_id.clone()
                    name=name.clone()
                    value=option.value
                    aria-describedby=hint_id.clone()
                    prop:checked=chosen
                    on:change=choose
                />
                <label class="govuk-label govuk-radios__label" for=box_id>{option.label}</label>
                {option.hint.map(|hint| view! { <div class="govuk-hint govuk-radios__hint" id=hint_id>{hint}</div> })}
            </div>
        }
    });
    let boxes = boxes.collect_view();
    let list = view! {
        <div class="govuk-radios" class=("govuk-radios--inline", inline)>{boxes}</div>
    };
    group(id, label, hint, errors, list.into_any())
}

/// Several of a few.
#[component]
pub fn Checkboxes(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<BTreeSet<String>>,
    options: Vec<Choice>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] errors: Option<Signal<FormErrors>>,
    #[prop(optional)] on_change: Option<Callback<BTreeSet<String>>>,
) -> impl IntoView {
    let name = id.clone();
    let boxes = options.into_iter().enumerate().map(move |(place, option)| {
        let chosen = {
            let own = option.value.clone();
            move || value.with(|value| value.contains(&own))
        };
        let own = option.value.clone();
        let toggle = move |_| {
            value.update(|value| {
                if !value.remove(&own) {
                    value.insert(own.clone());
                }
            });
            if let Some(on_change) = on_change {
                on_change.try_run(value.get_untracked());
            }
        };
        let box_id = id_of_box(&name, place);
        let hint_id = option.hint.as_ref().map(|_| format!("{box_id}-hint"));
        view! {
            <div class="govuk-checkboxes__item">
                <input
                    type="checkbox"
                    class="govuk-checkboxes__input"
                    id=box_id.clone()
                    name=name.clone()
                    value=option.value
                    aria-describedby=hint_id.clone()
                    prop:checked=chosen
                    on:change=toggle
                />
                <label class="govuk-label govuk-checkboxes__label" for=box_id>{option.label}</label>
                {option.hint.map(|hint| view! { <div class="govuk-hint govuk-checkboxes__hint" id=hint_id>{hint}</div> })}
            </div>
        }
    });
    let boxes = boxes.collect_view();
    group(id, label, hint, errors, view! { <div class="govuk-checkboxes">{boxes}</div> }.into_any())
}

fn id_of_box(field_id: &str, place: usize) -> String {
    if place == 0 { field_id.to_owned() } else { format!("{field_id}-{}", place + 1) }
}

/// The frame round boxes that belong together: a fieldset, its legend, hint and error.
fn group(
    id: String,
    label: String,
    hint: Option<String>,
    errors: Option<Signal<FormErrors>>,
    boxes: AnyView,
) -> impl IntoView {
    let error = error_of(&id, errors);
    let described = described_by(&id, hint.is_some(), error, Vec::new());
    view! {
        <FormGroup error=error>
            <fieldset class="govuk-fieldset" aria-describedby=described>
                <legend class="govuk-fieldset__legend">{label}</legend>
                <Hint field_id=id.clone() text=hint/>
                <ErrorLine field_id=id error=error/>
                {boxes}
            </fieldset>
        </FormGroup>
    }
}
