//! The programme itself: its aims, its time line, the strategies it serves.

use super::PilotId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The pilot. There is one in a workspace; the outcomes and measures are the same for every pilot (`Measure`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pilot {
    pub id: PilotId,
    pub name: String,
    #[serde(default)]
    pub council: String,
    #[serde(default)]
    pub aims: Vec<String>,
    /// Strategies the pilot belongs to, such as “SEND Strategy 2018–2023”.
    #[serde(default)]
    pub strategies: Vec<String>,
    /// True in the demonstration, whose schools are invented.
    #[serde(default)]
    pub sample: bool,
    #[serde(flatten)]
    pub dates: MilestoneDates,
}

impl Pilot {
    /// What people wrote about it, beside its name.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.council).chain(&self.aims).chain(&self.strategies).map(String::as_str)
    }
}

/// The time line. A date that is not known yet is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneDates {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replies_due: Option<NaiveDate>,
    /// From here on a term counts as “during”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<NaiveDate>,
    /// The last day by which roll-out is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<NaiveDate>,
}

impl MilestoneDates {
    /// Milestones in the order they must come, with their names for people.
    pub fn in_order(&self) -> [(&'static str, Option<NaiveDate>); 5] {
        [
            ("Schools are invited", self.invitation),
            ("Replies are due", self.replies_due),
            ("The pilot starts", self.start),
            ("The pilot is reviewed", self.review),
            ("Roll-out is decided", self.decision),
        ]
    }

    /// The first pair of milestones that stand in the wrong order, as a sentence.
    pub fn out_of_order(&self) -> Option<String> {
        let known: Vec<_> = self.in_order().into_iter().filter_map(|(name, date)| Some((name, date?))).collect();
        known.windows(2).find_map(|pair| match pair {
            [(first, before), (second, after)] if after < before => {
                Some(format!("“{second}” ({after}) comes before “{first}” ({before})"))
            }
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milestones_out_of_order_are_named() {
        let day = |m| NaiveDate::from_ymd_opt(2019, m, 1);
        let mut dates = MilestoneDates { invitation: day(1), review: day(7), ..Default::default() };
        assert_eq!(dates.out_of_order(), None);
        dates.start = day(9);
        assert!(dates.out_of_order().is_some_and(|words| words.contains("The pilot is reviewed")));
    }
}
