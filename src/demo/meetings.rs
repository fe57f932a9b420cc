//! Meetings of the boards and SENCO networks of the demonstration's clusters. Draws from a generator of its own; they are
//! held whether or not the pilot changes anything.

use super::draws::{count, part_of};
use super::schools::Place;
use crate::model::{Attendance, Meeting, MeetingId, MeetingKind, PilotData, Role};
use crate::rng::Rng;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Who is asked to a board, and the share of them that comes.
pub const BOARD: [(Role, u32, f64); 5] = [
    (Role::Head, 10, 0.78),
    (Role::Senco, 4, 0.90),
    (Role::Council, 2, 0.95),
    (Role::Specialist, 2, 0.60),
    (Role::ParentCarer, 1, 0.70),
];
/// The share of SENCOs who come to the network, to which those of all schools are asked.
pub const NETWORK: f64 = 0.80;
/// The board that is not held: of the second cluster of each six, in the pilot's third term.
const MISSED: (usize, usize) = (1, 2);

/// Adds a board and a network meeting a term to each cluster that takes part.
pub(super) fn add_meetings(data: &mut PilotData, places: &[Place], root: &Rng) {
    let Some(first) = data.first_term_during() else { return };
    let terms: Vec<NaiveDate> = data.calendar.terms.range(first..).map(|(_, term)| term.starts).collect();
    let mut clusters: Vec<usize> =
        places.iter().filter(|place| place.school.taking_part).map(|place| place.cluster).collect();
    clusters.dedup();
    for cluster in clusters {
        let own = || places.iter().filter(|place| place.cluster == cluster);
        let Some(id) = own().find_map(|place| place.school.cluster.clone()) else { continue };
        let schools = own().count() as u32;
        for (nth, starts) in terms.iter().enumerate() {
            let mut rng = root.split("meetings").stream((cluster * 1_000 + nth) as u64);
            // Drawn for a board that is not held too, so that no other depends on it.
            let board = held(&BOARD, 3.0, &mut rng);
            let sencos = [(Role::Senco, schools, NETWORK), (Role::Council, 1, 0.95), (Role::Specialist, 2, 0.60)];
            let network = held(&sencos, 1.0, &mut rng);
            let missed = (cluster % 6, nth) == MISSED;
            for (kind, days, (attendance, decisions)) in
                [(MeetingKind::Board, 10, board), (MeetingKind::SencoNetwork, 17, network)]
            {
                let Some(date) = wednesday_after(*starts, days).filter(|_| !missed || kind != MeetingKind::Board)
                else {
                    continue;
                };
                let mut meeting = Meeting::new(MeetingId { cluster: id.clone(), date, kind });
                (meeting.attendance, meeting.decisions) = (attendance, Some(decisions));
                data.meetings.insert(meeting.id(), meeting);
            }
        }
    }
}

/// Who came, and how many decisions were taken.
fn held(asked: &[(Role, u32, f64)], decisions: f64, rng: &mut Rng) -> (Vec<Attendance>, u32) {
    let came = asked.iter().map(|(role, invited, share)| Attendance {
        role: *role,
        attended: part_of(rng, *invited, *share),
        invited: *invited,
    });
    let attendance = came.collect();
    (attendance, count(rng, decisions))
}

fn wednesday_after(starts: NaiveDate, days: u64) -> Option<NaiveDate> {
    let earliest = starts.checked_add_days(Days::new(days))?;
    let wait = (7 + Weekday::Wed.num_days_from_monday() - earliest.weekday().num_days_from_monday()) % 7;
    earliest.checked_add_days(Days::new(u64::from(wait)))
}
