//! Calculates what replies to a survey say: advocates, and answers given twice. Knows nothing of who was asked.

use super::answer::{Answer, figure, level_words, p_words};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::{number, signed};
use crate::stats;
use serde::Serialize;

/// How the interval of a score of advocacy is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AdvocacyInterval {
    Adjusted,
    Wald,
}

/// Request for the score of advocacy: 9 or 10 promote, 7 or 8 are passive, 0 to 6 detract.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advocacy {
    pub promoters: u64,
    pub passives: u64,
    pub detractors: u64,
    pub interval: AdvocacyInterval,
    pub level: f64,
}

impl Method for Advocacy {
    const NAME: &'static str = "advocacy";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let intervals = [("adjusted", AdvocacyInterval::Adjusted), ("wald", AdvocacyInterval::Wald)];
        let request = Self {
            promoters: fields.count("promoters")?,
            passives: fields.count("passives")?,
            detractors: fields.count("detractors")?,
            interval: fields.choice("interval", &intervals, AdvocacyInterval::Adjusted)?,
            level: fields.level()?,
        };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let adjusted = self.interval == AdvocacyInterval::Adjusted;
        let (score, lower, upper) =
            stats::advocacy(self.promoters, self.passives, self.detractors, adjusted, self.level)
                .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let n = self.promoters + self.passives + self.detractors;
        let convention = match self.interval {
            AdvocacyInterval::Adjusted => {
                "100 (promoters − detractors) / n; adjusted Wald: three replies are added, 3/4 of a promoter and of a detractor among them; limits within −100 and 100"
            }
            AdvocacyInterval::Wald => "100 (promoters − detractors) / n; Wald; limits within −100 and 100",
        };
        let words = format!(
            "Among {} replies the score is {}; the {} interval runs from {} to {}.",
            number(n as f64, 0),
            signed(score, 0),
            level_words(self.level),
            signed(lower, 0),
            signed(upper, 0)
        );
        Ok(Answer::new(Self::NAME, convention)
            .with("score", score)
            .with("lower", lower)
            .with("upper", upper)
            .said(words)
            .warned((n < 30).then(|| {
                format!("Only {n} replies: one mind changed moves the score by {}.", number(100.0 / n as f64, 0))
            })))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// Request for McNemar's tests of a table of pairs: rows before (yes, no), columns after (yes, no).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairedYesNo {
    pub table: [[u64; 2]; 2],
}

impl Method for PairedYesNo {
    const NAME: &'static str = "paired_yes_no";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request = Self { table: fields.two_by_two("table")? };
        fields.level()?;
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let [[_, lost], [won, _]] = self.table;
        let found =
            stats::mcnemar(lost, won).map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let words = match lost + won {
            0 => "Nobody changed their answer: there is nothing to test.".to_owned(),
            _ => format!(
                "{} went from yes to no and {} from no to yes ({}, exact).",
                number(lost as f64, 0),
                number(won as f64, 0),
                p_words(found.p_exact)
            ),
        };
        Ok(Answer::new(
            Self::NAME,
            "McNemar: plain; corrected as R's mcnemar.test; exact: twice the smaller binomial tail",
        )
        .with("chi2", found.chi2)
        .with("p", found.p)
        .with("chi2_corrected", found.chi2_corrected)
        .with("p_corrected", found.p_corrected)
        .with("p_exact", found.p_exact)
        .said(words)
        .warned((lost + won < 25).then(|| "Fewer than 25 changed: use the exact p.".to_owned())))
    }
}

/// Request for a signed-rank test of ratings given twice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairedRatings {
    pub before: Vec<f64>,
    pub after: Vec<f64>,
    pub level: f64,
}

impl Method for PairedRatings {
    const NAME: &'static str = "paired_ratings";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request =
            Self { before: fields.numbers("before")?, after: fields.numbers("after")?, level: fields.level()? };
        let (before, after) = (request.before.len(), request.after.len());
        if before == 0 || before > stats::MOST_PAIRS {
            let rule = format!("a list of 1 to {} numbers", stats::MOST_PAIRS);
            return Err(fields.broken("before", &rule, &format!("a list of {before}")));
        }
        if before != after {
            let rule = format!("as many numbers as before, which are {before}");
            return Err(fields.broken("after", &rule, &format!("a list of {after}")));
        }
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let differences: Vec<f64> = self.after.iter().zip(&self.before).map(|(after, before)| after - before).collect();
        let unmoved = differences.iter().filter(|difference| **difference == 0.0).count();
        if unmoved == differences.len() {
            return Ok(Answer::new(Self::NAME, "Wilcoxon signed rank: no rating moved")
                .with("v", 0.0)
                .with("p_two_sided", 1.0)
                .with("p_one_sided", 1.0)
                .with("shift", 0.0)
                .with("lower", None)
                .with("upper", None)
                .said("No rating moved: there is nothing to test.".to_owned()));
        }
        let found = stats::signed_rank(&differences, self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let convention = if found.exact {
            "Wilcoxon signed rank, exact; p one-sided: after is higher; shift and limits by Hodges and Lehmann"
        } else {
            "Wilcoxon signed rank, normal with correction for continuity and ties, unmoved pairs left out; p one-sided: after is higher; shift and limits by Hodges and Lehmann"
        };
        let words = format!(
            "Ratings shifted by {}; the {} interval runs from {} to {} ({}).",
            figure(found.shift),
            level_words(self.level),
            figure(found.lower),
            figure(found.upper),
            p_words(found.p_two_sided)
        );
        Ok(Answer::new(Self::NAME, convention)
            .with("v", found.v)
            .with("p_two_sided", found.p_two_sided)
            .with("p_one_sided", found.p_one_sided)
            .with("shift", found.shift)
            .with("lower", found.lower)
            .with("upper", found.upper)
            .said(words)
            .warned(
                (found.moved < 6)
                    .then(|| format!("Only {} ratings moved: no pattern of so few can be clear.", found.moved)),
            )
            .warned((!found.exact && found.moved < 7).then(|| {
                "So few pairs cannot reach the level: the limits are the smallest and the largest shift.".to_owned()
            }))
            .warned((unmoved > 0).then(|| format!("{unmoved} pairs did not move and are left out of the test."))))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}
