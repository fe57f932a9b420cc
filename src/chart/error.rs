//! What can be wrong with a chart somebody made. Knows nothing of how it is shown.

use thiserror::Error;

/// Why a chart breaks the house's rules for charts. It can still be laid out: the rules protect readers, not memory.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChartError {
    /// The title is to say what happened, at a glance.
    #[error("the title has {words} words, at most {most} are read at a glance: {title}")]
    LongTitle { title: String, words: usize, most: usize },
    /// A chart without a title or a summary tells a screen reader nothing.
    #[error("the chart has no {part}")]
    Silent { part: &'static str },
    /// More lines than four distinct dashes and markers.
    #[error("{count} series, at most {most} can be told apart")]
    TooManySeries { count: usize, most: usize },
    /// A series that does not fit the horizontal axis.
    #[error("series {name} has {points} points for {labels} labels")]
    Uneven { name: String, points: usize, labels: usize },
    /// A mark beyond the axis.
    #[error("mark {label} stands before point {before}, and there are {labels}")]
    MarkOutside { label: String, before: usize, labels: usize },
}
