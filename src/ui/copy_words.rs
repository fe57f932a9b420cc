//! How old the person's last copy is, in words, and when to remind them. Knows nothing of where work is kept.

/// A reminder is due after so many days or changes without a copy.
const DAYS: u64 = 7;
const CHANGES: usize = 50;

/// "copy saved 2 days ago"; nothing where there is nothing to copy yet. `last_ms` and `now_ms` count from 1970; a clock
/// set back makes it "today".
pub fn copy_words(last_ms: Option<u64>, changes: usize, now_ms: u64) -> Option<String> {
    match last_ms {
        None if changes == 0 => None,
        None => Some("no copy saved yet".to_owned()),
        Some(last) => Some(match days_between(last, now_ms) {
            0 => "copy saved today".to_owned(),
            1 => "copy saved yesterday".to_owned(),
            days => format!("copy saved {days} days ago"),
        }),
    }
}

/// Whether the person should be asked to save a copy: there is something to lose, and it has been long or much.
pub fn copy_is_due(last_ms: Option<u64>, changes: usize, now_ms: u64) -> bool {
    changes >= CHANGES || (changes > 0 && last_ms.is_some_and(|last| days_between(last, now_ms) >= DAYS))
}

fn days_between(earlier_ms: u64, later_ms: u64) -> u64 {
    later_ms.saturating_sub(earlier_ms) / 86_400_000
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400_000;

    #[test]
    fn the_age_of_a_copy_is_said_in_days() {
        let now = 100 * DAY;
        let said = |last, changes| copy_words(last, changes, now).unwrap_or_default();
        assert_eq!(said(Some(now - 1), 3), "copy saved today");
        assert_eq!(said(Some(now - DAY), 3), "copy saved yesterday");
        assert_eq!(said(Some(now - 2 * DAY), 3), "copy saved 2 days ago");
        assert_eq!(said(None, 1), "no copy saved yet");
        assert_eq!(copy_words(None, 0, now), None);
    }

    #[test]
    fn a_copy_from_the_future_was_saved_today() {
        assert_eq!(copy_words(Some(2 * DAY), 0, DAY).as_deref(), Some("copy saved today"));
    }

    #[test]
    fn a_copy_is_due_after_a_week_or_fifty_changes_but_not_without_changes() {
        let now = 100 * DAY;
        assert!(!copy_is_due(Some(now - 6 * DAY), 49, now));
        assert!(copy_is_due(Some(now - 7 * DAY), 1, now));
        assert!(!copy_is_due(Some(now - 70 * DAY), 0, now));
        assert!(copy_is_due(None, 50, now));
        assert!(!copy_is_due(None, 49, now));
    }
}
