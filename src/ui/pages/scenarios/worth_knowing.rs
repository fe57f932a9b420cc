//! What a result hangs on in numbers, and what it would be worth to find out before choosing. Knows nothing of pictures.

use super::names::Names;
use crate::eval::numbers::{count, number};
use crate::model::Event;
use crate::sim::Compared;
use crate::ui::compared::LiveComparison;
use crate::ui::components::{Details, Head, Table};
use crate::ui::view;
use leptos::prelude::*;

/// Pounds under which finding out is not spoken of.
const WORTH_A_WORD: f64 = 100.0;

/// The numbers behind the picture of what a result hangs on, with the value at which it turns.
#[component]
pub(super) fn HangsOn(live: LiveComparison, names: Names, event: Memo<Option<Event>>) -> impl IntoView {
    let rows = Memo::new(move |_| {
        let (Some(answer), Some(named)) = (live.answer.get(), names.get()) else { return Vec::new() };
        let key = format!("avoided {}", event.get().unwrap_or(Event::Requests).key());
        let found = answer.others.first().and_then(|own| own.hangs_on.get(&key)).cloned().unwrap_or_default();
        let row = |one: crate::sim::Influence| {
            let turns = one.switches_at.map_or("–".to_owned(), short);
            vec![
                named.assumption(&one.assumption),
                format!("{} at {}", short(one.low), short(one.from)),
                format!("{} at {}", short(one.high), short(one.to)),
                turns,
            ]
        };
        found.into_iter().filter(|one| one.low != one.high).map(row).collect()
    });
    let heads = vec![
        Head::words("Assumption"),
        Head::figures("Avoided where it is low"),
        Head::figures("Avoided where it is high"),
        Head::figures("Turns at"),
    ];
    view! {
        <Details summary="What it hangs on, in numbers">
            <Table caption="What the events avoided hang on" heads=heads rows=rows/>
            <p class="govuk-body-s">
                "Averages of the fifth of runs with the lowest, and with the highest draws. “Turns at” is where fewer becomes more, or more fewer."
            </p>
        </Details>
    }
}

/// What finding out is worth.
#[component]
pub(super) fn WorthFinding(live: LiveComparison, names: Names) -> impl IntoView {
    let words = Memo::new(move |_| {
        let (answer, named) = (live.answer.get()?, names.get()?);
        Some(sentences(&answer, &|name| named.assumption(name)))
    });
    view! {
        {move || words.get().map(|(first, rest)| {
            let line = |sentence| view! { <li>{sentence}</li> };
            view! {
                <h2 class="govuk-heading-m">"What would be worth finding out"</h2>
                <p class="govuk-body">{first}</p>
                {(!rest.is_empty()).then(|| view! {
                    <ul class="govuk-list govuk-list--bullet">{rest.into_iter().map(line).collect_view()}</ul>
                })}
            }
        })}
    }
}

/// Money alone is asked here: it says what more knowledge could change about the choice between these scenarios.
fn sentences(answer: &Compared, words_of: &dyn Fn(&str) -> String) -> (String, Vec<String>) {
    let found = &answer.finding_out;
    let chosen = if found.chosen.is_empty() { "no programme".to_owned() } else { format!("“{}”", found.chosen) };
    let pounds = |value: f64| format!("£{}", count(libm::round(value / 10.0) * 10.0));
    if found.of_everything < WORTH_A_WORD {
        let words = format!(
            "By money alone {chosen} leaves most, and nothing that could be found out would change that. It says nothing of what children gain."
        );
        return (words, Vec::new());
    }
    let first = format!(
        "By money alone {chosen} leaves most on average. To know everything before choosing would be worth {} at most.",
        pounds(found.of_everything)
    );
    let told = found.of_one.iter().filter(|one| one.pounds >= WORTH_A_WORD).take(4);
    (
        first,
        told.map(|one| format!("{}: worth up to {} to know.", words_of(&one.assumption), pounds(one.pounds))).collect(),
    )
}

/// To three digits or so.
fn short(value: f64) -> String {
    let size = libm::fabs(value);
    number(
        value,
        if size >= 100.0 {
            0
        } else if size >= 10.0 {
            1
        } else {
            2
        },
    )
}
