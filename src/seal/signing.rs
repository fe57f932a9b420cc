//! Which device wrote some bytes: Ed25519 signatures and their keys. Knows no file, and draws no chance itself.

use super::{Fingerprint, SealError};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// A device's secret key.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// From 32 random bytes, which must come from the platform's source for secrets. The same bytes give the same key,
    /// and are what is to be kept of it.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&bytes))
    }

    pub fn secret_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    pub fn public(&self) -> DevicePublicKey {
        DevicePublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs some bytes as a device.
    pub fn sign(&self, device: &str, content: &[u8]) -> Signature {
        let key = self.public();
        let bytes = self.0.sign(&message(device, &key, content)).to_bytes();
        Signature { device: device.to_owned(), key, bytes }
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({}, …)", self.public())
    }
}

/// A device's public key. As text it is 43 letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DevicePublicKey([u8; 32]);

impl DevicePublicKey {
    /// Reads what [`fmt::Display`] writes, and nothing else.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let bytes = BASE64_STANDARD_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(SealError::NoSignature { reason: "its key is not 43 letters that say 32 bytes" })
    }

    /// In words, for two people to compare.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of("sign", &self.0)
    }
}

impl fmt::Display for DevicePublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD_NO_PAD.encode(self.0))
    }
}

impl From<DevicePublicKey> for String {
    fn from(key: DevicePublicKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for DevicePublicKey {
    type Error = SealError;

    fn try_from(text: String) -> Result<Self, SealError> {
        Self::parse(&text)
    }
}

/// What a device put under some bytes. Whether it fits is for [`Self::verify`] to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub device: String,
    pub key: DevicePublicKey,
    bytes: [u8; 64],
}

impl Signature {
    /// From its three texts.
    pub fn parse(device: &str, key: &str, signature: &str) -> Result<Self, SealError> {
        let key = DevicePublicKey::parse(key)?;
        let bytes = BASE64_STANDARD_NO_PAD.decode(signature).ok().and_then(|bytes| bytes.try_into().ok());
        let bytes = bytes.ok_or(SealError::NoSignature { reason: "it is not 86 letters that say 64 bytes" })?;
        Ok(Self { device: device.to_owned(), key, bytes })
    }

    /// The signature itself as text.
    pub fn text(&self) -> String {
        BASE64_STANDARD_NO_PAD.encode(self.bytes)
    }

    /// Whether the key's owner signed these bytes as this device. The strict rule of verification: keys and signatures
    /// that fit several contents are refused.
    pub fn verify(&self, content: &[u8]) -> Result<(), SealError> {
        let key = VerifyingKey::from_bytes(&self.key.0);
        let key = key.map_err(|_| SealError::NoSignature { reason: "its key is no point of the curve" })?;
        let signature = ed25519_dalek::Signature::from_bytes(&self.bytes);
        let fits = key.verify_strict(&message(&self.device, &self.key, content), &signature);
        fits.map_err(|_| SealError::SignatureDoesNotFit)
    }
}

/// What is signed: what it is, in which way, by whom, and the hash of the content; each on a line, so that no two
/// contents give the same message. A device's name may hold no line end ([`crate`] has no other).
fn message(device: &str, key: &DevicePublicKey, content: &[u8]) -> Vec<u8> {
    let hash = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("clusterwise signature 1\n{hash}\n{key}\n{device}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_content_device_and_key_alone() {
        let key = DeviceKey::from_random([3; 32]);
        let signature = key.sign("amber-fox", b"content");
        assert_eq!(signature.verify(b"content"), Ok(()));
        assert_eq!(signature.verify(b"Content"), Err(SealError::SignatureDoesNotFit));
        let other_device = Signature { device: "blue-jay".to_owned(), ..signature.clone() };
        assert_eq!(other_device.verify(b"content"), Err(SealError::SignatureDoesNotFit));
        let other_key = Signature { key: DeviceKey::from_random([4; 32]).public(), ..signature.clone() };
        assert_eq!(other_key.verify(b"content"), Err(SealError::SignatureDoesNotFit));
        let no_point = Signature { key: DevicePublicKey([2; 32]), ..signature };
        assert!(no_point.verify(b"content").is_err());
    }

    #[test]
    fn a_key_that_fits_everything_is_refused() {
        // The neutral point as key and as half of the signature, with nothing as the other half.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let mut bytes = [0; 64];
        bytes[0] = 1;
        let signature = Signature { device: "amber-fox".to_owned(), key: DevicePublicKey(neutral), bytes };
        assert_eq!(signature.verify(b"anything"), Err(SealError::SignatureDoesNotFit));
    }

    #[test]
    fn keys_and_signatures_come_back_from_their_texts() {
        let key = DeviceKey::from_random([5; 32]);
        assert_eq!(DeviceKey::from_random(key.secret_bytes()).public(), key.public());
        let signature = key.sign("amber-fox", b"content");
        let (public, text) = (signature.key.to_string(), signature.text());
        assert_eq!((public.len(), text.len()), (43, 86));
        assert_eq!(Signature::parse("amber-fox", &public, &text), Ok(signature));
        assert!(Signature::parse("amber-fox", &public, &text[1..]).is_err());
        assert!(Signature::parse("amber-fox", &text, &text).is_err());
        assert!(!format!("{key:?}").contains("5, 5"));
    }
}
