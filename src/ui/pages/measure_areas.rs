//! Published figures of an area before and after a year: against its region, among all areas, and from every base year.

use super::data_chart::DataChart;
use crate::chart::{base_years_chart, placebo_chart};
use crate::eval::{
    AreaComparison, AreaQuestion, AreaRate, Calculation, FromBaseYear, Indicator, area_series, compare_area, numbers,
};
use crate::model::{AreaId, AreaLevel, PilotData, SchoolType};
use crate::ui::components::{Choice, Details, FilterBar, Head, Select, Table, WarningText};
use crate::ui::route::{ComparePage, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use chrono::Datelike;
use leptos::prelude::*;

/// The published figure that belongs to an indicator.
fn rate_of(indicator: Indicator) -> Option<AreaRate> {
    match indicator {
        Indicator::Requests => Some(AreaRate::Requests),
        Indicator::PermanentExclusions => Some(AreaRate::PermanentExclusions),
        Indicator::Suspensions => Some(AreaRate::Suspensions),
        _ => None,
    }
}

/// The section about areas; nothing for figures that are not published, a way to add tables where none has been added.
#[component]
pub(super) fn AgainstAreas(indicator: Indicator) -> impl IntoView {
    let state = AppState::get();
    let rate = rate_of(indicator)?;
    let any = Memo::new(move |_| areas(&state.data(), rate).len() > 1);
    Some(view! {
        <h2 class="govuk-heading-m">"Against published figures of other areas"</h2>
        {move || match any.get() {
            true => view! { <Areas rate=rate/> }.into_any(),
            false => view! {
                <p class="govuk-body">
                    "No published table with this figure has been added. "
                    <a class="govuk-link" href=Route::Compare(ComparePage::Import).href()>"Add areas from a table"</a>
                </p>
            }
            .into_any(),
        }}
    })
}

/// Authorities that publish the figure, by name.
fn areas(data: &PilotData, rate: AreaRate) -> Vec<(AreaId, String)> {
    let has = |id: &AreaId| area_series(data, id, SchoolType::All, rate).iter().any(|point| point.count.is_some());
    let authorities = data.areas.values().filter(|area| area.level == AreaLevel::Authority && has(&area.id));
    authorities.map(|area| (area.id.clone(), area.name.clone())).collect()
}

#[component]
fn Areas(rate: AreaRate) -> impl IntoView {
    let state = AppState::get();
    let data = Memo::new(move |_| state.data());
    let (first, start) = data.with_untracked(|data| (own_area(data, rate), start_year(data)));
    let area = RwSignal::new(first);
    let options = Signal::derive(move || {
        data.with(|data| areas(data, rate))
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect::<Vec<_>>()
    });
    let years = Memo::new(move |_| {
        let id = AreaId::try_from(area.get()).ok();
        data.with(|data| id.map(|id| years_after(data, &id, rate, start)).unwrap_or_default())
    });
    let after = RwSignal::new(
        years.with_untracked(|years| years.first().map(|(year, _)| year.to_string())).unwrap_or_default(),
    );
    let year_options = Signal::derive(move || {
        years.get().into_iter().map(|(year, label)| Choice::new(year.to_string(), label)).collect::<Vec<_>>()
    });
    let found = Memo::new(move |_| {
        let after = after.get().parse().ok()?;
        let question = AreaQuestion {
            area: AreaId::try_from(area.get()).ok()?,
            rate,
            schools: SchoolType::All,
            after,
            start: start.unwrap_or(after).min(after),
        };
        data.with(|data| compare_area(data, &question))
    });
    view! {
        <FilterBar label="Which area and year">
            <Select id="own-area" label="Area" value=area options=options/>
            <Select id="after-year" label="Year looked at" value=after options=year_options/>
        </FilterBar>
        {move || match found.get() {
            Some(found) => view! { <Answer found=found/> }.into_any(),
            None => view! { <p class="govuk-body">"There is no figure of this area for that year and an earlier one."</p> }.into_any(),
        }}
    }
}

/// The council's own area, if it is among them, or the first.
fn own_area(data: &PilotData, rate: AreaRate) -> String {
    let council = data.pilot.as_ref().map(|pilot| pilot.council.to_lowercase()).unwrap_or_default();
    let all = areas(data, rate);
    let own = all.iter().find(|(_, name)| council.contains(&name.to_lowercase())).or_else(|| all.first());
    own.map(|(id, _)| id.to_string()).unwrap_or_default()
}

/// The first calendar year that begins after the pilot's start: an earlier one was hardly touched by it.
fn start_year(data: &PilotData) -> Option<u16> {
    let start = data.pilot.as_ref()?.dates.start?;
    u16::try_from(start.year() + 1).ok()
}

/// Years with a figure from the start on, the first of them first; without any, the newest year.
fn years_after(data: &PilotData, area: &AreaId, rate: AreaRate, start: Option<u16>) -> Vec<(u16, String)> {
    let points = area_series(data, area, SchoolType::All, rate);
    let known: Vec<_> =
        points.into_iter().filter(|point| point.count.is_some()).map(|point| (point.year, point.label)).collect();
    let later: Vec<_> = known.iter().filter(|(year, _)| start.is_some_and(|start| *year >= start)).cloned().collect();
    if later.is_empty() { known.into_iter().next_back().into_iter().collect() } else { later }
}

#[component]
fn Answer(found: AreaComparison) -> impl IntoView {
    let checks: Vec<_> = found.rows.iter().flat_map(|row| row.calculations.clone()).collect();
    let check = serde_json::to_string_pretty(&checks).unwrap_or_default();
    let rows: Vec<_> = found.rows.iter().map(row).collect();
    let heads = vec![
        Head::words("Base year"),
        Head::figures("Before → after"),
        Head::figures("Change (95% interval)"),
        Head::figures("Against the region"),
        Head::figures("Place among areas"),
    ];
    let (by_year, several) = (base_years_chart(&found), found.rows.len());
    // The newest base year: the least time in which anything else can have changed.
    let newest = found.rows.last().into_iter().flat_map(|row| &row.calculations);
    let placebo = newest
        .filter_map(|calculation| match calculation {
            Calculation::PlaceboRank(asked) => Some(placebo_chart(asked)),
            _ => None,
        })
        .next();
    view! {
        <p class="govuk-body">{found.sentence}</p>
        {found.warnings.into_iter().map(|words| view! { <WarningText>{words}</WarningText> }).collect_view()}
        <Table
            caption=format!("{} in {}, held against every base year", found.area, found.after_label)
            label="Every base year side by side"
            heads=heads
            rows=Signal::stored(rows)
        />
        {(several > 1).then(|| view! { <DataChart chart=by_year/> })}
        {placebo.map(|chart| view! { <DataChart chart=chart/> })}
        <Details summary="Check file of this table">
            <code class="cw-check">{check}</code>
        </Details>
    }
}

fn row(from: &FromBaseYear) -> Vec<String> {
    let times = |ratio: f64, lower: f64, upper: Option<f64>| {
        let upper = upper.map_or_else(|| "no limit".to_owned(), |upper| numbers::number(upper, 2));
        format!("{} ({} to {upper})", numbers::times(ratio), numbers::number(lower, 2))
    };
    let change = from.ratio.map_or_else(|| "–".to_owned(), |ratio| times(ratio, from.lower, from.upper));
    let region = from
        .against_wider
        .as_ref()
        .map_or_else(|| "–".to_owned(), |(_, ratio, lower, upper)| times(*ratio, *lower, Some(*upper)));
    let place = from
        .placebo
        .map_or_else(|| "–".to_owned(), |(rank, of, p)| format!("{rank} of {of} (p = {})", numbers::number(p, 2)));
    let counts = format!("{} → {}", numbers::number(from.before as f64, 0), numbers::number(from.after as f64, 0));
    vec![from.label.clone(), counts, change, region, place]
}
