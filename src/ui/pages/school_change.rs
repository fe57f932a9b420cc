//! “Is my school changing?”: what its figures say, in words first, then term by term.

use crate::browser::files;
use crate::chart::{Chart, NumberFormat, Point, Series, VerticalMark, XLabel, YAxis};
use crate::eval::numbers::number;
use crate::eval::{Evidence, Finding, Indicator, Kind, Period, Scope, SeriesPoint};
use crate::model::{PilotData, Urn};
use crate::ui::components::{ChartFigure, Choice, Column, Details, Select, SortableTable, SparklineImage};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// One figure of the school: what was found, and its terms.
#[derive(Clone)]
struct Line {
    finding: Finding,
    points: Vec<SeriesPoint>,
}

/// The answer, the figures behind it, and one of them as a chart.
#[component]
pub(super) fn SchoolChange(urn: Urn) -> impl IntoView {
    let state = AppState::get();
    let data = untrack(move || state.data());
    let lines = lines(&data, &urn);
    let Some(first) = lines.first() else {
        return ().into_any();
    };
    if lines.iter().all(|line| line.points.is_empty()) {
        return view! {
            <h2 class="govuk-heading-m">"Is this school changing?"</h2>
            <p class="govuk-body">"It has no submitted returns yet, so there is nothing to compare."</p>
        }
        .into_any();
    }
    let compared = format!(
        "{}, compared with {}: {}.",
        first.finding.period_words,
        first.finding.period.base_rule(),
        first.finding.base_words
    );
    let answer = answer(&lines);
    let more = lines.iter().map(in_words).collect_view();
    view! {
        <h2 class="govuk-heading-m">"Is this school changing?"</h2>
        <p class="govuk-body-l">{answer}</p>
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

fn lines(data: &PilotData, urn: &Urn) -> Vec<Line> {
    let evidence = Evidence::of(data);
    let (period, scope) = (Period::default_of(&evidence), Scope::School(urn.clone()));
    let findings = evidence.findings(&period, &scope);
    findings
        .into_iter()
        .map(|finding| Line { points: with_figures(evidence.series(finding.indicator, &scope)), finding })
        .collect()
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

/// The figures that have moved, or that none has.
fn answer(lines: &[Line]) -> String {
    let moved: Vec<&str> = lines
        .iter()
        .filter(|line| line.finding.certainty.step.has_direction())
        .map(|line| line.finding.headline.as_str())
        .collect();
    match moved.as_slice() {
        [] => "We cannot tell yet: no figure of this school has moved by more than chance would move it.".to_owned(),
        some => format!("{}. For the others we cannot tell, or little has changed.", some.join(". ")),
    }
}

fn columns() -> Vec<Column<Line>> {
    let rate = |rate: Option<f64>, indicator: Indicator| {
        rate.map_or_else(|| "–".to_owned(), |rate| number(rate, indicator.rate_places()))
    };
    let figure = |line: &Line| {
        let unit = line.finding.indicator.rate_unit();
        view! { {line.finding.title} <br/> <span class="govuk-hint">{unit}</span> }.into_any()
    };
    let trend = |line: &Line| {
        let values: Vec<_> = line.points.iter().map(|point| point.value).collect();
        let terms = values.iter().flatten().count();
        let alternative = format!("{}, {terms} terms", line.finding.title);
        view! { <SparklineImage points=Signal::stored(values) alternative=alternative/> }.into_any()
    };
    let before = move |line: &Line| rate(line.finding.before.rate, line.finding.indicator).into_any();
    let after = move |line: &Line| rate(line.finding.after.rate, line.finding.indicator).into_any();
    vec![
        Column::shown("figure", "Figure", figure),
        Column::shown("trend", "Each term", trend),
        Column::shown("before", "Before", before).numeric(),
        Column::shown("after", "Now", after).numeric(),
        Column::text("sure", "How sure", |line: &Line| line.finding.certainty.words.clone()),
    ]
}

fn in_words(line: &Line) -> impl IntoView + use<> {
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
fn SeriesChart(lines: Vec<Line>) -> impl IntoView {
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

fn drawn(line: &Line) -> Chart {
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
