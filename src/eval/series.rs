//! One indicator term by term, for charts and sparklines. Knows nothing of comparisons between periods.

use super::{Evidence, Indicator, Scope};
use crate::model::{PilotData, TermId};
use serde::Serialize;

/// One term of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SeriesPoint {
    pub term: TermId,
    /// The rate per [`Indicator::per`]; for SEN Support a percentage. `None` when no return has the figure.
    pub value: Option<f64>,
    /// The same term's value a year before: terms differ by season, so this is what a term is compared with.
    pub year_before: Option<f64>,
    /// The count in the returns that have the figure.
    pub count: f64,
    /// Pupils on roll in those returns (for paperwork: the returns).
    pub exposure: f64,
    /// Submitted returns that have the figure.
    pub returns_in: usize,
    pub returns_expected: usize,
    /// True from the first term that the pilot can have changed.
    pub during: bool,
}

impl Evidence {
    /// All terms of the calendar in order, with or without returns.
    pub fn series(&self, indicator: Indicator, scope: &Scope) -> Vec<SeriesPoint> {
        let places = self.schools_in(scope);
        let mut points: Vec<SeriesPoint> =
            self.terms.iter().map(|term| self.point(indicator, &places, *term)).collect();
        let values: Vec<Option<f64>> = points.iter().map(|point| point.value).collect();
        for point in &mut points {
            let before = self.place_of_term(point.term.year_before());
            point.year_before = before.and_then(|place| values.get(place).copied().flatten());
        }
        points
    }

    fn point(&self, indicator: Indicator, places: &[usize], term: TermId) -> SeriesPoint {
        let (mut count, mut exposure, mut returns_in) = (0.0, 0.0, 0);
        for row in places.iter().filter_map(|place| self.row(*place, term)) {
            if let (Some(events), Some(pupils)) = (indicator.count(row), indicator.exposure(row)) {
                count += events;
                exposure += pupils;
                returns_in += 1;
            }
        }
        SeriesPoint {
            term,
            value: (exposure > 0.0).then(|| count / exposure * indicator.per()),
            year_before: None,
            count,
            exposure,
            returns_in,
            returns_expected: places.len(),
            during: self.first_term_during.is_some_and(|first| term >= first),
        }
    }
}

/// [`Evidence::series`] for data that has not been indexed.
pub fn series(data: &PilotData, indicator: Indicator, scope: &Scope) -> Vec<SeriesPoint> {
    Evidence::of(data).series(indicator, scope)
}
