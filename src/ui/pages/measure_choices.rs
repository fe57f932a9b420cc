//! Whose figures and which period: chosen above the measures, kept in the address.

use crate::eval::{Evidence, Period, Scope};
use crate::model::{AcademicYear, ClusterId, Urn};
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
            let period = evidence.with(|evidence| {
                let usual = match view.terms {
                    Some(span) => Period::between(evidence, span.first, span.last),
                    None => Period::default_of(evidence),
                };
                // An address may name a year that is none to compare with.
                let chosen = view.base.map(|year| usual.with_base_year(year));
                let admissible = |period: &Period| evidence.base_years(&usual).contains(period);
                chosen.filter(admissible).unwrap_or(usual)
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
    let base = RwSignal::new(base_text(view_of.with_untracked(|view| view.base)));
    let on_period = Callback::new(move |text: String| {
        base.set(String::new());
        let mut view = view_of.get_untracked();
        view.base = None;
        view.terms = text.split_once("..").and_then(|(a, b)| Some(TermSpan::new(a.parse().ok()?, b.parse().ok()?)));
        go(view);
    });
    let bases = Signal::derive(move || {
        let span = view_of.with(|view| view.terms);
        evidence.with(|evidence| {
            let usual = match span {
                Some(span) => Period::between(evidence, span.first, span.last),
                None => Period::default_of(evidence),
            };
            let others = evidence.base_years(&usual).into_iter().filter_map(|period| {
                let year = period.base.first()?.year;
                Some(components::Choice::new(base_text(Some(year)), period.base_words()))
            });
            std::iter::once(components::Choice::new("", usual.base_words())).chain(others).collect::<Vec<_>>()
        })
    });
    let on_base = Callback::new(move |text: String| {
        let mut view = view_of.get_untracked();
        view.base = text.parse().ok();
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
            <Select id="base" label="Compared with" value=base options=bases on_change=on_base/>
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

fn base_text(year: Option<AcademicYear>) -> String {
    year.map_or_else(String::new, |year| year.to_string())
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
