//! Is the pilot working? All ten measures with what is known of each and how sure it is.

use super::measure_choices::{Chosen, MeasureFilters};
use crate::eval::{Evidence, Finding, Indicator, Scope, numbers};
use crate::model::{Measure, Outcome};
use crate::ui::components::{PageHeading, ScrollPane, SparklineImage};
use crate::ui::route::{MeasureKey, MeasuresView, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// One line of the table.
#[derive(Clone, PartialEq)]
struct Line {
    title: String,
    href: String,
    measure: Measure,
    /// None for a measure whose data are not collected yet.
    found: Option<Found>,
}

/// What is known of an indicator.
#[derive(Clone, PartialEq)]
struct Found {
    figures: String,
    trend: Vec<Option<f64>>,
    trend_words: String,
    change: String,
    certainty: String,
}

/// The overview.
#[component]
pub fn MeasuresPage(at: MeasuresView) -> impl IntoView {
    let state = AppState::get();
    let evidence = Memo::new(move |_| Arc::new(Evidence::of(&state.data())));
    let view_of = RwSignal::new(at);
    let chosen = Chosen::of(evidence, view_of);
    let lines = Memo::new(move |_| {
        let (evidence, chosen) = (evidence.get(), chosen.get());
        let findings = evidence.findings(&chosen.period, &chosen.scope);
        Measure::ALL
            .into_iter()
            .flat_map(|measure| lines_of(measure, &evidence, &findings, &chosen))
            .collect::<Vec<_>>()
    });
    let coverage = Memo::new(move |_| {
        let (evidence, chosen) = (evidence.get(), chosen.get());
        evidence.coverage(Indicator::SenSupport, &chosen.period, &chosen.scope).words()
    });
    let heading = Signal::derive(move || match chosen.with(|chosen| chosen.scope.clone()) {
        Scope::Pilot => "Is the pilot working?".to_owned(),
        other => evidence.with(|evidence| format!("Is it working? {}", evidence.scope_words(&other))),
    });
    view! {
        <PageHeading text=heading/>
        <MeasureFilters evidence=evidence view_of=view_of chosen=chosen measure=None/>
        <p class="govuk-body">
            {move || coverage.get()} " "
            {move || chosen.with(|chosen| chosen.period.last()).map(|term| view! {
                <a class="govuk-link" href=Route::Returns { term: Some(term) }.href()>"See who is missing"</a>
            })}
        </p>
        <p class="govuk-body">
            "To try figures of your own: "
            <a class="govuk-link" href=Route::Calculators.href()>"Calculators"</a>
        </p>
        {Outcome::ALL.map(|outcome| view! { <OutcomeTable outcome=outcome lines=lines/> }).into_iter().collect_view()}
    }
}

fn lines_of(
    measure: Measure,
    evidence: &Evidence,
    findings: &[Finding],
    chosen: &super::measure_choices::Choice,
) -> Vec<Line> {
    let keys = match measure {
        Measure::Exclusions => vec![MeasureKey::Whole(measure), MeasureKey::DaysLost],
        _ => vec![MeasureKey::Whole(measure)],
    };
    keys.into_iter()
        .map(|key| {
            let indicator = indicator_of(key);
            let finding = findings.iter().find(|finding| Some(finding.indicator) == indicator);
            Line {
                title: indicator.map_or(measure.title(), Indicator::title).to_owned(),
                href: Route::Measure(key, chosen.view.clone()).href(),
                measure,
                found: finding.map(|finding| found(finding, evidence)),
            }
        })
        .collect()
}

fn found(finding: &Finding, evidence: &Evidence) -> Found {
    let series = evidence.series(finding.indicator, &finding.scope);
    let trend: Vec<_> = series.iter().map(|point| point.value).collect();
    let written = |value: Option<f64>| {
        value.map_or_else(|| "none".to_owned(), |value| numbers::number(value, finding.indicator.rate_places()))
    };
    let figures = match finding.indicator {
        Indicator::SenSupport => format!("{}% → {}%", written(finding.before.rate), written(finding.after.rate)),
        _ => format!("{} → {}", numbers::count(finding.before.count), numbers::count(finding.after.count)),
    };
    let first = trend.iter().flatten().next().copied();
    Found {
        figures,
        trend_words: format!(
            "{}, {} terms: from {} to {} {}",
            finding.title,
            trend.len(),
            written(first),
            written(trend.iter().rev().flatten().next().copied()),
            finding.indicator.rate_unit()
        ),
        trend,
        change: finding.change.as_ref().map_or_else(|| "–".to_owned(), crate::eval::Change::words),
        certainty: finding.certainty.words.clone(),
    }
}

/// The indicator that a measure's page is about; None where its data are not collected yet.
pub(super) fn indicator_of(key: MeasureKey) -> Option<Indicator> {
    match key {
        MeasureKey::DaysLost => Some(Indicator::DaysLost),
        MeasureKey::Whole(Measure::SenSupport) => Some(Indicator::SenSupport),
        MeasureKey::Whole(Measure::Requests) => Some(Indicator::Requests),
        MeasureKey::Whole(Measure::Exclusions) => Some(Indicator::PermanentExclusions),
        MeasureKey::Whole(Measure::Incidents) => Some(Indicator::Incidents),
        MeasureKey::Whole(_) => None,
    }
}

#[component]
fn OutcomeTable(outcome: Outcome, lines: Memo<Vec<Line>>) -> impl IntoView {
    let rows = move || {
        let of_outcome = lines.get().into_iter().filter(|line| line.measure.outcome() == outcome);
        of_outcome.map(shown).collect_view()
    };
    view! {
        <ScrollPane label=outcome.title()>
            <table class="govuk-table cw-table cw-measures">
                <caption class="govuk-table__caption govuk-table__caption--m">{outcome.title()}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th scope="col" class="govuk-table__header">"Measure"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Before → after"</th>
                        <th scope="col" class="govuk-table__header">"Trend"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Change"</th>
                        <th scope="col" class="govuk-table__header">"How sure"</th>
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        </ScrollPane>
    }
}

fn shown(line: Line) -> impl IntoView {
    let name = format!("{} {}", line.measure.number(), line.title);
    let cells = match line.found {
        Some(found) => view! {
            <td class="govuk-table__cell govuk-table__cell--numeric">{found.figures}</td>
            <td class="govuk-table__cell"><SparklineImage points=Signal::stored(found.trend) alternative=found.trend_words/></td>
            <td class="govuk-table__cell govuk-table__cell--numeric">{found.change}</td>
            <td class="govuk-table__cell">{found.certainty}</td>
        }
        .into_any(),
        None => view! { <td class="govuk-table__cell" colspan="4">"Not measured yet: it needs survey answers or scores"</td> }.into_any(),
    };
    view! {
        <tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header cw-table__row-header">
                <a class="govuk-link" href=line.href>{name}</a>
            </th>
            {cells}
        </tr>
    }
}
