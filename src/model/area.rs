//! Comparison areas: published yearly figures of authorities, regions and the nation.

use super::{AcademicYear, AreaId, ModelError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How large an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaLevel {
    Authority,
    Region,
    Nation,
}

impl AreaLevel {
    pub fn words(self) -> &'static str {
        match self {
            Self::Authority => "Local authority",
            Self::Region => "Region",
            Self::Nation => "Nation",
        }
    }
}

/// An area with published figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub id: AreaId,
    pub name: String,
    pub level: AreaLevel,
}

/// The kind of schools that published figures cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolType {
    All,
    Primary,
    Secondary,
    Special,
}

impl SchoolType {
    pub const ALL: [Self; 4] = [Self::All, Self::Primary, Self::Secondary, Self::Special];

    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Special => "special",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::All => "All schools",
            Self::Primary => "Primary schools",
            Self::Secondary => "Secondary schools",
            Self::Special => "Special schools",
        }
    }
}

/// What a year a published figure is of: exclusions are counted by school year, EHC requests by calendar year.
/// Both are kept under the year the period starts in; which it is follows from the figures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FiguresId {
    pub area: AreaId,
    pub year: u16,
    pub schools: SchoolType,
}

impl fmt::Display for FiguresId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.area, self.year, self.schools.key())
    }
}

impl FromStr for FiguresId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Id(text.to_owned());
        let mut parts = text.split('_');
        let (Some(area), Some(year), Some(schools), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        let schools = SchoolType::ALL.into_iter().find(|kind| kind.key() == schools).ok_or_else(wrong)?;
        Ok(Self { area: area.to_owned().try_into()?, year: year.parse().map_err(|_| wrong())?, schools })
    }
}

/// One area's published figures for one year and kind of school. What a table does not publish is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaFigures {
    pub area: AreaId,
    /// The year in which the period starts.
    pub year: u16,
    pub schools: SchoolType,
    /// Pupils on roll in January, sole and dual main registrations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headcount: Option<u32>,
    /// Schools that the figures cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school_count: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permanent_exclusions: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspensions: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pupils_suspended: Option<u32>,
    /// Initial requests for an EHC needs assessment in the calendar year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_refused: Option<u32>,
    /// Children assessed for whom no plan was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed_without_plan: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_plans: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans_within_20_weeks: Option<u32>,
    /// Plans the 20-week figure is a share of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans_issued: Option<u32>,
    /// Where the exclusion figures come from: the published table's name. Kept apart from the other source, as two
    /// tables fill one row and neither import may overwrite what the other said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusions_source: Option<String>,
    /// Where the figures on requests and plans come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_source: Option<String>,
}

impl AreaFigures {
    /// An empty row for an area, year and kind of school.
    pub fn new(id: FiguresId) -> Self {
        Self {
            area: id.area,
            year: id.year,
            schools: id.schools,
            headcount: None,
            school_count: None,
            permanent_exclusions: None,
            suspensions: None,
            pupils_suspended: None,
            requests: None,
            requests_refused: None,
            assessed_without_plan: None,
            new_plans: None,
            plans_within_20_weeks: None,
            plans_issued: None,
            exclusions_source: None,
            requests_source: None,
        }
    }

    pub fn id(&self) -> FiguresId {
        FiguresId { area: self.area.clone(), year: self.year, schools: self.schools }
    }

    /// This row with what it leaves open taken from an older one: two published tables fill the same row.
    pub fn filled_up_from(&self, old: &AreaFigures) -> Self {
        Self {
            area: self.area.clone(),
            year: self.year,
            schools: self.schools,
            headcount: self.headcount.or(old.headcount),
            school_count: self.school_count.or(old.school_count),
            permanent_exclusions: self.permanent_exclusions.or(old.permanent_exclusions),
            suspensions: self.suspensions.or(old.suspensions),
            pupils_suspended: self.pupils_suspended.or(old.pupils_suspended),
            requests: self.requests.or(old.requests),
            requests_refused: self.requests_refused.or(old.requests_refused),
            assessed_without_plan: self.assessed_without_plan.or(old.assessed_without_plan),
            new_plans: self.new_plans.or(old.new_plans),
            plans_within_20_weeks: self.plans_within_20_weeks.or(old.plans_within_20_weeks),
            plans_issued: self.plans_issued.or(old.plans_issued),
            exclusions_source: self.exclusions_source.clone().or_else(|| old.exclusions_source.clone()),
            requests_source: self.requests_source.clone().or_else(|| old.requests_source.clone()),
        }
    }

    /// The school year that starts in this row's year.
    pub fn academic_year(&self) -> AcademicYear {
        AcademicYear(self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_row_of_figures_reads_back() -> Result<(), ModelError> {
        let id = FiguresId { area: AreaId::from_name("South Gloucestershire")?, year: 2016, schools: SchoolType::All };
        assert_eq!(id.to_string(), "south-gloucestershire_2016_all");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("south_west_2016".parse::<FiguresId>().is_err());
        Ok(())
    }
}
