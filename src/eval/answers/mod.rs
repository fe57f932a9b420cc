//! The ten measures and the three outcomes, answered from returns, replies, scores and yearly counts together.
//! Knows nothing of pages.
//!
//! Each measure has parts, side by side: a figure with its interval, how sure it is, on which evidence, by which
//! convention, and the request that repeats it. Parts are never averaged; an outcome is concluded from its measures by
//! rules that are written down in [`OutcomeFinding`].

mod by_school;
mod goals;
mod measure;
mod outcome;
mod part;
mod replies;
mod requests;
mod scores;
mod yearly;

pub use by_school::{EffectsBySchool, SchoolEffect, effects_by_school};
pub(super) use measure::manageable;
pub(in crate::eval) use measure::newest_surveys;
pub use measure::{MeasureFinding, measure_findings};
pub use outcome::{Conclusion, OutcomeFinding, outcome_findings};
pub(super) use part::held_down;
pub use part::{Part, Unit};
pub(super) use yearly::matched;
