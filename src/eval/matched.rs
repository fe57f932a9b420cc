//! Matched returns: the only figures that a before-and-after comparison uses.
//!
//! A school's term counts when its return was submitted with the figure in both years. So a return that never came
//! cannot look like a fall, and a school that joined later cannot look like a rise. Knows nothing of statistics.

use super::numbers::{count, list};
use super::{Evidence, Indicator, Kind, Period, Scope};
use crate::model::{TermId, Urn};
use serde::Serialize;
use std::collections::BTreeMap;

/// A count and what it is divided by. Exposure is pupils on roll added up over terms, for a share pupils.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Tally {
    pub count: f64,
    pub exposure: f64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.exposure += other.exposure;
    }

    /// The count divided by the exposure.
    pub fn rate(self) -> Option<f64> {
        (self.exposure > 0.0).then(|| self.count / self.exposure)
    }
}

/// One school's matched figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SchoolPair {
    pub school: Urn,
    pub before: Tally,
    pub after: Tally,
    /// Terms that were matched.
    pub terms: usize,
}

/// Why a school's term is not in the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NoReturn,
    NoReturnBefore,
    FigureMissing,
    FigureMissingBefore,
    /// The school counts in another way since then.
    CountedAnew,
}

impl Reason {
    pub fn words(self) -> &'static str {
        match self {
            Self::NoReturn => "No return for this term",
            Self::NoReturnBefore => "No return for the term it is compared with",
            Self::FigureMissing => "The return lacks this figure",
            Self::FigureMissingBefore => "The return of the term it is compared with lacks this figure",
            Self::CountedAnew => "The school has counted in another way since the term it is compared with",
        }
    }
}

/// A school's term that the comparison leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    pub school: Urn,
    pub term: TermId,
    pub why: Reason,
}

/// How much of what should be there is there.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Schools in scope.
    pub schools: usize,
    /// Schools that have submitted every return of the period.
    pub schools_complete: usize,
    /// Schools with at least one matched term.
    pub schools_used: usize,
    /// A return for each school and term of the period.
    pub returns_expected: usize,
    pub returns_received: usize,
    /// Returns received for the terms the period is held against.
    pub returns_received_before: usize,
    /// Pairs of returns, a school's term in both years, that have the figure.
    pub pairs_matched: usize,
    /// Pairs the figures come from: all that match; for a share the newest of each school.
    pub pairs_used: usize,
    /// Schools that owe at least one return of the period.
    pub missing: Vec<Urn>,
    pub dropped: Vec<Dropped>,
}

impl Coverage {
    /// Matched pairs as a share of those expected, 0 to 1.
    pub fn share(&self) -> f64 {
        if self.returns_expected == 0 { 0.0 } else { self.pairs_matched as f64 / self.returns_expected as f64 }
    }

    /// “Returns from 41 of 44 schools; 210 of 220 could be compared with the year before.”
    pub fn words(&self) -> String {
        if self.schools == 0 {
            return "There are no schools here.".to_owned();
        }
        let received = if self.schools == 1 {
            format!("{} of {} returns received", self.returns_received, self.returns_expected)
        } else if self.schools_complete == self.schools {
            format!("Returns from all {} schools", self.schools)
        } else {
            format!("All returns from {} of {} schools", self.schools_complete, self.schools)
        };
        let compared = if self.pairs_matched == self.returns_expected {
            "each could be compared with the year before".to_owned()
        } else {
            let (pairs, expected) = (count(self.pairs_matched as f64), count(self.returns_expected as f64));
            format!("{pairs} of {expected} could be compared with the year before")
        };
        format!("{received}; {compared}.")
    }

    /// The schools that owe returns, by name.
    pub fn missing_words(&self, evidence: &Evidence) -> String {
        list(self.missing.iter().map(|urn| evidence.school_name(urn).unwrap_or(urn.as_str())))
    }
}

/// Matched figures of the schools in scope, in the order of their URNs, and what is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Matched {
    pub schools: Vec<SchoolPair>,
    pub coverage: Coverage,
}

impl Matched {
    pub fn of(evidence: &Evidence, indicator: Indicator, period: &Period, scope: &Scope) -> Self {
        Self::of_places(evidence, indicator, period, evidence.schools_in(scope))
    }

    /// The same for schools by their places in the evidence.
    pub fn of_places(evidence: &Evidence, indicator: Indicator, period: &Period, places: Vec<usize>) -> Self {
        let mut matched = Self::default();
        matched.coverage.schools = places.len();
        matched.coverage.returns_expected = places.len() * period.terms.len();
        for place in places {
            matched.take_school(evidence, indicator, period, place);
        }
        matched.coverage.schools_used = matched.schools.len();
        matched
    }

    fn take_school(&mut self, evidence: &Evidence, indicator: Indicator, period: &Period, place: usize) {
        let Some(urn) = evidence.urn_at(place) else { return };
        let coverage = &mut self.coverage;
        let mut pair = SchoolPair { school: urn.clone(), before: Tally::default(), after: Tally::default(), terms: 0 };
        let mut received = 0;
        // Newest first, so that a share takes the newest term that matches.
        for (term, base) in period.pairs().rev() {
            received += usize::from(evidence.row(place, term).is_some());
            coverage.returns_received_before += usize::from(evidence.row(place, base).is_some());
            let after = tally(evidence, indicator, place, term);
            match (after, tally(evidence, indicator, place, base)) {
                (Ok(_), Ok(_)) if !evidence.counts_alike(indicator, place, base, term) => {
                    coverage.dropped.push(Dropped { school: urn.clone(), term, why: Reason::CountedAnew });
                }
                (Ok(after), Ok(before)) => {
                    coverage.pairs_matched += 1;
                    if indicator.kind() != Kind::Share || pair.terms == 0 {
                        pair.after.add(after);
                        pair.before.add(before);
                        pair.terms += 1;
                    }
                }
                (Err(no_return), _) => {
                    let why = if no_return { Reason::NoReturn } else { Reason::FigureMissing };
                    coverage.dropped.push(Dropped { school: urn.clone(), term, why });
                }
                (_, Err(no_return)) => {
                    let why = if no_return { Reason::NoReturnBefore } else { Reason::FigureMissingBefore };
                    coverage.dropped.push(Dropped { school: urn.clone(), term, why });
                }
            }
        }
        coverage.returns_received += received;
        if received == period.terms.len() {
            coverage.schools_complete += 1;
        } else {
            coverage.missing.push(urn.clone());
        }
        if pair.terms > 0 {
            coverage.pairs_used += pair.terms;
            self.schools.push(pair);
        }
    }

    pub fn before(&self) -> Tally {
        total(self.schools.iter().map(|pair| pair.before))
    }

    pub fn after(&self) -> Tally {
        total(self.schools.iter().map(|pair| pair.after))
    }
}

impl Evidence {
    /// Each school's matched figures, in the order of their URNs; schools without any are left out.
    pub fn by_school(&self, indicator: Indicator, period: &Period, scope: &Scope) -> Vec<SchoolPair> {
        Matched::of(self, indicator, period, scope).schools
    }

    /// What each term gives to the two periods of a comparison: its count in the returns that are used.
    pub(crate) fn compared_by_term(
        &self,
        indicator: Indicator,
        period: &Period,
        scope: &Scope,
    ) -> BTreeMap<TermId, f64> {
        let mut sums = BTreeMap::new();
        for place in self.schools_in(scope) {
            let matching = period.pairs().rev().filter_map(|(term, base)| {
                let tally = |term| tally(self, indicator, place, term).ok();
                if !self.counts_alike(indicator, place, base, term) {
                    return None;
                }
                Some([(term, tally(term)?), (base, tally(base)?)])
            });
            let used = if indicator.kind() == Kind::Share { 1 } else { usize::MAX };
            for (term, tally) in matching.take(used).flatten() {
                *sums.entry(term).or_insert(0.0) += tally.count;
            }
        }
        sums
    }

    /// How much of what an indicator needs is there.
    pub fn coverage(&self, indicator: Indicator, period: &Period, scope: &Scope) -> Coverage {
        Matched::of(self, indicator, period, scope).coverage
    }
}

/// A school's figure for a term; the error says whether the whole return is missing.
fn tally(evidence: &Evidence, indicator: Indicator, place: usize, term: TermId) -> Result<Tally, bool> {
    let row = evidence.row(place, term).ok_or(true)?;
    let count = indicator.count(row).ok_or(false)?;
    let exposure = indicator.exposure(row).ok_or(false)?;
    Ok(Tally { count, exposure })
}

fn total(tallies: impl Iterator<Item = Tally>) -> Tally {
    tallies.fold(Tally::default(), |mut sum, tally| {
        sum.add(tally);
        sum
    })
}
