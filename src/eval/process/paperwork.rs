//! Minutes that schools spend on the pilot's paperwork: how many, how unevenly, and whether they become fewer. Knows
//! nothing of what the paperwork is for.

use super::Group;
use super::fact::{Fact, Measured, Span, Sure, input};
use crate::eval::certainty::{Step, step_of};
use crate::eval::numbers::{count, counted, number, percent, signed};
use crate::eval::{Calculation, Evidence, Period};
use crate::model::{ReturnItem, TermId};
use crate::stats::{quartiles, wilson};
use serde::Serialize;

/// The line that [`Paperwork::above`] counts from, in minutes a school and term. This page draws it; the pilot has set
/// none.
pub const STATED_MINUTES: f64 = 120.0;
/// From fewer terms no course of a school is told.
const FEWEST_TERMS: usize = 3;
/// Schools are taken for a flock from here on, as in all findings.
const FEWEST_SCHOOLS: usize = 8;

const TOLD: &str = "Minutes are told by the schools themselves, mostly in round numbers, and cover the pilot's paperwork only. Before the pilot nobody counted them, so they cannot say whether paperwork as a whole became more or less.";

/// One term's minutes over the schools that told them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaperworkTerm {
    pub term: TermId,
    pub words: String,
    pub schools: usize,
    /// Schools whose return was expected.
    pub expected: usize,
    pub median: Option<f64>,
    pub lower_quartile: Option<f64>,
    pub upper_quartile: Option<f64>,
    /// Of all schools that told theirs, together.
    pub hours: f64,
}

/// What the minutes of some schools say.
pub(super) struct Paperwork {
    pub facts: Vec<Fact>,
    pub terms: Vec<PaperworkTerm>,
    /// Whether it became less, in most schools; None where that cannot be told.
    pub fell: Option<bool>,
}

/// A school's minutes, term by term.
type Course = Vec<(usize, f64)>;

/// Answers for one group of schools over the period.
pub(super) fn paperwork(evidence: &Evidence, period: &Period, group: &Group) -> Paperwork {
    let courses: Vec<Course> = group
        .places
        .iter()
        .map(|place| {
            let minutes = |term: &TermId| evidence.row(*place, *term)?.get(ReturnItem::PaperworkMinutes).map(f64::from);
            period.terms.iter().enumerate().filter_map(|(nth, term)| Some((nth, minutes(term)?))).collect()
        })
        .collect();
    let terms = period.terms.iter().enumerate().map(|(nth, term)| of_term(*term, nth, &courses)).collect();
    let expected = group.places.len() * period.terms.len();
    let told: usize = courses.iter().map(Vec::len).sum();
    let coverage = format!(
        "{} of {} returns expected tell their minutes, from {}",
        count(told as f64),
        count(expected as f64),
        counted(courses.iter().filter(|course| !course.is_empty()).count() as f64, ("school", "schools"))
    );
    let mut facts = vec![usual(&courses, group, told, expected), total(&courses, group, told, expected)];
    facts.push(above(&courses, group, told, expected));
    // Where there are terms enough, what is only done once at the start makes no trend.
    let first = usize::from(period.first() == evidence.first_term_during && period.terms.len() > FEWEST_TERMS);
    let later: Vec<Course> =
        courses.iter().map(|course| course.iter().copied().filter(|(nth, _)| *nth >= first).collect()).collect();
    let course = course_of(&later, group, first > 0);
    let fell = course.is_sure().then(|| course.value.is_some_and(|share| share > 50.0));
    facts.push(course);
    for fact in &mut facts {
        fact.coverage.clone_from(&coverage);
        fact.cannot_say = TOLD;
    }
    Paperwork { facts, terms, fell }
}

fn of_term(term: TermId, nth: usize, courses: &[Course]) -> PaperworkTerm {
    let minutes: Vec<f64> =
        courses.iter().flatten().filter(|(own, _)| *own == nth).map(|(_, minutes)| *minutes).collect();
    let found = quartiles(&minutes);
    PaperworkTerm {
        term,
        words: term.words(),
        schools: minutes.len(),
        expected: courses.len(),
        median: found.map(|[_, median, _]| median),
        lower_quartile: found.map(|[lower, ..]| lower),
        upper_quartile: found.map(|[.., upper]| upper),
        hours: minutes.iter().sum::<f64>() / 60.0,
    }
}

/// Each school's own minutes a term, over the terms it told.
fn means(courses: &[Course]) -> Vec<f64> {
    let mean = |course: &Course| course.iter().map(|(_, minutes)| minutes).sum::<f64>() / course.len() as f64;
    courses.iter().filter(|course| !course.is_empty()).map(mean).collect()
}

fn usual(courses: &[Course], group: &Group, told: usize, expected: usize) -> Fact {
    let unknown = Fact::unknown(
        "Minutes a school and term",
        &group.who,
        Measured::Minutes,
        "No school has told how long the paperwork took.",
    );
    let means = means(courses);
    let Some([lower, median, upper]) = quartiles(&means) else { return unknown };
    Fact {
        value: Some(median),
        lower: Some(lower),
        upper: Some(upper),
        span: Span::Quartiles,
        certainty: Sure::counted(told, expected),
        convention: "median over schools of each school's mean over its terms; quartiles by type 7 of Hyndman and Fan",
        sentence: format!(
            "The school in the middle spends {} minutes a term on the pilot’s paperwork; a quarter of schools spend under {}, a quarter over {}.",
            number(median, 0),
            number(lower, 0),
            number(upper, 0)
        ),
        inputs: vec![input("Schools that told any", count(means.len() as f64))],
        ..unknown
    }
}

fn total(courses: &[Course], group: &Group, told: usize, expected: usize) -> Fact {
    let unknown = Fact::unknown("Hours in all", &group.who, Measured::Hours, "No hours have been told.");
    if told == 0 {
        return unknown;
    }
    let minutes: f64 = courses.iter().flatten().map(|(_, minutes)| minutes).sum();
    let missing = expected.saturating_sub(told);
    let rest = match missing {
        0 => String::new(),
        _ => format!("; {} did not tell theirs, so it is more", counted(missing as f64, ("return", "returns"))),
    };
    Fact {
        value: Some(minutes / 60.0),
        certainty: Sure::counted(told, expected),
        convention: "sum of the minutes told, divided by 60; nothing is filled in for missing returns",
        sentence: format!("All together took {} hours{rest}.", number(minutes / 60.0, 0)),
        inputs: vec![input("Minutes told", number(minutes, 0))],
        ..unknown
    }
}

fn above(courses: &[Course], group: &Group, told: usize, expected: usize) -> Fact {
    let limit = number(STATED_MINUTES, 0);
    let unknown = Fact::unknown(
        format!("Schools above {limit} minutes a term"),
        &group.who,
        Measured::Percent,
        "No school has told how long the paperwork took.",
    );
    let means = means(courses);
    if means.is_empty() {
        return unknown;
    }
    let over = means.iter().filter(|mean| **mean > STATED_MINUTES).count();
    let share = over as f64 / means.len() as f64;
    Fact {
        value: Some(share * 100.0),
        certainty: Sure::counted(told, expected),
        convention: "schools whose mean is above the line, of those that told any; the line is this page's own",
        sentence: format!(
            "{over} of {} schools ({}) spend more than {limit} minutes a term.",
            means.len(),
            percent(share, 0)
        ),
        inputs: vec![input("Line, minutes a school and term", limit)],
        ..unknown
    }
}

/// In how many schools the minutes went down over the terms. Each school is held against itself, so that a missing return
/// makes no trend.
fn course_of(courses: &[Course], group: &Group, later_only: bool) -> Fact {
    let label = "Schools in which it became less";
    let slopes: Vec<f64> = courses.iter().filter(|course| course.len() >= FEWEST_TERMS).map(slope).collect();
    let (fell, rose) =
        (slopes.iter().filter(|slope| **slope < 0.0).count(), slopes.iter().filter(|slope| **slope > 0.0).count());
    let moved = (fell + rose) as u64;
    let unknown = Fact::unknown(
        label,
        &group.who,
        Measured::Percent,
        format!("Fewer than {FEWEST_TERMS} terms have been told by any school: too early for a course."),
    );
    let Some([_, middle, _]) = quartiles(&slopes).filter(|_| moved > 0) else { return unknown };
    let at = |level: f64| wilson(fell as u64, moved, level).map_or((0.0, 1.0), |found| (found.lower, found.upper));
    let apart = |level: f64| {
        let (lower, upper) = at(level);
        lower > 0.5 || upper < 0.5
    };
    let (mut step, mut reasons) = (step_of(apart), Vec::new());
    if slopes.len() < FEWEST_SCHOOLS && step < Step::Likely {
        step = Step::Likely;
        reasons.push(format!("These are only {} schools.", slopes.len()));
    }
    let share = fell as f64 / moved as f64;
    let verdict = match (step.has_direction(), share > 0.5) {
        (true, true) => "It became less in more than half.",
        (true, false) => "It became more in more than half.",
        (false, _) => "Whether it became less in most cannot be told yet.",
    };
    let (lower, upper) = at(0.95);
    Fact {
        value: Some(share * 100.0),
        lower: Some(lower * 100.0),
        upper: Some(upper * 100.0),
        span: Span::Interval,
        certainty: Sure::Estimated(step),
        reasons,
        convention: "sign of each school's least-squares slope over at least three terms, the pilot's first left out where there are enough; share that fell of those that moved, Wilson score interval, held against a half",
        sentence: format!(
            "In {fell} of {moved} schools the minutes went down over the terms, in {rose} up; in the middle by {} minutes a term. {verdict}{}",
            signed(middle, 0),
            if later_only { " The pilot’s first term is left out: it holds what is only done once." } else { "" }
        ),
        inputs: vec![
            input("Schools with at least three terms", count(slopes.len() as f64)),
            input("Middle slope, minutes a term", signed(middle, 1)),
        ],
        calculations: vec![Calculation::proportion(fell as u64, moved)],
        ..unknown
    }
}

/// Minutes a term by least squares.
fn slope(course: &Course) -> f64 {
    let n = course.len() as f64;
    let (x, y) = course.iter().fold((0.0, 0.0), |sum, (nth, minutes)| (sum.0 + *nth as f64 / n, sum.1 + minutes / n));
    let products = course.iter().map(|(nth, minutes)| (*nth as f64 - x) * (minutes - y)).sum::<f64>();
    products / course.iter().map(|(nth, _)| (*nth as f64 - x) * (*nth as f64 - x)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_passes_over_terms_that_are_missing() {
        assert_eq!(slope(&vec![(0, 100.0), (1, 90.0), (4, 60.0)]), -10.0);
    }
}
