//! Who may read a file, and who wrote it? Bytes in, bytes out. Knows nothing of pilots and nothing of what a file holds.
//!
//! * Sealing is age (<https://age-encryption.org/v1>), by the crate of that name, with a passphrase or to public keys. No
//!   cryptography is made up here: this room chooses how much work a passphrase costs, holds the text of a sealed file to
//!   its one canonical form, refuses what would ask for too much, and puts every refusal into a sentence.
//! * What was sealed is opened again before it is handed out.
//! * Signing is Ed25519. A signature says which device wrote a file; that a device is what it says it is, only people can
//!   know: [`KnownDevices`] remembers the key that was seen first and says when another comes.
//! * A store on a shared computer is locked by [`VaultRecord`]: here is only what a passphrase costs and what the record says; the
//!   keys themselves never leave the browser's own keeping.
//!
//! Randomness that seals comes from the platform, by the crates that seal: a passed-in number could be a weak one, and
//! nobody would see it. What makes a key of a device or a passphrase takes random bytes as arguments, as all else does.

mod armour;
mod error;
mod fingerprint;
mod header;
mod keys;
mod known;
mod locking;
mod passphrase;
mod signing;
mod strength;
mod vault;
mod words;

pub use error::SealError;
pub use fingerprint::Fingerprint;
pub use header::{KEYS_LIMIT, Lock, Work};
pub use keys::{Identity, Recipient};
pub use known::{KnownDevice, KnownDevices, Verdict};
pub use locking::{Key, Sealed, seal_to_recipients, seal_with_passphrase};
pub use passphrase::{GENERATED_WORDS, Passphrase, UNRECOVERABLE};
pub use signing::{DeviceKey, DevicePublicKey, Signature};
pub use strength::Strength;
pub use vault::{Door, Effort, LOST_WITHOUT_BOTH, SHEET_WORDS, Stretching, VaultRecord, Way, Wrapped};
