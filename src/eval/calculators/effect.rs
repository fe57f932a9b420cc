//! Calculates effects in standard deviations: between groups, within one, and against another. Knows no programme.

use super::answer::{Answer, figure, level_words};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::stats::{self, BeforeAfter, GroupScores, StatsError};
use serde::Serialize;

/// From fewer pupils a standard deviation is itself a guess.
const FEW_PUPILS: u64 = 20;

fn spread(fields: &mut Fields, field: &'static str) -> Result<f64, CalculationError> {
    fields.number_that(field, "a number from 0 to 1e15", |sd| (0.0..=1e15).contains(&sd))
}

fn few(n: u64, whose: &str) -> Option<String> {
    (n < FEW_PUPILS).then(|| format!("Only {n} pupils{whose}: the standard deviation is itself uncertain."))
}

/// What kind of interval decides what may be said.
fn clear_words((lower, upper): (f64, f64)) -> &'static str {
    if lower > 0.0 || upper < 0.0 {
        "The interval leaves out no effect."
    } else {
        "The interval includes no effect, so these numbers cannot tell."
    }
}

fn answer_with(
    name: &'static str,
    method: &'static str,
    convention: &'static str,
    found: stats::Effect,
    level: f64,
) -> Answer {
    let (lower, upper) = found.limits(level);
    Answer::new(method, convention)
        .with(name, found.estimate)
        .with("variance", found.variance)
        .with("lower", lower)
        .with("upper", upper)
}

/// The interval in a sentence: “0.31 standard deviations; the 95% interval runs from 0.05 to 0.57.”
fn size_words(found: stats::Effect, level: f64) -> String {
    let (lower, upper) = found.limits(level);
    format!(
        "{} standard deviations; the {} interval runs from {} to {}. {}",
        figure(found.estimate),
        level_words(level),
        figure(lower),
        figure(upper),
        clear_words((lower, upper))
    )
}

/// A group's scores as a request gives them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    pub mean: f64,
    pub sd: f64,
    pub n: u64,
}

impl Scores {
    fn read(fields: &mut Fields, name: &'static str) -> Result<Self, CalculationError> {
        let mut inner = fields.object(name, "an object with mean, sd and n")?;
        let scores = Self { mean: inner.number("mean")?, sd: spread(&mut inner, "sd")?, n: inner.count_from_one("n")? };
        inner.finish()?;
        Ok(scores)
    }

    fn group(self) -> GroupScores {
        GroupScores { mean: self.mean, sd: self.sd, n: self.n }
    }
}

/// Request for Hedges' g between two groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    pub treated: Scores,
    pub control: Scores,
    pub level: f64,
}

impl Method for Effect {
    const NAME: &'static str = "effect";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let treated = Scores::read(&mut fields, "treated")?;
        let request = Self { treated, control: Scores::read(&mut fields, "control")?, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let found = stats::standardised_difference(self.treated.group(), self.control.group())
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let convention = "Hedges' g: exact J(n1 + n2 − 2) times the difference over the pooled standard deviation; variance 1/n1 + 1/n2 + g²/(2(n1 + n2)); normal interval";
        Ok(answer_with("g", Self::NAME, convention, found, self.level)
            .said(format!(
                "The treated group scored {} apart: {}",
                if found.estimate < 0.0 { "lower," } else { "higher," },
                size_words(found, self.level)
            ))
            .warned(few(self.treated.n.min(self.control.n), " in the smaller group")))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// One group before and after, as a request gives it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Course {
    pub pre_mean: f64,
    pub post_mean: f64,
    pub pre_sd: f64,
    pub n: u64,
    pub r: f64,
}

impl Course {
    fn read(fields: &mut Fields) -> Result<Self, CalculationError> {
        Ok(Self {
            pre_mean: fields.number("pre_mean")?,
            post_mean: fields.number("post_mean")?,
            pre_sd: spread(fields, "pre_sd")?,
            n: fields.count_from_one("n")?,
            r: fields.number_that("r", "a correlation from -1 to 1", |r| (-1.0..=1.0).contains(&r))?,
        })
    }

    fn read_in(fields: &mut Fields, name: &'static str) -> Result<Self, CalculationError> {
        let mut inner = fields.object(name, "an object with pre_mean, post_mean, pre_sd, n and r")?;
        let course = Self::read(&mut inner)?;
        inner.finish()?;
        Ok(course)
    }

    fn group(self) -> BeforeAfter {
        let Self { pre_mean, post_mean, pre_sd, n, r } = self;
        BeforeAfter { pre_mean, post_mean, pre_sd, n, r }
    }
}

/// Request for the standardised mean change of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    #[serde(flatten)]
    pub course: Course,
    pub level: f64,
}

impl Method for Change {
    const NAME: &'static str = "change";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request = Self { course: Course::read(&mut fields)?, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let found = stats::standardised_change(self.course.group())
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let convention = "standardised mean change (SMCR): exact J(n − 1) times post less pre over the standard deviation before; variance 2(1 − r)/n + g²/(2n); normal interval";
        let lone = "Without a comparison group this is not what a programme brought: pupils chosen for low scores rise by themselves (regression to the mean).";
        Ok(answer_with("g", Self::NAME, convention, found, self.level)
            .said(format!("Scores changed by {}", size_words(found, self.level)))
            .warned(Some(lone.to_owned()))
            .warned(few(self.course.n, ""))
            .warned((found.variance == 0.0).then(no_error)))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

fn no_error() -> String {
    "A correlation of 1 and no change leave no error at all: check the scores.".to_owned()
}

/// Request for a change beyond that of a comparison group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeVersusControl {
    pub treated: Course,
    pub control: Course,
    pub level: f64,
}

impl Method for ChangeVersusControl {
    const NAME: &'static str = "change_versus_control";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let treated = Course::read_in(&mut fields, "treated")?;
        let request = Self { treated, control: Course::read_in(&mut fields, "control")?, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let found = stats::change_beyond_control(self.treated.group(), self.control.group())
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let convention =
            "difference of two standardised mean changes (SMCR), variances added (Morris 2008); normal interval";
        Ok(answer_with("difference", Self::NAME, convention, found, self.level)
            .said(format!("Beyond the comparison group the change was {}", size_words(found, self.level)))
            .warned(few(self.treated.n.min(self.control.n), " in the smaller group")))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// Request for the index of reliable change of one pupil.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReliableChange {
    pub pre: f64,
    pub post: f64,
    pub sd: f64,
    pub reliability: f64,
}

impl Method for ReliableChange {
    const NAME: &'static str = "reliable_change";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let rule = "a number from 0 to below 1";
        let request = Self {
            pre: fields.number("pre")?,
            post: fields.number("post")?,
            sd: spread(&mut fields, "sd")?,
            reliability: fields.number_that("reliability", rule, |r| (0.0..1.0).contains(&r))?,
        };
        fields.level()?;
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let rc = stats::reliable_change(self.pre, self.post, self.sd, self.reliability)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let reliable = libm::fabs(rc) > stats::RELIABLE_BEYOND;
        let verdict = match (reliable, rc > 0.0) {
            (true, true) => "a rise beyond what the test's own error explains",
            (true, false) => "a fall beyond what the test's own error explains",
            (false, _) => "within what the test's own error explains",
        };
        let words = format!("From {} to {}: {verdict} (index {}).", figure(self.pre), figure(self.post), figure(rc));
        Ok(Answer::new(
            Self::NAME,
            "Jacobson and Truax 1991: (post − pre) / (SD √(2(1 − reliability))), reliable beyond 1.96",
        )
        .with("rc", rc)
        .with_value("reliable", reliable)
        .said(words)
        .warned(
            (self.reliability < 0.7).then(|| "A reliability under 0.7 is low for judging single pupils.".to_owned()),
        ))
    }
}

/// Request for a goal attainment T score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goals {
    pub scores: Vec<f64>,
    pub weights: Vec<f64>,
    pub rho: f64,
}

/// The most goals of one request.
const MOST_GOALS: usize = 1_000;

impl Method for Goals {
    const NAME: &'static str = "goals";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let scores = fields.numbers("scores")?;
        if scores.is_empty() || scores.len() > MOST_GOALS {
            return Err(fields.broken("scores", "a list of 1 to 1000 numbers", &format!("a list of {}", scores.len())));
        }
        if let Some(beyond) = scores.iter().find(|score| !(-2.0..=2.0).contains(*score)) {
            return Err(fields.broken("scores", "numbers from -2 to 2", &beyond.to_string()));
        }
        let weights = fields.amounts_or("weights", || vec![1.0; scores.len()])?;
        let rho = fields.number_that_or("rho", 0.3, "a number from 0 to below 1", |rho| (0.0..1.0).contains(&rho))?;
        if weights.len() != scores.len() {
            let rule = format!("as many numbers as scores, which are {}", scores.len());
            return Err(fields.broken("weights", &rule, &format!("a list of {}", weights.len())));
        }
        fields.level()?;
        fields.finish()?;
        Ok(Self { scores, weights, rho })
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let rule = |source: StatsError| CalculationError::Rule { method: Self::NAME, source };
        let t = stats::goal_attainment(&self.scores, &self.weights, self.rho).map_err(rule)?;
        let against = match t {
            t if t > 50.0 => "more than was expected on the whole",
            t if t < 50.0 => "less than was expected on the whole",
            _ => "just what was expected on the whole",
        };
        let few = (self.scores.len() < 3).then(|| "One or two goals make a coarse score.".to_owned());
        Ok(Answer::new(Self::NAME, "Kiresuk and Sherman 1968: T = 50 + 10 Σwx / √((1 − ρ)Σw² + ρ(Σw)²)")
            .with("t", t)
            .said(format!("A score of {} where 50 is as expected: {against}.", figure(t)))
            .warned(few))
    }
}
