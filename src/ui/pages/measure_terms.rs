//! How much longer it would take until a change can be told, and which returns are still missing.

use crate::eval::{Evidence, Finding};
use crate::ui::components::Details;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// What is still needed; nothing where the finding is sure and every return is there.
#[component]
pub(super) fn StillNeeded(evidence: Memo<Arc<Evidence>>, finding: Memo<Finding>) -> impl IntoView {
    move || {
        let finding = finding.get();
        let missing = evidence.with(|evidence| finding.coverage.missing_words(evidence));
        let owed = finding.coverage.missing.len();
        let needed = finding.terms_needed.map(|needed| {
            let lines = needed.sentences.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
            view! {
                <h3 class="govuk-heading-s">"What it would take to tell"</h3>
                <ul class="govuk-list govuk-list--bullet">{lines}</ul>
                <p class="govuk-body">{format!("Worked out by: {}.", needed.convention)}</p>
            }
        });
        let missing = (owed > 0).then(|| {
            let summary = if owed == 1 {
                "1 school owes a return of these terms".to_owned()
            } else {
                format!("{owed} schools owe returns of these terms")
            };
            view! {
                <Details summary=summary>
                    <p class="govuk-body">{format!("{missing}.")}</p>
                </Details>
            }
        });
        view! { {needed} {missing} }
    }
}
