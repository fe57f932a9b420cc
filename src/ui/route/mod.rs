//! Addresses: the part after `#`, as values. Knows nothing of the browser and draws nothing.
//!
//! Routing is by fragment, because a page opened from a file has no paths. Everything that can be typed there is either
//! a page or [`Route::NotFound`] with a sentence; nothing in an address is about a pupil.

mod address;
mod page;
mod scenario_pages;
#[cfg(test)]
mod tests;
mod views;
mod words;

pub use page::{ComparePage, FilesPage, MeasureKey, NotFound, ReturnStep, Route, RouteError, Section, SetupPage};
pub use scenario_pages::{HeldAgainst, MOST_BESIDE, Question, ScenarioPage, ScenarioView};
pub use views::{Level, MeasuresView, SchoolColumn, SchoolsView, Sorted, TermSpan};
