//! The chart of a calculator's answer, where a picture helps. Knows nothing of the page.

use super::of_groups::{placebo_chart, pooled_chart};
use super::of_schools::funnel_request_chart;
use super::of_terms::{rule_words, series_chart};
use super::{Chart, Limit, LimitKind, NumberFormat, Point, Series, VerticalMark, XLabel, YAxis};
use crate::eval::Calculation;
use crate::eval::calculators::Xmr;
use crate::eval::numbers::list;
use crate::stats::{XmrRules, xmr};

/// A series with its usual range, or with what would have been; none for answers that are single figures.
pub fn calculation_chart(request: &Calculation) -> Option<Chart> {
    match request {
        Calculation::Xmr(series) => usual_range(series),
        Calculation::InterruptedSeries(series) => {
            // Counts as they are where the exposure stays the same, and as for its average where it does not.
            let average = series.exposure.iter().sum::<f64>() / series.exposure.len().max(1) as f64;
            series_chart(series, places(series.counts.len()).collect(), counts(), average)
        }
        Calculation::Funnel(asked) => funnel_request_chart(asked),
        Calculation::PlaceboRank(asked) => Some(placebo_chart(asked)),
        Calculation::Pool(asked) => {
            let answer = request.answer().ok()?;
            let pooled = (answer.number("estimate")?, answer.number("lower")?, answer.number("upper")?);
            Some(pooled_chart(asked, pooled))
        }
        _ => None,
    }
}

fn counts() -> YAxis {
    YAxis::new(NumberFormat::Rate { decimals: 1 }, "", "")
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
    let signals: Vec<_> = segments.iter().flat_map(|part| &part.signals).collect();
    let point = |(place, value): (usize, &Option<f64>)| {
        let point = Point::from(*value);
        signals.iter().find(|signal| signal.index == place).map_or(point, |signal| point.noted(rule_words(signal)))
    };
    let mut chart = Chart::new("The figures and their usual range", summary)
        .x("Figure", places(series.values.len()))
        .y(figures())
        .series(Series::new("Figures", series.values.iter().enumerate().map(point)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::calculators::Calculator;

    #[test]
    fn what_a_picture_helps_has_a_chart_that_keeps_the_rules() {
        let mut drawn = Vec::new();
        for calculator in Calculator::all() {
            let request = Calculation::from_value(calculator.example()).expect("a request");
            if let Some(chart) = calculation_chart(&request) {
                assert_eq!(chart.check(), Ok(()), "{}", calculator.method);
                drawn.push(calculator.method);
            }
        }
        assert_eq!(drawn, ["placebo_rank", "xmr", "interrupted_series", "funnel", "pool"]);
    }
}
