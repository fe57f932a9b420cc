//! The dates of one term, open to be changed under its year's table.

use super::done::Done;
use crate::browser::page;
use crate::model::{Term, TermId};
use crate::ui::components::{Button, ButtonGroup, ButtonKind, DateField, EntryForm, ErrorSummary, Fieldset};
use crate::ui::forms::FormErrors;
use crate::ui::setup_forms::{TermText, put_refusal};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// The form. It takes the focus when it opens and gives it back when it closes.
#[component]
pub(super) fn TermForm(term: Term, open: RwSignal<Option<TermId>>) -> impl IntoView {
    let state = AppState::get();
    let done = Done::get();
    let id = term.id;
    let text = TermText::of(&term);
    let (starts, ends, due) = (RwSignal::new(text.starts), RwSignal::new(text.ends), RwSignal::new(text.due));
    let errors = RwSignal::new(FormErrors::new());
    request_animation_frame(move || {
        page::focus_element("starts");
    });
    let close = Callback::new(move |()| {
        open.set(None);
        page::focus_element(&format!("change-{id}"));
    });
    let save = Callback::new(move |()| {
        let mut found = FormErrors::new();
        let typed = TermText { starts: starts.get_untracked(), ends: ends.get_untracked(), due: due.get_untracked() };
        let data = untrack(move || state.data());
        if let Some(term) = typed.read(id, &data.calendar, &mut found) {
            let box_of = |field: &str| matches!(field, "starts" | "ends" | "due").then(|| field.to_owned());
            match state.apply(&Command::SaveTerms(vec![term])) {
                Ok(_) => {
                    done.say(format!("The dates of {} are saved.", id.words()));
                    open.set(None);
                    return;
                }
                Err(error) => put_refusal(&mut found, &error, "starts", box_of),
            }
        }
        errors.set(found);
    });
    view! {
        <section class="cw-entry" aria-label=format!("Change {}", id.words())>
            <ErrorSummary errors=errors/>
            <EntryForm on_submit=save>
                <Fieldset legend=id.words()>
                    <DateField id="starts" label="First day" value=starts errors=errors/>
                    <DateField id="ends" label="Last day" value=ends errors=errors/>
                    <DateField id="due" label="Returns are due" value=due errors=errors/>
                </Fieldset>
                <ButtonGroup>
                    <Button submit=true>"Save dates"</Button>
                    <Button kind=ButtonKind::Secondary on_press=close>"Cancel"</Button>
                </ButtonGroup>
            </EntryForm>
        </section>
    }
}
