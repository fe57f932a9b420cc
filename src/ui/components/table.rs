//! A plain table of texts that stay in the order they come in. Knows nothing of what they say.

use super::scroll_pane::ScrollPane;
use crate::ui::view;
use leptos::prelude::*;

/// A column's heading, and whether words or figures stand under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    label: String,
    numeric: bool,
}

impl Head {
    pub fn words(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false }
    }

    /// Right-aligned, with figures of one width.
    pub fn figures(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true }
    }
}

/// How large a table's caption is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaptionSize {
    /// For people who hear the page: a heading above says it already.
    #[default]
    Hidden,
    Small,
    Medium,
}

impl CaptionSize {
    fn classes(self) -> &'static str {
        match self {
            Self::Hidden => "govuk-visually-hidden",
            Self::Small => "govuk-table__caption govuk-table__caption--s",
            Self::Medium => "govuk-table__caption govuk-table__caption--m",
        }
    }
}

/// A table in a pane that scrolls sideways. The first text of a row names it.
#[component]
pub fn Table(
    #[prop(into)] caption: String,
    #[prop(optional)] caption_size: CaptionSize,
    /// What the pane is called, where that is not the caption.
    #[prop(optional, into)]
    label: Option<String>,
    heads: Vec<Head>,
    #[prop(into)] rows: Signal<Vec<Vec<String>>>,
) -> impl IntoView {
    let numeric: Vec<bool> = heads.iter().map(|head| head.numeric).collect();
    let heads = heads.into_iter().map(shown_head).collect_view();
    let body = move || rows.get().into_iter().map(|texts| line(texts, &numeric)).collect_view();
    view! {
        <ScrollPane label=label.unwrap_or_else(|| caption.clone())>
            <table class="govuk-table cw-table">
                <caption class=caption_size.classes()>{caption}</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">{heads}</tr>
                </thead>
                <tbody class="govuk-table__body">{body}</tbody>
            </table>
        </ScrollPane>
    }
}

fn shown_head(head: Head) -> impl IntoView {
    view! {
        <th scope="col" class="govuk-table__header" class=("govuk-table__header--numeric", head.numeric)>
            {head.label}
        </th>
    }
}

fn line(texts: Vec<String>, numeric: &[bool]) -> impl IntoView + use<> {
    let cells = texts.into_iter().enumerate().map(|(place, text)| {
        let numeric = numeric.get(place).copied().unwrap_or_default();
        if place == 0 {
            view! { <th scope="row" class="govuk-table__header cw-table__row-header">{text}</th> }.into_any()
        } else {
            view! { <td class="govuk-table__cell" class=("govuk-table__cell--numeric", numeric)>{text}</td> }.into_any()
        }
    });
    view! { <tr class="govuk-table__row">{cells.collect_view()}</tr> }
}
