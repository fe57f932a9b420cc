//! What became of the requests: refusals in returns, and what is published of the council’s area over the years.

use super::data_chart::DataChart;
use super::measure_choices::Choice;
use crate::chart::outcome_chart;
use crate::eval::{
    AreaSource, DECISIONS_COME_LATER, Evidence, Indicator, OUTCOME_RATES, PERSON_LEVEL_FROM, PublishedOutcome,
    RefusalShare, area_series, council_area, numbers, published_outcomes,
};
use crate::model::{AreaId, AreaLevel, PilotData, SchoolType};
use crate::ui::components::{self, Details, FilterBar, Head, Select, Table, WarningText};
use crate::ui::route::{ComparePage, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The section; nothing for other figures.
#[component]
pub(super) fn BecameOf(evidence: Memo<Arc<Evidence>>, chosen: Memo<Choice>, indicator: Indicator) -> impl IntoView {
    if indicator != Indicator::Requests {
        return None;
    }
    let found = Memo::new(move |_| {
        let chosen = chosen.get();
        evidence.with(|evidence| evidence.refusals(&chosen.period, &chosen.scope))
    });
    Some(view! {
        <h2 class="govuk-heading-m">"What became of the requests"</h2>
        {move || view! { <Refusals rows=found.get()/> }}
        <Published/>
    })
}

#[component]
fn Refusals(rows: Vec<RefusalShare>) -> impl IntoView {
    let checks: Vec<_> = rows.iter().filter_map(|row| row.calculation.clone()).collect();
    let check = serde_json::to_string_pretty(&checks).unwrap_or_default();
    let sentence = match rows.as_slice() {
        [before, after, ..] => {
            format!("{}: refused {} before and {} after.", after.who, before.share_words(), after.share_words())
        }
        _ => "No returns say what became of requests.".to_owned(),
    };
    let shown: Vec<_> = rows.iter().map(refusal_row).collect();
    let heads = vec![
        Head::words("Schools"),
        Head::words("Terms"),
        Head::figures("Refused of decided"),
        Head::figures("Share (95% interval)"),
        Head::figures("Returns with both figures"),
    ];
    view! {
        <p class="govuk-body">{sentence}</p>
        <WarningText>{DECISIONS_COME_LATER}</WarningText>
        <Table caption="Requests refused, of those decided" heads=heads rows=Signal::stored(shown)/>
        <Details summary="How was this worked out? Requests refused">
            <p class="govuk-body">"Refused, divided by agreed and refused together, in all returns of the terms that say both; Wilson score interval. Requests that were withdrawn or are still open are in neither."</p>
            <code class="cw-check">{check}</code>
        </Details>
    }
}

fn refusal_row(found: &RefusalShare) -> Vec<String> {
    let of = |one: u64, all: u64| format!("{} of {}", numbers::number(one as f64, 0), numbers::number(all as f64, 0));
    vec![
        found.who.clone(),
        found.period_words.clone(),
        of(found.refused, found.decided),
        found.share_words(),
        of(found.returns as u64, found.returns_expected as u64),
    ]
}

/// Authorities of which any of these rates is published, by name.
fn authorities(data: &PilotData) -> Vec<(AreaId, String)> {
    let has = |id: &AreaId| {
        let known = |rate| area_series(data, id, SchoolType::All, rate).iter().any(|point| point.value.is_some());
        OUTCOME_RATES.into_iter().any(known)
    };
    let own = data.areas.values().filter(|area| area.level == AreaLevel::Authority && has(&area.id));
    own.map(|area| (area.id.clone(), area.name.clone())).collect()
}

#[component]
fn Published() -> impl IntoView {
    let state = AppState::get();
    let known = Memo::new(move |_| authorities(&state.data()));
    move || match known.with(Vec::is_empty) {
        true => view! {
            <p class="govuk-body">
                "No published table that says what became of requests has been added. "
                <a class="govuk-link" href=Route::Compare(ComparePage::Import).href()>"Add areas from a table"</a>
            </p>
        }
        .into_any(),
        false => view! { <PublishedOf known=known/> }.into_any(),
    }
}

#[component]
fn PublishedOf(known: Memo<Vec<(AreaId, String)>>) -> impl IntoView {
    let state = AppState::get();
    // The council’s own area, or the first: which one it is stands in the box.
    let own = council_area(&state.data())
        .filter(|id| known.with_untracked(|known| known.iter().any(|(one, _)| one == id)))
        .or_else(|| known.with_untracked(|known| known.first().map(|(id, _)| id.clone())));
    let area = RwSignal::new(own.map(|id| id.to_string()).unwrap_or_default());
    let options = Signal::derive(move || {
        known.get().into_iter().map(|(id, name)| components::Choice::new(id.to_string(), name)).collect::<Vec<_>>()
    });
    let found = Memo::new(move |_| {
        let id = AreaId::try_from(area.get()).ok();
        id.map(|id| published_outcomes(&state.data(), &id)).unwrap_or_default()
    });
    view! {
        <h3 class="govuk-heading-s">"In published figures"</h3>
        <p class="govuk-body">"These are of all children of an area, in every school and in none. They say what the council does, and not what the pilot did."</p>
        <FilterBar label="Which area">
            <Select id="outcome-area" label="Area of the published figures" value=area options=options/>
        </FilterBar>
        {move || found.get().into_iter().map(|one| view! { <OneOutcome found=one/> }).collect_view()}
    }
}

#[component]
fn OneOutcome(found: PublishedOutcome) -> impl IntoView {
    let summed = found
        .areas
        .iter()
        .flat_map(|(_, points)| points)
        .any(|point| point.value.is_some() && matches!(point.source, AreaSource::SumOfAuthorities(_)));
    let anew = found.counted_anew.then(|| {
        let words = format!("From {PERSON_LEVEL_FROM} on each request is collected by itself and no longer as a sum from each council: years before and after are not counted the same way.");
        view! { <WarningText>{words}</WarningText> }
    });
    let summed = summed.then(|| {
        view! { <WarningText>"Where a region or the nation has no published row of its own, it is the sum of the authorities held here."</WarningText> }
    });
    view! {
        <DataChart chart=outcome_chart(&found)/>
        <p class="govuk-body">{found.sentence}</p>
        {anew}
        {summed}
    }
}
