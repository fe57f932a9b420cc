//! What became of requests for an EHC needs assessment: how many were refused, in returns and in published figures.
//! Knows nothing of how many were made.
//!
//! A decision comes up to six weeks after its request and often in another term, and a school need not be told of it. So the
//! share is of decisions that schools know of, in the terms in which they heard: never of the requests of those terms.

use super::areas::{AreaPoint, AreaRate, AreaSource, area_series};
use super::matched::Coverage;
use super::numbers::{number, percent};
use super::share_change::SharePair;
use super::{Calculation, Evidence, Period, Scope};
use crate::model::{AreaId, AreaLevel, PilotData, ReturnItem, SchoolType, TermId};
use crate::stats;
use chrono::Datelike;
use serde::Serialize;

/// What a reader must know before using refusals from returns.
pub const DECISIONS_COME_LATER: &str = "Decisions come after requests, often in another term, and a school may not hear of all of them. This is a share of the decisions that schools know of, and not of the requests of these terms.";
/// From this year on the department collects each request by itself and no longer sums from councils.
pub const PERSON_LEVEL_FROM: u16 = 2023;
/// Published rates that say what became of requests.
pub const OUTCOME_RATES: [AreaRate; 3] = [AreaRate::Refused, AreaRate::NewPlans, AreaRate::WithinTwentyWeeks];

/// Refused of decided, for some schools in some terms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefusalShare {
    pub who: String,
    pub period_words: String,
    pub refused: u64,
    /// Agreed and refused.
    pub decided: u64,
    /// In percent, with Wilson's 95% interval; None without a decision.
    pub share: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Returns that say both figures, of those expected.
    pub returns: usize,
    pub returns_expected: usize,
    pub calculation: Option<Calculation>,
}

impl RefusalShare {
    /// “12% (5% to 26%)”, “no decision”.
    pub fn share_words(&self) -> String {
        match (self.share, self.lower, self.upper) {
            (Some(share), Some(lower), Some(upper)) => {
                format!("{} ({} to {})", percent(share / 100.0, 0), number(lower, 0), percent(upper / 100.0, 0))
            }
            _ => "no decision".to_owned(),
        }
    }
}

impl Evidence {
    /// Refusals before and after: of the scope's schools, of those not taking part, and for the pilot of each cluster.
    pub fn refusals(&self, period: &Period, scope: &Scope) -> Vec<RefusalShare> {
        let mut scopes = vec![scope.clone()];
        if *scope == Scope::Pilot {
            let clusters = self.scopes(false).into_iter();
            scopes.extend(clusters.filter(|one| matches!(one, Scope::Cluster(_)) && self.takes_part(one)));
        }
        if *scope != Scope::NotTakingPart {
            scopes.push(Scope::NotTakingPart);
        }
        scopes.retain(|one| !self.schools_in(one).is_empty());
        scopes
            .iter()
            .flat_map(|one| {
                [
                    self.refusal_share(one, &period.base, period.base_words()),
                    self.refusal_share(one, &period.terms, period.words()),
                ]
            })
            .collect()
    }

    fn refusal_share(&self, scope: &Scope, terms: &[TermId], period_words: String) -> RefusalShare {
        let places = self.schools_in(scope);
        let told: Vec<(u64, u64)> =
            places.iter().flat_map(|place| terms.iter().filter_map(|term| self.decisions(*place, *term))).collect();
        let (refused, decided) = told.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let found = stats::wilson(refused, decided, 0.95).ok().filter(|_| decided > 0);
        RefusalShare {
            who: self.scope_words(scope),
            period_words,
            refused,
            decided,
            share: found.map(|found| found.estimate * 100.0),
            lower: found.map(|found| found.lower * 100.0),
            upper: found.map(|found| found.upper * 100.0),
            returns: told.len(),
            returns_expected: places.len() * terms.len(),
            calculation: found.map(|_| Calculation::proportion(refused, decided)),
        }
    }

    /// Refused and decided of one return; None where it does not say both.
    fn decisions(&self, place: usize, term: TermId) -> Option<(u64, u64)> {
        let row = self.row(place, term)?;
        let (agreed, refused) = (row.get(ReturnItem::RequestsAgreed)?, row.get(ReturnItem::RequestsRefused)?);
        Some((u64::from(refused), u64::from(agreed) + u64::from(refused)))
    }

    /// Each school's refusals in terms that it returned in both years, and how much is there.
    pub(super) fn matched_refusals(&self, period: &Period, scope: &Scope) -> (Vec<SharePair>, Coverage) {
        let places = self.schools_in(scope);
        let mut coverage = Coverage {
            schools: places.len(),
            returns_expected: places.len() * period.terms.len(),
            ..Coverage::default()
        };
        let mut pairs = Vec::new();
        for place in places {
            let both =
                period.pairs().filter_map(|(term, base)| self.decisions(place, base).zip(self.decisions(place, term)));
            let (mut sum, mut terms) = (((0, 0), (0, 0)), 0);
            for (before, after) in both {
                sum.0 = (sum.0.0 + before.0, sum.0.1 + before.1);
                sum.1 = (sum.1.0 + after.0, sum.1.1 + after.1);
                terms += 1;
            }
            coverage.pairs_matched += terms;
            // A school without any decision says nothing of refusals.
            if sum.0.1 + sum.1.1 > 0 {
                coverage.schools_used += 1;
                pairs.push(sum);
            }
        }
        (pairs, coverage)
    }
}

/// A published rate over the years: of the area, beside its region and the nation where they are known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublishedOutcome {
    pub rate: AreaRate,
    pub title: &'static str,
    /// The area first; all with the same years.
    pub areas: Vec<(String, Vec<AreaPoint>)>,
    pub sentence: String,
    /// Whether the years reach over the change to a collection by person.
    pub counted_anew: bool,
    /// The first calendar year that begins after the pilot's start.
    pub start: Option<u16>,
}

/// Rates of one area that are published for at least one year.
pub fn published_outcomes(data: &PilotData, area: &AreaId) -> Vec<PublishedOutcome> {
    OUTCOME_RATES.into_iter().filter_map(|rate| published_outcome(data, area, rate)).collect()
}

fn published_outcome(data: &PilotData, area: &AreaId, rate: AreaRate) -> Option<PublishedOutcome> {
    let name = |id: &AreaId| data.areas.get(id).map(|area| area.name.clone());
    let wider = |level: AreaLevel| data.areas.values().find(|one| one.level == level && one.id != *area);
    let ids = std::iter::once(area.clone())
        .chain([AreaLevel::Region, AreaLevel::Nation].into_iter().filter_map(wider).map(|one| one.id.clone()));
    let areas: Vec<(String, Vec<AreaPoint>)> = ids
        .filter_map(|id| Some((name(&id)?, area_series(data, &id, SchoolType::All, rate))))
        .filter(|(_, points)| points.iter().any(|point| point.value.is_some()))
        .collect();
    let own = areas.first().filter(|(first, _)| name(area).as_ref() == Some(first)).map(|(_, points)| points)?;
    let years = || own.iter().map(|point| point.year);
    Some(PublishedOutcome {
        rate,
        title: rate.title(),
        sentence: sentence(rate, &areas),
        counted_anew: years().any(|year| year < PERSON_LEVEL_FROM) && years().any(|year| year >= PERSON_LEVEL_FROM),
        start: start_year(data),
        areas,
    })
}

fn sentence(rate: AreaRate, areas: &[(String, Vec<AreaPoint>)]) -> String {
    let said = |(name, points): &(String, Vec<AreaPoint>)| {
        let known: Vec<&AreaPoint> = points.iter().filter(|point| point.value.is_some()).collect();
        let (first, last) = (known.first()?, known.last()?);
        let written = |point: &AreaPoint| {
            let share = number(point.value.unwrap_or_default(), rate.places());
            let of = |count: u64| number(count as f64, 0);
            let added = match point.source {
                AreaSource::Published => String::new(),
                AreaSource::SumOfAuthorities(1) => ", of the one authority held here".to_owned(),
                AreaSource::SumOfAuthorities(many) => format!(", {many} authorities added up"),
            };
            let counts =
                point.count.zip(point.base).map(|(count, base)| format!(" ({} of {}{added})", of(count), of(base)));
            format!("{share}%{} in {}", counts.unwrap_or_default(), point.label)
        };
        Some(match first.year == last.year {
            true => format!("{name}: {}.", written(first)),
            false => format!("{name}: {} and {}.", written(first), written(last)),
        })
    };
    areas.iter().filter_map(said).collect::<Vec<_>>().join(" ")
}

/// The first calendar year that begins after the pilot's start: an earlier one was hardly touched by it.
pub fn start_year(data: &PilotData) -> Option<u16> {
    let start = data.pilot.as_ref()?.dates.start?;
    u16::try_from(start.year() + 1).ok()
}

/// The authority that the pilot's council is, by its name.
pub fn council_area(data: &PilotData) -> Option<AreaId> {
    let council = data.pilot.as_ref()?.council.to_lowercase();
    let own =
        |area: &&crate::model::Area| area.level == AreaLevel::Authority && council.contains(&area.name.to_lowercase());
    // Of “Bath” and “Bath and North East Somerset” the longer says more.
    data.areas.values().filter(own).max_by_key(|area| area.name.len()).map(|area| area.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};
    use crate::model::{Area, AreaFigures, FiguresId};

    #[test]
    fn shares_are_of_decisions_and_clusters_add_up_to_the_pilot() {
        let data = pilot_data(&Options::default());
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        let rows = evidence.refusals(&period, &Scope::Pilot);
        assert_eq!(rows.len(), 2 * (1 + 2 + 1), "the pilot, its two clusters, and the others, each twice");
        let after = |place: usize| (rows[2 * place + 1].refused, rows[2 * place + 1].decided);
        assert_eq!(after(0), (after(1).0 + after(2).0, after(1).1 + after(2).1));
        for row in &rows {
            let share = row.refused as f64 / row.decided as f64 * 100.0;
            assert!(row.share.is_some_and(|found| (found - share).abs() < 1e-9));
            assert!(row.lower < row.share && row.share < row.upper && row.returns <= row.returns_expected);
        }
        assert_eq!(rows.last().map(|row| row.who.as_str()), Some("Schools not taking part"));
        let (pairs, coverage) = evidence.matched_refusals(&period, &Scope::Pilot);
        assert_eq!((pairs.len(), coverage.schools), (coverage.schools_used, 44));
        assert!(pairs.iter().map(|pair| pair.1.1).sum::<u64>() <= after(0).1);
    }

    #[test]
    fn no_decision_is_no_share() {
        let mut data = pilot_data(&Options::default());
        let ids: Vec<_> = data.returns.keys().cloned().collect();
        for id in &ids {
            let entry = data.returns.get_mut(id).unwrap();
            (entry.requests_agreed, entry.requests_refused) = (Some(0), Some(0));
        }
        let evidence = Evidence::of(&data);
        let rows = evidence.refusals(&Period::default_of(&evidence), &Scope::Pilot);
        assert!(rows.iter().all(|row| row.share.is_none() && row.calculation.is_none() && row.returns > 0));
        assert_eq!(rows[0].share_words(), "no decision");
    }

    #[test]
    fn published_years_that_reach_over_the_new_collection_say_so() {
        let mut data = PilotData::default();
        let mut put = |name: &str, level, year, refused, requests| {
            let id = AreaId::from_name(name).expect("a name");
            data.areas.insert(id.clone(), Area { id: id.clone(), name: name.to_owned(), level });
            let mut row = AreaFigures::new(FiguresId { area: id, year, schools: SchoolType::All });
            (row.requests, row.requests_refused) = (Some(requests), Some(refused));
            data.figures.insert(row.id(), row);
        };
        put("Bath", AreaLevel::Authority, 2021, 20, 100);
        put("Bath", AreaLevel::Authority, 2022, 30, 120);
        put("South West", AreaLevel::Region, 2022, 200, 1_000);
        let bath = AreaId::from_name("Bath").expect("a name");
        let found = published_outcomes(&data, &bath);
        assert_eq!(found.len(), 1, "plans are not published");
        assert!(!found[0].counted_anew && found[0].areas.len() == 2);
        assert_eq!(
            found[0].sentence,
            "Bath: 20.0% (20 of 100) in 2021 and 25.0% (30 of 120) in 2022. South West: 20.0% (20 of 100, of the one authority held here) in 2021 and 20.0% (200 of 1,000) in 2022."
        );
        let mut later = data.clone();
        let mut row = AreaFigures::new(FiguresId { area: bath.clone(), year: 2023, schools: SchoolType::All });
        (row.requests, row.requests_refused) = (Some(150), Some(40));
        later.figures.insert(row.id(), row);
        assert!(published_outcomes(&later, &bath)[0].counted_anew);
        assert_eq!(published_outcomes(&data, &AreaId::from_name("South West").expect("a name")).len(), 1);
        assert_eq!(published_outcomes(&data, &AreaId::from_name("Nowhere").expect("a name")), []);
    }
}
