//! Everything that can be wrong with a file, as sentences: what is wrong, where, and what would be right.
//! Knows no screen: `ui` shows these as they are, with a capital letter.

use super::BundleKind;
use crate::seal::{Lock, SealError};
use crate::workspace::WorkspaceError;
use thiserror::Error;

/// Why a file, a plan or a table was refused. Nothing has changed when one is returned.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum BundleError {
    /// The browser or the disk did not hand it over.
    #[error("{0}")]
    Unread(String),
    #[error("the file is empty: choose it again, or ask for it to be saved and sent again")]
    Empty,
    #[error("the file has {} MB: files of up to 64 MB can be opened", .bytes.div_ceil(1_048_576))]
    TooLarge { bytes: u64 },
    #[error("the file is {what}, not a Clusterwise file: {instead}")]
    OtherFile { what: &'static str, instead: &'static str },
    #[error(
        "the file is not UTF-8 text from byte {byte} (line {line}) on: another program has saved it again; use the file as it was sent"
    )]
    Encoding { byte: usize, line: usize },
    #[error(
        "the file is cut off: it ends at byte {byte} (line {line}) in the middle of its content; ask for it to be sent again"
    )]
    CutOff { byte: usize, line: usize },
    #[error("the file cannot be read as JSON: {reason} at line {line}, column {column}; use the file as it was sent")]
    Syntax { line: usize, column: usize, reason: String },
    #[error(
        "the file is JSON, but not a Clusterwise file: it has no “format” line{}",
        .first_key.as_deref().map(|key| format!(" (it begins with “{key}”)")).unwrap_or_default()
    )]
    NoFormat { first_key: Option<String> },
    #[error("the file says that its format is {found}; a Clusterwise file says “clusterwise”")]
    OtherFormat { found: String },
    #[error(
        "the file was written by a newer version of Clusterwise (format {version}; this one reads up to {newest}): reload this page to get the new version, then open the file again"
    )]
    TooNew { version: u64, newest: u32 },
    #[error("the file is of format {version}, which no version of Clusterwise has ever written")]
    NoSuchVersion { version: u64 },
    #[error("the file is of kind “{kind}”, which this version does not know: it knows backup, return and board")]
    UnknownKind { kind: String },
    #[error("the file ({}) is {}: {}", .kind.words().to_lowercase(), .lock.words(), to_open(*.lock))]
    Sealed { kind: BundleKind, lock: Lock },
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("the file’s header is not right: {reason}; use the file as it was sent")]
    Header { reason: String },
    #[error("the file’s content is not right: {reason}; use the file as it was sent")]
    Content { reason: String },
    #[error(
        "the file was edited or damaged on its way: its content has the checksum {found}…, but its header says {stated}…; ask for it to be sent again"
    )]
    Checksum { stated: String, found: String },
    #[error("there is no {what} “{name}” here to put in a file")]
    Missing { what: &'static str, name: String },
    #[error("there is no pilot here yet: a file can be made once there is one")]
    NothingToSend,

    #[error("the file is of another pilot, {theirs}: it cannot be merged with {ours}")]
    OtherPilot { theirs: String, ours: String },
    #[error("the file does not say which pilot it is of")]
    NoPilot,
    #[error("this workspace is empty: open a backup of the pilot first, then {kind} files")]
    BackupFirst { kind: &'static str },
    #[error("the backups chosen are of different pilots, {pilots}: open those of one pilot")]
    SeveralPilots { pilots: String },
    #[error("{}{}: the whole file is left out; ask for a corrected one", .first, more(*.others))]
    Refused { first: String, others: usize },
    #[error("your data has changed since this list was made: look at it again before you apply it")]
    PlanOutdated,
    #[error("{0}")]
    Choice(String),

    #[error("the file is {what}, not a table in CSV: {instead}")]
    OtherTable { what: &'static str, instead: &'static str },
    #[error("the table cannot be read: {reason}")]
    Table { reason: String },
    #[error("choose the columns that hold {}", .missing.join(", "))]
    ColumnsMissing { missing: Vec<&'static str> },
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
}

fn to_open(lock: Lock) -> &'static str {
    match lock {
        Lock::Passphrase => "give the passphrase to open it",
        Lock::Keys(_) => "give the secret key to open it",
    }
}

fn more(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => " (and one record more)".to_owned(),
        _ => format!(" (and {others} records more)"),
    }
}

/// As much of a file's own text as a sentence can bear, with everything that would deceive or not show escaped.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 90;
    let mut shown = crate::model::shown_plainly(&text.chars().take(LONGEST).collect::<String>());
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
