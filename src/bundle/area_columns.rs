//! Which column of a published table is which of our fields: guessed by names and values, each guess with its reason,
//! and every guess can be changed. Knows the columns of published tables, not their rows.

use super::Table;
use crate::model::{AcademicYear, AreaFigures};
use std::collections::BTreeMap;

/// What a published table can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AreaField {
    Year,
    Level,
    Authority,
    Region,
    Country,
    Schools,
    SchoolCount,
    Headcount,
    PermanentExclusions,
    Suspensions,
    PupilsSuspended,
    Requests,
    RequestsRefused,
    AssessedWithoutPlan,
    NewPlans,
    PlansWithin20Weeks,
    PlansIssued,
}

impl AreaField {
    pub const ALL: [Self; 17] = [
        Self::Year,
        Self::Level,
        Self::Authority,
        Self::Region,
        Self::Country,
        Self::Schools,
        Self::SchoolCount,
        Self::Headcount,
        Self::PermanentExclusions,
        Self::Suspensions,
        Self::PupilsSuspended,
        Self::Requests,
        Self::RequestsRefused,
        Self::AssessedWithoutPlan,
        Self::NewPlans,
        Self::PlansWithin20Weeks,
        Self::PlansIssued,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Year => "Year",
            Self::Level => "Level (authority, region, nation)",
            Self::Authority => "Local authority",
            Self::Region => "Region",
            Self::Country => "Country",
            Self::Schools => "Kind of schools",
            Self::SchoolCount => "Schools",
            Self::Headcount => "Pupils on roll",
            Self::PermanentExclusions => "Permanent exclusions",
            Self::Suspensions => "Suspensions (formerly fixed-term exclusions)",
            Self::PupilsSuspended => "Pupils suspended at least once",
            Self::Requests => "Requests for EHC needs assessment",
            Self::RequestsRefused => "Requests refused",
            Self::AssessedWithoutPlan => "Assessed, no plan issued",
            Self::NewPlans => "New EHC plans",
            Self::PlansWithin20Weeks => "EHC plans issued within 20 weeks",
            Self::PlansIssued => "EHC plans the 20-week figure is a share of",
        }
    }

    /// The names that published tables and people give it, the published one of the two known tables first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Year => &["year", "time_period", "academic_year", "school_year", "period", "calendar_year"],
            Self::Level => &["level", "geographic_level", "geography_level", "geography"],
            Self::Authority => {
                &["la_name", "local_authority", "local_authority_name", "authority", "la", "area", "area_name", "name"]
            }
            Self::Region => &["region_name", "region", "gor_name"],
            Self::Country => &["country_name", "country"],
            Self::Schools => &["school_type", "phase", "type_of_school", "school_phase", "education_phase"],
            Self::SchoolCount => &["num_schools", "number_of_schools", "schools", "school_count"],
            Self::Headcount => {
                &["headcount", "number_of_pupils", "pupils", "roll", "pupil_headcount", "pupils_on_roll"]
            }
            Self::PermanentExclusions => &["perm_excl", "permanent_exclusions", "permanent_exclusion"],
            Self::Suspensions => &[
                "fixed_excl",
                "suspension",
                "suspensions",
                "fixed_period_exclusions",
                "fixed_term_exclusions",
                "fixed_exclusions",
            ],
            Self::PupilsSuspended => &[
                "one_plus_fixed",
                "one_plus_susp",
                "pupils_suspended",
                "one_or_more_suspensions",
                "one_or_more_fixed_excl",
            ],
            Self::Requests => &["inreq_ehc", "initial_requests", "requests", "ehc_requests", "requests_for_assessment"],
            Self::RequestsRefused => &["ass_refused_ehc", "requests_refused", "refused", "assessments_refused"],
            Self::AssessedWithoutPlan => &["ass_none_ehc", "assessed_no_plan", "assessed_without_plan"],
            Self::NewPlans => &["new_all_ehc", "new_plans", "new_ehc_plans", "new_ehcps"],
            Self::PlansWithin20Weeks => {
                &["inc_exc_20week_ehc", "plans_within_20_weeks", "within_20_weeks", "ehc_plans_within_20_weeks"]
            }
            Self::PlansIssued => &["tot_inc_exc_ehc", "plans_issued", "total_plans_issued", "ehc_plans_issued"],
        }
    }

    /// Whether it is a figure, as against what the figure is of.
    pub fn is_figure(self) -> bool {
        self >= Self::SchoolCount
    }

    /// Whether it comes from tables on exclusions; the other figures come from tables on requests and plans.
    pub(super) fn is_of_exclusions(self) -> bool {
        matches!(
            self,
            Self::SchoolCount | Self::Headcount | Self::PermanentExclusions | Self::Suspensions | Self::PupilsSuspended
        )
    }

    /// The place of a figure in a row; `None` for what is no figure.
    pub(super) fn slot(self, row: &mut AreaFigures) -> Option<&mut Option<u32>> {
        Some(match self {
            Self::SchoolCount => &mut row.school_count,
            Self::Headcount => &mut row.headcount,
            Self::PermanentExclusions => &mut row.permanent_exclusions,
            Self::Suspensions => &mut row.suspensions,
            Self::PupilsSuspended => &mut row.pupils_suspended,
            Self::Requests => &mut row.requests,
            Self::RequestsRefused => &mut row.requests_refused,
            Self::AssessedWithoutPlan => &mut row.assessed_without_plan,
            Self::NewPlans => &mut row.new_plans,
            Self::PlansWithin20Weeks => &mut row.plans_within_20_weeks,
            Self::PlansIssued => &mut row.plans_issued,
            Self::Year | Self::Level | Self::Authority | Self::Region | Self::Country | Self::Schools => return None,
        })
    }
}

/// Our fields with the column chosen for each, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaColumns {
    chosen: BTreeMap<AreaField, (usize, String)>,
}

impl AreaColumns {
    /// True for cells that look like a heading of a published table.
    pub fn is_heading(cell: &str) -> bool {
        let plain = plain(cell);
        AreaField::ALL.into_iter().any(|field| field.names().contains(&plain.as_str()))
    }

    /// The best guess for a table.
    pub fn guess(table: &Table) -> Self {
        let mut columns = Self::default();
        let plain_header: Vec<String> = table.header.iter().map(|heading| plain(heading)).collect();
        for field in AreaField::ALL {
            let by_name = field.names().iter().enumerate().find_map(|(rank, name)| {
                let column = plain_header.iter().position(|heading| heading == name)?;
                Some((column, rank))
            });
            let Some((column, rank)) = by_name.filter(|(column, _)| !columns.is_taken(*column)) else { continue };
            let heading = table.header.get(column).map(String::as_str).unwrap_or_default();
            let reason = match rank {
                0 => format!("“{heading}” is its name in the published tables"),
                _ => format!("“{heading}” is another name for it"),
            };
            columns.chosen.insert(field, (column, reason));
        }
        columns.guess_year_by_values(table);
        columns
    }

    fn guess_year_by_values(&mut self, table: &Table) {
        if self.chosen.contains_key(&AreaField::Year) {
            return;
        }
        let looks_like_years = |column: &usize| {
            let samples = table.samples(*column);
            !samples.is_empty() && samples.iter().all(|value| year_of(value).is_some())
        };
        let free = (0..table.header.len()).filter(|column| !self.is_taken(*column)).find(looks_like_years);
        if let Some(column) = free {
            let samples = table.samples(column).join(", ");
            self.chosen.insert(AreaField::Year, (column, format!("its values look like years: {samples}")));
        }
    }

    fn is_taken(&self, column: usize) -> bool {
        self.chosen.values().any(|(taken, _)| *taken == column)
    }

    pub fn column(&self, field: AreaField) -> Option<usize> {
        self.chosen.get(&field).map(|(column, _)| *column)
    }

    /// Why this column was chosen.
    pub fn reason(&self, field: AreaField) -> Option<&str> {
        self.chosen.get(&field).map(|(_, reason)| reason.as_str())
    }

    /// Chooses a column, or none. A column tells one thing: whoever had it before loses it.
    pub fn set(&mut self, field: AreaField, column: Option<usize>) {
        self.chosen.remove(&field);
        if let Some(column) = column {
            self.chosen.retain(|_, (taken, _)| *taken != column);
            self.chosen.insert(field, (column, "you chose it".to_owned()));
        }
    }

    /// What a table must tell before it can be read, in words.
    pub fn missing(&self) -> Vec<&'static str> {
        let has = |field: AreaField| self.chosen.contains_key(&field);
        let mut missing = Vec::new();
        if !has(AreaField::Year) {
            missing.push("the year");
        }
        if !has(AreaField::Authority) && !has(AreaField::Region) && !has(AreaField::Country) {
            missing.push("the area’s name");
        }
        if !self.chosen.keys().any(|field| field.is_figure()) {
            missing.push("at least one figure");
        }
        missing
    }

    /// Columns that will not be stored, with their headings.
    pub fn unused<'a>(&self, table: &'a Table) -> Vec<(usize, &'a str)> {
        let headings = table.header.iter().enumerate();
        headings
            .filter(|(column, _)| !self.is_taken(*column))
            .map(|(column, heading)| (column, heading.as_str()))
            .collect()
    }

    pub(super) fn figures(&self) -> impl Iterator<Item = (AreaField, usize)> {
        self.chosen.iter().filter(|(field, _)| field.is_figure()).map(|(field, (column, _))| (*field, *column))
    }
}

/// The year a period starts in: `201617`, `2016/17`, `2016-17`, `2016/2017` or `2016`.
pub(super) fn year_of(text: &str) -> Option<u16> {
    let text = text.trim();
    if let Ok(year) = text.parse::<AcademicYear>() {
        return Some(year.0);
    }
    if let Some((start, end)) = text.split_once(['/', '-'])
        && let (Ok(start), Ok(end)) = (start.parse::<u16>(), end.parse::<u16>())
    {
        return (start.checked_add(1) == Some(end)).then_some(start).filter(|year| (1990..=2100).contains(year));
    }
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_year && (1990..=2100).contains(year))
}

/// A heading without case, spaces and signs.
fn plain(heading: &str) -> String {
    let mut out = String::new();
    for c in heading.trim().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text.as_bytes(), AreaColumns::is_heading).expect("a table")
    }

    #[test]
    fn a_column_is_guessed_by_its_name_with_a_reason_and_can_be_changed() {
        let table = table("When,Local Authority,Perm Excl,Rate\n2016/17,Poole,3,0.1\n2017/18,Poole,4,0.2\n");
        let mut columns = AreaColumns::guess(&table);
        assert_eq!(columns.column(AreaField::Year), Some(0));
        assert_eq!(columns.reason(AreaField::Year), Some("its values look like years: 2016/17, 2017/18"));
        assert_eq!(columns.reason(AreaField::Authority), Some("“Local Authority” is another name for it"));
        assert_eq!(
            columns.reason(AreaField::PermanentExclusions),
            Some("“Perm Excl” is its name in the published tables")
        );
        assert_eq!(columns.unused(&table), [(3, "Rate")]);
        assert!(columns.missing().is_empty());
        columns.set(AreaField::Suspensions, Some(2));
        assert_eq!(columns.column(AreaField::PermanentExclusions), None, "a column tells one thing");
        columns.set(AreaField::Suspensions, None);
        columns.set(AreaField::Year, None);
        assert_eq!(columns.missing(), ["the year", "at least one figure"]);
    }

    #[test]
    fn no_two_fields_share_a_name() {
        let mut names: Vec<_> = AreaField::ALL.into_iter().flat_map(AreaField::names).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(names.iter().all(|name| plain(name) == **name));
    }

    #[test]
    fn years_are_read_in_the_forms_that_tables_have() {
        for text in ["201617", "2016/17", "2016-17", "2016/2017", "2016", " 2016 "] {
            assert_eq!(year_of(text), Some(2016), "{text}");
        }
        for text in ["201618", "2016/18", "16/17", "1066", "20161", "x", "", "2016.0"] {
            assert_eq!(year_of(text), None, "{text}");
        }
    }
}
