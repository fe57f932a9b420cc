//! What stands where an answer will be: words after a moment, how far it is and a way out after a second. Knows nothing of
//! what is worked out.

use super::button::{Button, ButtonKind};
use crate::ui::view;
use leptos::prelude::*;

/// How long a person has waited, as the page shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Waited {
    /// Nothing is worked out.
    #[default]
    Not,
    /// Too short to speak of.
    Unnoticed,
    /// Long enough to say so.
    Noticed,
    /// Long enough to say how far it is, and to be let off.
    Long,
    /// The person did not want to wait.
    Cancelled,
}

/// How far it is: steps done, of how many (0 where nobody knows), and what comes next.
pub type HowFar = Option<(u32, u32, String)>;

/// A note of work under way. Only its first words are read out: a voice that counts steps would be in the way.
#[component]
pub fn WorkingNote(
    #[prop(into)] waited: Signal<Waited>,
    #[prop(into)] how_far: Signal<HowFar>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let words = Memo::new(move |_| match waited.get() {
        Waited::Not | Waited::Unnoticed => "",
        Waited::Noticed | Waited::Long => "Working it out…",
        Waited::Cancelled => "Cancelled. Nothing has changed.",
    });
    let long = Memo::new(move |_| waited.get() == Waited::Long);
    let known = move || how_far.get().filter(|(_, of, _)| *of > 0);
    let next = move || match known() {
        Some((done, of, words)) => format!("{done} of {of} steps done. Next: {words}"),
        None => "This is one long step: nobody can say how far it is.".to_owned(),
    };
    let all = Memo::new(move |_| known().map(|(_, of, _)| of));
    let bar = move || {
        let max = all.get()?.to_string();
        let value = move || known().map(|(done, ..)| done.to_string());
        Some(view! { <progress class="cw-working__bar" aria-label="How far it is" max=max value=value></progress> })
    };
    view! {
        <p class="govuk-body cw-working__words" role="status">{words}</p>
        {move || {
            long.get().then(|| view! {
                <div class="cw-working">
                    {bar}
                    <p class="govuk-body-s cw-working__step">{next}</p>
                    <Button kind=ButtonKind::Secondary on_press=on_cancel>"Cancel"</Button>
                </div>
            })
        }}
    }
}
