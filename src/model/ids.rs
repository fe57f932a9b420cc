//! Identifiers of English schools and of areas, with their checks.

use super::ModelError;
use super::as_text::kept_as_text;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A school's unique reference number: six digits. The record of a school is kept under it. A large pilot names one with every figure
/// of its returns, so it is as long as that and no longer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Urn([u8; 6]);

impl Urn {
    pub fn as_str(&self) -> &str {
        // They are digits.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Urn {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let digits: Option<[u8; 6]> = text.trim().as_bytes().try_into().ok();
        let is_one = |digits: &[u8; 6]| digits.iter().all(u8::is_ascii_digit) && !digits.starts_with(b"0");
        digits.filter(is_one).map(Self).ok_or_else(|| ModelError::Urn(text.to_owned()))
    }
}

impl fmt::Display for Urn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

kept_as_text!(Urn);

/// A school's DfE number: local authority (three digits) and establishment (four), printed `803/2143`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Laestab {
    authority: u16,
    establishment: u16,
}

impl Laestab {
    /// The local authority's number, 201 to 999.
    pub fn authority(&self) -> u16 {
        self.authority
    }
}

impl FromStr for Laestab {
    type Err = ModelError;

    /// Reads `803/2143`, `803-2143` and `8032143`.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Laestab(text.to_owned());
        let trimmed = text.trim();
        let digits: String = match trimmed.split_once(['/', '-']) {
            Some((la, estab)) if la.len() == 3 && estab.len() == 4 => format!("{la}{estab}"),
            Some(_) => return Err(wrong()),
            None => trimmed.to_owned(),
        };
        if digits.len() != 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let number: u32 = digits.parse().map_err(|_| wrong())?;
        let (authority, establishment) = ((number / 10_000) as u16, (number % 10_000) as u16);
        // The authorities' numbers start at 201 (City of London); 1000 is the first establishment number in use.
        if authority < 201 || establishment < 1000 {
            return Err(wrong());
        }
        Ok(Self { authority, establishment })
    }
}

impl TryFrom<String> for Laestab {
    type Error = ModelError;
    fn try_from(text: String) -> Result<Self, ModelError> {
        text.parse()
    }
}

impl From<Laestab> for String {
    fn from(number: Laestab) -> String {
        number.to_string()
    }
}

impl fmt::Display for Laestab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}/{:04}", self.authority, self.establishment)
    }
}

/// A kind of short name: lower-case letters, digits and hyphens, made from a name when the thing is first written
/// down and then kept. Each kind is a type of its own, so that a cluster is never looked up as an area.
macro_rules! short_name {
    ($(#[$doc:meta])* $kind:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $kind(String);

        impl $kind {
            /// The short name made from a name; the same name always gives the same one.
            pub fn from_name(name: &str) -> Result<Self, ModelError> {
                slug(name).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $kind {
            type Error = ModelError;
            fn try_from(text: String) -> Result<Self, ModelError> {
                if slug(&text)? == text { Ok(Self(text)) } else { Err(ModelError::Id(text)) }
            }
        }

        impl From<$kind> for String {
            fn from(id: $kind) -> String {
                id.0
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

short_name!(
    /// Names an area, such as `south-gloucestershire`.
    AreaId
);
short_name!(
    /// Names a cluster within its pilot.
    ClusterId
);
short_name!(
    /// Names a programme that scenarios plan.
    ProgrammeId
);
short_name!(
    /// Names a scenario.
    ScenarioId
);
short_name!(
    /// Names what an avoided event is worth to somebody.
    ValueId
);
short_name!(
    /// Names a published table: its figure and the day.
    ReleaseId
);
short_name!(
    /// Names a pilot: its first name and a few random characters, so that two councils' pilots are never taken for one.
    PilotId
);

/// Lower-case letters and digits, with one hyphen for anything else; 60 characters at most.
fn slug(name: &str) -> Result<String, ModelError> {
    let mut out = String::new();
    for c in name.trim().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    if out.is_empty() || out.len() > 60 { Err(ModelError::Id(name.to_owned())) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dfe_number_is_read_in_its_three_written_forms() {
        for text in ["803/2143", "803-2143", " 8032143 "] {
            assert_eq!(text.parse::<Laestab>().map(|n| n.to_string()), Ok("803/2143".to_owned()));
        }
    }

    #[test]
    fn a_dfe_number_that_is_short_or_of_no_authority_is_refused() {
        for text in ["803/214", "80/32143", "100/2143", "803/0143", "abc/2143", ""] {
            assert_eq!(text.parse::<Laestab>(), Err(ModelError::Laestab(text.to_owned())));
        }
    }

    #[test]
    fn a_urn_is_six_digits() {
        assert!("109012".parse::<Urn>().is_ok());
        for text in ["10901", "1090123", "10901x", "009012", "１０９０１２"] {
            assert!(text.parse::<Urn>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_area_is_known_by_its_name_in_hyphens() {
        assert_eq!(AreaId::from_name("Bristol, City of").map(String::from), Ok("bristol-city-of".to_owned()));
        assert!(AreaId::from_name(" , ").is_err());
        assert!(AreaId::try_from("Not a slug".to_owned()).is_err());
    }
}
