//! The line of a file that says which device wrote it. Knows no cryptography, and not whom to believe.
//!
//! A signed file is the unsigned one with one line more, before `document`:
//!
//! ```json
//!   "signed": {"device": "amber-fox", "key": "…", "signature": "…"},
//! ```
//!
//! What is signed is every other byte of the file as it stands, so that no byte of a signed file can be changed unseen;
//! and without that line, the bytes are still a function of kind and document alone.

use super::envelope::DOCUMENT_LINE;
use super::migrations::SEALED_SINCE;
use super::{Bundle, BundleError};
use crate::merge::DeviceId;
use crate::seal::{DeviceKey, SealError, Signature};
use serde::{Deserialize, Serialize};

/// What the line says, before any of it is believed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignedLine {
    device: String,
    key: String,
    signature: String,
}

impl SignedLine {
    pub(super) fn of(signature: &Signature) -> Self {
        let Signature { device, key, .. } = signature;
        Self { device: device.clone(), key: key.to_string(), signature: signature.text() }
    }

    /// Whether it fits anything is not asked.
    pub(super) fn signature(&self) -> Result<Signature, SealError> {
        Signature::parse(&self.device, &self.key, &self.signature)
    }
}

impl Bundle {
    /// The file, signed as written by a device.
    pub fn encode_signed(&self, device: &DeviceId, key: &DeviceKey) -> Vec<u8> {
        let content = self.encode_as(SEALED_SINCE);
        let signature = key.sign(device.as_str(), &content);
        let line = format!("\n{}", line_of(&signature));
        let place = content.windows(DOCUMENT_LINE.len()).position(|window| window == DOCUMENT_LINE.as_bytes());
        let (head, rest) = content.split_at(place.unwrap_or(content.len()));
        [head, line.as_bytes(), rest].concat()
    }
}

fn line_of(signature: &Signature) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let line = SignedLine::of(signature);
    let (device, key, text) = (quoted(&line.device), quoted(&line.key), quoted(&line.signature));
    format!("  \"signed\": {{\"device\": {device}, \"key\": {key}, \"signature\": {text}}},")
}

/// The signature of a file that has one, if it fits. `text` is the whole file.
pub(super) fn checked(line: &SignedLine, text: &str) -> Result<Signature, BundleError> {
    let signature = line.signature()?;
    DeviceId::parse(&line.device).map_err(|_| SealError::NoSignature { reason: "its device is none" })?;
    let (head, rest) = text.split_once(DOCUMENT_LINE).ok_or(SealError::SignatureDoesNotFit)?;
    let line = format!("\n{}", line_of(&signature));
    let head = head.strip_suffix(&line).ok_or(SealError::SignatureDoesNotFit)?;
    signature.verify([head, DOCUMENT_LINE, rest].concat().as_bytes())?;
    Ok(signature)
}
