//! Findings: the answer to one measure for some schools and some terms, whole. Knows nothing of drawing.

use super::certainty::{Certainty, Movement, Step};
use super::change::{Change, Interval};
use super::estimate::{Estimate, FEWEST_SCHOOLS, estimate};
use super::matched::{Coverage, Matched, Reason, SchoolPair, Tally};
use super::sentences::{Told, headline, sentences, warnings};
use super::terms_needed::{TermCounts, TermsNeeded, terms_needed};
use super::working::Working;
use super::{Evidence, Indicator, Kind, Period, Scope};
use crate::model::{Direction, PilotData, TermId};
use crate::stats::{self, CountInterval, clustered_log_rate, student_quantile};
use serde::Serialize;
use std::collections::BTreeSet;

/// A figure of one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    pub count: f64,
    /// Pupils on roll added up over the terms; for a share, pupils.
    pub exposure: f64,
    /// Per [`Indicator::per`]; for a share a percentage.
    pub rate: Option<f64>,
    /// The rate's 95% interval: Wilson for a share; for events exact under 10 and Byar from 10; for events in runs
    /// by school. None where it cannot be given.
    pub interval: Option<Interval>,
}

/// How far a finding can be trusted to show what the pilot caused, on the Maryland scale as What Works Growth words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EvidenceLevel {
    /// 1 to 5. Before and after without a comparison group is 1.
    pub level: u8,
    pub words: &'static str,
}

/// Before and after in the same schools.
pub const BEFORE_AFTER: EvidenceLevel = EvidenceLevel {
    level: 1,
    words: "Level 1 of 5: the same schools before and after, without a comparison. It shows whether the figure changed, not whether the pilot changed it.",
};

/// One measure's answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    pub indicator: Indicator,
    /// The measure's number in the pilot's list, 1 to 10.
    pub measure: u8,
    pub title: &'static str,
    pub scope: Scope,
    /// Whom it covers: “Schools taking part”.
    pub who: String,
    pub period: Period,
    /// “Terms 2 to 6 2018/19”, and what it is held against.
    pub period_words: String,
    pub base_words: String,
    pub before: Figure,
    pub after: Figure,
    /// None where there is nothing to compare.
    pub change: Option<Change>,
    pub certainty: Certainty,
    /// How many more terms it would take, where it cannot be told at 95% yet.
    pub terms_needed: Option<TermsNeeded>,
    pub movement: Movement,
    /// Whether it moved as the pilot means it to; None unless a direction may be named and the schools take part.
    pub intended: Option<bool>,
    pub coverage: Coverage,
    pub evidence_level: EvidenceLevel,
    /// The name of the method.
    pub convention: &'static str,
    /// At most ten words.
    pub headline: String,
    pub sentences: Vec<String>,
    pub warnings: Vec<String>,
    pub working: Working,
}

impl Finding {
    /// All sentences as one paragraph.
    pub fn paragraph(&self) -> String {
        self.sentences.join(" ")
    }

    pub fn direction(&self) -> Direction {
        self.indicator.direction()
    }

    /// The same without anything that its counts could be worked out from: how sure it is and which way it went stay.
    #[must_use]
    pub fn without_sizes(self) -> Self {
        let hidden = Figure { count: 0.0, exposure: 0.0, rate: None, interval: None };
        let step = self.certainty.step;
        let way = if step.has_direction() { format!(" {}", self.movement.noun()) } else { String::new() };
        let certainty = Certainty {
            words: format!("{}{way}", step.words()),
            reasons: Vec::new(),
            detectable: None,
            detectable_words: None,
            step,
        };
        Self {
            headline: format!("{}: numbers too small to show", self.indicator.subject()),
            sentences: vec![
                format!("How sure: {}. {}", certainty.words.to_lowercase(), step.meaning()),
                "The counts are too small to be shown to others, or would give away one that is.".to_owned(),
            ],
            warnings: Vec::new(),
            working: self.working.without_figures(),
            before: hidden,
            after: hidden,
            change: None,
            terms_needed: None,
            certainty,
            ..self
        }
    }
}

impl Evidence {
    /// The measures 6 to 9, in their order: SEN Support, requests, permanent exclusions, days lost, incidents.
    pub fn findings(&self, period: &Period, scope: &Scope) -> Vec<Finding> {
        Indicator::JUDGED.into_iter().map(|indicator| self.finding(indicator, period, scope)).collect()
    }

    pub fn finding(&self, indicator: Indicator, period: &Period, scope: &Scope) -> Finding {
        let matched = Matched::of(self, indicator, period, scope);
        let found = estimate(indicator, &matched, || self.donors(indicator, period, scope));
        let takes_part = self.takes_part(scope);
        let (certainty, movement) = match &found {
            Some(found) => Certainty::of(indicator, found, &matched, period.terms.len(), takes_part),
            None => (Certainty::without_figures(nothing_to_compare(indicator, &matched)), Movement::Same),
        };
        let named = takes_part && certainty.step.has_direction();
        let intended = named.then(|| movement.is(indicator.direction()));
        let terms_needed =
            found.as_ref().filter(|_| matches!(certainty.step, Step::Possible | Step::CannotTell)).and_then(|found| {
                terms_needed(indicator, found, (matched.before(), matched.after()), self.term_counts(period))
            });
        let (before, after) =
            (figure(indicator, &matched, |pair| pair.before), figure(indicator, &matched, |p| p.after));
        let who = self.scope_words(scope);
        let told = Told {
            indicator,
            who: &who,
            scope,
            period,
            before: &before,
            after: &after,
            found: found.as_ref(),
            certainty: &certainty,
            movement,
            takes_part,
            coverage: &matched.coverage,
        };
        Finding {
            headline: headline(&told),
            sentences: sentences(&told),
            warnings: warnings(&told),
            working: Working::of(indicator, period, &before, &after, found.as_ref().map(|found| &found.change)),
            indicator,
            measure: indicator.measure().number(),
            title: indicator.title(),
            scope: scope.clone(),
            period: period.clone(),
            period_words: period.words(),
            base_words: period.base_words(),
            before,
            after,
            change: found.as_ref().map(|found: &Estimate| found.change),
            movement,
            intended,
            evidence_level: BEFORE_AFTER,
            convention: found.as_ref().map_or("not estimated", |found| found.change.method.name()),
            coverage: matched.coverage,
            certainty,
            terms_needed,
            who,
        }
    }

    /// How many terms there are to look at, to go back to, and in a year.
    fn term_counts(&self, period: &Period) -> TermCounts {
        let returned = |term: &&TermId| (0..self.schools.len()).any(|place| self.row(place, **term).is_some());
        let first = self.first_term_during.or(period.first());
        let before = self.terms.iter().filter(|term| first.is_none_or(|first| **term < first));
        let numbers: BTreeSet<u8> = self.terms.iter().map(|term| term.number).collect();
        TermCounts { terms: period.terms.len(), back: before.filter(returned).count(), a_year: numbers.len() }
    }

    /// Schools to borrow a dispersion from: for one school those of its phase, if there are enough of them; else all.
    fn donors(&self, indicator: Indicator, period: &Period, scope: &Scope) -> Vec<SchoolPair> {
        let everyone = |keep: &dyn Fn(usize) -> bool| {
            let places = (0..self.schools.len()).filter(|place| keep(*place)).collect();
            Matched::of_places(self, indicator, period, places).schools
        };
        if let Scope::School(_) = scope {
            let phase = self.schools_in(scope).first().and_then(|place| self.schools.get(*place)).map(|s| s.phase);
            let peers = everyone(&|place| self.schools.get(place).map(|school| school.phase) == phase);
            let with_events = peers.iter().filter(|pair| pair.before.count + pair.after.count > 0.0).count();
            if with_events >= FEWEST_SCHOOLS {
                return peers;
            }
        }
        let all = everyone(&|_| true);
        let with_events = all.iter().filter(|pair| pair.before.count + pair.after.count > 0.0).count();
        if with_events >= FEWEST_SCHOOLS { all } else { Vec::new() }
    }
}

/// [`Evidence::findings`] for data that has not been indexed.
pub fn findings(data: &PilotData, period: &Period, scope: &Scope) -> Vec<Finding> {
    Evidence::of(data).findings(period, scope)
}

fn nothing_to_compare(indicator: Indicator, matched: &Matched) -> &'static str {
    if indicator.kind() == Kind::Shown {
        "This is shown over time; it has no year before to be compared with."
    } else if matched.coverage.dropped.iter().any(|one| one.why == Reason::CountedAnew) {
        "Schools have counted this in another way since the terms it would be compared with."
    } else if matched.coverage.returns_received == 0 {
        "No returns for these terms have been submitted yet."
    } else {
        "No school has this figure both for these terms and for those they are compared with."
    }
}

fn figure(indicator: Indicator, matched: &Matched, side: impl Fn(&SchoolPair) -> Tally) -> Figure {
    let tallies: Vec<Tally> = matched.schools.iter().map(side).collect();
    let (count, exposure) = tallies.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.count, sum.1 + one.exposure));
    let rate = (exposure > 0.0).then(|| count / exposure * indicator.per());
    let (events, pupils, per) = (count as u64, exposure, indicator.per());
    let interval = match indicator.kind() {
        Kind::Share => stats::wilson(events, pupils as u64, 0.95)
            .ok()
            .map(|found| Interval::new(found.lower * per, found.upper * per)),
        Kind::Rare => stats::rate(events, pupils, per, CountInterval::PublicHealth, 0.95)
            .ok()
            .map(|found| Interval::new(found.lower, found.upper)),
        Kind::Clumped => rate.and_then(|rate| rate_by_school(&tallies, rate)),
        Kind::Shown => None,
    };
    Figure { count, exposure, rate, interval }
}

/// The jackknife interval of one pooled rate; None with fewer schools than can say how much they vary.
fn rate_by_school(tallies: &[Tally], rate: f64) -> Option<Interval> {
    let units: Vec<(f64, f64)> = tallies.iter().map(|one| (one.count, one.exposure)).collect();
    let found = clustered_log_rate(&units).filter(|_| units.len() >= FEWEST_SCHOOLS)?;
    let reach = student_quantile(0.975, found.degrees_of_freedom) * found.standard_error;
    Some(Interval::new(rate * libm::exp(-reach), rate * libm::exp(reach)))
}
