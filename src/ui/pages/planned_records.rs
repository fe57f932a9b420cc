//! Records that would change, field by field: here, and in a file or an earlier version. Knows nothing of where they come from.

use crate::bundle::PlannedRecord;
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

/// Records with something to say, each with its fields; a long list is cut and counted. `visible`: how many would look different. Where
/// that is more than a few nothing of them is made until somebody opens them: forty files have tables by the thousand.
pub(super) fn shown_records(
    visible: usize,
    records: impl Fn() -> Vec<PlannedRecord> + Send + Sync + 'static,
    against: Against,
) -> AnyView {
    match visible {
        0..=FEW => few_records(records(), against),
        _ => view! {
            <DetailsOnDemand summary="What would change" content=move || listed(with_news(records()), against)/>
        }
        .into_any(),
    }
}

fn few_records(records: Vec<PlannedRecord>, against: Against) -> AnyView {
    let news = with_news(records);
    match news.is_empty() {
        true => ().into_any(),
        false => {
            let tables = listed(news, against);
            view! { <Details summary="What would change" open=true>{tables}</Details> }.into_any()
        }
    }
}

fn with_news(records: Vec<PlannedRecord>) -> Vec<PlannedRecord> {
    records.into_iter().filter(|record| record.fields.iter().any(|f| is_news(f.status))).collect()
}

fn listed(news: Vec<PlannedRecord>, against: Against) -> AnyView {
    let more = news.len().saturating_sub(RECORDS_SHOWN);
    let tables: Vec<_> = news.into_iter().take(RECORDS_SHOWN).map(|record| shown_record(record, against)).collect();
    view! {
        {tables}
        {(more > 0).then(|| view! { <p class="govuk-body">{format!("And {more} more records.")}</p> })}
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
