//! Questions with their answers, each with a link to change it. Knows nothing of the questions.

use crate::ui::view;
use leptos::prelude::*;

/// One line of a summary.
pub struct SummaryRow {
    key: String,
    value: AnyView,
    actions: Vec<(String, String)>,
}

impl SummaryRow {
    pub fn new(key: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { key: key.into(), value: value.into_any(), actions: Vec::new() }
    }

    /// Adds a "Change" link; who hears the page hears "Change" with the row's key.
    pub fn change(self, href: impl Into<String>) -> Self {
        self.action("Change", href)
    }

    /// Adds a link with other words.
    pub fn action(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.actions.push((words.into(), href.into()));
        self
    }
}

/// Questions with their answers.
#[component]
pub fn SummaryList(rows: Vec<SummaryRow>) -> impl IntoView {
    let line = |row: SummaryRow| {
        let without = row.actions.is_empty();
        let link = {
            let key = row.key.clone();
            move |(words, href): (String, String)| {
                view! {
                    <a class="govuk-link" href=href>
                        {words}
                        <span class="govuk-visually-hidden">" " {key.clone()}</span>
                    </a>
                }
            }
        };
        let actions = (!without).then(|| {
            let links = row.actions.into_iter().map(link).collect_view();
            view! { <dd class="govuk-summary-list__actions cw-actions">{links}</dd> }
        });
        view! {
            <div class="govuk-summary-list__row" class=("govuk-summary-list__row--no-actions", without)>
                <dt class="govuk-summary-list__key">{row.key}</dt>
                <dd class="govuk-summary-list__value">{row.value}</dd>
                {actions}
            </div>
        }
    };
    view! { <dl class="govuk-summary-list">{rows.into_iter().map(line).collect_view()}</dl> }
}
