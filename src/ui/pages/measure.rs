//! One measure: the answer in a sentence, the evidence under it, and how it was worked out.

use super::data_chart::saving;
use super::measure_areas::AgainstAreas;
use super::measure_asked::AskedPage;
use super::measure_breakdown::ByGroup;
use super::measure_choices::{Choice, Chosen, MeasureFilters};
use super::measure_compared::SideBySide;
use super::measure_events::Events;
use super::measure_requests::BecameOf;
use super::measure_rows::RowsBehind;
use super::measure_shape::{BetweenSchoolsOf, OverTime};
use super::measure_terms::StillNeeded;
use super::measures::indicator_of;
use super::safe_view::{ForOwnEyes, HidingNote, PrintButton, View, Views};
use crate::browser::files;
use crate::chart::{Chart, measure_by_year_chart, measure_chart};
use crate::eval::{Evidence, Finding, Indicator, Scope, Working, marks_of};
use crate::model::{Phase, PilotData};
use crate::ui::components::{
    ChartFigure, CopyBox, Details, Head, InsetText, PageHeading, SummaryList, SummaryRow, Table, WarningText,
};
use crate::ui::route::{MeasureKey, MeasuresView};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// A measure's page.
#[component]
pub fn MeasurePage(key: MeasureKey, at: MeasuresView) -> impl IntoView {
    match indicator_of(key) {
        Some(indicator) => view! { <IndicatorPage indicator=indicator key=key at=at/> }.into_any(),
        None => view! { <AskedPage measure=key.measure() key=key at=at/> }.into_any(),
    }
}

#[component]
fn IndicatorPage(indicator: Indicator, #[prop(into)] key: MeasureKey, at: MeasuresView) -> impl IntoView {
    let state = AppState::get();
    let evidence = Memo::new(move |_| Arc::new(Evidence::of(&state.data())));
    let view_of = RwSignal::new(at);
    let chosen = Chosen::of(evidence, view_of);
    let views = Views::of(evidence, chosen, [indicator]);
    let shown = Memo::new(move |_| views.view(indicator));
    let finding = Memo::new(move |_| {
        let chosen = chosen.get();
        let all = evidence.with(|evidence| evidence.finding(indicator, &chosen.period, &chosen.scope));
        shown.with(|shown| shown.finding(all))
    });
    let chart = Signal::derive(move || {
        let finding = finding.get();
        evidence.with(|evidence| shown.with(|shown| chart_of(evidence, shown, &state.data(), &finding)))
    });
    // What is worked out of all counts may be shown where none is hidden; a school's own numbers only to itself.
    let is_open = Memo::new(move |_| shown.with(|shown| shown.is_open(&chosen.with(|chosen| chosen.scope.clone()))));
    let is_own = Memo::new(move |_| shown.with(View::is_own));
    let breaks = Memo::new(move |_| {
        let (chosen, data) = (chosen.get(), state.data());
        evidence.with(|evidence| evidence.breaks_within(&data, indicator, &chosen.scope, &chosen.period))
    });
    let rows = Memo::new(move |_| {
        let chosen = chosen.get();
        evidence.with(|evidence| evidence.source_rows(indicator, &chosen.period, &chosen.scope))
    });
    let caption = format!("Measure {}: {}", key.measure().number(), indicator.title());
    view! {
        <PageHeading text=Signal::derive(move || finding.with(|finding| finding.headline.clone())) caption=caption/>
        <p class="govuk-body-l">{move || finding.with(Finding::paragraph)}</p>
        {move || finding.with(|finding| finding.warnings.clone()).into_iter().map(|words| view! { <WarningText>{words}</WarningText> }).collect_view()}
        {move || breaks.get().into_iter().map(|words| view! {
            <WarningText>{format!("{words}: since then it is counted in another way. Schools that changed are not compared across it.")}</WarningText>
        }).collect_view()}
        <PrintButton/>
        <MeasureFilters evidence=evidence view_of=view_of chosen=chosen measure=Some(key)/>
        <HidingNote hiding=views.hiding/>
        <ForOwnEyes>
            <ChartFigure chart=chart on_download=saving()/>
            <CanWeTell finding=finding/>
            <StillNeeded evidence=evidence finding=finding/>
            <Show when=move || is_open.get() fallback=some_hidden>
                <SideBySide evidence=evidence chosen=chosen indicator=indicator/>
            </Show>
            <AgainstAreas indicator=indicator/>
            <Show when=move || is_open.get()>
                <OverTime evidence=evidence chosen=chosen indicator=indicator/>
            </Show>
            <Show when=move || is_own.get()>
                <BetweenSchoolsOf evidence=evidence chosen=chosen indicator=indicator/>
                <ByGroup evidence=evidence chosen=chosen indicator=indicator/>
                <BecameOf evidence=evidence chosen=chosen indicator=indicator/>
            </Show>
            <AgainstWhom evidence=evidence chosen=chosen shown=shown indicator=indicator/>
            <Events indicator=indicator chosen=chosen/>
            {move || view! { <WorkedOut working=finding.with(|finding| finding.working.clone()) coverage=coverage_words(&evidence.get(), &finding.get())/> }}
            <Show when=move || is_own.get()>
                <RowsBehind rows=rows/>
            </Show>
        </ForOwnEyes>
    }
}

fn some_hidden() -> impl IntoView {
    view! { <InsetText>"Some counts of these schools are hidden, so comparisons that could give them away are left out."</InsetText> }
}

/// The group itself beside the schools that do not take part.
fn chart_of(evidence: &Evidence, shown: &View, data: &PilotData, finding: &Finding) -> Chart {
    let name = match &finding.scope {
        Scope::Pilot => "Taking part".to_owned(),
        other => evidence.scope_words(other),
    };
    if let Some(own) = shown.years(evidence, &finding.scope).filter(|years| !years.is_empty()) {
        return measure_by_year_chart(finding, &[(&name, &own)]);
    }
    let own = shown.series(evidence, finding.indicator, &finding.scope);
    let terms: Vec<_> = own.iter().map(|point| point.term).collect();
    let marks = marks_of(data, finding.indicator, &finding.scope, &terms);
    let others = shown.series(evidence, finding.indicator, &Scope::NotTakingPart);
    match others.iter().any(|point| point.value.is_some()) {
        true => measure_chart(finding, &[(&name, &own), ("Not taking part", &others)], &marks),
        false => measure_chart(finding, &[(&name, &own)], &marks),
    }
}

fn coverage_words(evidence: &Evidence, finding: &Finding) -> String {
    let missing = finding.coverage.missing_words(evidence);
    format!("{} {missing}", finding.coverage.words())
}

#[component]
fn CanWeTell(finding: Memo<Finding>) -> impl IntoView {
    let shown = move || {
        let finding = finding.get();
        let certainty = finding.certainty;
        let reasons = certainty.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        let detectable = certainty.detectable_words.map(|words| format!("With figures like these, {words}."));
        view! {
            <p class="govuk-body"><strong>{certainty.words}</strong> ". " {certainty.step.meaning()}</p>
            <ul class="govuk-list govuk-list--bullet">{reasons}</ul>
            <p class="govuk-body">{detectable}</p>
            <p class="govuk-body">{finding.evidence_level.words}</p>
        }
    };
    view! {
        <h2 class="govuk-heading-m">"Can we tell yet?"</h2>
        {shown}
    }
}

/// The same question asked of other groups: those not taking part, each cluster, each phase. Never school by school.
#[component]
fn AgainstWhom(
    evidence: Memo<Arc<Evidence>>,
    chosen: Memo<Choice>,
    shown: Memo<View>,
    indicator: Indicator,
) -> impl IntoView {
    let rows = Signal::derive(move || {
        let (evidence, chosen) = (evidence.get(), chosen.get());
        let mut scopes = vec![Scope::Pilot, Scope::NotTakingPart];
        scopes.extend(evidence.scopes(false).into_iter().filter(|scope| matches!(scope, Scope::Cluster(_))));
        scopes.extend([Phase::Primary, Phase::Secondary].map(Scope::Phase));
        if !scopes.contains(&chosen.scope) {
            scopes.insert(0, chosen.scope.clone());
        }
        let findings = scopes.iter().map(|scope| evidence.finding(indicator, &chosen.period, scope));
        shown.with(|shown| findings.map(|finding| shown_row(shown.finding(finding))).collect::<Vec<_>>())
    });
    let heads = vec![
        Head::words("Schools"),
        Head::figures("Before"),
        Head::figures("After"),
        Head::figures("Change"),
        Head::words("How sure"),
    ];
    view! {
        <h2 class="govuk-heading-m">"In other groups of schools"</h2>
        <Table caption="The same change in other groups of schools" heads=heads rows=rows/>
        <p class="govuk-body">{format!("Before and after are {}.", indicator.rate_unit())}</p>
    }
}

fn shown_row(finding: Finding) -> Vec<String> {
    let written = |value: Option<f64>| {
        let places = finding.indicator.rate_places();
        value.map_or_else(|| "–".to_owned(), |value| crate::eval::numbers::number(value, places))
    };
    let (before, after) = (written(finding.before.rate), written(finding.after.rate));
    let change = finding.change.as_ref().map_or_else(|| "–".to_owned(), crate::eval::Change::words);
    vec![finding.who, before, after, change, finding.certainty.words]
}

#[component]
fn WorkedOut(working: Working, coverage: String) -> impl IntoView {
    let outcome = RwSignal::new(None::<String>);
    let on_copy = Callback::new(move |text: String| {
        leptos::task::spawn_local(async move {
            let words = match files::copy(&text).await {
                true => "Copied.",
                false => "The browser did not allow copying: select the text and press Ctrl+C.",
            };
            let _ = outcome.try_set(Some(words.to_owned()));
        });
    });
    let mut rows = vec![
        SummaryRow::new("What is measured", working.definition),
        SummaryRow::new("Formula", working.formula),
        SummaryRow::new("Convention", working.convention),
        SummaryRow::new("Returns", coverage),
    ];
    rows.extend(working.inputs.into_iter().map(|input| SummaryRow::new(input.label, input.value)));
    let check = working.check_file.map(|text| {
        view! {
            <p class="govuk-body">"The command line gives the same figures from this request: "<code>"clusterwise calc"</code></p>
            <CopyBox id="check-file" label="Check file" text=text on_copy=on_copy outcome=outcome/>
        }
    });
    view! {
        <Details summary="How was this worked out?">
            <SummaryList rows=rows/>
            {check}
        </Details>
    }
}
