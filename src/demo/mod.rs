//! The demonstration pilot: fictional, deterministic by seed, with effects that are written down so that an
//! evaluation can be judged against them. Knows nothing of storage, clocks or screens.
//!
//! The “Fernleigh pilot” is invented, as are its council, its places and its schools: URNs start at 900001 and the
//! authority's number is 990, neither of which is in use. Six clusters; the first two take part, with 20 and 24
//! schools; about sixty schools in the other four are the comparison. Returns of three school years, 2016/17 to
//! 2018/19; the pilot starts with Term 2 of 2018/19, so its first year is Terms 2 to 6.
//!
//! # What is true
//!
//! [`TRUTH`] holds these figures. The ratio is of rates per pupil on roll in schools taking part, at full effect;
//! “first year” is the mean over Terms 2 to 6 of 2018/19 against the same terms of 2017/18, which a good comparison
//! with the other schools finds; the trend is a year's in *all* schools; “before and after” is what schools taking
//! part see without a comparison.
//!
//! | quantity | ratio | grows over | first year | trend a year | before and after | way |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | pupils at SEN Support | 1.06 | 5 terms | 1.036 | 1.02 | 1.057 | needs are recognised earlier |
//! | pupils with an EHC plan | 1 | | 1 | 1.05 | 1.05 | none |
//! | requests by schools | 0.85 | at once | 0.85 | 1.04 | 0.884 | needs are met at SEN Support |
//! | requests by parents and carers | 1 | | 1 | 1.04 | 1.04 | none |
//! | requests by others | 1 | | 1 | 1.04 | 1.04 | none |
//! | all requests | 0.91 | at once | 0.91 | 1.04 | 0.946 | follows from the three |
//! | permanent exclusions | 0.75 | at once | 0.75 | 1.03 | 0.773 | one in four is avoided |
//! | suspensions, pupils suspended | 0.90 | at once | 0.90 | 1.05 | 0.945 | fewer pupils |
//! | sessions of one suspension | 0.911 | at once | 0.911 | 1 | 0.911 | pupils come back sooner |
//! | days lost to suspension | 0.82 | at once | 0.82 | 1.05 | 0.861 | follows from the two |
//! | behaviour incidents | 1 | | 1 | 1.03 | 1.03 | none |
//!
//! Schools taking part ask 12% more often for assessments and suspend 10% more pupils from the beginning, as they
//! chose themselves: comparing levels misleads. Agreed and refused follow requests: 45% are decided in the same term,
//! the others in the next, and 27% are refused, in all schools.
//!
//! What people say, what pupils score and what is counted once a year follow [`VOICES`]; returns do not depend on them.
//!
//! The map ([`MAP`]) and the meetings ([`BOARD`], [`NETWORK`]) are no effects: they are the same where the pilot changes
//! nothing. What schools need does not depend on their cluster, but for those that take part asking and suspending more from
//! the beginning: an evaluation that finds clusters to share a need has found that, or chance.
//!
//! Six [`scenarios`](PLAN) ask what more could be done: a plan, and five questions asked of it.
//!
//! # How counts vary
//!
//! Requests and permanent exclusions are Poisson about a rate that differs by school (gamma). Suspensions are
//! pupils, gamma-Poisson by school and again by term, with repeats that few pupils make up; the sessions of each are
//! skewed. Incidents are gamma-Poisson by school and term. Pupils at SEN Support and with plans drift slowly. Terms
//! differ by season. The usual seed was chosen, of six hundred, for a course of events near the truth; other seeds show
//! what chance can make of the same truth, a rise in requests among them. About 4% of returns never came (7% outside the pilot); of the newest term six schools taking
//! part have not returned, one of them with a half-finished draft.

mod document;
mod draws;
mod map;
mod meetings;
mod names;
mod needs_and_goals;
mod options;
mod replies;
mod returns;
mod scenarios;
mod schools;
mod truth;
mod voices;

pub use document::{COUNCIL_DEVICE, document};
pub use map::{MAP, MapTruth};
pub use meetings::{BOARD, NETWORK};
pub use options::{DemoError, Options};
pub use scenarios::PLAN;
pub use truth::{Effect, Quantity, TRUTH, truth_of};
pub use voices::{VOICES, VoiceTruth};

use crate::model::{
    AcademicYear, MilestoneDates, ModelError, Pilot, PilotData, Return, ReturnId, six_terms, starter_pilot,
};
use crate::rng::Rng;
use crate::sorted::SortedMap;
use chrono::NaiveDate;
use schools::{Character, Place};

/// The first of the three school years that have returns.
const FIRST_YEAR: u16 = 2016;
const YEARS: u16 = 3;

/// The demonstration's schools and returns. Options out of range ([`Options::check`]) are brought into it.
pub fn pilot_data(options: &Options) -> PilotData {
    let options = &options.within_range();
    let mut data = PilotData { pilot: pilot(options).ok(), ..PilotData::default() };
    for term in (FIRST_YEAR..FIRST_YEAR + YEARS).flat_map(|year| six_terms(AcademicYear(year))) {
        data.calendar.terms.insert(term.id, term);
    }
    let clusters = schools::clusters(options);
    let mut places = schools::places(options, &clusters);
    data.clusters = clusters.into_iter().map(|cluster| (cluster.id.clone(), cluster)).collect();
    data.returns = all_returns(options, &data, &places);
    let root = Rng::seeded(options.seed);
    voices::add_voices(&mut data, &places, &root, options.effects);
    needs_and_goals::add_needs_and_goals(&mut data, &places, &root, options.effects);
    map::draw_map(&mut places, &data, &root);
    meetings::add_meetings(&mut data, &places, &root);
    data.schools = places.into_iter().map(|place| (place.school.urn.clone(), place.school)).collect();
    data.scenarios = scenarios::scenarios(&data).into_iter().map(|one| (one.id.clone(), one)).collect();
    data
}

/// Fails only if the options' name were no name, which numbers alone cannot bring about.
fn pilot(options: &Options) -> Result<Pilot, ModelError> {
    let day = NaiveDate::from_ymd_opt;
    let mut pilot = starter_pilot(options.pilot_id()?, "Fernleigh pilot", "Fernleigh Council (fictional)");
    pilot.sample = true;
    pilot.strategies = ["SEND Strategy 2018–2023", "Early Help Strategy 2019–2024"].map(str::to_owned).to_vec();
    pilot.dates = MilestoneDates {
        invitation: day(2018, 7, 9),
        replies_due: day(2018, 9, 28),
        // The first day of Term 2: from there on terms count as during.
        start: day(2018, 11, 5),
        review: day(2019, 7, 15),
        decision: day(2020, 1, 31),
    };
    Ok(pilot)
}

fn all_returns(options: &Options, data: &PilotData, places: &[Place]) -> SortedMap<ReturnId, Return> {
    let terms: Vec<_> = data.calendar.terms.values().cloned().collect();
    let newest = terms.last().map(|term| term.id);
    let course = |taking_part| returns::course(&terms, data.first_term_during(), taking_part, options.effects);
    let (inside, outside) = (course(true), course(false));
    // Three generators a school: what it is like, what happens, what it sends. A change to one leaves the others.
    let root = Rng::seeded(options.seed);
    let of = |part: &str, index: usize| root.split(part).stream(index as u64);
    let mut characters: Vec<Character> =
        places.iter().enumerate().map(|(index, place)| Character::draw(place, &mut of("character", index))).collect();
    if let Some(pupils) = options.pupils {
        schools::scale(&mut characters, pupils);
    }
    let mut all = Vec::with_capacity(places.len() * terms.len());
    for (index, (place, character)) in places.iter().zip(characters).enumerate() {
        let course = if place.school.taking_part { &inside } else { &outside };
        let complete = returns::returns(&place.school.urn, character, course, &mut of("events", index));
        all.extend(replies::received(place, complete, newest, &mut of("replies", index)));
    }
    all.into_iter().map(|entry| (entry.id(), entry)).collect()
}
