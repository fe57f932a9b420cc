//! A calculator's answer: sentence, warnings, chart where it helps, figures, and the check file.

use super::calculator::Answered;
use super::data_chart::DataChart;
use crate::browser::files;
use crate::chart::calculation_chart;
use crate::eval::{Calculation, numbers};
use crate::ui::components::{CopyBox, InsetText, ScrollPane, SummaryList, SummaryRow, WarningText};
use crate::ui::view;
use leptos::prelude::*;
use serde_json::Value;

/// The answer to a request.
#[component]
pub(super) fn AnswerView(found: Answered) -> impl IntoView {
    let Answered { request, answer } = found;
    let chart = calculation_chart(&request);
    let words = answer.words.clone();
    let mut rows: Vec<SummaryRow> = Vec::new();
    let mut tables = Vec::new();
    for (name, value) in &answer.values {
        match value {
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                tables.push(table(name, items));
            }
            value => rows.push(SummaryRow::new(titled(name), written(value))),
        }
    }
    rows.push(SummaryRow::new("Convention", answer.convention));
    view! {
        <h2 class="govuk-heading-m">"Answer"</h2>
        <InsetText>{words}</InsetText>
        {answer.warnings.into_iter().map(|words| view! { <WarningText>{words}</WarningText> }).collect_view()}
        {chart.map(|chart| view! { <DataChart chart=chart/> })}
        <SummaryList rows=rows/>
        {tables}
        <CheckFile request=request/>
    }
}

#[component]
fn CheckFile(request: Calculation) -> impl IntoView {
    let outcome = RwSignal::new(None::<String>);
    let text = serde_json::to_string_pretty(&request).unwrap_or_default();
    let on_copy = Callback::new(move |text: String| {
        leptos::task::spawn_local(async move {
            let words = match files::copy(&text).await {
                true => "Copied.",
                false => "The browser did not allow copying: select the text and press Ctrl+C.",
            };
            let _ = outcome.try_set(Some(words.to_owned()));
        });
    });
    view! {
        <p class="govuk-body">"The command line gives the same answer, to the last digit, from this check file: "<code>"clusterwise calc"</code></p>
        <CopyBox id="check-file" label="Check file" text=text on_copy=on_copy outcome=outcome/>
    }
}

/// “p_two_sided” as people read it: “p two sided”.
fn titled(name: &str) -> String {
    let words = name.replace('_', " ");
    match words.as_str() {
        "p" | "g" | "t" | "v" | "q" | "df" | "rc" | "i2" | "tau2" => words,
        _ => {
            let mut letters = words.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
    }
}

/// A value with as many places as anybody could want to compare.
fn written(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() != 0.0 => significant(float),
            Some(float) => numbers::number(float, 0),
            None => number.to_string(),
        },
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{}: {}", titled(name), written(value)))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

fn significant(value: f64) -> String {
    let size = value.abs();
    let places = if size >= 1_000.0 {
        2
    } else if size >= 0.01 {
        5
    } else {
        8
    };
    numbers::number(value, places)
}

/// Rows of a list as a table: columns by name, or plain cells.
fn table(name: &str, items: &[Value]) -> AnyView {
    let heads: Vec<String> = match items.first() {
        Some(Value::Object(fields)) => fields.keys().map(|key| titled(key)).collect(),
        _ => Vec::new(),
    };
    let row = move |item: &Value| {
        let cells: Vec<String> = match item {
            Value::Object(fields) => fields.values().map(written).collect(),
            Value::Array(cells) => cells.iter().map(written).collect(),
            other => vec![written(other)],
        };
        let cells = cells
            .into_iter()
            .map(|cell| view! { <td class="govuk-table__cell govuk-table__cell--numeric">{cell}</td> });
        view! { <tr class="govuk-table__row">{cells.collect_view()}</tr> }
    };
    let heads = (!heads.is_empty()).then(|| {
        let heads = heads.into_iter().map(|head| {
            view! { <th scope="col" class="govuk-table__header govuk-table__header--numeric">{head}</th> }
        });
        view! { <thead class="govuk-table__head"><tr class="govuk-table__row">{heads.collect_view()}</tr></thead> }
    });
    let rows: Vec<_> = items.iter().map(row).collect();
    let title = titled(name);
    view! {
        <ScrollPane label=title.clone()>
            <table class="govuk-table cw-table">
                <caption class="govuk-table__caption govuk-table__caption--s">{title}</caption>
                {heads}
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        </ScrollPane>
    }
    .into_any()
}
