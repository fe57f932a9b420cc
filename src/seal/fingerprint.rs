//! A public key in six words, for two people to read to one another. Knows no chance and no file.

use super::words::spelt;
use sha2::{Digest, Sha256};
use std::fmt;

/// Six words, some 77 bits: enough that nobody finds another key with the same words, which takes 2^77 keys on average.
const WORDS: usize = 6;

/// What two people compare to know that they have the same key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of a key's bytes. `purpose` keeps the same bytes apart where they mean different things.
    pub(super) fn of(purpose: &str, key: &[u8]) -> Self {
        let hash = Sha256::new().chain_update(b"clusterwise words 1\n").chain_update(purpose).chain_update(b"\n");
        let hash = hash.chain_update(key).finalize();
        let number = hash.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        Self(spelt(number, WORDS).join(" "))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
