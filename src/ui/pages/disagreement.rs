//! One field on which copies disagree: each side, and a third value. Knows nothing of what is done with the choice.

use crate::bundle::{Conflict, ConflictOption};
use crate::merge::Value;
use crate::ui::components::{Announcer, Button, ButtonKind, Choice, Radios, TextField, Width};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::view;
use leptos::prelude::*;

const WRITTEN: &str = "What you wrote is kept.";

/// What somebody chose is taken, or the words say what would be right.
type Take<T> = Callback<T, Result<(), String>>;

/// The field. `place` tells those of a page apart; `chosen` is what is to be kept, once somebody has chosen.
#[component]
pub(super) fn Disagreement(
    conflict: Conflict,
    place: usize,
    #[prop(into)] chosen: Signal<Option<Value>>,
    choose: Take<Value>,
    write: Take<String>,
) -> impl IntoView {
    let Conflict { record_label, field_label, options, .. } = conflict;
    let named = format!("{record_label}: {field_label}");
    let (side_id, third_id) = (format!("side-{place}"), format!("third-{place}"));
    let announcer = expect_context::<Announcer>();
    let third = RwSignal::new(String::new());
    let errors = RwSignal::new(FormErrors::new());
    let taken = move |outcome: Result<(), String>, id: &str| {
        let mut found = FormErrors::new();
        if let Err(words) = outcome {
            found.put(id, sentence(&words));
        }
        errors.set(found);
    };
    let labels: Vec<Choice> = options.iter().enumerate().map(|(nth, option)| label(nth, option)).collect();
    let values = StoredValue::new(options.into_iter().map(|option| option.value).collect::<Vec<_>>());
    let side_of = move |value: &Value| values.with_value(|values| values.iter().position(|side| side == value));
    let side = RwSignal::new(None);
    // All may be chosen at once elsewhere on the page.
    let show = move |value: Option<Value>| side.set(value.and_then(|value| side_of(&value)).map(|nth| nth.to_string()));
    Effect::new(move |_| show(chosen.get()));
    let use_side = {
        let side_id = side_id.clone();
        Callback::new(move |nth: String| {
            let value = nth.parse().ok().and_then(|nth: usize| values.with_value(|values| values.get(nth).cloned()));
            let Some(value) = value else { return };
            taken(choose.run(value), &side_id);
            show(chosen.get_untracked());
        })
    };
    let use_third = {
        let third_id = third_id.clone();
        Callback::new(move |()| {
            let outcome = write.run(third.get_untracked());
            if outcome.is_ok() {
                announcer.say(WRITTEN);
            }
            taken(outcome, &third_id);
        })
    };
    let standing = move || match chosen.get() {
        None => "",
        Some(value) if side_of(&value).is_some() => "You have chosen.",
        Some(_) => WRITTEN,
    };
    view! {
        <section class="cw-entry cw-disagreement">
            <Radios id=side_id label=named.clone() value=side options=labels errors=errors on_change=use_side/>
            <TextField id=third_id label=format!("{field_label}: or write what is right") value=third errors=errors width=Width::Chars10/>
            <Button kind=ButtonKind::Secondary on_press=use_third about=named>"Use what I wrote"</Button>
            <p class="govuk-body">{standing}</p>
        </section>
    }
}

/// What one side says, and of the first that it is kept unless somebody chooses.
fn label(nth: usize, option: &ConflictOption) -> Choice {
    let side = if option.is_ours { "Here" } else { "Elsewhere" };
    let kept = if nth == 0 { ". It is kept unless you choose" } else { "" };
    Choice::new(nth.to_string(), format!("{side}: {}", option.words))
        .hint(format!("{}, {}{kept}", option.device, option.at))
}
