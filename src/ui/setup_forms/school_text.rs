//! A school as it is typed. Knows nothing of other schools.

use super::{LONGEST_NAME, all_shown};
use crate::model::{ClusterId, Laestab, Phase, School, Urn};
use crate::ui::forms::{FormErrors, required_text};

/// What is typed of a school.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchoolText {
    pub urn: String,
    pub laestab: String,
    pub name: String,
    /// The words of a [`Phase`]; none until chosen.
    pub phase: Option<String>,
    /// A cluster's short name; empty for none.
    pub cluster: String,
    /// “yes” or “no”; none until chosen.
    pub taking_part: Option<String>,
}

impl SchoolText {
    /// The boxes for a school that is known.
    pub fn of(school: &School) -> Self {
        Self {
            urn: school.urn.to_string(),
            laestab: school.laestab.as_ref().map(ToString::to_string).unwrap_or_default(),
            name: school.name.clone(),
            phase: Some(school.phase.words().to_owned()),
            cluster: school.cluster.as_ref().map(ToString::to_string).unwrap_or_default(),
            taking_part: Some(if school.taking_part { "yes" } else { "no" }.to_owned()),
        }
    }

    /// Reads the form, which does not ask for the map ([`School::keeping_map_of`]); what is wrong goes into `errors`.
    pub fn read(&self, errors: &mut FormErrors) -> Option<School> {
        let urn = errors.keep("urn", read_urn(&self.urn));
        let laestab = errors.keep("laestab", read_laestab(&self.laestab));
        let name = errors.keep("name", read_name(&self.name));
        let chosen = Phase::ALL.into_iter().find(|phase| self.phase.as_deref() == Some(phase.words()));
        let phase = errors.keep("phase", chosen.ok_or("Choose the school’s phase".to_owned()));
        let cluster = ClusterId::try_from(self.cluster.clone()).ok();
        let taking_part = match self.taking_part.as_deref() {
            Some("yes") => Ok(true),
            Some("no") => Ok(false),
            _ => Err("Choose whether the school takes part".to_owned()),
        };
        let taking_part = errors.keep("taking-part", taking_part);
        if taking_part == Some(true) && cluster.is_none() {
            errors.put("cluster", "Choose the cluster: a school that takes part belongs to one");
        }
        let school = School {
            urn: urn?,
            name: name?,
            phase: phase?,
            laestab: laestab?,
            cluster,
            taking_part: taking_part?,
            location: None,
            feeds: Vec::new(),
        };
        errors.is_empty().then_some(school)
    }
}

pub(super) fn read_urn(text: &str) -> Result<Urn, String> {
    match text.trim() {
        "" => Err("Enter the school’s URN: six digits, such as 109012".to_owned()),
        text => text.parse().map_err(|error: crate::model::ModelError| error.to_string()),
    }
}

/// An empty box is no number: a new school may not have one yet.
pub(super) fn read_laestab(text: &str) -> Result<Option<Laestab>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|error: crate::model::ModelError| error.to_string()),
    }
}

pub(super) fn read_name(text: &str) -> Result<String, String> {
    required_text("The school’s name", text, LONGEST_NAME).and_then(|name| all_shown("The school’s name", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> SchoolText {
        SchoolText {
            urn: "109012".to_owned(),
            laestab: "803/2143".to_owned(),
            name: "Meadow Primary (fictional)".to_owned(),
            phase: Some("Primary".to_owned()),
            cluster: "yate".to_owned(),
            taking_part: Some("yes".to_owned()),
        }
    }

    #[test]
    fn a_school_is_read_back_as_it_was() {
        let school = typed().read(&mut FormErrors::new()).expect("a school");
        assert_eq!(SchoolText::of(&school), typed());
    }

    #[test]
    fn every_empty_box_that_is_needed_is_asked_for_in_the_order_of_the_page() {
        let mut errors = FormErrors::new();
        SchoolText::default().read(&mut errors);
        let fields: Vec<_> = errors.in_order().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["urn", "name", "phase", "taking-part"], "the DfE number may be left out");
    }

    #[test]
    fn a_school_that_takes_part_needs_a_cluster() {
        let mut errors = FormErrors::new();
        SchoolText { cluster: String::new(), ..typed() }.read(&mut errors);
        assert!(errors.get("cluster").is_some());
        let apart = SchoolText { cluster: String::new(), taking_part: Some("no".to_owned()), ..typed() };
        assert!(apart.read(&mut FormErrors::new()).is_some());
    }

    #[test]
    fn a_number_that_is_not_one_says_what_it_looks_like() {
        let mut errors = FormErrors::new();
        SchoolText { urn: "1090".to_owned(), laestab: "80/1".to_owned(), ..typed() }.read(&mut errors);
        assert!(errors.get("urn").is_some_and(|words| words.contains("six digits")));
        assert!(errors.get("laestab").is_some_and(|words| words.contains("803/2143")));
    }
}
