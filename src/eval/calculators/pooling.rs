//! Calculates what several effects say together, and what an effect is in months. Knows no programme.

use super::answer::{Answer, figure, level_words};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::{number, rounded};
use crate::stats::{self, PoolModel};
use serde::Serialize;

/// The most effects that are put together.
const MOST_EFFECTS: usize = 10_000;

/// An effect as a request gives it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimated {
    pub estimate: f64,
    pub variance: f64,
}

/// Request for a pooled effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pool {
    pub effects: Vec<Estimated>,
    #[serde(serialize_with = "model_name")]
    pub model: PoolModel,
    pub level: f64,
}

fn model_name<S: serde::Serializer>(model: &PoolModel, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match model {
        PoolModel::Fixed => "fixed",
        PoolModel::Random => "random",
    })
}

impl Method for Pool {
    const NAME: &'static str = "pool";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let listed = fields.objects("effects", "a list of objects with estimate and variance")?;
        if listed.is_empty() || listed.len() > MOST_EFFECTS {
            let found = format!("a list of {}", listed.len());
            return Err(fields.broken("effects", "a list of 1 to 10000 effects", &found));
        }
        let one = |mut inner: Fields| {
            let effect = Estimated { estimate: inner.number("estimate")?, variance: inner.amount("variance")? };
            inner.finish()?;
            Ok(effect)
        };
        let effects = listed.into_iter().map(one).collect::<Result<Vec<_>, CalculationError>>()?;
        let models = [("random", PoolModel::Random), ("fixed", PoolModel::Fixed)];
        let request =
            Self { effects, model: fields.choice("model", &models, PoolModel::Random)?, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let effects: Vec<_> = self
            .effects
            .iter()
            .map(|effect| stats::Effect { estimate: effect.estimate, variance: effect.variance })
            .collect();
        let found = stats::pool(&effects, self.model)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let (lower, upper) = found.effect.limits(self.level);
        let convention = match self.model {
            PoolModel::Fixed => "inverse variance, one true effect (fixed); normal interval",
            PoolModel::Random => "inverse variance with DerSimonian and Laird's τ²; normal interval",
        };
        let words = format!(
            "Together {} ({} effects); the {} interval runs from {} to {}. {}% of the variation is more than chance explains.",
            figure(found.effect.estimate),
            effects.len(),
            level_words(self.level),
            figure(lower),
            figure(upper),
            number(found.i2, 0)
        );
        Ok(Answer::new(Self::NAME, convention)
            .with("estimate", found.effect.estimate)
            .with("lower", lower)
            .with("upper", upper)
            .with("q", found.q)
            .with_count("df", Some(found.df))
            .with("tau2", found.tau2)
            .with("i2", found.i2)
            .said(words)
            .warned(
                (effects.len() < 5)
                    .then(|| "With fewer than 5 effects, how much they differ is hardly known.".to_owned()),
            )
            .warned(
                (found.i2 > 75.0)
                    .then(|| "The effects differ so much that one figure for all hides more than it says.".to_owned()),
            ))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

/// Which table turns an effect into months of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthsTable {
    Toolkit,
    Trial,
}

/// The largest effect, in hundredths, of each number of months from 0 on: the table of the Teaching and Learning Toolkit.
const TOOLKIT: [i64; 13] = [1, 9, 18, 26, 35, 44, 52, 61, 69, 78, 87, 95, 100];

impl MonthsTable {
    /// Trial reports call an effect of up to .04 none.
    fn upper_end(self, months: usize) -> Option<i64> {
        match (self, months) {
            (Self::Trial, 0) => Some(4),
            _ => TOOLKIT.get(months).copied(),
        }
    }

    /// Months of progress, at most 12, for an effect rounded half away from zero to two places; negatives mirror.
    pub fn months(self, effect: f64) -> i64 {
        let hundredths = rounded(effect * 100.0, 0) as i64;
        let size = hundredths.abs();
        let months = (0..TOOLKIT.len()).find(|months| self.upper_end(*months).is_some_and(|end| size <= end));
        months.unwrap_or(TOOLKIT.len() - 1) as i64 * hundredths.signum()
    }
}

/// Request for an effect in months of progress.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Months {
    pub effect: f64,
    pub table: MonthsTable,
}

impl Method for Months {
    const NAME: &'static str = "months";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let rule = "a number from -10 to 10, in standard deviations";
        let effect = fields.number_that("effect", rule, |effect| (-10.0..=10.0).contains(&effect))?;
        let tables = [("toolkit", MonthsTable::Toolkit), ("trial", MonthsTable::Trial)];
        let request = Self { effect, table: fields.choice("table", &tables, MonthsTable::Toolkit)? };
        fields.level()?;
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let months = self.table.months(self.effect);
        let convention = match self.table {
            MonthsTable::Toolkit => {
                "Teaching and Learning Toolkit table; the effect is first rounded to 2 places, half away from zero"
            }
            MonthsTable::Trial => {
                "trial reports' table (−.04 to .04 is none); the effect is first rounded to 2 places, half away from zero"
            }
        };
        let said = match months {
            0 => "no months’ progress".to_owned(),
            1 | -1 => format!("{} month’s progress", number(months as f64, 0)),
            _ => format!("{} months’ progress", number(months as f64, 0)),
        };
        let caution = "Only for an effect against a comparison group: a change before and after is not progress beyond what pupils make anyway.";
        Ok(Answer::new(Self::NAME, convention)
            .with_value("months", months)
            .said(format!("An effect of {} is read as {said}.", number(self.effect, 2)))
            .warned(Some(caution.to_owned()))
            .warned(
                (libm::fabs(self.effect) > 1.0)
                    .then(|| "The table ends at 1.00: beyond it no more months are read.".to_owned()),
            ))
    }
}

#[cfg(test)]
mod tests {
    use super::MonthsTable::{Toolkit, Trial};

    #[test]
    fn months_change_where_the_tables_say() {
        for (effect, toolkit, trial) in [
            (0.0, 0, 0),
            (0.01, 0, 0),
            (0.0149, 0, 0),
            (0.015, 1, 0),
            (0.04, 1, 0),
            (0.045, 1, 1),
            (0.09, 1, 1),
            (0.1, 2, 2),
            (0.18, 2, 2),
            (0.19, 3, 3),
            (0.26, 3, 3),
            (0.27, 4, 4),
            (0.35, 4, 4),
            (0.36, 5, 5),
            (0.44, 5, 5),
            (0.45, 6, 6),
            (0.52, 6, 6),
            (0.53, 7, 7),
            (0.61, 7, 7),
            (0.62, 8, 8),
            (0.69, 8, 8),
            (0.7, 9, 9),
            (0.78, 9, 9),
            (0.79, 10, 10),
            (0.87, 10, 10),
            (0.88, 11, 11),
            (0.95, 11, 11),
            (0.96, 12, 12),
            (1.0, 12, 12),
            (3.0, 12, 12),
            (-0.05, -1, -1),
        ] {
            assert_eq!((Toolkit.months(effect), Trial.months(effect)), (toolkit, trial), "{effect}");
        }
    }
}
