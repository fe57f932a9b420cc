//! Which table holds which noun, under which name. Knows nothing of commands or undo.

use super::WorkspaceError;
use super::codec::{fields_of, read};
use crate::eval::SourceId;
use crate::merge::{Document, Record, Stamp, Value};
use crate::model::{
    Area, AreaFigures, Census, Cluster, GoalResults, GroupScores, Meeting, Pilot, PilotData, PilotEvent, Release,
    Return, ReturnId, SavedScenario, School, SurveyResult, Term,
};
use crate::sorted::SortedMap;
use imbl::OrdMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

pub const PILOT: &str = "pilot";
pub const TERM: &str = "term";
pub const CLUSTER: &str = "cluster";
pub const SCHOOL: &str = "school";
pub const RETURN: &str = "return";
pub const AREA: &str = "area";
pub const FIGURES: &str = "figures";
pub const SURVEY: &str = "survey";
pub const SCORES: &str = "scores";
pub const GOALS: &str = "goals";
pub const CENSUS: &str = "census";
pub const EVENT: &str = "event";
pub const RELEASE: &str = "release";
/// Not “meeting”: files of the first version may hold a table of that name, which nobody knew and all carried along.
pub const MEETING: &str = "cluster_meeting";
pub const SCENARIO: &str = "scenario";

/// All tables this version knows. A document may hold others; they are carried along.
pub const TABLES: [&str; 15] = [
    PILOT, TERM, CLUSTER, SCHOOL, RETURN, AREA, FIGURES, SURVEY, SCORES, GOALS, CENSUS, EVENT, RELEASE, MEETING,
    SCENARIO,
];

/// Tables whose records a person may have erased. The others belong to all: without its terms, clusters and schools a
/// pilot says nothing, and no file may take those away for good.
pub const ERASABLE: [&str; 8] = [RETURN, SURVEY, SCORES, GOALS, CENSUS, EVENT, MEETING, SCENARIO];

/// A noun that is kept as a record.
pub trait Kept: Serialize + DeserializeOwned {
    const TABLE: &'static str;
    /// The record's name, made from the value's own identity.
    fn record_id(&self) -> String;
    /// Whether that is its name.
    fn is_named(&self, id: &str) -> bool {
        self.record_id() == id
    }
}

macro_rules! kept {
    ($noun:ty, $table:expr, |$value:ident| $id:expr $(, $is_named:item)?) => {
        impl Kept for $noun {
            const TABLE: &'static str = $table;
            fn record_id(&self) -> String {
                let $value = self;
                $id.to_string()
            }
            $($is_named)?
        }
    };
}

kept!(Pilot, PILOT, |pilot| pilot.id);
kept!(Term, TERM, |term| term.id);
kept!(Cluster, CLUSTER, |cluster| cluster.id);
kept!(School, SCHOOL, |school| school.urn);
kept!(
    Return,
    RETURN,
    |entry| entry.id(),
    // Of returns there are many, and to write a term is more than to read one.
    fn is_named(&self, id: &str) -> bool {
        let term = id.strip_prefix(self.school.as_str()).and_then(|rest| rest.strip_prefix('_'));
        term.and_then(|term| term.parse().ok()) == Some(self.term)
    }
);
kept!(Area, AREA, |area| area.id);
kept!(AreaFigures, FIGURES, |figures| figures.id());
kept!(SurveyResult, SURVEY, |survey| survey.id());
kept!(GroupScores, SCORES, |scores| scores.id());
kept!(GoalResults, GOALS, |goals| goals.id());
kept!(Census, CENSUS, |census| census.id());
kept!(PilotEvent, EVENT, |event| event.id);
kept!(Release, RELEASE, |release| release.id);

/// The table and the record that a figure's row was read from.
pub fn record_of(source: &SourceId) -> (&'static str, String) {
    match source {
        SourceId::Return(id) => (RETURN, id.to_string()),
        SourceId::Survey(id) => (SURVEY, id.to_string()),
        SourceId::Scores(id) => (SCORES, id.to_string()),
        SourceId::Goals(id) => (GOALS, id.to_string()),
        SourceId::Census(id) => (CENSUS, id.to_string()),
    }
}
kept!(Meeting, MEETING, |meeting| meeting.id());
kept!(SavedScenario, SCENARIO, |scenario| scenario.id);

/// A record as its noun; refused if it stands under another name than its own.
pub fn read_record<T: Kept>(id: &str, record: &Record) -> Result<T, WorkspaceError> {
    let unreadable =
        |reason: String| WorkspaceError::Unreadable { table: T::TABLE.to_owned(), id: id.to_owned(), reason };
    let value: T = read(record).map_err(unreadable)?;
    if value.is_named(id) {
        Ok(value)
    } else {
        Err(unreadable(format!("it says of itself that it is “{}”", value.record_id())))
    }
}

/// Writes the fields of a value that differ from what the document shows. Returns whether any did.
pub(super) fn write<T: Kept>(document: &mut Document, value: &T, stamp: &Stamp) -> Result<bool, WorkspaceError> {
    let id = value.record_id();
    let wanted = fields_of(value)?;
    let current = document.record(T::TABLE, &id).filter(|record| record.is_alive());
    let cleared = current.and_then(|record| read::<T>(record).ok()).map(|old| fields_of(&old)).transpose()?;
    let mut edits: BTreeMap<String, Value> = BTreeMap::new();
    for name in cleared.iter().flat_map(|fields| fields.keys()).filter(|name| !wanted.contains_key(*name)) {
        edits.insert(name.clone(), Value::Null);
    }
    edits.extend(wanted);
    if let Some(record) = current {
        edits.retain(|name, value| record.value(name) != Some(value));
    }
    for (name, value) in &edits {
        document.set(T::TABLE, &id, name, value.clone(), stamp)?;
    }
    Ok(!edits.is_empty())
}

/// A new document that holds a pilot, each record stamped by `stamp`, which is told the table and the record's name.
pub fn document_from(data: &PilotData, stamp: &mut dyn FnMut(&str, &str) -> Stamp) -> Result<Document, WorkspaceError> {
    fn all<'a, T: Kept + 'a>(
        document: &mut Document,
        values: impl Iterator<Item = &'a T>,
        stamp: &mut dyn FnMut(&str, &str) -> Stamp,
    ) -> Result<(), WorkspaceError> {
        for value in values {
            let stamp = stamp(T::TABLE, &value.record_id());
            write(document, value, &stamp)?;
        }
        Ok(())
    }
    let mut document = Document::default();
    all(&mut document, data.pilot.iter(), stamp)?;
    all(&mut document, data.calendar.terms.values(), stamp)?;
    all(&mut document, data.clusters.values(), stamp)?;
    all(&mut document, data.schools.values(), stamp)?;
    all(&mut document, data.returns.values(), stamp)?;
    all(&mut document, data.areas.values(), stamp)?;
    all(&mut document, data.figures.values(), stamp)?;
    all(&mut document, data.surveys.values(), stamp)?;
    all(&mut document, data.scores.values(), stamp)?;
    all(&mut document, data.goals.values(), stamp)?;
    all(&mut document, data.censuses.values(), stamp)?;
    all(&mut document, data.events.values(), stamp)?;
    all(&mut document, data.releases.values(), stamp)?;
    all(&mut document, data.meetings.values(), stamp)?;
    all(&mut document, data.scenarios.values(), stamp)?;
    Ok(document)
}

/// The pilot a document holds, and the records that could not be read, with the reason.
pub fn read_document(document: &Document) -> (PilotData, Vec<WorkspaceError>) {
    let mut data = PilotData::default();
    let mut unreadable = Vec::new();
    for table in TABLES {
        if table == RETURN {
            data.returns = read_returns(document, &mut unreadable);
            continue;
        }
        for (id, record) in document.live(table) {
            if let Err(error) = refresh(&mut data, table, id, Some(record)) {
                unreadable.push(error);
            }
        }
    }
    (data, unreadable)
}

/// There may be a hundred thousand returns, in their order: they are put down at once.
fn read_returns(document: &Document, unreadable: &mut Vec<WorkspaceError>) -> SortedMap<ReturnId, Return> {
    let mut returns = Vec::with_capacity(document.record_count(RETURN));
    for (id, record) in document.live(RETURN) {
        match read_record::<Return>(id, record) {
            Ok(entry) => returns.push((entry.id(), entry)),
            Err(error) => unreadable.push(error),
        }
    }
    returns.into_iter().collect()
}

/// Brings one record's typed value up to date. An unreadable record is taken out of the data and reported.
pub(super) fn refresh(
    data: &mut PilotData,
    table: &str,
    id: &str,
    record: Option<&Record>,
) -> Result<(), WorkspaceError> {
    let record = record.filter(|record| record.is_alive());
    match table {
        PILOT => {
            let was_this = data.pilot.as_ref().is_some_and(|pilot| pilot.id.as_str() == id);
            match record.map(|record| read_record::<Pilot>(id, record)).transpose()? {
                Some(pilot) => data.pilot = Some(pilot),
                None if was_this => data.pilot = None,
                None => {}
            }
        }
        TERM => put(&mut data.calendar.terms, || id.parse().ok(), id, record, |key: &Term| key.id)?,
        CLUSTER => {
            put(&mut data.clusters, || id.to_owned().try_into().ok(), id, record, |key: &Cluster| key.id.clone())?
        }
        SCHOOL => put(&mut data.schools, || id.parse().ok(), id, record, |key: &School| key.urn.clone())?,
        RETURN => put(&mut data.returns, || id.parse().ok(), id, record, Return::id)?,
        AREA => put(&mut data.areas, || id.to_owned().try_into().ok(), id, record, |key: &Area| key.id.clone())?,
        FIGURES => put(&mut data.figures, || id.parse().ok(), id, record, AreaFigures::id)?,
        SURVEY => put(&mut data.surveys, || id.parse().ok(), id, record, SurveyResult::id)?,
        SCORES => put(&mut data.scores, || id.parse().ok(), id, record, GroupScores::id)?,
        GOALS => put(&mut data.goals, || id.parse().ok(), id, record, GoalResults::id)?,
        CENSUS => put(&mut data.censuses, || id.parse().ok(), id, record, Census::id)?,
        EVENT => put(&mut data.events, || id.parse().ok(), id, record, |key: &PilotEvent| key.id.clone())?,
        RELEASE => {
            put(&mut data.releases, || id.to_owned().try_into().ok(), id, record, |key: &Release| key.id.clone())?;
        }
        MEETING => put(&mut data.meetings, || id.parse().ok(), id, record, Meeting::id)?,
        SCENARIO => {
            put(
                &mut data.scenarios,
                || id.to_owned().try_into().ok(),
                id,
                record,
                |key: &SavedScenario| key.id.clone(),
            )?;
        }
        _ => {}
    }
    Ok(())
}

/// A map in which values stand under their keys.
trait Map<K, T> {
    fn insert(&mut self, key: K, value: T);
    fn remove(&mut self, key: &K);
}

impl<K: Ord + Clone, T: Clone> Map<K, T> for OrdMap<K, T> {
    fn insert(&mut self, key: K, value: T) {
        self.insert(key, value);
    }

    fn remove(&mut self, key: &K) {
        self.remove(key);
    }
}

impl<K: Ord + Clone, T: Clone> Map<K, T> for SortedMap<K, T> {
    fn insert(&mut self, key: K, value: T) {
        self.insert(key, value);
    }

    fn remove(&mut self, key: &K) {
        self.remove(key);
    }
}

fn put<K: Ord, T: Kept>(
    map: &mut impl Map<K, T>,
    key: impl FnOnce() -> Option<K>,
    id: &str,
    record: Option<&Record>,
    key_of: impl Fn(&T) -> K,
) -> Result<(), WorkspaceError> {
    let read = record.map(|record| read_record(id, record)).transpose();
    match read {
        // It stands under its own name, so it takes the place of what was there.
        Ok(Some(value)) => {
            map.insert(key_of(&value), value);
            Ok(())
        }
        gone_or_unreadable => {
            if let Some(key) = key() {
                map.remove(&key);
            }
            gone_or_unreadable.map(|_| ())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::DeviceId;

    #[test]
    fn a_record_is_read_under_its_own_name_and_no_other() {
        let entry = Return::new("900001_2018-19_3".parse().unwrap());
        let mut document = Document::new();
        let stamp = Stamp { ms: 1_780_000_000_000, counter: 0, device: DeviceId::parse("amber-fox").unwrap() };
        write(&mut document, &entry, &stamp).unwrap();
        let record = document.record(RETURN, "900001_2018-19_3").unwrap();
        assert_eq!(read_record::<Return>("900001_2018-19_3", record), Ok(entry));
        for other in ["", "900001_2018-19_", "900001_2018-19_33", "900001_2018-19_4", "900002_2018-19_3"] {
            let refused = read_record::<Return>(other, record).unwrap_err().to_string();
            assert!(refused.contains("it says of itself that it is “900001_2018-19_3”"), "{refused}");
        }
    }
}
