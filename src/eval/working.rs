//! How a figure was worked out: formula, inputs, convention, and a file that repeats it on the command line.
//! Knows nothing of certainty.

use super::change::{Change, Method};
use super::finding::Figure;
use super::numbers::{count, number};
use super::{Calculation, Indicator, Kind, Period};
use crate::model::Direction;
use serde::Serialize;

/// An input of a calculation with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    pub label: String,
    pub value: String,
}

/// How a finding was worked out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Working {
    /// What is divided by what.
    pub definition: &'static str,
    pub formula: String,
    pub inputs: Vec<Input>,
    /// The convention in full.
    pub convention: &'static str,
    /// Calculations that answer with the same figures, bit for bit; empty for methods that need each school's figures.
    pub calculations: Vec<Calculation>,
    /// The same as text that `clusterwise calc` reads; None where there are none.
    #[serde(skip)]
    pub check_file: Option<String>,
}

impl Working {
    pub(crate) fn of(
        indicator: Indicator,
        period: &Period,
        before: &Figure,
        after: &Figure,
        change: Option<&Change>,
    ) -> Self {
        let mut inputs = inputs(indicator, period, before, after);
        if let Some(dispersion) = change.and_then(|change| change.dispersion) {
            inputs.push(Input { label: "Dispersion (1 is chance alone)".to_owned(), value: number(dispersion, 2) });
        }
        if let Some(p) = change.and_then(|change| change.p) {
            inputs.push(Input { label: "p, two-sided".to_owned(), value: number(p, 4) });
        }
        let calculations = change.map(|change| calculations(indicator, before, after, change)).unwrap_or_default();
        let check_file = serde_json::to_string_pretty(&calculations).ok().filter(|_| !calculations.is_empty());
        Self {
            definition: indicator.definition(),
            formula: formula(indicator, before, after),
            inputs,
            convention: change.map_or("Nothing could be compared.", |change| change.method.convention()),
            calculations,
            check_file,
        }
    }

    /// What is measured and by which convention, without the figures.
    pub(crate) fn without_figures(self) -> Self {
        let formula = "not shown".to_owned();
        Self { formula, inputs: Vec::new(), calculations: Vec::new(), check_file: None, ..self }
    }
}

fn inputs(indicator: Indicator, period: &Period, before: &Figure, after: &Figure) -> Vec<Input> {
    let exposure = match indicator.kind() {
        Kind::Share => "Pupils on roll",
        _ => "Pupils on roll, added up over terms",
    };
    let line = |label: String, value: f64| Input { label, value: count(value) };
    let (title, now, then) = (indicator.title(), period.words(), period.base_words());
    vec![
        line(format!("{title}, {then}"), before.count),
        line(format!("{exposure}, {then}"), before.exposure),
        line(format!("{title}, {now}"), after.count),
        line(format!("{exposure}, {now}"), after.exposure),
    ]
}

/// The formula with its figures in it, so that it can be typed into any calculator.
fn formula(indicator: Indicator, before: &Figure, after: &Figure) -> String {
    let over = |figure: &Figure| format!("{} ÷ {}", count(figure.count), count(figure.exposure));
    match indicator.kind() {
        Kind::Share => format!("({}) − ({}), times 100", over(after), over(before)),
        Kind::Shown => over(after),
        _ => format!("({}) ÷ ({})", over(after), over(before)),
    }
}

fn calculations(indicator: Indicator, before: &Figure, after: &Figure, change: &Change) -> Vec<Calculation> {
    let whole = |figure: &Figure| (figure.count as u64, figure.exposure as u64);
    let share = |figure: &Figure| Calculation::proportion(figure.count as u64, figure.exposure as u64);
    let rate = |figure: &Figure| Calculation::rate(figure.count as u64, figure.exposure, indicator.per());
    match change.method {
        Method::ExactRatio => {
            let events = [after.count as u64, before.count as u64];
            let ratio = Calculation::rate_ratio(events, [after.exposure, before.exposure]);
            let mut all = vec![rate(before), rate(after), ratio];
            if indicator.direction() == Direction::Fall {
                all.push(Calculation::detectable(before.count as u64, [before.exposure, after.exposure]));
            }
            all
        }
        // Widened by a borrowed dispersion, the difference cannot be had from these four figures.
        Method::NewcombeDifference if change.dispersion.is_none() => {
            vec![share(before), share(after), Calculation::proportion_difference(whole(after), whole(before))]
        }
        Method::NewcombeDifference | Method::ClusteredDifference => vec![share(before), share(after)],
        Method::ClusteredRatio | Method::QuasiPoissonRatio => Vec::new(),
    }
}
