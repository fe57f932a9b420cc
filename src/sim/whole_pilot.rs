//! The pilot itself as a programme: all that it does in a school, with the effects that its evaluation found. Knows nothing of
//! scenarios that it is put into.

use super::from_pilot::indicator_of;
use crate::eval::{Against, Evidence, Period, Scope};
use crate::model::{
    Assumption, ByEvent, Costs, Event, EvidenceStrength, Phase, PilotData, Programme, ProgrammeId, ProgrammeKind,
    Range, ReturnItem,
};

/// Standard errors to either side of an estimate between which nineteen of twenty lie.
const NINETEEN_IN_TWENTY: f64 = 1.96;
/// The most places that a programme may have.
const MOST_PLACES: f64 = 1_000.0;

/// A “group” of it is one school that takes part, its places are the pupils of such a school. Its effects are what the pilot’s schools
/// differ by from those that do not take part; None while that cannot be told of any event.
pub(super) fn whole_pilot(data: &PilotData, evidence: &Evidence, period: &Period) -> Option<Programme> {
    let effects = Event::ALL.map(|event| effect(evidence, period, event));
    if effects.iter().all(Option::is_none) {
        return None;
    }
    let roll = roll_of_a_school(data)?;
    let [requests, permanent_exclusions, days_lost] = effects.map(|found| {
        found.unwrap_or_else(|| {
            Assumption::new(
                Range::Triangular { low: -0.3, likely: 0.0, high: 0.3 },
                "Not known: the pilot’s returns cannot tell yet.",
            )
        })
    });
    let fixed = |value: f64, words: &str| Assumption::fixed(value, words);
    let guess =
        |low: f64, likely: f64, high: f64, words: &str| Assumption::new(Range::Triangular { low, likely, high }, words);
    let nothing = || fixed(0.0, "No such cost.");
    Some(Programme {
        id: ProgrammeId::from_name("pilot as it is").ok()?,
        name: "The pilot as it is, in one school".to_owned(),
        kind: ProgrammeKind::WholePilot,
        need: String::new(),
        provider: String::new(),
        strength: EvidenceStrength::Low,
        strength_source: "This pilot’s own findings: schools taking part beside others, which chose themselves."
            .to_owned(),
        phases: vec![Phase::Primary, Phase::Secondary],
        places: roll.clamp(1.0, MOST_PLACES) as u32,
        costs: Costs {
            fixed: nothing(),
            start_up: guess(0.0, 500.0, 2_000.0, "Not known: what a cluster needs to begin."),
            per_group: guess(
                2_000.0,
                4_000.0,
                8_000.0,
                "Not known here: take it from what the pilot has spent in a school.",
            ),
            per_place: nothing(),
            per_hour: nothing(),
        },
        staff_hours: guess(10.0, 30.0, 80.0, "Not known: hours a year that a school gives. Ask your SENCOs."),
        specialist_hours: fixed(0.0, "Within the price of a school."),
        taken: fixed(1.0, "The school takes part as a whole."),
        completed: fixed(1.0, "The school takes part as a whole."),
        prevalence: fixed(1.0, "The effect is on all pupils of a school, taken together."),
        diminishing: fixed(0.0, "One school does not make another’s effect smaller."),
        delay: 0,
        fade: fixed(1.0, "Taken to last as long as the school takes part: nothing longer was seen."),
        share_of_events: {
            let all = || fixed(1.0, "The effect is on all events of a school.");
            ByEvent { requests: all(), permanent_exclusions: all(), days_lost: all() }
        },
        effect: ByEvent { requests, permanent_exclusions, days_lost },
        progress: fixed(0.0, "Not counted here: progress is told of by programme."),
    })
}

fn roll_of_a_school(data: &PilotData) -> Option<f64> {
    let newest = |urn| data.returns.values().rev().filter(move |entry| entry.school == urn);
    let schools = data.schools.values().filter(|school| school.taking_part);
    let rolls: Vec<f64> = schools
        .filter_map(|school| {
            let mut returned = newest(school.urn.clone());
            returned.find_map(|entry| entry.get(ReturnItem::Roll)).map(f64::from)
        })
        .collect();
    (!rolls.is_empty()).then(|| rolls.iter().sum::<f64>() / rolls.len() as f64)
}

/// By which share a school’s events fall: a triangle with the mean and the standard error of the estimate, cut where it would leave
/// what an effect can be.
fn effect(evidence: &Evidence, period: &Period, event: Event) -> Option<Assumption> {
    let compared = evidence.comparisons(indicator_of(event), period, &Scope::Pilot);
    let found = compared.rows.iter().find(|row| row.against == Against::OtherSchools)?;
    let (ratio, lower, upper) = (found.value?, found.lower?, found.upper?);
    if !(lower > 0.0 && upper > lower) {
        return None;
    }
    // Normal on the logarithm; the ratio’s own mean and standard deviation follow from it.
    let error = (libm::log(upper) - libm::log(lower)) / (2.0 * NINETEEN_IN_TWENTY);
    let variance = error * error;
    let mean = ratio * libm::exp(0.5 * variance);
    let sd = mean * libm::sqrt(libm::exp(variance) - 1.0);
    // A triangle that is even on both sides has the standard deviation half its width ÷ √6.
    let half = sd * libm::sqrt(6.0);
    let (low, high) = ((1.0 - mean - half).max(-1.0), (1.0 - mean + half).min(1.0));
    Some(Assumption::new(
        Range::Triangular { low, likely: (1.0 - mean).clamp(low, high), high }.rounded(),
        format!(
            "This pilot’s own finding, {}: {}; drawn with the estimate’s mean and error.",
            period.words(),
            found.sentence.trim_end_matches('.')
        ),
    ))
}
