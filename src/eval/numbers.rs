//! Numbers as people in schools and councils write them. Knows nothing of what they count.
//!
//! Rounding is half away from zero, as the Department for Education's: 2485.85 is 2,485.9 at one place and 2.5 is 3.

use crate::stats::{display_half_away, round_half_away};

/// The minus sign, which is as wide as a plus and is read aloud as one.
const MINUS: &str = "\u{2212}";

/// Rounds half away from zero at the given decimal places.
pub fn rounded(value: f64, places: u8) -> f64 {
    round_half_away(value, u32::from(places))
}

/// A number with thousands commas and exactly so many decimal places: “1,204.5”, “−0.20”.
pub fn number(value: f64, places: u8) -> String {
    if !value.is_finite() {
        return "not known".to_owned();
    }
    let text = display_half_away(value, u32::from(places));
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| (MINUS, digits));
    let (whole, rest) = match digits.find('.') {
        Some(dot) => digits.split_at(dot),
        None => (digits, ""),
    };
    let mut out = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(rest);
    out
}

/// A count; half days keep their half: “1,204”, “34.5”.
pub fn count(value: f64) -> String {
    number(value, if rounded(value, 1).fract() == 0.0 { 0 } else { 1 })
}

/// A count with its noun: “1 request”, “1,204 requests”.
pub fn counted(value: f64, unit: (&str, &str)) -> String {
    format!("{} {}", count(value), if value == 1.0 { unit.0 } else { unit.1 })
}

/// A share (0 to 1) as a percentage: “13.1%”.
pub fn percent(share: f64, places: u8) -> String {
    format!("{}%", number(share * 100.0, places))
}

/// A difference with its sign: “+0.8”, “−0.2”, “0.0”.
pub fn signed(value: f64, places: u8) -> String {
    let plus = if rounded(value, places) > 0.0 { "+" } else { "" };
    format!("{plus}{}", number(value, places))
}

/// A ratio of after to before: “×0.84”.
pub fn times(ratio: f64) -> String {
    format!("×{}", number(ratio, 2))
}

/// A ratio of after to before in words: “down 16%”, “up 5%”, “unchanged”, “3.2 times as many”.
pub fn change_in_words(ratio: f64) -> String {
    let change = rounded((ratio - 1.0) * 100.0, 0);
    if ratio == 0.0 {
        "down to none".to_owned()
    } else if ratio >= 2.0 {
        format!("{} times as many", number(ratio, 1))
    } else if change > 0.0 {
        format!("up {}%", number(change, 0))
    } else if change < 0.0 {
        format!("down {}%", number(-change, 0))
    } else {
        "unchanged".to_owned()
    }
}

/// The size of a change as people say it: “1 in 6”, “a half”, “5%”. The share is of the figure before.
pub fn size_in_words(share: f64) -> String {
    const SAID: [(f64, &str); 12] = [
        (1.0 / 10.0, "1 in 10"),
        (1.0 / 9.0, "1 in 9"),
        (1.0 / 8.0, "1 in 8"),
        (1.0 / 7.0, "1 in 7"),
        (1.0 / 6.0, "1 in 6"),
        (1.0 / 5.0, "1 in 5"),
        (1.0 / 4.0, "a quarter"),
        (1.0 / 3.0, "a third"),
        (2.0 / 5.0, "2 in 5"),
        (1.0 / 2.0, "a half"),
        (2.0 / 3.0, "two thirds"),
        (3.0 / 4.0, "three quarters"),
    ];
    // A twentieth of the change is closer than its interval ever is.
    let near = SAID.iter().filter(|(said, _)| libm::fabs(said - share) <= share * 0.05);
    match near.min_by(|a, b| libm::fabs(a.0 - share).total_cmp(&libm::fabs(b.0 - share))) {
        Some((_, words)) => (*words).to_owned(),
        None => percent(share, if share < 0.01 { 1 } else { 0 }),
    }
}

/// “a, b and c”.
pub fn list<I>(items: I) -> String
where
    I: IntoIterator,
    I::Item: Into<String>,
{
    let mut items: Vec<String> = items.into_iter().map(Into::into).collect();
    match (items.pop(), items.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", items.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_zero_as_the_department_rounds() {
        assert_eq!(number(2485.85, 0), "2,486");
        assert_eq!(number(2485.85, 1), "2,485.9");
        assert_eq!(number(2.5, 0), "3");
        assert_eq!(number(-2.5, 0), "−3");
        assert_eq!(number(1.005, 2), "1.01");
        assert_eq!(number(0.4999, 0), "0");
    }

    #[test]
    fn thousands_have_commas_and_zero_has_no_sign() {
        assert_eq!(number(1_234_567.0, 0), "1,234,567");
        assert_eq!(number(999.0, 0), "999");
        assert_eq!(number(-0.001, 1), "0.0");
        assert_eq!(number(f64::NAN, 1), "not known");
    }

    #[test]
    fn half_days_keep_their_half() {
        assert_eq!(count(34.5), "34.5");
        assert_eq!(counted(1.0, ("day lost", "days lost")), "1 day lost");
        assert_eq!(counted(0.5, ("day lost", "days lost")), "0.5 days lost");
    }

    #[test]
    fn a_change_is_said_in_the_words_that_fit_its_size() {
        assert_eq!(change_in_words(0.84), "down 16%");
        assert_eq!(change_in_words(1.05), "up 5%");
        assert_eq!(change_in_words(0.999), "unchanged");
        assert_eq!(change_in_words(3.2), "3.2 times as many");
        assert_eq!(change_in_words(0.0), "down to none");
        assert_eq!(size_in_words(0.16), "1 in 6");
        assert_eq!(size_in_words(0.05), "5%");
        assert_eq!(size_in_words(0.5), "a half");
        assert_eq!(size_in_words(0.29), "29%");
    }

    #[test]
    fn a_list_ends_in_and() {
        assert_eq!(list(["a"]), "a");
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
        assert_eq!(list(Vec::<String>::new()), "");
    }
}
