//! Which part of a document each kind of bundle takes. What is not named here does not leave with a return or a board.

use super::{Bundle, BundleError, BundleKind};
use crate::merge::Document;
use crate::model::{CensusId, ClusterId, GoalsId, MeetingId, ReturnId, ScenarioId, ScoresId, SurveyId, TermId, Urn};
use crate::workspace::schema;
use std::collections::BTreeSet;

impl Bundle {
    /// Everything, tables that this version does not know and deletions included.
    pub fn backup(document: &Document) -> Self {
        Self { kind: BundleKind::Backup, document: document.clone() }
    }

    /// One school's returns, of one term if one is given, with the school, the pilot and the returns' terms.
    /// Fails if there is nothing of that to send.
    pub fn of_return(document: &Document, school: &Urn, term: Option<TermId>) -> Result<Self, BundleError> {
        let missing = |what, name: String| Err(BundleError::Missing { what, name });
        need_pilot(document)?;
        if document.live_record(schema::SCHOOL, school.as_str()).is_none() {
            return missing("school", school.to_string());
        }
        let is_wanted = |id: &ReturnId| id.school == *school && term.is_none_or(|term| term == id.term);
        let live: BTreeSet<ReturnId> =
            document.live(schema::RETURN).filter_map(|(id, _)| id.parse().ok()).filter(is_wanted).collect();
        if live.is_empty() {
            return missing(
                "return",
                term.map_or_else(|| school.to_string(), |term| format!("{school}, {}", term.words())),
            );
        }
        let terms: BTreeSet<String> = live.iter().map(|id| id.term.to_string()).collect();
        let mut part = document.select(|table, id| match table {
            schema::PILOT => true,
            schema::TERM => terms.contains(id),
            schema::SCHOOL => id == school.as_str(),
            // A deleted return travels too: that it is gone is news.
            schema::RETURN => id.parse().is_ok_and(|id| is_wanted(&id)),
            // Counts of the same school, of the same terms; the year's count of the years of those terms.
            schema::SURVEY => {
                id.parse().is_ok_and(|id: SurveyId| is_wanted(&ReturnId { school: id.school, term: id.term }))
            }
            schema::SCORES => {
                id.parse().is_ok_and(|id: ScoresId| is_wanted(&ReturnId { school: id.school, term: id.term }))
            }
            schema::GOALS => {
                id.parse().is_ok_and(|id: GoalsId| is_wanted(&ReturnId { school: id.school, term: id.term }))
            }
            schema::CENSUS => id
                .parse()
                .is_ok_and(|id: CensusId| id.school == *school && term.is_none_or(|term| term.year == id.year)),
            _ => false,
        });
        // What was erased at this school is told with each of its files, of whatever term.
        part.take_over_erasures(document, |table, id| school_of(table, id).is_some_and(|of| of == *school));
        Ok(Self { kind: BundleKind::Return, document: part })
    }

    /// One cluster with its schools and their submitted returns, the pilot and its terms.
    pub fn of_board(document: &Document, cluster: &ClusterId) -> Result<Self, BundleError> {
        need_pilot(document)?;
        if document.live_record(schema::CLUSTER, cluster.as_str()).is_none() {
            return Err(BundleError::Missing { what: "cluster", name: cluster.to_string() });
        }
        let text =
            |table: &str, id: &str, field: &str| document.value(table, id, field).and_then(|value| value.as_text());
        let in_cluster = |urn: &str| text(schema::SCHOOL, urn, "cluster") == Some(cluster.as_str());
        let part = document.select(|table, id| match table {
            schema::PILOT | schema::TERM => true,
            schema::CLUSTER => id == cluster.as_str(),
            schema::SCHOOL => in_cluster(id),
            schema::RETURN => {
                let is_draft = text(schema::RETURN, id, "status") != Some("submitted")
                    && document.live_record(schema::RETURN, id).is_some();
                !is_draft && id.parse::<ReturnId>().is_ok_and(|id| in_cluster(id.school.as_str()))
            }
            schema::SURVEY => id.parse().is_ok_and(|id: SurveyId| in_cluster(id.school.as_str())),
            schema::SCORES => id.parse().is_ok_and(|id: ScoresId| in_cluster(id.school.as_str())),
            schema::GOALS => id.parse().is_ok_and(|id: GoalsId| in_cluster(id.school.as_str())),
            schema::CENSUS => id.parse().is_ok_and(|id: CensusId| in_cluster(id.school.as_str())),
            schema::MEETING => id.parse().is_ok_and(|id: MeetingId| id.cluster == *cluster),
            schema::EVENT => {
                let school = text(schema::EVENT, id, "school");
                let own = text(schema::EVENT, id, "cluster");
                school.map_or_else(|| own.is_none_or(|own| own == cluster.as_str()), in_cluster)
            }
            _ => false,
        });
        Ok(Self { kind: BundleKind::Board, document: part })
    }

    /// Scenarios, with the pilot that they are of: no school, and no return. Fails if one of them is not there.
    pub fn of_scenarios(document: &Document, wanted: &BTreeSet<ScenarioId>) -> Result<Self, BundleError> {
        need_pilot(document)?;
        if let Some(absent) = wanted.iter().find(|id| document.live_record(schema::SCENARIO, id.as_str()).is_none()) {
            return Err(BundleError::Missing { what: "scenario", name: absent.to_string() });
        }
        if wanted.is_empty() {
            return Err(BundleError::NothingToSend);
        }
        let mut part = document.select(|table, id| match table {
            schema::PILOT => true,
            schema::SCENARIO => wanted.iter().any(|own| own.as_str() == id),
            _ => false,
        });
        part.take_over_erasures(document, |table, _| table == schema::SCENARIO);
        Ok(Self { kind: BundleKind::Scenario, document: part })
    }
}

/// The school that a record's name tells.
fn school_of(table: &str, id: &str) -> Option<Urn> {
    match table {
        schema::RETURN => id.parse().ok().map(|id: ReturnId| id.school),
        schema::SURVEY => id.parse().ok().map(|id: SurveyId| id.school),
        schema::SCORES => id.parse().ok().map(|id: ScoresId| id.school),
        schema::GOALS => id.parse().ok().map(|id: GoalsId| id.school),
        schema::CENSUS => id.parse().ok().map(|id: CensusId| id.school),
        _ => None,
    }
}

fn need_pilot(document: &Document) -> Result<(), BundleError> {
    match document.live(schema::PILOT).next() {
        Some(_) => Ok(()),
        None => Err(BundleError::NothingToSend),
    }
}
