//! Which terms are looked at and which terms of an earlier year they are held against.
//! Knows nothing of figures.

use super::Evidence;
use super::numbers::list;
use crate::model::{AcademicYear, PilotData, TermId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Some terms and, for each, the same term of an earlier year. No term's number occurs twice, or two terms would be
/// held against one and its figures would count double.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// In order.
    pub terms: Vec<TermId>,
    /// What each term is held against, in the same order.
    pub base: Vec<TermId>,
}

/// A period to choose, with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodChoice {
    pub label: String,
    pub period: Period,
}

impl Period {
    /// These terms, each against the same term a year before. Of two terms with one number the newer is kept.
    pub fn new(terms: impl IntoIterator<Item = TermId>) -> Self {
        Self::against(terms, |term| term.year_before())
    }

    fn against(terms: impl IntoIterator<Item = TermId>, base_of: impl Fn(TermId) -> TermId) -> Self {
        let mut newest: BTreeMap<u8, TermId> = BTreeMap::new();
        for term in terms {
            let kept = newest.entry(term.number).or_insert(term);
            *kept = term.max(*kept);
        }
        let terms: Vec<TermId> = newest.into_values().collect::<BTreeSet<_>>().into_iter().collect();
        let base = terms.iter().map(|term| base_of(*term)).collect();
        Self { terms, base }
    }

    /// The terms from first to last that the pilot knows, each against the newest same term that the pilot cannot
    /// have changed: a year before, or further back once the pilot has run for more than a year.
    pub fn between(evidence: &Evidence, first: TermId, last: TermId) -> Self {
        let inside = evidence.terms.iter().copied().filter(|term| (first..=last).contains(term));
        Self::against(inside, |term| base_before(term, evidence.first_term_during))
    }

    /// The same terms, each against the term of its number in one year.
    pub fn with_base_year(&self, year: AcademicYear) -> Self {
        let base = self.terms.iter().map(|term| TermId { year, number: term.number }).collect();
        Self { terms: self.terms.clone(), base }
    }

    /// All terms since the pilot started up to the newest with returns; before it has started, or without a start,
    /// the newest school year that has returns.
    pub fn default_of(evidence: &Evidence) -> Self {
        let Some(newest) = evidence.newest_term_returned else { return Self::default() };
        let year_starts = TermId { year: newest.year, number: 0 };
        let first = evidence.first_term_during.filter(|first| *first <= newest).unwrap_or(year_starts);
        Self::between(evidence, first, newest)
    }

    /// [`Period::default_of`] for data that has not been indexed.
    pub fn default_for(data: &PilotData) -> Self {
        Self::default_of(&Evidence::of(data))
    }

    /// What a person may choose: since the start, school years that have a year before, then single terms, newest
    /// first. No period is offered twice.
    pub fn choices(evidence: &Evidence) -> Vec<PeriodChoice> {
        let mut choices: Vec<PeriodChoice> = Vec::new();
        let mut offer = |label: String, period: Period| {
            if !period.terms.is_empty() && choices.iter().all(|choice| choice.period != period) {
                choices.push(PeriodChoice { label, period });
            }
        };
        let Some(newest) = evidence.newest_term_returned else { return choices };
        let default = Self::default_of(evidence);
        let started = evidence.first_term_during.is_some_and(|first| first <= newest);
        let label = if started { format!("Since the pilot started: {}", default.words()) } else { default.words() };
        offer(label, default);
        let years = evidence.years_returned();
        let has_year_before = |year: AcademicYear| years.contains(&year.previous());
        for year in years.iter().rev().copied().filter(|year| has_year_before(*year)) {
            let period = Self::between(evidence, TermId { year, number: 0 }, year_ends(year).min(newest));
            let whole = evidence.terms.iter().filter(|term| term.year == year).count() == period.terms.len();
            let label =
                if whole { format!("School year {year}") } else { format!("{year} so far: {}", period.words()) };
            offer(label, period);
        }
        let terms = evidence.terms.iter().rev().filter(|term| **term <= newest && has_year_before(term.year));
        for term in terms {
            let period = Self::between(evidence, *term, *term);
            offer(period.words(), period);
        }
        choices
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn first(&self) -> Option<TermId> {
        self.terms.first().copied()
    }

    pub fn last(&self) -> Option<TermId> {
        self.terms.last().copied()
    }

    /// Each term with what it is held against.
    pub fn pairs(&self) -> impl DoubleEndedIterator<Item = (TermId, TermId)> + '_ {
        self.terms.iter().copied().zip(self.base.iter().copied())
    }

    /// “Terms 2 to 6 2018/19”.
    pub fn words(&self) -> String {
        terms_words(&self.terms)
    }

    /// “Terms 2 to 6 2017/18”.
    pub fn base_words(&self) -> String {
        terms_words(&self.base)
    }

    /// How the base was chosen: “the same terms a year before”.
    pub fn base_rule(&self) -> &'static str {
        let year_before = self.pairs().all(|(term, base)| term.year_before() == base);
        let one_year = |pair: (TermId, TermId)| self.base.first().is_some_and(|first| first.year == pair.1.year);
        let has_skipped = |(term, base): (TermId, TermId)| base < term.year_before();
        // Where a person chose the year, terms of one school year stand against those of one other.
        if !year_before && self.pairs().all(one_year) && self.pairs().all(has_skipped) {
            return if self.terms.len() == 1 {
                "the same term of an earlier year"
            } else {
                "the same terms of an earlier year"
            };
        }
        match (year_before, self.terms.len()) {
            (true, 1) => "the same term a year before",
            (true, _) => "the same terms a year before",
            (false, 1) => "the same term in the last year before the pilot",
            (false, _) => "the same terms in the last year before the pilot",
        }
    }
}

fn year_ends(year: AcademicYear) -> TermId {
    TermId { year, number: u8::MAX }
}

fn base_before(term: TermId, first_during: Option<TermId>) -> TermId {
    let mut base = term.year_before();
    if let Some(first) = first_during.filter(|first| term >= *first) {
        while base >= first && base.year.0 > 0 {
            base = base.year_before();
        }
    }
    base
}

/// “Term 3 2018/19”, “Terms 2 to 6 2018/19”, “Terms 1, 3 and 4 2018/19”; several years are joined by “and”.
fn terms_words(terms: &[TermId]) -> String {
    let mut by_year: BTreeMap<AcademicYear, Vec<u8>> = BTreeMap::new();
    for term in terms {
        by_year.entry(term.year).or_default().push(term.number);
    }
    let mut parts = Vec::new();
    for (year, mut numbers) in by_year {
        numbers.sort_unstable();
        let in_a_row = numbers.windows(2).all(|pair| matches!(pair, [one, next] if *next == one + 1));
        let words = match (numbers.as_slice(), in_a_row) {
            ([only], _) => format!("Term {only}"),
            ([first, second], _) => format!("Terms {first} and {second}"),
            ([first, .., last], true) => format!("Terms {first} to {last}"),
            (some, _) => format!("Terms {}", list(some.iter().map(u8::to_string))),
        };
        parts.push(format!("{words} {year}"));
    }
    if parts.is_empty() { "No terms".to_owned() } else { list(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(first_during: Option<TermId>, years: std::ops::RangeInclusive<u16>, newest: TermId) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.terms = years.flat_map(|year| (1..=6).map(move |number| TermId::new(year, number))).collect();
        evidence.first_term_during = first_during;
        evidence.newest_term_returned = Some(newest);
        evidence
    }

    #[test]
    fn the_first_year_of_the_pilot_is_held_against_the_year_before() {
        let evidence = known(Some(TermId::new(2018, 2)), 2016..=2018, TermId::new(2018, 6));
        let period = Period::default_of(&evidence);
        assert_eq!(period.words(), "Terms 2 to 6 2018/19");
        assert_eq!(period.base_words(), "Terms 2 to 6 2017/18");
        assert_eq!(period.base_rule(), "the same terms a year before");
    }

    #[test]
    fn in_the_second_year_no_term_is_held_against_one_that_the_pilot_had_changed() {
        let start = TermId::new(2018, 2);
        let evidence = known(Some(start), 2016..=2019, TermId::new(2019, 3));
        let period = Period::default_of(&evidence);
        assert_eq!(period.words(), "Terms 4 to 6 2018/19 and Terms 1 to 3 2019/20");
        assert_eq!(period.base_words(), "Terms 2 to 6 2017/18 and Term 1 2018/19");
        assert!(period.base.iter().all(|base| *base < start));
        assert_eq!(period.base_rule(), "the same terms in the last year before the pilot");
        let distinct: BTreeSet<TermId> = period.base.iter().copied().collect();
        assert_eq!(distinct.len(), period.base.len());
    }

    #[test]
    fn without_a_start_the_newest_school_year_is_looked_at() {
        let evidence = known(None, 2017..=2018, TermId::new(2018, 4));
        assert_eq!(Period::default_of(&evidence).words(), "Terms 1 to 4 2018/19");
    }

    #[test]
    fn terms_are_named_as_people_name_them() {
        let words = |numbers: &[u8]| Period::new(numbers.iter().map(|n| TermId::new(2018, *n))).words();
        assert_eq!(words(&[3]), "Term 3 2018/19");
        assert_eq!(words(&[3, 2]), "Terms 2 and 3 2018/19");
        assert_eq!(words(&[1, 3, 4]), "Terms 1, 3 and 4 2018/19");
        assert_eq!(words(&[]), "No terms");
    }
}
