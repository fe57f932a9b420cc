//! The counts of one school, term by term, from what it is like and what is true.

use super::draws::{count, part_of, round_fairly, spread};
use super::schools::Character;
use super::truth::{Quantity, REQUEST_SHARES, truth_of};
use crate::model::{Return, ReturnId, Term, TermId, Urn};
use crate::rng::Rng;

/// Requests for EHC needs assessment a pupil and year.
const REQUESTS_A_YEAR: f64 = 0.0075;
/// Decided in the term they are made in; the others a term later, as an authority has six weeks.
const DECIDED_AT_ONCE: f64 = 0.45;
const REFUSED: f64 = 0.27;
/// Permanent exclusions a pupil and year: primary, secondary. About a dozen in forty-odd schools.
const EXCLUSIONS_A_YEAR: [f64; 2] = [0.000_22, 0.001_15];
/// Pupils suspended at least once in a term, of all pupils: primary, secondary.
const SUSPENDED_A_TERM: [f64; 2] = [0.001_6, 0.011_5];
/// Further suspensions in the same term of each pupil who is suspended; most have none, a few have many.
const REPEATS: f64 = 0.45;
/// A suspension loses one session and this many more, on average.
const FURTHER_SESSIONS: f64 = 3.0;
/// A pupil may lose at most 45 school days a year.
const MOST_SESSIONS_A_PUPIL: u32 = 90;
/// Incidents a pupil and term, as schools log them: primary, secondary.
const INCIDENTS_A_TERM: [f64; 2] = [0.06, 0.20];

/// How much one term of a school differs from another beyond chance: shapes of a gamma of mean 1.
const TERM_SPREAD_SUSPENSIONS: f64 = 6.0;
const TERM_SPREAD_INCIDENTS: f64 = 10.0;

/// The quantities that counts are drawn from; the others of [`Quantity`] follow from them.
const DRIVEN: [Quantity; 9] = [
    Quantity::SenSupport,
    Quantity::EhcPlans,
    Quantity::RequestsSchool,
    Quantity::RequestsParent,
    Quantity::RequestsOther,
    Quantity::PermanentExclusions,
    Quantity::Suspensions,
    Quantity::SuspensionLength,
    Quantity::Incidents,
];

/// What multiplies a school's usual rates in one term: season, common trend and, in the pilot, its effect.
#[derive(Debug, Clone)]
pub(super) struct TermCourse {
    id: TermId,
    /// Years since the first term.
    years: f64,
    ratios: [f64; DRIVEN.len()],
    /// The place of the term in the pilot, from 1; 0 before it or for a school that does not take part.
    nth_during: u8,
    /// The term in which a school taking part has agreed to, but the pilot has not started.
    preparing: bool,
}

impl TermCourse {
    fn ratio(&self, quantity: Quantity) -> f64 {
        let found = DRIVEN.iter().position(|driven| *driven == quantity).and_then(|index| self.ratios.get(index));
        found.copied().unwrap_or(1.0)
    }
}

/// The course of all terms, the same for all schools that take part and for all that do not.
pub(super) fn course(
    terms: &[Term],
    first_during: Option<TermId>,
    taking_part: bool,
    effects: bool,
) -> Vec<TermCourse> {
    let first = first_during.filter(|_| taking_part);
    let mut course: Vec<TermCourse> = Vec::with_capacity(terms.len());
    let mut nth_during = 0;
    for (index, term) in terms.iter().enumerate() {
        let years = index as f64 / 6.0;
        if first.is_some_and(|first| first <= term.id) {
            nth_during += 1;
        }
        let season = usize::from(term.id.number.saturating_sub(1));
        let ratios = DRIVEN.map(|quantity| {
            let truth = truth_of(quantity);
            let season = quantity.seasons().get(season).copied().unwrap_or(1.0);
            let effect = if effects { truth.in_term(nth_during) } else { 1.0 };
            season * libm::pow(truth.trend_a_year, years) * effect
        });
        if nth_during == 1
            && let Some(before) = course.last_mut()
        {
            before.preparing = true;
        }
        course.push(TermCourse { id: term.id, years, ratios, nth_during, preparing: false });
    }
    course
}

/// A school on its way through the terms: what one term hands on to the next.
struct Running<'a> {
    school: Character,
    rng: &'a mut Rng,
    /// Log ratio of the pupils at SEN Support, and with plans, to what the school usually has.
    sen_support_drift: f64,
    ehc_plan_drift: f64,
    undecided: u32,
}

/// One complete return for each term of the course.
pub(super) fn returns(urn: &Urn, school: Character, course: &[TermCourse], rng: &mut Rng) -> Vec<Return> {
    let mut running = Running { school, rng, sen_support_drift: 0.0, ehc_plan_drift: 0.0, undecided: 0 };
    running.begin();
    course.iter().map(|term| running.term(urn, term)).collect()
}

impl Running<'_> {
    /// The state the school is in when its first term begins.
    fn begin(&mut self) {
        self.sen_support_drift = 0.03 * self.rng.normal();
        self.ehc_plan_drift = 0.04 * self.rng.normal();
        let last_term = self.school.size * self.school.requests * REQUESTS_A_YEAR / 6.0;
        self.undecided = count(self.rng, last_term * (1.0 - DECIDED_AT_ONCE));
    }

    fn term(&mut self, urn: &Urn, term: &TermCourse) -> Return {
        let mut entry = Return::new(ReturnId { school: urn.clone(), term: term.id });
        let pupils = self.school.size * libm::pow(self.school.growth_a_year, term.years);
        // Pupils come and go within the year, a few in a hundred.
        let coming_and_going = 1.0 + 0.006 * self.rng.normal();
        let roll = round_fairly(self.rng, pupils * coming_and_going).max(1);
        entry.roll = Some(roll);
        self.needs(&mut entry, term, f64::from(roll));
        self.requests(&mut entry, term, f64::from(roll));
        self.exclusions(&mut entry, term, roll);
        self.incidents(&mut entry, term, f64::from(roll));
        entry.paperwork_minutes = self.paperwork(term);
        entry
    }

    fn phase(&self, rates: [f64; 2]) -> f64 {
        let [primary, secondary] = rates;
        if self.school.secondary { secondary } else { primary }
    }

    /// Pupils at SEN Support and with plans are largely the same as last term: their share drifts slowly.
    fn needs(&mut self, entry: &mut Return, term: &TermCourse, roll: f64) {
        self.sen_support_drift = drifted(self.sen_support_drift, 0.03, self.rng);
        self.ehc_plan_drift = drifted(self.ehc_plan_drift, 0.04, self.rng);
        let support = self.school.sen_support_share * libm::exp(self.sen_support_drift);
        let plans = self.school.ehc_plan_share * libm::exp(self.ehc_plan_drift);
        entry.sen_support = Some(round_fairly(self.rng, roll * support * term.ratio(Quantity::SenSupport)));
        entry.ehc_plans = Some(round_fairly(self.rng, roll * plans * term.ratio(Quantity::EhcPlans)));
    }

    fn requests(&mut self, entry: &mut Return, term: &TermCourse, roll: f64) {
        let usual = roll * self.school.requests * REQUESTS_A_YEAR / 6.0;
        let [from_school, from_parents, from_others] = REQUEST_SHARES;
        let mut made = |share: f64, quantity| count(self.rng, usual * share * term.ratio(quantity));
        let school = made(from_school, Quantity::RequestsSchool);
        let parent = made(from_parents, Quantity::RequestsParent);
        let other = made(from_others, Quantity::RequestsOther);
        let at_once = part_of(self.rng, school + parent + other, DECIDED_AT_ONCE);
        let decided = self.undecided + at_once;
        let refused = part_of(self.rng, decided, REFUSED);
        self.undecided = school + parent + other - at_once;
        entry.requests_school = Some(school);
        entry.requests_parent = Some(parent);
        entry.requests_other = Some(other);
        entry.requests_agreed = Some(decided - refused);
        entry.requests_refused = Some(refused);
    }

    fn exclusions(&mut self, entry: &mut Return, term: &TermCourse, roll: u32) {
        let usual = f64::from(roll) * self.school.exclusions * self.phase(EXCLUSIONS_A_YEAR) / 6.0;
        entry.permanent_exclusions = Some(count(self.rng, usual * term.ratio(Quantity::PermanentExclusions)));
        let usual = f64::from(roll) * self.school.suspensions * self.phase(SUSPENDED_A_TERM);
        let this_term = spread(self.rng, TERM_SPREAD_SUSPENSIONS);
        let pupils = count(self.rng, usual * this_term * term.ratio(Quantity::Suspensions)).min(roll);
        let suspensions = pupils + self.uneven(pupils, REPEATS, 0.5);
        let further = (1.0 + FURTHER_SESSIONS) * term.ratio(Quantity::SuspensionLength) - 1.0;
        let sessions = suspensions + self.uneven(suspensions, further, 1.0);
        entry.pupils_suspended = Some(pupils);
        entry.suspensions = Some(suspensions);
        entry.sessions_lost = Some(sessions.min(pupils * MOST_SESSIONS_A_PUPIL).max(suspensions));
    }

    /// The sum over `each` of counts with this mean that are uneven: a negative binomial of this shape for each.
    fn uneven(&mut self, each: u32, mean: f64, shape: f64) -> u32 {
        let size = f64::from(each);
        u32::try_from(self.rng.negative_binomial(size * mean, size * shape)).unwrap_or(u32::MAX)
    }

    fn incidents(&mut self, entry: &mut Return, term: &TermCourse, roll: f64) {
        let usual = roll * self.school.incidents * self.phase(INCIDENTS_A_TERM);
        let mean = usual * spread(self.rng, TERM_SPREAD_INCIDENTS) * term.ratio(Quantity::Incidents);
        entry.incidents = Some(count(self.rng, mean));
    }

    /// Minutes of pilot paperwork, told in fives: four hours in the first term, less with practice. Nobody counted
    /// them before the pilot, but for the forms of joining.
    fn paperwork(&mut self, term: &TermCourse) -> Option<u32> {
        let usual = match term.nth_during {
            0 if term.preparing => 45.0,
            0 => return None,
            nth => 60.0 + 180.0 * libm::pow(0.65, f64::from(nth - 1)),
        };
        let minutes = usual * spread(self.rng, 8.0);
        let fives = round_fairly(self.rng, minutes / 5.0);
        Some(5 * fives.max(1))
    }
}

/// The next value of a slow drift with this standard deviation, nine tenths of the last.
fn drifted(drift: f64, deviation: f64, rng: &mut Rng) -> f64 {
    const KEPT: f64 = 0.9;
    KEPT * drift + deviation * libm::sqrt(1.0 - KEPT * KEPT) * rng.normal()
}
