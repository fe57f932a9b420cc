//! Reads the lists of a request item by item, so that a mistake is named with its place. Knows nothing of what is calculated.

use super::error::CalculationError;
use super::fields::{Fields, NAME, shortened};
use crate::stats::LARGEST_COUNT;
use serde_json::Value;
use std::collections::BTreeMap;

impl Fields {
    /// A list of values, each read by `one`, which is given the place's name for its errors: “values[3]”.
    fn list_of<T>(
        &mut self,
        field: &'static str,
        rule: &str,
        one: impl Fn(&Self, &str, &Value) -> Result<T, CalculationError>,
    ) -> Result<Vec<T>, CalculationError> {
        match self.need(field, rule)? {
            Value::Array(items) => {
                items.iter().enumerate().map(|(place, item)| one(self, &format!("{field}[{place}]"), item)).collect()
            }
            other => Err(self.wrong(field, rule, &other)),
        }
    }

    /// A list of finite numbers.
    pub(super) fn numbers(&mut self, field: &'static str) -> Result<Vec<f64>, CalculationError> {
        self.list_of(field, "a list of numbers", |fields, place, item| fields.finite_from(place, item))
    }

    /// A list of finite numbers in which null is a gap.
    pub(super) fn numbers_with_gaps(&mut self, field: &'static str) -> Result<Vec<Option<f64>>, CalculationError> {
        self.list_of(field, "a list of numbers; null is a gap", |fields, place, item| match item {
            Value::Null => Ok(None),
            item => fields.finite_from(place, item).map(Some),
        })
    }

    /// Rows of counts.
    pub(super) fn count_rows(&mut self, field: &'static str) -> Result<Vec<Vec<u64>>, CalculationError> {
        let rule = "a list of rows of whole numbers, 0 or more";
        self.list_of(field, rule, |fields, place, row| {
            let cells = row.as_array().ok_or_else(|| fields.wrong(place, "a row of whole numbers, 0 or more", row))?;
            let one = |(at, cell): (usize, &Value)| fields.whole_from(&format!("{place}[{at}]"), cell, LARGEST_COUNT);
            cells.iter().enumerate().map(one).collect()
        })
    }

    /// Amounts by name, none where the field is absent.
    pub(super) fn named_amounts_or_none(
        &mut self,
        field: &'static str,
    ) -> Result<BTreeMap<String, f64>, CalculationError> {
        let rule = "an object of numbers, 0 or more, by name";
        let amounts = match self.take(field) {
            None => return Ok(BTreeMap::new()),
            Some(Value::Object(amounts)) => amounts,
            Some(other) => return Err(self.wrong(field, rule, &other)),
        };
        let one = |(name, value): (String, Value)| match value.as_f64().filter(|amount| (0.0..=1e12).contains(amount)) {
            Some(amount) => Ok((name, amount)),
            None => Err(self.wrong(&format!("{field}.{}", shortened(&name)), "a number from 0 to 1e12", &value)),
        };
        amounts.into_iter().map(one).collect()
    }

    /// Lists of finite numbers by name, in the order of their names.
    pub(super) fn named_numbers(&mut self, field: &'static str) -> Result<Vec<(String, Vec<f64>)>, CalculationError> {
        let rule = "an object of lists of numbers by name";
        let Value::Object(lists) = self.need(field, rule)? else {
            return Err(self.wrong(field, rule, &Value::Null));
        };
        let read = |(name, list): (String, Value)| {
            let place = format!("{field}.{}", shortened(&name));
            let Value::Array(items) = list else { return Err(self.wrong(&place, "a list of numbers", &list)) };
            let one = |(at, item): (usize, &Value)| self.finite_from(&format!("{place}[{at}]"), item);
            Ok((name, items.iter().enumerate().map(one).collect::<Result<_, _>>()?))
        };
        let mut named = lists.into_iter().map(read).collect::<Result<Vec<_>, CalculationError>>()?;
        named.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(named)
    }

    /// A list of labels, texts or whole numbers.
    pub(super) fn labels(&mut self, field: &'static str) -> Result<Vec<String>, CalculationError> {
        let rule = "a list of names or whole numbers";
        self.list_of(field, rule, |fields, place, item| match item {
            Value::String(text) if text.chars().count() <= 200 => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            _ => Err(fields.wrong(place, rule, item)),
        })
    }

    /// A list of amounts above zero.
    pub(super) fn amounts(&mut self, field: &'static str) -> Result<Vec<f64>, CalculationError> {
        self.list_of(field, "a list of numbers above 0", |fields, place, item| fields.amount_from(place, item))
    }

    /// The same, or what `default` makes where the field is absent.
    pub(super) fn amounts_or(
        &mut self,
        field: &'static str,
        default: impl FnOnce() -> Vec<f64>,
    ) -> Result<Vec<f64>, CalculationError> {
        self.left.entry(field).or_insert_with(|| Value::from(default()));
        self.amounts(field)
    }

    /// A list of counts.
    pub(super) fn counts(&mut self, field: &'static str) -> Result<Vec<u64>, CalculationError> {
        self.list_of(field, "a list of whole numbers, 0 or more", |fields, place, item| {
            fields.whole_from(place, item, LARGEST_COUNT)
        })
    }

    /// A list of counts, empty where the field is absent.
    pub(super) fn counts_or_none(&mut self, field: &'static str) -> Result<Vec<u64>, CalculationError> {
        self.left.entry(field).or_insert_with(|| Value::Array(Vec::new()));
        self.counts(field)
    }

    /// A list of names.
    pub(super) fn names(&mut self, field: &'static str) -> Result<Vec<String>, CalculationError> {
        self.list_of(field, "a list of names", |fields, place, item| match item.as_str() {
            Some(text) if !text.trim().is_empty() && text.chars().count() <= 200 => Ok(text.to_owned()),
            _ => Err(fields.wrong(place, NAME, item)),
        })
    }

    /// A list of objects, each with its place in its errors: “units[3].name”.
    pub(super) fn objects(&mut self, field: &'static str, rule: &str) -> Result<Vec<Fields>, CalculationError> {
        let items = match self.need(field, rule)? {
            Value::Array(items) => items,
            other => return Err(self.wrong(field, rule, &other)),
        };
        let inner = |(place, item): (usize, Value)| match item {
            Value::Object(left) => {
                let path = format!("{}{field}[{place}].", self.path);
                Ok(Fields { method: self.method, path, left, asked: Vec::new() })
            }
            other => Err(self.wrong(&format!("{field}[{place}]"), "an object", &other)),
        };
        items.into_iter().enumerate().map(inner).collect()
    }
}
