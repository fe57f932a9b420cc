//! What a school counts once a year: pupils by year group, and results. Knows no pupil.

use super::{AcademicYear, ModelError, NeedCount, Urn};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A school's count of one school year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CensusId {
    pub school: Urn,
    pub year: AcademicYear,
}

impl fmt::Display for CensusId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.school, self.year.to_string().replace('/', "-"))
    }
}

impl FromStr for CensusId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let (school, year) = text.split_once('_').ok_or_else(|| ModelError::Record(text.to_owned()))?;
        Ok(Self { school: school.parse()?, year: year.replace('-', "/").parse()? })
    }
}

/// Year groups from Reception (0) to Year 13.
pub const YEAR_GROUPS: usize = 14;

/// The January count of a school, and what its pupils reached in summer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    pub school: Urn,
    pub year: AcademicYear,
    /// Pupils on roll by year group, Reception first.
    #[serde(default)]
    pub roll: Vec<u32>,
    /// Pupils at SEN Support by year group.
    #[serde(default)]
    pub sen_support: Vec<u32>,
    /// Of those, pupils who were not at SEN Support a year before.
    #[serde(default)]
    pub newly_identified: Vec<u32>,
    /// Pupils at SEN Support by primary type of need; empty where the school does not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub support_by_need: Vec<NeedCount>,
    /// Pupils at SEN Support who were assessed in summer, and those who reached the expected standard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_assessed: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_reached: Option<u32>,
    /// The same of pupils without special educational needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_assessed: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_reached: Option<u32>,
}

impl Census {
    pub fn new(id: CensusId) -> Self {
        Self {
            school: id.school,
            year: id.year,
            roll: Vec::new(),
            sen_support: Vec::new(),
            newly_identified: Vec::new(),
            support_by_need: Vec::new(),
            support_assessed: None,
            support_reached: None,
            other_assessed: None,
            other_reached: None,
        }
    }

    pub fn id(&self) -> CensusId {
        CensusId { school: self.school.clone(), year: self.year }
    }

    /// What cannot be true of it; a sentence each.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        let part_of = |part: &[u32], whole: &[u32]| {
            part.iter().enumerate().all(|(place, count)| whole.get(place).is_some_and(|all| count <= all))
        };
        if self.roll.len() > YEAR_GROUPS {
            found
                .push(format!("there are {} year groups, but Reception to Year 13 are {YEAR_GROUPS}", self.roll.len()));
        }
        if !part_of(&self.sen_support, &self.roll) {
            found.push("more pupils at SEN Support than on roll in a year group".to_owned());
        }
        if !part_of(&self.newly_identified, &self.sen_support) {
            found.push("more pupils newly identified than at SEN Support in a year group".to_owned());
        }
        let support: u64 = self.sen_support.iter().map(|count| u64::from(*count)).sum();
        if self.support_by_need.iter().map(|count| u64::from(count.pupils)).sum::<u64>() > support {
            found.push("more pupils with a type of need than at SEN Support".to_owned());
        }
        let codes: BTreeSet<&str> = self.support_by_need.iter().map(|count| count.code.as_str()).collect();
        if codes.len() < self.support_by_need.len() {
            found.push("a type of need is counted twice".to_owned());
        }
        let exceeds = |part: Option<u32>, whole: Option<u32>| part.unwrap_or(0) > whole.unwrap_or(0);
        if exceeds(self.support_reached, self.support_assessed) || exceeds(self.other_reached, self.other_assessed) {
            found.push("more pupils reached the standard than were assessed".to_owned());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_found_by_its_name() {
        let text = "900001_2018-19";
        assert_eq!(text.parse::<CensusId>().map(|id| id.to_string()), Ok(text.to_owned()));
        assert!("900001".parse::<CensusId>().is_err());
    }

    #[test]
    fn a_part_is_no_more_than_its_whole() {
        let mut census = Census::new("900001_2018-19".parse().expect("a name"));
        (census.roll, census.sen_support, census.newly_identified) = (vec![30, 31], vec![3, 5], vec![1, 0]);
        let need = |text: &str| NeedCount::try_from(text.to_owned()).expect("a count");
        census.support_by_need = vec![need("SLCN: 5"), need("MLD: 3")];
        assert_eq!(census.contradictions(), Vec::<String>::new());
        census.support_by_need = vec![need("SLCN: 5"), need("SLCN: 4")];
        assert_eq!(census.contradictions().len(), 2);
        census.support_by_need.clear();
        census.newly_identified = vec![4, 0];
        census.support_reached = Some(1);
        assert_eq!(census.contradictions().len(), 2);
    }
}
