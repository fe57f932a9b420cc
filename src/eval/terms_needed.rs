//! How many more terms it would take until a change is told. Knows no school and no sentence of a finding.
//!
//! **Formula.** A ratio r of two rates is told at 95%, with a chance of 80%, once its logarithm is as large as
//! (t₀.₉₇₅ + t₀.₈₀) · SE (J. M. Lachin 1981, “Introduction to sample size determination and power analysis”; Student's t on
//! the degrees of freedom of the finding, where it has them by school). The squared error is φ (1/b + 1/a), with b events
//! before and a after, and φ how much more than by chance they vary: 1 for rare events, else that of the finding's own
//! error, by school. Both counts grow with the terms: after k terms like these n there are a·k/n after the start; before it
//! there are b·k/n only as long as there are terms to go back to, and from then on no more.
//!
//! * k terms on both sides: k = n · t² · φ (1/b + 1/a) / ln² r.
//! * Where only B terms lie before the start: k = n · (φ/a) / (ln² r / t² − φ n / (b B)); never, if that is not above nothing.
//!
//! **Limits.** Events go on at their present rate, and schools differ as they do now. What makes schools' changes differ for
//! good does not shrink with time, so the figure is a lower bound where schools decide. It looks at one test at the end; who
//! looks each term will sooner or later see something by chance. The change seen is itself uncertain, and is larger than the
//! truth more often than not where it has been picked for its size: that is why a change of a stated size stands beside it.
//! A share counted on one day (SEN Support) has no such figure: another term counts the same pupils again. For it the
//! smallest change that would be told is given instead.

use super::change::Scale;
use super::estimate::Estimate;
use super::matched::Tally;
use super::numbers::{change_in_words, counted, number};
use super::{Indicator, Kind};
use crate::model::Direction;
use crate::stats::student_quantile;
use serde::Serialize;

/// The change that is asked about beside the one seen: a fifth.
const STATED: f64 = 0.2;
/// How often a change of the size asked about is to be told.
const POWER: f64 = 0.8;
/// Beyond so many years a measure will not tell by itself.
const MOST_YEARS: usize = 5;

const BY_TERMS: &str = "normal approximation of the logarithm of a rate ratio, 95% two-sided, 80% power, Student's t where schools decide; the squared error shrinks as terms are added";
const BY_SIZE: &str = "(t₀.₉₇₅ + t₀.₈₀) standard errors of the finding: 95% two-sided, 80% power";

/// How many more terms like those of the period it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoreTerms {
    /// These are enough.
    Enough,
    Terms(usize),
    /// More than this many years.
    BeyondYears(usize),
    /// However long it goes on: the terms before the start cannot become more.
    Never,
}

/// What it takes until a change is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermsNeeded {
    /// Were the change that was seen the true one; None where none was seen or its size cannot be given.
    pub for_seen: Option<MoreTerms>,
    /// For a change of `stated`, in the wanted direction.
    pub for_stated: Option<MoreTerms>,
    /// The ratio that is asked about: 0.8 is a fall by a fifth.
    pub stated: Option<f64>,
    /// For a share: the smallest change in percentage points that would be told in four of five cases.
    pub smallest_points: Option<f64>,
    pub convention: &'static str,
    pub sentences: Vec<String>,
}

/// What is known of the two sides.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sides {
    before: f64,
    after: f64,
    /// Variance over what chance alone would give.
    factor: f64,
    degrees_of_freedom: f64,
    /// Terms looked at.
    terms: usize,
    /// Terms with returns before the start, those looked at among them.
    back: usize,
    terms_a_year: usize,
}

impl Sides {
    /// More terms until a ratio is told that would leave this many after the start, in as many terms as now.
    fn until(&self, ratio: f64, after: f64) -> MoreTerms {
        let size = libm::log(ratio);
        let both = student_quantile(0.975, self.degrees_of_freedom) + student_quantile(POWER, self.degrees_of_freedom);
        let (wanted, now) = (size * size / (both * both), self.terms as f64);
        let (old, new) = (self.factor / self.before, self.factor / after);
        let together = now * (old + new) / wanted;
        let all = if together <= self.back as f64 {
            together
        } else {
            let left = wanted - old * now / self.back as f64;
            if left <= 0.0 {
                return MoreTerms::Never;
            }
            now * new / left
        };
        // A hair over a whole term is that term.
        let more = libm::ceil(all - 1e-9) - now;
        match more {
            enough if enough <= 0.0 => MoreTerms::Enough,
            more if more <= (MOST_YEARS * self.terms_a_year) as f64 => MoreTerms::Terms(more as usize),
            _ => MoreTerms::BeyondYears(MOST_YEARS),
        }
    }
}

/// How many terms lie where: those looked at, those with returns before the start, and those of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TermCounts {
    pub terms: usize,
    pub back: usize,
    pub a_year: usize,
}

/// What it takes; None where the figures do not say.
pub(crate) fn terms_needed(
    indicator: Indicator,
    found: &Estimate,
    (before, after): (Tally, Tally),
    counts: TermCounts,
) -> Option<TermsNeeded> {
    if found.dispersion_unknown || found.overdispersed || counts.terms == 0 {
        return None;
    }
    if found.change.scale == Scale::Points {
        return by_size(found);
    }
    if before.count <= 0.0 {
        return None;
    }
    let chance = 1.0 / before.count + 1.0 / after.count;
    let (factor, degrees_of_freedom) = match (indicator.kind(), found.error) {
        (Kind::Rare, _) => (1.0, f64::INFINITY),
        (_, Some(error)) => (error.standard_error * error.standard_error / chance, error.degrees_of_freedom),
        _ => return None,
    };
    let sides = Sides {
        before: before.count,
        after: after.count,
        factor,
        degrees_of_freedom,
        terms: counts.terms,
        back: counts.back.max(counts.terms),
        terms_a_year: counts.a_year.max(1),
    };
    let seen = found.change.estimate.filter(|ratio| *ratio > 0.0 && *ratio != 1.0);
    let for_seen = seen.map(|ratio| sides.until(ratio, after.count));
    let stated = if indicator.direction() == Direction::Fall { 1.0 - STATED } else { 1.0 + STATED };
    let for_stated = sides.until(stated, before.count / before.exposure * after.exposure * stated);
    let mut sentences = Vec::new();
    if let Some((ratio, more)) = seen.zip(for_seen) {
        let size = change_in_words(ratio);
        sentences.push(match more {
            MoreTerms::Enough => format!("If the change seen here ({size}) were the true one, terms like these would tell it in four of five cases: this may be the fifth, or the change may be smaller."),
            MoreTerms::Terms(more) => format!("If the change seen here ({size}) is the true one, it takes about {} like these to tell it in four of five cases.", more_terms(more)),
            MoreTerms::BeyondYears(years) => format!("If the change seen here ({size}) is the true one, it takes more than {years} years to tell it: this measure will not tell by itself."),
            MoreTerms::Never => format!("A change as small as the one seen here ({size}) will not be told however long it goes on: the terms before the start do not become more."),
        });
    }
    let way = if stated < 1.0 { "fall" } else { "rise" };
    sentences.push(match for_stated {
        MoreTerms::Enough => format!("A {way} by a fifth would be told in four of five cases with the terms there are."),
        MoreTerms::Terms(more) => format!("A {way} by a fifth would be told in four of five cases after about {} like these.", more_terms(more)),
        MoreTerms::BeyondYears(years) => format!("Even a {way} by a fifth would take more than {years} years to tell: this measure will not tell by itself."),
        MoreTerms::Never => format!("Even a {way} by a fifth would not be told however long it goes on: the terms before the start say too little to be held against, and do not become more."),
    });
    sentences.push(
        "Terms since the start are added up for this, over years too, and it is asked once, at the end.".to_owned(),
    );
    Some(TermsNeeded {
        for_seen,
        for_stated: Some(for_stated),
        stated: Some(stated),
        smallest_points: None,
        convention: BY_TERMS,
        sentences,
    })
}

fn more_terms(more: usize) -> String {
    counted(more as f64, ("more term", "more terms"))
}

/// A share is counted on a day: what grows with time is the change, not the number counted.
fn by_size(found: &Estimate) -> Option<TermsNeeded> {
    let upper = found.change.interval.upper?;
    let (error, freedom) = match found.error {
        Some(error) => (error.standard_error * 100.0, error.degrees_of_freedom),
        // Half of Newcombe's interval, as if it were even.
        None => (0.5 * (upper - found.change.interval.lower) / student_quantile(0.975, f64::INFINITY), f64::INFINITY),
    };
    let smallest = (student_quantile(0.975, freedom) + student_quantile(POWER, freedom)) * error;
    Some(TermsNeeded {
        for_seen: None,
        for_stated: None,
        stated: None,
        smallest_points: Some(smallest),
        convention: BY_SIZE,
        sentences: vec![
            "This share is counted on one day: another term counts the same pupils again, so that time alone does not make it surer.".to_owned(),
            format!(
                "With these schools a change of {} percentage points or more would be told in four of five cases.",
                number(smallest, 1)
            ),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// (z₀.₉₇₅ + z₀.₈₀)², the 7.85 of every text book.
    const BOTH: f64 = 7.848_879_734_349_089;

    fn sides(before: f64, after: f64, terms: usize, back: usize) -> Sides {
        Sides { before, after, factor: 1.0, degrees_of_freedom: f64::INFINITY, terms, back, terms_a_year: 6 }
    }

    fn order(more: MoreTerms) -> usize {
        match more {
            MoreTerms::Enough => 0,
            MoreTerms::Terms(more) => more,
            MoreTerms::BeyondYears(_) => 1_000,
            MoreTerms::Never => 2_000,
        }
    }

    #[test]
    fn with_terms_on_both_sides_it_is_the_text_books_formula() {
        // 100 and 80 events in one term each: 7.85 · (1/100 + 1/80) / ln² 0.8 = 3.55, so four terms and three more.
        let all = BOTH * (0.01 + 0.0125) / (libm::log(0.8) * libm::log(0.8));
        assert!((all - 3.547).abs() < 1e-3, "{all}");
        assert_eq!(sides(100.0, 80.0, 1, 20).until(0.8, 80.0), MoreTerms::Terms(3));
        // Counts of five terms weigh five times as much: 3.55 of a term's worth are less than five.
        assert_eq!(sides(500.0, 400.0, 5, 20).until(0.8, 400.0), MoreTerms::Enough);
        let twice = Sides { factor: 2.0, ..sides(100.0, 80.0, 1, 20) };
        assert_eq!(twice.until(0.8, 80.0), MoreTerms::Terms(7), "twice the variance, twice the terms: 7.09");
    }

    #[test]
    fn where_the_past_is_short_the_future_must_be_longer_or_is_not_enough() {
        // Only two terms before: 1/(100·2) stays, and k = (1/80) / (ln² 0.8 / 7.85 − 0.005) = 9.29.
        assert_eq!(sides(100.0, 80.0, 1, 2).until(0.8, 80.0), MoreTerms::Terms(9));
        // One term before: 0.01 is more than ln² 0.8 / 7.85 = 0.0063 allows.
        assert_eq!(sides(100.0, 80.0, 1, 1).until(0.8, 80.0), MoreTerms::Never);
        assert_eq!(sides(4.0, 3.0, 1, 1_000).until(0.75, 3.0), MoreTerms::BeyondYears(5));
    }

    proptest! {
        #[test]
        fn more_events_never_need_more_terms(
            before in 1.0..500.0_f64, ratio in 0.2..3.0_f64, times in 1.0..10.0_f64, terms in 1_usize..7, more in 0_usize..12
        ) {
            let back = terms + more;
            let few = sides(before, before * ratio, terms, back).until(ratio, before * ratio);
            let many = sides(before * times, before * ratio * times, terms, back).until(ratio, before * ratio * times);
            prop_assert!(order(many) <= order(few), "{many:?} {few:?}");
        }

        #[test]
        fn a_larger_change_and_a_longer_past_never_need_more_terms(
            before in 1.0..500.0_f64, ratio in 1.05..2.0_f64, larger in 1.0..2.0_f64, back in 1_usize..20, more in 0_usize..9
        ) {
            let at = |ratio: f64, back: usize| order(sides(before, before, 1, back).until(ratio, before * ratio));
            prop_assert!(at(ratio * larger, back) <= at(ratio, back));
            prop_assert!(at(ratio, back + more) <= at(ratio, back));
        }

        #[test]
        fn schools_that_vary_more_need_no_fewer_terms(
            before in 1.0..500.0_f64, ratio in 0.2..0.95_f64, factor in 1.0..6.0_f64, freedom in 1.5..40.0_f64
        ) {
            let plain = sides(before, before * ratio, 5, 11);
            let schools = Sides { factor, degrees_of_freedom: freedom, ..plain };
            prop_assert!(order(schools.until(ratio, before * ratio)) >= order(plain.until(ratio, before * ratio)));
        }
    }
}
