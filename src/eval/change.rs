//! A change from one period to another, with its interval and the convention it was estimated by.
//! Knows nothing of certainty or sentences.

use super::numbers::{change_in_words, number, percent, rounded, signed, times};
use serde::Serialize;
use std::cmp::Ordering;

/// What a change is expressed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Rate after divided by rate before; 1 is no change.
    Ratio,
    /// Percentage points, after minus before; 0 is no change.
    Points,
}

impl Scale {
    pub fn no_change(self) -> f64 {
        match self {
            Self::Ratio => 1.0,
            Self::Points => 0.0,
        }
    }
}

/// How a change was estimated. Reference software differs in these choices, so each result names its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    ExactRatio,
    NewcombeDifference,
    ClusteredDifference,
    ClusteredRatio,
    QuasiPoissonRatio,
}

impl Method {
    /// The convention in full, for the panel that explains a figure.
    pub fn convention(self) -> &'static str {
        match self {
            Self::ExactRatio => {
                "Matched returns. Exact rate ratio, given the total (binomial), with Clopper-Pearson limits; p is the central one, twice the smaller tail."
            }
            Self::NewcombeDifference => {
                "Matched returns, newest matched term of each school. Difference of two shares with Newcombe's hybrid of Wilson score intervals; where several schools are taken together, its arms are widened by the root of the dispersion of all schools' differences (at least 1)."
            }
            Self::ClusteredDifference => {
                "Matched returns, newest matched term of each school. Difference of pooled shares; the standard error leaves out one school at a time (jackknife); Student's t on the effective number of schools less one."
            }
            Self::ClusteredRatio => {
                "Matched returns. Ratio of pooled rates; the standard error of its logarithm leaves out one school at a time (jackknife) and is at least that of chance alone; Student's t on the effective number of schools less one, (Σw)²/Σw² by their counts."
            }
            Self::QuasiPoissonRatio => {
                "Matched returns. Rate ratio with quasi-Poisson interval: too few schools here to know how much they vary, so the dispersion is borrowed from other schools (at least 1)."
            }
        }
    }

    /// The name of the convention in a few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExactRatio => "exact rate ratio, central p",
            Self::NewcombeDifference => "Newcombe difference of shares",
            Self::ClusteredDifference => "difference of shares, jackknife by school",
            Self::ClusteredRatio => "rate ratio, jackknife by school",
            Self::QuasiPoissonRatio => "quasi-Poisson rate ratio, borrowed dispersion",
        }
    }
}

/// The limits of an interval. No upper limit means that the data set none (nothing was counted before).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    pub lower: f64,
    pub upper: Option<f64>,
}

impl Interval {
    pub(crate) fn new(lower: f64, upper: f64) -> Self {
        Self { lower, upper: Some(upper).filter(|limit| limit.is_finite()) }
    }

    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && self.upper.is_none_or(|upper| value <= upper)
    }

    /// Whether all of it lies between two values.
    pub fn within(&self, lowest: f64, highest: f64) -> bool {
        self.lower >= lowest && self.upper.is_some_and(|upper| upper <= highest)
    }
}

/// A change with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    pub scale: Scale,
    /// `None` when nothing was counted before: there is no ratio to zero.
    pub estimate: Option<f64>,
    #[serde(flatten)]
    pub interval: Interval,
    /// Two-sided; `None` for a method that has an interval only.
    pub p: Option<f64>,
    pub method: Method,
    /// How many times more the counts vary than by chance alone, where the method uses it.
    pub dispersion: Option<f64>,
}

impl Change {
    /// For a table: “×0.84 (0.71 to 0.99)”, “+0.8 points (0.2 to 1.4)”.
    pub fn words(&self) -> String {
        match self.scale {
            Scale::Ratio => {
                let estimate = self.estimate.map_or_else(|| "from none".to_owned(), times);
                let (lower, upper) = (number(self.interval.lower, 2), self.interval.upper);
                match upper {
                    Some(upper) => format!("{estimate} ({lower} to {})", number(upper, 2)),
                    None => format!("{estimate} ({lower} or more)"),
                }
            }
            Scale::Points => {
                let estimate = self.estimate.map_or_else(|| "not known".to_owned(), |points| signed(points, 1));
                let upper = self.interval.upper.map_or_else(|| "not known".to_owned(), |points| number(points, 1));
                format!("{estimate} points ({} to {upper})", number(self.interval.lower, 1))
            }
        }
    }

    /// The size in a sentence: “down 16%”, “up 0.8 percentage points”.
    pub fn size_words(&self) -> String {
        match (self.scale, self.estimate) {
            (_, None) => "up from none".to_owned(),
            (Scale::Ratio, Some(ratio)) => change_in_words(ratio),
            (Scale::Points, Some(points)) => points_in_words(points),
        }
    }

    /// The interval in a sentence: “between 29% down and 1% down”.
    pub fn interval_words(&self) -> String {
        let said = |value: f64| match self.scale {
            Scale::Ratio => bound_in_words(value),
            Scale::Points => points_bound_in_words(value),
        };
        match self.interval.upper {
            Some(upper) => format!("between {} and {}", said(self.interval.lower), said(upper)),
            None => format!("{} or more", said(self.interval.lower)),
        }
    }
}

fn bound_in_words(ratio: f64) -> String {
    let hundredths = rounded(ratio, 2);
    if ratio >= 2.0 {
        format!("{} times as many", number(ratio, 1))
    } else if hundredths > 1.0 {
        format!("{} up", percent(hundredths - 1.0, 0))
    } else if hundredths < 1.0 {
        format!("{} down", percent(1.0 - hundredths, 0))
    } else {
        no_change_in_words(ratio - 1.0)
    }
}

/// A limit that rounds to no change may still leave it out, and then the words must too.
fn no_change_in_words(distance: f64) -> String {
    let words = match distance.total_cmp(&0.0) {
        Ordering::Greater => "just above no change",
        Ordering::Less => "just below no change",
        Ordering::Equal => "no change",
    };
    words.to_owned()
}

fn points_in_words(points: f64) -> String {
    match rounded(points, 1) {
        0.0 => "unchanged".to_owned(),
        up if up > 0.0 => format!("up {} percentage points", number(points, 1)),
        _ => format!("down {} percentage points", number(-points, 1)),
    }
}

fn points_bound_in_words(points: f64) -> String {
    match rounded(points, 1) {
        0.0 => no_change_in_words(points),
        up if up > 0.0 => format!("{} points up", number(points, 1)),
        _ => format!("{} points down", number(-points, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(estimate: Option<f64>, lower: f64, upper: f64) -> Change {
        let interval = Interval::new(lower, upper);
        Change { scale: Scale::Ratio, estimate, interval, p: None, method: Method::ExactRatio, dispersion: None }
    }

    #[test]
    fn a_ratio_is_said_in_figures_and_in_words() {
        let fell = ratio(Some(0.839), 0.707, 0.994);
        assert_eq!(fell.words(), "×0.84 (0.71 to 0.99)");
        assert_eq!(fell.size_words(), "down 16%");
        assert_eq!(fell.interval_words(), "between 29% down and 1% down");
        assert_eq!(ratio(Some(1.1), 1.002, 1.5).interval_words(), "between just above no change and 50% up");
        assert_eq!(ratio(Some(1.1), 0.58, 2.25).interval_words(), "between 42% down and 2.3 times as many");
    }

    #[test]
    fn a_rise_from_none_has_no_ratio_and_no_upper_limit() {
        let rose = ratio(None, 0.43, f64::INFINITY);
        assert_eq!(rose.words(), "from none (0.43 or more)");
        assert_eq!(rose.interval.upper, None);
        assert_eq!(serde_json::to_value(rose).ok().and_then(|json| json.get("upper").cloned()), Some(().into()));
    }

    #[test]
    fn a_difference_of_shares_is_in_percentage_points() {
        let interval = Interval::new(0.2, 1.4);
        let method = Method::ClusteredDifference;
        let rose =
            Change { scale: Scale::Points, estimate: Some(0.8), interval, p: Some(0.009), method, dispersion: None };
        assert_eq!(rose.words(), "+0.8 points (0.2 to 1.4)");
        assert_eq!(rose.size_words(), "up 0.8 percentage points");
        assert_eq!(rose.interval_words(), "between 0.2 points up and 1.4 points up");
    }
}
