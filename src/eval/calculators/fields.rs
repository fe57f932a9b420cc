//! Reads a request field by field, so that every mistake is named with its rule. Knows nothing of what is calculated.

use super::error::CalculationError;
use crate::model::shown_plainly;
use crate::stats::{LARGEST_COUNT, LARGEST_EXPOSURE, SMALLEST_EXPOSURE};
use serde_json::{Map, Value};

const WHOLE: &str = "a whole number from 0 to 1000000000";
const LEVEL: &str = "a number between 0 and 1, such as 0.95";
const FINITE: &str = "a number from -1e15 to 1e15";
pub(super) const NAME: &str = "a text of 1 to 200 characters";
const ABOVE_ZERO: &str = "a number above 0 (from 1e-9 to 1e15)";

/// The fields of one request (or of an object inside it) that have not been read yet.
pub(super) struct Fields {
    pub(super) method: &'static str,
    /// Where this object is inside the request: empty, or "a.".
    pub(super) path: String,
    pub(super) left: Map<String, Value>,
    pub(super) asked: Vec<&'static str>,
}

impl Fields {
    pub(super) fn new(method: &'static str, fields: Map<String, Value>) -> Self {
        Fields { method, path: String::new(), left: fields, asked: Vec::new() }
    }

    pub(super) fn take(&mut self, field: &'static str) -> Option<Value> {
        self.asked.push(field);
        self.left.remove(field)
    }

    pub(super) fn need(&mut self, field: &'static str, rule: &str) -> Result<Value, CalculationError> {
        self.take(field).ok_or_else(|| CalculationError::Missing {
            method: self.method,
            field: format!("{}{field}", self.path),
            rule: rule.to_owned(),
        })
    }

    pub(super) fn wrong(&self, field: &str, rule: &str, value: &Value) -> CalculationError {
        CalculationError::Wrong {
            method: self.method,
            field: format!("{}{field}", self.path),
            rule: rule.to_owned(),
            value: shown(value),
        }
    }

    pub(super) fn whole_from(&self, field: &str, value: &Value, most: u64) -> Result<u64, CalculationError> {
        match whole(value) {
            Some(count) if count <= most => Ok(count),
            _ => Err(self.wrong(field, WHOLE, value)),
        }
    }

    pub(super) fn amount_from(&self, field: &str, value: &Value) -> Result<f64, CalculationError> {
        match value.as_f64() {
            Some(amount) if (SMALLEST_EXPOSURE..=LARGEST_EXPOSURE).contains(&amount) => Ok(amount),
            _ => Err(self.wrong(field, ABOVE_ZERO, value)),
        }
    }

    /// A count: a whole number, 0 or more.
    pub(super) fn count(&mut self, field: &'static str) -> Result<u64, CalculationError> {
        let value = self.need(field, WHOLE)?;
        self.whole_from(field, &value, LARGEST_COUNT)
    }

    /// A count of 1 or more.
    pub(super) fn count_from_one(&mut self, field: &'static str) -> Result<u64, CalculationError> {
        let rule = "a whole number from 1 to 1000000000";
        let value = self.need(field, rule)?;
        match whole(&value) {
            Some(count) if (1..=LARGEST_COUNT).contains(&count) => Ok(count),
            _ => Err(self.wrong(field, rule, &value)),
        }
    }

    /// A count that is part of another.
    pub(super) fn part(&mut self, field: &'static str, whole_field: &str, most: u64) -> Result<u64, CalculationError> {
        let value = self.need(field, WHOLE)?;
        let count = self.whole_from(field, &value, LARGEST_COUNT)?;
        if count <= most {
            return Ok(count);
        }
        Err(self.wrong(field, &format!("at most {}{whole_field}, which is {most}", self.path), &value))
    }

    /// An amount above zero.
    pub(super) fn amount(&mut self, field: &'static str) -> Result<f64, CalculationError> {
        let value = self.need(field, ABOVE_ZERO)?;
        self.amount_from(field, &value)
    }

    /// An amount above zero, or `default` where the field is absent.
    pub(super) fn amount_or(&mut self, field: &'static str, default: f64) -> Result<f64, CalculationError> {
        self.take(field).map_or(Ok(default), |value| self.amount_from(field, &value))
    }

    /// Two counts in a list.
    pub(super) fn two_counts(&mut self, field: &'static str) -> Result<[u64; 2], CalculationError> {
        let [first, second] = self.two(field, "a list of two whole numbers, 0 or more")?;
        let one = |place: &str, value: &Value| self.whole_from(&format!("{field}[{place}]"), value, LARGEST_COUNT);
        Ok([one("0", &first)?, one("1", &second)?])
    }

    /// Two rows of two counts.
    pub(super) fn two_by_two(&mut self, field: &'static str) -> Result<[[u64; 2]; 2], CalculationError> {
        let rule = "two lists of two whole numbers, 0 or more";
        let rows = self.two(field, rule)?;
        let row = |place: usize, row: &Value| match row.as_array().map(Vec::as_slice) {
            Some([first, second]) => Ok([
                self.whole_from(&format!("{field}[{place}][0]"), first, LARGEST_COUNT)?,
                self.whole_from(&format!("{field}[{place}][1]"), second, LARGEST_COUNT)?,
            ]),
            _ => Err(self.wrong(&format!("{field}[{place}]"), rule, row)),
        };
        let [first, second] = &rows;
        Ok([row(0, first)?, row(1, second)?])
    }

    /// Two amounts above zero in a list.
    pub(super) fn two_amounts(&mut self, field: &'static str) -> Result<[f64; 2], CalculationError> {
        let [first, second] = self.two(field, "a list of two numbers above 0")?;
        let one = |place: &str, value: &Value| self.amount_from(&format!("{field}[{place}]"), value);
        Ok([one("0", &first)?, one("1", &second)?])
    }

    fn two(&mut self, field: &'static str, rule: &str) -> Result<[Value; 2], CalculationError> {
        match self.need(field, rule)? {
            Value::Array(items) => <[Value; 2]>::try_from(items).map_err(|items| {
                let found = format!("a list of {}", items.len());
                self.wrong(field, rule, &Value::String(found))
            }),
            other => Err(self.wrong(field, rule, &other)),
        }
    }

    /// The level of the interval: 0.95 where it is absent.
    pub(super) fn level(&mut self) -> Result<f64, CalculationError> {
        let Some(value) = self.take("level") else { return Ok(super::DEFAULT_LEVEL) };
        match value.as_f64() {
            // A level closer to 1 than a float can tell leaves no tails to share.
            Some(level) if level > 0.0 && level < 1.0 => Ok(level),
            _ => Err(self.wrong("level", LEVEL, &value)),
        }
    }

    /// One of a few words, or the first of them where the field is absent.
    pub(super) fn choice<T: Copy>(
        &mut self,
        field: &'static str,
        choices: &[(&str, T)],
        default: T,
    ) -> Result<T, CalculationError> {
        let Some(value) = self.take(field) else { return Ok(default) };
        let found = value.as_str().and_then(|word| choices.iter().find(|(name, _)| *name == word));
        found.map(|(_, choice)| *choice).ok_or_else(|| {
            let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            self.wrong(field, &format!("one of {}", names.join(", ")), &value)
        })
    }

    pub(super) fn finite_from(&self, field: &str, value: &Value) -> Result<f64, CalculationError> {
        match value.as_f64() {
            Some(number) if libm::fabs(number) <= LARGEST_EXPOSURE => Ok(number),
            _ => Err(self.wrong(field, FINITE, value)),
        }
    }

    /// Any finite number.
    pub(super) fn number(&mut self, field: &'static str) -> Result<f64, CalculationError> {
        let value = self.need(field, FINITE)?;
        self.finite_from(field, &value)
    }

    /// A number that keeps a rule of its own, such as a correlation.
    pub(super) fn number_that(
        &mut self,
        field: &'static str,
        rule: &str,
        keeps: impl Fn(f64) -> bool,
    ) -> Result<f64, CalculationError> {
        let value = self.need(field, rule)?;
        value.as_f64().filter(|number| keeps(*number)).ok_or_else(|| self.wrong(field, rule, &value))
    }

    /// The same, or `default` where the field is absent.
    pub(super) fn number_that_or(
        &mut self,
        field: &'static str,
        default: f64,
        rule: &str,
        keeps: impl Fn(f64) -> bool,
    ) -> Result<f64, CalculationError> {
        self.left.entry(field).or_insert_with(|| Value::from(default));
        self.number_that(field, rule, keeps)
    }

    /// True or false, or `default` where the field is absent.
    pub(super) fn flag_or(&mut self, field: &'static str, default: bool) -> Result<bool, CalculationError> {
        let Some(value) = self.take(field) else { return Ok(default) };
        value.as_bool().ok_or_else(|| self.wrong(field, "true or false", &value))
    }

    /// A count, or `default` where the field is absent.
    pub(super) fn count_or(&mut self, field: &'static str, default: u64) -> Result<u64, CalculationError> {
        self.take(field).map_or(Ok(default), |value| self.whole_from(field, &value, LARGEST_COUNT))
    }

    /// A name: some text of at most 200 characters.
    pub(super) fn name(&mut self, field: &'static str) -> Result<String, CalculationError> {
        let value = self.need(field, NAME)?;
        match value.as_str().filter(|text| !text.trim().is_empty() && text.chars().count() <= 200) {
            Some(text) => Ok(text.to_owned()),
            None => Err(self.wrong(field, NAME, &value)),
        }
    }

    /// A name, if one is given.
    pub(super) fn name_or_none(&mut self, field: &'static str) -> Result<Option<String>, CalculationError> {
        if self.left.contains_key(field) {
            return self.name(field).map(Some);
        }
        self.asked.push(field);
        Ok(None)
    }

    /// An error for a rule that holds between fields, found after they were read.
    pub(super) fn broken(&self, field: &str, rule: &str, found: &str) -> CalculationError {
        self.wrong(field, rule, &Value::String(found.to_owned()))
    }

    /// An object inside the request.
    pub(super) fn object(&mut self, field: &'static str, rule: &str) -> Result<Fields, CalculationError> {
        match self.need(field, rule)? {
            Value::Object(left) => {
                Ok(Fields { method: self.method, path: format!("{}{field}.", self.path), left, asked: Vec::new() })
            }
            other => Err(self.wrong(field, rule, &other)),
        }
    }

    /// Refuses what was not asked for: a misspelt field must not be ignored in silence.
    pub(super) fn finish(self) -> Result<(), CalculationError> {
        match self.left.keys().next() {
            None => Ok(()),
            Some(extra) => Err(CalculationError::UnknownField {
                method: self.method,
                field: format!("{}{}", self.path, shortened(extra)),
                known: self.asked.join(", "),
            }),
        }
    }
}

/// A number that is whole, also when a spreadsheet wrote it as 12.0.
fn whole(value: &Value) -> Option<u64> {
    let number = value.as_number()?;
    number.as_u64().or_else(|| {
        let float = number.as_f64()?;
        (float >= 0.0 && float <= LARGEST_COUNT as f64 && libm::floor(float) == float).then_some(float as u64)
    })
}

/// A value as it is quoted in an error: short, whatever was sent.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => shortened(&number.to_string()),
        Value::String(text) => format!("\"{}\"", shortened(text)),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}

pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let visible =
        |text: &str| shown_plainly(&text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>());
    match text.char_indices().nth(MOST) {
        None => visible(text),
        Some((end, _)) => format!("{}…", visible(text.get(..end).unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        let Value::Object(map) = value else { panic!("not an object") };
        Fields::new("test", map)
    }

    fn said<T>(result: Result<T, CalculationError>) -> String {
        result.err().map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn whole_numbers_may_be_written_with_a_point() -> Result<(), CalculationError> {
        assert_eq!(fields(json!({"n": 12.0})).count("n")?, 12);
        let rule = "test: n must be a whole number from 0 to 1000000000; it is ";
        for (value, shown) in [
            (json!(1.5), "1.5"),
            (json!(-1), "-1"),
            (json!("12"), "\"12\""),
            (json!([1, 2]), "a list of 2"),
            (json!(null), "null"),
            (json!(1e300), "1e+300"),
            (json!(true), "true"),
        ] {
            assert_eq!(said(fields(json!({ "n": value })).count("n")), format!("{rule}{shown}"));
        }
        assert!(said(fields(json!({})).count("n")).starts_with("test: n is missing; it must be a whole number"));
        Ok(())
    }

    #[test]
    fn a_misspelt_field_is_named_with_those_that_exist() -> Result<(), CalculationError> {
        let mut request = fields(json!({"n": 1, "levle": 0.9}));
        request.count("n")?;
        request.level()?;
        assert_eq!(said(request.finish()), "test: levle is not known; the fields are n, level");
        Ok(())
    }

    #[test]
    fn places_in_lists_and_objects_are_named() -> Result<(), CalculationError> {
        let mut request = fields(json!({"events": [1, -2], "a": {"n": "x"}, "exposure": [0, 1], "pair": [1, 2, 3]}));
        assert!(said(request.two_counts("events")).contains("events[1] must be"));
        assert!(said(request.two_amounts("exposure")).contains("exposure[0] must be a number above 0"));
        assert!(said(request.two_counts("pair")).contains("a list of 3"));
        assert!(said(request.object("a", "an object")?.count("n")).contains("a.n must be"));
        Ok(())
    }

    #[test]
    fn a_long_or_odd_value_is_quoted_short() {
        let long = shown(&json!("x".repeat(1_000_000)));
        assert!(long.chars().count() < 50);
        assert_eq!(shown(&json!("a\nb")), "\"a b\"");
    }
}
