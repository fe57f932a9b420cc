//! A starter catalogue of programmes, of the kinds that pilots choose. No evidence is invented: what is not known says so, and its
//! range is wide. Knows nothing of any pilot.

use super::{Assumption, ByEvent, Costs, EvidenceStrength, Phase, Programme, ProgrammeId, ProgrammeKind, Range};

const NOT_KNOWN: &str = "Not known: a wide range. Replace it by what you find.";
const TO_AGREE: &str = "Not known: agree it with the provider.";
const OWN_COUNT: &str = "Not known here: your schools’ January count of needs says it.";

fn between(low: f64, likely: f64, high: f64, source: &str) -> Assumption {
    Assumption::new(Range::Triangular { low, likely, high }, source)
}

/// What makes one programme of the catalogue different from another.
struct Kind {
    id: &'static str,
    name: &'static str,
    kind: ProgrammeKind,
    need: &'static str,
    places: u32,
    /// Pounds a group, and hours of a specialist for it.
    per_group: f64,
    specialist: f64,
    /// Share of pupils, as a first guess.
    prevalence: f64,
    /// Which events it may bear on: requests, permanent exclusions, days lost.
    bears_on: [bool; 3],
}

const KINDS: [Kind; 8] = [
    Kind {
        id: "speech-groups",
        name: "Small-group speech and language",
        kind: ProgrammeKind::SpeechLanguage,
        need: "SLCN",
        places: 6,
        per_group: 900.0,
        specialist: 0.0,
        prevalence: 0.04,
        bears_on: [true, false, false],
    },
    Kind {
        id: "speech-therapy-groups",
        name: "Group speech and language therapy",
        kind: ProgrammeKind::SpeechLanguage,
        need: "SLCN",
        places: 5,
        per_group: 600.0,
        specialist: 20.0,
        prevalence: 0.04,
        bears_on: [true, false, false],
    },
    Kind {
        id: "autism-groups",
        name: "Autism groups",
        kind: ProgrammeKind::Autism,
        need: "ASD",
        places: 6,
        per_group: 1_000.0,
        specialist: 6.0,
        prevalence: 0.015,
        bears_on: [true, true, true],
    },
    Kind {
        id: "behaviour-groups",
        name: "Behaviour and SEMH groups",
        kind: ProgrammeKind::Behaviour,
        need: "SEMH",
        places: 6,
        per_group: 1_000.0,
        specialist: 6.0,
        prevalence: 0.03,
        bears_on: [true, true, true],
    },
    Kind {
        id: "literacy-groups",
        name: "Literacy groups",
        kind: ProgrammeKind::Literacy,
        need: "SPLD",
        places: 5,
        per_group: 800.0,
        specialist: 0.0,
        prevalence: 0.04,
        bears_on: [true, false, false],
    },
    Kind {
        id: "numeracy-groups",
        name: "Numeracy groups",
        kind: ProgrammeKind::Numeracy,
        need: "MLD",
        places: 5,
        per_group: 800.0,
        specialist: 0.0,
        prevalence: 0.04,
        bears_on: [true, false, false],
    },
    Kind {
        id: "staff-training",
        name: "Staff training",
        kind: ProgrammeKind::StaffTraining,
        need: "",
        places: 40,
        per_group: 1_200.0,
        specialist: 10.0,
        prevalence: 0.13,
        bears_on: [true, true, true],
    },
    Kind {
        id: "specialist-teacher",
        name: "Specialist teacher: advice and support",
        kind: ProgrammeKind::SpecialistTeacher,
        need: "",
        places: 10,
        per_group: 500.0,
        specialist: 30.0,
        prevalence: 0.13,
        bears_on: [true, true, true],
    },
];

/// Programmes to start from.
#[must_use]
pub fn starter_programmes() -> Vec<Programme> {
    KINDS.iter().filter_map(programme).collect()
}

fn programme(kind: &Kind) -> Option<Programme> {
    let unknown_effect = || between(-0.2, 0.0, 0.4, NOT_KNOWN);
    let none = || Assumption::fixed(0.0, "It is not meant to bear on these.");
    let [requests, exclusions, days] = kind.bears_on;
    let effect = |bears: bool| if bears { unknown_effect() } else { none() };
    let share = |bears: bool, low: f64, likely: f64, high: f64| {
        if bears { between(low, likely, high, NOT_KNOWN) } else { none() }
    };
    let nothing = || Assumption::fixed(0.0, "No such cost.");
    let price = |pounds: f64| between(0.7 * pounds, pounds, 1.5 * pounds, TO_AGREE);
    Some(Programme {
        id: ProgrammeId::from_name(kind.id).ok()?,
        name: kind.name.to_owned(),
        kind: kind.kind,
        need: kind.need.to_owned(),
        provider: String::new(),
        strength: EvidenceStrength::Unknown,
        strength_source: "Nobody has been asked yet.".to_owned(),
        phases: vec![Phase::Primary, Phase::Secondary],
        places: kind.places,
        costs: Costs {
            fixed: nothing(),
            start_up: between(0.0, 300.0, 1_000.0, TO_AGREE),
            per_group: price(kind.per_group),
            per_place: between(5.0, 10.0, 30.0, TO_AGREE),
            per_hour: if kind.specialist > 0.0 { between(35.0, 50.0, 80.0, TO_AGREE) } else { nothing() },
        },
        staff_hours: between(4.0, 10.0, 30.0, NOT_KNOWN),
        specialist_hours: if kind.specialist > 0.0 {
            between(0.7 * kind.specialist, kind.specialist, 1.5 * kind.specialist, TO_AGREE)
        } else {
            Assumption::fixed(0.0, "Run by the school’s own staff.")
        },
        taken: between(0.6, 0.85, 1.0, NOT_KNOWN),
        completed: between(0.5, 0.75, 0.95, NOT_KNOWN),
        prevalence: between(0.5 * kind.prevalence, kind.prevalence, 2.0 * kind.prevalence, OWN_COUNT),
        diminishing: between(0.0, 0.5, 2.0, NOT_KNOWN),
        delay: 0,
        fade: between(0.1, 0.4, 0.8, NOT_KNOWN),
        share_of_events: ByEvent {
            requests: share(requests, 0.05, 0.2, 0.4),
            permanent_exclusions: share(exclusions, 0.2, 0.5, 0.8),
            days_lost: share(days, 0.2, 0.5, 0.8),
        },
        effect: ByEvent {
            requests: effect(requests),
            permanent_exclusions: effect(exclusions),
            days_lost: effect(days),
        },
        progress: between(-1.0, 1.0, 4.0, NOT_KNOWN),
    })
}
