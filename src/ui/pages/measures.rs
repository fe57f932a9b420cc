//! Is the pilot working? All ten measures with what is known of each and how sure it is.

use super::evaluation_file::EvaluationFile;
use super::measure_choices::{Choice, Chosen, MeasureFilters};
use super::safe_view::{ForOwnEyes, HidingNote, PrintButton, Views};
use crate::eval::{
    Evidence, Finding, Indicator, MeasureFinding, Part, Scope, Variation, marks_of, measure_findings, numbers,
    outcome_findings,
};
use crate::model::{Measure, Outcome, PilotData};
use crate::ui::components::{PageHeading, ScrollPane, SparklineImage, VariationIcon, VariationShape};
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
    found: Shown,
}

/// What a line shows: a change in returns, or figures of another kind with how sure each is.
#[derive(Clone, PartialEq)]
enum Shown {
    Change(Found),
    Figures(Vec<(String, String, String)>),
}

/// What is known of an indicator.
#[derive(Clone, PartialEq)]
struct Found {
    figures: String,
    trend: Vec<Option<f64>>,
    trend_words: String,
    variation: Option<Variation>,
    change: String,
    /// The change beyond that of schools not taking part, where they can be compared with.
    beyond: String,
    certainty: String,
}

/// The overview.
#[component]
pub fn MeasuresPage(at: MeasuresView) -> impl IntoView {
    let state = AppState::get();
    let evidence = Memo::new(move |_| Arc::new(Evidence::of(&state.data())));
    let view_of = RwSignal::new(at);
    let chosen = Chosen::of(evidence, view_of);
    let answers = Memo::new(move |_| {
        let (evidence, chosen, data) = (evidence.get(), chosen.get(), state.data());
        let measures = measure_findings(&data, &evidence, &chosen.period, &chosen.scope);
        let outcomes = outcome_findings(&data, &evidence, &chosen.period, &chosen.scope, &measures);
        Arc::new((measures, outcomes))
    });
    let keys = Measure::ALL.into_iter().map(MeasureKey::Whole).chain([MeasureKey::DaysLost]);
    let views = Views::of(evidence, chosen, keys.filter_map(indicator_of).collect::<Vec<_>>());
    let lines = Memo::new(move |_| {
        let (evidence, chosen, answers) = (evidence.get(), chosen.get(), answers.get());
        let asked = Asked {
            data: &state.data(),
            findings: evidence.findings(&chosen.period, &chosen.scope),
            evidence: &evidence,
            chosen: &chosen,
            views,
        };
        let lines = Measure::ALL.into_iter().zip(&answers.0);
        lines.flat_map(|(measure, answer)| asked.lines_of(measure, answer)).collect::<Vec<_>>()
    });
    let conclusions = Memo::new(move |_| {
        answers.with(|answers| answers.1.iter().map(|outcome| outcome.sentence.clone()).collect::<Vec<_>>())
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
        <HidingNote hiding=views.hiding/>
        <ForOwnEyes>{Outcome::ALL.into_iter().enumerate().map(|(place, outcome)| {
            let conclusion = Signal::derive(move || conclusions.with(|all| all.get(place).cloned().unwrap_or_default()));
            view! { <OutcomeTable outcome=outcome lines=lines conclusion=conclusion/> }
        }).collect_view()}</ForOwnEyes>
        <p class="govuk-body">
            "The letter beside a trend says whether its newest term is usual for it (U), better (B) or worse (W) than usual, or that there are too few terms to say (?)."
        </p>
        <ul class="govuk-list">
            <li><a class="govuk-link" href=Route::Process.href()>{super::process::QUESTION}</a></li>
            <li><a class="govuk-link" href=Route::Share.href()>"Numbers that are safe to share"</a></li>
            <li><a class="govuk-link" href=Route::Calculators.href()>"Calculators, to try figures of your own"</a></li>
        </ul>
        <PrintButton/>
        <Show when=move || !state.to_others.get()>
            <EvaluationFile/>
        </Show>
    }
}

/// What all lines are made from.
struct Asked<'a> {
    data: &'a PilotData,
    evidence: &'a Evidence,
    findings: Vec<Finding>,
    chosen: &'a Choice,
    views: Views,
}

impl Asked<'_> {
    fn lines_of(&self, measure: Measure, answer: &MeasureFinding) -> Vec<Line> {
        let keys = match measure {
            Measure::Exclusions => vec![MeasureKey::Whole(measure), MeasureKey::DaysLost],
            _ => vec![MeasureKey::Whole(measure)],
        };
        let line = |key: MeasureKey| {
            let indicator = indicator_of(key);
            let finding = self.findings.iter().find(|finding| Some(finding.indicator) == indicator);
            Line {
                title: indicator.map_or(measure.title(), Indicator::title).to_owned(),
                href: Route::Measure(key, self.chosen.view.clone()).href(),
                measure,
                found: finding.map_or_else(|| figures(answer), |finding| Shown::Change(self.found(finding, answer))),
            }
        };
        keys.into_iter().map(line).collect()
    }

    fn found(&self, finding: &Finding, answer: &MeasureFinding) -> Found {
        let indicator = finding.indicator;
        let view = self.views.view(indicator);
        // The leading part of this figure: what decides is its change beyond other schools, where there are some.
        let decides = answer.parts.iter().take(answer.leading).find(|part| part.label.starts_with(finding.title));
        let beyond = decides.filter(|part| part.label != finding.title && view.is_open(&finding.scope));
        let finding = view.finding(finding.clone());
        let series = view.series(self.evidence, indicator, &finding.scope);
        let terms: Vec<_> = series.iter().map(|point| point.term).collect();
        let marks = marks_of(self.data, indicator, &finding.scope, &terms);
        let trend: Vec<_> = series.iter().map(|point| point.value).collect();
        let written = |value: Option<f64>| {
            value.map_or_else(|| "not shown".to_owned(), |value| numbers::number(value, indicator.rate_places()))
        };
        let figures = match (indicator, finding.change) {
            (_, None) => "–".to_owned(),
            (Indicator::SenSupport, _) => {
                format!("{}% → {}%", written(finding.before.rate), written(finding.after.rate))
            }
            _ => format!("{} → {}", numbers::count(finding.before.count), numbers::count(finding.after.count)),
        };
        Found {
            figures,
            trend_words: format!(
                "{}, {} terms: from {} to {} {}",
                finding.title,
                trend.len(),
                written(trend.iter().flatten().next().copied()),
                written(trend.iter().rev().flatten().next().copied()),
                indicator.rate_unit()
            ),
            variation: Variation::of(indicator, &series, &marks),
            trend,
            change: finding.change.as_ref().map_or_else(|| "–".to_owned(), crate::eval::Change::words),
            beyond: beyond.map_or_else(|| "–".to_owned(), Part::figure_words),
            certainty: beyond.map_or_else(|| finding.certainty.words.clone(), Part::certainty_words),
        }
    }
}

/// The leading figures of a measure that returns do not answer.
fn figures(answer: &MeasureFinding) -> Shown {
    let leading = answer.parts.iter().take(answer.leading);
    Shown::Figures(leading.map(|part| (part.label.clone(), part.figure_words(), part.certainty_words())).collect())
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
fn OutcomeTable(outcome: Outcome, lines: Memo<Vec<Line>>, conclusion: Signal<String>) -> impl IntoView {
    let rows = move || {
        let of_outcome = lines.get().into_iter().filter(|line| line.measure.outcome() == outcome);
        of_outcome.map(shown).collect_view()
    };
    view! {
        <h2 class="govuk-heading-m">{outcome.title()}</h2>
        <p class="govuk-body">{conclusion}</p>
        <ScrollPane label=outcome.title()>
            <table class="govuk-table cw-table cw-measures">
                <caption class="govuk-visually-hidden">{outcome.title()}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th scope="col" class="govuk-table__header">"Measure"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Before → after"</th>
                        <th scope="col" class="govuk-table__header">"Trend"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Change"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Beyond other schools"</th>
                        <th scope="col" class="govuk-table__header">"How sure"</th>
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        </ScrollPane>
    }
}

/// The newest term's variation: outlined where it is usual, filled where it is not.
fn icon(variation: Variation) -> impl IntoView {
    let shape = match variation {
        Variation::Usual | Variation::TooShort => VariationShape::Circle,
        Variation::Better => VariationShape::Diamond,
        Variation::Worse => VariationShape::Square,
    };
    view! { <VariationIcon shape=shape letter=variation.letter() words=variation.words()/> }
}

fn shown(line: Line) -> impl IntoView {
    let name = format!("{} {}", line.measure.number(), line.title);
    let cells = match line.found {
        Shown::Change(found) => view! {
            <td class="govuk-table__cell govuk-table__cell--numeric">{found.figures}</td>
            <td class="govuk-table__cell cw-measures__trend">
                <SparklineImage points=Signal::stored(found.trend) alternative=found.trend_words/>
                {found.variation.map(icon)}
            </td>
            <td class="govuk-table__cell govuk-table__cell--numeric">{found.change}</td>
            <td class="govuk-table__cell govuk-table__cell--numeric">{found.beyond}</td>
            <td class="govuk-table__cell">{found.certainty}</td>
        }
        .into_any(),
        Shown::Figures(figures) if figures.is_empty() => {
            view! { <td class="govuk-table__cell" colspan="5">"No figures yet"</td> }.into_any()
        }
        Shown::Figures(figures) => {
            let sure =
                figures.iter().map(|(.., sure)| view! { <p class="cw-figure">{sure.clone()}</p> }).collect_view();
            let shown = figures.into_iter().map(|(label, figure, _)| {
                view! { <p class="cw-figure">{label} ": " <strong>{figure}</strong></p> }
            });
            view! {
                <td class="govuk-table__cell" colspan="4">{shown.collect_view()}</td>
                <td class="govuk-table__cell">{sure}</td>
            }
            .into_any()
        }
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
