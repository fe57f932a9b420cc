//! The three strategic outcomes and the ten measures that decide whether the pilot worked.

/// A strategic outcome of the pilot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Attainment,
    EarlyIdentification,
    Inclusion,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Attainment, Self::EarlyIdentification, Self::Inclusion];

    pub fn key(self) -> &'static str {
        match self {
            Self::Attainment => "attainment",
            Self::EarlyIdentification => "early_identification",
            Self::Inclusion => "inclusion",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Attainment => "Better results at SEN Support",
            Self::EarlyIdentification => "Earlier identification, fewer requests for EHC plans",
            Self::Inclusion => "Fewer exclusions",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Attainment => "Better educational outcomes for children identified at SEN Support",
            Self::EarlyIdentification => {
                "Earlier identification of need at SEN Support, so that there is a reduction in requests for education, health and care (EHC) plans"
            }
            Self::Inclusion => {
                "Meeting the needs of pupils with behaviour that challenges in schools, and reducing the number of exclusions"
            }
        }
    }
}

/// Which way a measure is meant to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Rise,
    Fall,
}

/// The ten measures of the pilot, numbered as its briefing numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    EffectiveAndManageable,
    Advocates,
    Confidence,
    PupilsValue,
    ParentsSeeImpact,
    SenSupport,
    Requests,
    Exclusions,
    Incidents,
    SpeechAndLanguage,
}

impl Measure {
    pub const ALL: [Self; 10] = [
        Self::EffectiveAndManageable,
        Self::Advocates,
        Self::Confidence,
        Self::PupilsValue,
        Self::ParentsSeeImpact,
        Self::SenSupport,
        Self::Requests,
        Self::Exclusions,
        Self::Incidents,
        Self::SpeechAndLanguage,
    ];

    /// 1 to 10.
    pub fn number(self) -> u8 {
        Self::ALL.iter().position(|measure| *measure == self).map_or(0, |index| index as u8 + 1)
    }

    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::EffectiveAndManageable => "Support effective, arrangements manageable",
            Self::Advocates => "Heads and SENCOs are advocates",
            Self::Confidence => "Staff more confident, inclusion embraced",
            Self::PupilsValue => "Pupils value the support",
            Self::ParentsSeeImpact => "Parents and carers see impact",
            Self::SenSupport => "Pupils at SEN Support",
            Self::Requests => "Requests for EHC needs assessment",
            Self::Exclusions => "Exclusions and days lost to suspension",
            Self::Incidents => "Behaviour incidents",
            Self::SpeechAndLanguage => "Speech and language skills",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::EffectiveAndManageable => {
                "Head teachers and SENCOs report that the support has been effective in their schools and the cluster working arrangements are manageable"
            }
            Self::Advocates => "Head teachers and SENCOs are advocates for the approach",
            Self::Confidence => {
                "School staff report that they feel more confident in meeting the needs of pupils at SEN Support; inclusion is fully embraced"
            }
            Self::PupilsValue => "Pupils report that they have valued the support (by programme)",
            Self::ParentsSeeImpact => {
                "Parents and carers report that the interventions have had a positive impact on their child (by programme)"
            }
            Self::SenSupport => {
                "More pupils are having their needs assessed and met at SEN Support; the number of pupils supported there rises"
            }
            Self::Requests => {
                "There is a reduction in requests for EHC needs assessments in schools across the clusters"
            }
            Self::Exclusions => {
                "There is a reduction in permanent exclusions and in the days lost to suspension (formerly fixed-term exclusion)"
            }
            Self::Incidents => "There is a reduction in behavioural incidents in schools",
            Self::SpeechAndLanguage => {
                "Speech and language programmes demonstrate a positive impact on individual pupils' skills (by programme)"
            }
        }
    }

    pub fn outcome(self) -> Outcome {
        match self {
            Self::Confidence | Self::Exclusions | Self::Incidents => Outcome::Inclusion,
            Self::SenSupport | Self::Requests => Outcome::EarlyIdentification,
            _ => Outcome::Attainment,
        }
    }

    pub fn direction(self) -> Direction {
        match self {
            Self::Requests | Self::Exclusions | Self::Incidents => Direction::Fall,
            _ => Direction::Rise,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_numbered_one_to_ten_and_found_again() {
        for (index, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(measure.number()), index + 1);
            assert_eq!(Measure::from_number(measure.number()), Some(measure));
        }
        assert_eq!((Measure::from_number(0), Measure::from_number(11)), (None, None));
    }
}
