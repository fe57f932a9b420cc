//! A figure's course over the terms and its spread over the schools: what was to be expected, how far apart rare events
//! come, and how far apart schools lie by chance alone.

use super::data_chart::DataChart;
use super::measure_choices::Choice;
use crate::chart::{between_events_chart, funnel_chart, interrupted_chart};
use crate::eval::{Calculation, Evidence, Indicator, Scope, marks_of};
use crate::ui::components::{Details, WarningText};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The course: what the terms before the start lead one to expect, and the distance between rare events.
#[component]
pub(super) fn OverTime(evidence: Memo<Arc<Evidence>>, chosen: Memo<Choice>, indicator: Indicator) -> impl IntoView {
    let state = AppState::get();
    let found = Memo::new(move |_| {
        let scope = chosen.get().scope;
        evidence.with(|evidence| {
            let series = evidence.series(indicator, &scope);
            let terms: Vec<_> = series.iter().map(|point| point.term).collect();
            let marks = marks_of(&state.data(), indicator, &scope, &terms);
            (evidence.interrupted(indicator, &scope, &marks), evidence.between_events(indicator, &scope))
        })
    });
    move || {
        let (interrupted, between) = found.get();
        if interrupted.is_none() && between.is_none() {
            return ().into_any();
        }
        let course = interrupted.and_then(|found| Some((interrupted_chart(&found)?, found)));
        let course = course.map(|(chart, found)| {
            view! {
                <DataChart chart=chart/>
                {found.warnings.into_iter().map(|words| view! { <WarningText>{words}</WarningText> }).collect_view()}
                <CheckOf summary="Check file of this course" calculation=found.calculation/>
            }
        });
        let between = between.map(|found| view! {
            <DataChart chart=between_events_chart(&found)/>
            <p class="govuk-body">"Returns count by term, so several in one term are spread evenly over it. Longer is rarer."</p>
        });
        view! { <h2 class="govuk-heading-m">"Over time"</h2> {course} {between} }.into_any()
    }
}

/// The spread over the schools, by size and never in the order of their figures.
#[component]
pub(super) fn BetweenSchoolsOf(
    evidence: Memo<Arc<Evidence>>,
    chosen: Memo<Choice>,
    indicator: Indicator,
) -> impl IntoView {
    let found = Memo::new(move |_| {
        let chosen = chosen.get();
        // One school has nobody to be compared with: it is shown among all that take part.
        let scope = if matches!(chosen.scope, Scope::School(_)) { Scope::Pilot } else { chosen.scope };
        evidence.with(|evidence| evidence.between_schools(indicator, &chosen.period, &scope))
    });
    move || {
        let found = found.get()?;
        Some(view! {
            <h2 class="govuk-heading-m">"Between schools"</h2>
            <p class="govuk-body">"Small schools vary more by chance. A school outside the limits is a reason to ask, and no verdict."</p>
            <DataChart chart=funnel_chart(&found)/>
            <p class="govuk-body">{found.sentence}</p>
            <CheckOf summary="Check file of this funnel" calculation=found.calculation/>
        })
    }
}

#[component]
fn CheckOf(summary: &'static str, calculation: Calculation) -> impl IntoView {
    let text = serde_json::to_string_pretty(&calculation).unwrap_or_default();
    view! {
        <Details summary=summary>
            <code class="cw-check">{text}</code>
        </Details>
    }
}
