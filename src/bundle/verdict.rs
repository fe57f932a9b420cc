//! Whether what a file says can be true at all. A file in which one record cannot be is left out whole: half a return
//! would be worse than none, and the sender can correct it.

use super::BundleError;
use super::holds::counted;
use super::words::{self, Names};
use crate::merge::{Document, Value};
use crate::model::{
    LONGEST_NAME, PilotData, Return, ReturnId, Severity, Urn, hidden_character, hidden_in_text, name_of, outside_years,
    shown_plainly,
};
use crate::workspace::{WorkspaceError, schema};
use chrono::NaiveDate;

/// Refuses a document with a record that cannot be read, a name that deceives, or a submitted return that
/// contradicts itself. Drafts may: they are on their way.
pub(super) fn believable(document: &Document) -> Result<(), BundleError> {
    let (data, unreadable) = schema::read_document(document);
    let names = Names([document, document]);
    let mut found: Vec<String> = unreadable.iter().map(|error| unreadable_words(error, names)).collect();
    found.extend(bad_erasures(document, names));
    found.extend(deceiving(document, &data));
    found.extend(bad_dates(&data));
    found.extend(impossible_returns(&data, names));
    found.extend(impossible_counts(&data, names));
    match found.len() {
        0 => Ok(()),
        count => Err(BundleError::Refused { first: found.swap_remove(0), others: count - 1 }),
    }
}

fn unreadable_words(error: &WorkspaceError, names: Names<'_>) -> String {
    match error {
        WorkspaceError::Unreadable { table, id, reason } => {
            let reason: String = shown_plainly(reason).chars().take(200).collect();
            format!("{} cannot be read: {reason}", names.record(table, id))
        }
        other => other.to_string(),
    }
}

/// A file may not take away for good what all work with. Tables that this version does not know are left to those that do.
fn bad_erasures(document: &Document, names: Names<'_>) -> Vec<String> {
    let barred = |table: &str| schema::TABLES.contains(&table) && !schema::ERASABLE.contains(&table);
    let found = document.erased().filter(|(table, _)| barred(table));
    found.map(|(table, id)| format!("{} would be erased, which nobody may ask for", names.record(table, id))).collect()
}

/// Names and other texts that deceive whoever reads them.
pub(super) fn deceiving(document: &Document, data: &PilotData) -> Vec<String> {
    let mut found = bad_names(document, Names([document, document]));
    found.extend(bad_texts(data));
    found
}

fn bad_names(document: &Document, names: Names<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for table in [schema::PILOT, schema::CLUSTER, schema::SCHOOL, schema::AREA] {
        for (id, record) in document.live(table) {
            let Some(name) = record.value("name").and_then(|name| name.as_text()) else { continue };
            if let Some(hidden) = hidden_character(name) {
                let shown = names.record(table, id);
                found.push(format!("the name of {shown} has a character that does not show ({})", name_of(hidden)));
            } else if name.trim().is_empty() {
                found.push(format!("the {table} “{}” has no name", shown_plainly(id)));
            } else if name.chars().nth(LONGEST_NAME).is_some() {
                found.push(format!(
                    "the name of the {table} “{}” is longer than {LONGEST_NAME} characters",
                    shown_plainly(id)
                ));
            }
        }
    }
    found
}

/// Texts beside names that deceive: see [`hidden_in_text`].
fn bad_texts(data: &PilotData) -> Vec<String> {
    let pilot = data.pilot.iter().flat_map(|pilot| pilot.texts().map(|text| ("the pilot", text)));
    let priorities = data.clusters.values().flat_map(|cluster| &cluster.priorities);
    let priorities = priorities.map(|priority| ("a cluster’s priorities", priority.words.as_str()));
    let notes = data.scenarios.values().map(|scenario| ("a scenario’s notes", scenario.notes.as_str()));
    let hidden = pilot.chain(priorities).chain(notes).filter_map(|(what, text)| Some((what, hidden_in_text(text)?)));
    hidden
        .map(|(what, c)| format!("the words of {what} have a character that does not show ({})", name_of(c)))
        .collect()
}

fn bad_dates(data: &PilotData) -> Vec<String> {
    let pilot = data.pilot.iter().filter_map(|pilot| pilot.dates.out_of_order());
    let terms = data.calendar.terms.values().filter(|term| term.ends < term.starts);
    let terms = terms.map(|term| format!("{} ends before it starts", term.id.words()));
    pilot.chain(terms).chain(dates(data).filter_map(|(what, date)| outside_years(&what, date))).collect()
}

/// Every date of a pilot, with what it is of.
fn dates(data: &PilotData) -> impl Iterator<Item = (String, NaiveDate)> {
    let named = |what: &str, date| (what.to_owned(), date);
    let pilot = data.pilot.iter().flat_map(|pilot| pilot.dates.in_order());
    let pilot = pilot.filter_map(move |(what, date)| Some(named(what, date?)));
    let terms = data.calendar.terms.values();
    let terms = terms.flat_map(|term| [term.starts, term.ends, term.due].map(|date| (term.id.words(), date)));
    let events = data.events.values().map(|event| (format!("The mark “{}”", event.id), event.date));
    let meetings = data.meetings.values().map(move |meeting| named("A meeting", meeting.date));
    let releases = data.releases.values().map(move |release| named("What was published", release.date));
    pilot.chain(terms).chain(events).chain(meetings).chain(releases)
}

fn impossible_returns(data: &PilotData, names: Names<'_>) -> Vec<String> {
    let submitted = data.returns.values().filter(|entry| entry.submitted());
    submitted
        .filter_map(|entry| {
            let words = impossible(entry)?;
            Some(format!("{}: {words}", names.record(schema::RETURN, &entry.id().to_string())))
        })
        .collect()
}

/// Surveys, scores, goals, years' counts, meetings, scenarios and ways on from a school that contradict themselves, and marks
/// that deceive or say nothing.
fn impossible_counts(data: &PilotData, names: Names<'_>) -> Vec<String> {
    let said = |table: &str, id: String, words: Vec<String>| {
        words.into_iter().next().map(|words| format!("{}: {words}", names.record(table, &id)))
    };
    let surveys =
        data.surveys.values().filter_map(|one| said(schema::SURVEY, one.id().to_string(), one.contradictions()));
    let scores =
        data.scores.values().filter_map(|one| said(schema::SCORES, one.id().to_string(), one.contradictions()));
    let goals = data.goals.values().filter_map(|one| said(schema::GOALS, one.id().to_string(), one.contradictions()));
    let counts =
        data.censuses.values().filter_map(|one| said(schema::CENSUS, one.id().to_string(), one.contradictions()));
    let marks = data.events.values().filter_map(|event| {
        let long = event.words.chars().nth(LONGEST_NAME).is_some();
        let bad = long || event.words.trim().is_empty() || hidden_character(&event.words).is_some();
        bad.then(|| format!("the mark “{}” has no words that can be shown", shown_plainly(event.id.as_str())))
    });
    let schools =
        data.schools.values().filter_map(|one| said(schema::SCHOOL, one.urn.to_string(), one.contradictions()));
    let meetings =
        data.meetings.values().filter_map(|one| said(schema::MEETING, one.id().to_string(), one.contradictions()));
    let scenarios = data.scenarios.values().filter_map(|one| {
        let words = one.problems().into_iter().map(|problem| problem.words).collect();
        said(schema::SCENARIO, one.id.to_string(), words)
    });
    surveys
        .chain(scores)
        .chain(goals)
        .chain(counts)
        .chain(marks)
        .chain(schools)
        .chain(meetings)
        .chain(scenarios)
        .collect()
}

/// The first thing in a return that cannot be true.
fn impossible(entry: &Return) -> Option<String> {
    let problems = entry.problems(None);
    problems.into_iter().find(|problem| problem.severity == Severity::Impossible).map(|problem| problem.words)
}

/// What merging would bring about that neither side says: submitted returns that contradict themselves only after
/// fields of both sides have met, and returns of schools that nobody knows, each school once.
pub(super) fn after_merging(before: &Document, after: &Document) -> Vec<String> {
    let names = Names([after, before]);
    let mut found = Vec::new();
    let mut unknown: Vec<UnknownSchool> = Vec::new();
    for (id, record) in after.live(schema::RETURN) {
        if before.record(schema::RETURN, id).is_some_and(|ours| std::ptr::eq(ours, record) || ours == record) {
            continue;
        }
        let Ok(is_of) = id.parse::<ReturnId>() else { continue };
        if after.live_record(schema::SCHOOL, is_of.school.as_str()).is_none() {
            match unknown.last_mut() {
                // A school's returns stand together.
                Some(last) if last.urn == is_of.school => last.returns += 1,
                _ => unknown.push(UnknownSchool { urn: is_of.school.clone(), first: id, returns: 1 }),
            }
        }
        // Most of what a clerk opens is drafts, and a draft may contradict itself.
        if record.value("status").and_then(Value::as_text) == Some("submitted")
            && let Ok(entry) = schema::read_record::<Return>(id, record)
            && let Some(words) = impossible(&entry)
        {
            found.push(format!(
                "{}, put together from both: {words}. Choose the figures below, or correct it afterwards",
                names.record(schema::RETURN, id)
            ));
        }
    }
    found.extend(unknown.iter().map(|school| school.words(names)));
    found
}

/// A school of which there are returns, and nothing else.
struct UnknownSchool<'a> {
    urn: Urn,
    /// The first return's name.
    first: &'a str,
    returns: u64,
}

impl UnknownSchool<'_> {
    fn words(&self, names: Names<'_>) -> String {
        match self.returns {
            1 => format!(
                "{}: no school with this URN is known, so the return is kept but not counted",
                names.record(schema::RETURN, self.first)
            ),
            returns => format!(
                "URN {}, {}: no school with this URN is known, so they are kept but not counted",
                self.urn,
                counted(returns, "return", "returns")
            ),
        }
    }
}

/// Values that two devices of one name wrote at the same moment: only one of each can be kept.
pub(super) fn written_twice(here: &Document, incoming: &Document) -> Vec<String> {
    let names = Names([here, incoming]);
    let twice = here.contradictions(incoming);
    let Some(first) = twice.first() else { return Vec::new() };
    let others = match twice.len() {
        1 => String::new(),
        2 => " and 1 other value".to_owned(),
        count => format!(" and {} other values", count - 1),
    };
    let (record, field) = (names.record(&first.table, &first.id), words::field(&first.table, &first.field));
    vec![format!(
        "{record}, {field}{others}: two devices that both call themselves “{}” wrote different values at the same moment. \
         The greater is kept: look whether it is the right one. One of the two devices was copied from the other, and needs \
         a name of its own",
        first.stamp.device
    )]
}
