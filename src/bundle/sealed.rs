//! A sealed file: an envelope that people can read, and in it the whole of another file, which only keys open. Knows no
//! cryptography.
//!
//! ```json
//! {
//!   "format": "clusterwise",
//!   "version": 2,
//!   "kind": "return",
//!   "sealed": "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl…\n-----END AGE ENCRYPTED FILE-----\n"
//! }
//! ```
//!
//! * The kind is all that is said in clear: it tells a person what they hold and whom to ask for the passphrase. The
//!   pilot's name is nobody's secret, but nothing needs it before the file is open, and every line in clear is one more
//!   that could be wrong. The kind is held against what was sealed.
//! * A sealed file has one form alone, byte for byte, so that no bit of it can be changed unseen; not even white space.
//! * What is inside is a file as [`Bundle::encode`] or [`Bundle::encode_signed`] writes it.

use super::error::excerpt;
use super::migrations::SEALED_SINCE;
use super::{Bundle, BundleError, BundleKind, Format, SIZE_LIMIT, VERSION};
use crate::seal::{
    Key, Lock, Passphrase, Recipient, SealError, Sealed, Signature, Work, seal_to_recipients, seal_with_passphrase,
};

const SEALED: &str = "\",\n  \"sealed\": \"";
const END: &str = "\"\n}\n";

/// Up to the word of the kind.
fn head(version: u32) -> String {
    format!("{{\n  \"format\": \"clusterwise\",\n  \"version\": {version},\n  \"kind\": \"")
}

/// What to seal with.
#[derive(Debug, Clone, Copy)]
pub enum SealWith<'a> {
    Passphrase(&'a Passphrase, Work),
    Recipients(&'a [Recipient]),
}

/// A file that is sealed. What it says of itself is believed once it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    pub kind: BundleKind,
    sealed: Sealed,
}

impl SealedFile {
    /// Seals a file, opens it again for a test, and only then hands it out.
    pub fn seal(file: &[u8], with: SealWith<'_>) -> Result<Vec<u8>, BundleError> {
        let kind =
            BundleKind::ALL.into_iter().find(|kind| is_of_kind(file, *kind)).ok_or_else(|| BundleError::Header {
                reason: "only a file as Clusterwise writes it, not yet sealed, can be sealed".to_owned(),
            })?;
        let text = match with {
            SealWith::Passphrase(passphrase, work) => seal_with_passphrase(file, passphrase, work)?,
            SealWith::Recipients(recipients) => seal_to_recipients(file, recipients)?,
        };
        let (head, text) = (head(SEALED_SINCE), text.replace('\n', "\\n"));
        let sealed = [head.as_str(), kind.key(), SEALED, &text, END].concat().into_bytes();
        if sealed.len() > SIZE_LIMIT {
            return Err(BundleError::TooLarge { bytes: sealed.len() as u64 });
        }
        match Self::recognise(&sealed) {
            Some(Ok(again)) if again.kind == kind => Ok(sealed),
            _ => Err(SealError::NotTheSame.into()),
        }
    }

    /// Whether a file is sealed: `None` if it is none, and why where it cannot be read as one.
    pub fn recognise(bytes: &[u8]) -> Option<Result<Self, BundleError>> {
        let (kind, text) = kind_and_text(bytes)?;
        Some(Self::read(kind, text, bytes.len()))
    }

    /// Whether a file is sealed, by how it begins: whether it can be read as one is not asked.
    pub fn is_one(bytes: &[u8]) -> bool {
        kind_and_text(bytes).is_some()
    }

    fn read(kind: &[u8], text: &[u8], bytes: usize) -> Result<Self, BundleError> {
        if bytes > SIZE_LIMIT {
            return Err(BundleError::TooLarge { bytes: bytes as u64 });
        }
        let kind = String::from_utf8_lossy(kind);
        let kind = BundleKind::from_key(&kind).ok_or_else(|| BundleError::UnknownKind { kind: excerpt(&kind) })?;
        let text = text.strip_suffix(END.as_bytes()).and_then(|text| std::str::from_utf8(text).ok());
        let text = text.filter(|text| !text.contains('\n')).ok_or(changed())?;
        Ok(Self { kind, sealed: Sealed::read(&text.replace("\\n", "\n"))? })
    }

    pub fn lock(&self) -> Lock {
        self.sealed.lock()
    }

    /// The file that was sealed.
    pub fn open(&self, keys: &[Key]) -> Result<Vec<u8>, BundleError> {
        let file = self.sealed.open(keys)?;
        if is_of_kind(&file, self.kind) {
            return Ok(file);
        }
        Err(SealError::Damaged { what: "it is not of the kind that it says" }.into())
    }
}

/// The kind's word, and what is sealed with all that follows it.
fn kind_and_text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(head(SEALED_SINCE).as_bytes())?;
    // No kind's word is as long.
    let kind_end = rest.iter().take(64).position(|byte| *byte == b'"')?;
    let (kind, rest) = rest.split_at(kind_end);
    Some((kind, rest.strip_prefix(SEALED.as_bytes())?))
}

/// What is said of a sealed file that is not as sealing writes it.
pub(super) fn changed() -> BundleError {
    SealError::Damaged { what: "it is not laid out as it was written" }.into()
}

/// Whether a file begins as we write files of that kind, and is not sealed itself.
fn is_of_kind(file: &[u8], kind: BundleKind) -> bool {
    (1..=VERSION).any(|version| {
        let rest =
            file.strip_prefix(head(version).as_bytes()).and_then(|rest| rest.strip_prefix(kind.key().as_bytes()));
        rest.is_some_and(|rest| rest.starts_with(b"\",\n") && !rest.starts_with(SEALED.as_bytes()))
    })
}

/// A file that came in: what it holds, how it was sealed, and who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub bundle: Bundle,
    /// The version of the file, or of the one that was sealed.
    pub version: u32,
    pub lock: Option<Lock>,
    /// It fits. Whether its key is the device's is for [`crate::seal::KnownDevices`] to say.
    pub signature: Option<Signature>,
}

impl Received {
    /// Reads a file, with these keys if it is sealed.
    pub fn read(bytes: &[u8], keys: &[Key]) -> Result<Self, BundleError> {
        let Some(sealed) = SealedFile::recognise(bytes) else { return Format::current().read(bytes) };
        let sealed = sealed?;
        let lock = sealed.lock();
        if keys.is_empty() {
            return Err(BundleError::Sealed { kind: sealed.kind, lock });
        }
        let inner = Format::current().read(&sealed.open(keys)?)?;
        Ok(Self { lock: Some(lock), ..inner })
    }

    /// Reads a file that is not sealed, or no longer is.
    ///
    /// # Errors
    /// It is sealed, or cannot be read.
    pub fn unsealed(bytes: &[u8]) -> Result<Self, BundleError> {
        Format::current().read(bytes)
    }

    /// How it travelled, as the end of a sentence: “sealed with a passphrase; signed by amber-fox”.
    pub fn words(&self) -> String {
        let sealed = self.lock.map_or("not sealed".to_owned(), Lock::words);
        match &self.signature {
            Some(signature) => format!("{sealed}; signed by {}", signature.device),
            None => format!("{sealed}; not signed"),
        }
    }
}
