//! What can be wrong with numbers handed to a kernel. Knows nothing of where the numbers came from.

use super::rounding::display_short;
use thiserror::Error;

/// Why a kernel could not answer. The sentence names the argument, the value and the rule.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StatsError {
    #[error("{argument} is {}, but it must be {rule}", display_short(*.value))]
    OutOfRange { argument: &'static str, value: f64, rule: &'static str },
    #[error("{part} ({part_value}) is more than {whole} ({whole_value})")]
    PartExceedsWhole { part: &'static str, part_value: u64, whole: &'static str, whole_value: u64 },
    #[error("{left} has {left_length} items but {right} has {right_length}; they must be paired one to one")]
    LengthsDiffer { left: &'static str, left_length: usize, right: &'static str, right_length: usize },
    #[error("{argument} has {length} items, but at least {least} are needed")]
    TooFew { argument: &'static str, length: usize, least: usize },
    #[error("{argument} adds up to zero, so there is nothing to compare with")]
    NothingCounted { argument: &'static str },
}

/// The largest count any kernel takes: beyond it the exact methods would take seconds.
pub const LARGEST_COUNT: u64 = 1_000_000_000;
/// The smallest exposure that is taken as an amount of something at risk.
pub const SMALLEST_EXPOSURE: f64 = 1e-9;
/// The largest exposure: pupils, pupil-days or pounds of a whole nation fit a thousand times over.
pub const LARGEST_EXPOSURE: f64 = 1e15;

pub(crate) fn check_level(level: f64) -> Result<(), StatsError> {
    if level > 0.0 && level < 1.0 && 1.0 - level > 0.0 {
        return Ok(());
    }
    Err(StatsError::OutOfRange { argument: "level", value: level, rule: "between 0 and 1, such as 0.95" })
}

pub(crate) fn check_count(argument: &'static str, count: u64) -> Result<(), StatsError> {
    if count <= LARGEST_COUNT {
        return Ok(());
    }
    Err(StatsError::OutOfRange { argument, value: count as f64, rule: "at most 1000000000" })
}

pub(crate) fn check_exposure(argument: &'static str, exposure: f64) -> Result<(), StatsError> {
    if (SMALLEST_EXPOSURE..=LARGEST_EXPOSURE).contains(&exposure) {
        return Ok(());
    }
    Err(StatsError::OutOfRange { argument, value: exposure, rule: "more than 0 (from 1e-9 up to 1e15)" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_must_leave_something_on_both_sides() {
        assert!(check_level(0.95).is_ok());
        for level in [0.0, 1.0, -0.5, 1.5, f64::NAN, f64::INFINITY] {
            assert!(check_level(level).is_err(), "{level}");
        }
    }

    #[test]
    fn a_refusal_is_short_whatever_was_sent() {
        for exposure in [1.25e-275, f64::MIN_POSITIVE, -1e300, f64::MAX] {
            let said = check_exposure("exposure", exposure).unwrap_err().to_string();
            assert!(said.len() < 120, "{said}");
        }
    }

    #[test]
    fn an_exposure_is_positive_and_finite() {
        assert!(check_exposure("exposure", 1.5).is_ok());
        for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e16] {
            assert!(check_exposure("exposure", exposure).is_err(), "{exposure}");
        }
    }
}
