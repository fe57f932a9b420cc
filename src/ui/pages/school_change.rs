//! “Is my school changing?”: what its figures say, in words first, then term by term.

use crate::browser::files;
use crate::chart::{Chart, NumberFormat, Point, Series, VerticalMark, XLabel, YAxis};
use crate::eval::numbers::{count, percent};
use crate::eval::safe::{Mark, Rule};
use crate::eval::{Evidence, Figure, Finding, Indicator, Kind, Period, Scope, SeriesPoint, Step};
use crate::model::{PilotData, Urn};
use crate::ui::components::{ChartFigure, Choice, Column, Details, Select, SortableTable, SparklineImage};
use crate::ui::view;
use leptos::prelude::*;

/// One figure of the school: what was found, and its terms.
#[derive(Clone)]
pub(super) struct FigureLine {
    finding: Finding,
    points: Vec<SeriesPoint>,
}

/// What is found of a school since the pilot started, measure by measure.
pub(super) fn figures_of(data: &PilotData, urn: &Urn) -> Vec<FigureLine> {
    let evidence = Evidence::of(data);
    let (period, scope) = (Period::default_of(&evidence), Scope::School(urn.clone()));
    let findings = evidence.findings(&period, &scope);
    findings
        .into_iter()
        .map(|finding| FigureLine { points: with_figures(evidence.series(finding.indicator, &scope)), finding })
        .collect()
}

/// The figures behind the answer, and one of them as a chart.
#[component]
pub(super) fn SchoolChange(lines: Vec<FigureLine>) -> impl IntoView {
    let Some(first) = lines.first().filter(|_| has_figures(&lines)) else {
        return ().into_any();
    };
    let compared = format!(
        "{}, compared with {}: {}.",
        first.finding.period_words,
        first.finding.period.base_rule(),
        first.finding.base_words
    );
    let more = lines.iter().map(in_words).collect_view();
    view! {
        <h2 class="govuk-heading-m">"Is this school changing?"</h2>
        <p class="govuk-body">{compared}</p>
        <SortableTable
            caption="What its figures say"
            hide_caption=true
            columns=columns()
            rows=Signal::stored(lines.clone())
        />
        <Details summary="What each figure says, in sentences">{more}</Details>
        <SeriesChart lines=lines/>
    }
    .into_any()
}

fn has_figures(lines: &[FigureLine]) -> bool {
    lines.iter().any(|line| !line.points.is_empty())
}

/// From the first term that has a figure to the last.
fn with_figures(points: Vec<SeriesPoint>) -> Vec<SeriesPoint> {
    let first = points.iter().position(|point| point.value.is_some());
    let last = points.iter().rposition(|point| point.value.is_some());
    match (first, last) {
        (Some(first), Some(last)) => points.get(first..=last).map(<[SeriesPoint]>::to_vec).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The figures that have moved; else those that have stayed; else that there is too little to go by.
pub(super) fn answer(lines: &[FigureLine]) -> String {
    if !has_figures(lines) {
        return "We cannot tell yet whether this school is changing: it has no submitted returns.".to_owned();
    }
    let headlines = |wanted: fn(Step) -> bool| -> Vec<&str> {
        let wanted = lines.iter().filter(|line| wanted(line.finding.certainty.step));
        wanted.map(|line| line.finding.headline.as_str()).collect()
    };
    let moved = headlines(Step::has_direction);
    let stayed = headlines(|step| step == Step::LittleChange);
    let rest = lines.len().saturating_sub(moved.len());
    match (moved.is_empty(), stayed.is_empty(), rest) {
        (false, _, 0) => format!("{}.", moved.join(". ")),
        (false, ..) => format!("{}. The other figures have changed little, or we cannot tell yet.", moved.join(". ")),
        (true, false, _) => format!("{}. Of the others we cannot tell yet.", stayed.join(". ")),
        (true, true, _) => {
            "We cannot tell yet: no figure of this school has moved by more than chance would move it.".to_owned()
        }
    }
}

fn columns() -> Vec<Column<FigureLine>> {
    let figure = |line: &FigureLine| {
        let unit = match line.finding.indicator.kind() {
            Kind::Share => "of pupils on roll",
            _ => line.finding.indicator.unit().1,
        };
        view! { {line.finding.title} <span class="govuk-hint">{unit}</span> }.into_any()
    };
    let trend = |line: &FigureLine| {
        let values: Vec<_> = line.points.iter().map(|point| point.value).collect();
        let terms = values.iter().flatten().count();
        let alternative = format!("{}, {terms} terms", line.finding.title);
        view! { <SparklineImage points=Signal::stored(values) alternative=alternative/> }.into_any()
    };
    let before = |line: &FigureLine| told(line.finding.indicator, &line.finding.before).into_any();
    let after = |line: &FigureLine| told(line.finding.indicator, &line.finding.after).into_any();
    vec![
        Column::shown("figure", "Figure", figure),
        Column::shown("trend", "Each term", trend),
        Column::shown("before", "Before", before).numeric(),
        Column::shown("after", "Now", after).numeric(),
        Column::text("sure", "How sure", |line: &FigureLine| line.finding.certainty.words.clone()),
    ]
}

/// A share as a percentage; for the rest the count, which people in the school know.
fn told(indicator: Indicator, figure: &Figure) -> String {
    match indicator.kind() {
        _ if figure.exposure <= 0.0 => "–".to_owned(),
        Kind::Share => figure.rate.map_or_else(|| "–".to_owned(), |rate| percent(rate / 100.0, 1)),
        _ => count(figure.count),
    }
}

/// What is printed of the figures: the two periods without anything small.
#[component]
pub(super) fn OnPaper(lines: Vec<FigureLine>) -> impl IntoView {
    let row = |line: &FigureLine| {
        let finding = &line.finding;
        let told = |figure: &Figure| match Rule::default().hides(figure.count as u64) {
            true => Mark::Confidential.symbol().to_owned(),
            false => told(finding.indicator, figure),
        };
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header cw-table__row-header">{finding.title}</th>
                <td class="govuk-table__cell govuk-table__cell--numeric">{told(&finding.before)}</td>
                <td class="govuk-table__cell govuk-table__cell--numeric">{told(&finding.after)}</td>
                <td class="govuk-table__cell">{finding.certainty.step.words()}</td>
            </tr>
        }
    };
    let rows = lines.iter().map(row).collect_view();
    let periods =
        lines.first().map(|line| format!("{}, compared with {}", line.finding.period_words, line.finding.base_words));
    view! {
        <div class="cw-paper-only">
            <table class="govuk-table cw-table">
                <caption class="govuk-table__caption govuk-table__caption--m">{periods}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th scope="col" class="govuk-table__header">"Figure"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Before"</th>
                        <th scope="col" class="govuk-table__header govuk-table__header--numeric">"Now"</th>
                        <th scope="col" class="govuk-table__header">"How sure"</th>
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        </div>
    }
}

fn in_words(line: &FigureLine) -> impl IntoView + use<> {
    let warnings: Vec<_> =
        line.finding.warnings.iter().map(|words| view! { <p class="govuk-hint">{words.clone()}</p> }).collect();
    view! {
        <h3 class="govuk-heading-s">{line.finding.headline.clone()}</h3>
        <p class="govuk-body">{line.finding.paragraph()}</p>
        {warnings}
    }
}

/// One figure term by term, chosen above it.
#[component]
fn SeriesChart(lines: Vec<FigureLine>) -> impl IntoView {
    let options: Vec<_> =
        lines.iter().map(|line| Choice::new(line.finding.indicator.key(), line.finding.title)).collect();
    let chosen = RwSignal::new(Indicator::DaysLost.key().to_owned());
    let lines = StoredValue::new(lines);
    let chart = Memo::new(move |_| {
        let indicator = chosen.with(|key| Indicator::from_key(key)).unwrap_or(Indicator::DaysLost);
        lines.with_value(|lines| {
            let line = lines.iter().find(|line| line.finding.indicator == indicator);
            line.map_or_else(|| Chart::new("No figures", "There are no figures to show yet."), drawn)
        })
    });
    let download = Callback::new(|(name, text): (String, String)| {
        files::save(&name, "text/csv;charset=utf-8", text.as_bytes());
    });
    view! {
        <Select id="figure" label="Figure to show term by term" value=chosen options=Signal::stored(options)/>
        <ChartFigure chart=chart on_download=download/>
    }
}

fn drawn(line: &FigureLine) -> Chart {
    let indicator = line.finding.indicator;
    let label = |point: &SeriesPoint| {
        XLabel::new(format!("T{}", point.term.number), point.term.words()).within(point.term.year.to_string())
    };
    let (format, unit) = match indicator.kind() {
        Kind::Share => (NumberFormat::Percent, "of pupils"),
        _ => (NumberFormat::Rate { decimals: indicator.rate_places() }, indicator.rate_unit()),
    };
    let values = line.points.iter().map(|point| Point::from(point.value));
    let chart = Chart::new(line.finding.headline.clone(), line.finding.paragraph())
        .x("Term", line.points.iter().map(label))
        .y(YAxis::new(format, unit, unit))
        .series(Series::new("This school", values));
    match line.points.iter().position(|point| point.during) {
        Some(start) if start > 0 => chart.mark(VerticalMark::event(start, "Pilot starts")),
        _ => chart,
    }
}
