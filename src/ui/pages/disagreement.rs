//! One field on which copies disagree: each side, and a third value. Knows nothing of what is done with the choice.

use crate::bundle::Conflict;
use crate::merge::Value;
use crate::ui::components::{Button, ButtonKind, TextField, Width};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::view;
use leptos::prelude::*;

/// What somebody typed is taken, or the words say what would be right.
type Write = Box<dyn Fn(String) -> Result<(), String> + Send + Sync>;

/// The field. `place` tells those of a page apart.
#[component]
pub(super) fn Disagreement(
    conflict: Conflict,
    place: usize,
    choose: Callback<Value>,
    #[prop(into)] write: WriteProp,
) -> impl IntoView {
    let Conflict { record_label, field_label, options, choice, .. } = conflict;
    let third = RwSignal::new(String::new());
    let errors = RwSignal::new(FormErrors::new());
    let id = format!("third-{place}");
    let field_id = id.clone();
    let use_it = Callback::new(move |()| {
        if let Err(words) = (write.0)(third.get_untracked()) {
            let mut found = FormErrors::new();
            found.put(field_id.clone(), sentence(&words));
            errors.set(found);
        }
    });
    let named = format!("{record_label}: {field_label}");
    let is_third = choice.as_ref().is_some_and(|chosen| options.iter().all(|option| option.value != *chosen));
    let sides: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(nth, option)| {
            let is_chosen = choice.as_ref().map_or(nth == 0, |chosen| *chosen == option.value);
            let value = option.value.clone();
            let choose = Callback::new(move |()| choose.run(value.clone()));
            let side = if option.is_ours { "Here" } else { "Elsewhere" };
            let words = format!("{side}: {} ({}, {})", option.words, option.device, option.at);
            view! {
                <li>
                    {words} {is_chosen.then_some(" – this one is kept. ")} " "
                    {(!is_chosen).then(|| view! { <Button kind=ButtonKind::Link on_press=choose about=named.clone()>"Keep this one"</Button> })}
                </li>
            }
        })
        .collect();
    let chosen = match (choice.is_some(), is_third) {
        (true, true) => Some("What you wrote is kept."),
        (true, false) => Some("You have chosen."),
        _ => None,
    };
    view! {
        <section class="cw-plan">
            <h3 class="govuk-heading-s">{named.clone()}</h3>
            <ul class="govuk-list govuk-list--bullet">{sides}</ul>
            <p class="govuk-body">{chosen}</p>
            <TextField id=id label="Or write what is right" value=third errors=errors width=Width::Chars10/>
            <Button kind=ButtonKind::Secondary on_press=use_it about=named>"Use what I wrote"</Button>
        </section>
    }
}

/// Takes what somebody typed.
pub(super) struct WriteProp(Write);

impl<F: Fn(String) -> Result<(), String> + Send + Sync + 'static> From<F> for WriteProp {
    fn from(write: F) -> Self {
        Self(Box::new(write))
    }
}
