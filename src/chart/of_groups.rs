//! Charts of things held side by side: ways to compare, base years, areas, effects. Knows nothing of the page.

use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, XLabel, YAxis};
use crate::eval::calculators::{PlaceboRank, Pool};
use crate::eval::{AreaComparison, Breakdown, Comparisons, EffectsBySchool, Scale};

const NO_CHANGE: &str = "no change";

/// One named figure with its interval.
type Row = (String, Option<f64>, Option<(f64, f64)>);

fn rows(chart: Chart, kind: &str, rows: Vec<Row>) -> Chart {
    let labels: Vec<XLabel> = rows.iter().map(|(name, ..)| XLabel::new("", name.clone())).collect();
    let points = rows.into_iter().map(|(_, value, interval)| {
        let point = Point::from(value);
        interval.map_or(point, |(low, high)| point.between(low, high))
    });
    chart.x(kind, labels).series(Series::new("", points.collect::<Vec<_>>()).dots()).in_rows()
}

/// Every way to compare one change, with its interval, about the line of no change.
pub fn comparisons_chart(found: &Comparisons) -> Chart {
    let is_ratio = found.rows.iter().all(|row| row.scale == Scale::Ratio);
    // A difference of rates can reach below none, where an axis of ratios ends.
    let drawn = |value: &f64| !is_ratio || *value > 0.0;
    let listed = found.rows.iter().map(|row| {
        let interval = row.lower.zip(row.upper);
        match interval.filter(|(low, _)| !drawn(low)) {
            Some(_) => (format!("{}, down to none", row.label), row.value.filter(drawn), None),
            None => (row.label.clone(), row.value.filter(drawn), interval),
        }
    });
    let listed: Vec<Row> = listed.collect();
    let held: Vec<_> = found.rows.iter().filter(|row| row.value.is_some()).collect();
    let none = if is_ratio { 1.0 } else { 0.0 };
    let beyond = held.iter().filter(|row| {
        let outside = |low: f64, high: f64| high < none || low > none;
        row.lower.zip(row.upper).is_some_and(|(low, high)| outside(low, high))
    });
    let summary =
        format!("In {} of {} ways to compare, the 95% interval leaves out no change.", beyond.count(), held.len());
    let chart = rows(Chart::new("The change, compared in every way", summary), "Held against", listed);
    with_no_change(chart, is_ratio)
}

fn with_no_change(chart: Chart, is_ratio: bool) -> Chart {
    match is_ratio {
        true => chart.y(YAxis::of_ratios()).limit(Limit::new(LimitKind::Mean, NO_CHANGE, 1.0)),
        false => chart.y(YAxis::new(NumberFormat::Rate { decimals: 1 }, "points", "points")).limit(Limit::new(
            LimitKind::Mean,
            NO_CHANGE,
            0.0,
        )),
    }
}

/// An area's change from every base year, with its exact interval.
pub fn base_years_chart(found: &AreaComparison) -> Chart {
    let listed = found.rows.iter().map(|row| {
        let interval = row.upper.filter(|_| row.lower > 0.0).map(|upper| (row.lower, upper));
        (format!("From {}", row.label), row.ratio, interval)
    });
    let way = |low: bool| found.rows.iter().filter(|row| row.ratio.is_some_and(|ratio| (ratio < 1.0) == low)).count();
    let summary = format!(
        "{}, {}: from {} of {} base years it is lower.",
        found.area,
        found.after_label,
        way(true),
        way(true) + way(false)
    );
    let chart = Chart::new(format!("{} from every base year", found.area), summary);
    with_no_change(rows(chart, "Base year", listed.collect()), true)
}

/// The change of every area over the same years, the one asked about ringed. In the order of the change: areas, whose
/// figures are published, and never schools.
pub fn placebo_chart(asked: &PlaceboRank) -> Chart {
    let mut units: Vec<(&str, f64)> = asked
        .units
        .iter()
        .filter(|unit| unit.before > 0)
        .map(|unit| (unit.name.as_str(), unit.after as f64 / unit.before as f64))
        .collect();
    units.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(b.0)));
    let rank = units.iter().position(|(name, _)| *name == asked.treated).map_or(0, |place| place + 1);
    let summary = format!("{} has place {rank} of {} from the largest fall.", asked.treated, units.len());
    let points: Vec<Point> = units
        .iter()
        .map(|(name, ratio)| match *name == asked.treated {
            true => Point::new(*ratio).noted("the area asked about"),
            false => Point::new(*ratio),
        })
        .collect();
    let chart = Chart::new("The same change in every area", summary)
        .x("Area", units.iter().map(|(name, _)| XLabel::new("", *name)))
        .series(Series::new("", points).dots())
        .in_rows();
    with_no_change(chart, true)
}

/// The change of each row between two years, in the order of the rows and never of the change.
pub fn breakdown_chart(found: &Breakdown) -> Chart {
    let listed =
        found.rows.iter().map(|row| (row.label.clone(), Some(row.difference), Some((row.lower, row.upper)))).collect();
    let title = format!("The change from {} to {}", found.before_words, found.after_words);
    let summary = format!("{} {}", found.sentence, found.rule);
    with_no_change(rows(Chart::new(title, summary), found.kind.row_name(), listed), false)
}

/// Schools' changes with their 95% intervals, by name, and what they come to together. Never in the order of the change.
pub fn forest_chart(found: &EffectsBySchool) -> Chart {
    let together = &found.together;
    let labels = found.rows.iter().map(|row| format!("{} ({})", row.name, row.pupils));
    let labels = labels.chain(["All together".to_owned()]).map(|name| XLabel::new("", name));
    let own = found.rows.iter().map(|row| Point::new(row.estimate).between(row.lower, row.upper));
    let all = Point::from(together.value).noted("all schools together");
    let all = together.lower.zip(together.upper).map_or(all, |(low, high)| all.between(low, high));
    let unit = "standard deviations";
    Chart::new(format!("{}: each school", found.title), together.sentence.clone())
        .x("School (pupils)", labels)
        .y(YAxis::new(NumberFormat::Rate { decimals: 2 }, unit, unit))
        .series(Series::new("", own.chain([all])).dots())
        .limit(Limit::new(LimitKind::Mean, NO_CHANGE, 0.0))
        .in_rows()
}

/// Effects with their 95% intervals, and what they say together.
pub(super) fn pooled_chart(asked: &Pool, pooled: (f64, f64, f64)) -> Chart {
    /// The 97.5% point of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    let mut listed: Vec<Row> = asked
        .effects
        .iter()
        .enumerate()
        .map(|(place, effect)| {
            let reach = Z * libm::sqrt(effect.variance);
            let interval = (effect.estimate - reach, effect.estimate + reach);
            (format!("Effect {}", place + 1), Some(effect.estimate), Some(interval))
        })
        .collect();
    let (value, low, high) = pooled;
    listed.push(("All together".to_owned(), Some(value), Some((low, high))));
    let chart =
        Chart::new("Each effect, and all together", "Each effect with its 95% interval; the last row pools them.");
    rows(chart, "Effect", listed).y(YAxis::new(NumberFormat::Rate { decimals: 2 }, "", "")).limit(Limit::new(
        LimitKind::Mean,
        "no effect",
        0.0,
    ))
}
