//! Everything that can go wrong in this room, as sentences. Knows no user's words: `ui` puts these into them.

/// Why a name, a value, a stamp or a whole document was refused. Nothing has been changed when one is returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    #[error("“{text}” is no device id: 1 to 40 lower-case letters, digits and hyphens are expected")]
    Device { text: String },
    #[error("“{text}” is no stamp: milliseconds, counter and device, parted by full stops, are expected")]
    Stamp { text: String },
    #[error("the stamp “{text}” lies outside the years 1990 to 2100")]
    StampYear { text: String },
    #[error("{what} “{text}” is refused: it {reason}")]
    Name { what: &'static str, text: String, reason: &'static str },
    #[error("a text of {bytes} bytes is too long: at most {limit} are kept")]
    TextTooLong { bytes: usize, limit: usize },
    #[error("a list of {items} items is too long: at most {limit} are kept")]
    ListTooLong { items: usize, limit: usize },
    #[error("a value is nested more than {limit} lists deep")]
    TooDeep { limit: usize },
    #[error("“{table}/{id}” has been deleted and restored too often to be restored again")]
    NoMoreLives { table: String, id: String },
    #[error("“{table}/{id}” was erased, and nothing can be written under its name again")]
    Erased { table: String, id: String },
    /// The device's id is in use twice, or its store went back to an older copy: it needs a new id.
    #[error("the stamp {stamp} is not newer than what this field has already seen of the same device")]
    StaleStamp { stamp: String },
    #[error("the document cannot be read: {reason}")]
    Unreadable { reason: String },
}

/// As much of a refused text as a sentence can bear, with everything but plain characters escaped.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(40).flat_map(char::escape_default).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

impl MergeError {
    /// A reader's complaint, without more of the file's text than a sentence can bear.
    pub(super) fn unreadable(error: &serde_json::Error) -> Self {
        const SENTENCE_LIMIT: usize = 400;
        let said = error.to_string();
        let reason = if error.is_eof() {
            format!("it ends too early, at line {} column {}", error.line(), error.column())
        } else if said.chars().nth(SENTENCE_LIMIT).is_some() {
            let start: String = said.chars().take(SENTENCE_LIMIT).collect();
            format!("{start}… at line {} column {}", error.line(), error.column())
        } else {
            said
        };
        MergeError::Unreadable { reason }
    }
}
