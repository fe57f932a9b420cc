//! Kinds of programmes that a pilot runs. Knows nothing of their costs.

use serde::{Deserialize, Serialize};

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
}

impl ProgrammeKind {
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
        }
    }
}
