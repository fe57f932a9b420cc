//! Calculates a rate, the ratio of two, and the fall that could be seen. Knows nothing of what is counted.

use super::answer::{Answer, figure, level_words, p_words};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use super::proportion::few_events;
use crate::eval::numbers::{change_in_words, number};
use crate::stats::{self, CountInterval, Interval, RatioInterval};
use serde::{Serialize, Serializer};

const INTERVALS: [(&str, CountInterval); 3] =
    [("phe", CountInterval::PublicHealth), ("exact", CountInterval::Garwood), ("byar", CountInterval::Byar)];

/// Request for a rate: `events` in `exposure`, per `per` of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    pub events: u64,
    pub exposure: f64,
    pub per: f64,
    #[serde(serialize_with = "interval_name")]
    pub interval: CountInterval,
    pub level: f64,
}

fn interval_name<S: Serializer>(interval: &CountInterval, out: S) -> Result<S::Ok, S::Error> {
    let name = INTERVALS.iter().find(|(_, kind)| kind == interval).map_or("phe", |(name, _)| name);
    out.serialize_str(name)
}

impl Rate {
    pub fn estimate(&self) -> Result<Interval, CalculationError> {
        stats::rate(self.events, self.exposure, self.per, self.interval, self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })
    }

    fn convention(&self) -> &'static str {
        match (self.interval, self.events < stats::PUBLIC_HEALTH_EXACT_BELOW) {
            (CountInterval::PublicHealth, true) => {
                "exact (Garwood) Poisson interval, by the public-health rule: exact under 10 events, Byar's from 10"
            }
            (CountInterval::PublicHealth, false) => {
                "Byar's Poisson interval, by the public-health rule: exact under 10 events, Byar's from 10"
            }
            (CountInterval::Garwood, _) => "exact (Garwood) Poisson interval",
            (CountInterval::Byar, _) => "Byar's Poisson interval",
        }
    }
}

impl Method for Rate {
    const NAME: &'static str = "rate";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request = Rate {
            events: fields.count("events")?,
            exposure: fields.amount("exposure")?,
            per: fields.amount_or("per", 1.0)?,
            interval: fields.choice("interval", &INTERVALS, CountInterval::PublicHealth)?,
            level: fields.level()?,
        };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let Interval { estimate, lower, upper } = self.estimate()?;
        let words = format!(
            "{} in {} is {} per {}; the {} interval runs from {} to {}.",
            number(self.events as f64, 0),
            plain(self.exposure),
            figure(estimate),
            plain(self.per),
            level_words(self.level),
            figure(lower),
            figure(upper)
        );
        Ok(Answer::new(Self::NAME, self.convention())
            .with("estimate", estimate)
            .with("lower", lower)
            .with("upper", upper)
            .said(words)
            .warned(few_events(self.events, "here")))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// An exposure as people write it: whole where it is whole.
fn plain(amount: f64) -> String {
    if libm::floor(amount) == amount && amount < 1e12 { number(amount, 0) } else { figure(amount) }
}

/// Request for the ratio of the first rate to the second.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateRatio {
    pub events: [u64; 2],
    pub exposure: [f64; 2],
    pub level: f64,
}

impl RateRatio {
    pub fn estimate(&self) -> Result<RatioInterval, CalculationError> {
        stats::rate_ratio(self.events, self.exposure, self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })
    }

    fn words(&self, found: RatioInterval) -> String {
        let clear = if found.p < 1.0 - self.level {
            "That is more than chance alone would explain."
        } else {
            "The interval includes no difference, so these numbers cannot tell."
        };
        let said = match found.ratio {
            None if self.events == [0, 0] => {
                return "Nothing was counted on either side: there is nothing to compare.".into();
            }
            None => format!(
                "The first rate is above zero and the second is zero: {} times as high or more",
                figure(found.lower)
            ),
            Some(ratio) => format!(
                "The first rate is {} times the second ({}); the {} interval runs from {} to {}",
                figure(ratio),
                change_in_words(ratio),
                level_words(self.level),
                figure(found.lower),
                found.upper.map_or_else(|| "no limit".to_owned(), figure)
            ),
        };
        format!("{said} ({}). {clear}", p_words(found.p))
    }
}

impl Method for RateRatio {
    const NAME: &'static str = "rate_ratio";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request = RateRatio {
            events: fields.two_counts("events")?,
            exposure: fields.two_amounts("exposure")?,
            level: fields.level()?,
        };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let found = self.estimate()?;
        let [first, second] = self.events;
        Ok(Answer::new(
            Self::NAME,
            "exact conditional binomial with Clopper-Pearson limits; p is central: twice the smaller tail, at most 1",
        )
        .with("ratio", found.ratio)
        .with("lower", found.lower)
        .with("upper", found.upper)
        .with("p", found.p)
        .said(self.words(found))
        .warned(few_events(first, "on the first side"))
        .warned(few_events(second, "on the second side"))
        .warned((second == 0).then(|| "There is no ratio to a rate of zero, and no upper limit.".to_owned())))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// Request for the largest count afterwards that would still be called a fall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Detectable {
    pub before: u64,
    /// Before and after.
    pub exposure: [f64; 2],
    pub level: f64,
}

impl Detectable {
    pub fn estimate(&self) -> Result<Option<stats::Detectable>, CalculationError> {
        stats::detectable(self.before, self.exposure, self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })
    }
}

impl Method for Detectable {
    const NAME: &'static str = "detectable";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request = Detectable {
            before: fields.count("before")?,
            exposure: fields.two_amounts("exposure")?,
            level: fields.level()?,
        };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let found = self.estimate()?;
        let before = number(self.before as f64, 0);
        let words = match found {
            None => {
                format!("After {before} events, not even none at all would be a clear fall: the count is too small.")
            }
            Some(fall) => format!(
                "After {before} events, {} or fewer would be a clear fall: a rate of {} times the one before, or less.",
                number(fall.largest_after as f64, 0),
                figure(fall.ratio)
            ),
        };
        let alone = found.is_none().then(|| "Add up more schools or more terms before asking for a change.".to_owned());
        Ok(Answer::new(Self::NAME, "exact conditional binomial; a fall is clear when the central p is below 1 − level")
            .with_count("largest_after", found.map(|fall| fall.largest_after))
            .with("ratio", found.map(|fall| fall.ratio))
            .said(words)
            .warned(alone))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}
