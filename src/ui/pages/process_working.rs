//! How the answer to one question about the way of working was worked out: the rule, and of each figure its convention, what
//! it rests on, what went in and what it cannot say. Knows nothing of the question.

use crate::eval::process::{Fact, Strand};
use crate::ui::components::{Details, SummaryList, SummaryRow};
use crate::ui::view;
use leptos::prelude::*;

/// What opens to show it.
#[component]
pub(super) fn WorkedOut(strand: Strand) -> impl IntoView {
    let calculations: Vec<_> = strand.facts.iter().flat_map(|fact| fact.calculations.clone()).collect();
    let mut rows = vec![SummaryRow::new("Rule of the answer", strand.rule)];
    let mut labels: Vec<&str> = Vec::new();
    for fact in &strand.facts {
        if !labels.contains(&fact.label.as_str()) {
            labels.push(&fact.label);
            let of_label: Vec<&Fact> = strand.facts.iter().filter(|other| other.label == fact.label).collect();
            rows.push(SummaryRow::new(fact.label.clone(), figure(&of_label)));
        }
    }
    if !calculations.is_empty() {
        let check = serde_json::to_string_pretty(&calculations).unwrap_or_default();
        rows.push(SummaryRow::new("Check file, for clusterwise calc", view! { <code class="cw-check">{check}</code> }));
    }
    view! {
        <Details summary=format!("How was this worked out? {}", strand.question)>
            <SummaryList rows=rows/>
        </Details>
    }
}

/// One figure of all groups: what is common to them once, then each.
fn figure(facts: &[&Fact]) -> AnyView {
    let Some(first) = facts.first() else { return ().into_any() };
    let known = facts.iter().find(|fact| fact.value.is_some()).unwrap_or(first);
    let each = facts.iter().map(|fact| view! { <li>{of_group(fact)}</li> }).collect_view();
    view! {
        <p class="govuk-body">{format!("Convention: {}.", known.convention)}</p>
        <ul class="govuk-list govuk-list--bullet">{each}</ul>
        <p class="govuk-body">{known.cannot_say}</p>
        <p class="govuk-body">{known.evidence_level.words}</p>
    }
    .into_any()
}

/// “Yate: 22 of 24 … Rests on … Came: 185. Why no surer: …”
fn of_group(fact: &Fact) -> String {
    let mut words = format!("{}: {} Rests on: {}.", fact.who, fact.sentence, fact.coverage);
    for input in &fact.inputs {
        words.push_str(&format!(" {}: {}.", input.label, input.value));
    }
    if !fact.reasons.is_empty() {
        words.push_str(&format!(" Why no surer: {}", fact.reasons.join(" ")));
    }
    words
}
