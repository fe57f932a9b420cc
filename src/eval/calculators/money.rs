//! Calculates what money over years is worth today. Knows no scenario.

use super::answer::Answer;
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::number;
use serde::Serialize;

/// The most years, the first one included, that a schedule is used for.
const MOST_YEARS: usize = 501;

/// A dated schedule of discount rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// HM Treasury, Green Book 2026: social time preference, falling with the years.
    #[serde(rename = "green_book_2026")]
    GreenBook2026,
}

/// The last year and the rate of each stretch, in thousandths a year.
const GREEN_BOOK_2026: [(usize, f64); 6] =
    [(30, 35.0), (75, 30.0), (125, 25.0), (200, 20.0), (300, 15.0), (usize::MAX, 10.0)];

impl Schedule {
    fn rate(self, year: usize) -> f64 {
        let Self::GreenBook2026 = self;
        GREEN_BOOK_2026.iter().find(|(last, _)| year <= *last).map_or(0.0, |(_, thousandths)| thousandths / 1000.0)
    }

    /// What a pound of each year is worth in year 0; the rates of the years between are multiplied.
    pub fn factors(self, years: usize) -> Vec<f64> {
        let mut factor = 1.0;
        (0..years)
            .map(|year| {
                if year > 0 {
                    factor /= 1.0 + self.rate(year);
                }
                factor
            })
            .collect()
    }
}

/// Request for the present value of flows of money, year 0 first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PresentValue {
    pub flows: Vec<f64>,
    pub schedule: Schedule,
}

impl Method for PresentValue {
    const NAME: &'static str = "present_value";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let flows = fields.numbers("flows")?;
        if flows.is_empty() || flows.len() > MOST_YEARS {
            let found = format!("a list of {}", flows.len());
            return Err(fields.broken("flows", "a list of 1 to 501 numbers, year 0 first", &found));
        }
        let schedules = [("green_book_2026", Schedule::GreenBook2026)];
        let request = Self { flows, schedule: fields.choice("schedule", &schedules, Schedule::GreenBook2026)? };
        fields.level()?;
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let factors = self.schedule.factors(self.flows.len());
        let value: f64 = self.flows.iter().zip(&factors).map(|(flow, factor)| flow * factor).sum();
        let plain: f64 = self.flows.iter().sum();
        let years = self.flows.len() - 1;
        let words = format!(
            "Over {} {} the flows add up to {}, which is worth {} in the first year.",
            years,
            if years == 1 { "year" } else { "years" },
            number(plain, 0),
            number(value, 0)
        );
        Ok(Answer::new(Self::NAME, "Green Book 2026: 3.5% a year to year 30, 3.0% to 75, 2.5% to 125, 2.0% to 200, 1.5% to 300, then 1.0%; year 0 is not discounted")
            .with("present_value", value)
            .with_value("factors", factors)
            .said(words)
            .warned((years > 60).then(|| "Over more than 60 years the schedule decides more than the figures.".to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule::GreenBook2026;

    #[test]
    fn the_rate_falls_after_thirty_and_seventy_five_years() {
        assert_eq!(
            [0, 1, 30, 31, 75, 76, 126].map(|year| GreenBook2026.rate(year)),
            [0.035, 0.035, 0.035, 0.03, 0.03, 0.025, 0.02]
        );
        let factors = GreenBook2026.factors(3);
        assert_eq!(factors.first(), Some(&1.0));
        assert!(factors.get(2).is_some_and(|factor| (factor - 1.0 / (1.035 * 1.035)).abs() < 1e-15));
    }
}
