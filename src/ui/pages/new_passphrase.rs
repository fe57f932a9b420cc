//! Making up a passphrase: typed and judged, or made of five words. Knows nothing of what it opens.

use crate::browser::device;
use crate::browser::typed::composed;
use crate::seal::Passphrase;
use crate::ui::components::{Button, ButtonGroup, ButtonKind, EntryForm, TextField};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::parts;
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// A form whose one question is a new passphrase; `on_chosen` is given one that is not too easy to guess.
#[component]
pub(super) fn NewPassphrase(
    #[prop(into)] id: String,
    label: &'static str,
    hint: &'static str,
    submit: &'static str,
    #[prop(optional)] kind: ButtonKind,
    typed: RwSignal<String>,
    errors: RwSignal<FormErrors>,
    on_chosen: Callback<Passphrase>,
) -> impl IntoView {
    let state = AppState::get();
    let judged = RwSignal::new(None::<String>);
    let field = StoredValue::new(id.clone());
    let fail = move |words: &str| {
        let mut found = FormErrors::new();
        found.put(field.get_value(), sentence(words));
        let _ = errors.try_set(found);
    };
    // At each key, not when the box is left: a line that comes then moves the button away from under the pointer.
    Effect::new(move |_| {
        let passphrase = typed.get();
        leptos::task::spawn_local(async move {
            let found = parts::judge(passphrase.clone(), known_words(state)).await;
            if typed.try_with_untracked(|typed| *typed == passphrase) == Some(true) {
                let _ = judged.try_set(found.ok().and_then(Result::ok).map(|strength| strength.words()));
            }
        });
    });
    let make = Callback::new(move |()| match device::random_bytes() {
        Some(random) => typed.set(Passphrase::generated(random).reveal().to_owned()),
        None => fail("this browser has no source of secret numbers"),
    });
    let on_submit = Callback::new(move |()| {
        errors.set(FormErrors::new());
        leptos::task::spawn_local(async move {
            match parts::choose_passphrase(composed(&typed.get_untracked()), known_words(state)).await {
                Ok(Ok(passphrase)) => _ = on_chosen.try_run(passphrase),
                Ok(Err(error)) => fail(&error.to_string()),
                Err(fault) => fail(&fault.to_string()),
            }
        });
    });
    view! {
        <EntryForm on_submit=on_submit>
            <TextField id=id label=label hint=hint value=typed errors=errors/>
            <p class="govuk-body cw-judged" role="status">{move || judged.get().map(|words| sentence(&words))}</p>
            <ButtonGroup>
                <Button kind=kind submit=true>{submit}</Button>
                <Button kind=ButtonKind::Secondary on_press=make>"Make five words"</Button>
            </ButtonGroup>
        </EntryForm>
    }
}

/// What somebody who guesses would try first.
fn known_words(state: AppState) -> Vec<String> {
    let data = untrack(|| state.data());
    data.pilot.iter().flat_map(|pilot| [pilot.name.clone(), pilot.council.clone()]).collect()
}
