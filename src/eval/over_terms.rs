//! What the terms before the start lead one to expect after it, and what lay between rare events. Knows nothing of
//! comparison schools.

use super::calculators::{DEFAULT_LEVEL, InterruptedSeries};
use super::{Calculation, Evidence, Indicator, Mark, Scope};
use crate::model::{EventKind, TermId};
use crate::stats::{self, RareLimits};

/// Terms in a school year: the period of what comes back every year.
const TERMS_A_YEAR: f64 = 6.0;
/// Two years before the start: with fewer, what comes back every year cannot be told from the trend.
const FEWEST_BEFORE: usize = 12;
/// One year before the start, and half a year after it, without which there is no line to draw.
const FEWEST_AT_ALL: (usize, usize) = (6, 3);

/// A figure before and after the start, with the request that the calculators answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Interrupted {
    pub indicator: Indicator,
    pub terms: Vec<TermId>,
    pub request: InterruptedSeries,
    pub sentence: String,
    pub warnings: Vec<String>,
    pub calculation: Calculation,
}

/// How many pupil-terms lay between one event and the next, for figures too rare to chart by term.
#[derive(Debug, Clone, PartialEq)]
pub struct BetweenEvents {
    pub indicator: Indicator,
    /// The term in which each event after the first fell.
    pub terms: Vec<TermId>,
    /// Thousands of pupil-terms since the event before.
    pub gaps: Vec<f64>,
    /// From the gaps of events before the start.
    pub limits: RareLimits,
    /// The place of the first gap that ended after the start.
    pub start: usize,
}

impl Evidence {
    /// The series with the level expected without the start; None where counts do not follow such a course, terms are
    /// missing, counting changed on the way, or there is too little on one side.
    pub fn interrupted(&self, indicator: Indicator, scope: &Scope, marks: &[Mark]) -> Option<Interrupted> {
        if matches!(indicator, Indicator::SenSupport | Indicator::Paperwork | Indicator::DaysLost) {
            return None;
        }
        let series = self.series(indicator, scope);
        let last = series.iter().rposition(|point| point.value.is_some())?;
        let known = series.get(..=last)?;
        let broken = marks.iter().any(|mark| mark.kind == EventKind::Break && (1..=last).contains(&mark.before));
        let start = known.iter().position(|point| point.during)?;
        let after = known.len() - start;
        let too_short = start < FEWEST_AT_ALL.0 || after < FEWEST_AT_ALL.1;
        if broken || too_short || known.iter().any(|point| point.value.is_none()) {
            return None;
        }
        let request = InterruptedSeries {
            counts: known.iter().map(|point| point.count as u64).collect(),
            exposure: known.iter().map(|point| point.exposure / indicator.per()).collect(),
            start: start as u64,
            harmonics: u64::from(start >= FEWEST_BEFORE),
            period: TERMS_A_YEAR,
            slope: false,
            level: DEFAULT_LEVEL,
        };
        let calculation = Calculation::from(request.clone());
        let answer = calculation.answer().ok()?;
        let terms = known.iter().map(|point| point.term).collect();
        Some(Interrupted { indicator, terms, request, sentence: answer.words, warnings: answer.warnings, calculation })
    }

    /// What lay between events; None for figures that are not rare, or with fewer than four events before the start.
    ///
    /// Returns count a term and not days, so several events of one term are spread evenly over its pupils.
    pub fn between_events(&self, indicator: Indicator, scope: &Scope) -> Option<BetweenEvents> {
        if indicator != Indicator::PermanentExclusions {
            return None;
        }
        let (mut gaps, mut terms, mut start) = (Vec::new(), Vec::new(), 0);
        let (mut since, mut is_first) = (0.0, true);
        for point in self.series(indicator, scope).iter().filter(|point| point.exposure > 0.0) {
            let events = point.count as usize;
            let share = point.exposure / 1_000.0 / (events + 1) as f64;
            for _ in 0..events {
                since += share;
                if !is_first {
                    gaps.push(since);
                    terms.push(point.term);
                    start += usize::from(!point.during);
                }
                (since, is_first) = (0.0, false);
            }
            since += share;
        }
        if start < 4 {
            return None;
        }
        let limits = stats::t_chart(gaps.get(..start)?).ok()?;
        Some(BetweenEvents { indicator, terms, gaps, limits, start })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};

    #[test]
    fn events_of_one_term_are_spread_over_its_pupils_and_nothing_is_lost() {
        let evidence = Evidence::of(&pilot_data(&Options::default()));
        let found = evidence.between_events(Indicator::PermanentExclusions, &Scope::Pilot).expect("a chart");
        let events: f64 =
            evidence.series(Indicator::PermanentExclusions, &Scope::Pilot).iter().map(|point| point.count).sum();
        assert_eq!(found.gaps.len() + 1, events as usize);
        assert_eq!(found.gaps.len(), found.terms.len());
        assert!(found.gaps.iter().all(|gap| *gap > 0.0) && found.terms.is_sorted());
        assert!(found.limits.lower < found.limits.centre && found.limits.centre < found.limits.upper);
        assert_eq!(evidence.between_events(Indicator::Incidents, &Scope::Pilot), None);
    }

    #[test]
    fn a_series_is_interrupted_where_the_pilot_starts_and_not_across_a_break() {
        let evidence = Evidence::of(&pilot_data(&Options::default()));
        let found = evidence.interrupted(Indicator::Suspensions, &Scope::Pilot, &[]).expect("a series");
        assert_eq!(found.terms.get(found.request.start as usize).copied(), evidence.first_term_during);
        let anew = Mark { kind: EventKind::Break, before: 3, words: "A new log".to_owned() };
        assert_eq!(evidence.interrupted(Indicator::Suspensions, &Scope::Pilot, &[anew]), None);
    }
}
