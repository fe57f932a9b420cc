//! What a person assumes of a number: a range, how it is meant, and where it comes from. Knows nothing of draws.

use super::Problem;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A range as people think of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum Range {
    /// No uncertainty.
    Fixed { value: f64 },
    /// Any as likely as another.
    Uniform { low: f64, high: f64 },
    /// Nothing outside; straight from the likeliest to both ends.
    Triangular { low: f64, likely: f64, high: f64 },
    /// Nothing outside; a beta distribution with mean (low + 4 likely + high) ÷ 6.
    Pert { low: f64, likely: f64, high: f64 },
    /// Nine times in ten between the two, as often under as over.
    Normal { low: f64, high: f64 },
    /// The same of a number that is above nothing and may be many times larger.
    Lognormal { low: f64, high: f64 },
    /// A share, of which so many of so many were seen: beta with Jeffreys' prior.
    Seen { count: u32, of: u32 },
}

impl Range {
    /// The least and the most that can be drawn; without end where there is none.
    pub fn ends(self) -> (f64, f64) {
        match self {
            Self::Fixed { value } => (value, value),
            Self::Uniform { low, high } | Self::Triangular { low, high, .. } | Self::Pert { low, high, .. } => {
                (low, high)
            }
            Self::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Lognormal { .. } => (0.0, f64::INFINITY),
            Self::Seen { .. } => (0.0, 1.0),
        }
    }

    /// The two numbers that a person told; for a share that was seen, how many did and how many were looked at.
    pub fn told(self) -> (f64, f64) {
        match self {
            Self::Fixed { value } => (value, value),
            Self::Uniform { low, high }
            | Self::Normal { low, high }
            | Self::Lognormal { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. } => (low, high),
            Self::Seen { count, of } => (f64::from(count), f64::from(of)),
        }
    }

    /// The average of all draws.
    pub fn mean(self) -> f64 {
        /// Half of a range of nine in ten, in standard deviations.
        const NINE_IN_TEN: f64 = 1.644_853_626_951_472_2;
        match self {
            Self::Fixed { value } => value,
            Self::Uniform { low, high } | Self::Normal { low, high } => 0.5 * (low + high),
            Self::Triangular { low, likely, high } => (low + likely + high) / 3.0,
            Self::Pert { low, likely, high } => (low + 4.0 * likely + high) / 6.0,
            Self::Lognormal { low, high } => {
                let (low, high) = (libm::log(low), libm::log(high));
                let sd = 0.5 * (high - low) / NINE_IN_TEN;
                libm::exp(0.5 * (low + high) + 0.5 * sd * sd)
            }
            Self::Seen { count, of } => (f64::from(count) + 0.5) / (f64::from(of) + 1.0),
        }
    }

    /// The same range, so much further up; a share that was seen stays as it was.
    #[must_use]
    pub fn moved_by(self, more: f64) -> Self {
        self.each(|number| number + more)
    }

    /// The same range, so many times as large; a share that was seen stays as it was.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        self.each(|number| number * factor)
    }

    /// To three digits: a range does not know more.
    #[must_use]
    pub fn rounded(self) -> Self {
        self.each(|number| {
            if number == 0.0 {
                return number;
            }
            let unit = libm::pow(10.0, libm::floor(libm::log10(libm::fabs(number))) - 2.0);
            // Divided by a whole number where it can be, so that no digit is left over.
            if unit < 1.0 {
                libm::round(number / unit) / libm::round(1.0 / unit)
            } else {
                libm::round(number / unit) * unit
            }
        })
    }

    fn each(self, change: impl Fn(f64) -> f64) -> Self {
        match self {
            Self::Fixed { value } => Self::Fixed { value: change(value) },
            Self::Uniform { low, high } => Self::Uniform { low: change(low), high: change(high) },
            Self::Triangular { low, likely, high } => {
                Self::Triangular { low: change(low), likely: change(likely), high: change(high) }
            }
            Self::Pert { low, likely, high } => {
                Self::Pert { low: change(low), likely: change(likely), high: change(high) }
            }
            Self::Normal { low, high } => Self::Normal { low: change(low), high: change(high) },
            Self::Lognormal { low, high } => Self::Lognormal { low: change(low), high: change(high) },
            Self::Seen { .. } => self,
        }
    }

    /// The range in words: “between 20 and 40, likely 30”.
    pub fn words(self) -> String {
        match self {
            Self::Fixed { value } => format!("{value}"),
            Self::Uniform { low, high } => format!("between {low} and {high}, any as likely"),
            Self::Triangular { low, likely, high } => format!("between {low} and {high}, likely {likely}"),
            Self::Pert { low, likely, high } => format!("between {low} and {high}, most likely {likely}"),
            Self::Normal { low, high } => format!("{low} to {high}, nine times in ten"),
            Self::Lognormal { low, high } => format!("{low} to {high}, nine times in ten, never under nothing"),
            Self::Seen { count, of } => format!("{count} of {of} did"),
        }
    }

    /// What is wrong with it as a number that must lie between two others, in sentences about `field`.
    pub fn problems(self, field: &'static str, least: f64, most: f64) -> Vec<Problem> {
        let mut found = Vec::new();
        let mut wrong = |words: String| found.push(Problem::impossible(field, words));
        let (low, high) = self.told();
        let likely = match self {
            Self::Triangular { likely, .. } | Self::Pert { likely, .. } => Some(likely),
            _ => None,
        };
        if [low, high, likely.unwrap_or(low)].iter().any(|number| !number.is_finite()) {
            wrong("Enter numbers for the range.".to_owned());
            return found;
        }
        if let Self::Seen { .. } = self {
            if high < 1.0 || low > high {
                wrong(format!("{low} of {high} cannot be: enter how many did, of how many that were looked at."));
            } else if least > 0.0 || most < 1.0 {
                wrong("This number is not a share, so it cannot be “so many of so many”.".to_owned());
            }
            return found;
        }
        if low > high {
            wrong(format!("The range is upside down: {low} is more than {high}."));
        }
        if let Some(likely) = likely.filter(|likely| low <= high && !(low..=high).contains(likely)) {
            wrong(format!("The likely number {likely} must lie between {low} and {high}."));
        }
        if low < least || high > most {
            wrong(match (least.is_finite(), most.is_finite()) {
                (true, true) => format!("Enter numbers from {least} to {most}."),
                (true, false) => format!("Enter numbers of {least} or more."),
                _ => format!("Enter numbers of {most} or less."),
            });
        }
        match self {
            Self::Lognormal { low, .. } if low <= 0.0 => {
                wrong("A range of this shape starts above 0: use another shape, or a low number above 0.".to_owned());
            }
            Self::Normal { low, high } if low <= high && (least.is_finite() || most.is_finite()) => {
                wrong(format!(
                    "A range of this shape has no ends, and this number has: use “between {low} and {high}, likely …”."
                ));
            }
            Self::Lognormal { low, high } if low <= high && most.is_finite() => {
                wrong(format!(
                    "A range of this shape has no upper end, and this number has: use “between {low} and {high}, likely …”."
                ));
            }
            _ => {}
        }
        found
    }
}

/// Something assumed: how large, who says so, and when they said it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    pub range: Range,
    /// Where the numbers come from, or “Not known: …” with what the range covers.
    pub source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
}

impl Assumption {
    pub fn new(range: Range, source: impl Into<String>) -> Self {
        Self { range, source: source.into(), as_of: None }
    }

    /// A number that is known, or decided.
    pub fn fixed(value: f64, source: impl Into<String>) -> Self {
        Self::new(Range::Fixed { value }, source)
    }
}
