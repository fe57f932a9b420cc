//! The figures of a return: their names, groups and questions.

use serde::{Deserialize, Serialize};

/// A group of questions that is asked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemGroup {
    Pupils,
    Requests,
    Exclusions,
    Behaviour,
    Time,
}

impl ItemGroup {
    pub const ALL: [Self; 5] = [Self::Pupils, Self::Requests, Self::Exclusions, Self::Behaviour, Self::Time];

    pub fn title(self) -> &'static str {
        match self {
            Self::Pupils => "Pupils",
            Self::Requests => "Requests for EHC needs assessment",
            Self::Exclusions => "Exclusions and suspensions",
            Self::Behaviour => "Behaviour",
            Self::Time => "Time spent",
        }
    }

    pub fn items(self) -> impl Iterator<Item = ReturnItem> {
        ReturnItem::ALL.into_iter().filter(move |item| item.group() == self)
    }
}

/// One figure of a return. All are whole numbers for one school and one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnItem {
    Roll,
    SenSupport,
    EhcPlans,
    RequestsSchool,
    RequestsParent,
    RequestsOther,
    RequestsAgreed,
    RequestsRefused,
    PermanentExclusions,
    Suspensions,
    PupilsSuspended,
    SessionsLost,
    Incidents,
    PaperworkMinutes,
}

impl ReturnItem {
    pub const ALL: [Self; 14] = [
        Self::Roll,
        Self::SenSupport,
        Self::EhcPlans,
        Self::RequestsSchool,
        Self::RequestsParent,
        Self::RequestsOther,
        Self::RequestsAgreed,
        Self::RequestsRefused,
        Self::PermanentExclusions,
        Self::Suspensions,
        Self::PupilsSuspended,
        Self::SessionsLost,
        Self::Incidents,
        Self::PaperworkMinutes,
    ];

    /// The name it is stored and addressed under.
    pub fn field(self) -> &'static str {
        match self {
            Self::Roll => "roll",
            Self::SenSupport => "sen_support",
            Self::EhcPlans => "ehc_plans",
            Self::RequestsSchool => "requests_school",
            Self::RequestsParent => "requests_parent",
            Self::RequestsOther => "requests_other",
            Self::RequestsAgreed => "requests_agreed",
            Self::RequestsRefused => "requests_refused",
            Self::PermanentExclusions => "permanent_exclusions",
            Self::Suspensions => "suspensions",
            Self::PupilsSuspended => "pupils_suspended",
            Self::SessionsLost => "sessions_lost",
            Self::Incidents => "incidents",
            Self::PaperworkMinutes => "paperwork_minutes",
        }
    }

    pub fn from_field(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.field() == field)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Roll => "Pupils on roll",
            Self::SenSupport => "Pupils at SEN Support",
            Self::EhcPlans => "Pupils with an EHC plan",
            Self::RequestsSchool => "Requests made by the school",
            Self::RequestsParent => "Requests made by parents or carers",
            Self::RequestsOther => "Requests made by others",
            Self::RequestsAgreed => "Requests agreed",
            Self::RequestsRefused => "Requests refused",
            Self::PermanentExclusions => "Permanent exclusions",
            Self::Suspensions => "Suspensions",
            Self::PupilsSuspended => "Pupils suspended at least once",
            Self::SessionsLost => "Sessions lost to suspension",
            Self::Incidents => "Behaviour incidents",
            Self::PaperworkMinutes => "Minutes spent on pilot paperwork",
        }
    }

    /// What the figure counts, where the label alone could be read in two ways.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Roll => "Sole and dual main registrations at the end of the term",
            Self::SenSupport => "SEN status K at the end of the term",
            Self::EhcPlans => "Education, health and care plan: SEN status E at the end of the term",
            Self::RequestsSchool => "Education, health and care needs assessments asked for this term",
            Self::RequestsParent => "As far as the school knows",
            Self::RequestsOther => "Health, social care or the young person",
            Self::RequestsAgreed => "Decided this term, whenever the request was made",
            Self::RequestsRefused => "Decided this term, whenever the request was made",
            Self::PermanentExclusions => "Confirmed this term",
            Self::Suspensions => "Formerly fixed-term exclusions; lunchtime suspensions are not counted",
            Self::PupilsSuspended => "Each pupil once, however often suspended",
            Self::SessionsLost => "One session is half a school day",
            Self::Incidents => "As your school records them in its behaviour log",
            Self::PaperworkMinutes => "All staff together, this term, this return included",
        }
    }

    pub fn group(self) -> ItemGroup {
        match self {
            Self::Roll | Self::SenSupport | Self::EhcPlans => ItemGroup::Pupils,
            Self::RequestsSchool
            | Self::RequestsParent
            | Self::RequestsOther
            | Self::RequestsAgreed
            | Self::RequestsRefused => ItemGroup::Requests,
            Self::PermanentExclusions | Self::Suspensions | Self::PupilsSuspended | Self::SessionsLost => {
                ItemGroup::Exclusions
            }
            Self::Incidents => ItemGroup::Behaviour,
            Self::PaperworkMinutes => ItemGroup::Time,
        }
    }

    /// The largest figure any school could mean: beyond it the text is a slip of the keyboard.
    pub fn largest(self) -> u32 {
        match self {
            Self::Roll => 5_000,
            Self::Incidents | Self::SessionsLost | Self::PaperworkMinutes => 50_000,
            _ => 5_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_is_found_by_the_name_it_is_stored_under() {
        for item in ReturnItem::ALL {
            assert_eq!(ReturnItem::from_field(item.field()), Some(item));
            assert_eq!(serde_json::to_value(item).ok(), Some(item.field().into()));
        }
        assert_eq!(ReturnItem::from_field("rolls"), None);
    }

    #[test]
    fn each_figure_belongs_to_one_group() {
        assert_eq!(ItemGroup::ALL.into_iter().flat_map(ItemGroup::items).count(), ReturnItem::ALL.len());
    }
}
