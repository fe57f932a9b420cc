//! The rows a figure rests on: which returns, replies, scores and yearly counts were used, and why others were not.
//! Knows nothing of who entered them or which file brought them.

use super::answers::newest_surveys;
use super::matched::Reason;
use super::numbers::count;
use super::{Evidence, Indicator, Kind, Period, Scope};
use crate::model::{CensusId, GoalsId, Measure, PilotData, ReturnId, ScoresId, SurveyId, TermId, Urn};
use std::collections::BTreeSet;

/// A record that figures are worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceId {
    Return(ReturnId),
    Survey(SurveyId),
    Scores(ScoresId),
    Goals(GoalsId),
    Census(CensusId),
}

/// One row that a figure rests on, or would rest on if it could be used.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    pub source: SourceId,
    pub school: String,
    /// “Term 3 2018/19”, “School year 2018/19”.
    pub when: String,
    /// What it gives to the figure: “3 of 412 pupils”, “12 replies of 20 asked”.
    pub gives: String,
    /// Why it is left out; None where it counts.
    pub left_out: Option<&'static str>,
}

/// The newest matched pair alone counts for a share; other figures add all up.
const NEWER_COUNTS: &str = "A newer term of this school counts";

impl Evidence {
    /// The returns behind an indicator's change, school by school in the order of their names, before and after.
    pub fn source_rows(&self, indicator: Indicator, period: &Period, scope: &Scope) -> Vec<SourceRow> {
        let mut places = self.schools_in(scope);
        places.sort_by(|one, other| self.name_at(*one).cmp(self.name_at(*other)));
        places.into_iter().flat_map(|place| self.rows_of_school(indicator, period, place)).collect()
    }

    fn name_at(&self, place: usize) -> &str {
        self.schools.get(place).map_or("", |school| school.name.as_str())
    }

    fn rows_of_school(&self, indicator: Indicator, period: &Period, place: usize) -> Vec<SourceRow> {
        let Some(school) = self.urn_at(place) else { return Vec::new() };
        let value = |term: TermId| -> Result<(f64, f64), bool> {
            let row = self.row(place, term).ok_or(true)?;
            Ok((indicator.count(row).ok_or(false)?, indicator.exposure(row).ok_or(false)?))
        };
        let is_share = indicator.kind() == Kind::Share;
        let alike = |(term, base): &(TermId, TermId)| self.counts_alike(indicator, place, *base, *term);
        let matches = |pair: &(TermId, TermId)| value(pair.0).is_ok() && value(pair.1).is_ok() && alike(pair);
        let newest_matched = period.pairs().rev().find(matches).map(|pair| pair.0);
        let mut rows = Vec::new();
        for (term, base) in period.pairs() {
            for (own, partner) in [(base, term), (term, base)] {
                if self.row(place, own).is_none() {
                    continue;
                }
                let own_value = value(own);
                let left_out = match (own_value, value(partner)) {
                    (Err(_), _) => Some(Reason::FigureMissing.words()),
                    (_, Err(true)) => Some("No return for the term it is compared with"),
                    (_, Err(false)) => Some("The return it is compared with lacks this figure"),
                    _ if !alike(&(term, base)) => Some("Counted in another way since the term it is compared with"),
                    _ if is_share && newest_matched != Some(term) => Some(NEWER_COUNTS),
                    _ => None,
                };
                let gives = own_value.map_or_else(
                    |_| "–".to_owned(),
                    |(events, pupils)| match indicator {
                        Indicator::Paperwork => format!("{} minutes", count(events)),
                        _ => format!("{}, {} pupils", said(events, indicator.unit()), count(pupils)),
                    },
                );
                let source = SourceId::Return(ReturnId { school: school.clone(), term: own });
                rows.push(SourceRow {
                    source,
                    school: self.name_at(place).to_owned(),
                    when: own.words(),
                    gives,
                    left_out,
                });
            }
        }
        rows.sort_by_key(|row| match &row.source {
            SourceId::Return(id) => Some(id.term),
            _ => None,
        });
        rows
    }
}

fn said(events: f64, unit: (&str, &str)) -> String {
    super::numbers::counted(events, unit)
}

/// The replies, scores and yearly counts behind a measure that returns do not answer.
pub fn asked_rows(
    data: &PilotData,
    evidence: &Evidence,
    measure: Measure,
    period: &Period,
    scope: &Scope,
) -> Vec<SourceRow> {
    let inside: BTreeSet<&Urn> =
        evidence.schools_in(scope).into_iter().filter_map(|place| evidence.urn_at(place)).collect();
    let name = |urn: &Urn| evidence.school_name(urn).unwrap_or(urn.as_str()).to_owned();
    let newest: BTreeSet<SurveyId> =
        newest_surveys(data, period, &inside).into_iter().map(|survey| survey.id()).collect();
    let mut rows = Vec::new();
    for survey in data.surveys.values().filter(|survey| inside.contains(&survey.school)) {
        let answers = match measure {
            Measure::Advocates => !survey.recommend.is_empty(),
            _ => survey.audience.statements().iter().any(|statement| statement.measure() == measure),
        };
        if answers && period.terms.contains(&survey.term) {
            let who = survey.audience.words().to_lowercase();
            let about = survey.programme.map(|kind| format!(", {}", kind.words().to_lowercase())).unwrap_or_default();
            rows.push(SourceRow {
                source: SourceId::Survey(survey.id()),
                school: name(&survey.school),
                when: survey.term.words(),
                gives: format!("{} replies of {} {who} asked{about}", survey.replied, survey.invited),
                left_out: (!newest.contains(&survey.id())).then_some("A newer survey of this school counts"),
            });
        }
    }
    if measure == Measure::SpeechAndLanguage {
        let groups = data.scores.values().filter(|group| inside.contains(&group.school));
        rows.extend(groups.filter(|group| period.terms.contains(&group.term)).map(|group| SourceRow {
            source: SourceId::Scores(group.id()),
            school: name(&group.school),
            when: group.term.words(),
            gives: format!(
                "{} pupils, {}{}",
                group.pupils,
                group.programme.words().to_lowercase(),
                if group.comparison { ", comparison group" } else { "" }
            ),
            left_out: None,
        }));
        let goals = data.goals.values().filter(|goals| inside.contains(&goals.school));
        rows.extend(goals.filter(|goals| period.terms.contains(&goals.term)).map(|goals| SourceRow {
            source: SourceId::Goals(goals.id()),
            school: name(&goals.school),
            when: goals.term.words(),
            gives: format!("goals of {} pupils, {}", goals.all(), goals.programme.words().to_lowercase()),
            left_out: None,
        }));
    }
    rows.sort_by(|one, other| one.school.cmp(&other.school));
    rows
}

/// The yearly counts behind early identification and results, of the two years that are compared.
pub fn census_rows(data: &PilotData, evidence: &Evidence, period: &Period, scope: &Scope) -> Vec<SourceRow> {
    let Some((now, then)) = period.last().zip(period.base.last().copied()) else { return Vec::new() };
    let inside: BTreeSet<&Urn> =
        evidence.schools_in(scope).into_iter().filter_map(|place| evidence.urn_at(place)).collect();
    let wanted = data
        .censuses
        .values()
        .filter(|census| inside.contains(&census.school) && (census.year == now.year || census.year == then.year));
    let total = |counts: &[u32]| counts.iter().map(|count| u64::from(*count)).sum::<u64>() as f64;
    let mut rows: Vec<SourceRow> = wanted
        .map(|census| SourceRow {
            source: SourceId::Census(census.id()),
            school: evidence.school_name(&census.school).unwrap_or(census.school.as_str()).to_owned(),
            when: format!("School year {}", census.year),
            gives: format!(
                "{} newly at SEN Support of {} at SEN Support",
                count(total(&census.newly_identified)),
                count(total(&census.sen_support))
            ),
            left_out: None,
        })
        .collect();
    rows.sort_by(|one, other| one.school.cmp(&other.school).then(one.when.cmp(&other.when)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};

    /// The rows that count add up to the finding: nothing is shown that was not used, and nothing used is hidden.
    #[test]
    fn rows_that_count_add_up_to_the_figure() {
        let data = pilot_data(&Options::default());
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        for indicator in Indicator::JUDGED {
            let finding = evidence.finding(indicator, &period, &Scope::Pilot);
            let rows = evidence.source_rows(indicator, &period, &Scope::Pilot);
            let sum = |terms: &[TermId]| -> f64 {
                let of_terms = rows.iter().filter(|row| row.left_out.is_none());
                of_terms
                    .filter_map(|row| match &row.source {
                        SourceId::Return(id) if terms.contains(&id.term) => data.returns.get(id),
                        _ => None,
                    })
                    .filter_map(|entry| indicator.count(&crate::eval::Row::of(entry)))
                    .sum()
            };
            assert_eq!(sum(&period.terms), finding.after.count, "{indicator:?} after");
            assert_eq!(sum(&period.base), finding.before.count, "{indicator:?} before");
            let left_out = rows.iter().filter(|row| row.left_out.is_some()).count();
            assert!(indicator == Indicator::SenSupport || left_out <= 2 * finding.coverage.dropped.len());
        }
    }

    #[test]
    fn replies_and_scores_have_their_rows_and_returns_have_none_of_them() {
        let data = pilot_data(&Options::default());
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        let rows = |measure| asked_rows(&data, &evidence, measure, &period, &Scope::Pilot);
        for measure in [Measure::EffectiveAndManageable, Measure::Advocates, Measure::Confidence, Measure::PupilsValue]
        {
            assert!(
                rows(measure).iter().all(|row| matches!(row.source, SourceId::Survey(_))) && !rows(measure).is_empty()
            );
        }
        assert!(
            rows(Measure::SpeechAndLanguage)
                .iter()
                .all(|row| matches!(row.source, SourceId::Scores(_) | SourceId::Goals(_)))
        );
        assert_eq!(rows(Measure::Incidents), []);
        assert!(!census_rows(&data, &evidence, &period, &Scope::Pilot).is_empty());
    }
}
