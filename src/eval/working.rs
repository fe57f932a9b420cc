//! How a figure was worked out: formula, inputs, convention, and a file that repeats it on the command line.
//! Knows nothing of certainty.

use super::change::{Change, Method};
use super::finding::Figure;
use super::numbers::{count, number};
use super::{Indicator, Kind, Period};
use serde::Serialize;
use serde_json::{Value, json};

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
    /// Requests that `clusterwise calc` answers with the same figures; None for methods that need each school's figures.
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
        Self {
            definition: indicator.definition(),
            formula: formula(indicator, before, after),
            inputs,
            convention: change.map_or("Nothing could be compared.", |change| change.method.convention()),
            check_file: change.and_then(|change| check_file(indicator, before, after, change)),
        }
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
        Kind::Shown => format!("{}", over(after)),
        _ => format!("({}) ÷ ({})", over(after), over(before)),
    }
}

fn check_file(indicator: Indicator, before: &Figure, after: &Figure, change: &Change) -> Option<String> {
    let requests = match change.method {
        Method::ExactRatio => vec![
            rate(indicator, before),
            rate(indicator, after),
            json!({
                "method": "rate_ratio",
                "events": [after.count as u64, before.count as u64],
                "exposure": [after.exposure, before.exposure],
                "level": 0.95,
            }),
        ],
        // Widened by a borrowed dispersion, the difference cannot be had from these four figures.
        Method::NewcombeDifference if change.dispersion.is_none() => vec![
            proportion(before),
            proportion(after),
            json!({ "method": "proportion_difference", "a": share(after), "b": share(before), "level": 0.95 }),
        ],
        Method::NewcombeDifference | Method::ClusteredDifference => vec![proportion(before), proportion(after)],
        Method::ClusteredRatio | Method::QuasiPoissonRatio => return None,
    };
    serde_json::to_string_pretty(&requests).ok()
}

fn rate(indicator: Indicator, figure: &Figure) -> Value {
    json!({
        "method": "rate",
        "events": figure.count as u64,
        "exposure": figure.exposure,
        "per": indicator.per(),
        "interval": "phe",
        "level": 0.95,
    })
}

fn share(figure: &Figure) -> Value {
    json!({ "successes": figure.count as u64, "n": figure.exposure as u64 })
}

fn proportion(figure: &Figure) -> Value {
    json!({ "method": "proportion", "successes": figure.count as u64, "n": figure.exposure as u64, "level": 0.95 })
}
