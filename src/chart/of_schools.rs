//! The funnel: schools by size, with how far chance alone would put them. Knows nothing of the page and ranks nobody.

use super::of_measure::y_axis;
use super::{Chart, NumberFormat, Point, Series, XLabel, YAxis};
use crate::eval::calculators::Funnel;
use crate::eval::{BetweenSchools, flag_words, numbers};
use crate::stats::{self, FunnelLimits};

/// One unit: name, size, figure, limits, why it stands out.
struct Unit {
    name: String,
    size: f64,
    value: f64,
    limits: FunnelLimits,
    note: Option<&'static str>,
}

/// Schools of a scope by their roll.
pub fn funnel_chart(found: &BetweenSchools) -> Chart {
    let units: Vec<Unit> = found
        .schools
        .iter()
        .map(|school| Unit {
            name: format!("{} ({} pupils)", school.name, numbers::number(school.roll, 0)),
            size: school.roll,
            value: school.value,
            limits: school.limits,
            note: flag_words(school.flag),
        })
        .collect();
    let out = units.iter().filter(|unit| unit.note.is_some()).count();
    let summary = match out {
        0 => "Every school lies within what chance explains.".to_owned(),
        1 => "One school lies outside what chance explains in 95 of 100.".to_owned(),
        more => format!("{more} schools lie outside what chance explains in 95 of 100."),
    };
    let chart = Chart::new("Schools by size, and what chance explains", summary);
    drawn(chart, "Pupils on roll", y_axis(found.indicator), "Schools", found.together, &units)
}

/// A calculator's units by their base.
pub(super) fn funnel_request_chart(asked: &Funnel) -> Option<Chart> {
    let counts: Vec<(u64, f64)> = asked.units.iter().map(|unit| (unit.events, unit.base)).collect();
    let baseline = stats::funnel_baseline(&counts, asked.kind).ok()?;
    let per = asked.per;
    let mut units: Vec<Unit> = asked
        .units
        .iter()
        .map(|unit| {
            let (value, limits) =
                (unit.events as f64 / unit.base, stats::funnel_limits(baseline, unit.base, asked.kind));
            let note = flag_words(stats::funnel_flag(value, &limits));
            let FunnelLimits { lower95, upper95, lower998, upper998 } = limits;
            let limits = FunnelLimits {
                lower95: lower95 * per,
                upper95: upper95 * per,
                lower998: lower998 * per,
                upper998: upper998 * per,
            };
            Unit { name: unit.name.clone(), size: unit.base, value: value * per, limits, note }
        })
        .collect();
    units.sort_by(|a, b| a.size.total_cmp(&b.size));
    let chart = Chart::new("Units by size, and what chance explains", "Ringed units lie outside what chance explains.");
    let axis = YAxis::new(NumberFormat::Rate { decimals: 3 }, "", "");
    Some(drawn(chart, "Base", axis, "Units", baseline * per, &units))
}

fn drawn(chart: Chart, sizes: &str, axis: YAxis, named: &str, together: f64, units: &[Unit]) -> Chart {
    let band = |name: &str, ends: fn(&FunnelLimits) -> (f64, f64)| {
        let at = |unit: &Unit| {
            let (low, high) = ends(&unit.limits);
            Point::new(together).between(low, high)
        };
        Series::new(name, units.iter().map(at).collect::<Vec<_>>()).range()
    };
    let point = |unit: &Unit| match unit.note {
        Some(note) => Point::new(unit.value).noted(note),
        None => Point::new(unit.value),
    };
    chart
        .x(sizes, units.iter().map(|unit| XLabel::new("", unit.name.clone())))
        .by_size(units.iter().map(|unit| unit.size))
        .y(YAxis { from_zero: true, ..axis })
        .series(Series::new(named, units.iter().map(point).collect::<Vec<_>>()).dots())
        .series(
            Series::new("all together", units.iter().map(|_| Point::new(together)).collect::<Vec<_>>()).worked_out(),
        )
        .series(band("95% limits", |limits| (limits.lower95, limits.upper95)))
        .series(band("99.8% limits", |limits| (limits.lower998, limits.upper998)))
}
