//! How easily a passphrase is guessed, by the estimator zxcvbn, in words. Knows no file.
//!
//! A program that calls it carries its lists of passwords, 600 KB with brotli; one that does not carries nothing of it.
//! The estimator asks the platform which year it is, as people put years into passwords. No figure of ours depends on it.

use super::Passphrase;
use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::{Score, zxcvbn};

/// What the estimator says.
#[derive(Debug, Clone, PartialEq)]
pub struct Strength {
    score: u8,
    seconds: f64,
    advice: Vec<String>,
}

/// How fast guesses are made at a file that is sealed here. A guess takes 128 MiB and 0.4 s of a processor,
/// so this is somebody with thousands of them: more than a guesser is likely to spend on a school's file.
const GUESSES_A_SECOND: f64 = 10_000.0;

const YEAR: f64 = 31_556_952.0;

impl Strength {
    /// `known` are words that a guesser would try first: the pilot's name, the school's, the person's.
    pub fn of(passphrase: &Passphrase, known: &[&str]) -> Self {
        // “Meadow Lane” is tried as one and as two.
        let parts = known.iter().flat_map(|words| words.split_whitespace());
        let known: Vec<&str> = known.iter().copied().chain(parts).collect();
        let found = zxcvbn(passphrase.reveal(), &known);
        let mut advice = Vec::new();
        if let Some(feedback) = found.feedback() {
            advice.extend(feedback.warning().map(warning));
            advice.extend(feedback.suggestions().iter().filter_map(|suggestion| suggested(*suggestion)));
        }
        Self {
            score: match found.score() {
                Score::Zero => 0,
                Score::One => 1,
                Score::Two => 2,
                Score::Three => 3,
                _ => 4,
            },
            seconds: libm::pow(10.0, found.guesses_log10()) / GUESSES_A_SECOND,
            advice: advice.into_iter().map(str::to_owned).collect(),
        }
    }

    /// 0 to 4, as the estimator has it.
    pub fn score(&self) -> u8 {
        self.score
    }

    /// Whether it is enough to seal with: a score of 3, “safely unguessable” where guessing is slow.
    pub fn is_enough(&self) -> bool {
        self.score >= 3
    }

    /// What would make it better; nothing where it is good.
    pub fn advice(&self) -> &[String] {
        &self.advice
    }

    /// How long guessing takes, and what would be better.
    pub fn words(&self) -> String {
        let time = match self.seconds {
            seconds if seconds < 1.0 => "guessing it takes less than a second".to_owned(),
            seconds => format!("guessing it takes about {}", duration(seconds)),
        };
        match self.advice.as_slice() {
            [] => time,
            advice => format!("{time}. {}", advice.join(". ")),
        }
    }
}

fn duration(seconds: f64) -> String {
    const UNITS: [(f64, &str); 5] =
        [(YEAR, "year"), (YEAR / 12.0, "month"), (86_400.0, "day"), (3_600.0, "hour"), (60.0, "minute")];
    if seconds >= 100.0 * YEAR {
        return "hundreds of years or more".to_owned();
    }
    let (length, name) = UNITS.into_iter().find(|(length, _)| seconds >= *length).unwrap_or((1.0, "second"));
    let count = libm::floor(seconds / length);
    if count < 2.0 { format!("a {name}").replace("a hour", "an hour") } else { format!("{count} {name}s") }
}

fn warning(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            "Keys that lie beside one another are tried early"
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            "Repeating letters adds little"
        }
        Warning::SequencesLikeAbcAreEasyToGuess => "Rows of letters or digits are tried early",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => "Years and dates are tried early",
        Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => {
            "It is among the passwords that most people choose"
        }
        Warning::ThisIsSimilarToACommonlyUsedPassword => "It is like a password that many people choose",
        Warning::AWordByItselfIsEasyToGuess => "One word by itself is tried early",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            "Names are tried early"
        }
    }
}

/// Only what helps: capitals, digits in place of letters and longer patterns do not.
fn suggested(suggestion: Suggestion) -> Option<&'static str> {
    match suggestion {
        Suggestion::AddAnotherWordOrTwo | Suggestion::UseAFewWordsAvoidCommonPhrases => {
            Some("Add words that have nothing to do with one another, or take five words that are made for you")
        }
        Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou | Suggestion::AvoidRecentYears => {
            Some("Leave out dates")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Strength {
        Strength::of(&Passphrase::typed(text).unwrap(), &["Fernleigh pilot"])
    }

    #[test]
    fn strength_is_said_as_time_and_advice() {
        let weak = of("fernleigh");
        assert_eq!((weak.score(), weak.is_enough()), (0, false));
        assert!(weak.words().starts_with("guessing it takes less than a second. "), "{}", weak.words());
        assert!(weak.words().contains("five words that are made for you"), "{}", weak.words());
        let strong = of("wobbling haddock trombone vicarage lentil");
        assert!(strong.is_enough() && strong.advice().is_empty());
        assert_eq!(strong.words(), "guessing it takes about hundreds of years or more");
    }

    #[test]
    fn times_are_told_in_the_unit_that_fits() {
        for (seconds, words) in [
            (1.5, "a second"),
            (59.0, "59 seconds"),
            (61.0, "a minute"),
            (3_700.0, "an hour"),
            (200_000.0, "2 days"),
            (3.5e6, "a month"),
            (4.0e7, "a year"),
            (3.0e9, "95 years"),
            (4.0e9, "hundreds of years or more"),
        ] {
            assert_eq!(duration(seconds), words);
        }
    }
}
