//! Reading a file as a job: opening it if it is sealed, and all that is checked in it, which would hold up a page. Knows no page.

use super::{JobFault, sealing};
use crate::bundle::{BundleError, Keyring, SealedFile, hand_over};
use crate::seal::Lock;

const READ: &str = "read\n";
const LOCKED: &str = "locked\n";

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// It was read: what [`crate::bundle::TakingOver`] reads.
    Read(String),
    /// No passphrase that was at hand opens it; the words say why.
    Locked(String),
}

impl Arrival {
    /// Reads the answer to [`super::Job::Receive`].
    ///
    /// # Errors
    /// Where the text is no answer: what sent it is of another version.
    pub fn of(mut answer: String) -> Result<Self, JobFault> {
        if answer.starts_with(READ) {
            Ok(Self::Read(answer.split_off(READ.len())))
        } else if answer.starts_with(LOCKED) {
            Ok(Self::Locked(answer.split_off(LOCKED.len())))
        } else {
            Err(JobFault::Ended("it was no answer".to_owned()))
        }
    }
}

/// What came of taking a file's seal off.
pub(super) enum Opened {
    /// The file, which is not sealed or no longer.
    File(String),
    /// The answer where no passphrase fits.
    Locked(String),
}

pub(super) fn opened(file: String, keyring: &Keyring) -> Result<Opened, BundleError> {
    let Some(sealed) = SealedFile::recognise(file.as_bytes()) else { return Ok(Opened::File(file)) };
    let sealed = sealed?;
    match sealing::open(&sealed, keyring) {
        Ok(file) => Ok(Opened::File(file)),
        Err(why) if sealed.lock() == Lock::Passphrase => Ok(Opened::Locked(format!("{LOCKED}{why}"))),
        Err(why) => Err(why),
    }
}

/// The answer of what is not sealed, or no longer is.
pub(super) fn read(file: &str) -> Result<String, BundleError> {
    Ok([READ, &hand_over(file)?].concat())
}
