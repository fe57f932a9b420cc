//! Types of need as the Department for Education codes them, and how many pupils have each. Knows no pupil.

use super::ModelError;
use serde::{Deserialize, Serialize};

/// Primary types of need in the January census, with their words. A list and no enum: codes come and go, and one that is
/// not known here is kept and shown as it came.
pub const NEEDS: [(&str, &str); 14] = [
    ("SPLD", "Specific learning difficulty"),
    ("MLD", "Moderate learning difficulty"),
    ("SLD", "Severe learning difficulty"),
    ("PMLD", "Profound and multiple learning difficulty"),
    ("SEMH", "Social, emotional and mental health"),
    ("SLCN", "Speech, language and communication needs"),
    ("HI", "Hearing impairment"),
    ("VI", "Vision impairment"),
    ("MSI", "Multi-sensory impairment"),
    ("PD", "Physical disability"),
    ("ASD", "Autistic spectrum disorder"),
    ("DS", "Down syndrome"),
    ("OTH", "Other difficulty or disability"),
    ("NSA", "SEN Support but no specialist assessment of type of need"),
];

/// The longest code that is kept; those in use have two to five letters.
const LONGEST_CODE: usize = 8;

/// A type of need in words; a code that is not known stands for itself.
pub fn need_words(code: &str) -> &str {
    NEEDS.iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| words)
}

/// A need's place in the list; unknown ones come last.
pub fn need_place(code: &str) -> usize {
    NEEDS.iter().position(|(known, _)| *known == code).unwrap_or(NEEDS.len())
}

/// How many pupils have one primary type of need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NeedCount {
    pub code: String,
    pub pupils: u32,
}

/// Kept as one text, `SLCN: 12`, so that a list of them merges as one value.
impl TryFrom<String> for NeedCount {
    type Error = ModelError;

    fn try_from(text: String) -> Result<Self, ModelError> {
        let wrong = || ModelError::Record(text.clone());
        let (code, pupils) = text.split_once(": ").ok_or_else(wrong)?;
        let written = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        if code.is_empty() || code.len() > LONGEST_CODE || !code.chars().all(written) {
            return Err(wrong());
        }
        // Written as it is read, or one count would have two texts.
        let count: u32 = pupils.parse().map_err(|_| wrong())?;
        if count.to_string() != pupils {
            return Err(wrong());
        }
        Ok(Self { code: code.to_owned(), pupils: count })
    }
}

impl From<NeedCount> for String {
    fn from(count: NeedCount) -> String {
        format!("{}: {}", count.code, count.pupils)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_reads_back_and_has_one_text_only() {
        let count = NeedCount { code: "SLCN".to_owned(), pupils: 12 };
        assert_eq!(String::from(count.clone()), "SLCN: 12");
        assert_eq!(NeedCount::try_from("SLCN: 12".to_owned()), Ok(count));
        for wrong in ["SLCN: 012", "SLCN: +1", "SLCN:1", "slcn: 1", ": 1", "SLCN: -1", "FARTOOLONG: 1"] {
            assert!(NeedCount::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_code_that_is_not_known_is_kept_and_comes_last() {
        assert!(NeedCount::try_from("BESD: 3".to_owned()).is_ok());
        assert_eq!((need_words("BESD"), need_words("HI")), ("BESD", "Hearing impairment"));
        assert!(need_place("BESD") > need_place("NSA"));
    }
}
