//! One position of a chart in a sentence, for the line under the picture and for those who listen. Knows no pixels.

use super::model::{Chart, NO_FIGURES};
use super::series::{LimitKind, Look, Series};

/// What the chart says at a position: "Term 3 2018/19: 34 days lost; average 41".
///
/// Several series are named, and their unit is said once: "Term 3 2018/19, days lost: Fernleigh 34, Yate 22". A missing
/// figure is "no figure"; an interval is "(30 to 38)"; a figure of a single series beyond its usual range is said to be
/// so; a mark just before the position comes last. A position beyond the axis, or an empty chart, gives
/// [`NO_FIGURES`].
pub fn readout(chart: &Chart, index: usize) -> String {
    let Some(label) = chart.x.labels.get(index).filter(|_| !chart.is_empty()) else {
        return NO_FIGURES.to_owned();
    };
    let shown: Vec<&Series> = chart.shown().collect();
    let mut parts = match shown.as_slice() {
        [series] => vec![format!("{}: {}", label.long, figure(chart, series, index, |value| chart.y.write(value)))],
        several => {
            let named = several.iter().map(|series| {
                let figure = figure(chart, series, index, |value| chart.y.format.write(value));
                format!("{} {figure}", series.name).trim_start().to_owned()
            });
            let unit = if chart.y.many.is_empty() { String::new() } else { format!(", {}", chart.y.many) };
            vec![format!("{}{unit}: {}", label.long, named.collect::<Vec<_>>().join(", "))]
        }
    };
    let alone = if let [series] = shown.as_slice() { series.value(index) } else { None };
    parts.extend(limits(chart, index, alone));
    let marks = chart.marks.iter().filter(|mark| mark.before == index);
    parts.extend(marks.map(|mark| format!("just before: {}", mark.label)));
    parts.join("; ")
}

fn figure(chart: &Chart, series: &Series, index: usize, write: impl Fn(f64) -> String) -> String {
    let Some(value) = series.value(index) else {
        return "no figure".to_owned();
    };
    let range = series
        .interval(index)
        .map(|(low, high)| format!("{} to {}", chart.y.format.write(low), chart.y.format.write(high)));
    let text = match (range, series.look) {
        (Some(range), Look::Range) => range,
        (Some(range), _) => format!("{} ({range})", write(value)),
        (None, _) => write(value),
    };
    series.note(index).map(|note| format!("{text}, {note}")).unwrap_or(text)
}

/// Limits at a position: averages by their own label, a lower and an upper limit together, and on which side of them
/// the figure is.
fn limits(chart: &Chart, index: usize, value: Option<f64>) -> Vec<String> {
    let write = |value: f64| chart.y.format.write(value);
    let of_kind = |kind: LimitKind| chart.limits_at(index).filter(move |limit| limit.kind == kind);
    let single = |kind: LimitKind| of_kind(kind).map(|limit| format!("{} {}", limit.label, write(limit.value)));
    let mut said: Vec<String> = single(LimitKind::Mean).collect();
    match (of_kind(LimitKind::Lower).next(), of_kind(LimitKind::Upper).next()) {
        (Some(lower), Some(upper)) => {
            let side = match value {
                Some(value) if value < lower.value => "below the ",
                Some(value) if value > upper.value => "above the ",
                _ => "",
            };
            said.push(format!("{side}usual range {} to {}", write(lower.value), write(upper.value)));
        }
        _ => said.extend(single(LimitKind::Lower).chain(single(LimitKind::Upper))),
    }
    said
}

#[cfg(test)]
mod tests {
    use super::super::{Limit, NumberFormat, Point, VerticalMark, XLabel, YAxis};
    use super::*;

    fn days_lost() -> Chart {
        Chart::new("Days lost fell", "Days lost fell.")
            .x("Term", ["2017/18", "2018/19"].map(|year| XLabel::new("T3", format!("Term 3 {year}"))))
            .y(YAxis::new(NumberFormat::Count, "day lost", "days lost"))
            .series(Series::new("Fernleigh", [Point::new(41.0), Point::new(34.0)]))
    }

    #[test]
    fn a_figure_is_said_with_its_unit_and_average() {
        let chart = days_lost().limit(Limit::new(LimitKind::Mean, "average", 41.0));
        assert_eq!(readout(&chart, 1), "Term 3 2018/19: 34 days lost; average 41");
    }

    #[test]
    fn limits_intervals_and_marks_are_said() {
        let mut chart = days_lost()
            .limit(Limit::new(LimitKind::Lower, "lower limit", 20.0).over(1, 1))
            .limit(Limit::new(LimitKind::Upper, "upper limit", 62.0).over(1, 1))
            .mark(VerticalMark::event(1, "Pilot starts"));
        chart.series = vec![Series::new("Fernleigh", [Point::new(1.0), Point::new(34.0).between(38.0, 30.0)])];
        assert_eq!(readout(&chart, 0), "Term 3 2017/18: 1 day lost");
        assert_eq!(
            readout(&chart, 1),
            "Term 3 2018/19: 34 days lost (30 to 38); usual range 20 to 62; just before: Pilot starts"
        );
    }

    #[test]
    fn a_figure_beyond_the_usual_range_is_said_to_be_so() {
        let within = |low: f64, high: f64| {
            let chart = days_lost().limit(Limit::new(LimitKind::Lower, "lower limit", low)).limit(Limit::new(
                LimitKind::Upper,
                "upper limit",
                high,
            ));
            readout(&chart, 1)
        };
        assert_eq!(within(35.0, 60.0), "Term 3 2018/19: 34 days lost; below the usual range 35 to 60");
        assert_eq!(within(34.0, 60.0), "Term 3 2018/19: 34 days lost; usual range 34 to 60");
        assert_eq!(within(10.0, 33.0), "Term 3 2018/19: 34 days lost; above the usual range 10 to 33");
    }

    #[test]
    fn several_series_are_named_and_gaps_are_said() {
        let chart = days_lost().series(Series::new("Yate", [Point::missing(), Point::new(9.0)]));
        assert_eq!(readout(&chart, 0), "Term 3 2017/18, days lost: Fernleigh 41, Yate no figure");
    }

    #[test]
    fn nothing_to_say_is_said() {
        assert_eq!(readout(&days_lost(), 2), NO_FIGURES);
        assert_eq!(readout(&Chart::new("Nothing", "Nothing yet."), 0), NO_FIGURES);
    }
}
