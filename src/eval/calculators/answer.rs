//! The answer to a request: numbers with names, the convention, and a sentence. Knows nothing of any one method.

use crate::eval::numbers;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What every method answers with. It prints as
/// `{"method":…,"convention":…,"values":{…},"words":…,"warnings":[…]}`, numbers in full precision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    pub method: &'static str,
    /// Which of the honest ways to calculate it was taken.
    pub convention: &'static str,
    /// By name; null stands for "no such number" (no upper limit, a mean of nothing).
    pub values: BTreeMap<&'static str, Value>,
    /// One or two plain sentences.
    pub words: String,
    /// What a reader should know before using the figure.
    pub warnings: Vec<String>,
}

impl Answer {
    pub(super) fn new(method: &'static str, convention: &'static str) -> Self {
        Answer { method, convention, values: BTreeMap::new(), words: String::new(), warnings: Vec::new() }
    }

    /// Adds a number; one that does not exist is written as null.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Option<f64>>) -> Self {
        self.values.insert(name, value.into().map_or(Value::Null, Value::from));
        self
    }

    pub(super) fn with_count(mut self, name: &'static str, value: Option<u64>) -> Self {
        self.values.insert(name, value.map_or(Value::Null, Value::from));
        self
    }

    /// Adds a value that is no single number: a list, a mark, yes or no.
    pub(super) fn with_value(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.insert(name, value.into());
        self
    }

    pub(super) fn said(mut self, words: String) -> Self {
        self.words = words;
        self
    }

    pub(super) fn warned(mut self, warning: Option<String>) -> Self {
        self.warnings.extend(warning);
        self
    }

    /// The value of that name as a number; `None` where it is absent, null or of another kind.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.values.get(name).and_then(Value::as_f64)
    }
}

/// The level as people say it: "95%", "99.8%".
pub(super) fn level_words(level: f64) -> String {
    let places = [0, 1, 2, 3].into_iter().find(|p| (level * 100.0 - numbers::rounded(level * 100.0, *p)).abs() < 1e-9);
    format!("{}%", numbers::number(level * 100.0, places.unwrap_or(4)))
}

/// A figure with about three digits that mean something.
pub(super) fn figure(value: f64) -> String {
    let size = value.abs();
    if size >= 1e12 || (size > 0.0 && size < 1e-6) {
        return format!("{value:.2e}");
    }
    let places = match size {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 || size == 0.0 => 2,
        size if size >= 0.01 => 3,
        size if size >= 0.001 => 4,
        _ => 8,
    };
    numbers::number(value, places)
}

/// A p-value as it is written, never rounded to the other side of the level it is judged by.
pub(super) fn p_words(p: f64) -> String {
    if p < 0.001 {
        "p below 0.001".to_owned()
    } else if (0.0095..0.0105).contains(&p) || (0.045..0.055).contains(&p) {
        format!("p = {}", numbers::number(p, 5))
    } else {
        format!("p = {}", numbers::number(p, 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_prints_its_parts_in_order_and_in_full_precision() {
        let answer = Answer::new("rate", "exact").with("upper", None).with("estimate", 0.1 + 0.2).said("Words.".into());
        assert_eq!(
            serde_json::to_string(&answer).ok().as_deref(),
            Some(
                r#"{"method":"rate","convention":"exact","values":{"estimate":0.30000000000000004,"upper":null},"words":"Words.","warnings":[]}"#
            )
        );
        assert_eq!((answer.number("estimate"), answer.number("upper")), (Some(0.1 + 0.2), None));
    }

    #[test]
    fn a_p_value_is_not_rounded_across_its_level() {
        assert_eq!(p_words(0.04998), "p = 0.04998");
        assert_eq!(p_words(0.0004), "p below 0.001");
        assert_eq!(p_words(0.2), "p = 0.200");
    }

    #[test]
    fn levels_and_figures_are_written_short() {
        assert_eq!((level_words(0.95), level_words(0.998)), ("95%".into(), "99.8%".into()));
        assert_eq!([figure(1234.5), figure(0.0), figure(0.01234)], ["1,235", "0.00", "0.012"].map(String::from));
    }
}
