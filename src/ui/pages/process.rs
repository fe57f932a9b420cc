//! Does the cluster way of working work, and are these the right localities? Four answers side by side, and under each
//! what it rests on.

use super::data_chart::DataChart;
use super::process_tables::{ByCluster, Listed};
use super::process_working::WorkedOut;
use super::safe_view::{ForOwnEyes, PrintButton};
use crate::chart::paperwork_chart;
use crate::eval::process::{PaperworkTerm, Strand};
use crate::eval::{Evidence, Period, ProcessFindings, process_findings};
use crate::ui::components::{Details, Head, PageHeading, Table};
use crate::ui::route::{MeasureKey, MeasuresView, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// What the council asks of the pilot beside its measures.
pub(super) const QUESTION: &str = "Does the cluster way of working work?";

/// The page.
#[component]
pub fn ProcessPage() -> impl IntoView {
    let state = AppState::get();
    let found = Memo::new(move |_| {
        let data = state.data();
        let evidence = Evidence::of(&data);
        Arc::new(process_findings(&data, &evidence, &Period::default_of(&evidence)))
    });
    view! {
        <PageHeading text=QUESTION caption="The way of working, and the localities"/>
        <p class="govuk-body-l">{move || found.with(|found| found.answer.clone())}</p>
        <p class="govuk-body">
            {move || found.with(|found| found.period_words.clone())}
            ". Each question is answered by a rule that stands beside it; the four are not averaged."
        </p>
        <PrintButton/>
        <ForOwnEyes>{move || shown(&found.get())}</ForOwnEyes>
    }
}

fn shown(found: &ProcessFindings) -> impl IntoView + use<> {
    let terms = found.paperwork_by_term.clone();
    let strands = found.strands.iter().map(|strand| section(strand.clone(), &terms)).collect_view();
    let cannot = found.cannot_say.iter().map(|words| view! { <li>{*words}</li> }).collect_view();
    view! {
        <InShort strands=found.strands.clone()/>
        {strands}
        <h2 class="govuk-heading-m">"What these figures cannot say"</h2>
        <ul class="govuk-list govuk-list--bullet">{cannot}</ul>
    }
}

/// The four answers.
#[component]
fn InShort(strands: Vec<Strand>) -> impl IntoView {
    let row = |strand: Strand| vec![strand.question.to_owned(), strand.verdict.words().to_owned(), strand.sentence];
    let rows: Vec<_> = strands.into_iter().map(row).collect();
    let heads = ["Question", "Answer", "In short"].map(Head::words).to_vec();
    view! { <Table caption="The four answers" heads=heads rows=Signal::stored(rows)/> }
}

/// One question with its evidence.
fn section(strand: Strand, terms: &[PaperworkTerm]) -> AnyView {
    let figures = strand.facts.clone();
    let tables = match strand.key {
        "paperwork" => view! {
            <ByCluster label="Minutes of paperwork, by cluster" facts=figures/>
            <DataChart chart=paperwork_chart(terms)/>
        }
        .into_any(),
        "localities" => {
            let (all, each): (Vec<_>, Vec<_>) = figures.into_iter().partition(|fact| fact.who == "All clusters");
            view! {
                <Listed label="What the schools of a cluster share" facts=all/>
                <ByCluster label="Links, distances and size, by cluster" facts=each/>
            }
            .into_any()
        }
        "meetings" => view! { <Listed label="Who came, and how often boards met" facts=figures/> }.into_any(),
        _ => view! {
            <Listed label="Whether it is manageable" facts=figures/>
            <p class="govuk-body">
                <a class="govuk-link" href=measure_1()>"Measure 1: what heads and SENCOs report"</a>
            </p>
        }
        .into_any(),
    };
    let notes = strand.notes.clone();
    view! {
        <h2 class="govuk-heading-m">{strand.question}</h2>
        <p class="govuk-body">{format!("{}. {}", strand.verdict.words(), strand.sentence)}</p>
        {tables}
        {(!notes.is_empty()).then(|| view! { <SingleSchools notes=notes/> })}
        <WorkedOut strand=strand/>
    }
    .into_any()
}

#[component]
fn SingleSchools(notes: Vec<String>) -> impl IntoView {
    let state = AppState::get();
    let notes = StoredValue::new(notes);
    let list = move || {
        let lines = notes.get_value().into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        view! {
            <Details summary="Single schools to look at">
                <p class="govuk-body">"A reason to ask these schools, and no verdict. These are true figures of single schools: they are not shown to others."</p>
                <ul class="govuk-list govuk-list--bullet">{lines}</ul>
            </Details>
        }
    };
    view! { <Show when=move || !state.to_others.get()>{list}</Show> }
}

fn measure_1() -> String {
    let key = MeasureKey::Whole(crate::model::Measure::EffectiveAndManageable);
    Route::Measure(key, MeasuresView::default()).href()
}
