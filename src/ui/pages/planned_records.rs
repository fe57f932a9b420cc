//! Records that would change, field by field: here, and in a file or an earlier version. Knows nothing of where they come from.

use crate::bundle::PlannedRecord;
use crate::eval::numbers::number;
use crate::merge::FieldStatus;
use crate::ui::components::{Details, DetailsOnDemand, ScrollPane};
use crate::ui::view;
use leptos::prelude::*;

/// Records that are shown; more are counted.
const RECORDS_SHOWN: usize = 200;

/// What the records here are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    File,
    Version,
}

impl Against {
    fn heading(self) -> &'static str {
        match self {
            Self::File => "In the file",
            Self::Version => "In the version",
        }
    }
}

/// So few records are shown without asking.
const FEW: usize = 3;

/// Records with something to say, each with its fields; a long list is cut and counted. `count` of them have fields to show; where that
/// is more than a few, nothing of them is made until somebody opens the list: forty files have tables by the thousand.
pub(super) fn shown_records(
    count: usize,
    records: impl Fn() -> Vec<PlannedRecord> + Send + Sync + 'static,
    against: Against,
) -> AnyView {
    let summary = "What would change";
    match count {
        0 => ().into_any(),
        1..=FEW => view! { <Details summary=summary open=true>{listed(records(), against)}</Details> }.into_any(),
        _ => view! { <DetailsOnDemand summary=summary content=move || listed(records(), against)/> }.into_any(),
    }
}

fn listed(records: Vec<PlannedRecord>, against: Against) -> AnyView {
    let news: Vec<_> = records.into_iter().filter(|record| record.fields.iter().any(|f| is_news(f.status))).collect();
    if news.is_empty() {
        // Restored as they were, or nothing but their names.
        return view! { <p class="govuk-body">"No figure and no text."</p> }.into_any();
    }
    let more = news.len().saturating_sub(RECORDS_SHOWN);
    let tables: Vec<_> = news.into_iter().take(RECORDS_SHOWN).map(|record| shown_record(record, against)).collect();
    view! {
        {tables}
        {(more > 0).then(|| view! { <p class="govuk-body">{format!("And {} more records.", number(more as f64, 0))}</p> })}
    }
    .into_any()
}

fn is_news(status: FieldStatus) -> bool {
    !matches!(status, FieldStatus::Same | FieldStatus::Older)
}

fn shown_record(record: PlannedRecord, against: Against) -> AnyView {
    let of_others = against == Against::File;
    let rows: Vec<_> = record
        .fields
        .into_iter()
        .filter(|field| is_news(field.status))
        .map(|field| {
            view! {
                <tr class="govuk-table__row">
                    <th scope="row" class="govuk-table__header">{field.label}</th>
                    <td class="govuk-table__cell">{field.ours}</td>
                    <td class="govuk-table__cell">{field.theirs}</td>
                    {of_others.then(|| view! { <td class="govuk-table__cell">{field.device} ", " {field.at}</td> })}
                </tr>
            }
        })
        .collect();
    view! {
        <ScrollPane label=record.label.clone()>
            <table class="govuk-table cw-table">
                <caption class="govuk-table__caption govuk-table__caption--s">{record.label}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th scope="col" class="govuk-table__header">"Field"</th>
                        <th scope="col" class="govuk-table__header">"Here"</th>
                        <th scope="col" class="govuk-table__header">{against.heading()}</th>
                        {of_others.then(|| view! { <th scope="col" class="govuk-table__header">"Written by"</th> })}
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        </ScrollPane>
    }
    .into_any()
}
