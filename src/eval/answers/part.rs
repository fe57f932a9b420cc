//! One figure of a measure, whole. Knows nothing of where it came from.

use crate::eval::certainty::Step;
use crate::eval::finding::EvidenceLevel;
use crate::eval::numbers::{number, percent, signed, times};
use crate::eval::{Calculation, Comparison, Finding, Scale};
use serde::Serialize;

/// What a figure is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 0 to 100, of people.
    Percent,
    /// A difference of two percentages.
    Points,
    /// After divided by before.
    Ratio,
    /// −100 to 100.
    Score,
    StandardDeviations,
    /// The T score of goal attainment: 50 is as expected, each step of the scale is 10.
    GoalScore,
}

impl Unit {
    pub(super) fn write(self, value: f64) -> String {
        match self {
            Self::Percent => percent(value / 100.0, 0),
            Self::Points => signed(value, 1),
            Self::Ratio => times(value),
            Self::Score => signed(value, 0),
            Self::StandardDeviations => signed(value, 2),
            Self::GoalScore => number(value, 1),
        }
    }
}

/// A figure with its interval and everything that a reader needs to judge it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// “Heads and SENCOs: the support has been effective in our school”.
    pub label: String,
    /// None where there is too little to give one.
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub unit: Unit,
    /// How many replies, pupils or schools it rests on, in words.
    pub coverage: String,
    pub certainty: Step,
    /// What holds certainty down, as sentences.
    pub reasons: Vec<String>,
    /// Whether it is as the pilot wants it; None unless a direction may be named.
    pub intended: Option<bool>,
    pub evidence_level: EvidenceLevel,
    pub convention: &'static str,
    pub sentence: String,
    pub calculations: Vec<Calculation>,
}

impl Part {
    /// “78% (68% to 86%)”, “+0.8 points (0.6 to 1.0)”.
    pub fn figure_words(&self) -> String {
        let Some(value) = self.value else { return "–".to_owned() };
        let limit = |value: f64| match self.unit {
            Unit::Ratio | Unit::StandardDeviations => number(value, 2),
            Unit::Points => number(value, 1),
            unit => unit.write(value),
        };
        let unit = match self.unit {
            Unit::Points => " points",
            Unit::StandardDeviations => " SD",
            _ => "",
        };
        match (self.lower, self.upper) {
            (Some(lower), Some(upper)) => {
                format!("{}{unit} ({} to {})", self.unit.write(value), limit(lower), limit(upper))
            }
            (Some(lower), None) => format!("{}{unit} ({} or more)", self.unit.write(value), limit(lower)),
            _ => format!("{}{unit}", self.unit.write(value)),
        }
    }

    /// “Clear, as intended”, “Likely, not as intended”, “Cannot tell yet”.
    pub fn certainty_words(&self) -> String {
        let intended = match self.intended {
            Some(true) => ", as intended",
            Some(false) => ", not as intended",
            None => "",
        };
        format!("{}{intended}", self.certainty.words())
    }

    /// The same change beyond that of schools that do not take part. What holds the plain finding down holds this down too.
    pub(super) fn of_comparison(found: &Comparison, finding: &Finding) -> Self {
        let caps = match finding.before.count + finding.after.count {
            events if events < 10.0 => {
                vec![(Step::Possible, "Fewer than 10 were counted in both years together.".to_owned())]
            }
            _ => Vec::new(),
        };
        let missing = finding.coverage.share() < 0.6;
        let caps = caps.into_iter().chain(
            missing.then(|| (Step::Possible, "Fewer than 6 in 10 of the returns could be compared.".to_owned())),
        );
        let (certainty, reasons) = held_down(found.certainty, caps.collect());
        Self {
            label: format!("{}, beyond other schools", finding.title),
            value: found.value,
            lower: found.lower,
            upper: found.upper,
            unit: if found.scale == Scale::Points { Unit::Points } else { Unit::Ratio },
            coverage: finding.coverage.words(),
            certainty,
            reasons,
            intended: found.intended.filter(|_| certainty.has_direction()),
            evidence_level: found.evidence_level,
            convention: found.convention,
            sentence: found.sentence.clone(),
            calculations: found.calculations.clone(),
        }
    }

    /// A finding from returns as a part of its measure.
    pub(super) fn of_finding(finding: &Finding) -> Self {
        let unit = match finding.change.as_ref().map(|change| change.scale) {
            Some(Scale::Points) => Unit::Points,
            _ => Unit::Ratio,
        };
        Self {
            label: finding.title.to_owned(),
            value: finding.change.and_then(|change| change.estimate),
            lower: finding.change.map(|change| change.interval.lower),
            upper: finding.change.and_then(|change| change.interval.upper),
            unit,
            coverage: finding.coverage.words(),
            certainty: finding.certainty.step,
            reasons: finding.certainty.reasons.clone(),
            intended: finding.intended,
            evidence_level: finding.evidence_level,
            convention: finding.convention,
            sentence: finding.paragraph(),
            calculations: finding.working.calculations.clone(),
        }
    }
}

/// The step that is left where some reasons hold it down; those that do are given.
pub(in crate::eval) fn held_down(step: Step, caps: Vec<(Step, String)>) -> (Step, Vec<String>) {
    let (mut lowest, mut reasons) = (step, Vec::new());
    for (most, reason) in caps {
        if step < most {
            lowest = lowest.max(most);
            reasons.push(reason);
        }
    }
    (lowest, reasons)
}
