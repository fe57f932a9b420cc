//! Days lost to suspension as the Department for Education counts them. Knows nothing of schools or returns.

use super::error::{StatsError, check_count};

/// A school day has two sessions.
pub const SESSIONS_PER_DAY: f64 = 2.0;

/// Days lost and the rates around them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DaysLost {
    /// Sessions / 2; half days are kept.
    pub days: f64,
    /// Suspensions per 100 pupils on roll.
    pub rate: f64,
    /// Suspensions per suspended pupil; `None` where no pupil was suspended.
    pub mean_suspensions: Option<f64>,
    /// Days per suspended pupil; `None` where no pupil was suspended.
    pub mean_days: Option<f64>,
}

/// Days lost to `suspensions` of `sessions` half days by `pupils_suspended` different pupils out of `headcount`.
///
/// Source: DfE, "Suspensions and permanent exclusions in England: methodology". The published distribution by length
/// counts part days as whole ones and does not reconcile with this.
pub fn days_lost(
    suspensions: u64,
    sessions: u64,
    pupils_suspended: u64,
    headcount: u64,
) -> Result<DaysLost, StatsError> {
    for (argument, count) in
        [("suspensions", suspensions), ("sessions", sessions), ("pupils_suspended", pupils_suspended)]
    {
        check_count(argument, count)?;
    }
    check_count("headcount", headcount)?;
    if headcount == 0 {
        return Err(StatsError::OutOfRange { argument: "headcount", value: 0.0, rule: "1 or more" });
    }
    if pupils_suspended > suspensions {
        return Err(StatsError::PartExceedsWhole {
            part: "pupils_suspended",
            part_value: pupils_suspended,
            whole: "suspensions",
            whole_value: suspensions,
        });
    }
    if suspensions > 0 && pupils_suspended == 0 {
        let rule = "1 or more where there were suspensions";
        return Err(StatsError::OutOfRange { argument: "pupils_suspended", value: 0.0, rule });
    }
    if suspensions == 0 && sessions > 0 {
        let rule = "0 where there were no suspensions";
        return Err(StatsError::OutOfRange { argument: "sessions", value: sessions as f64, rule });
    }
    let days = sessions as f64 / SESSIONS_PER_DAY;
    let per_pupil = |amount: f64| (pupils_suspended > 0).then(|| amount / pupils_suspended as f64);
    Ok(DaysLost {
        days,
        rate: suspensions as f64 * 100.0 / headcount as f64,
        mean_suspensions: per_pupil(suspensions as f64),
        mean_days: per_pupil(days),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_days_are_kept() -> Result<(), StatsError> {
        let lost = days_lost(6, 17, 4, 400)?;
        assert_eq!((lost.days, lost.rate), (8.5, 1.5));
        assert_eq!((lost.mean_suspensions, lost.mean_days), (Some(1.5), Some(2.125)));
        Ok(())
    }

    #[test]
    fn a_term_without_suspensions_has_no_means() -> Result<(), StatsError> {
        let none = days_lost(0, 0, 0, 400)?;
        assert_eq!(none, DaysLost { days: 0.0, rate: 0.0, mean_suspensions: None, mean_days: None });
        Ok(())
    }

    #[test]
    fn counts_that_contradict_each_other_are_refused() {
        assert!(days_lost(3, 6, 4, 400).is_err());
        assert!(days_lost(3, 6, 0, 400).is_err());
        assert!(days_lost(0, 6, 0, 400).is_err());
        assert!(days_lost(3, 6, 2, 0).is_err());
    }
}
