//! A measure that people's replies or pupils' scores answer: its figures side by side, each with what it rests on.

use super::measure_choices::{Choice, Chosen, MeasureFilters};
use super::measure_programmes::SchoolBySchool;
use super::measure_rows::RowsBehind;
use super::safe_view::{ForOwnEyes, PrintButton};
use crate::eval::{Evidence, MeasureFinding, Part, Scope, asked_rows, measure_findings};
use crate::model::Measure;
use crate::ui::components::{Details, Head, InsetText, PageHeading, SummaryList, SummaryRow, Table};
use crate::ui::route::{MeasureKey, MeasuresView, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The measure's page.
#[component]
pub(super) fn AskedPage(measure: Measure, #[prop(into)] key: MeasureKey, at: MeasuresView) -> impl IntoView {
    let state = AppState::get();
    let evidence = Memo::new(move |_| Arc::new(Evidence::of(&state.data())));
    let view_of = RwSignal::new(at);
    let chosen = Chosen::of(evidence, view_of);
    let place = usize::from(measure.number()).saturating_sub(1);
    let finding = Memo::new(move |_| {
        let (evidence, chosen) = (evidence.get(), chosen.get());
        measure_findings(&state.data(), &evidence, &chosen.period, &chosen.scope).into_iter().nth(place)
    });
    let not_for_others = move |chosen: &Choice| state.to_others.get() && matches!(chosen.scope, Scope::School(_));
    let rows = Memo::new(move |_| {
        let (evidence, chosen) = (evidence.get(), chosen.get());
        asked_rows(&state.data(), &evidence, measure, &chosen.period, &chosen.scope)
    });
    view! {
        <PageHeading text=measure.title() caption=format!("Measure {}", measure.number())/>
        <p class="govuk-body-l">{move || finding.get().map(|finding| verdict(&finding))}</p>
        <p class="govuk-body">{measure.words()} "."</p>
        <PrintButton/>
        {(measure == Measure::EffectiveAndManageable).then(|| view! {
            <p class="govuk-body">
                "Beside what people say, minutes of paperwork, meetings and localities: "
                <a class="govuk-link" href=Route::Process.href()>{super::process::QUESTION}</a>
            </p>
        })}
        <MeasureFilters evidence=evidence view_of=view_of chosen=chosen measure=Some(key)/>
        <ForOwnEyes>
        {move || finding.get().map(|finding| match not_for_others(&chosen.get()) {
            true => view! { <InsetText>"Figures of one school are not shown to others."</InsetText> }.into_any(),
            false => view! { <Figures finding=finding/> }.into_any(),
        })}
            <Show when=move || !state.to_others.get()>
                <SchoolBySchool evidence=evidence chosen=chosen measure=measure/>
                <RowsBehind rows=rows/>
            </Show>
        </ForOwnEyes>
    }
}

/// The first sentence of the conclusion: figures follow in the table.
fn verdict(finding: &MeasureFinding) -> String {
    finding.conclusion.split_inclusive('.').next().unwrap_or_default().to_owned()
}

#[component]
fn Figures(finding: MeasureFinding) -> impl IntoView {
    if finding.parts.is_empty() {
        return view! { <p class="govuk-body">"No replies or scores have been entered for these terms."</p> }
            .into_any();
    }
    let rows: Vec<_> = finding.parts.iter().map(row).collect();
    let heads = vec![
        Head::words("Figure"),
        Head::figures("Size (95% interval)"),
        Head::words("How sure"),
        Head::words("Rests on"),
    ];
    let each = finding.parts.into_iter().map(worked_out).collect_view();
    view! {
        <Table caption="Figures of this measure" heads=heads rows=Signal::stored(rows)/>
        <h2 class="govuk-heading-m">"What each figure says"</h2>
        {each}
    }
    .into_any()
}

fn row(part: &Part) -> Vec<String> {
    vec![part.label.clone(), part.figure_words(), part.certainty_words(), part.coverage.clone()]
}

/// A figure's sentence, and how it was worked out.
fn worked_out(part: Part) -> impl IntoView {
    let check = serde_json::to_string_pretty(&part.calculations).unwrap_or_default();
    let mut rows = vec![
        SummaryRow::new("Convention", part.convention),
        SummaryRow::new("Rests on", part.coverage),
        SummaryRow::new("Level of evidence", part.evidence_level.words),
    ];
    if !part.reasons.is_empty() {
        rows.push(SummaryRow::new("Why no surer", part.reasons.join(" ")));
    }
    if !part.calculations.is_empty() {
        rows.push(SummaryRow::new("Check file, for clusterwise calc", view! { <code class="cw-check">{check}</code> }));
    }
    view! {
        <h3 class="govuk-heading-s">{part.label.clone()}</h3>
        <p class="govuk-body">{part.sentence}</p>
        <Details summary=format!("How was this worked out? {}", part.label)>
            <SummaryList rows=rows/>
        </Details>
    }
}
