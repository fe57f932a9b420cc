//! What is wrong with a form, and what the text of a field means. Knows nothing of how a field looks.

use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The errors of a form: a sentence for each field, known by the field's id.
///
/// They are listed in the order in which they were put in, which should be the order on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors {
    order: Vec<String>,
    sentences: BTreeMap<String, String>,
}

impl FormErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what is wrong with a field. The first thing said about a field stands.
    pub fn put(&mut self, field_id: impl Into<String>, sentence: impl Into<String>) {
        let field_id = field_id.into();
        if !self.sentences.contains_key(&field_id) {
            self.order.push(field_id.clone());
            self.sentences.insert(field_id, sentence.into());
        }
    }

    /// Keeps what a field was read as, or its error.
    pub fn keep<T>(&mut self, field_id: &str, read: Result<T, String>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(sentence) => {
                self.put(field_id, sentence);
                None
            }
        }
    }

    /// What is wrong with one field, if anything.
    pub fn get(&self, field_id: &str) -> Option<String> {
        self.sentences.get(field_id).cloned()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Field ids with their sentences, in the order of the page.
    pub fn in_order(&self) -> Vec<(String, String)> {
        self.order.iter().filter_map(|id| Some((id.clone(), self.sentences.get(id)?.clone()))).collect()
    }
}

/// A core's lower-case reason as a sentence.
pub fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    let stop = if reason.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// Reads a whole number as people write it: `1,204`, ` 34 `. An empty field is `None`.
///
/// `what` begins the sentence of the error, such as "Pupils on roll".
pub fn whole_number(what: &str, text: &str) -> Result<Option<u32>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    if let Some(positive) = digits.strip_prefix(['-', '−'])
        && positive.parse::<f64>().is_ok()
    {
        return Err(format!("{what} cannot be less than 0"));
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().map(Some).map_err(|_| format!("{what} must be 4,294,967,295 or fewer"));
    }
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Err(format!("{what} must be a whole number, like 34")),
        _ => Err(format!("{what} must be a number, like 34; “{}” is not", short(text))),
    }
}

/// Reads a whole number that has to be there.
pub fn required_number(what: &str, text: &str) -> Result<u32, String> {
    whole_number(what, text)?.ok_or_else(|| format!("Enter {}", lower_first(what)))
}

/// Reads a line of text that has to be there, at most `longest` characters.
pub fn required_text(what: &str, text: &str, longest: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(format!("Enter {}", lower_first(what)));
    }
    let length = text.chars().count();
    if length > longest {
        return Err(format!("{what} must be {longest} characters or fewer; it has {length}"));
    }
    Ok(text.to_owned())
}

/// What is typed in the three boxes of a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateText {
    pub day: String,
    pub month: String,
    pub year: String,
}

impl DateText {
    /// The boxes for a known date.
    pub fn of(date: NaiveDate) -> Self {
        Self { day: date.day().to_string(), month: date.month().to_string(), year: date.year().to_string() }
    }

    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|part| part.trim().is_empty())
    }

    /// Reads the date. Months may be numbers or names; years are 1990 to 2100. Three empty boxes are `None`.
    pub fn read(&self, what: &str) -> Result<Option<NaiveDate>, String> {
        if self.is_empty() {
            return Ok(None);
        }
        let parts = [("a day", &self.day), ("a month", &self.month), ("a year", &self.year)];
        let missing: Vec<&str> =
            parts.iter().filter(|(_, part)| part.trim().is_empty()).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            return Err(format!("{what} must include {}", missing.join(" and ")));
        }
        let real = || format!("{what} must be a real date, like 4 June 2026");
        let day: u32 = self.day.trim().parse().map_err(|_| real())?;
        let month = month_number(&self.month).ok_or_else(real)?;
        let year: i32 = self.year.trim().parse().map_err(|_| real())?;
        if !(1990..=2100).contains(&year) {
            return Err(format!("{what} must have a year from 1990 to 2100"));
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Some).ok_or_else(real)
    }
}

fn month_number(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.trim().to_lowercase();
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let named = |month: &&str| text.len() >= 3 && month.starts_with(&text);
    MONTHS.iter().position(named).and_then(|place| u32::try_from(place + 1).ok())
}

/// At most 40 characters of what somebody typed, for showing it back.
fn short(text: &str) -> String {
    let mut out: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    if text.chars().count() > 40 {
        out.push('…');
    }
    out
}

/// "Pupils on roll" → "pupils on roll", but "EHC plans" stays.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in
            [("34", Some(34)), (" 1,204 ", Some(1204)), ("1 204", Some(1204)), ("0", Some(0)), ("", None)]
        {
            assert_eq!(whole_number("Pupils", text), Ok(number), "{text:?}");
        }
    }

    #[test]
    fn a_number_that_cannot_be_says_what_would_be_right() {
        let told = |text| whole_number("Pupils on roll", text).unwrap_err();
        assert_eq!(told("-3"), "Pupils on roll cannot be less than 0");
        assert_eq!(told("3.5"), "Pupils on roll must be a whole number, like 34");
        assert_eq!(told("many"), "Pupils on roll must be a number, like 34; “many” is not");
        assert_eq!(told("4294967296"), "Pupils on roll must be 4,294,967,295 or fewer");
        assert_eq!(required_number("Pupils on roll", " ").unwrap_err(), "Enter pupils on roll");
        assert_eq!(required_number("EHC plans", "").unwrap_err(), "Enter EHC plans");
    }

    #[test]
    fn a_date_is_read_with_its_month_in_figures_or_words() {
        let june = NaiveDate::from_ymd_opt(2026, 6, 4);
        for month in ["6", "06", "June", "jun"] {
            let boxes = DateText { day: "4".into(), month: month.into(), year: "2026".into() };
            assert_eq!(boxes.read("Review date"), Ok(june), "{month}");
        }
        assert_eq!(DateText::default().read("Review date"), Ok(None));
    }

    #[test]
    fn a_date_that_cannot_be_says_which_part_is_wrong() {
        let told = |day: &str, month: &str, year: &str| {
            DateText { day: day.into(), month: month.into(), year: year.into() }.read("Review date").unwrap_err()
        };
        assert_eq!(told("4", "", ""), "Review date must include a month and a year");
        assert_eq!(told("31", "2", "2019"), "Review date must be a real date, like 4 June 2026");
        assert_eq!(told("1", "1", "19"), "Review date must have a year from 1990 to 2100");
        assert_eq!(told("1", "ju", "2019"), "Review date must be a real date, like 4 June 2026");
    }

    #[test]
    fn errors_are_listed_in_the_order_of_the_page_and_the_first_of_a_field_stands() {
        let mut errors = FormErrors::new();
        errors.put("roll", "Enter the roll");
        errors.put("age", "Enter the age");
        errors.put("roll", "Something else");
        let listed = errors.in_order();
        assert_eq!(listed, [("roll".into(), "Enter the roll".into()), ("age".into(), "Enter the age".into())]);
    }

    proptest! {
        #[test]
        fn no_text_makes_a_field_panic(text in ".*", other in ".*", third in ".*") {
            let _ = whole_number("Field", &text);
            let _ = required_text(&text, &other, 10);
            let _ = DateText { day: text, month: other, year: third }.read("Field");
        }

        #[test]
        fn a_written_date_reads_back(days in 0i64..40_000) {
            let date = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(days as u64);
            prop_assert_eq!(DateText::of(date).read("Date"), Ok(Some(date)));
        }
    }
}
