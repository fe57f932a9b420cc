//! One figure about the way of working, whole: what it is, how sure, on what it rests, and what it cannot say.
//! Knows nothing of where it came from.

use crate::eval::certainty::Step;
use crate::eval::finding::EvidenceLevel;
use crate::eval::numbers::{count, number, percent};
use crate::eval::{Calculation, Input};
use serde::Serialize;

/// How sure a figure is. What was counted whole needs no estimate; what was counted in part says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    Counted,
    CountedInPart,
    Estimated(Step),
}

impl Sure {
    pub const CANNOT_TELL: Self = Self::Estimated(Step::CannotTell);

    /// What was counted of all there is; from nine in ten on it counts as whole, under a half nothing is told.
    pub(super) fn counted(known: usize, all: usize) -> Self {
        match (known, all) {
            (0, _) => Self::CANNOT_TELL,
            _ if known * 10 >= all * 9 => Self::Counted,
            _ if known * 2 >= all => Self::CountedInPart,
            _ => Self::CANNOT_TELL,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Counted => "Counted",
            Self::CountedInPart => "Counted in part",
            Self::Estimated(step) => step.words(),
        }
    }
}

/// One word, as steps are: `counted`, `counted_in_part`, `likely`.
impl Serialize for Sure {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Counted => serializer.serialize_str("counted"),
            Self::CountedInPart => serializer.serialize_str("counted_in_part"),
            Self::Estimated(step) => step.serialize(serializer),
        }
    }
}

/// What a figure is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    Minutes,
    Hours,
    Kilometres,
    Count,
    /// 0 to 100.
    Percent,
    Schools,
    Meetings,
}

impl Measured {
    fn write(self, value: f64) -> String {
        match self {
            Self::Percent => percent(value / 100.0, 0),
            Self::Kilometres => number(value, 1),
            Self::Minutes | Self::Hours => number(value, 0),
            Self::Count | Self::Schools | Self::Meetings => count(value),
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::Minutes => " minutes",
            Self::Hours => " hours",
            Self::Kilometres => " km",
            Self::Count | Self::Percent => "",
            Self::Schools => " schools",
            Self::Meetings => " meetings",
        }
    }
}

/// What stands on both sides of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// How far the figure may be from the truth, at 95%.
    Interval,
    /// How the schools lie: a quarter below, a quarter above. No doubt about the figure.
    Quartiles,
    /// A full count has no interval, and a figure that cannot be told has none either.
    None,
}

/// A figure with everything that a reader needs to judge it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    pub label: String,
    /// Whom it covers: “Schools taking part”, “Yate”.
    pub who: String,
    /// None where there is too little to give one.
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub span: Span,
    pub measured: Measured,
    pub certainty: Sure,
    /// What holds certainty down, as sentences.
    pub reasons: Vec<String>,
    /// What it rests on, in words.
    pub coverage: String,
    pub convention: &'static str,
    pub evidence_level: EvidenceLevel,
    pub sentence: String,
    /// What the figure does not show.
    pub cannot_say: &'static str,
    /// What went in, so that anybody can work it out again.
    pub inputs: Vec<Input>,
    /// Calculations that answer with the same figures, where a calculator does.
    pub calculations: Vec<Calculation>,
}

/// Nothing here holds the pilot against schools that do without it.
pub(super) const DESCRIBED: EvidenceLevel = EvidenceLevel {
    level: 1,
    words: "Level 1 of 5: a description of what was counted. It shows how the clusters work, not what another way of working would do.",
};

impl Fact {
    /// A figure that is not known yet; the others fill in what is.
    pub(super) fn unknown(
        label: impl Into<String>,
        who: &str,
        measured: Measured,
        sentence: impl Into<String>,
    ) -> Self {
        Self {
            label: label.into(),
            who: who.to_owned(),
            value: None,
            lower: None,
            upper: None,
            span: Span::None,
            measured,
            certainty: Sure::CANNOT_TELL,
            reasons: Vec::new(),
            coverage: "Nothing has been entered".to_owned(),
            convention: "not estimated",
            evidence_level: DESCRIBED,
            sentence: sentence.into(),
            cannot_say: "",
            inputs: Vec::new(),
            calculations: Vec::new(),
        }
    }

    /// The figure without its span: “92 minutes”.
    pub fn value_words(&self) -> String {
        let written = |value| format!("{}{}", self.measured.write(value), self.measured.unit());
        self.value.map_or_else(|| "–".to_owned(), written)
    }

    /// “92 minutes (quarters at 75 and 110)”, “81% (76% to 85%)”.
    pub fn figure_words(&self) -> String {
        let limits = self.lower.zip(self.upper).map(|(lower, upper)| {
            let (lower, upper) = (self.measured.write(lower), self.measured.write(upper));
            match self.span {
                Span::Interval => format!(" ({lower} to {upper})"),
                Span::Quartiles => format!(" (quarters at {lower} and {upper})"),
                Span::None => String::new(),
            }
        });
        format!("{}{}", self.value_words(), limits.unwrap_or_default())
    }

    /// Whether a direction may be claimed from it.
    pub(super) fn is_sure(&self) -> bool {
        matches!(self.certainty, Sure::Estimated(Step::Clear | Step::Likely))
    }
}

pub(super) fn input(label: impl Into<String>, value: impl Into<String>) -> Input {
    Input { label: label.into(), value: value.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_of_few_is_not_called_a_count() {
        assert_eq!(Sure::counted(9, 10), Sure::Counted);
        assert_eq!(Sure::counted(89, 100), Sure::CountedInPart);
        assert_eq!(Sure::counted(4, 10), Sure::CANNOT_TELL);
        assert_eq!(Sure::counted(0, 0), Sure::CANNOT_TELL);
    }

    #[test]
    fn quarters_are_never_taken_for_doubt() {
        let mut fact = Fact::unknown("Minutes", "Yate", Measured::Minutes, "");
        assert_eq!(fact.figure_words(), "–");
        (fact.value, fact.lower, fact.upper, fact.span) = (Some(92.0), Some(75.0), Some(110.4), Span::Quartiles);
        assert_eq!(fact.figure_words(), "92 minutes (quarters at 75 and 110)");
        fact.span = Span::Interval;
        assert_eq!(fact.figure_words(), "92 minutes (75 to 110)");
    }
}
