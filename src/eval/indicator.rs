//! The figures that returns are judged by: what each counts, of whom, and which way it is meant to go.
//! Knows nothing of how a change is tested.

use super::Row;
use crate::model::{Direction, Measure, ReturnItem};
use serde::{Deserialize, Serialize};

/// One figure that follows from returns. Five carry a verdict; the others explain them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    SenSupport,
    Requests,
    RequestsBySchools,
    RequestsByParents,
    RequestsByOthers,
    PermanentExclusions,
    DaysLost,
    Suspensions,
    Incidents,
    /// Minutes of pilot paperwork. There is no year before, so it is only shown over time.
    Paperwork,
}

/// How a figure varies, which decides how its change is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A share of pupils, counted on a day.
    Share,
    /// Rare events that happen to different pupils: chance alone makes them vary.
    Rare,
    /// Events that come in runs (one pupil, one bad term): they vary by more than chance.
    Clumped,
    /// Shown over time and never judged.
    Shown,
}

impl Indicator {
    pub const ALL: [Self; 10] = [
        Self::SenSupport,
        Self::Requests,
        Self::RequestsBySchools,
        Self::RequestsByParents,
        Self::RequestsByOthers,
        Self::PermanentExclusions,
        Self::DaysLost,
        Self::Suspensions,
        Self::Incidents,
        Self::Paperwork,
    ];

    /// The indicators that answer a measure, in the measures' order.
    pub const JUDGED: [Self; 5] =
        [Self::SenSupport, Self::Requests, Self::PermanentExclusions, Self::DaysLost, Self::Incidents];

    /// The name it is addressed under.
    pub fn key(self) -> &'static str {
        match self {
            Self::SenSupport => "sen_support",
            Self::Requests => "requests",
            Self::RequestsBySchools => "requests_by_schools",
            Self::RequestsByParents => "requests_by_parents",
            Self::RequestsByOthers => "requests_by_others",
            Self::PermanentExclusions => "permanent_exclusions",
            Self::DaysLost => "days_lost",
            Self::Suspensions => "suspensions",
            Self::Incidents => "incidents",
            Self::Paperwork => "paperwork",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.key() == key)
    }

    /// The measure it answers or helps to explain.
    pub fn measure(self) -> Measure {
        match self {
            Self::SenSupport => Measure::SenSupport,
            Self::Requests | Self::RequestsBySchools | Self::RequestsByParents | Self::RequestsByOthers => {
                Measure::Requests
            }
            Self::PermanentExclusions | Self::DaysLost | Self::Suspensions => Measure::Exclusions,
            Self::Incidents => Measure::Incidents,
            Self::Paperwork => Measure::EffectiveAndManageable,
        }
    }

    /// The indicators that answer a measure, the judged ones first.
    pub fn of_measure(measure: Measure) -> impl Iterator<Item = Self> {
        let judged = Self::JUDGED.into_iter();
        let others = Self::ALL.into_iter().filter(|indicator| !Self::JUDGED.contains(indicator));
        judged.chain(others).filter(move |indicator| indicator.measure() == measure)
    }

    /// The figures that add up to this one.
    pub fn parts(self) -> &'static [Self] {
        match self {
            Self::Requests => &[Self::RequestsBySchools, Self::RequestsByParents, Self::RequestsByOthers],
            _ => &[],
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::SenSupport => "Pupils at SEN Support",
            Self::Requests => "Requests for EHC needs assessment",
            Self::RequestsBySchools => "Requests made by schools",
            Self::RequestsByParents => "Requests made by parents or carers",
            Self::RequestsByOthers => "Requests made by others",
            Self::PermanentExclusions => "Permanent exclusions",
            Self::DaysLost => "Days lost to suspension",
            Self::Suspensions => "Suspensions",
            Self::Incidents => "Behaviour incidents",
            Self::Paperwork => "Time spent on pilot paperwork",
        }
    }

    /// The title cut to what fits a headline of ten words.
    pub fn subject(self) -> &'static str {
        match self {
            Self::Requests => "Requests for EHC assessment",
            Self::RequestsByParents => "Requests made by parents",
            _ => self.title(),
        }
    }

    /// One of what is counted, and several: “1 request”, “12 requests”.
    pub fn unit(self) -> (&'static str, &'static str) {
        match self {
            Self::SenSupport => ("pupil at SEN Support", "pupils at SEN Support"),
            Self::Requests | Self::RequestsBySchools | Self::RequestsByParents | Self::RequestsByOthers => {
                ("request", "requests")
            }
            Self::PermanentExclusions => ("permanent exclusion", "permanent exclusions"),
            Self::DaysLost => ("day lost", "days lost"),
            Self::Suspensions => ("suspension", "suspensions"),
            Self::Incidents => ("incident", "incidents"),
            Self::Paperwork => ("minute", "minutes"),
        }
    }

    /// The number of pupils (for paperwork: of returns) that a rate is given for.
    pub fn per(self) -> f64 {
        match self {
            Self::Requests | Self::RequestsBySchools | Self::RequestsByParents | Self::RequestsByOthers => 1_000.0,
            // The DfE prints its rate for 100 pupils (0.10) and reads it aloud for 10,000 (10 pupils in every 10,000).
            Self::PermanentExclusions => 10_000.0,
            Self::Paperwork => 1.0,
            _ => 100.0,
        }
    }

    /// What the rate is given in, after the number: “per 1,000 pupils a term”.
    pub fn rate_unit(self) -> &'static str {
        match self {
            Self::SenSupport => "% of pupils",
            Self::Requests | Self::RequestsBySchools | Self::RequestsByParents | Self::RequestsByOthers => {
                "per 1,000 pupils a term"
            }
            Self::PermanentExclusions => "per 10,000 pupils a term",
            Self::DaysLost | Self::Suspensions | Self::Incidents => "per 100 pupils a term",
            Self::Paperwork => "minutes a school a term",
        }
    }

    /// Decimal places its rate is shown with.
    pub fn rate_places(self) -> u8 {
        match self {
            Self::Requests
            | Self::RequestsBySchools
            | Self::RequestsByParents
            | Self::RequestsByOthers
            | Self::PermanentExclusions => 2,
            Self::Paperwork => 0,
            _ => 1,
        }
    }

    /// Which way the pilot means it to go.
    pub fn direction(self) -> Direction {
        if self == Self::Paperwork { Direction::Fall } else { self.measure().direction() }
    }

    pub fn kind(self) -> Kind {
        match self {
            Self::SenSupport => Kind::Share,
            Self::Requests
            | Self::RequestsBySchools
            | Self::RequestsByParents
            | Self::RequestsByOthers
            | Self::PermanentExclusions => Kind::Rare,
            Self::DaysLost | Self::Suspensions | Self::Incidents => Kind::Clumped,
            Self::Paperwork => Kind::Shown,
        }
    }

    /// What exactly is divided by what.
    pub fn definition(self) -> &'static str {
        match self {
            Self::SenSupport => {
                "Pupils at SEN Support divided by pupils on roll, at the newest term of the period that a school has in both years."
            }
            Self::Requests => {
                "Requests for an education, health and care (EHC) needs assessment from all sources, for 1,000 pupils on roll in one term. The DfE publishes numbers only; the rate is ours."
            }
            Self::RequestsBySchools | Self::RequestsByParents | Self::RequestsByOthers => {
                "Requests for an education, health and care (EHC) needs assessment from this source, for 1,000 pupils on roll in one term."
            }
            Self::PermanentExclusions => {
                "Permanent exclusions for 10,000 pupils on roll in one term: the DfE's rate for 100 pupils, times 100."
            }
            Self::DaysLost => {
                "School days lost to suspension (formerly fixed-term exclusion), half of the sessions lost, for 100 pupils on roll in one term."
            }
            Self::Suspensions => "Suspensions (formerly fixed-term exclusions) for 100 pupils on roll in one term.",
            Self::Incidents => {
                "Behaviour incidents as each school records them, for 100 pupils on roll in one term. Schools record differently, so compare a school with itself."
            }
            Self::Paperwork => "Minutes that all staff of a school spent on the pilot's paperwork in one term.",
        }
    }

    /// The count in a return; `None` while a figure that it needs is missing.
    pub(crate) fn count(self, row: &Row) -> Option<f64> {
        let get = |item| row.get(item).map(f64::from);
        match self {
            Self::SenSupport => get(ReturnItem::SenSupport),
            Self::Requests => Some(
                get(ReturnItem::RequestsSchool)? + get(ReturnItem::RequestsParent)? + get(ReturnItem::RequestsOther)?,
            ),
            Self::RequestsBySchools => get(ReturnItem::RequestsSchool),
            Self::RequestsByParents => get(ReturnItem::RequestsParent),
            Self::RequestsByOthers => get(ReturnItem::RequestsOther),
            Self::PermanentExclusions => get(ReturnItem::PermanentExclusions),
            // A session is half a school day; half days are kept, as in the DfE's "days lost".
            Self::DaysLost => get(ReturnItem::SessionsLost).map(|sessions| sessions / 2.0),
            Self::Suspensions => get(ReturnItem::Suspensions),
            Self::Incidents => get(ReturnItem::Incidents),
            Self::Paperwork => get(ReturnItem::PaperworkMinutes),
        }
    }

    /// What the count is divided by in a return: its roll, or for paperwork the return itself.
    pub(crate) fn exposure(self, row: &Row) -> Option<f64> {
        if self == Self::Paperwork {
            return Some(1.0);
        }
        row.get(ReturnItem::Roll).filter(|roll| *roll > 0).map(f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_indicator_is_found_by_its_key_and_stored_under_it() {
        for indicator in Indicator::ALL {
            assert_eq!(Indicator::from_key(indicator.key()), Some(indicator));
            assert_eq!(serde_json::to_value(indicator).ok(), Some(indicator.key().into()));
        }
    }

    #[test]
    fn a_measure_names_its_verdicts_before_what_explains_them() {
        let of = |measure| Indicator::of_measure(measure).collect::<Vec<_>>();
        assert_eq!(
            of(Measure::Exclusions),
            [Indicator::PermanentExclusions, Indicator::DaysLost, Indicator::Suspensions]
        );
        assert_eq!(of(Measure::Requests).first(), Some(&Indicator::Requests));
        assert_eq!(of(Measure::Advocates), []);
    }

    #[test]
    fn two_sessions_are_a_day_and_half_days_are_kept() {
        let mut row = Row::default();
        row.set(ReturnItem::SessionsLost, 69);
        assert_eq!(Indicator::DaysLost.count(&row), Some(34.5));
    }

    #[test]
    fn requests_are_not_known_until_each_source_is() {
        let mut row = Row::default();
        row.set(ReturnItem::RequestsSchool, 2);
        row.set(ReturnItem::RequestsParent, 1);
        assert_eq!(Indicator::Requests.count(&row), None);
        row.set(ReturnItem::RequestsOther, 0);
        assert_eq!(Indicator::Requests.count(&row), Some(3.0));
    }
}
