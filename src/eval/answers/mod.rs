//! The ten measures and the three outcomes, answered from returns, replies, scores and yearly counts together.
//! Knows nothing of pages.
//!
//! Each measure has parts, side by side: a figure with its interval, how sure it is, on which evidence, by which
//! convention, and the request that repeats it. Parts are never averaged; an outcome is concluded from its measures by
//! rules that are written down in [`OutcomeFinding`].

mod measure;
mod outcome;
mod part;
mod replies;
mod scores;
mod yearly;

pub(super) use measure::manageable;
pub use measure::{MeasureFinding, measure_findings};
pub use outcome::{Conclusion, OutcomeFinding, outcome_findings};
pub use part::{Part, Unit};
