//! A programme school by school, and what its schools say together. Schools stand by name, never by their figures.

use super::data_chart::DataChart;
use super::measure_choices::Choice;
use crate::chart::forest_chart;
use crate::eval::{EffectsBySchool, Evidence, effects_by_school};
use crate::model::Measure;
use crate::ui::components::Details;
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The section; nothing for measures that scores do not answer.
#[component]
pub(super) fn SchoolBySchool(evidence: Memo<Arc<Evidence>>, chosen: Memo<Choice>, measure: Measure) -> impl IntoView {
    if measure != Measure::SpeechAndLanguage {
        return None;
    }
    let state = AppState::get();
    let found = Memo::new(move |_| {
        let chosen = chosen.get();
        evidence.with(|evidence| effects_by_school(&state.data(), evidence, &chosen.period, &chosen.scope))
    });
    Some(move || {
        (!found.with(Vec::is_empty)).then(|| view! {
            <h2 class="govuk-heading-m">"School by school"</h2>
            <p class="govuk-body">"Each school’s change with its 95% interval, by name. Intervals that overlap are no difference between schools; a small group moves by chance alone."</p>
            {found.get().into_iter().map(|one| view! { <OneProgramme found=one/> }).collect_view()}
        })
    })
}

#[component]
fn OneProgramme(found: EffectsBySchool) -> impl IntoView {
    let check = serde_json::to_string_pretty(&found.together.calculations).unwrap_or_default();
    let left_out = match found.left_out {
        0 => None,
        1 => Some("One school with fewer than 5 pupils, or without any spread of changes, is left out.".to_owned()),
        many => {
            Some(format!("{many} schools with fewer than 5 pupils, or without any spread of changes, are left out."))
        }
    };
    view! {
        <h3 class="govuk-heading-s">{found.title}</h3>
        <DataChart chart=forest_chart(&found)/>
        <p class="govuk-body">{found.together.sentence}</p>
        {left_out.map(|words| view! { <p class="govuk-body">{words}</p> })}
        <p class="govuk-body">{found.together.evidence_level.words}</p>
        <Details summary=format!("How was this worked out? {}, over schools that differ", found.title)>
            <p class="govuk-body">{format!("Convention: {}.", found.together.convention)}</p>
            <code class="cw-check">{check}</code>
        </Details>
    }
}
