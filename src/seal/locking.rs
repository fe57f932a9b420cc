//! Seals bytes and opens them again, by age. Knows neither what the bytes are nor where they go.

use super::armour::{armoured, bytes_of};
use super::{Identity, KEYS_LIMIT, Lock, Passphrase, Recipient, SealError, Work};
use age::secrecy::ExposeSecret;
use age_core::format::{FileKey, Stanza};
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::io::{Read, Write};
use std::iter;
use std::sync::Arc;

/// What may open a file.
#[derive(Clone)]
pub struct Key(Secret);

#[derive(Clone)]
enum Secret {
    Passphrase(Arc<age::scrypt::Identity>),
    Identity(Arc<age::x25519::Identity>),
}

impl From<&Passphrase> for Key {
    fn from(passphrase: &Passphrase) -> Self {
        let mut identity = age::scrypt::Identity::new(passphrase.secret());
        identity.set_max_work_factor(Work::MOST.exponent());
        Self(Secret::Passphrase(Arc::new(identity)))
    }
}

impl From<&Identity> for Key {
    fn from(identity: &Identity) -> Self {
        Self(Secret::Identity(Arc::new(identity.0.clone())))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Seals with a passphrase, and opens the result with it before handing it out.
pub fn seal_with_passphrase(plain: &[u8], passphrase: &Passphrase, work: Work) -> Result<String, SealError> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.secret());
    recipient.set_work_factor(work.exponent());
    let sealed = written(plain, iter::once(&recipient as &dyn age::Recipient))?;
    let opened = Sealed::read(&sealed)?.open(&[Key::from(passphrase)])?;
    if opened == plain { Ok(sealed) } else { Err(SealError::NotTheSame) }
}

/// Seals to public keys, any of which opens it. Whoever seals has not their secrets; the result is opened for a test
/// with the file's own key, which sealing kept for that moment.
pub fn seal_to_recipients(plain: &[u8], recipients: &[Recipient]) -> Result<String, SealError> {
    match recipients.len() {
        0 => return Err(SealError::NobodyToSealTo),
        keys if keys > KEYS_LIMIT => return Err(SealError::TooManyKeys { keys }),
        _ => {}
    }
    let watched: Vec<Watched<'_>> = recipients.iter().map(Watched::new).collect();
    let sealed = written(plain, watched.iter().map(|recipient| recipient as &dyn age::Recipient))?;
    let Some(file_key) = watched.first().and_then(|first| first.kept.take()) else {
        return Err(SealError::NotTheSame);
    };
    let is_complete = Sealed::read(&sealed)?.lock() == Lock::Keys(recipients.len());
    let opened = read(&bytes_of(&sealed)?, iter::once(&OfFile(file_key) as &dyn age::Identity));
    if is_complete && opened.is_ok_and(|opened| opened == plain) { Ok(sealed) } else { Err(SealError::NotTheSame) }
}

fn written<'a>(plain: &[u8], recipients: impl Iterator<Item = &'a dyn age::Recipient>) -> Result<String, SealError> {
    // Writing into memory fails only where there is none.
    let failed = |_: std::io::Error| SealError::NotTheSame;
    let encryptor = age::Encryptor::with_recipients(recipients).map_err(|_| SealError::NotTheSame)?;
    let mut bytes = Vec::with_capacity(plain.len() + plain.len() / 1_000 + 1_000);
    let mut writer = encryptor.wrap_output(&mut bytes).map_err(failed)?;
    writer.write_all(plain).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(armoured(&bytes))
}

/// A sealed text whose form is right and which asks for no more than it may. What it says is not yet proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    bytes: Vec<u8>,
    lock: Lock,
}

impl Sealed {
    /// Reads the text of a sealed file, which must be the very text that sealing writes.
    pub fn read(text: &str) -> Result<Self, SealError> {
        let bytes = bytes_of(text)?;
        let lock = Lock::of(&bytes)?;
        Ok(Self { bytes, lock })
    }

    pub fn lock(&self) -> Lock {
        self.lock
    }

    /// What was sealed, whole and unchanged; else why not.
    pub fn open(&self, keys: &[Key]) -> Result<Vec<u8>, SealError> {
        match self.lock {
            Lock::Passphrase => self.open_by_passphrase(keys),
            Lock::Keys(count) => self.open_by_key(keys, count),
        }
    }

    fn open_by_passphrase(&self, keys: &[Key]) -> Result<Vec<u8>, SealError> {
        let mut outcome = Err(SealError::PassphraseNeeded);
        for key in keys {
            let Secret::Passphrase(passphrase) = &key.0 else { continue };
            outcome = read(&self.bytes, iter::once(passphrase.as_ref() as &dyn age::Identity));
            if outcome != Err(SealError::WrongPassphrase) {
                break;
            }
        }
        outcome
    }

    fn open_by_key(&self, keys: &[Key], count: usize) -> Result<Vec<u8>, SealError> {
        let identities: Vec<&dyn age::Identity> = keys
            .iter()
            .filter_map(|key| match &key.0 {
                Secret::Identity(identity) => Some(identity.as_ref() as &dyn age::Identity),
                Secret::Passphrase(_) => None,
            })
            .collect();
        if identities.is_empty() {
            return Err(SealError::KeyNeeded { keys: count });
        }
        let opened = read(&self.bytes, identities.into_iter());
        opened.map_err(|error| match error {
            SealError::OtherKeys { .. } => SealError::OtherKeys { keys: count },
            other => other,
        })
    }
}

/// All of it or nothing: what was read before something was found wrong is dropped.
fn read<'a>(sealed: &[u8], keys: impl Iterator<Item = &'a dyn age::Identity>) -> Result<Vec<u8>, SealError> {
    let decryptor = age::Decryptor::new_buffered(sealed).map_err(refused)?;
    let mut reader = decryptor.decrypt(keys).map_err(refused)?;
    let mut plain = Vec::with_capacity(sealed.len());
    let read = reader.read_to_end(&mut plain);
    read.map_err(|_| SealError::Damaged { what: "its content is not the one that was sealed" })?;
    Ok(plain)
}

fn refused(error: age::DecryptError) -> SealError {
    use age::DecryptError as Age;
    match error {
        Age::DecryptionFailed | Age::KeyDecryptionFailed => SealError::WrongPassphrase,
        Age::NoMatchingKeys => SealError::OtherKeys { keys: 0 },
        Age::ExcessiveWork { required, .. } => SealError::TooMuchWork { log2: required },
        Age::UnknownFormat => SealError::OtherSeal,
        Age::InvalidMac => SealError::Damaged { what: "its beginning is not the one that was sealed" },
        _ => SealError::Damaged { what: "its beginning is not whole" },
    }
}

/// Seals as its recipient does, and keeps the file's key for the one test.
struct Watched<'a> {
    recipient: &'a Recipient,
    kept: RefCell<Option<FileKey>>,
}

impl<'a> Watched<'a> {
    fn new(recipient: &'a Recipient) -> Self {
        Self { recipient, kept: RefCell::new(None) }
    }
}

impl age::Recipient for Watched<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        self.kept.replace(Some(copy(file_key)));
        self.recipient.0.wrap_file_key(file_key)
    }
}

/// Opens the one file whose key it is.
struct OfFile(FileKey);

impl age::Identity for OfFile {
    fn unwrap_stanza(&self, _: &Stanza) -> Option<Result<FileKey, age::DecryptError>> {
        Some(Ok(copy(&self.0)))
    }
}

fn copy(file_key: &FileKey) -> FileKey {
    FileKey::new(Box::new(*file_key.expose_secret()))
}
