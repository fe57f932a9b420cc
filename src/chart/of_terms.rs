//! Charts of a series that something broke into: what would have been, and what lay between rare events.
//! Knows nothing of the page.

use super::of_measure::y_axis;
use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, VerticalMark, XLabel, YAxis};
use crate::eval::calculators::InterruptedSeries;
use crate::eval::{BetweenEvents, Interrupted};
use crate::model::TermId;
use crate::stats::{Interruption, XmrRule, XmrSignal, interrupted_series};

/// Why a point of a usual-range chart stands out, in a few words.
pub(super) fn rule_words(signal: &XmrSignal) -> &'static str {
    match (signal.rule, signal.up) {
        (XmrRule::OutsideLimits, true) => "above the usual range",
        (XmrRule::OutsideLimits, false) => "below the usual range",
        (XmrRule::Trend, true) => "in a run of rises",
        (XmrRule::Trend, false) => "in a run of falls",
        (XmrRule::TwoOfThree, true) => "near the upper limit with its neighbours",
        (XmrRule::TwoOfThree, false) => "near the lower limit with its neighbours",
        (XmrRule::Run, true) => "in a run above the average",
        (XmrRule::Run, false) => "in a run below the average",
    }
}

fn term_labels(terms: &[TermId]) -> Vec<XLabel> {
    let label = |term: &TermId| XLabel::new(term.number.to_string(), term.words()).within(term.year.to_string());
    terms.iter().map(label).collect()
}

/// A measure before and after the start, with what the terms before lead one to expect.
pub fn interrupted_chart(found: &Interrupted) -> Option<Chart> {
    let mut chart = series_chart(&found.request, term_labels(&found.terms), y_axis(found.indicator), 1.0)?;
    chart.x.name = "Term".to_owned();
    chart.summary = found.sentence.clone();
    for mark in &mut chart.marks {
        mark.label = "Pilot starts".to_owned();
    }
    Some(chart)
}

/// Counts for so much exposure, the fitted level, and from the start on the level expected without it, with its range.
pub(super) fn series_chart(asked: &InterruptedSeries, labels: Vec<XLabel>, axis: YAxis, per: f64) -> Option<Chart> {
    let start = asked.start as usize;
    let model = Interruption {
        counts: &asked.counts,
        exposure: &asked.exposure,
        start,
        harmonics: asked.harmonics,
        period: asked.period,
        slope: asked.slope,
        breaks: &[],
    };
    let found = interrupted_series(&model, asked.level).ok()?;
    let over = |value: f64, place: usize| value * per / asked.exposure.get(place).copied().unwrap_or(f64::NAN);
    let counted = asked.counts.iter().enumerate().map(|(place, count)| Point::new(over(*count as f64, place)));
    let fitted = found.points.iter().enumerate().map(|(place, point)| Point::new(over(point.fitted, place)));
    let without = found.points.iter().enumerate().map(|(place, point)| match place < start {
        true => Point::missing(),
        false => {
            Point::new(over(point.counterfactual, place)).between(over(point.lower, place), over(point.upper, place))
        }
    });
    let summary = "What was counted, the fitted level, and from the start on what the figures before lead one to expect, with its range.";
    Some(
        Chart::new("What was counted, and what was to be expected", summary)
            .x("Figure", labels)
            .y(axis)
            .series(Series::new("Counted", counted.collect::<Vec<_>>()))
            .series(Series::new("Fitted", fitted.collect::<Vec<_>>()).worked_out())
            .series(Series::new("Expected", without.collect::<Vec<_>>()).worked_out())
            .mark(VerticalMark::event(start, "Start")),
    )
}

/// What lay between rare events: the higher, the rarer.
pub fn between_events_chart(found: &BetweenEvents) -> Chart {
    let (_, many) = found.indicator.unit();
    let limits = found.limits;
    let longer = found.gaps.iter().skip(found.start).filter(|gap| **gap > limits.upper).count();
    let after = found.gaps.len() - found.start;
    let summary = match (after, longer) {
        (0, _) => "None has come since the start, so there is nothing to compare yet.".to_owned(),
        (_, 0) => format!("Since the start, {many} have come within the usual distance of one another."),
        _ => format!("Since the start, {longer} of {after} {many} came later than usual after the one before."),
    };
    let labels = found.terms.iter().enumerate().map(|(place, term)| {
        XLabel::new((place + 2).to_string(), format!("Number {}, {}", place + 2, term.words()))
            .within(term.year.to_string())
    });
    let points = found.gaps.iter().map(|gap| match *gap {
        gap if gap > limits.upper => Point::new(gap).noted("later than usual"),
        gap if gap < limits.lower => Point::new(gap).noted("sooner than usual"),
        gap => Point::new(gap),
    });
    let unit = "thousand pupil-terms apart";
    let mut chart = Chart::new("How far apart they come", summary)
        .x("Event", labels)
        .y(YAxis::new(NumberFormat::Rate { decimals: 1 }, unit, unit))
        .series(Series::new("", points.collect::<Vec<_>>()));
    for (kind, label, value) in [
        (LimitKind::Mean, "middle before the start", limits.centre),
        (LimitKind::Lower, "usual range from", limits.lower),
        (LimitKind::Upper, "usual range to", limits.upper),
    ] {
        chart = chart.limit(Limit::new(kind, label, value));
    }
    match found.start < found.gaps.len() {
        true => chart.mark(VerticalMark::event(found.start, "Pilot starts")),
        false => chart,
    }
}
