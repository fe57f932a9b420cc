//! Published figures of areas, year by year, as the Department for Education's rates. Knows nothing of the pilot's
//! own returns.
//!
//! An area's own published row is used. Only where a region or the nation has none for a year are the authorities
//! that are held added up, and the point says so: a sum is of the authorities that were imported, no more.

use crate::model::{AcademicYear, AreaFigures, AreaId, AreaLevel, FiguresId, PilotData, SchoolType};
use serde::{Deserialize, Serialize};

/// What is published about an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaRate {
    PermanentExclusions,
    Suspensions,
    PupilsSuspended,
    Requests,
    Refused,
    NewPlans,
    WithinTwentyWeeks,
}

impl AreaRate {
    pub const ALL: [Self; 7] = [
        Self::PermanentExclusions,
        Self::Suspensions,
        Self::PupilsSuspended,
        Self::Requests,
        Self::Refused,
        Self::NewPlans,
        Self::WithinTwentyWeeks,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::PermanentExclusions => "permanent_exclusions",
            Self::Suspensions => "suspensions",
            Self::PupilsSuspended => "pupils_suspended",
            Self::Requests => "requests",
            Self::Refused => "refused",
            Self::NewPlans => "new_plans",
            Self::WithinTwentyWeeks => "within_twenty_weeks",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rate| rate.key() == key)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::PermanentExclusions => "Permanent exclusion rate",
            Self::Suspensions => "Suspension rate",
            Self::PupilsSuspended => "Pupils with one or more suspensions",
            Self::Requests => "Requests for EHC needs assessment",
            Self::Refused => "Requests refused",
            Self::NewPlans => "Assessments that led to a plan",
            Self::WithinTwentyWeeks => "New plans issued within 20 weeks",
        }
    }

    /// What the value is given in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::PermanentExclusions | Self::Suspensions | Self::PupilsSuspended => "per 100 pupils a year",
            Self::Requests => "requests a year",
            Self::Refused => "% of requests",
            Self::NewPlans => "% of completed assessments",
            Self::WithinTwentyWeeks => "% of new plans",
        }
    }

    /// Decimal places, as the department publishes it.
    pub fn places(self) -> u8 {
        match self {
            Self::PermanentExclusions | Self::Suspensions | Self::PupilsSuspended => 2,
            Self::Requests => 0,
            _ => 1,
        }
    }

    /// Exclusions are counted by school year, requests and plans by calendar year.
    pub fn by_school_year(self) -> bool {
        matches!(self, Self::PermanentExclusions | Self::Suspensions | Self::PupilsSuspended)
    }

    /// Numerator and, for a rate, denominator. A figure that is not published is never taken for zero.
    fn parts(self, row: &AreaFigures) -> Option<(u64, Option<u64>)> {
        let whole = |figure: Option<u32>| figure.map(u64::from);
        let over = |top: Option<u32>, bottom: Option<u64>| Some((u64::from(top?), Some(bottom?)));
        match self {
            Self::PermanentExclusions => over(row.permanent_exclusions, whole(row.headcount)),
            Self::Suspensions => over(row.suspensions, whole(row.headcount)),
            Self::PupilsSuspended => over(row.pupils_suspended, whole(row.headcount)),
            Self::Requests => Some((whole(row.requests)?, None)),
            Self::Refused => over(row.requests_refused, whole(row.requests)),
            Self::NewPlans => {
                let completed = u64::from(row.new_plans?) + u64::from(row.assessed_without_plan?);
                over(row.new_plans, Some(completed))
            }
            Self::WithinTwentyWeeks => over(row.plans_within_20_weeks, whole(row.plans_issued)),
        }
    }
}

/// Where a point's figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaSource {
    /// The area's own published row.
    Published,
    /// The sum of this many authorities that were imported.
    SumOfAuthorities(usize),
}

/// One year of an area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaPoint {
    /// The year in which the period starts.
    pub year: u16,
    /// “2016/17” for a school year, “2016” for a calendar year.
    pub label: String,
    /// In [`AreaRate::unit`]; `None` when it is not published.
    pub value: Option<f64>,
    pub count: Option<u64>,
    /// What the count is divided by; `None` for a count.
    pub base: Option<u64>,
    pub source: AreaSource,
}

/// An area's rate for every year that any area has it, so that two areas' series have the same years.
pub fn area_series(data: &PilotData, area: &AreaId, schools: SchoolType, rate: AreaRate) -> Vec<AreaPoint> {
    let mut years: Vec<u16> = data
        .figures
        .values()
        .filter(|row| row.schools == schools && rate.parts(row).is_some())
        .map(|row| row.year)
        .collect();
    years.sort_unstable();
    years.dedup();
    years.into_iter().map(|year| area_point(data, area, year, schools, rate)).collect()
}

fn area_point(data: &PilotData, area: &AreaId, year: u16, schools: SchoolType, rate: AreaRate) -> AreaPoint {
    let own = data.figures.get(&FiguresId { area: area.clone(), year, schools });
    let published = own.and_then(|row| rate.parts(row));
    let wide = data.areas.get(area).is_some_and(|area| area.level != AreaLevel::Authority);
    let (parts, source) = match published {
        None if wide => sum_of_authorities(data, year, schools, rate),
        parts => (parts, AreaSource::Published),
    };
    let label = if rate.by_school_year() { AcademicYear(year).to_string() } else { year.to_string() };
    let value = parts.and_then(|(count, base)| match base {
        None => Some(count as f64),
        Some(0) => None,
        Some(base) => Some(count as f64 / base as f64 * 100.0),
    });
    AreaPoint {
        year,
        label,
        value,
        count: parts.map(|(count, _)| count),
        base: parts.and_then(|(_, base)| base),
        source,
    }
}

/// A rate of a sum: numerators and denominators of the authorities that have both.
fn sum_of_authorities(
    data: &PilotData,
    year: u16,
    schools: SchoolType,
    rate: AreaRate,
) -> (Option<(u64, Option<u64>)>, AreaSource) {
    let authority = |id: &AreaId| data.areas.get(id).is_some_and(|area| area.level == AreaLevel::Authority);
    let rows = data.figures.values().filter(|row| row.year == year && row.schools == schools && authority(&row.area));
    let (mut sum, mut authorities) = (None::<(u64, Option<u64>)>, 0);
    for (count, base) in rows.filter_map(|row| rate.parts(row)) {
        let (counts, bases) = sum.unwrap_or((0, base.map(|_| 0)));
        sum = Some((counts + count, bases.zip(base).map(|(sum, base)| sum + base)));
        authorities += 1;
    }
    (sum, AreaSource::SumOfAuthorities(authorities))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Area;

    /// Published for South Gloucestershire in 2016/17 (all schools: 39,084 pupils, 37 permanent exclusions, 2,403
    /// suspensions, rates 0.09 and 6.15) and in 2016 for Bath and North East Somerset (222 requests, 7 refused,
    /// 192 new plans, 7 without one, 96.4824%).
    fn published() -> PilotData {
        let mut data = PilotData::default();
        let mut put = |name: &str, level, year, fill: fn(&mut AreaFigures)| {
            let id = AreaId::from_name(name).expect("a name");
            data.areas.insert(id.clone(), Area { id: id.clone(), name: name.to_owned(), level });
            let mut row = AreaFigures::new(FiguresId { area: id, year, schools: SchoolType::All });
            fill(&mut row);
            data.figures.insert(row.id(), row);
        };
        put("South Gloucestershire", AreaLevel::Authority, 2016, |row| {
            (row.headcount, row.permanent_exclusions, row.suspensions) = (Some(39_084), Some(37), Some(2_403));
        });
        put("Bath and North East Somerset", AreaLevel::Authority, 2016, |row| {
            (row.requests, row.requests_refused, row.new_plans, row.assessed_without_plan) =
                (Some(222), Some(7), Some(192), Some(7));
            (row.headcount, row.suspensions) = (Some(10_916), Some(97));
        });
        put("South West", AreaLevel::Region, 2016, |row| row.requests = Some(5_269));
        data
    }

    fn last(data: &PilotData, area: &str, rate: AreaRate) -> Option<AreaPoint> {
        area_series(data, &AreaId::from_name(area).expect("a name"), SchoolType::All, rate).pop()
    }

    #[test]
    fn rates_are_the_departments_to_the_published_digit() {
        use crate::eval::numbers::number;
        let data = published();
        for (area, rate, places, shown) in [
            ("South Gloucestershire", AreaRate::PermanentExclusions, 2, "0.09"),
            ("South Gloucestershire", AreaRate::Suspensions, 2, "6.15"),
            ("Bath and North East Somerset", AreaRate::Refused, 5, "3.15315"),
            ("Bath and North East Somerset", AreaRate::NewPlans, 4, "96.4824"),
            ("Bath and North East Somerset", AreaRate::Requests, 0, "222"),
        ] {
            let value = last(&data, area, rate).and_then(|point| point.value).unwrap_or(f64::NAN);
            assert_eq!(number(value, places), shown, "{area} {rate:?}");
        }
    }

    #[test]
    fn a_region_uses_its_own_row_and_says_when_it_is_a_sum() {
        let data = published();
        let requests = last(&data, "South West", AreaRate::Requests).expect("a point");
        assert_eq!((requests.value, requests.source), (Some(5_269.0), AreaSource::Published));
        let suspensions = last(&data, "South West", AreaRate::Suspensions).expect("a point");
        assert_eq!(suspensions.value, Some(2_500.0 / 50_000.0 * 100.0));
        assert_eq!(suspensions.source, AreaSource::SumOfAuthorities(2));
    }

    #[test]
    fn what_is_not_published_is_a_gap_and_no_zero() {
        let data = published();
        let gap = last(&data, "South Gloucestershire", AreaRate::Requests).expect("a point");
        assert_eq!((gap.value, gap.label.as_str()), (None, "2016"));
        assert_eq!(last(&data, "South West", AreaRate::Suspensions).map(|point| point.label), Some("2016/17".into()));
        assert_eq!(last(&data, "South West", AreaRate::WithinTwentyWeeks), None);
    }
}
