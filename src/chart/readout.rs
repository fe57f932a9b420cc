//! One position of a chart in a sentence, for the line under the picture and for those who listen. Knows no pixels.

use super::model::{Chart, NO_FIGURES};
use super::series::{LimitKind, Series};

/// What the chart says at a position: "Term 3 2018/19: 34 days lost; average 41".
///
/// Several series are named; a missing figure is "no figure"; an interval is "(30 to 38)"; a mark just before the
/// position is said last. A position beyond the axis, or an empty chart, gives [`NO_FIGURES`].
pub fn readout(chart: &Chart, index: usize) -> String {
    let Some(label) = chart.x.labels.get(index).filter(|_| !chart.is_empty()) else {
        return NO_FIGURES.to_owned();
    };
    let is_alone = chart.shown().count() == 1;
    let figures: Vec<String> = chart
        .shown()
        .map(|series| {
            let figure = figure(chart, series, index);
            if is_alone || series.name.is_empty() { figure } else { format!("{} {figure}", series.name) }
        })
        .collect();
    let mut parts = vec![format!("{}: {}", label.long, figures.join(", "))];
    parts.extend(limits(chart, index));
    let marks = chart.marks.iter().filter(|mark| mark.before == index);
    parts.extend(marks.map(|mark| format!("just before: {}", mark.label)));
    parts.join("; ")
}

fn figure(chart: &Chart, series: &Series, index: usize) -> String {
    let Some(value) = series.value(index) else {
        return "no figure".to_owned();
    };
    let text = chart.y.write(value);
    match series.interval(index) {
        Some((low, high)) => format!("{text} ({} to {})", chart.y.format.write(low), chart.y.format.write(high)),
        None => text,
    }
}

/// Limits at a position: averages by their own label, a lower and an upper limit together.
fn limits(chart: &Chart, index: usize) -> Vec<String> {
    let write = |value: f64| chart.y.format.write(value);
    let of_kind = |kind: LimitKind| chart.limits_at(index).filter(move |limit| limit.kind == kind);
    let single = |kind: LimitKind| of_kind(kind).map(|limit| format!("{} {}", limit.label, write(limit.value)));
    let mut said: Vec<String> = single(LimitKind::Mean).collect();
    match (of_kind(LimitKind::Lower).next(), of_kind(LimitKind::Upper).next()) {
        (Some(lower), Some(upper)) => {
            said.push(format!("usual range {} to {}", write(lower.value), write(upper.value)));
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
    fn several_series_are_named_and_gaps_are_said() {
        let chart = days_lost().series(Series::new("Yate", [Point::missing(), Point::new(9.0)]));
        assert_eq!(readout(&chart, 0), "Term 3 2017/18: Fernleigh 41 days lost, Yate no figure");
    }

    #[test]
    fn nothing_to_say_is_said() {
        assert_eq!(readout(&days_lost(), 2), NO_FIGURES);
        assert_eq!(readout(&Chart::new("Nothing", "Nothing yet."), 0), NO_FIGURES);
    }
}
