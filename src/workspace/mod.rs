//! The state of the app as a value: document, commands, undo, queries. Knows nothing of storage or screens.
//!
//! The way of a datum: a page makes a [`Command`]; [`Workspace::apply`] checks it and returns a [`Change`], which says
//! what to store and what would take it back. Loading a workspace is replaying its changes.

mod change;
mod checkpoint;
mod codec;
mod command;
mod history;
mod names_text;
mod origin;
mod places;
pub mod schema;
mod set_back;
mod state;
mod stored;
mod tasks;
mod twin;
mod versions;

pub use change::{Change, ChangeKind};
pub use command::Command;
pub use history::History;
pub use origin::{Arrival, Arrivals, Origin, OriginFile, last_written};
pub use state::{Choice, Opening, Workspace};
pub(crate) use stored::sha256;
pub use stored::{FORM, Read, SLOTS, Standing, Texts, change_of, entry_text};
pub use tasks::{Role, Task, TaskStatus, TaskTarget, tasks};
pub use twin::Twin;
pub use versions::{Keeping, VERSIONS_BYTES, Version, VersionWhy, Versions, checked_name};

use crate::merge::MergeError;
use crate::model::{ModelError, Problem};
use thiserror::Error;

/// Why a command or a stored workspace was refused. Nothing has changed when one is returned.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum WorkspaceError {
    /// The values contradict themselves; each problem names its field.
    #[error("{}", .0.first().map_or("the values cannot be right", |problem| problem.words.as_str()))]
    Refused(Vec<Problem>),
    #[error("there is no {what} “{name}” here")]
    Missing { what: &'static str, name: String },
    #[error("{what} “{name}” is still used by {by}")]
    InUse { what: &'static str, name: String, by: Users },
    #[error("the record “{id}” in “{table}” cannot be read: {reason}")]
    Unreadable { table: String, id: String, reason: String },
    /// Another tab has the pen; the words say what to do.
    #[error("{0}")]
    Closed(&'static str),
    /// Nothing is stored yet, and the demonstration could not be made; the words say why.
    #[error("{0}")]
    Unmade(String),
    /// It is stored and cannot be had just now; the words say why.
    #[error(
        "this browser’s storage cannot be reached just now ({0}); nothing of it has changed: close other tabs of this page and reload it"
    )]
    Unreached(String),
    /// The words say what a name has to be.
    #[error("{0}")]
    Named(&'static str),
    #[error("the stored workspace cannot be read: {0}")]
    Damaged(String),
    #[error(transparent)]
    Merge(#[from] MergeError),
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// What still belongs to a thing that cannot be removed for it, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Users {
    Schools(usize),
    Returns(usize),
    Meetings(usize),
}

impl std::fmt::Display for Users {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Schools(1) => f.write_str("1 school"),
            Self::Schools(count) => write!(f, "{count} schools"),
            Self::Returns(1) => f.write_str("1 return"),
            Self::Returns(count) => write!(f, "{count} returns"),
            Self::Meetings(1) => f.write_str("1 meeting"),
            Self::Meetings(count) => write!(f, "{count} meetings"),
        }
    }
}
