//! Who is looking, and which places they are led to. Knows nothing of what is on a page.

use super::route::{ComparePage, FilesPage, MeasuresView, Route, ScenarioPage, SchoolsView, SetupPage};

pub use crate::workspace::Role;

impl Role {
    /// The places of the navigation, most used first.
    pub fn places(self) -> Vec<Place> {
        let home = Place::new("Home", Route::Home);
        let schools = Place::new("Schools", Route::Schools(SchoolsView::default()));
        let clusters = Place::new("Clusters", Route::Clusters);
        let returns = Place::new("Returns", Route::Returns { term: None });
        let measures = Place::new("Measures", Route::Measures(MeasuresView::default()));
        let compare = Place::new("Compare", Route::Compare(ComparePage::Areas));
        let scenarios = Place::new("Scenarios", Route::Scenarios(ScenarioPage::All));
        let files = Place::new("Files", Route::Files(FilesPage::Overview));
        let setup = Place::new("Set-up", Route::Setup(SetupPage::Overview));
        match self {
            Self::Senco => vec![home, returns, measures, files, schools],
            Self::Head => vec![home, measures, returns, schools, scenarios, files],
            Self::Clerk => vec![home, returns, measures, scenarios, clusters, schools, files],
            Self::Council => vec![home, measures, scenarios, compare, returns, clusters, schools, files, setup],
        }
    }
}

/// One link of the navigation.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub label: &'static str,
    pub route: Route,
}

impl Place {
    fn new(label: &'static str, route: Route) -> Self {
        Self { label, route }
    }

    /// Whether somebody at `route` is in this part of the app.
    pub fn holds(&self, route: &Route) -> bool {
        self.route.section() == route.section()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_can_be_remembered() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
        assert_eq!(Role::from_key("pupil"), None);
    }

    #[test]
    fn every_role_starts_at_home_and_reaches_the_files() {
        for role in Role::ALL {
            let places = role.places();
            assert_eq!(places.first().map(|place| place.label), Some("Home"), "{role:?}");
            assert!(places.iter().any(|place| place.label == "Files"), "{role:?}");
        }
    }

    #[test]
    fn one_place_at_most_is_current() {
        for role in Role::ALL {
            for text in ["#/measures/7", "#/returns/2018-19_6", "#/schools?find=meadow", "#/clusters/yate", "#/nowhere"]
            {
                let route = Route::parse(text);
                let current = role.places().into_iter().filter(|place| place.holds(&route)).count();
                assert!(current <= 1, "{role:?} at {text}");
            }
        }
    }
}
