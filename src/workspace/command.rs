//! What may be done to a workspace, and what makes it refuse. Knows nothing of undo or storage.

use super::schema::{self, Kept};
use super::{Users, WorkspaceError, state::Draft};
use crate::model::{
    Area, AreaFigures, Census, Cluster, ClusterId, EventId, GoalResults, GroupScores, LONGEST_NAME, Meeting, MeetingId,
    MeetingKind, Pilot, PilotData, PilotEvent, Problem, Release, Return, ReturnId, SavedScenario, ScenarioId, School,
    Severity, SurveyResult, Term, TermId, Urn, YEARS, hidden_character, hidden_in_text, name_of, outside_years,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// One action of a person. Saving writes only the fields that differ; nothing is ever half done.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The first step of a new workspace: the pilot with its calendar and clusters.
    StartPilot {
        pilot: Pilot,
        terms: Vec<Term>,
        clusters: Vec<Cluster>,
    },
    SavePilot(Pilot),
    SaveTerms(Vec<Term>),
    RemoveTerm(TermId),
    SaveCluster(Cluster),
    RemoveCluster(ClusterId),
    SaveSchools(Vec<School>),
    RemoveSchool(Urn),
    /// Saves figures while they are being entered. Contradictions are allowed until the return is submitted.
    SaveDraft(Return),
    /// Submits a return: it must be complete and free of contradictions, and each question answered.
    SubmitReturn(Return),
    RemoveReturn(ReturnId),
    /// Adds or updates published figures of comparison areas.
    SaveAreas {
        areas: Vec<Area>,
        figures: Vec<AreaFigures>,
    },
    RemoveAreas,
    SaveSurvey(SurveyResult),
    SaveScores(GroupScores),
    SaveGoals(GoalResults),
    SaveCensus(Census),
    /// Marks something that happened, or a change of counting.
    SaveEvent(PilotEvent),
    RemoveEvent(EventId),
    /// Remembers what was shown to others.
    SaveRelease(Release),
    /// A meeting of a board or a network: who came, as counts.
    SaveMeeting(Meeting),
    /// A scenario that is locked is not changed.
    SaveScenario(SavedScenario),
    RemoveScenario(ScenarioId),
    RemoveMeeting(MeetingId),
    /// Erases a record for good, as somebody has a right to ask: it cannot be undone, no file brings it back, and nothing
    /// can be entered under its name again. Only records of [`schema::ERASABLE`].
    Erase {
        table: &'static str,
        id: String,
    },
}

impl Command {
    /// What the command does, in words, for “Undo …”.
    pub fn label(&self, data: &PilotData) -> String {
        let school = |urn: &Urn| data.schools.get(urn).map_or_else(|| urn.to_string(), |school| school.name.clone());
        match self {
            Self::StartPilot { pilot, .. } => format!("Start {}", pilot.name),
            Self::SavePilot(pilot) => format!("Change {}", pilot.name),
            Self::SaveTerms(terms) => match terms.as_slice() {
                [term] => format!("Change {}", term.id.words()),
                _ => format!("Change {} terms", terms.len()),
            },
            Self::RemoveTerm(term) => format!("Remove {}", term.words()),
            Self::SaveCluster(cluster) => format!("Change {}", cluster.name),
            Self::RemoveCluster(id) => {
                format!("Remove {}", data.clusters.get(id).map_or(id.as_str(), |cluster| cluster.name.as_str()))
            }
            Self::SaveSchools(schools) => match schools.as_slice() {
                [one] => format!("Change {}", one.name),
                _ => format!("Change {} schools", schools.len()),
            },
            Self::RemoveSchool(urn) => format!("Remove {}", school(urn)),
            Self::SaveDraft(entry) => format!("Enter figures: {}, {}", school(&entry.school), entry.term.words()),
            Self::SubmitReturn(entry) => format!("Submit return: {}, {}", school(&entry.school), entry.term.words()),
            Self::RemoveReturn(id) => format!("Remove return: {}, {}", school(&id.school), id.term.words()),
            Self::SaveAreas { figures, .. } => format!("Import {} rows of published figures", figures.len()),
            Self::RemoveAreas => "Remove all comparison areas".to_owned(),
            Self::SaveSurvey(survey) => format!("Enter replies: {}, {}", school(&survey.school), survey.term.words()),
            Self::SaveScores(scores) => format!("Enter scores: {}, {}", school(&scores.school), scores.term.words()),
            Self::SaveGoals(goals) => format!("Enter goals: {}, {}", school(&goals.school), goals.term.words()),
            Self::SaveCensus(census) => format!("Enter the year’s count: {}, {}", school(&census.school), census.year),
            Self::SaveRelease(release) => format!("Note what was published on {}", release.date.format("%-d %B %Y")),
            Self::SaveEvent(event) => format!("Mark {}", event.words),
            Self::SaveScenario(scenario) => format!("Change the scenario {}", scenario.name),
            Self::RemoveScenario(id) => {
                let name = data.scenarios.get(id).map_or(id.as_str(), |scenario| scenario.name.as_str());
                format!("Remove the scenario {name}")
            }
            Self::SaveMeeting(meeting) => format!("Enter {}", meeting_words(&meeting.id(), data)),
            Self::RemoveMeeting(id) => format!("Remove {}", meeting_words(id, data)),
            // Without a word of what is erased.
            Self::Erase { table, .. } => format!("Erase {}, as its owner asked", erasable_words(table)),
            Self::RemoveEvent(id) => {
                format!("Remove {}", data.events.get(id).map_or(id.as_str(), |event| event.words.as_str()))
            }
        }
    }

    /// Checks the command against the data it would change.
    pub(super) fn check(&self, data: &PilotData) -> Result<(), WorkspaceError> {
        match self {
            Self::StartPilot { pilot, terms, clusters } => {
                if let Some(present) = &data.pilot {
                    let words = format!("This workspace already holds {}", present.name);
                    return Err(refused("name", words));
                }
                check_pilot(pilot)?;
                check_terms(terms, &PilotData::default())?;
                check_clusters(clusters, data)
            }
            Self::SavePilot(pilot) => check_pilot(pilot),
            Self::SaveTerms(terms) => check_terms(terms, data),
            Self::RemoveTerm(term) => check_term_unused(*term, data),
            Self::SaveCluster(cluster) => check_clusters(std::slice::from_ref(cluster), data),
            Self::RemoveCluster(id) => check_cluster_unused(id, data),
            Self::SaveSchools(schools) => check_schools(schools, data),
            Self::RemoveSchool(urn) => check_school_unused(urn, data),
            Self::SaveDraft(entry) => check_place(entry, data),
            Self::SubmitReturn(entry) => check_submission(entry, data),
            Self::RemoveReturn(id) => match data.returns.contains_key(id) {
                true => Ok(()),
                false => Err(WorkspaceError::Missing { what: "return", name: id.to_string() }),
            },
            Self::SaveAreas { areas, figures } => check_areas(areas, figures),
            Self::RemoveAreas => Ok(()),
            Self::SaveSurvey(survey) => check_counts(&survey.school, "replied", survey.contradictions(), data),
            Self::SaveScores(scores) => check_counts(&scores.school, "pupils", scores.contradictions(), data),
            Self::SaveGoals(goals) => check_counts(&goals.school, "pupils", goals.contradictions(), data),
            Self::SaveCensus(census) => check_counts(&census.school, "roll", census.contradictions(), data),
            Self::SaveRelease(release) => check_date("What was published", release.date),
            Self::SaveEvent(event) => check_event(event, data),
            Self::RemoveEvent(id) => match data.events.contains_key(id) {
                true => Ok(()),
                false => Err(WorkspaceError::Missing { what: "mark", name: id.to_string() }),
            },
            Self::SaveScenario(scenario) => check_scenario(scenario, data),
            Self::RemoveScenario(id) => match data.scenarios.get(id) {
                Some(scenario) if scenario.locked => Err(locked(scenario)),
                Some(_) => Ok(()),
                None => Err(WorkspaceError::Missing { what: "scenario", name: id.to_string() }),
            },
            Self::Erase { table, .. } if schema::ERASABLE.contains(table) => Ok(()),
            Self::Erase { .. } => Err(refused("table", "A record of this kind belongs to all, and cannot be erased")),
            Self::SaveMeeting(meeting) => check_meeting(meeting, data),
            Self::RemoveMeeting(id) => match data.meetings.contains_key(id) {
                true => Ok(()),
                false => Err(WorkspaceError::Missing { what: "meeting", name: id.to_string() }),
            },
        }
    }

    /// Writes what the command says; it has been checked.
    pub(super) fn write(&self, draft: &mut Draft, data: &PilotData) -> Result<(), WorkspaceError> {
        match self {
            Self::StartPilot { pilot, terms, clusters } => {
                draft.save(pilot)?;
                save_all(draft, terms)?;
                save_all(draft, clusters)
            }
            Self::SavePilot(pilot) => draft.save(pilot),
            Self::SaveTerms(terms) => save_all(draft, terms),
            Self::RemoveTerm(term) => draft.remove(schema::TERM, &term.to_string()),
            Self::SaveCluster(cluster) => draft.save(cluster),
            Self::RemoveCluster(id) => draft.remove(schema::CLUSTER, id.as_str()),
            Self::SaveSchools(schools) => save_all(draft, schools),
            Self::RemoveSchool(urn) => draft.remove(schema::SCHOOL, urn.as_str()),
            Self::SaveDraft(entry) | Self::SubmitReturn(entry) => draft.save(entry),
            Self::RemoveReturn(id) => draft.remove(schema::RETURN, &id.to_string()),
            Self::SaveAreas { areas, figures } => {
                save_all(draft, areas)?;
                figures.iter().try_for_each(|row| draft.save(&filled_up(row, data)))
            }
            Self::SaveSurvey(survey) => draft.save(survey),
            Self::SaveScores(scores) => draft.save(scores),
            Self::SaveGoals(goals) => draft.save(goals),
            Self::SaveCensus(census) => draft.save(census),
            Self::SaveRelease(release) => draft.save(release),
            Self::SaveEvent(event) => draft.save(event),
            Self::RemoveEvent(id) => draft.remove(schema::EVENT, id.as_str()),
            Self::SaveScenario(scenario) => draft.save(scenario),
            Self::RemoveScenario(id) => draft.remove(schema::SCENARIO, id.as_str()),
            Self::SaveMeeting(meeting) => draft.save(meeting),
            Self::RemoveMeeting(id) => draft.remove(schema::MEETING, &id.to_string()),
            Self::Erase { table, id } => draft.erase(table, id),
            Self::RemoveAreas => {
                data.areas.keys().try_for_each(|id| draft.remove(schema::AREA, id.as_str()))?;
                data.figures.keys().try_for_each(|id| draft.remove(schema::FIGURES, &id.to_string()))
            }
        }
    }
}

/// What a record of a table is called where nothing of it may be said.
fn erasable_words(table: &str) -> &'static str {
    match table {
        schema::RETURN => "a return",
        schema::SURVEY => "replies",
        schema::SCORES => "scores",
        schema::GOALS => "goals",
        schema::CENSUS => "a count of a year",
        schema::EVENT => "a mark",
        schema::MEETING => "a meeting",
        schema::SCENARIO => "a scenario",
        _ => "a record",
    }
}

/// “the cluster board of Yate, 14 November 2018”.
fn meeting_words(id: &MeetingId, data: &PilotData) -> String {
    let cluster = data.clusters.get(&id.cluster).map_or(id.cluster.as_str(), |cluster| cluster.name.as_str());
    let kind = match id.kind {
        MeetingKind::Board => "the cluster board",
        MeetingKind::SencoNetwork => "the SENCO network",
    };
    format!("{kind} of {cluster}, {}", id.date.format("%-d %B %Y"))
}

fn save_all<T: Kept>(draft: &mut Draft, values: &[T]) -> Result<(), WorkspaceError> {
    values.iter().try_for_each(|value| draft.save(value))
}

/// Two published tables fill the same row: what the new one does not say is kept from the old.
fn filled_up(row: &AreaFigures, data: &PilotData) -> AreaFigures {
    data.figures.get(&row.id()).map_or_else(|| row.clone(), |old| row.filled_up_from(old))
}

fn refused(field: &'static str, words: impl Into<String>) -> WorkspaceError {
    WorkspaceError::Refused(vec![Problem { field, severity: Severity::Impossible, words: words.into() }])
}

fn check_pilot(pilot: &Pilot) -> Result<(), WorkspaceError> {
    check_name(&pilot.name, "Enter the pilot’s name")?;
    pilot.texts().try_for_each(|text| check_text("texts", text))?;
    for (what, date) in pilot.dates.in_order() {
        date.map_or(Ok(()), |date| check_date(what, date))?;
    }
    match pilot.dates.out_of_order() {
        Some(words) => Err(refused("dates", words)),
        None => Ok(()),
    }
}

/// Names are shown in lists and files: something to read, and not a page of it.
fn check_name(name: &str, missing: &str) -> Result<(), WorkspaceError> {
    if name.trim().is_empty() {
        return Err(refused("name", missing));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(refused("name", format!("A name has at most {LONGEST_NAME} characters")));
    }
    if let Some(hidden) = hidden_character(name) {
        let words = format!("The name has a character that does not show ({}): type it again", name_of(hidden));
        return Err(refused("name", words));
    }
    Ok(())
}

/// What people write at length: nothing in it may make it look like another text.
fn check_text(field: &'static str, text: &str) -> Result<(), WorkspaceError> {
    match hidden_in_text(text) {
        Some(hidden) => {
            let words = format!("The text has a character that does not show ({}): type it again", name_of(hidden));
            Err(refused(field, words))
        }
        None => Ok(()),
    }
}

fn check_date(what: &str, date: NaiveDate) -> Result<(), WorkspaceError> {
    outside_years(what, date).map_or(Ok(()), |words| Err(refused("date", words)))
}

/// Areas as they are read from tables, which anybody may have written.
fn check_areas(areas: &[Area], figures: &[AreaFigures]) -> Result<(), WorkspaceError> {
    areas.iter().try_for_each(|area| check_name(&area.name, "Every area needs a name"))?;
    match figures.iter().find(|row| !YEARS.contains(&i32::from(row.year))) {
        Some(row) => Err(refused("year", format!("There can be no figures of the year {}", row.year))),
        None => Ok(()),
    }
}

/// A locked scenario can be unlocked, and that alone.
fn check_scenario(scenario: &SavedScenario, data: &PilotData) -> Result<(), WorkspaceError> {
    check_name(&scenario.name, "Enter the scenario’s name")?;
    check_text("notes", &scenario.notes)?;
    let open = |one: &SavedScenario| SavedScenario { locked: false, ..one.clone() };
    if let Some(kept) = data.scenarios.get(&scenario.id)
        && kept.locked
        && open(kept) != open(scenario)
    {
        return Err(locked(kept));
    }
    match scenario.problems() {
        problems if problems.is_empty() => Ok(()),
        problems => Err(WorkspaceError::Refused(problems)),
    }
}

fn locked(scenario: &SavedScenario) -> WorkspaceError {
    refused("locked", format!("{} is locked: copy it and change the copy", scenario.name))
}

/// Checks terms against one another and against the stored ones that they do not replace.
fn check_terms(terms: &[Term], data: &PilotData) -> Result<(), WorkspaceError> {
    for term in terms {
        [term.starts, term.ends, term.due].into_iter().try_for_each(|date| check_date(&term.id.words(), date))?;
        if term.ends < term.starts {
            return Err(refused("ends", format!("{} ends before it starts", term.id.words())));
        }
        if term.due < term.starts {
            return Err(refused("due", format!("Returns for {} are due before it starts", term.id.words())));
        }
        let kept = data.calendar.terms.values().filter(|stored| terms.iter().all(|new| new.id != stored.id));
        let overlapping = kept
            .chain(terms)
            .find(|other| other.id != term.id && other.starts <= term.ends && term.starts <= other.ends);
        if let Some(other) = overlapping {
            return Err(refused("starts", format!("{} overlaps with {}", term.id.words(), other.id.words())));
        }
    }
    Ok(())
}

fn check_term_unused(term: TermId, data: &PilotData) -> Result<(), WorkspaceError> {
    if !data.calendar.terms.contains_key(&term) {
        return Err(WorkspaceError::Missing { what: "term", name: term.words() });
    }
    match data.returns.keys().filter(|id| id.term == term).count() {
        0 => Ok(()),
        count => Err(WorkspaceError::InUse { what: "term", name: term.words(), by: Users::Returns(count) }),
    }
}

/// Checks clusters against one another and against the stored ones that they do not replace.
fn check_clusters(clusters: &[Cluster], data: &PilotData) -> Result<(), WorkspaceError> {
    for cluster in clusters {
        check_name(&cluster.name, "Enter the cluster’s name")?;
        cluster.priorities.iter().try_for_each(|priority| check_text("priorities", &priority.words))?;
        let kept = data.clusters.values().filter(|stored| clusters.iter().all(|new| new.id != stored.id));
        if kept.chain(clusters).any(|other| other.id != cluster.id && other.name == cluster.name) {
            return Err(refused("name", format!("There is another cluster called {}", cluster.name)));
        }
    }
    Ok(())
}

fn check_cluster_unused(id: &ClusterId, data: &PilotData) -> Result<(), WorkspaceError> {
    let Some(cluster) = data.clusters.get(id) else {
        return Err(WorkspaceError::Missing { what: "cluster", name: id.to_string() });
    };
    match data.schools_of(id).count() {
        0 => {}
        count => {
            let by = Users::Schools(count);
            return Err(WorkspaceError::InUse { what: "cluster", name: cluster.name.clone(), by });
        }
    }
    match data.meetings.keys().filter(|meeting| meeting.cluster == *id).count() {
        0 => Ok(()),
        count => Err(WorkspaceError::InUse { what: "cluster", name: cluster.name.clone(), by: Users::Meetings(count) }),
    }
}

/// Checks schools against one another and against the stored ones that they do not replace.
fn check_schools(schools: &[School], data: &PilotData) -> Result<(), WorkspaceError> {
    let replaced: BTreeSet<&Urn> = schools.iter().map(|school| &school.urn).collect();
    let mut numbers = BTreeMap::new();
    for school in data.schools.values().filter(|stored| !replaced.contains(&stored.urn)).chain(schools) {
        if let Some(number) = &school.laestab
            && let Some(other) = numbers.insert(number, school)
            && other.urn != school.urn
        {
            return Err(refused("laestab", format!("{} already has this DfE number", other.name)));
        }
    }
    schools.iter().try_for_each(|school| check_school(school, data))
}

fn check_school(school: &School, data: &PilotData) -> Result<(), WorkspaceError> {
    check_name(&school.name, "Enter the school’s name")?;
    if let Some(cluster) = &school.cluster
        && !data.clusters.contains_key(cluster)
    {
        return Err(WorkspaceError::Missing { what: "cluster", name: cluster.to_string() });
    }
    if school.taking_part && school.cluster.is_none() {
        return Err(refused("cluster", "A school that takes part belongs to a cluster: choose which"));
    }
    all_true("feeds", school.contradictions())
}

fn check_school_unused(urn: &Urn, data: &PilotData) -> Result<(), WorkspaceError> {
    let Some(school) = data.schools.get(urn) else {
        return Err(WorkspaceError::Missing { what: "school", name: urn.to_string() });
    };
    match data.returns.keys().filter(|id| id.school == *urn).count() {
        0 => Ok(()),
        count => Err(WorkspaceError::InUse { what: "school", name: school.name.clone(), by: Users::Returns(count) }),
    }
}

/// A return belongs to a known school and term.
fn check_place(entry: &Return, data: &PilotData) -> Result<(), WorkspaceError> {
    if !data.schools.contains_key(&entry.school) {
        return Err(WorkspaceError::Missing { what: "school", name: entry.school.to_string() });
    }
    if !data.calendar.terms.contains_key(&entry.term) {
        return Err(WorkspaceError::Missing { what: "term", name: entry.term.words() });
    }
    Ok(())
}

/// Counts of a known school that do not contradict themselves.
fn check_counts(
    school: &Urn,
    field: &'static str,
    contradictions: Vec<String>,
    data: &PilotData,
) -> Result<(), WorkspaceError> {
    if !data.schools.contains_key(school) {
        return Err(WorkspaceError::Missing { what: "school", name: school.to_string() });
    }
    all_true(field, contradictions)
}

/// Refuses what cannot be true.
fn all_true(field: &'static str, contradictions: Vec<String>) -> Result<(), WorkspaceError> {
    let problem = |words: String| Problem { field, severity: Severity::Impossible, words };
    match contradictions.is_empty() {
        true => Ok(()),
        false => Err(WorkspaceError::Refused(contradictions.into_iter().map(problem).collect())),
    }
}

/// A meeting of a cluster that is known, to which nobody came who was not asked.
fn check_meeting(meeting: &Meeting, data: &PilotData) -> Result<(), WorkspaceError> {
    if !data.clusters.contains_key(&meeting.cluster) {
        return Err(WorkspaceError::Missing { what: "cluster", name: meeting.cluster.to_string() });
    }
    check_date("The meeting", meeting.date)?;
    all_true("attendance", meeting.contradictions())
}

/// A mark says something, of somebody who is known.
fn check_event(event: &PilotEvent, data: &PilotData) -> Result<(), WorkspaceError> {
    check_name(&event.words, "Enter what happened")?;
    check_date("What happened", event.date)?;
    if let Some(school) = event.school.as_ref().filter(|school| !data.schools.contains_key(*school)) {
        return Err(WorkspaceError::Missing { what: "school", name: school.to_string() });
    }
    if let Some(cluster) = event.cluster.as_ref().filter(|cluster| !data.clusters.contains_key(*cluster)) {
        return Err(WorkspaceError::Missing { what: "cluster", name: cluster.to_string() });
    }
    Ok(())
}

fn check_submission(entry: &Return, data: &PilotData) -> Result<(), WorkspaceError> {
    check_place(entry, data)?;
    if !entry.submitted() {
        return Err(refused("status", "A draft cannot be submitted as it is: mark it as submitted"));
    }
    let missing = entry.missing().into_iter().map(|item| Problem {
        field: item.field(),
        severity: Severity::Impossible,
        words: format!("Enter {}; if there were none, enter 0", item.label().to_lowercase()),
    });
    let problems: Vec<_> = missing.chain(entry.problems(data.previous_return(&entry.school, entry.term))).collect();
    if problems.is_empty() { Ok(()) } else { Err(WorkspaceError::Refused(problems)) }
}
