//! Charts of published figures over the years. Knows nothing of the page and of the pilot's own returns.

use super::{Chart, NumberFormat, Point, Series, VerticalMark, XLabel, YAxis};
use crate::eval::{PERSON_LEVEL_FROM, PublishedOutcome};

/// What became of requests, year by year: the area, its region, the nation. Where requests came to be collected in another
/// way, the lines stop and begin again.
pub fn outcome_chart(found: &PublishedOutcome) -> Chart {
    let years: Vec<u16> =
        found.areas.first().map(|(_, points)| points.iter().map(|point| point.year).collect()).unwrap_or_default();
    let labels = years.iter().map(|year| XLabel::new(year.to_string(), year.to_string()));
    let unit = found.rate.unit().trim_start_matches("% ");
    let mut chart = Chart::new(format!("{}, year by year", found.title), found.sentence.clone())
        .x("Year", labels)
        .y(YAxis::new(NumberFormat::Percent, unit, unit));
    for (name, points) in &found.areas {
        chart = chart.series(Series::new(name.clone(), points.iter().map(|point| Point::from(point.value))));
    }
    let first_from = |start: u16| years.iter().position(|year| *year >= start).filter(|place| *place > 0);
    if let Some(place) = found.start.and_then(first_from) {
        chart = chart.mark(VerticalMark::event(place, "Pilot starts"));
    }
    match first_from(PERSON_LEVEL_FROM).filter(|_| found.counted_anew) {
        Some(place) => chart.mark(VerticalMark::break_before(place, "Collected anew")),
        None => chart,
    }
}
