//! Sealing and opening in jobs: a passphrase costs a third of a second of hard work, which would hold up a page. Knows no page.

use crate::bundle::{BundleError, Keyring, Seal, SealWith, SealedFile};
use crate::seal::{Identity, Key, Passphrase, Recipient, SealError, Stretching, Work};

/// The sealed file of a file.
pub(super) fn seal(file: &str, with: &Seal) -> Result<String, BundleError> {
    let sealed = match with {
        Seal::Passphrase(passphrase) => {
            let passphrase = Passphrase::typed(passphrase)?;
            SealedFile::seal(file.as_bytes(), SealWith::Passphrase(&passphrase, Work::STANDARD))?
        }
        Seal::Keys(keys) => {
            let recipients = keys.iter().map(|key| Recipient::parse(key)).collect::<Result<Vec<_>, _>>()?;
            SealedFile::seal(file.as_bytes(), SealWith::Recipients(&recipients))?
        }
    };
    text(sealed)
}

/// The file that was sealed.
pub(super) fn open(sealed: &SealedFile, keyring: &Keyring) -> Result<String, BundleError> {
    let passphrases = keyring.passphrases.iter().filter_map(|text| Passphrase::typed(text).ok());
    let identities = keyring.identities.iter().filter_map(|text| Identity::parse(text).ok());
    let keys: Vec<Key> = passphrases
        .map(|passphrase| Key::from(&passphrase))
        .chain(identities.map(|identity| Key::from(&identity)))
        .collect();
    text(sealed.open(&keys)?)
}

/// The key that a passphrase makes for the lock of a store, as JSON of its bytes.
pub(super) fn stretch(passphrase: &str, stretching: &Stretching) -> Result<String, BundleError> {
    let key = stretching.key(&Passphrase::typed(passphrase)?)?;
    serde_json::to_string(&key).map_err(|error| BundleError::Unread(error.to_string()))
}

fn text(bytes: Vec<u8>) -> Result<String, BundleError> {
    String::from_utf8(bytes).map_err(|_| SealError::NotTheSame.into())
}
