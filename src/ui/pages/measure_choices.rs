//! Whose figures and which period: chosen above the measures, kept in the address.

use crate::eval::{Evidence, Period, Scope};
use crate::model::{ClusterId, Urn};
use crate::ui::components::{self, FilterBar, Select};
use crate::ui::navigation::Navigator;
use crate::ui::route::{Level, MeasureKey, MeasuresView, Route, TermSpan};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// What was chosen, ready to be asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    pub scope: Scope,
    pub period: Period,
    /// The same as the address says it.
    pub view: MeasuresView,
}

/// Makes the choice from the address.
pub(super) struct Chosen;

impl Chosen {
    pub(super) fn of(evidence: Memo<Arc<Evidence>>, view_of: RwSignal<MeasuresView>) -> Memo<Choice> {
        Memo::new(move |_| {
            let view = view_of.get();
            let scope = match &view.level {
                Level::Pilot => Scope::Pilot,
                Level::Cluster(id) => Scope::Cluster(id.clone()),
                Level::School(urn) => Scope::School(urn.clone()),
            };
            let period = evidence.with(|evidence| match view.terms {
                Some(span) => Period::between(evidence, span.first, span.last),
                None => Period::default_of(evidence),
            });
            Choice { scope, period, view }
        })
    }
}

/// The two selects. A change is put into the address without an entry in the history.
#[component]
pub(super) fn MeasureFilters(
    evidence: Memo<Arc<Evidence>>,
    view_of: RwSignal<MeasuresView>,
    chosen: Memo<Choice>,
    measure: Option<MeasureKey>,
) -> impl IntoView {
    let navigator = expect_context::<Navigator>();
    let go = move |view: MeasuresView| {
        view_of.set(view.clone());
        navigator.replace(&match measure {
            Some(key) => Route::Measure(key, view),
            None => Route::Measures(view),
        });
    };
    let period = RwSignal::new(span_text(view_of.with_untracked(|view| view.terms)));
    let periods = Signal::derive(move || {
        let choices = evidence.with(|evidence| Period::choices(evidence));
        let mut options: Vec<_> = choices
            .into_iter()
            .enumerate()
            .map(|(place, choice)| {
                // The first is the default: it follows the newest returns, so the address does not pin it.
                let span = if place == 0 { None } else { choice.period.first().zip(choice.period.last()) };
                components::Choice::new(span_text(span.map(|(first, last)| TermSpan::new(first, last))), choice.label)
            })
            .collect();
        let present = span_text(view_of.get().terms);
        if options.iter().all(|option| option.value != present) {
            options.push(components::Choice::new(present, chosen.with(|chosen| chosen.period.words())));
        }
        options
    });
    let on_period = Callback::new(move |text: String| {
        let mut view = view_of.get_untracked();
        view.terms = text.split_once("..").and_then(|(a, b)| Some(TermSpan::new(a.parse().ok()?, b.parse().ok()?)));
        go(view);
    });
    let level = RwSignal::new(level_text(&view_of.with_untracked(|view| view.level.clone())));
    let on_level = Callback::new(move |text: String| {
        let mut view = view_of.get_untracked();
        view.level = level_of(&text);
        go(view);
    });
    view! {
        <FilterBar label="Which figures">
            <Select id="period" label="Period" value=period options=periods on_change=on_period/>
            <Select id="level" label="Whose figures" value=level options=levels() on_change=on_level/>
            <NumbersSelect/>
        </FilterBar>
        <p class="govuk-body">
            {move || chosen.with(|chosen| {
                let period = &chosen.period;
                match period.is_empty() {
                    true => "There are no returns to compare yet.".to_owned(),
                    false => format!("{} compared with {}, {}.", period.words(), period.base_words(), period.base_rule()),
                }
            })}
        </p>
    }
}

/// Whether small numbers are shown.
#[component]
fn NumbersSelect() -> impl IntoView {
    let state = AppState::get();
    let text = |safe: bool| if safe { "safe" } else { "all" }.to_owned();
    let value = RwSignal::new(text(state.to_others.get_untracked()));
    Effect::new(move |_| value.set(text(state.to_others.get())));
    let options = vec![
        components::Choice::new("all", "All, for ourselves"),
        components::Choice::new("safe", "Safe to show others"),
    ];
    let on_change = Callback::new(move |chosen: String| state.to_others.set(chosen == "safe"));
    view! { <Select id="numbers" label="Numbers" value=value options=Signal::stored(options) on_change=on_change/> }
}

fn levels() -> Signal<Vec<components::Choice>> {
    let state = AppState::get();
    Signal::derive(move || {
        let data = state.data();
        let mut options = vec![components::Choice::new("", "All schools taking part")];
        let taking = data.clusters.values().filter(|cluster| cluster.takes_part());
        options.extend(taking.map(|one| components::Choice::new(format!("c:{}", one.id), one.name.clone())));
        let mut schools: Vec<_> = data.taking_part().collect();
        schools.sort_by(|one, other| one.name.cmp(&other.name));
        options
            .extend(schools.into_iter().map(|one| components::Choice::new(format!("s:{}", one.urn), one.name.clone())));
        options
    })
}

fn level_text(level: &Level) -> String {
    match level {
        Level::Pilot => String::new(),
        Level::Cluster(id) => format!("c:{id}"),
        Level::School(urn) => format!("s:{urn}"),
    }
}

fn level_of(text: &str) -> Level {
    let cluster = text.strip_prefix("c:").and_then(|id| ClusterId::try_from(id.to_owned()).ok()).map(Level::Cluster);
    let school = text.strip_prefix("s:").and_then(|urn| urn.parse::<Urn>().ok()).map(Level::School);
    cluster.or(school).unwrap_or(Level::Pilot)
}

fn span_text(span: Option<TermSpan>) -> String {
    span.map_or_else(String::new, |span| format!("{}..{}", span.first, span.last))
}
