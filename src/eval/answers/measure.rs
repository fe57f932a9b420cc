//! The ten measures, each with its parts and what they come to. Knows nothing of single returns.

use super::part::Part;
use super::replies::{Replies, replies_of};
use super::scores;
use super::yearly;
use super::{by_school, goals, requests};
use crate::eval::certainty::Step;
use crate::eval::sentences::lower_first;
use crate::eval::{Evidence, Indicator, Period, Scope};
use crate::model::{
    AcademicYear, Audience, Census, Direction, GoalResults, GroupScores, Measure, PilotData, ProgrammeKind, Statement,
    SurveyResult, Urn,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One measure's answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureFinding {
    /// 1 to 10.
    pub measure: u8,
    pub title: &'static str,
    pub words: &'static str,
    /// Which way is wanted: `rise` or `fall`.
    pub wanted: &'static str,
    /// The outcome it serves, by its key.
    pub outcome: &'static str,
    /// The surest step that all of its leading parts reach.
    pub certainty: Step,
    /// Whether its leading parts go as intended; None where a direction may not be named of each.
    pub intended: Option<bool>,
    /// A sentence that claims no more than its weakest leading part.
    pub conclusion: String,
    /// Leading parts first.
    pub parts: Vec<Part>,
    /// How many of the parts the measure asks for; the others explain.
    pub leading: usize,
}

/// Everything that is asked of one group of schools.
struct Asked<'a> {
    data: &'a PilotData,
    evidence: &'a Evidence,
    period: &'a Period,
    scope: &'a Scope,
    surveys: Vec<&'a SurveyResult>,
    scores: Vec<&'a GroupScores>,
    goals: Vec<&'a GoalResults>,
    censuses: Vec<&'a Census>,
    years: Option<(AcademicYear, AcademicYear)>,
}

/// All ten, in their order.
pub fn measure_findings(data: &PilotData, evidence: &Evidence, period: &Period, scope: &Scope) -> Vec<MeasureFinding> {
    let inside: BTreeSet<&Urn> =
        evidence.schools_in(scope).into_iter().filter_map(|place| evidence.urn_at(place)).collect();
    let asked = Asked {
        data,
        evidence,
        period,
        scope,
        surveys: newest_surveys(data, period, &inside),
        scores: data
            .scores
            .values()
            .filter(|group| inside.contains(&group.school) && period.terms.contains(&group.term))
            .collect(),
        goals: data
            .goals
            .values()
            .filter(|one| inside.contains(&one.school) && period.terms.contains(&one.term))
            .collect(),
        censuses: data.censuses.values().filter(|census| inside.contains(&census.school)).collect(),
        years: period
            .last()
            .map(|term| term.year)
            .zip(period.base.last().map(|term| term.year))
            .map(|(now, then)| (then, now)),
    };
    Measure::ALL.into_iter().map(|measure| asked.finding(measure)).collect()
}

/// Whether heads and SENCOs find the arrangements manageable: the part of measure 1 that is about the way of working.
pub(in crate::eval) fn manageable(data: &PilotData, evidence: &Evidence, period: &Period, scope: &Scope) -> Part {
    let inside: BTreeSet<&Urn> =
        evidence.schools_in(scope).into_iter().filter_map(|place| evidence.urn_at(place)).collect();
    let surveys = newest_surveys(data, period, &inside);
    let leaders = replies_of(&surveys, &[Audience::Head, Audience::Senco], "Heads and SENCOs", |_| true);
    leaders.agreement(Statement::Manageable)
}

/// Of each school, audience and programme the newest survey of the period.
pub(in crate::eval) fn newest_surveys<'a>(
    data: &'a PilotData,
    period: &Period,
    inside: &BTreeSet<&Urn>,
) -> Vec<&'a SurveyResult> {
    let mut newest: BTreeMap<_, &SurveyResult> = BTreeMap::new();
    let wanted = |survey: &&SurveyResult| inside.contains(&survey.school) && period.terms.contains(&survey.term);
    for survey in data.surveys.values().filter(wanted) {
        // Surveys come in the order of their terms: the last one stays.
        newest.insert((&survey.school, survey.audience, survey.programme), survey);
    }
    newest.into_values().collect()
}

impl Asked<'_> {
    fn finding(&self, measure: Measure) -> MeasureFinding {
        let (leading, more) = self.parts(measure);
        let certainty = leading.iter().map(|part| part.certainty).max().unwrap_or(Step::CannotTell);
        let directions: BTreeSet<Option<bool>> = leading.iter().map(|part| part.intended).collect();
        let intended = match directions.len() {
            1 => directions.into_iter().next().flatten(),
            _ => None,
        };
        let count = leading.len();
        MeasureFinding {
            measure: measure.number(),
            title: measure.title(),
            words: measure.words(),
            wanted: match measure.direction() {
                Direction::Rise => "rise",
                Direction::Fall => "fall",
            },
            outcome: measure.outcome().key(),
            certainty,
            intended,
            conclusion: conclusion(&leading, certainty, intended),
            parts: leading.into_iter().chain(more).collect(),
            leading: count,
        }
    }

    /// The parts that a measure asks for, and those that explain them.
    fn parts(&self, measure: Measure) -> (Vec<Part>, Vec<Part>) {
        let of = |indicator: Indicator| Part::of_finding(&self.evidence.finding(indicator, self.period, self.scope));
        let counted = |leading: &[Indicator], more: &[Indicator], also: Vec<Part>| {
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for indicator in leading {
                let (decides, explains) = self.counted(*indicator);
                first.push(decides);
                rest.extend(explains);
            }
            rest.extend(more.iter().map(|indicator| of(*indicator)));
            rest.extend(also);
            (first, rest)
        };
        match measure {
            Measure::EffectiveAndManageable => {
                let leaders = self.leaders();
                (vec![leaders.agreement(Statement::Effective), leaders.agreement(Statement::Manageable)], Vec::new())
            }
            Measure::Advocates => (vec![self.leaders().advocates()], Vec::new()),
            Measure::Confidence => {
                let staff = replies_of(&self.surveys, &[Audience::Staff], Audience::Staff.words(), |_| true);
                let leading = vec![staff.shift(Statement::Confident), staff.agreement(Statement::Embraced)];
                (leading, vec![staff.agreement(Statement::Confident)])
            }
            Measure::PupilsValue => self.by_programme(Audience::Pupil, Statement::Valued),
            Measure::ParentsSeeImpact => self.by_programme(Audience::Parent, Statement::Impact),
            Measure::SenSupport => counted(&[Indicator::SenSupport], &[], self.early().into_iter().collect()),
            Measure::Requests => counted(
                &[Indicator::Requests],
                &[Indicator::RequestsBySchools, Indicator::RequestsByParents, Indicator::RequestsByOthers],
                self.became_of_requests(),
            ),
            Measure::Exclusions => {
                counted(&[Indicator::PermanentExclusions, Indicator::DaysLost], &[Indicator::Suspensions], Vec::new())
            }
            Measure::Incidents => counted(&[Indicator::Incidents], &[], Vec::new()),
            Measure::SpeechAndLanguage => {
                let kinds = scores::programmes(&self.scores);
                let of_kind = |kind: &ProgrammeKind| scores::progress(&self.scores, *kind);
                let is_speech = |kind: &&ProgrammeKind| **kind == ProgrammeKind::SpeechLanguage;
                let speech: Vec<Part> = kinds.iter().filter(is_speech).filter_map(of_kind).collect();
                let others = kinds.iter().filter(|kind| !is_speech(kind)).filter_map(of_kind);
                // What explains it: schools apart, and goals, which programmes without a test have too.
                let apart = kinds.iter().filter_map(|kind| by_school::together(&self.scores, *kind));
                let reached = ProgrammeKind::ALL.into_iter().filter_map(|kind| goals::attainment(&self.goals, kind));
                (speech, others.chain(apart).chain(reached).collect())
            }
        }
    }

    /// The part that decides a figure from returns, and the plain one that then explains it. A trend that all schools share
    /// is none of the pilot's doing: where others can be compared with, that decides.
    fn counted(&self, indicator: Indicator) -> (Part, Option<Part>) {
        let finding = self.evidence.finding(indicator, self.period, self.scope);
        let plain = Part::of_finding(&finding);
        match self.evidence.against_other_schools(indicator, self.period, self.scope) {
            Some(found) if self.evidence.takes_part(self.scope) => (Part::of_comparison(&found, &finding), Some(plain)),
            _ => (plain, None),
        }
    }

    fn leaders(&self) -> Replies<'_> {
        replies_of(&self.surveys, &[Audience::Head, Audience::Senco], "Heads and SENCOs", |_| true)
    }

    /// All programmes together, and each by itself.
    fn by_programme(&self, audience: Audience, statement: Statement) -> (Vec<Part>, Vec<Part>) {
        let all = replies_of(&self.surveys, &[audience], audience.words(), |_| true);
        let kinds: BTreeSet<ProgrammeKind> = all.surveys.iter().filter_map(|survey| survey.programme).collect();
        let each = kinds.into_iter().map(|kind| {
            let who = format!("{}, {}", audience.words(), lower_first(kind.words()));
            replies_of(&self.surveys, &[audience], &who, |survey| survey.programme == Some(kind)).agreement(statement)
        });
        (vec![all.agreement(statement)], each.collect())
    }

    /// Refusals in returns, and what is published of the council's area where the pilot as a whole is asked about.
    fn became_of_requests(&self) -> Vec<Part> {
        let of_area = if *self.scope == Scope::Pilot { requests::published(self.data) } else { Vec::new() };
        requests::refused(self.evidence, self.period, self.scope).into_iter().chain(of_area).collect()
    }

    pub fn early(&self) -> Option<Part> {
        yearly::early_identification(&self.censuses, self.years?)
    }
}

/// Parts that belong to outcomes and to no measure: results and the gap.
pub(super) fn results(data: &PilotData, evidence: &Evidence, period: &Period, scope: &Scope) -> Vec<Part> {
    let inside: BTreeSet<&Urn> =
        evidence.schools_in(scope).into_iter().filter_map(|place| evidence.urn_at(place)).collect();
    let censuses: Vec<&Census> = data.censuses.values().filter(|census| inside.contains(&census.school)).collect();
    let Some((now, then)) = period.last().zip(period.base.last().copied()) else { return Vec::new() };
    let years = (then.year, now.year);
    [yearly::attainment(&censuses, years), yearly::gap(&censuses, years)].into_iter().flatten().collect()
}

fn conclusion(leading: &[Part], certainty: Step, intended: Option<bool>) -> String {
    let sentences = || leading.iter().map(|part| part.sentence.as_str()).collect::<Vec<_>>().join(" ");
    if leading.is_empty() {
        return "No figures yet: nothing is claimed.".to_owned();
    }
    let verdict = match (certainty, intended) {
        (Step::Clear, Some(true)) => "As intended, and clearly so.",
        (Step::Likely, Some(true)) => "Probably as intended.",
        (Step::Possible, Some(true)) => "Possibly as intended.",
        (Step::Clear | Step::Likely | Step::Possible, Some(false)) => "Not as intended.",
        (Step::LittleChange, _) => "Little or no change.",
        _ if leading.len() > 1 => "Its parts do not allow one answer yet.",
        _ => "Too early to tell.",
    };
    format!("{verdict} {}", sentences())
}
