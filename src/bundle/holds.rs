//! What a bundle holds: counted from its content, as keys for the header and in words for people.
//! Believes nothing that a file says of itself.

use super::envelope::text_of;
use super::{Bundle, BundleError, BundleKind};
use crate::merge::{Document, Record, Value};
use crate::model::{ReturnId, TermId, shown_plainly};
use crate::workspace::schema;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Plain keys for the tables this version knows.
const KEYS: [(&str, &str); 15] = [
    (schema::PILOT, "pilots"),
    (schema::TERM, "terms"),
    (schema::CLUSTER, "clusters"),
    (schema::SCHOOL, "schools"),
    (schema::RETURN, "returns"),
    (schema::AREA, "comparison_areas"),
    (schema::FIGURES, "rows_of_published_figures"),
    (schema::SURVEY, "surveys"),
    (schema::SCORES, "groups_with_scores"),
    (schema::GOALS, "groups_with_goals"),
    (schema::CENSUS, "year_counts"),
    (schema::EVENT, "marks"),
    (schema::RELEASE, "published_tables"),
    (schema::MEETING, "meetings"),
    (schema::SCENARIO, "scenarios"),
];

/// What may travel beside returns, in words.
const MORE: [(&str, &str, &str); 8] = [
    ("surveys", "survey", "surveys"),
    ("groups_with_scores", "group’s scores", "groups’ scores"),
    ("groups_with_goals", "group’s goals", "groups’ goals"),
    ("year_counts", "year’s count", "years’ counts"),
    ("marks", "marked event", "marked events"),
    ("published_tables", "published table", "published tables"),
    ("meetings", "meeting", "meetings"),
    ("scenarios", "scenario", "scenarios"),
];

/// Records that were deleted: the deletion travels, what was in them does not.
const DELETED: &str = "deletions";
/// Returns that have not been submitted, among the returns.
const DRAFTS: &str = "drafts";

/// What a bundle holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds {
    kind: BundleKind,
    counts: BTreeMap<String, u64>,
    pilot: String,
    /// The cluster's name, where there is only one.
    cluster: Option<String>,
    /// The school's name, where there is only one.
    school: Option<String>,
    /// The scenario's name, where there is only one.
    scenario: Option<String>,
    terms: BTreeSet<TermId>,
    /// Tables that this version does not know, with how many records each has.
    unknown: BTreeMap<String, u64>,
}

impl Holds {
    pub(super) fn of(kind: BundleKind, document: &Document) -> Self {
        let mut counts = BTreeMap::new();
        let mut add = |key: &str, count: usize| {
            if count > 0 {
                counts.insert(key.to_owned(), count as u64);
            }
        };
        let mut unknown = BTreeMap::new();
        for table in document.tables() {
            let live = document.live(table).count();
            match KEYS.iter().find(|(known, _)| *known == table) {
                Some((_, key)) => add(key, live),
                None if live > 0 => {
                    unknown.insert(table.to_owned(), live as u64);
                }
                None => {}
            }
        }
        let is_draft = |record: &Record| record.value("status").and_then(Value::as_text) == Some("draft");
        add(DRAFTS, document.live(schema::RETURN).filter(|(_, record)| is_draft(record)).count());
        add(DELETED, document.all_records().filter(|(_, _, record)| !record.is_alive()).count());
        let only_name = |table: &str| {
            let mut live = document.live(table);
            let name = live.next().and_then(|(_, record)| text_of(record, "name"));
            name.filter(|_| live.next().is_none())
        };
        Self {
            kind,
            counts,
            pilot: document
                .live(schema::PILOT)
                .last()
                .and_then(|(_, pilot)| text_of(pilot, "name"))
                .unwrap_or_default(),
            cluster: only_name(schema::CLUSTER),
            school: only_name(schema::SCHOOL),
            scenario: only_name(schema::SCENARIO),
            terms: returns(document).into_iter().map(|id| id.term).collect(),
            unknown,
        }
    }

    /// Counts under plain keys; nothing that is not there.
    pub fn counts(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    fn count(&self, key: &str) -> u64 {
        self.counts.get(key).copied().unwrap_or(0)
    }

    /// Refuses a header that says something else. Keys we do not know are a newer version's.
    pub(super) fn agrees_with(&self, stated: &BTreeMap<String, u64>) -> Result<(), BundleError> {
        let known = KEYS.iter().map(|(_, key)| *key).chain([DRAFTS, DELETED]);
        for key in known {
            let (says, holds) = (stated.get(key).copied().unwrap_or(0), self.count(key));
            if says != holds {
                let reason = format!("it says that it holds {says} {}, but it holds {holds}", key.replace('_', " "));
                return Err(BundleError::Header { reason });
            }
        }
        Ok(())
    }

    /// One line for people: “1 return (Term 6 2018/19) of Meadow Lane Primary School; no pupil rows”.
    pub fn words(&self) -> String {
        let mut words = match self.kind {
            BundleKind::Backup => self.backup_words(),
            BundleKind::Return => match &self.school {
                Some(school) => format!("{} of {}", self.return_words(), shown_plainly(school)),
                None => format!("{} of {}", self.return_words(), counted(self.count("schools"), "school", "schools")),
            },
            BundleKind::Board => {
                let schools = counted(self.count("schools"), "school", "schools");
                let cluster = self.cluster.as_deref().map_or_else(|| "clusters".to_owned(), shown_plainly);
                format!("{} of the {schools} of {cluster}", self.return_words())
            }
            BundleKind::Scenario => {
                format!("{}; no school’s data", counted(self.count("scenarios"), "scenario", "scenarios"))
            }
        };
        if !matches!(self.kind, BundleKind::Backup | BundleKind::Scenario) {
            for (key, one, many) in MORE.into_iter().filter(|(key, _, _)| self.count(key) > 0) {
                words.push_str(&format!("; {}", counted(self.count(key), one, many)));
            }
        }
        for (table, count) in &self.unknown {
            let records = counted(*count, "record", "records");
            words.push_str(&format!("; {records} of “{}”, which this version does not know", shown_plainly(table)));
        }
        if self.count(DELETED) > 0 {
            words.push_str(&format!("; {}", counted(self.count(DELETED), "deletion", "deletions")));
        }
        if self.unknown.is_empty() {
            // True by the tables' making: none of those this version knows has a row for a pupil.
            words.push_str("; no pupil rows");
        }
        words
    }

    fn return_words(&self) -> String {
        let returns = counted(self.count("returns"), "return", "returns");
        let terms = match (self.terms.first(), self.terms.last()) {
            (Some(first), Some(last)) if first == last => Some(first.words()),
            (Some(first), Some(last)) => Some(format!("{} to {}", first.words(), last.words())),
            _ => None,
        };
        let drafts = match (self.count(DRAFTS), self.count("returns")) {
            (0, _) => None,
            (1, 1) => Some("not yet submitted".to_owned()),
            (drafts, _) => Some(format!("{drafts} not yet submitted")),
        };
        let notes: Vec<String> = terms.into_iter().chain(drafts).collect();
        if notes.is_empty() { returns } else { format!("{returns} ({})", notes.join(", ")) }
    }

    fn backup_words(&self) -> String {
        let mut parts = Vec::new();
        if !self.pilot.is_empty() {
            parts.push(format!("all of {}", shown_plainly(&self.pilot)));
        }
        for (key, one, many) in [
            ("clusters", "cluster", "clusters"),
            ("schools", "school", "schools"),
            ("terms", "term", "terms"),
            ("returns", "", ""),
            ("comparison_areas", "comparison area", "comparison areas"),
            ("rows_of_published_figures", "row of published figures", "rows of published figures"),
        ]
        .into_iter()
        .chain(MORE)
        {
            match (key, self.count(key)) {
                (_, 0) => {}
                ("returns", _) => parts.push(self.return_words()),
                (_, count) => parts.push(counted(count, one, many)),
            }
        }
        if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
    }

    fn place_and_time(&self) -> Vec<String> {
        let mut parts = Vec::new();
        match self.kind {
            BundleKind::Backup => parts.push("backup".to_owned()),
            BundleKind::Return => {
                parts.extend(self.term_part());
                parts.extend(self.school.as_deref().map(plain));
            }
            BundleKind::Board => {
                parts.push("board".to_owned());
                parts.extend(self.cluster.as_deref().map(plain));
            }
            BundleKind::Scenario => {
                parts.push("scenario".to_owned());
                parts.extend(self.scenario.as_deref().map(plain));
            }
        }
        parts
    }

    /// `2018-19_term6`, `2018-19_terms1-6` or `2016-17-to-2018-19`.
    fn term_part(&self) -> Option<String> {
        let (first, last) = (self.terms.first()?, self.terms.last()?);
        let year = |term: &TermId| term.year.to_string().replace('/', "-");
        Some(if first == last {
            format!("{}_term{}", year(first), first.number)
        } else if first.year == last.year {
            format!("{}_terms{}-{}", year(first), first.number, last.number)
        } else {
            format!("{}-to-{}", year(first), year(last))
        })
    }
}

impl Bundle {
    /// A name that says what is in the file, in the order in which a folder is best sorted, such as
    /// `fernleigh_2018-19_term6_meadow-lane-primary-school_2026-01-17.clusterwise.json`.
    pub fn file_name(&self, today: NaiveDate) -> String {
        let holds = self.holds();
        let pilot = plain(&holds.pilot);
        let pilot = pilot.strip_suffix("-pilot").unwrap_or(&pilot).to_owned();
        let mut parts: Vec<String> = std::iter::once(pilot).chain(holds.place_and_time()).collect();
        parts.retain(|part| !part.is_empty());
        parts.push(today.format("%Y-%m-%d").to_string());
        parts.join("_") + ".clusterwise.json"
    }
}

/// The live returns of a document whose ids can be read.
fn returns(document: &Document) -> Vec<ReturnId> {
    document.live(schema::RETURN).filter_map(|(id, _)| id.parse().ok()).collect()
}

pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{} {many}", thousands(count)),
    }
}

/// “12,345”.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Lower-case letters and digits with single hyphens, short enough for a file name.
fn plain(name: &str) -> String {
    const LONGEST: usize = 50;
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if matches!(c, '\'' | '’') {
            // “St Mary’s” is st-marys.
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(LONGEST);
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(counted(1, "school", "schools"), "1 school");
        assert_eq!(counted(0, "school", "schools"), "0 schools");
        assert_eq!([7, 999, 1000, 12_345, 1_234_567].map(thousands), ["7", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn names_become_file_names() {
        assert_eq!(plain("St Mary’s C of E (VA) Primary"), "st-marys-c-of-e-va-primary");
        assert_eq!(plain("../..\\CON"), "con");
        assert!(plain(&"long ".repeat(40)).len() <= 50);
    }
}
