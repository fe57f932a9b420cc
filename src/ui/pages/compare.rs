//! Published figures of other areas, side by side.

use crate::browser::files;
use crate::chart::{Chart, NumberFormat, Point, Series, XLabel, YAxis};
use crate::eval::{AreaPoint, AreaRate, AreaSource, area_series};
use crate::model::{Area, AreaId, AreaLevel, PilotData, SchoolType};
use crate::ui::components::{ButtonLink, ChartFigure, Choice, FilterBar, InsetText, PageHeading, Select};
use crate::ui::route::{ComparePage as Page, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// How many areas stand side by side: as many as a chart tells apart.
const SIDE_BY_SIDE: usize = 3;

/// Comparison areas.
#[component]
pub fn ComparePage() -> impl IntoView {
    let state = AppState::get();
    let any = Memo::new(move |_| !state.data().areas.is_empty());
    view! {
        <PageHeading text="Compare with other areas"/>
        {move || match any.get() {
            true => view! { <SideBySide/> }.into_any(),
            false => view! {
                <p class="govuk-body">
                    "Published figures of authorities, regions and the nation show what happened where there is no pilot. Add a table as it was published: figures on exclusions, or on requests for EHC needs assessments."
                </p>
                <ButtonLink href=Route::Compare(Page::Import).href()>"Add areas from a table"</ButtonLink>
            }
            .into_any(),
        }}
    }
}

#[component]
fn SideBySide() -> impl IntoView {
    let state = AppState::get();
    let data = Memo::new(move |_| state.data());
    let rates = data.with_untracked(|data| offered(data));
    let rate = RwSignal::new(rates.first().copied().unwrap_or(AreaRate::Requests).key().to_owned());
    let schools = RwSignal::new(SchoolType::All.key().to_owned());
    let chosen: Vec<_> = data.with_untracked(|data| first_areas(data)).into_iter().map(RwSignal::new).collect();
    let chosen = StoredValue::new(chosen);
    let rate_options = rates.iter().map(|rate| Choice::new(rate.key(), rate.title())).collect::<Vec<_>>();
    let school_options =
        SchoolType::ALL.map(|kind| Choice::new(kind.key(), kind.words())).into_iter().collect::<Vec<_>>();
    let areas = Signal::derive(move || {
        let none = Choice::new("", "None");
        let data = data.get();
        std::iter::once(none)
            .chain(data.areas.values().map(|area| Choice::new(area.id.as_str(), named(area))))
            .collect()
    });
    let shown = Memo::new(move |_| {
        let rate = AreaRate::from_key(&rate.get()).unwrap_or(AreaRate::Requests);
        let kind = SchoolType::ALL.into_iter().find(|kind| kind.key() == schools.get()).unwrap_or(SchoolType::All);
        let ids = chosen.get_value().into_iter().filter_map(|id| AreaId::try_from(id.get()).ok()).collect::<Vec<_>>();
        data.with(|data| (rate, series_of(data, &ids, kind, rate)))
    });
    let chart = Signal::derive(move || shown.with(|(rate, series)| chart_of(*rate, series)));
    let summed = move || shown.with(|(_, series)| series.iter().any(|(_, points)| points.iter().any(is_summed)));
    let on_download = Callback::new(|(name, csv): (String, String)| {
        files::save(&name, "text/csv", csv.as_bytes());
    });
    let area_boxes = move || {
        let boxes = chosen.get_value().into_iter().enumerate();
        boxes
            .map(|(place, area)| {
                let label = if place == 0 { "Area".to_owned() } else { format!("Beside it, {place}") };
                view! { <Select id=format!("area-{place}") label=label value=area options=areas/> }
            })
            .collect_view()
    };
    view! {
        <FilterBar label="What is compared">
            <Select id="rate" label="Figure" value=rate options=Signal::stored(rate_options)/>
            <Select id="schools" label="Schools" value=schools options=Signal::stored(school_options)/>
            {area_boxes}
        </FilterBar>
        <ChartFigure chart=chart on_download=on_download/>
        {move || summed().then(|| view! {
            <InsetText>"The region publishes no row of its own here: it is the sum of its authorities in this table."</InsetText>
        })}
        <p class="govuk-body">
            "Source: the published tables that were added. "
            <a class="govuk-link" href=Route::Compare(Page::Import).href()>"Add areas from a table"</a>
        </p>
    }
}

/// Rates for which there is any figure.
fn offered(data: &PilotData) -> Vec<AreaRate> {
    let has = |rate: &AreaRate| {
        data.areas.keys().any(|area| {
            SchoolType::ALL
                .iter()
                .any(|kind| area_series(data, area, *kind, *rate).iter().any(|point| point.value.is_some()))
        })
    };
    AreaRate::ALL.into_iter().filter(has).collect()
}

/// The council's own area first, if it is here; then its region and the nation.
fn first_areas(data: &PilotData) -> Vec<String> {
    let council = data.pilot.as_ref().map(|pilot| pilot.council.to_lowercase()).unwrap_or_default();
    let is_own = |area: &&Area| !council.is_empty() && council.contains(&area.name.to_lowercase());
    let of_level = |level: AreaLevel| data.areas.values().find(move |area| area.level == level);
    let own = data.areas.values().find(is_own).or_else(|| of_level(AreaLevel::Authority));
    let mut ids: Vec<String> = [own, of_level(AreaLevel::Region), of_level(AreaLevel::Nation)]
        .into_iter()
        .flatten()
        .map(|area| area.id.to_string())
        .collect();
    ids.resize(SIDE_BY_SIDE, String::new());
    ids
}

fn named(area: &Area) -> String {
    match area.level {
        AreaLevel::Authority => area.name.clone(),
        level => format!("{} ({})", area.name, level.words().to_lowercase()),
    }
}

type AreaLine = (String, Vec<AreaPoint>);

fn series_of(data: &PilotData, ids: &[AreaId], kind: SchoolType, rate: AreaRate) -> Vec<AreaLine> {
    let mut lines: Vec<AreaLine> = Vec::new();
    for area in ids.iter().filter_map(|id| data.areas.get(id)) {
        if lines.iter().all(|(name, _)| *name != area.name) {
            lines.push((area.name.clone(), area_series(data, &area.id, kind, rate)));
        }
    }
    lines
}

fn is_summed(point: &AreaPoint) -> bool {
    point.value.is_some() && point.source != AreaSource::Published
}

fn chart_of(rate: AreaRate, lines: &[AreaLine]) -> Chart {
    let labels = lines.first().map_or(&[][..], |(_, points)| points);
    let labels = labels.iter().map(|point| XLabel::new(point.label.clone(), point.label.clone()));
    let format = match rate {
        AreaRate::Requests => NumberFormat::Count,
        AreaRate::PermanentExclusions | AreaRate::Suspensions | AreaRate::PupilsSuspended => {
            NumberFormat::Rate { decimals: 2 }
        }
        _ => NumberFormat::Percent,
    };
    // The axis says "%" itself.
    let unit = rate.unit().trim_start_matches("% ");
    let axis = YAxis::new(format, unit, unit);
    let mut chart = Chart::new(rate.title(), summary(rate, lines)).x("Year", labels).y(axis);
    for (name, points) in lines {
        chart = chart.series(Series::new(name.clone(), points.iter().map(|point| Point::from(point.value))));
    }
    chart
}

/// First and last figure of each area, in a sentence.
fn summary(rate: AreaRate, lines: &[AreaLine]) -> String {
    let places = if rate == AreaRate::Requests { 0 } else { 2 };
    let ends = |(name, points): &AreaLine| {
        let known: Vec<_> = points.iter().filter_map(|point| Some((point.label.clone(), point.value?))).collect();
        let ((first, from), (last, to)) = (known.first()?.clone(), known.last()?.clone());
        let written = |value| crate::eval::numbers::number(value, places);
        Some(format!("{name} went from {} in {first} to {} in {last}", written(from), written(to)))
    };
    let said: Vec<String> = lines.iter().filter_map(ends).collect();
    match said.is_empty() {
        true => "None of these areas publishes this figure for these schools.".to_owned(),
        false => format!("{} ({}).", said.join("; "), rate.unit()),
    }
}
