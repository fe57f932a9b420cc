//! Where copies disagreed and nobody has chosen yet: all of them, one by one or all at once, and as a list to take away.

use super::disagreement::Disagreement;
use crate::browser::{files, moment};
use crate::bundle::{BundleError, Conflict, Disagreements, Side};
use crate::merge::Value;
use crate::ui::components::{Announcer, Button, ButtonGroup, ButtonKind, ErrorSummary, PageHeading};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// More on one page could not be looked through; the others follow once these are settled.
const SHOWN: usize = 100;

/// The page.
#[component]
pub fn DisagreementsPage() -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let errors = RwSignal::new(FormErrors::new());
    let found = RwSignal::new(None::<Disagreements>);
    // Whatever is done elsewhere makes choices of another state: they are made anew.
    Effect::new(move |_| {
        let now = state.workspace().map(|workspace| Disagreements::of(workspace.document()));
        let _ = found.try_set(now);
    });
    let choose_all = move |side: Side| {
        Callback::new(move |()| {
            errors.set(FormErrors::new());
            let refused = found.try_update(|found| found.as_mut().map_or(0, |found| found.choose_all(side)));
            announcer.say(match refused {
                None | Some(0) => "All are chosen.".to_owned(),
                Some(refused) => format!("{refused} cannot be: they would make a return impossible."),
            });
        })
    };
    let settle = Callback::new(move |()| {
        let Some(chosen) = found.get_untracked() else { return };
        match state.settle(&chosen) {
            Ok(_) => announcer.say("Settled. One undo takes all of it back."),
            Err(error) => {
                let mut wrong = FormErrors::new();
                wrong.put("disagreements", sentence(&error.to_string()));
                errors.set(wrong);
            }
        }
    });
    let save = Callback::new(move |()| {
        let Some(report) = found.with_untracked(|found| found.as_ref().map(Disagreements::report)) else { return };
        let name = format!("disagreements_{}.csv", moment::today());
        let words = match files::save(&name, "text/csv", report.as_bytes()) {
            true => format!("Saved {name}."),
            false => "The browser did not take the file.".to_owned(),
        };
        announcer.say(words);
    });
    // Without what was chosen: a choice may not draw the list anew, or what is being typed beside it would go.
    let list = Memo::new(move |_| {
        let unchosen = |conflict: &Conflict| Conflict { choice: None, ..conflict.clone() };
        found.with(|found| found.as_ref().map(|found| found.all().iter().take(SHOWN).map(unchosen).collect::<Vec<_>>()))
    });
    let choose_in = move |choose: &dyn Fn(&mut Disagreements) -> Result<(), BundleError>| {
        errors.set(FormErrors::new());
        let outcome = found.try_update(|found| found.as_mut().map_or(Ok(()), choose));
        outcome.unwrap_or(Ok(())).map_err(|error| error.to_string())
    };
    let one = move |(place, conflict): (usize, Conflict)| {
        let chosen = Memo::new(move |_| found.with(|found| found.as_ref()?.all().get(place)?.choice.clone()));
        let choose = Callback::new(move |value: Value| choose_in(&|found| found.choose(place, value.clone())));
        let write = Callback::new(move |text: String| choose_in(&|found| found.choose_text(place, &text)));
        view! { <Disagreement conflict=conflict place=place chosen=chosen choose=choose write=write/> }
    };
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Where copies disagree"/>
        <div id="disagreements" tabindex="-1">
            {move || match list.get() {
                None => ().into_any(),
                Some(all) if all.is_empty() => view! {
                    <p class="govuk-body">"Nowhere. Where two people change the same figure without knowing of one another, both are kept, the newer is shown, and it is listed here until somebody chooses."</p>
                }
                .into_any(),
                Some(all) => view! {
                    <p class="govuk-body">{let shown = all.len(); move || standing(shown, found)}</p>
                    <ButtonGroup>
                        <Button kind=ButtonKind::Secondary on_press=choose_all(Side::Shown)>"Keep all that is shown now"</Button>
                        <Button kind=ButtonKind::Secondary on_press=choose_all(Side::Other)>"Take all others"</Button>
                        <Button kind=ButtonKind::Secondary on_press=save>"Save this list"</Button>
                    </ButtonGroup>
                    <h2 class="govuk-heading-m">"One by one"</h2>
                    {all.into_iter().enumerate().map(one).collect_view()}
                    {move || (state.may_edit() && found.with(|found| found.as_ref().is_some_and(|found| found.chosen() > 0))).then(|| view! {
                        <Button on_press=settle>"Settle what I have chosen"</Button>
                    })}
                }
                .into_any(),
            }}
        </div>
    }
}

fn standing(shown: usize, found: RwSignal<Option<Disagreements>>) -> String {
    let all = found.with(|found| found.as_ref().map_or(0, |found| found.all().len()));
    let first = if all > shown { format!(" The first {shown} are shown.") } else { String::new() };
    match all {
        1 => "One field was changed by two people who did not know of one another. Both values are kept; the newer is shown.".to_owned(),
        _ => format!("{all} fields were changed by two people who did not know of one another. All values are kept; the newest is shown.{first}"),
    }
}
