//! The chart of a measure: an indicator term by term, for one or more groups of schools. Knows nothing of the page.

use super::of_terms::rule_words;
use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, VerticalMark, XLabel, YAxis};
use crate::eval::numbers::list;
use crate::eval::{Finding, Indicator, Kind, Mark, SeriesPoint, YearPoint};
use crate::model::EventKind;
use crate::stats::{JUDGED_FROM, XmrRules, XmrSignal, xmr};

/// A group of schools with its series.
pub type NamedSeries<'a> = (&'a str, &'a [SeriesPoint]);

/// An indicator over all terms of the calendar, with the pilot's start marked. The first series gives the terms.
pub fn measure_chart(finding: &Finding, groups: &[NamedSeries], marks: &[Mark]) -> Chart {
    let indicator = finding.indicator;
    let terms = groups.first().map_or(&[][..], |(_, points)| points);
    let labels = terms.iter().map(|point| {
        let short = point.term.number.to_string();
        XLabel::new(short, point.term.words()).within(point.term.year.to_string())
    });
    let mut chart = Chart::new(finding.headline.clone(), finding.paragraph()).x("Term", labels).y(y_axis(indicator));
    for (name, points) in groups {
        chart = chart.series(Series::new(*name, points.iter().map(|point| Point::from(point.value))));
    }
    chart = with_usual_range(chart, indicator, terms, marks);
    for mark in marks {
        chart = chart.mark(match mark.kind {
            EventKind::Event => VerticalMark::event(mark.before, mark.words.clone()),
            EventKind::Break => VerticalMark::break_before(mark.before, mark.words.clone()),
        });
    }
    match terms.iter().position(|point| point.during) {
        Some(first) if first > 0 => chart.mark(VerticalMark::event(first, "Pilot starts")),
        _ => chart,
    }
}

/// The same by whole school years, where most terms may not be shown. The first group gives the years.
pub fn measure_by_year_chart(finding: &Finding, groups: &[(&str, &[YearPoint])]) -> Chart {
    let years = groups.first().map_or(&[][..], |(_, points)| points);
    let labels = years.iter().map(|point| XLabel::new(point.year.to_string(), format!("School year {}", point.year)));
    let summary = format!("{} By whole school years, as most terms are hidden.", finding.paragraph());
    let chart = Chart::new(finding.headline.clone(), summary).x("School year", labels).y(y_axis(finding.indicator));
    let chart = groups.iter().fold(chart, |chart, (name, points)| {
        chart.series(Series::new(*name, points.iter().map(|point| Point::from(point.value))))
    });
    match years.iter().position(|point| point.during) {
        Some(first) if first > 0 => chart.mark(VerticalMark::event(first, "Pilot starts")),
        _ => chart,
    }
}

/// The usual range of the first group, counted anew after each break, and a sentence on the terms that stand out of it.
fn with_usual_range(mut chart: Chart, indicator: Indicator, terms: &[SeriesPoint], marks: &[Mark]) -> Chart {
    // A share of pupils hardly moves between terms, and paperwork has no usual course: neither is a process of this kind.
    if !matches!(indicator.kind(), Kind::Rare | Kind::Clumped) {
        return chart;
    }
    let values: Vec<Option<f64>> = terms.iter().map(|point| point.value).collect();
    let breaks: Vec<usize> =
        marks.iter().filter(|mark| mark.kind == EventKind::Break && mark.before > 0).map(|mark| mark.before).collect();
    let Ok(segments) = xmr(&values, &breaks, XmrRules::default()) else { return chart };
    let judged: Vec<_> = segments.into_iter().filter(|part| part.points >= JUDGED_FROM).collect();
    let signals: Vec<&XmrSignal> = judged.iter().flat_map(|part| &part.signals).collect();
    if let Some(own) = chart.series.first_mut() {
        for signal in &signals {
            if let Some(point) = own.points.get_mut(signal.index) {
                *point = point.noted(rule_words(signal));
            }
        }
    }
    for part in &judged {
        for (kind, label, value) in [
            (LimitKind::Mean, "average", part.mean),
            (LimitKind::Lower, "usual range from", part.lower.max(0.0)),
            (LimitKind::Upper, "usual range to", part.upper),
        ] {
            chart = chart.limit(Limit::new(kind, label, value).over(part.first, part.last));
        }
    }
    let said = |signal: &XmrSignal| terms.get(signal.index).map(|point| point.term.words());
    let out: Vec<String> = signals.iter().filter_map(|signal| said(signal)).collect();
    let range = match (judged.is_empty(), out.is_empty()) {
        (true, _) => return chart,
        (false, true) => " No term stands out from its usual range.".to_owned(),
        (false, false) => format!(" Out of the usual range, or in a run on one side of the average: {}.", list(out)),
    };
    chart.summary.push_str(&range);
    chart
}

pub(super) fn y_axis(indicator: Indicator) -> YAxis {
    match indicator {
        // A share of all pupils moves by tenths of a point: an axis from nothing would show a flat line.
        Indicator::SenSupport => YAxis::new(NumberFormat::Percent, "of pupils", "of pupils").from_data(),
        Indicator::Paperwork => YAxis::new(NumberFormat::Count, "minute a school", "minutes a school"),
        other => {
            let format = NumberFormat::Rate { decimals: other.rate_places() };
            YAxis::new(format, other.rate_unit(), other.rate_unit())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::eval::{Evidence, Period, Scope};

    #[test]
    fn a_measure_is_drawn_over_all_terms_with_the_start_marked() {
        let data = demo::pilot_data(&demo::Options::default());
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        for indicator in [Indicator::SenSupport, Indicator::DaysLost, Indicator::PermanentExclusions] {
            let finding = evidence.finding(indicator, &period, &Scope::Pilot);
            let pilot = evidence.series(indicator, &Scope::Pilot);
            let others = evidence.series(indicator, &Scope::NotTakingPart);
            let chart = measure_chart(&finding, &[("Taking part", &pilot), ("Not taking part", &others)], &[]);
            assert_eq!(chart.check(), Ok(()), "{indicator:?}");
            assert_eq!(chart.len(), data.calendar.terms.len());
            assert!(!chart.is_empty());
        }
    }
}
