//! What a scenario's programmes and assumptions are called, found once for all that speak of them.

use super::kept::Kept;
use crate::model::AcademicYear;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names by short names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub first_year: AcademicYear,
    pub clusters: BTreeMap<String, String>,
    assumptions: BTreeMap<String, String>,
    programmes: BTreeMap<String, String>,
}

impl Named {
    /// An assumption in words; its own name where nobody knows it.
    pub fn assumption(&self, name: &str) -> String {
        self.assumptions.get(name).map_or_else(|| name.to_owned(), Clone::clone)
    }

    pub fn programme(&self, id: &str) -> String {
        self.programmes.get(id).map_or_else(|| id.to_owned(), Clone::clone)
    }
}

/// Those of a scenario on the page. None while it cannot be read.
#[derive(Clone, Copy)]
pub(super) struct Names(Memo<Option<Arc<Named>>>);

impl Names {
    /// They follow what is kept, and not each movement of a lever: those change no name.
    pub fn of(kept: Kept) -> Self {
        Self(Memo::new(move |_| {
            kept.saved.track();
            let scenario = kept.tried.get_untracked()?;
            let programmes = scenario.programmes.iter().map(|one| (one.id.to_string(), one.name.clone()));
            Some(Arc::new(Named {
                first_year: scenario.first_year,
                clusters: scenario.clusters.iter().map(|one| (one.id.to_string(), one.name.clone())).collect(),
                assumptions: scenario.words_of_assumptions(),
                programmes: programmes.collect(),
            }))
        }))
    }

    pub fn get(self) -> Option<Arc<Named>> {
        self.0.get()
    }
}
