//! Calculates a share of a whole, and the difference of two. Knows nothing of what is counted.

use super::answer::{Answer, level_words};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::{counted, number, percent};
use crate::stats::{Interval, newcombe, wilson};
use serde::Serialize;

/// Below this many a share is not worth its percent sign.
const FEW: u64 = 10;

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    pub successes: u64,
    pub n: u64,
}

impl Share {
    fn read(fields: &mut Fields) -> Result<Self, CalculationError> {
        let n = fields.count_from_one("n")?;
        Ok(Share { successes: fields.part("successes", "n", n)?, n })
    }

    fn warning(self, name: &str) -> Option<String> {
        (self.n < FEW).then(|| format!("Only {}{name}: a percentage of so few says little.", self.n))
    }
}

/// Request for a share with its Wilson interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proportion {
    #[serde(flatten)]
    pub share: Share,
    pub level: f64,
}

impl Proportion {
    pub fn estimate(&self) -> Result<Interval, CalculationError> {
        wilson(self.share.successes, self.share.n, self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })
    }
}

impl Method for Proportion {
    const NAME: &'static str = "proportion";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request = Proportion { share: Share::read(&mut fields)?, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let Interval { estimate, lower, upper } = self.estimate()?;
        let Share { successes, n } = self.share;
        let words = format!(
            "{} of {} is {}; the {} interval runs from {} to {}.",
            number(successes as f64, 0),
            number(n as f64, 0),
            percent(estimate, 1),
            level_words(self.level),
            percent(lower, 1),
            percent(upper, 1)
        );
        Ok(Answer::new(Self::NAME, "Wilson score interval")
            .with("estimate", estimate)
            .with("lower", lower)
            .with("upper", upper)
            .said(words)
            .warned(self.share.warning(" in all")))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// Request for the difference of two shares, a less b.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProportionDifference {
    pub a: Share,
    pub b: Share,
    pub level: f64,
}

impl ProportionDifference {
    pub fn estimate(&self) -> Result<Interval, CalculationError> {
        newcombe((self.a.successes, self.a.n), (self.b.successes, self.b.n), self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })
    }
}

impl Method for ProportionDifference {
    const NAME: &'static str = "proportion_difference";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let mut side = |name: &'static str| {
            let mut inner = fields.object(name, "an object with successes and n")?;
            let share = Share::read(&mut inner)?;
            inner.finish()?;
            Ok(share)
        };
        let (a, b) = (side("a")?, side("b")?);
        let request = ProportionDifference { a, b, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let Interval { estimate, lower, upper } = self.estimate()?;
        let share = |share: Share| percent(share.successes as f64 / share.n as f64, 1);
        let clear = if lower > 0.0 || upper < 0.0 {
            "The interval leaves out no difference."
        } else {
            "The interval includes no difference, so these numbers cannot tell."
        };
        let words = format!(
            "{} against {}: a difference of {} percentage points; the {} interval runs from {} to {}. {clear}",
            share(self.a),
            share(self.b),
            number(estimate * 100.0, 1),
            level_words(self.level),
            number(lower * 100.0, 1),
            number(upper * 100.0, 1)
        );
        Ok(Answer::new(Self::NAME, "Newcombe's hybrid of two Wilson score intervals")
            .with("difference", estimate)
            .with("lower", lower)
            .with("upper", upper)
            .said(words)
            .warned(self.a.warning(" in group a"))
            .warned(self.b.warning(" in group b")))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// A warning where so few events were counted that one more or fewer would change the picture.
pub(super) fn few_events(events: u64, what: &str) -> Option<String> {
    match events {
        0 => Some(format!("No events were counted {what}: only the upper limit says anything.")),
        1..FEW => Some(format!(
            "Only {} {what}: one more or one fewer would move the rate by {}.",
            counted(events as f64, ("event", "events")),
            percent(1.0 / events as f64, 0)
        )),
        _ => None,
    }
}
