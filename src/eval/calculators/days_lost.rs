//! Calculates days lost to suspension. Knows nothing of the school or the term.

use super::answer::Answer;
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::{count, counted, number};
use crate::stats::{self, days_lost};
use serde::Serialize;

/// No pupil may be suspended for longer in a school year (Education Act 2002, section 51A regulations).
const MOST_DAYS_A_YEAR: f64 = 45.0;

/// Request for days lost to suspension (formerly fixed-term exclusion).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DaysLost {
    pub suspensions: u64,
    /// Half days.
    pub sessions: u64,
    /// Different pupils with one or more suspension.
    pub pupils_suspended: u64,
    pub headcount: u64,
    /// Taken as in every request; nothing here has an interval.
    pub level: f64,
}

impl DaysLost {
    pub fn estimate(&self) -> Result<stats::DaysLost, CalculationError> {
        days_lost(self.suspensions, self.sessions, self.pupils_suspended, self.headcount)
            .map_err(|source| CalculationError::Rule { method: Self::NAME, source })
    }
}

impl Method for DaysLost {
    const NAME: &'static str = "days_lost";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let suspensions = fields.count("suspensions")?;
        let request = DaysLost {
            suspensions,
            sessions: fields.count("sessions")?,
            pupils_suspended: fields.part("pupils_suspended", "suspensions", suspensions)?,
            headcount: fields.count_from_one("headcount")?,
            level: fields.level()?,
        };
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let found = self.estimate()?;
        let mut words = format!(
            "{} lost ({}); {} per 100 pupils.",
            counted(found.days, ("day", "days")),
            counted(self.sessions as f64, ("session", "sessions")),
            counted(found.rate, ("suspension", "suspensions"))
        );
        if let (Some(each), Some(days)) = (found.mean_suspensions, found.mean_days) {
            let pupils = counted(self.pupils_suspended as f64, ("suspended pupil", "suspended pupils"));
            words.push_str(&format!(
                " Among {pupils}: {} suspensions and {} days each on average.",
                number(each, 1),
                number(days, 1)
            ));
        }
        let too_long = found.mean_days.filter(|days| *days > MOST_DAYS_A_YEAR);
        Ok(Answer::new(Self::NAME, "DfE: sessions / 2, half days kept; rates per 100 pupils on roll")
            .with("days", found.days)
            .with("rate", found.rate)
            .with("mean_suspensions", found.mean_suspensions)
            .with("mean_days", found.mean_days)
            .said(words)
            .warned(too_long.map(|days| {
                format!("{} days a pupil is more than the 45 that a pupil may lose in a school year: check the sessions.", count(days))
            }))
            .warned((self.pupils_suspended > self.headcount).then(|| {
                format!("More pupils were suspended ({}) than are on roll ({}): check both.", self.pupils_suspended, self.headcount)
            }))
            .warned((self.sessions < self.suspensions).then(|| {
                "There are fewer sessions than suspensions, but a suspension lasts at least one session: check both.".to_owned()
            })))
    }

    fn level_mut(&mut self) -> Option<&mut f64> {
        Some(&mut self.level)
    }
}
