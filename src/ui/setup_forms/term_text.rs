//! A term's dates as they are typed. Knows nothing of returns.

use super::day_words;
use crate::model::{AcademicYear, Calendar, Term, TermId};
use crate::ui::forms::{DateText, FormErrors};
use chrono::NaiveDate;

/// What is typed of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermText {
    pub starts: DateText,
    pub ends: DateText,
    pub due: DateText,
}

impl TermText {
    /// The boxes for a term that is known.
    pub fn of(term: &Term) -> Self {
        Self { starts: DateText::of(term.starts), ends: DateText::of(term.ends), due: DateText::of(term.due) }
    }

    /// Reads the form; what is wrong goes into `errors`: each date has to fit the others, the school year and the terms
    /// before and after.
    pub fn read(&self, id: TermId, calendar: &Calendar, errors: &mut FormErrors) -> Option<Term> {
        let starts = errors.keep("starts", needed("The term’s first day", &self.starts))?;
        let ends = errors.keep("ends", needed("The term’s last day", &self.ends));
        let due = errors.keep("due", needed("The day returns are due", &self.due));
        let term = Term { id, starts, ends: ends?, due: due? };
        for (field, words) in faults(&term, calendar) {
            errors.put(field, words);
        }
        errors.is_empty().then_some(term)
    }
}

fn needed(what: &str, text: &DateText) -> Result<NaiveDate, String> {
    let missing = || format!("Enter {}", what.replacen("The", "the", 1));
    text.read(what)?.ok_or_else(missing)
}

fn faults(term: &Term, calendar: &Calendar) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let id = term.id;
    if AcademicYear::of(term.starts) != id.year {
        let words = format!("The term’s first day must be in the school year {}, September to August", id.year);
        found.push(("starts", words));
    }
    if let Some(before) = calendar.previous(id).filter(|before| term.starts <= before.ends) {
        let words =
            format!("{} must start after {}, when {} ends", id.words(), day_words(before.ends), before.id.words());
        found.push(("starts", words));
    }
    if term.ends < term.starts {
        found.push(("ends", format!("The term’s last day must be on or after its first, {}", day_words(term.starts))));
    }
    let next = calendar.terms.values().find(|other| other.id > id);
    if let Some(next) = next.filter(|next| term.ends >= next.starts) {
        let words =
            format!("{} must end before {}, when {} starts", id.words(), day_words(next.starts), next.id.words());
        found.push(("ends", words));
    }
    if term.due < term.starts {
        let words =
            format!("The day returns are due must be on or after {}, when the term starts", day_words(term.starts));
        found.push(("due", words));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::six_terms;

    fn calendar() -> Calendar {
        Calendar { terms: six_terms(AcademicYear(2018)).into_iter().map(|term| (term.id, term)).collect() }
    }

    fn told(change: impl FnOnce(&mut Term)) -> Vec<(String, String)> {
        let calendar = calendar();
        let mut term = calendar.terms[&TermId::new(2018, 3)].clone();
        change(&mut term);
        let mut errors = FormErrors::new();
        TermText::of(&term).read(term.id, &calendar, &mut errors);
        errors.in_order()
    }

    #[test]
    fn the_usual_terms_are_all_right() {
        let calendar = calendar();
        for term in calendar.terms.values() {
            let mut errors = FormErrors::new();
            assert_eq!(TermText::of(term).read(term.id, &calendar, &mut errors).as_ref(), Some(term));
        }
    }

    #[test]
    fn a_term_that_reaches_into_its_neighbours_is_told_where_they_end_and_start() {
        let day = |month, day| NaiveDate::from_ymd_opt(if month > 8 { 2018 } else { 2019 }, month, day).expect("a day");
        assert_eq!(
            told(|term| term.starts = day(12, 1)),
            [(
                "starts".to_owned(),
                "Term 3 2018/19 must start after 20 December 2018, when Term 2 2018/19 ends".to_owned()
            )]
        );
        assert!(
            told(|term| term.ends = day(3, 1)).iter().any(|(field, words)| field == "ends" && words.contains("Term 4"))
        );
        assert!(
            told(|term| term.ends = day(1, 1)).iter().any(|(field, words)| field == "ends" && words.contains("first"))
        );
        assert!(told(|term| term.due = day(1, 1)).iter().any(|(field, _)| field == "due"));
    }

    #[test]
    fn a_date_left_empty_is_asked_for() {
        let mut errors = FormErrors::new();
        TermText::default().read(TermId::new(2018, 1), &calendar(), &mut errors);
        assert_eq!(errors.get("starts").as_deref(), Some("Enter the term’s first day"));
    }
}
