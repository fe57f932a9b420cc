//! One pilot whole, and simple questions of it.

use super::{
    Area, AreaFigures, AreaId, Calendar, Census, CensusId, Cluster, ClusterId, EventId, FiguresId, GoalResults,
    GoalsId, GroupScores, Meeting, MeetingId, Pilot, PilotEvent, Release, ReleaseId, Return, ReturnId, SavedScenario,
    ScenarioId, School, ScoresId, SurveyId, SurveyResult, TermId, Urn,
};
use crate::sorted::SortedMap;
use chrono::NaiveDate;
use imbl::OrdMap;

/// Everything a workspace knows of a pilot, as typed values. It is derived from the document and never saved. A changed copy shares
/// all else with the one before, so that an edit takes no longer in a large pilot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PilotData {
    /// None in an empty workspace.
    pub pilot: Option<Pilot>,
    pub calendar: Calendar,
    pub clusters: OrdMap<ClusterId, Cluster>,
    pub schools: OrdMap<Urn, School>,
    /// There are far more of these than of all else.
    pub returns: SortedMap<ReturnId, Return>,
    pub areas: OrdMap<AreaId, Area>,
    pub figures: OrdMap<FiguresId, AreaFigures>,
    pub surveys: OrdMap<SurveyId, SurveyResult>,
    pub scores: OrdMap<ScoresId, GroupScores>,
    pub goals: OrdMap<GoalsId, GoalResults>,
    pub censuses: OrdMap<CensusId, Census>,
    pub events: OrdMap<EventId, PilotEvent>,
    pub releases: OrdMap<ReleaseId, Release>,
    pub meetings: OrdMap<MeetingId, Meeting>,
    pub scenarios: OrdMap<ScenarioId, SavedScenario>,
}

impl PilotData {
    pub fn return_of(&self, school: &Urn, term: TermId) -> Option<&Return> {
        self.returns.get(&ReturnId { school: school.clone(), term })
    }

    /// The school's newest return, draft or submitted, of a term before this one.
    pub fn previous_return(&self, school: &Urn, term: TermId) -> Option<&Return> {
        let first = ReturnId { school: school.clone(), term: TermId::new(0, 0) };
        let last = ReturnId { school: school.clone(), term };
        self.returns.range(first..last).next_back().map(|(_, entry)| entry)
    }

    pub fn schools_of<'a>(&'a self, cluster: &'a ClusterId) -> impl Iterator<Item = &'a School> {
        self.schools.values().filter(move |school| school.cluster.as_ref() == Some(cluster))
    }

    pub fn taking_part(&self) -> impl Iterator<Item = &School> {
        self.schools.values().filter(|school| school.taking_part)
    }

    /// Schools taking part, in a cluster if one is given, that have not submitted this term's return.
    pub fn not_returned<'a>(
        &'a self,
        term: TermId,
        cluster: Option<&'a ClusterId>,
    ) -> impl Iterator<Item = &'a School> {
        self.taking_part().filter(move |school| {
            cluster.is_none_or(|id| school.cluster.as_ref() == Some(id))
                && !self.return_of(&school.urn, term).is_some_and(Return::submitted)
        })
    }

    /// The first term that the pilot can have changed: the first to begin on or after its start.
    pub fn first_term_during(&self) -> Option<TermId> {
        let start = self.pilot.as_ref()?.dates.start?;
        self.calendar.from(start).map(|term| term.id).min()
    }

    /// The term the pilot works on: today's, but not beyond the calendar's last.
    pub fn current_term(&self, today: NaiveDate) -> Option<TermId> {
        self.calendar.current(today).map(|term| term.id)
    }

    /// The newest term for which any school has submitted a return.
    pub fn newest_term_returned(&self) -> Option<TermId> {
        self.returns.values().filter(|entry| entry.submitted()).map(|entry| entry.term).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AcademicYear, Phase, PilotId};
    use crate::model::{ReturnStatus, six_terms, starter_pilot};

    fn small_pilot() -> PilotData {
        let mut data = PilotData {
            pilot: Some(starter_pilot(PilotId::from_name("test").expect("an id"), "Test", "Council")),
            ..Default::default()
        };
        for term in six_terms(AcademicYear(2018)) {
            data.calendar.terms.insert(term.id, term);
        }
        for (urn, taking_part) in [("900001", true), ("900002", true), ("900003", false)] {
            let urn: Urn = urn.parse().expect("a urn");
            let school = School {
                urn: urn.clone(),
                name: format!("School {urn}"),
                phase: Phase::Primary,
                laestab: None,
                cluster: None,
                taking_part,
                location: None,
                feeds: Vec::new(),
            };
            data.schools.insert(urn, school);
        }
        data
    }

    #[test]
    fn a_draft_counts_as_not_returned() {
        let mut data = small_pilot();
        let term = TermId::new(2018, 3);
        for (urn, status) in [("900001", ReturnStatus::Submitted), ("900002", ReturnStatus::Draft)] {
            let mut entry = Return::new(ReturnId { school: urn.parse().expect("a urn"), term });
            entry.status = status;
            data.returns.insert(entry.id(), entry);
        }
        let missing: Vec<_> = data.not_returned(term, None).map(|school| school.urn.as_str()).collect();
        assert_eq!(missing, ["900002"], "the comparison school is not waited for");
    }

    #[test]
    fn the_previous_return_is_the_schools_own_and_the_newest_before() {
        let mut data = small_pilot();
        for (urn, number) in [("900001", 1), ("900001", 2), ("900001", 4), ("900002", 3)] {
            let id = ReturnId { school: urn.parse().expect("a urn"), term: TermId::new(2018, number) };
            data.returns.insert(id.clone(), Return::new(id));
        }
        let school: Urn = "900001".parse().expect("a urn");
        assert_eq!(data.previous_return(&school, TermId::new(2018, 4)).map(|entry| entry.term.number), Some(2));
        assert_eq!(data.previous_return(&school, TermId::new(2018, 1)), None);
    }

    #[test]
    fn the_first_term_during_begins_on_or_after_the_start() {
        let mut data = small_pilot();
        if let Some(pilot) = &mut data.pilot {
            pilot.dates.start = NaiveDate::from_ymd_opt(2018, 11, 1);
        }
        assert_eq!(data.first_term_during(), Some(TermId::new(2018, 2)));
    }
}
