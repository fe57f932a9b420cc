//! Programmes: their kinds, and what is assumed of one. Knows nothing of how a scenario is run.

use super::{Assumption, ByEvent, Event, Phase, Problem, ProgrammeId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is done, in the kinds that pilots choose between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeKind {
    SpeechLanguage,
    Autism,
    Behaviour,
    Literacy,
    Numeracy,
    StaffTraining,
    SpecialistTeacher,
    /// All that a pilot does in a school, as one: what its evaluation speaks of.
    WholePilot,
}

impl ProgrammeKind {
    /// Those that pilots choose between; the whole pilot is none of them.
    pub const ALL: [Self; 7] = [
        Self::SpeechLanguage,
        Self::Autism,
        Self::Behaviour,
        Self::Literacy,
        Self::Numeracy,
        Self::StaffTraining,
        Self::SpecialistTeacher,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::SpeechLanguage => "speech_language",
            Self::Autism => "autism",
            Self::Behaviour => "behaviour",
            Self::Literacy => "literacy",
            Self::Numeracy => "numeracy",
            Self::StaffTraining => "staff_training",
            Self::SpecialistTeacher => "specialist_teacher",
            Self::WholePilot => "whole_pilot",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::SpeechLanguage => "Speech and language groups",
            Self::Autism => "Autism groups",
            Self::Behaviour => "Behaviour and SEMH groups",
            Self::Literacy => "Literacy groups",
            Self::Numeracy => "Numeracy groups",
            Self::StaffTraining => "Staff training",
            Self::SpecialistTeacher => "Specialist teacher",
            Self::WholePilot => "The pilot as it is",
        }
    }
}

const MOST_PLACES: u32 = 1_000;
const MOST_DELAY: u32 = 10;

/// How far studies support that a programme works, as the person who plans it sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceStrength {
    /// Nobody has looked, or this scenario's makers do not know that anybody has.
    Unknown,
    /// Single or weak studies.
    Low,
    /// Several studies with a comparison group.
    Moderate,
    /// Trials by others than those who sell it.
    High,
}

impl EvidenceStrength {
    pub fn words(self) -> &'static str {
        match self {
            Self::Unknown => "not known",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// What a programme costs, in pounds of the scenario's first year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Costs {
    /// A year in a cluster, however many groups there are.
    pub fixed: Assumption,
    /// Once in each cluster.
    pub start_up: Assumption,
    pub per_group: Assumption,
    pub per_place: Assumption,
    /// For an hour of the specialist's.
    pub per_hour: Assumption,
}

/// A programme as it can be planned: whom it is for, what it needs and what it may bring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    pub kind: ProgrammeKind,
    /// The type of need by its code; empty where it is for all pupils at SEN Support.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub need: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider: String,
    pub strength: EvidenceStrength,
    /// Who says so.
    pub strength_source: String,
    pub phases: Vec<Phase>,
    pub places: u32,
    pub costs: Costs,
    /// Hours for a group and year: of the school's own staff, and of a specialist.
    pub staff_hours: Assumption,
    pub specialist_hours: Assumption,
    /// Shares of places: taken, and of those completed.
    pub taken: Assumption,
    pub completed: Assumption,
    /// Share of pupils who have the need.
    pub prevalence: Assumption,
    /// By how much the first pupils reached matter more.
    pub diminishing: Assumption,
    /// Whole years until a completed place has its effect, and the share of it that is lost each year after.
    pub delay: u32,
    pub fade: Assumption,
    /// Share of events that come from pupils with the need.
    pub share_of_events: ByEvent<Assumption>,
    /// Share by which a reached pupil's events fall.
    pub effect: ByEvent<Assumption>,
    /// Months of progress that a completed place brings.
    pub progress: Assumption,
}

impl Programme {
    /// Every assumption with its name and the least and most it can be.
    fn assumptions(&self) -> Vec<(&'static str, &Assumption, f64, f64)> {
        const ANY: f64 = f64::INFINITY;
        let costs = &self.costs;
        let mut all = vec![
            ("fixed", &costs.fixed, 0.0, ANY),
            ("start_up", &costs.start_up, 0.0, ANY),
            ("per_group", &costs.per_group, 0.0, ANY),
            ("per_place", &costs.per_place, 0.0, ANY),
            ("per_hour", &costs.per_hour, 0.0, ANY),
            ("staff_hours", &self.staff_hours, 0.0, ANY),
            ("specialist_hours", &self.specialist_hours, 0.0, ANY),
            ("taken", &self.taken, 0.0, 1.0),
            ("completed", &self.completed, 0.0, 1.0),
            ("prevalence", &self.prevalence, 0.0, 1.0),
            ("diminishing", &self.diminishing, 0.0, ANY),
            ("fade", &self.fade, 0.0, 1.0),
            ("progress", &self.progress, -ANY, ANY),
        ];
        for event in Event::ALL {
            all.push(("share_of_events", self.share_of_events.of(event), 0.0, 1.0));
            all.push(("effect", self.effect.of(event), -1.0, 1.0));
        }
        all
    }

    /// What is wrong with it, in sentences.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        if self.places == 0 || self.places > MOST_PLACES {
            let words = format!("A group of “{}” has 1 to {MOST_PLACES} places.", self.name);
            found.push(Problem::impossible("places", words));
        }
        if self.phases.is_empty() || self.phases.iter().collect::<BTreeSet<_>>().len() < self.phases.len() {
            let words = format!("“{}” serves one phase or more, each once.", self.name);
            found.push(Problem::impossible("phases", words));
        }
        if self.delay > MOST_DELAY {
            let words = format!("“{}” has its effect within {MOST_DELAY} years.", self.name);
            found.push(Problem::impossible("delay", words));
        }
        for (field, assumption, least, most) in self.assumptions() {
            found.extend(assumption.range.problems(field, least, most));
        }
        found
    }
}
