//! What records, fields and values are called when a person reads them. Knows no file.

use super::holds::thousands;
use super::rows::Counts;
use crate::merge::{Document, Stamp, Value};
use crate::model::{
    Attendance, CensusId, Feed, FiguresId, GoalsId, MeetingId, Outcome, Participation, Phase, ReturnId, ReturnItem,
    ReturnStatus, SchoolType, ScoresId, SurveyId, TermId, shown_plainly,
};
use crate::workspace::schema;
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;

/// Names looked up in documents, the first that knows one.
#[derive(Clone, Copy)]
pub(super) struct Names<'a>(pub [&'a Document; 2]);

impl Names<'_> {
    fn text(&self, table: &str, id: &str, field: &str) -> Option<String> {
        self.0.iter().find_map(|document| Some(document.value(table, id, field)?.as_text()?.to_owned()))
    }

    fn name(&self, table: &str, id: &str) -> String {
        self.text(table, id, "name").map_or_else(|| shown_plainly(id), |name| shown_plainly(&name))
    }

    /// A record's name: “Meadow Lane Primary School, Term 6 2018/19”.
    pub(super) fn record(&self, table: &str, id: &str) -> String {
        match table {
            schema::PILOT => format!("The pilot, {}", self.name(table, id)),
            schema::SCENARIO => format!("The scenario, {}", self.name(table, id)),
            schema::CLUSTER | schema::AREA => self.name(table, id),
            schema::SCHOOL => format!("{} (URN {})", self.name(table, id), shown_plainly(id)),
            schema::TERM => id.parse().map_or_else(|_| shown_plainly(id), TermId::words),
            schema::RETURN => match id.parse::<ReturnId>() {
                Ok(entry) => format!("{}, {}", self.name(schema::SCHOOL, entry.school.as_str()), entry.term.words()),
                Err(_) => shown_plainly(id),
            },
            schema::FIGURES => match id.parse::<FiguresId>() {
                Ok(row) => {
                    let area = self.name(schema::AREA, row.area.as_str());
                    format!("{area}, {}, {}", row.year, row.schools.words().to_lowercase())
                }
                Err(_) => shown_plainly(id),
            },
            schema::SURVEY => match id.parse::<SurveyId>() {
                Ok(survey) => {
                    let about = survey.programme.map(|kind| format!(", {}", kind.words().to_lowercase()));
                    let school = self.name(schema::SCHOOL, survey.school.as_str());
                    let (who, term) = (survey.audience.words().to_lowercase(), survey.term.words());
                    format!("{school}, replies of {who}, {term}{}", about.unwrap_or_default())
                }
                Err(_) => shown_plainly(id),
            },
            schema::SCORES => match id.parse::<ScoresId>() {
                Ok(group) => {
                    let school = self.name(schema::SCHOOL, group.school.as_str());
                    let without = if group.comparison { ", comparison group" } else { "" };
                    let (kind, term) = (group.programme.words().to_lowercase(), group.term.words());
                    format!("{school}, scores of {kind}{without}, {term}")
                }
                Err(_) => shown_plainly(id),
            },
            schema::GOALS => match id.parse::<GoalsId>() {
                Ok(goals) => {
                    let school = self.name(schema::SCHOOL, goals.school.as_str());
                    format!("{school}, goals of {}, {}", goals.programme.words().to_lowercase(), goals.term.words())
                }
                Err(_) => shown_plainly(id),
            },
            schema::CENSUS => match id.parse::<CensusId>() {
                Ok(count) => format!("{}, count of {}", self.name(schema::SCHOOL, count.school.as_str()), count.year),
                Err(_) => shown_plainly(id),
            },
            schema::RELEASE => format!("What was published, {}", shown_plainly(id)),
            schema::MEETING => match id.parse::<MeetingId>() {
                Ok(meeting) => {
                    let cluster = self.name(schema::CLUSTER, meeting.cluster.as_str());
                    format!("{cluster}, {}, {}", meeting.kind.words(), meeting.date.format("%-d %B %Y"))
                }
                Err(_) => shown_plainly(id),
            },
            schema::EVENT => {
                self.text(table, id, "words").map_or_else(|| shown_plainly(id), |words| shown_plainly(&words))
            }
            _ => format!("{} (in “{}”)", shown_plainly(id), shown_plainly(table)),
        }
    }

    /// A value as it is shown on pages. `None` and null are “none”.
    pub(super) fn value(&self, table: &str, field: &str, value: Option<&Value>) -> String {
        match value {
            None | Some(Value::Null) => "none".to_owned(),
            Some(Value::Bool(answer)) => if *answer { "Yes" } else { "No" }.to_owned(),
            Some(Value::Int(number)) => {
                let sign = if *number < 0 { "−" } else { "" };
                format!("{sign}{}", thousands(number.unsigned_abs()))
            }
            Some(Value::Text(text)) => self.text_value(table, field, text),
            Some(Value::List(items)) if items.is_empty() => "none".to_owned(),
            Some(Value::List(items)) => {
                let words: Vec<_> = items.iter().map(|item| self.value(table, field, Some(item))).collect();
                words.join("; ")
            }
        }
    }

    fn text_value(&self, table: &str, field: &str, text: &str) -> String {
        let known = match (table, field) {
            (schema::RETURN, "status") => read_as::<ReturnStatus>(text).map(status_words).map(str::to_owned),
            (schema::RETURN, "confirmed") => ReturnItem::from_field(text).map(|item| item.label().to_owned()),
            (schema::SCHOOL, "phase") => read_as::<Phase>(text).map(|phase| phase.words().to_owned()),
            (schema::MEETING, "attendance") => Attendance::try_from(text.to_owned())
                .ok()
                .map(|one| format!("{}: {} of {}", one.role.words(), one.attended, one.invited)),
            (schema::SCHOOL, "feeds") => Feed::try_from(text.to_owned()).ok().map(|feed| {
                let to = self.name(schema::SCHOOL, feed.to.as_str());
                feed.pupils.map_or_else(|| to.clone(), |pupils| format!("{to}: {pupils}"))
            }),
            (schema::SCHOOL, "cluster") => Some(self.name(schema::CLUSTER, text)),
            (schema::CLUSTER, "participation") => read_as::<Participation>(text).map(|word| word.words().to_owned()),
            (schema::CLUSTER, "priorities") => text.split_once(": ").and_then(|(key, words)| {
                Some(format!("{}: {}", Outcome::from_key(key)?.title(), shown_plainly(words)))
            }),
            // A scenario's content is for programs.
            (schema::SCENARIO, "content") => Some("what it plans and assumes".to_owned()),
            (schema::FIGURES, "schools") => read_as::<SchoolType>(text).map(|kind| kind.words().to_owned()),
            _ => text.parse::<NaiveDate>().ok().map(|day| day.format("%-d %B %Y").to_string()),
        };
        known.unwrap_or_else(|| shown_plainly(text))
    }
}

fn status_words(status: ReturnStatus) -> &'static str {
    match status {
        ReturnStatus::Draft => "Draft",
        ReturnStatus::Submitted => "Submitted",
    }
}

fn read_as<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(text)).ok()
}

/// What a file's list of erased records does here, and what of it was erased here, in sentences.
pub(super) fn erasures(here: &Document, part: &Document, counts: Counts) -> Vec<String> {
    let elsewhere = part.erased().filter(|(table, id)| !here.is_erased(table, id) && here.record(table, id).is_none());
    let elsewhere = elsewhere.count();
    let mut said = Vec::new();
    match counts.erased {
        0 => {}
        1 => said.push("1 record will be erased, as its owner asked. This cannot be undone.".to_owned()),
        count => said.push(format!("{count} records will be erased, as their owners asked. This cannot be undone.")),
    }
    match counts.kept_erased {
        0 => {}
        1 => said.push("It holds 1 record that was erased here, as its owner asked: it stays erased.".to_owned()),
        count => said
            .push(format!("It holds {count} records that were erased here, as their owners asked: they stay erased.")),
    }
    match elsewhere {
        0 => {}
        1 => said.push("It tells of 1 erased record that is not here: no file will bring it.".to_owned()),
        count => said.push(format!("It tells of {count} erased records that are not here: no file will bring them.")),
    }
    said
}

/// What a field is called on pages.
pub(super) fn field(table: &str, field: &str) -> String {
    if table == schema::RETURN
        && let Some(item) = ReturnItem::from_field(field)
    {
        return item.label().to_owned();
    }
    let known = match (table, field) {
        (schema::SCHOOL, "laestab") => "DfE number",
        (schema::SCHOOL, "urn") => "URN",
        (schema::SCHOOL, "taking_part") => "Takes part",
        (schema::PILOT, "sample") => "Sample data",
        (schema::PILOT, "start") => "The pilot starts",
        (schema::PILOT, "review") => "The pilot is reviewed",
        (schema::PILOT, "decision") => "Roll-out is decided",
        (schema::PILOT, "invitation") => "Schools are invited",
        (schema::RETURN, "confirmed") => "Unlikely figures that were confirmed",
        (schema::RELEASE, "cells") => "Counts that were shown",
        (schema::SCHOOL, "location") => "Place on the National Grid (easting, northing)",
        (schema::SCHOOL, "feeds") => "Schools its pupils go on to",
        (schema::MEETING, "attendance") => "Who came, of those invited",
        (schema::MEETING, "decisions") => "Decisions taken",
        (schema::SCENARIO, "content") => "Plan and assumptions",
        (schema::TERM, "due") => "Returns are due",
        (schema::FIGURES, "headcount") => "Pupils on roll",
        (schema::FIGURES, "school_count") => "Schools",
        (schema::FIGURES, "requests") => "Requests for EHC needs assessment",
        (schema::FIGURES, "new_plans") => "New EHC plans",
        (schema::FIGURES, "plans_within_20_weeks") => "EHC plans issued within 20 weeks",
        (schema::FIGURES, "plans_issued") => "EHC plans the 20-week figure is a share of",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let spaced = shown_plainly(field).replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// True for fields that only repeat the name a record is kept under.
pub(super) fn is_identity(table: &str, field: &str) -> bool {
    matches!(
        (table, field),
        (schema::PILOT | schema::TERM | schema::CLUSTER | schema::AREA, "id")
            | (schema::SCHOOL, "urn")
            | (schema::RETURN, "school" | "term")
            | (schema::FIGURES, "area" | "year" | "schools")
            | (
                schema::SURVEY | schema::SCORES | schema::GOALS,
                "school" | "term" | "audience" | "programme" | "comparison"
            )
            | (schema::CENSUS, "school" | "year")
            | (schema::EVENT | schema::RELEASE | schema::SCENARIO, "id")
            | (schema::MEETING, "cluster" | "date" | "kind")
    )
}

/// “12 July 2019, 10:42 UTC”.
pub(super) fn moment(stamp: &Stamp) -> String {
    let time = i64::try_from(stamp.ms).ok().and_then(DateTime::<Utc>::from_timestamp_millis);
    time.map_or_else(|| stamp.ms.to_string(), |time| time.format("%-d %B %Y, %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::DeviceId;

    #[test]
    fn records_fields_and_values_are_called_what_pages_call_them() {
        let mut document = Document::new();
        let device = DeviceId::parse("amber-fox").expect("a device");
        let stamp = Stamp { ms: 1_562_928_120_000, counter: 0, device };
        document.set("school", "900001", "name", "Meadow\u{202E} Lane", &stamp).expect("set");
        let nothing = Document::new();
        let names = Names([&nothing, &document]);
        assert_eq!(names.record("return", "900001_2018-19_6"), "Meadow⟨U+202E⟩ Lane, Term 6 2018/19");
        assert_eq!(names.record("return", "900002_2018-19_6"), "900002, Term 6 2018/19");
        assert_eq!(names.record("meeting", "7"), "7 (in “meeting”)");
        assert_eq!(names.record("cluster_meeting", "yate_2018-11-14_board"), "yate, Cluster board, 14 November 2018");
        assert_eq!(names.value("cluster_meeting", "attendance", Some(&Value::text("head: 8 of 10"))), "Heads: 8 of 10");
        assert_eq!(names.value("school", "feeds", Some(&Value::text("900001: 8"))), "Meadow⟨U+202E⟩ Lane: 8");
        assert_eq!(names.value("return", "status", Some(&Value::text("submitted"))), "Submitted");
        assert_eq!(names.value("return", "incidents", Some(&Value::Int(-1234))), "−1,234");
        assert_eq!(names.value("term", "due", Some(&Value::text("2019-02-14"))), "14 February 2019");
        assert_eq!(names.value("school", "phase", Some(&Value::text("all_through"))), "All-through");
        assert_eq!(field("return", "sessions_lost"), "Sessions lost to suspension");
        assert_eq!(field("meeting", "minutes_of"), "Minutes of");
        assert_eq!(moment(&stamp), "12 July 2019, 10:42 UTC");
    }

    #[test]
    fn a_record_of_any_table_is_called_by_the_names_that_people_gave() {
        let mut document = Document::new();
        let stamp = Stamp::parse("1562928120000.0.amber-fox").expect("a stamp");
        for (table, id, field, name) in [
            ("pilot", "fern-1", "name", "Fern"),
            ("scenario", "s-1", "name", "More groups"),
            ("cluster", "north", "name", "The north"),
            ("area", "bristol", "name", "Bristol, City of"),
            ("school", "900001", "name", "Meadow Lane"),
            ("event", "mark-1", "words", "Floods"),
        ] {
            document.set(table, id, field, name, &stamp).expect("set");
        }
        let names = Names([&document, &document]);
        for (table, id, words) in [
            ("pilot", "fern-1", "The pilot, Fern"),
            ("scenario", "s-1", "The scenario, More groups"),
            ("cluster", "north", "The north"),
            ("area", "bristol", "Bristol, City of"),
            ("school", "900001", "Meadow Lane (URN 900001)"),
            ("term", "2018-19_6", "Term 6 2018/19"),
            ("figures", "bristol_2018_primary", "Bristol, City of, 2018, primary schools"),
            ("survey", "900001_2018-19_6_senco", "Meadow Lane, replies of sencos, Term 6 2018/19"),
            (
                "survey",
                "900001_2018-19_6_staff_autism",
                "Meadow Lane, replies of school staff, Term 6 2018/19, autism groups",
            ),
            ("scores", "900001_2018-19_6_programme_autism", "Meadow Lane, scores of autism groups, Term 6 2018/19"),
            (
                "scores",
                "900001_2018-19_6_comparison_autism",
                "Meadow Lane, scores of autism groups, comparison group, Term 6 2018/19",
            ),
            ("goals", "900001_2018-19_6_literacy", "Meadow Lane, goals of literacy groups, Term 6 2018/19"),
            ("census", "900001_2018-19", "Meadow Lane, count of 2018/19"),
            ("release", "requests-2019-03-01", "What was published, requests-2019-03-01"),
            ("event", "mark-1", "Floods"),
            ("event", "mark-2", "mark-2"),
        ] {
            assert_eq!(names.record(table, id), words);
        }
        for table in ["term", "return", "figures", "survey", "scores", "goals", "census", "cluster_meeting"] {
            assert_eq!(names.record(table, "of nobody"), "of nobody", "{table}");
        }
    }

    #[test]
    fn a_value_is_told_as_its_field_is_meant() {
        let mut document = Document::new();
        let stamp = Stamp::parse("1562928120000.0.amber-fox").expect("a stamp");
        document.set("cluster", "north", "name", "The north", &stamp).expect("set");
        let names = Names([&document, &document]);
        for (table, field, value, words) in [
            (
                "return",
                "confirmed",
                Value::List(vec!["roll".into(), "sen_support".into()]),
                "Pupils on roll; Pupils at SEN Support",
            ),
            ("return", "confirmed", Value::List(Vec::new()), "none"),
            ("return", "status", "draft".into(), "Draft"),
            ("return", "incidents", 0.into(), "0"),
            ("return", "incidents", Value::Null, "none"),
            ("school", "taking_part", true.into(), "Yes"),
            ("school", "taking_part", false.into(), "No"),
            ("school", "cluster", "north".into(), "The north"),
            ("school", "feeds", "900002".into(), "900002"),
            ("cluster", "participation", "taking_part".into(), "Taking part"),
            ("cluster", "priorities", "inclusion: Nobody is sent home".into(), "Fewer exclusions: Nobody is sent home"),
            ("cluster", "priorities", "neither".into(), "neither"),
            ("scenario", "content", "{\"years\": 3}".into(), "what it plans and assumes"),
            ("figures", "schools", "primary".into(), "Primary schools"),
            ("pilot", "council", "Mea\u{202E}dow".into(), "Mea⟨U+202E⟩dow"),
        ] {
            assert_eq!(names.value(table, field, Some(&value)), words, "{table}, {field}");
        }
        assert_eq!(names.value("pilot", "council", None), "none");
    }

    #[test]
    fn a_field_is_called_what_people_call_it() {
        for (table, name, words) in [
            ("school", "laestab", "DfE number"),
            ("school", "urn", "URN"),
            ("school", "taking_part", "Takes part"),
            ("school", "feeds", "Schools its pupils go on to"),
            ("school", "location", "Place on the National Grid (easting, northing)"),
            ("pilot", "sample", "Sample data"),
            ("pilot", "start", "The pilot starts"),
            ("pilot", "review", "The pilot is reviewed"),
            ("pilot", "decision", "Roll-out is decided"),
            ("pilot", "invitation", "Schools are invited"),
            ("pilot", "replies_due", "Replies due"),
            ("return", "roll", "Pupils on roll"),
            ("return", "confirmed", "Unlikely figures that were confirmed"),
            ("release", "cells", "Counts that were shown"),
            ("cluster_meeting", "attendance", "Who came, of those invited"),
            ("cluster_meeting", "decisions", "Decisions taken"),
            ("scenario", "content", "Plan and assumptions"),
            ("term", "due", "Returns are due"),
            ("term", "roll", "Roll"),
            ("figures", "headcount", "Pupils on roll"),
            ("figures", "school_count", "Schools"),
            ("figures", "requests", "Requests for EHC needs assessment"),
            ("figures", "new_plans", "New EHC plans"),
            ("figures", "plans_within_20_weeks", "EHC plans issued within 20 weeks"),
            ("figures", "plans_issued", "EHC plans the 20-week figure is a share of"),
        ] {
            assert_eq!(field(table, name), words, "{table}");
        }
    }
}
