//! One change held against others, side by side: itself a year before, other schools, other clusters, other base years.

use super::data_chart::DataChart;
use super::measure_choices::Choice;
use crate::chart::comparisons_chart;
use crate::eval::{Comparison, Evidence, Indicator, Scale, numbers};
use crate::ui::components::{Details, Head, Table, WarningText};
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The table of comparisons, with a warning where the answer hangs on the base year.
#[component]
pub(super) fn SideBySide(evidence: Memo<Arc<Evidence>>, chosen: Memo<Choice>, indicator: Indicator) -> impl IntoView {
    let compared = Memo::new(move |_| {
        let chosen = chosen.get();
        evidence.with(|evidence| evidence.comparisons(indicator, &chosen.period, &chosen.scope))
    });
    let rows = Signal::derive(move || compared.with(|found| found.rows.iter().map(row).collect::<Vec<_>>()));
    let heads = vec![
        Head::words("Held against"),
        Head::figures("Change (95% interval)"),
        Head::words("How sure"),
        Head::words("In words"),
    ];
    let drawn = Memo::new(move |_| compared.with(|found| (found.rows.len() > 1).then(|| comparisons_chart(found))));
    let checks = move || {
        let all: Vec<_> = compared.get().rows.into_iter().flat_map(|row| row.calculations).collect();
        serde_json::to_string_pretty(&all).unwrap_or_default()
    };
    view! {
        <h2 class="govuk-heading-m">"Compared with whom?"</h2>
        {move || compared.get().warning.map(|words| view! { <WarningText>{words}</WarningText> })}
        <Table caption="The change, compared in several ways" heads=heads rows=rows/>
        {move || drawn.get().map(|chart| view! { <DataChart chart=chart/> })}
        <p class="govuk-body">"Honest methods can disagree on the same figures. None of them is left out, and none is the answer by itself."</p>
        <Details summary="Check file of these comparisons">
            <code class="cw-check">{checks}</code>
        </Details>
    }
}

fn row(found: &Comparison) -> Vec<String> {
    vec![found.label.clone(), figure(found), found.certainty.words().to_owned(), found.sentence.clone()]
}

/// “×0.91 (0.72 to 1.20)”, “+0.8 points (0.2 to 1.4)”.
fn figure(found: &Comparison) -> String {
    let Some(value) = found.value else { return "–".to_owned() };
    let (value, places) = match found.scale {
        Scale::Ratio => (numbers::times(value), 2),
        Scale::Points => (format!("{} points", numbers::signed(value, 1)), 1),
    };
    match (found.lower, found.upper) {
        (Some(lower), Some(upper)) => {
            format!("{value} ({} to {})", numbers::number(lower, places), numbers::number(upper, places))
        }
        (Some(lower), None) => format!("{value} ({} or more)", numbers::number(lower, places)),
        _ => value,
    }
}
