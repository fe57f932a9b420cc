//! The chart of a calculator's answer, where a picture helps. Knows nothing of the page.

use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, VerticalMark, XLabel, YAxis};
use crate::eval::Calculation;
use crate::eval::calculators::{InterruptedSeries, Xmr};
use crate::eval::numbers::list;
use crate::stats::{Interruption, XmrRules, interrupted_series, xmr};

/// A series with its usual range, or with what would have been; none for answers that are single figures.
pub fn calculation_chart(request: &Calculation) -> Option<Chart> {
    match request {
        Calculation::Xmr(series) => usual_range(series),
        Calculation::InterruptedSeries(series) => before_and_after(series),
        _ => None,
    }
}

fn places(count: usize) -> impl Iterator<Item = XLabel> {
    (1..=count).map(|place| XLabel::new(place.to_string(), format!("Figure {place}")))
}

fn figures() -> YAxis {
    YAxis::new(NumberFormat::Rate { decimals: 1 }, "", "").from_data()
}

fn usual_range(series: &Xmr) -> Option<Chart> {
    let breaks: Vec<usize> = series.breaks.iter().map(|place| *place as usize).collect();
    let rules = XmrRules { screen: series.screen, run: series.run as usize, trend: series.trend as usize };
    let segments = xmr(&series.values, &breaks, rules).ok()?;
    let out: Vec<String> =
        segments.iter().flat_map(|part| &part.signals).map(|signal| (signal.index + 1).to_string()).collect();
    let summary = match out.is_empty() {
        true => "No figure stands out from the usual range.".to_owned(),
        false => format!("These stand out from the usual range: figure {}.", list(out)),
    };
    let mut chart = Chart::new("The figures and their usual range", summary)
        .x("Figure", places(series.values.len()))
        .y(figures())
        .series(Series::new("Figures", series.values.iter().map(|value| Point::from(*value))));
    for part in &segments {
        for (kind, label, value) in [
            (LimitKind::Mean, "average", part.mean),
            (LimitKind::Lower, "usual range from", part.lower),
            (LimitKind::Upper, "usual range to", part.upper),
        ] {
            chart = chart.limit(Limit::new(kind, label, value).over(part.first, part.last));
        }
    }
    for place in breaks.into_iter().filter(|place| *place > 0) {
        chart = chart.mark(VerticalMark::break_before(place, "Counted anew"));
    }
    Some(chart)
}

fn before_and_after(series: &InterruptedSeries) -> Option<Chart> {
    let start = series.start as usize;
    let model = Interruption {
        counts: &series.counts,
        exposure: &series.exposure,
        start,
        harmonics: series.harmonics,
        period: series.period,
        slope: series.slope,
        breaks: &[],
    };
    let found = interrupted_series(&model, series.level).ok()?;
    let fitted = found.points.iter().map(|point| Point::new(point.fitted));
    let without = found.points.iter().enumerate().map(|(place, point)| {
        if place < start {
            Point::missing()
        } else {
            Point::new(point.counterfactual).between(point.lower, point.upper)
        }
    });
    Some(
        Chart::new(
            "The counts, and what would have been",
            "Counts, the fitted level, and from the start on what the earlier figures lead one to expect, with its range.",
        )
            .x("Figure", places(series.counts.len()))
            .y(figures())
            .series(Series::new("Counted", series.counts.iter().map(|count| Point::new(*count as f64))))
            .series(Series::new("Fitted", fitted).worked_out())
            .series(Series::new("Without the start", without).worked_out())
            .mark(VerticalMark::event(start, "Start")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::calculators::Calculator;

    #[test]
    fn series_have_a_chart_that_keeps_the_rules() {
        let mut drawn = Vec::new();
        for calculator in Calculator::all() {
            let request = Calculation::from_value(calculator.example()).expect("a request");
            if let Some(chart) = calculation_chart(&request) {
                assert_eq!(chart.check(), Ok(()), "{}", calculator.method);
                drawn.push(calculator.method);
            }
        }
        assert_eq!(drawn, ["xmr", "interrupted_series"]);
    }
}
