//! The chart of what a plan would change in one school. Knows nothing of the page.

use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, XLabel, YAxis};
use crate::model::{Event, capital};
use crate::sim::SchoolsShare;

/// How much rarer each event would be, in hundredths of a usual year, with the range of nine in ten.
pub fn one_school_chart(share: &SchoolsShare) -> Chart {
    let told: Vec<(Event, f64)> =
        Event::ALL.into_iter().map(|event| (event, *share.usual.of(event))).filter(|(_, usual)| *usual > 0.0).collect();
    let points = told.iter().map(|(event, usual)| {
        let avoided = share.avoided.of(*event);
        let part = |number: f64| -100.0 * number / usual;
        Point::new(part(avoided.mean)).between(part(avoided.p95), part(avoided.p05))
    });
    let may_rise = told.iter().filter(|(event, _)| share.avoided.of(*event).p05 < 0.0).count();
    let summary = match may_rise {
        0 => "Each range, nine times in ten, lies on the side of fewer.".to_owned(),
        all if all == told.len() => {
            "Each range, nine times in ten, holds no change: it may be that nothing is gained.".to_owned()
        }
        some => format!("{some} of {} ranges hold no change: there it may be that nothing is gained.", told.len()),
    };
    Chart::new("Change in a usual year of such a school", summary)
        .x("Event", told.iter().map(|(event, _)| XLabel::new("", capital(event.words()))))
        .y(YAxis::new(NumberFormat::Percent, "of a usual year", "of a usual year"))
        .series(Series::new("", points.collect::<Vec<_>>()).dots())
        .limit(Limit::new(LimitKind::Mean, "no change", 0.0))
        .in_rows()
}
