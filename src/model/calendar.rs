//! School years and their terms. Dates are stored; a term's number is only its place in the year.

use super::ModelError;
use super::as_text::kept_as_text;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The years in which a date of a pilot can lie: none was before the first law on special needs that is still followed was a few
/// years old, and whatever lies after is a slip of the keyboard. Arithmetic with such dates cannot overflow.
pub const YEARS: RangeInclusive<i32> = 1990..=2100;

/// What is wrong with a date that lies outside of [`YEARS`]; `what` begins a sentence: “The meeting”.
pub fn outside_years(what: &str, date: NaiveDate) -> Option<String> {
    let (first, last) = (YEARS.start(), YEARS.end());
    (!YEARS.contains(&date.year())).then(|| format!("{what}: {date} is outside the years {first} to {last}"))
}

/// A school year, September to August, known by the year it starts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AcademicYear(pub u16);

impl TryFrom<String> for AcademicYear {
    type Error = ModelError;
    fn try_from(text: String) -> Result<Self, ModelError> {
        text.parse()
    }
}

impl From<AcademicYear> for String {
    fn from(year: AcademicYear) -> String {
        year.to_string()
    }
}

impl AcademicYear {
    pub fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The school year a date falls in.
    pub fn of(date: NaiveDate) -> Self {
        let start = if date.month() >= 9 { date.year() } else { date.year() - 1 };
        Self(start.clamp(1900, 2200) as u16)
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl FromStr for AcademicYear {
    type Err = ModelError;

    /// Reads `2018/19`, `2018-19` and `201819`.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Year(text.to_owned());
        let (mut number, mut places) = (0, 0);
        for digit in text.trim().chars().filter(|c| !matches!(c, '/' | '-')) {
            number = number * 10 + digit.to_digit(10).filter(|_| places < 6).ok_or_else(wrong)?;
            places += 1;
        }
        if places != 6 {
            return Err(wrong());
        }
        let (start, end) = (number / 100, number % 100);
        if !(1990..=2100).contains(&start) || (start + 1) % 100 != end {
            return Err(wrong());
        }
        Ok(Self(start as u16))
    }
}

/// One term of one school year: `2018-19_3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    pub year: AcademicYear,
    /// 1 to 6 with the usual calendar; a setting may have fewer or more, up to 12.
    pub number: u8,
}

impl TermId {
    pub fn new(year: u16, number: u8) -> Self {
        Self { year: AcademicYear(year), number }
    }

    /// The same term a year before.
    pub fn year_before(self) -> Self {
        Self { year: self.year.previous(), number: self.number }
    }

    /// “Term 3 2018/19”.
    pub fn words(self) -> String {
        format!("Term {} {}", self.number, self.year)
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}_{}", self.year.0, (self.year.0 + 1) % 100, self.number)
    }
}

impl FromStr for TermId {
    type Err = ModelError;

    /// Only the spelling that is written names a term, or one term could have two records.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let number_of = |digits: &[u8]| {
            let is_number = digits.iter().all(u8::is_ascii_digit);
            is_number.then(|| digits.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
        };
        let term = || {
            let &[a, b, c, d, b'-', y, z, b'_', ref number @ ..] = text.as_bytes() else { return None };
            let (start, end) = (number_of(&[a, b, c, d])?, number_of(&[y, z])?);
            let number = match number {
                [ones @ b'1'..=b'9'] => ones - b'0',
                [b'1', ones @ b'0'..=b'2'] => 10 + ones - b'0',
                _ => return None,
            };
            let is_year = (1990..=2100).contains(&start) && end == (start + 1) % 100;
            is_year.then(|| Self::new(start, number))
        };
        term().ok_or_else(|| ModelError::Term(text.to_owned()))
    }
}

kept_as_text!(TermId);

/// A term's dates, and the day its returns are due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub id: TermId,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    pub due: NaiveDate,
}

/// All terms of the pilot's calendar, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    pub terms: OrdMap<TermId, Term>,
}

impl Calendar {
    /// The term that is running or the last that has started on `today`; the first if none has started.
    pub fn current(&self, today: NaiveDate) -> Option<&Term> {
        self.terms.values().rev().find(|term| term.starts <= today).or_else(|| self.terms.values().next())
    }

    pub fn previous(&self, term: TermId) -> Option<&Term> {
        self.terms.range(..term).next_back().map(|(_, term)| term)
    }

    /// Terms that start on or after a date: those a pilot can have changed.
    pub fn from(&self, date: NaiveDate) -> impl Iterator<Item = &Term> {
        self.terms.values().filter(move |term| term.starts >= date)
    }
}

/// Six terms for a school year, near the dates most English authorities with six terms use.
/// A start for the setting, to be corrected by the person: holidays differ by authority and year.
pub fn six_terms(year: AcademicYear) -> Vec<Term> {
    // (first day, last day) as month and day; from term 3 on they lie in the following calendar year.
    const DATES: [((u32, u32), (u32, u32)); 6] = [
        ((9, 3), (10, 25)),
        ((11, 4), (12, 20)),
        ((1, 6), (2, 14)),
        ((2, 24), (4, 3)),
        ((4, 20), (5, 22)),
        ((6, 1), (7, 21)),
    ];
    let mut terms = Vec::new();
    for (index, (first, last)) in DATES.iter().enumerate() {
        let calendar_year = i32::from(year.0) + i32::from(index >= 2);
        let day = |(month, day): (u32, u32)| NaiveDate::from_ymd_opt(calendar_year, month, day);
        if let (Some(starts), Some(ends)) = (day(*first), day(*last)) {
            let (starts, ends) = (weekday_from(starts), weekday_until(ends));
            let due = weekday_until(ends.checked_sub_days(Days::new(7)).unwrap_or(ends));
            terms.push(Term { id: TermId { year, number: index as u8 + 1 }, starts, ends, due });
        }
    }
    terms
}

fn weekday_from(date: NaiveDate) -> NaiveDate {
    let days = match date.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

fn weekday_until(date: NaiveDate) -> NaiveDate {
    let days = match date.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_read_in_its_three_written_forms() {
        for text in ["2018/19", "2018-19", "201819"] {
            assert_eq!(text.parse(), Ok(AcademicYear(2018)));
        }
        for text in ["2018", "2018/20", "18/19", "1899/00", "02018/19", "2018/1x", "x"] {
            assert!(text.parse::<AcademicYear>().is_err(), "{text}");
        }
        assert_eq!(AcademicYear(1999).to_string(), "1999/00");
    }

    #[test]
    fn a_term_has_one_spelling() {
        for (year, number) in (1990..=2100).flat_map(|year| (1..=12).map(move |number| (year, number))) {
            let term = TermId::new(year, number);
            assert_eq!(term.to_string().parse(), Ok(term));
        }
        assert_eq!("1999-00_12".parse(), Ok(TermId::new(1999, 12)));
        for text in [
            "2018/19_3",
            "2018-19_03",
            "2018-19_0",
            "2018-19_13",
            "2018-19",
            "2018-19_",
            "201819_3",
            " 2018-19_3",
            "2018-19_+3",
            "2018-1-9_3",
            "2018-20_3",
            "1989-90_3",
            "2101-02_3",
            "2018-19_x",
            "x018-19_3",
            "2018-x9_3",
            "2018-19_99999999",
        ] {
            assert!(text.parse::<TermId>().is_err(), "{text}");
        }
    }

    #[test]
    fn six_terms_follow_one_another_and_start_on_weekdays() {
        let terms = six_terms(AcademicYear(2018));
        assert_eq!(terms.len(), 6);
        assert!(terms.windows(2).all(|pair| pair[0].ends < pair[1].starts));
        for term in &terms {
            assert!(term.starts < term.due && term.due < term.ends);
            assert!(term.starts.weekday().num_days_from_monday() < 5);
            assert_eq!(AcademicYear::of(term.starts), AcademicYear(2018));
        }
    }

    #[test]
    fn the_current_term_is_the_last_that_has_started() {
        let mut calendar = Calendar::default();
        for term in six_terms(AcademicYear(2018)) {
            calendar.terms.insert(term.id, term);
        }
        let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).and_then(|day| calendar.current(day)).map(|t| t.id.number);
        assert_eq!(on(2018, 1, 1), Some(1), "before the first term");
        assert_eq!(on(2019, 2, 18), Some(3), "in the holiday after term 3");
        assert_eq!(on(2026, 2, 18), Some(6), "long after the last");
    }
}
