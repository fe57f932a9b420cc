//! Which returns have come in: schools forget, and the newest term is still being waited for.

use super::schools::Place;
use crate::model::{Return, ReturnStatus, TermId};
use crate::rng::Rng;

/// Share of returns of past terms that never came.
const FORGOTTEN: f64 = 0.04;
/// Schools outside the pilot return a little less often.
const FORGOTTEN_OUTSIDE: f64 = 0.07;
/// Of the newest term, schools outside the pilot have had less reminding.
const LATE_OUTSIDE: f64 = 0.12;

/// Schools still to return the newest term, by their place in the two clusters that take part.
const LATE: [[usize; 3]; 2] = [[3, 9, 16], [2, 12, 21]];
/// The one of them, in the first cluster, that has begun.
const HALF_FINISHED: usize = 3;

/// Takes a school's complete returns and leaves those that have come in, submitted, with unlikely figures confirmed
/// as the school was asked about them; and the draft of the school that is half-way through.
pub(super) fn received(place: &Place, complete: Vec<Return>, newest: Option<TermId>, rng: &mut Rng) -> Vec<Return> {
    let mut received: Vec<Return> = Vec::with_capacity(complete.len());
    for mut entry in complete {
        let is_newest = Some(entry.term) == newest;
        // Drawn for every return, so that no other depends on which school is late.
        let luck = rng.uniform();
        if is_newest && half_finished(place) {
            received.push(begun(entry));
        } else if !missing(place, is_newest, luck) {
            let unlikely = entry.problems(received.last());
            entry.confirmed = unlikely.iter().filter_map(|problem| item(problem.field)).collect();
            entry.status = ReturnStatus::Submitted;
            received.push(entry);
        }
    }
    received
}

fn item(field: &str) -> Option<crate::model::ReturnItem> {
    crate::model::ReturnItem::from_field(field)
}

fn late(place: &Place) -> bool {
    place.school.taking_part && LATE.get(place.cluster % 2).is_some_and(|late| late.contains(&place.position))
}

fn half_finished(place: &Place) -> bool {
    place.cluster == 0 && place.position == HALF_FINISHED && late(place)
}

fn missing(place: &Place, is_newest: bool, luck: f64) -> bool {
    match (place.school.taking_part, is_newest) {
        (true, true) => late(place),
        (true, false) => luck < FORGOTTEN,
        (false, true) => luck < LATE_OUTSIDE,
        (false, false) => luck < FORGOTTEN_OUTSIDE,
    }
}

/// A draft in which pupils and requests are given and the rest is still to come.
fn begun(complete: Return) -> Return {
    let mut draft = Return::new(complete.id());
    draft.roll = complete.roll;
    draft.sen_support = complete.sen_support;
    draft.ehc_plans = complete.ehc_plans;
    draft.requests_school = complete.requests_school;
    draft.requests_parent = complete.requests_parent;
    draft
}
