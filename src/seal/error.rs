//! Everything that can be wrong with a seal, a key or a signature, as sentences. Knows no file and no screen.

use super::header::{KEYS_LIMIT, Work};
use thiserror::Error;

/// Why nothing was sealed, opened, believed or made. Nothing of a sealed file's content is handed out with one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    #[error("the file is sealed with a passphrase: give the passphrase to open it")]
    PassphraseNeeded,
    #[error("the file is sealed to {}: open it where {} is kept", counted(*.keys), if *.keys == 1 { "it" } else { "one of them" })]
    KeyNeeded { keys: usize },
    /// The format cannot tell these two apart: both fail at the same seal.
    #[error(
        "the passphrase does not open the file: check each word and their order. If it is right for certain, the file was damaged on its way: ask for it to be sent again"
    )]
    WrongPassphrase,
    #[error(
        "the file is sealed to {}, and none of yours is among them: ask for it to be sealed to your key",
        counted(*.keys)
    )]
    OtherKeys { keys: usize },
    #[error("the sealed file was changed or damaged on its way: {what}; ask for it to be sent again")]
    Damaged { what: &'static str },
    #[error(
        "opening the file would take far more work than any file sealed here (2^{log2} steps; the most is 2^{}): it is not opened",
        Work::MOST.exponent()
    )]
    TooMuchWork { log2: u8 },
    #[error("the file is sealed to {keys} keys; the most is {KEYS_LIMIT}")]
    TooManyKeys { keys: usize },
    #[error("the file is sealed in a way that this version does not know: get the newest version, then open it again")]
    OtherSeal,
    #[error("no key was named to seal to")]
    NobodyToSealTo,
    #[error(
        "the file could not be sealed: sealed and opened again for a test, it was not the same. Nothing was written; try again"
    )]
    NotTheSame,

    #[error("the lock of this pilot cannot be used: {reason}")]
    NoVault { reason: &'static str },

    #[error("the passphrase is empty")]
    EmptyPassphrase,
    #[error("the passphrase has {letters} letters; the most is {most}")]
    LongPassphrase { letters: usize, most: usize },
    #[error("the passphrase is too easy to guess: {reason}")]
    WeakPassphrase { reason: String },
    #[error("this is no key: {reason}")]
    NoKey { reason: &'static str },

    #[error(
        "the signature does not fit: the file was changed after it was signed, or the signature is of another file; ask for it to be sent again"
    )]
    SignatureDoesNotFit,
    #[error("the signature cannot be read: {reason}; ask for the file to be sent again")]
    NoSignature { reason: &'static str },
}

fn counted(count: usize) -> String {
    if count == 1 { "one key".to_owned() } else { format!("{count} keys") }
}
