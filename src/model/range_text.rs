//! Ranges as people type them: “between 20 and 40, likely 30”, “12 of 30”. What is written by [`Range::words`] is read back the same.

use super::Range;

/// What can be typed, for whoever is asked.
pub const RANGE_HINT: &str =
    "For instance: 30 · between 20 and 40 · between 20 and 40, likely 30 · 20 to 40 · 12 of 30";

impl Range {
    /// Reads a range; pounds, commas and percent signs may stand in it.
    ///
    /// # Errors
    /// A sentence that says what would be right.
    pub fn read(text: &str) -> Result<Self, String> {
        let plain = text.trim().to_lowercase();
        let unread = || format!("“{}” is not a range. {RANGE_HINT}", super::shown_plainly(text.trim()));
        if plain.is_empty() {
            return Err(format!("Enter a number or a range. {RANGE_HINT}"));
        }
        if let Some((count, of)) = plain.split_once(" of ") {
            let of = of.trim_end_matches(" did");
            let (Ok(count), Ok(of)) = (count.trim().parse(), of.trim().parse()) else { return Err(unread()) };
            return Ok(Self::Seen { count, of });
        }
        let mut parts = plain.splitn(2, ',').map(str::trim);
        // A comma may stand in a number: “1,200”; it then has three digits after it.
        let (first, rest) = match (parts.next(), parts.next()) {
            (Some(_), _) if number(&plain).is_some() => (plain.as_str(), ""),
            _ => split_after_ends(&plain),
        };
        if let Some(value) = number(first).filter(|_| rest.is_empty()) {
            return Ok(Self::Fixed { value });
        }
        let is_between = first.starts_with("between ");
        let ends = first.trim_start_matches("between ").trim_start_matches("from ");
        let ends = ends.split_once(" and ").or_else(|| ends.split_once(" to ")).ok_or_else(unread)?;
        let (low, high) = (number(ends.0).ok_or_else(unread)?, number(ends.1).ok_or_else(unread)?);
        match rest {
            "" | "any as likely" if is_between => Ok(Self::Uniform { low, high }),
            "" | "nine times in ten" => Ok(Self::Normal { low, high }),
            "nine times in ten, never under nothing" | "never under nothing" | "above nothing" => {
                Ok(Self::Lognormal { low, high })
            }
            likely => {
                let smooth = likely.strip_prefix("most likely ").or_else(|| likely.strip_prefix("mostly "));
                let straight = likely.strip_prefix("likely ");
                let value = smooth.or(straight).and_then(number).ok_or_else(unread)?;
                Ok(match smooth {
                    Some(_) => Self::Pert { low, likely: value, high },
                    None => Self::Triangular { low, likely: value, high },
                })
            }
        }
    }

    /// How a shape is meant, for whoever typed it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Fixed { .. } => "No uncertainty.",
            Self::Uniform { .. } => "Any number between the two is as likely as another.",
            Self::Triangular { .. } => {
                "Nothing outside; the nearer to the likely number the likelier, in straight lines."
            }
            Self::Pert { .. } => "Nothing outside; bunched round the likely number (a PERT distribution).",
            Self::Normal { .. } => "Nine times in ten between the two, as often under as over (a normal distribution).",
            Self::Lognormal { .. } => {
                "Nine times in ten between the two, never under nothing (a lognormal distribution)."
            }
            Self::Seen { .. } => "A share that was seen; the fewer were looked at, the wider (Jeffreys’ interval).",
        }
    }
}

/// Cuts at the first comma that is not within a number.
fn split_after_ends(text: &str) -> (&str, &str) {
    let within = |at: usize| {
        let after: String = text.chars().skip(at + 1).take(4).collect();
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        digits == 3
    };
    // All text that can be read is of one byte a character up to there, or of signs that are counted below.
    for (place, (at, letter)) in text.char_indices().enumerate() {
        if letter == ',' && !within(place) {
            return (text.get(..at).unwrap_or(text).trim(), text.get(at + 1..).unwrap_or("").trim());
        }
    }
    (text, "")
}

/// A number as people write it: `£1,200`, `60%`, `−3`.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace(['£', ',', ' ', '\u{a0}'], "").replace('−', "-");
    let (digits, unit) = match text.strip_suffix('%') {
        Some(digits) => (digits, 0.01),
        None => (text.as_str(), 1.0),
    };
    let is_plain = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+' | 'e');
    if digits.is_empty() || !digits.chars().all(is_plain) {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then_some(value * unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_read_as_people_type_them() {
        for (text, range) in [
            ("30", Range::Fixed { value: 30.0 }),
            ("£1,200", Range::Fixed { value: 1_200.0 }),
            ("60%", Range::Fixed { value: 0.6 }),
            ("between 20 and 40", Range::Uniform { low: 20.0, high: 40.0 }),
            ("Between 20 and 40, likely 30", Range::Triangular { low: 20.0, likely: 30.0, high: 40.0 }),
            ("between 20 and 40, most likely 30", Range::Pert { low: 20.0, likely: 30.0, high: 40.0 }),
            ("between 1,000 and 4,000, likely 2,500", Range::Triangular { low: 1e3, likely: 2_500.0, high: 4e3 }),
            ("20 to 40", Range::Normal { low: 20.0, high: 40.0 }),
            ("from −3 to 5", Range::Normal { low: -3.0, high: 5.0 }),
            ("20 to 40, never under nothing", Range::Lognormal { low: 20.0, high: 40.0 }),
            ("12 of 30", Range::Seen { count: 12, of: 30 }),
        ] {
            assert_eq!(Range::read(text), Ok(range), "{text}");
        }
    }

    #[test]
    fn what_is_no_range_is_told_with_an_example() {
        for text in ["", "many", "between 20", "20 to", "12 of many", "between 20 and 40, perhaps", "<script>", "1e999"]
        {
            let said = Range::read(text).expect_err(text);
            assert!(said.contains("between 20 and 40"), "{said}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(a in -1e6_f64..1e6, b in -1e6_f64..1e6, c in -1e6_f64..1e6, n in 0_u32..99, m in 1_u32..99) {
            let mut three = [a, b, c];
            three.sort_by(f64::total_cmp);
            let [low, likely, high] = three;
            for range in [
                Range::Fixed { value: a },
                Range::Uniform { low, high },
                Range::Triangular { low, likely, high },
                Range::Pert { low, likely, high },
                Range::Normal { low, high },
                Range::Lognormal { low, high },
                Range::Seen { count: n, of: m },
            ] {
                prop_assert_eq!(Range::read(&range.words()), Ok(range), "{}", range.words());
            }
        }

        #[test]
        fn no_text_ends_in_a_panic(text in ".*") {
            let _ = Range::read(&text);
        }
    }
}
