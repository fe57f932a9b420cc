//! Figures of the way of working as tables: one under another, or a row for each cluster. Knows nothing of how they were
//! made.

use crate::eval::process::{Fact, Sure};
use crate::ui::components::{CaptionSize, Head, ScrollPane, Table};
use crate::ui::view;
use leptos::prelude::*;

/// A row for each figure.
#[component]
pub(super) fn Listed(label: &'static str, facts: Vec<Fact>) -> impl IntoView {
    let rows: Vec<_> = facts.iter().map(listed).collect();
    let heads = vec![
        Head::words("Figure"),
        Head::words("Whom it covers"),
        Head::figures("Size (95% interval)"),
        Head::words("How sure"),
        Head::words("Rests on"),
    ];
    view! { <Table caption=label caption_size=CaptionSize::Small heads=heads rows=Signal::stored(rows)/> }
}

fn listed(fact: &Fact) -> Vec<String> {
    vec![
        fact.label.clone(),
        fact.who.clone(),
        fact.figure_words(),
        fact.certainty.words().to_owned(),
        fact.coverage.clone(),
    ]
}

/// A row for each group of schools, a column for each figure.
#[component]
pub(super) fn ByCluster(label: &'static str, facts: Vec<Fact>) -> impl IntoView {
    let columns = distinct(facts.iter().map(|fact| &fact.label));
    let rows = distinct(facts.iter().map(|fact| &fact.who));
    let heads = columns
        .iter()
        .map(|column| {
            view! { <th scope="col" class="govuk-table__header govuk-table__header--numeric">{column.clone()}</th> }
        })
        .collect_view();
    let body = rows
        .into_iter()
        .map(|who| {
            let cells = columns
                .iter()
                .map(|column| cell(facts.iter().find(|fact| fact.who == who && fact.label == *column)))
                .collect_view();
            view! {
                <tr class="govuk-table__row">
                    <th scope="row" class="govuk-table__header cw-table__row-header">{who}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <ScrollPane label=label>
            <table class="govuk-table cw-table">
                <caption class="govuk-table__caption govuk-table__caption--s">{label}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th scope="col" class="govuk-table__header">"Schools of"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{body}</tbody>
            </table>
        </ScrollPane>
    }
}

/// A figure, and how sure it is where it is not simply counted.
fn cell(fact: Option<&Fact>) -> impl IntoView + use<> {
    let figure = fact.map_or_else(|| "–".to_owned(), Fact::figure_words);
    let sure = fact.map(|fact| fact.certainty).filter(|sure| *sure != Sure::Counted).map(Sure::words);
    view! {
        <td class="govuk-table__cell govuk-table__cell--numeric">
            {figure}
            {sure.map(|words| view! { <span class="govuk-hint">{words}</span> })}
        </td>
    }
}

/// Each once, in the order of their coming.
fn distinct<'a>(words: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for word in words {
        if !seen.contains(word) {
            seen.push(word.clone());
        }
    }
    seen
}
