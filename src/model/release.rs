//! What was shown to others, so that nothing shown later gives away what was hidden then. Knows nothing of hiding.

use super::{ModelError, ReleaseId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A published table of one figure: the counts that were shown, and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub id: ReleaseId,
    pub date: NaiveDate,
    /// The figure's key, such as `requests`.
    pub figure: String,
    #[serde(default)]
    pub cells: Vec<ShownCell>,
}

impl Release {
    /// A release of a figure on a day: a second one on the same day takes the place of the first.
    pub fn new(date: NaiveDate, figure: &str, cells: Vec<ShownCell>) -> Result<Self, ModelError> {
        let id = ReleaseId::from_name(&format!("{figure} {date}"))?;
        Ok(Self { id, date, figure: figure.to_owned(), cells })
    }
}

/// A count that was shown, by the name of its cell.
///
/// Kept as one text each, `pilot 2018-19_3 = 12`, so that the list merges as one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShownCell {
    pub name: String,
    pub count: u64,
}

impl TryFrom<String> for ShownCell {
    type Error = ModelError;

    fn try_from(text: String) -> Result<Self, ModelError> {
        let wrong = || ModelError::Id(text.clone());
        let (name, count) = text.split_once(" = ").ok_or_else(wrong)?;
        Ok(Self { name: name.to_owned(), count: count.parse().map_err(|_| wrong())? })
    }
}

impl From<ShownCell> for String {
    fn from(cell: ShownCell) -> String {
        format!("{} = {}", cell.name, cell.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_count_survives_being_written_as_one_text() -> Result<(), ModelError> {
        let cell = ShownCell { name: "cluster:yate 2018-19_3".to_owned(), count: 12 };
        assert_eq!(ShownCell::try_from(String::from(cell.clone())), Ok(cell));
        assert!(ShownCell::try_from("pilot 2018-19 = c".to_owned()).is_err());
        let day = NaiveDate::from_ymd_opt(2019, 7, 20).unwrap_or_default();
        let release = Release::new(day, "requests_by_schools", Vec::new())?;
        assert_eq!(release.id.as_str(), "requests-by-schools-2019-07-20");
        Ok(())
    }
}
