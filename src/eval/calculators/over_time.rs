//! Calculates what a series says: its usual range, and a level that something shifted. Knows nothing of terms.

use super::answer::{Answer, figure, level_words};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::{change_in_words, counted};
use crate::stats::{self, FEW_A_SIDE, Interruption, JUDGED_FROM, XmrRule, XmrRules, XmrSegment};
use serde::Serialize;
use serde_json::{Value, json};

/// Which way a series is meant to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    None,
    Up,
    Down,
}

/// Request for the chart of a series with its usual range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Xmr {
    pub values: Vec<Option<f64>>,
    pub direction: Wanted,
    pub screen: bool,
    pub run: u64,
    pub trend: u64,
    pub breaks: Vec<u64>,
}

fn rule_name(rule: XmrRule) -> &'static str {
    match rule {
        XmrRule::OutsideLimits => "outside_limits",
        XmrRule::Trend => "trend",
        XmrRule::TwoOfThree => "two_of_three",
        XmrRule::Run => "run",
    }
}

impl Method for Xmr {
    const NAME: &'static str = "xmr";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let values = fields.numbers_with_gaps("values")?;
        if values.iter().all(Option::is_none) || values.len() > stats::MOST_POINTS {
            let found = format!("a list of {}", values.len());
            return Err(fields.broken("values", "a list of at most 10000 items with at least one number", &found));
        }
        let directions = [("none", Wanted::None), ("up", Wanted::Up), ("down", Wanted::Down)];
        let request = Self {
            direction: fields.choice("direction", &directions, Wanted::None)?,
            screen: fields.flag_or("screen", true)?,
            run: fields.count_or("run", 7)?,
            trend: fields.count_or("trend", 7)?,
            breaks: fields.counts_or_none("breaks")?,
            values,
        };
        for (name, length) in [("run", request.run), ("trend", request.trend)] {
            if !(2..=100).contains(&length) {
                return Err(fields.broken(name, "a whole number from 2 to 100", &length.to_string()));
            }
        }
        if let Some(beyond) = request.breaks.iter().find(|place| **place >= request.values.len() as u64) {
            return Err(fields.broken("breaks", "places of values, counted from 0", &beyond.to_string()));
        }
        fields.level()?;
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let breaks: Vec<usize> = self.breaks.iter().map(|place| *place as usize).collect();
        let rules = XmrRules { screen: self.screen, run: self.run as usize, trend: self.trend as usize };
        let segments = stats::xmr(&self.values, &breaks, rules)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let convention = if self.screen {
            "XmR: mean ± 2.66 mean moving ranges, ranges of 3.267 means and more left out once; rules: outside the limits, trend, 2 of 3 beyond two thirds on one side, run"
        } else {
            "XmR: mean ± 2.66 mean moving ranges, all of them; rules: outside the limits, trend, 2 of 3 beyond two thirds on one side, run"
        };
        let Some(now) = segments.last() else {
            return Ok(Answer::new(Self::NAME, convention).said("There is nothing to chart.".to_owned()));
        };
        let signals: Vec<Value> = segments.iter().flat_map(|part| part.signals.iter()).map(signal).collect();
        let mut answer = Answer::new(Self::NAME, convention)
            .with("mean", now.mean)
            .with("lower", now.lower)
            .with("upper", now.upper)
            .with("mean_moving_range", now.mean_moving_range)
            .with_value("trial", now.trial)
            .with_value("signals", signals)
            .said(self.words(now))
            .warned(now.trial.then(|| {
                format!("Only {}: the limits are trial limits.", counted(now.points as f64, ("point", "points")))
            }))
            .warned((now.points < JUDGED_FROM).then(|| "Fewer than 6 points say nothing of a process.".to_owned()));
        if segments.len() > 1 {
            answer = answer.with_value("segments", segments.iter().map(part).collect::<Vec<_>>());
        }
        Ok(answer)
    }
}

fn signal(found: &stats::XmrSignal) -> Value {
    json!({ "index": found.index, "rule": rule_name(found.rule) })
}

fn part(segment: &XmrSegment) -> Value {
    json!({
        "first": segment.first,
        "last": segment.last,
        "mean": segment.mean,
        "lower": segment.lower,
        "upper": segment.upper,
        "mean_moving_range": segment.mean_moving_range,
        "trial": segment.trial,
        "signals": segment.signals.iter().map(signal).collect::<Vec<_>>(),
    })
}

impl Xmr {
    fn words(&self, now: &XmrSegment) -> String {
        let range =
            format!("The usual range is {} to {} about {}.", figure(now.lower), figure(now.upper), figure(now.mean));
        let verdict = match (now.signals.last(), self.direction) {
            (None, _) => "Nothing stands out from it.",
            (Some(_), Wanted::None) => "Some points stand out from it: look for a cause.",
            (Some(last), Wanted::Up) if last.up => {
                "The newest points that stand out are higher, as wanted: look for a cause."
            }
            (Some(last), Wanted::Down) if !last.up => {
                "The newest points that stand out are lower, as wanted: look for a cause."
            }
            _ => "The newest points that stand out are on the side that is not wanted: look for a cause.",
        };
        format!("{range} {verdict}")
    }
}

/// Request for a series that something broke into.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterruptedSeries {
    pub counts: Vec<u64>,
    pub exposure: Vec<f64>,
    pub start: u64,
    pub harmonics: u64,
    pub period: f64,
    pub slope: bool,
    pub level: f64,
}

/// Terms of a school year, where a request names no period.
const TERMS_A_YEAR: f64 = 6.0;

impl Method for InterruptedSeries {
    const NAME: &'static str = "interrupted_series";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let counts = fields.counts("counts")?;
        let length = counts.len();
        if !(4..=stats::MOST_TERMS).contains(&length) {
            return Err(fields.broken("counts", "a list of 4 to 2000 counts", &format!("a list of {length}")));
        }
        let request = Self {
            exposure: fields.amounts_or("exposure", || vec![1.0; length])?,
            start: fields.count("start")?,
            harmonics: fields.count_or("harmonics", 0)?,
            period: fields.number_that_or("period", TERMS_A_YEAR, "a number from 2 to 10000", |points| {
                (2.0..=10_000.0).contains(&points)
            })?,
            slope: fields.flag_or("slope", false)?,
            level: fields.level()?,
            counts,
        };
        if request.exposure.len() != length {
            let found = format!("a list of {}", request.exposure.len());
            return Err(fields.broken("exposure", &format!("as many numbers as counts, which are {length}"), &found));
        }
        if request.start == 0 || request.start >= length as u64 {
            let rule = "the place of the first count after, from 1";
            return Err(fields.broken("start", rule, &request.start.to_string()));
        }
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let start = self.start as usize;
        let model = Interruption {
            counts: &self.counts,
            exposure: &self.exposure,
            start,
            harmonics: self.harmonics,
            period: self.period,
            slope: self.slope,
            breaks: &[],
        };
        let found = stats::interrupted_series(&model, self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let words = format!(
            "At the start the level went {} (×{}); with the series’ own scatter the {} interval runs from {} to {}.",
            change_in_words(found.rate_ratio),
            figure(found.rate_ratio),
            level_words(self.level),
            figure(found.quasi_lower),
            figure(found.quasi_upper)
        );
        let fewest = start.min(self.counts.len() - start);
        let mut answer = Answer::new(Self::NAME, "segmented Poisson regression, log link, exposure as offset; quasi-Poisson limits with Pearson's dispersion; normal intervals")
            .with("rate_ratio", found.rate_ratio)
            .with("lower", found.lower)
            .with("upper", found.upper)
            .with("quasi_lower", found.quasi_lower)
            .with("quasi_upper", found.quasi_upper)
            .with("trend", found.trend)
            .with("dispersion", found.dispersion)
            .said(words)
            .warned((fewest < FEW_A_SIDE).then(|| format!("Only {} on one side of the start: indicative only.", counted(fewest as f64, ("point", "points")))))
            .warned((found.dispersion < 1.0).then(|| "The series scatters less than chance: the quasi-Poisson limits are narrower than Poisson’s; use the wider.".to_owned()));
        if let Some(change) = found.slope_change {
            answer = answer.with("slope_change", change);
        }
        Ok(answer)
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}
