//! The demonstration as a document that looks as if its schools had written it. Reads no clock: moments follow from
//! the calendar.

use super::{DemoError, Options, pilot_data};
use crate::merge::{DeviceId, Document, Stamp};
use crate::model::{GoalsId, MeetingId, PilotData, ReturnId, ScoresId, SurveyId, Urn};
use crate::workspace::{WorkspaceError, schema};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The device that set the pilot up, and that a demonstration is opened or written with.
pub const COUNCIL_DEVICE: &str = "council";

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// The demonstration as a document: set up by the council's device on the day of the invitation, each return written
/// by its school's own device (`school-900012`) in the week before it was due. Fails on options out of range.
pub fn document(options: &Options) -> Result<Document, DemoError> {
    options.check()?;
    let data = pilot_data(options);
    let council = DeviceId::parse(COUNCIL_DEVICE).map_err(WorkspaceError::from)?;
    let devices = school_devices(&data)?;
    let (mut set_up, mut noted, mut made) = (0, 0, 0);
    let document = schema::document_from(&data, &mut |table, id| {
        // Replies, scores and goals come with the return of their term.
        let returned = match table {
            schema::RETURN => id.parse().ok(),
            schema::SURVEY => id.parse().ok().map(|id: SurveyId| ReturnId { school: id.school, term: id.term }),
            schema::SCORES => id.parse().ok().map(|id: ScoresId| ReturnId { school: id.school, term: id.term }),
            schema::GOALS => id.parse().ok().map(|id: GoalsId| ReturnId { school: id.school, term: id.term }),
            _ => None,
        };
        if let Some(entry) = returned
            && let Some((place, device)) = devices.get(&entry.school)
        {
            return Stamp { ms: returned_ms(&data, &entry, *place), counter: 0, device: device.clone() };
        }
        // A meeting is noted down in the afternoon of its day, each at a moment of its own.
        if let Some(meeting) = (table == schema::MEETING).then(|| id.parse::<MeetingId>().ok()).flatten() {
            noted += 1;
            let ms = midnight_ms(Some(meeting.date)) + 17 * 60 * MINUTE_MS;
            return Stamp { ms, counter: noted, device: council.clone() };
        }
        // Scenarios are made for the review.
        if table == schema::SCENARIO {
            made += 1;
            let review = data.pilot.as_ref().and_then(|pilot| pilot.dates.review);
            let ms = midnight_ms(review).saturating_sub(7 * DAY_MS) + 10 * 60 * MINUTE_MS;
            return Stamp { ms, counter: made, device: council.clone() };
        }
        set_up += 1;
        Stamp { ms: set_up_ms(&data), counter: set_up, device: council.clone() }
    })?;
    Ok(document)
}

/// Each school's place among all, by URN, and its device.
type SchoolDevices = BTreeMap<Urn, (u64, DeviceId)>;

fn school_devices(data: &PilotData) -> Result<SchoolDevices, WorkspaceError> {
    let named = |urn: &Urn| DeviceId::parse(&format!("school-{urn}"));
    data.schools.keys().zip(0..).map(|(urn, place)| Ok((urn.clone(), (place, named(urn)?)))).collect()
}

/// Nine in the morning of the invitation.
fn set_up_ms(data: &PilotData) -> u64 {
    let invitation = data.pilot.as_ref().and_then(|pilot| pilot.dates.invitation);
    midnight_ms(invitation) + 9 * 60 * MINUTE_MS
}

/// Some minute between eight and five on one of the last five days before the return was due, the due day included;
/// another minute for each school and term, so that the days look lived in.
fn returned_ms(data: &PilotData, entry: &ReturnId, place: u64) -> u64 {
    let due = data.calendar.terms.get(&entry.term).map(|term| term.due);
    let turn = place * 7 + u64::from(entry.term.number) * 11 + u64::from(entry.term.year.0) * 5;
    let minutes = 8 * 60 + (turn * 53) % (9 * 60);
    midnight_ms(due).saturating_sub(turn % 5 * DAY_MS) + minutes * MINUTE_MS
}

/// Milliseconds from 1970 to the day's first; the pilot's dates all lie after it.
fn midnight_ms(day: Option<NaiveDate>) -> u64 {
    let days = day.map_or(0, |day| day.signed_duration_since(NaiveDate::default()).num_days());
    u64::try_from(days).unwrap_or_default() * DAY_MS
}
