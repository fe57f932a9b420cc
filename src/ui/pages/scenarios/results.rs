//! What came of the runs: in sentences, as pictures that agree with them, and as files. Knows nothing of how runs are made.

use super::kept::Kept;
use super::names::{Named, Names};
use super::results_by_part::ByPart;
use super::results_table::ResultsTable;
use super::worth_knowing::{HangsOn, WorthFinding};
use crate::browser::{files, moment};
use crate::chart::{Chart, acceptability_chart, fan_chart, money_chart, plane_chart, tornado_chart};
use crate::eval::numbers::{count, number};
use crate::model::{Event, Scenario, capital};
use crate::sim::{Compared, Prepared, Runs, Simulated, Simulation};
use crate::ui::compared::{LiveComparison, SEED};
use crate::ui::components::{
    Button, ButtonGroup, ButtonKind, ChartFigure, Choice, Details, InsetText, Select, WarningText, WorkingNote,
};
use crate::ui::pages::data_chart::saving;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// Runs that are handed out as a table: more would be a file that no spreadsheet opens.
const HANDED_OUT: usize = 10_000;

/// The sentences: what the whole page comes to.
#[component]
pub(super) fn Sentences(live: LiveComparison) -> impl IntoView {
    let words = Memo::new(move |_| own(live).map(|own| own.words.clone()).unwrap_or_default());
    let warnings = Memo::new(move |_| own(live).map(|own| own.warnings.clone()).unwrap_or_default());
    let all_words = move || {
        // What one event costs comes last, and is for those who ask.
        let (said, prices): (Vec<String>, Vec<String>) =
            words.get().into_iter().partition(|sentence| !is_price(sentence));
        let list = |sentences: Vec<String>| {
            let line = |sentence| view! { <li>{sentence}</li> };
            view! { <ul class="govuk-list govuk-list--bullet">{sentences.into_iter().map(line).collect_view()}</ul> }
        };
        view! {
            <div class="cw-said" aria-live="polite">{list(said)}</div>
            {(!prices.is_empty()).then(|| view! { <Details summary="What one avoided event costs">{list(prices)}</Details> })}
        }
    };
    let (waited, how_far) = live.progress();
    view! {
        {move || live.fault.get().map(|words| view! { <WarningText>{format!("This cannot be run: {words}")}</WarningText> })}
        <WorkingNote waited=waited how_far=how_far on_cancel=Callback::new(move |()| live.enough())/>
        {all_words}
        {move || {
            let line = |sentence| view! { <p class="govuk-body">{sentence}</p> };
            let warnings = warnings.get();
            (!warnings.is_empty()).then(|| view! { <InsetText>{warnings.into_iter().map(line).collect_view()}</InsetText> })
        }}
    }
}

fn is_price(sentence: &str) -> bool {
    sentence.starts_with("Were they to bear") || sentence.starts_with("What one of the")
}

/// The scenario's own numbers, held against the others.
fn own(live: LiveComparison) -> Option<Simulated> {
    live.answer.get().and_then(|answer| answer.others.first().cloned())
}

/// Pictures, table and files.
#[component]
pub(super) fn Results(live: LiveComparison, kept: Kept) -> impl IntoView {
    let event = RwSignal::new(Event::Requests.key().to_owned());
    let events = Event::ALL.map(|event| Choice::new(event.key(), capital(event.words()))).to_vec();
    let asked = Memo::new(move |_| event.with(|key| Event::ALL.into_iter().find(|one| one.key() == key)));
    let names = Names::of(kept);
    let picture = move |of: fn(&Compared, &Simulated, &Named, Event) -> Option<Chart>| {
        let chart = Memo::new(move |_| {
            let (answer, named) = (live.answer.get()?, names.get()?);
            of(&answer, answer.others.first()?, &named, asked.get().unwrap_or(Event::Requests))
        });
        // The figure stays while its chart changes, so that nobody loses their place in it.
        let is_there = Memo::new(move |_| chart.with(Option::is_some));
        move || {
            is_there.get().then(|| {
                let own = Signal::derive(move || chart.get().unwrap_or_else(|| Chart::new("", "")));
                view! { <ChartFigure chart=own on_download=saving()/> }
            })
        }
    };
    view! {
        <Select id="event" label="Picture of" value=event options=Signal::stored(events)/>
        {picture(fan)}
        <div class="cw-runs">
            <p class="govuk-body-s">{move || runs_words(live)}</p>
            {move || live.runs().1.filter(|_| live.runs().0 > 0).map(|done| view! {
                <p class="govuk-body-s">
                    {format!("More are made while nothing is changed ({done}%). ")}
                    <Button kind=ButtonKind::Link on_press=Callback::new(move |()| live.enough())>"Enough"</Button>
                </p>
            })}
        </div>
        <ResultsTable live=live/>
        <ByPart live=live names=names/>
        {picture(tornado)}
        <HangsOn live=live names=names event=asked/>
        {picture(money)}
        <Details summary="Is it worth what it costs?">
            {picture(often)}
            {picture(plane)}
        </Details>
        <WorthFinding live=live names=names/>
        <FilesOf kept=kept/>
    }
}

fn fan(answer: &Compared, _: &Simulated, named: &Named, event: Event) -> Option<Chart> {
    Some(fan_chart(&answer.others.iter().collect::<Vec<_>>(), event, named.first_year))
}

fn tornado(_: &Compared, own: &Simulated, named: &Named, event: Event) -> Option<Chart> {
    Some(tornado_chart(own, &format!("avoided {}", event.key()), &|name| named.assumption(name)))
}

fn money(_: &Compared, own: &Simulated, named: &Named, _: Event) -> Option<Chart> {
    Some(money_chart(own, &|id| named.programme(id)))
}

fn often(_: &Compared, own: &Simulated, _: &Named, event: Event) -> Option<Chart> {
    own.worth.get(event.key()).map(|found| acceptability_chart(event, found))
}

fn plane(_: &Compared, own: &Simulated, _: &Named, event: Event) -> Option<Chart> {
    own.worth.get(event.key()).map(|found| plane_chart(event, found))
}

/// “10,000 runs. The average of requests avoided is known to ±0.4.”
fn runs_words(live: LiveComparison) -> String {
    let (runs, _) = live.runs();
    if runs == 0 {
        return String::new();
    }
    let known = own(live).and_then(|own| own.differences.get("avoided requests")?.error);
    let known = known.map(|error| format!(" The average of requests avoided is known to ±{}.", number(2.0 * error, 2)));
    format!("{} runs.{}", count(runs as f64), known.unwrap_or_default())
}

/// A file's ending, its kind and its text; or why there is none.
type Made = Result<(&'static str, &'static str, String), String>;

/// All runs as a table, and what repeats them.
#[component]
fn FilesOf(kept: Kept) -> impl IntoView {
    let said = RwSignal::new(None::<String>);
    let save = move |make: fn(&Arc<Scenario>) -> Made| {
        Callback::new(move |()| {
            let Some(scenario) = kept.tried.get_untracked() else { return };
            let name = kept.saved.with_untracked(|saved| saved.as_ref().map(|saved| saved.id.to_string()));
            let outcome = make(&scenario).and_then(|(ending, kind, text)| {
                let name = format!("{}_{}{ending}", name.unwrap_or_default(), moment::today());
                let done = files::save(&name, kind, text.as_bytes());
                done.then(|| format!("Saved {name}.")).ok_or_else(|| "The browser did not take the file.".to_owned())
            });
            said.set(Some(outcome.unwrap_or_else(|words| words)));
        })
    };
    view! {
        <ButtonGroup>
            <Button kind=ButtonKind::Secondary on_press=save(all_runs)>"Download the runs"</Button>
            <Button kind=ButtonKind::Secondary on_press=save(check_file)>"Check file"</Button>
        </ButtonGroup>
        <p class="govuk-body" role="status">{move || said.get()}</p>
    }
}

fn all_runs(scenario: &Arc<Scenario>) -> Made {
    let prepared = Prepared::of(scenario).map_err(|error| error.to_string())?;
    let runs = Runs::of(&prepared, SEED, HANDED_OUT).map_err(|error| error.to_string())?;
    Ok((".runs.csv", "text/csv;charset=utf-8", runs.csv()))
}

fn check_file(scenario: &Arc<Scenario>) -> Made {
    let simulation = Simulation { scenario: (**scenario).clone(), against: None, runs: HANDED_OUT, seed: SEED };
    let text = serde_json::to_string_pretty(&simulation).map_err(|error| error.to_string())?;
    Ok((".check.json", "application/json", text))
}
