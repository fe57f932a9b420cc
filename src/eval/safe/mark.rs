//! What stands in the place of a number that is not shown. Knows nothing of which numbers those are.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The Department for Education's marks for figures that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Confidential,
    NotApplicable,
    NotAvailable,
    RoundsToZero,
    LowReliability,
}

impl Mark {
    pub const ALL: [Self; 5] =
        [Self::Confidential, Self::NotApplicable, Self::NotAvailable, Self::RoundsToZero, Self::LowReliability];

    /// As tables print it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Confidential => "c",
            Self::NotApplicable => "z",
            Self::NotAvailable => "x",
            Self::RoundsToZero => "low",
            Self::LowReliability => "u",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Confidential => "hidden, so that nobody can be recognised",
            Self::NotApplicable => "not applicable",
            Self::NotAvailable => "not available",
            Self::RoundsToZero => "rounds to zero, but is not zero",
            Self::LowReliability => "too uncertain to be relied on",
        }
    }
}

/// A figure as it leaves: itself, or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Number(u64),
    Mark(Mark),
}

impl Shown {
    pub fn number(self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Mark(_) => None,
        }
    }

    pub fn is_hidden(self) -> bool {
        self == Self::Mark(Mark::Confidential)
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u64),
            Symbol(String),
        }
        match Written::deserialize(reader)? {
            Written::Number(number) => Ok(Self::Number(number)),
            Written::Symbol(symbol) => {
                let mark = Mark::ALL.into_iter().find(|mark| mark.symbol() == symbol);
                mark.map(Self::Mark).ok_or_else(|| D::Error::custom("no such mark"))
            }
        }
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => to.serialize_u64(*number),
            Self::Mark(mark) => to.serialize_str(mark.symbol()),
        }
    }
}

/// The marks that occur, each with its meaning: “c: hidden, so that nobody can be recognised”.
pub fn legend(cells: impl IntoIterator<Item = Shown>) -> Vec<String> {
    let mut marks: Vec<Mark> = cells
        .into_iter()
        .filter_map(|cell| match cell {
            Shown::Mark(mark) => Some(mark),
            Shown::Number(_) => None,
        })
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks.into_iter().map(|mark| format!("{}: {}", mark.symbol(), mark.words())).collect()
}

/// A share of fewer is not shown: one pupil would move it by ten points and more.
const SMALLEST_BASE: u64 = 10;

/// Whether a share may be shown: both its counts are, and its base is not small.
pub fn share_may_be_shown(count: Shown, base: Shown) -> bool {
    count.number().is_some() && base.number().is_some_and(|base| base >= SMALLEST_BASE)
}
