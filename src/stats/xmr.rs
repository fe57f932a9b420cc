//! A series as a process: its usual range and what stands out from it. Knows no units and no dates.
//!
//! Source: D. J. Wheeler, Understanding Variation (1993), with the rules of NHS England's "Making data count".

use super::error::StatsError;

/// Limits stand at the mean ± this many mean moving ranges: 3 / d2 for two points.
const LIMIT: f64 = 2.66;
/// Moving ranges from this many means on are not usual variation (D4 for two points).
const SCREEN: f64 = 3.267;
/// Limits from fewer points are trial limits.
pub const TRIAL_UNDER: usize = 12;
/// From fewer points no process can be judged.
pub const JUDGED_FROM: usize = 6;
/// The longest series.
pub const MOST_POINTS: usize = 10_000;

/// How the chart is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmrRules {
    /// Whether large moving ranges are left out once.
    pub screen: bool,
    /// Points on one side of the mean that are a signal.
    pub run: usize,
    /// Points in a rising or falling row that are a signal.
    pub trend: usize,
}

impl Default for XmrRules {
    fn default() -> Self {
        Self { screen: true, run: 7, trend: 7 }
    }
}

/// Why a point stands out; the first rule that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum XmrRule {
    OutsideLimits,
    Trend,
    TwoOfThree,
    Run,
}

/// A point that stands out, and on which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmrSignal {
    pub index: usize,
    pub rule: XmrRule,
    /// Above the mean, or rising.
    pub up: bool,
}

/// One stretch between breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct XmrSegment {
    /// Places of its first and its last point in the whole series.
    pub first: usize,
    pub last: usize,
    /// Points that have a value.
    pub points: usize,
    pub mean: f64,
    pub lower: f64,
    pub upper: f64,
    pub mean_moving_range: f64,
    /// Fewer than [`TRIAL_UNDER`] points.
    pub trial: bool,
    pub signals: Vec<XmrSignal>,
}

/// The chart of a series with gaps (`None`), begun anew at each break (the place of the first point after it).
///
/// # Errors
/// No value at all, more than [`MOST_POINTS`], rules under 2 points, breaks beyond the series.
pub fn xmr(values: &[Option<f64>], breaks: &[usize], rules: XmrRules) -> Result<Vec<XmrSegment>, StatsError> {
    if values.iter().all(Option::is_none) {
        return Err(StatsError::TooFew { argument: "values", length: 0, least: 1 });
    }
    if values.len() > MOST_POINTS {
        let value = values.len() as f64;
        return Err(StatsError::OutOfRange { argument: "the number of values", value, rule: "at most 10000" });
    }
    for (argument, length) in [("run", rules.run), ("trend", rules.trend)] {
        if length < 2 {
            return Err(StatsError::OutOfRange { argument, value: length as f64, rule: "2 or more" });
        }
    }
    let mut starts: Vec<usize> = std::iter::once(0).chain(breaks.iter().copied()).collect();
    starts.sort_unstable();
    starts.dedup();
    if let Some(beyond) = starts.iter().find(|start| **start >= values.len()) {
        let rule = "places of points in the series, counted from 0";
        return Err(StatsError::OutOfRange { argument: "breaks", value: *beyond as f64, rule });
    }
    let ends = starts.iter().skip(1).copied().chain([values.len()]);
    let stretches = starts.iter().copied().zip(ends);
    Ok(stretches.filter_map(|(start, end)| segment(values, start, end, rules)).collect())
}

fn segment(values: &[Option<f64>], start: usize, end: usize, rules: XmrRules) -> Option<XmrSegment> {
    let places = (start..end).zip(values.get(start..end)?);
    let points: Vec<(usize, f64)> = places.filter_map(|(place, value)| Some((place, (*value)?))).collect();
    let count = points.len();
    let (first, last) = (points.first()?.0, points.last()?.0);
    let mean = points.iter().map(|(_, value)| value).sum::<f64>() / count as f64;
    let mean_moving_range = mean_range(&points, rules.screen);
    let reach = LIMIT * mean_moving_range;
    let mut found = XmrSegment {
        first,
        last,
        points: count,
        mean,
        lower: mean - reach,
        upper: mean + reach,
        mean_moving_range,
        trial: count < TRIAL_UNDER,
        signals: Vec::new(),
    };
    found.signals = signals(&points, &found, rules);
    Some(found)
}

fn mean_range(points: &[(usize, f64)], screen: bool) -> f64 {
    let ranges: Vec<f64> =
        points.windows(2).filter_map(|pair| Some(libm::fabs(pair.last()?.1 - pair.first()?.1))).collect();
    let mean = |kept: &[f64]| if kept.is_empty() { 0.0 } else { kept.iter().sum::<f64>() / kept.len() as f64 };
    let all = mean(&ranges);
    if !screen {
        return all;
    }
    let usual: Vec<f64> = ranges.iter().copied().filter(|range| *range < SCREEN * all).collect();
    if usual.is_empty() { all } else { mean(&usual) }
}

fn signals(points: &[(usize, f64)], limits: &XmrSegment, rules: XmrRules) -> Vec<XmrSignal> {
    let reach = limits.upper - limits.mean;
    let side = |value: f64| if value > limits.mean { 1_i8 } else { -i8::from(value < limits.mean) };
    let outside = |value: f64| value > limits.upper || value < limits.lower;
    let far = |value: f64| libm::fabs(value - limits.mean) > reach * 2.0 / 3.0;
    let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    let sides: Vec<i8> = values.iter().map(|value| side(*value)).collect();
    let mut rule_at: Vec<Option<(XmrRule, bool)>> = vec![None; values.len()];
    let mut mark = |places: std::ops::Range<usize>, rule: XmrRule, up: bool, applies: &dyn Fn(f64) -> bool| {
        for place in places {
            if let (Some(cell), Some(value)) = (rule_at.get_mut(place), values.get(place))
                && applies(*value)
                && cell.is_none_or(|(other, _)| rule < other)
            {
                *cell = Some((rule, up));
            }
        }
    };
    for (place, value) in values.iter().enumerate() {
        mark(place..place + 1, XmrRule::OutsideLimits, *value > limits.mean, &outside);
    }
    for (from, window) in values.windows(rules.trend).enumerate() {
        let steps = |keeps: fn(f64, f64) -> bool| window.windows(2).all(|pair| matches!(pair, [a, b] if keeps(*a, *b)));
        if steps(|a, b| b > a) || steps(|a, b| b < a) {
            let up = window.first() < window.last();
            mark(from..from + rules.trend, XmrRule::Trend, up, &|_| true);
        }
    }
    for (from, (window, sides)) in values.windows(3).zip(sides.windows(3)).enumerate() {
        let same = sides.iter().sum::<i8>().abs() == 3;
        if same && reach > 0.0 && window.iter().filter(|value| far(**value)).count() >= 2 {
            mark(from..from + 3, XmrRule::TwoOfThree, sides.first() == Some(&1), &far);
        }
    }
    for (from, sides) in sides.windows(rules.run).enumerate() {
        if sides.iter().all(|side| Some(side) == sides.first() && *side != 0) {
            mark(from..from + rules.run, XmrRule::Run, sides.first() == Some(&1), &|_| true);
        }
    }
    let found = points.iter().zip(rule_at);
    found.filter_map(|((index, _), cell)| cell.map(|(rule, up)| XmrSignal { index: *index, rule, up })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[f64]) -> XmrSegment {
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        xmr(&values, &[], XmrRules::default()).expect("a chart").remove(0)
    }

    #[test]
    fn a_constant_series_has_no_range_and_no_signals() {
        let flat = chart(&[3.0; 20]);
        assert_eq!((flat.lower, flat.upper, flat.signals.len()), (3.0, 3.0, 0));
    }

    #[test]
    fn all_three_points_must_be_on_one_side() {
        // Limits of this series are wide enough that no point is outside; two far ones with one across are no signal.
        let base = [10.0, 12.0, 8.0, 11.0, 9.0, 12.0, 8.0, 10.0, 11.0, 9.0, 10.0, 12.0, 8.0];
        let two_of_three = |more: [f64; 3]| {
            let found = chart(&[&base[..], &base[..], &more[..]].concat());
            found.signals.iter().filter(|signal| signal.rule == XmrRule::TwoOfThree).count()
        };
        assert_eq!(two_of_three([15.6, 9.0, 15.6]), 0);
        assert_eq!(two_of_three([15.6, 11.0, 15.6]), 2);
    }

    #[test]
    fn rules_act_within_a_segment_and_gaps_are_passed_over() {
        let mut values: Vec<Option<f64>> = (0..10).map(|n| Some(f64::from(n % 2))).collect();
        values.extend((0..10).map(|n| Some(20.0 + f64::from(n % 2))));
        values[4] = None;
        let found = xmr(&values, &[10], XmrRules::default()).expect("a chart");
        assert_eq!(
            found.iter().map(|part| (part.first, part.last, part.points, part.signals.len())).collect::<Vec<_>>(),
            [(0, 9, 9, 0), (10, 19, 10, 0)]
        );
        let whole = xmr(&values, &[], XmrRules::default()).expect("a chart");
        assert!(whole.iter().any(|part| !part.signals.is_empty()));
    }
}
