//! Calculates a change against that of others: ratios of ratios, placebo ranks, other choices of the treated.
//! Knows nothing of areas or schools.

use super::answer::{Answer, figure, level_words, p_words};
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use super::proportion::few_events;
use crate::eval::numbers::{change_in_words, number};
use crate::rng::Rng;
use crate::stats::{self, BeforeAfterCount};
use serde::Serialize;
use std::collections::BTreeSet;

/// The most units of one comparison.
const MOST_UNITS: usize = 5_000;

/// Request for the ratio of two changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatioOfRatios {
    /// Counts before and after.
    pub treated: [u64; 2],
    pub comparison: [u64; 2],
    pub level: f64,
}

impl Method for RatioOfRatios {
    const NAME: &'static str = "ratio_of_ratios";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let treated = fields.two_counts("treated")?;
        let request = Self { treated, comparison: fields.two_counts("comparison")?, level: fields.level()? };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let found = stats::ratio_of_ratios(self.treated, self.comparison, self.level)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let words = match (found.ratio, found.lower, found.upper) {
            (Some(ratio), Some(lower), Some(upper)) => format!(
                "Beyond the comparison the count went {} (×{}); the {} interval runs from {} to {}. {}",
                change_in_words(ratio),
                figure(ratio),
                level_words(self.level),
                figure(lower),
                figure(upper),
                clear_words(lower, upper)
            ),
            _ => "One of the four counts is zero: there is no ratio of ratios.".to_owned(),
        };
        let smallest = self.treated.into_iter().chain(self.comparison).min().unwrap_or_default();
        Ok(Answer::new(Self::NAME, "(treated after / before) / (comparison after / before); normal interval of the logarithm, standard error √Σ 1/count")
            .with("ratio", found.ratio)
            .with("lower", found.lower)
            .with("upper", found.upper)
            .with("log_se", found.log_se)
            .said(words)
            .warned(few_events(smallest, "in the smallest of the four")))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}

fn clear_words(lower: f64, upper: f64) -> &'static str {
    if lower > 1.0 || upper < 1.0 {
        "The interval leaves out no difference."
    } else {
        "The interval includes no difference, so these numbers cannot tell."
    }
}

/// A unit's counts as a request gives them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountedUnit {
    pub name: String,
    pub before: u64,
    pub after: u64,
}

/// Request for where one unit's change stands among all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceboRank {
    pub treated: String,
    pub units: Vec<CountedUnit>,
}

fn distinct<'a>(
    fields: &Fields,
    field: &str,
    names: impl Iterator<Item = &'a String>,
) -> Result<BTreeSet<&'a str>, CalculationError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name.as_str()) {
            return Err(fields.broken(field, "names that occur once", name));
        }
    }
    Ok(seen)
}

fn some_units<T>(fields: &Fields, units: &[T]) -> Result<(), CalculationError> {
    match units.len() {
        2..=MOST_UNITS => Ok(()),
        length => Err(fields.broken("units", "a list of 2 to 5000 units", &format!("a list of {length}"))),
    }
}

impl Method for PlaceboRank {
    const NAME: &'static str = "placebo_rank";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let treated = fields.name("treated")?;
        let one = |mut inner: Fields| {
            let before = inner.count_from_one("before")?;
            let unit = CountedUnit { name: inner.name("name")?, before, after: inner.count("after")? };
            inner.finish()?;
            Ok(unit)
        };
        let listed = fields.objects("units", "a list of objects with name, before and after")?;
        some_units(&fields, &listed)?;
        let units = listed.into_iter().map(one).collect::<Result<Vec<_>, CalculationError>>()?;
        let names = distinct(&fields, "units", units.iter().map(|unit| &unit.name))?;
        if !names.contains(treated.as_str()) {
            return Err(fields.broken("treated", "the name of one of the units", &treated));
        }
        fields.level()?;
        fields.finish()?;
        Ok(Self { treated, units })
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let counts: Vec<_> =
            self.units.iter().map(|unit| BeforeAfterCount { before: unit.before, after: unit.after }).collect();
        let place = self.units.iter().position(|unit| unit.name == self.treated).unwrap_or(counts.len());
        let found = stats::placebo_rank(&counts, place)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let words = format!(
            "{} changed to ×{}: place {} of {} from the largest fall. A unit taken at random would have fallen as much {} times in 100.",
            self.treated,
            figure(found.ratio),
            found.rank,
            found.of,
            number(found.p_one_sided * 100.0, 0)
        );
        let few = format!("With {} units no p can be below {}.", found.of, figure(1.0 / found.of as f64));
        Ok(Answer::new(Self::NAME, "rank of after/before among all units, 1 the largest fall, ties share the larger rank; one-sided p = rank / units; two-sided: log ratios at least as far from the median")
            .with("ratio", found.ratio)
            .with_count("rank", Some(found.rank as u64))
            .with_count("of", Some(found.of as u64))
            .with("p_one_sided", found.p_one_sided)
            .with("p_two_sided", found.p_two_sided)
            .said(words)
            .warned((found.of < 20).then_some(few)))
    }
}

/// A unit's change as a request gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangedUnit {
    pub name: String,
    pub change: f64,
}

/// Request for what other choices of the treated units would have shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Randomisation {
    pub units: Vec<ChangedUnit>,
    pub treated: Vec<String>,
}

impl Method for Randomisation {
    const NAME: &'static str = "randomisation";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let listed = fields.objects("units", "a list of objects with name and change")?;
        some_units(&fields, &listed)?;
        let one = |mut inner: Fields| {
            let unit = ChangedUnit { name: inner.name("name")?, change: inner.number("change")? };
            inner.finish()?;
            Ok(unit)
        };
        let units = listed.into_iter().map(one).collect::<Result<Vec<_>, CalculationError>>()?;
        let treated = fields.names("treated")?;
        let names = distinct(&fields, "units", units.iter().map(|unit| &unit.name))?;
        let chosen = distinct(&fields, "treated", treated.iter())?;
        if let Some(stranger) = chosen.difference(&names).next() {
            return Err(fields.broken("treated", "names of units", stranger));
        }
        if treated.is_empty() || treated.len() == units.len() {
            let found = format!("a list of {}", treated.len());
            return Err(fields.broken("treated", "at least one of the units, and not all", &found));
        }
        fields.level()?;
        fields.finish()?;
        Ok(Self { units, treated })
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let changes: Vec<f64> = self.units.iter().map(|unit| unit.change).collect();
        let chosen: BTreeSet<&str> = self.treated.iter().map(String::as_str).collect();
        let treated: Vec<bool> = self.units.iter().map(|unit| chosen.contains(unit.name.as_str())).collect();
        let mut rng = Rng::seeded(0).split("randomisation");
        let found = stats::randomisation(&changes, &treated, &mut |below| rng.below(below))
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })?;
        let convention = if found.complete {
            "all choices of as many units; two-sided, ties counted"
        } else {
            "99,999 choices drawn with ChaCha8, seed 0, and the actual one; two-sided, ties counted"
        };
        let words = format!(
            "The treated units changed by {} more than the others; {} of choices show as much ({}). This design can never show less than {}.",
            figure(found.statistic),
            crate::eval::numbers::percent(found.p, 1),
            p_words(found.p),
            figure(found.smallest_p)
        );
        Ok(Answer::new(Self::NAME, convention)
            .with("statistic", found.statistic)
            .with("p", found.p)
            .with("smallest_p", found.smallest_p)
            .with("allocations", found.allocations)
            .said(words)
            .warned(
                (found.smallest_p > 0.05).then(|| {
                    "So few units can be chosen in so few ways that no result could be called clear.".to_owned()
                }),
            ))
    }
}
