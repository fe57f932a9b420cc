//! Pupils at SEN Support by year group, by type of need and by phase, and where those lie who are new to it.

use super::data_chart::DataChart;
use super::measure_choices::Choice;
use crate::chart::breakdown_chart;
use crate::eval::{Breakdown, BreakdownRow, Calculation, Evidence, Indicator, breakdowns};
use crate::ui::components::{Details, Head, Table};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The sections; nothing for other figures, which schools do not count by group.
#[component]
pub(super) fn ByGroup(evidence: Memo<Arc<Evidence>>, chosen: Memo<Choice>, indicator: Indicator) -> impl IntoView {
    if indicator != Indicator::SenSupport {
        return None;
    }
    let state = AppState::get();
    let found = Memo::new(move |_| {
        let chosen = chosen.get();
        evidence.with(|evidence| breakdowns(&state.data(), evidence, &chosen.period, &chosen.scope))
    });
    Some(view! {
        <h2 class="govuk-heading-m">"By year group, need and phase"</h2>
        {move || match found.with(Vec::is_empty) {
            true => view! { <p class="govuk-body">"No school has counted its pupils by year group in both years."</p> }.into_any(),
            false => view! {
                <p class="govuk-body">"From the count of each January, of schools that counted in both years. Figures at the end of a term, above, are counted on another day."</p>
                {found.get().into_iter().map(|one| view! { <OneBreakdown found=one/> }).collect_view()}
            }
            .into_any(),
        }}
    })
}

#[component]
fn OneBreakdown(found: Breakdown) -> impl IntoView {
    let rows: Vec<_> = found.rows.iter().map(row).collect();
    let checks: Vec<Calculation> = found.rows.iter().flat_map(|row| row.calculations.clone()).collect();
    let check = serde_json::to_string_pretty(&checks).unwrap_or_default();
    let mut conventions: Vec<&str> = found.rows.iter().map(|row| row.convention).collect();
    conventions.sort_unstable();
    conventions.dedup();
    let conventions = conventions.join("; or ");
    let chart = (found.rows.len() > 1).then(|| breakdown_chart(&found));
    let heads = vec![
        Head::words(found.kind.row_name()),
        Head::figures(found.before_words),
        Head::figures(found.after_words),
        Head::figures("Change (95% interval)"),
        Head::words("How sure, among all rows"),
        Head::words("Rests on"),
    ];
    view! {
        <h3 class="govuk-heading-s">{found.title}</h3>
        <p class="govuk-body">{found.sentence}</p>
        <Table caption=found.title heads=heads rows=Signal::stored(rows)/>
        <p class="govuk-body">{found.kind.share_of()} " " {found.rule}</p>
        {chart.map(|chart| view! { <DataChart chart=chart/> })}
        <Details summary=format!("How was this worked out? {}", found.title)>
            <p class="govuk-body">{format!("Each row: {conventions}. Rows together: Holm’s step-down rule on their p.")}</p>
            <p class="govuk-body">"The command line gives the shares from this request: "<code>"clusterwise calc"</code></p>
            <code class="cw-check">{check}</code>
        </Details>
    }
}

fn row(found: &BreakdownRow) -> Vec<String> {
    let reasons = found.reasons.join(" ");
    vec![
        found.label.clone(),
        BreakdownRow::share_words(found.before),
        BreakdownRow::share_words(found.after),
        found.change_words(),
        format!("{}. {}", found.certainty_words(), reasons).trim_end().to_owned(),
        found.coverage.clone(),
    ]
}
