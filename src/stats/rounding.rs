//! Rounds for display as the Department for Education does. Knows nothing of what is shown.

/// `value` rounded to `places` decimal places (at most 15), halves away from zero: 2.5 is 3, −2.5 is −3, and 2485.85 at
/// one place is 2485.9, as a person reads the figure, although the float nearest to 2485.85 lies a hair below it.
///
/// Source: DfE's published methodology rounds half up; halves are judged on the shortest decimal that names the float.
pub fn round_half_away(value: f64, places: u32) -> f64 {
    let rounded: f64 = display_half_away(value, places).parse().unwrap_or(value);
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// As [`round_half_away`], written out with exactly `places` decimals and no sign before a zero.
pub fn display_half_away(value: f64, places: u32) -> String {
    let places = places.min(15) as usize;
    if !value.is_finite() || value.abs() >= 1e15 {
        return format!("{value}");
    }
    // `{}` prints the shortest decimal that reads back as the same float, without an exponent.
    let text = format!("{}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let mut digits: Vec<u8> =
        whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(places)).collect();
    if fraction.as_bytes().get(places).is_some_and(|next| *next >= b'5') {
        add_one(&mut digits);
    }
    let point = digits.len().saturating_sub(places);
    let zero = digits.iter().all(|digit| *digit == b'0');
    let mut out = String::with_capacity(digits.len() + 2);
    if value < 0.0 && !zero {
        out.push('-');
    }
    for (index, digit) in digits.iter().enumerate() {
        if index == point && places > 0 {
            out.push('.');
        }
        out.push(char::from(*digit));
    }
    out
}

/// `value` as a person would write it: in decimals, or as 1.2e-275 where decimals would be a row of noughts.
pub fn display_short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() || (1e-9..1e16).contains(&value.abs()) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// Adds one to the last place of a decimal number written in digits.
fn add_one(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit += 1;
            return;
        }
    }
    digits.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_short_however_small_or_large() {
        for (value, written) in
            [(40.0, "40"), (-0.000_000_25, "-0.00000025"), (0.0, "0"), (1.25e15, "1250000000000000")]
        {
            assert_eq!(display_short(value), written);
        }
        for (value, written) in [(1.25e-275, "1.25e-275"), (-1e300, "-1e300"), (f64::INFINITY, "inf")] {
            assert_eq!(display_short(value), written);
        }
    }

    #[test]
    fn halves_go_away_from_zero_as_a_person_reads_them() {
        assert_eq!(round_half_away(2485.85, 0), 2486.0);
        assert_eq!(round_half_away(2485.85, 1), 2485.9);
        assert_eq!(round_half_away(2.5, 0), 3.0);
        assert_eq!(round_half_away(-2.5, 0), -3.0);
        assert_eq!(round_half_away(1.005, 2), 1.01);
        assert_eq!(round_half_away(0.5, 0), 1.0);
        assert_eq!(round_half_away(99.95, 1), 100.0);
    }

    #[test]
    fn places_are_always_written_and_zero_has_no_sign() {
        assert_eq!(display_half_away(3.0, 2), "3.00");
        assert_eq!(display_half_away(-0.04, 1), "0.0");
        assert_eq!(display_half_away(-0.05, 1), "-0.1");
        assert_eq!(display_half_away(0.1 + 0.2, 1), "0.3");
        assert_eq!(display_half_away(1e-7, 3), "0.000");
    }

    #[test]
    fn what_cannot_be_rounded_is_left_alone() {
        assert_eq!(round_half_away(f64::INFINITY, 1), f64::INFINITY);
        assert_eq!(round_half_away(1e300, 1), 1e300);
    }
}
