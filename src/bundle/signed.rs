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

use super::migrations::SEALED_SINCE;
use super::{Bundle, BundleError};
use crate::merge::DeviceId;
use crate::seal::{DeviceKey, SealError, Signature};
use serde::Deserialize;

const DOCUMENT: &str = "\n  \"document\": ";

/// What the line says, before any of it is believed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignedLine {
    device: String,
    key: String,
    signature: String,
}

impl Bundle {
    /// The file, signed as written by a device.
    pub fn encode_signed(&self, device: &DeviceId, key: &DeviceKey) -> Vec<u8> {
        let content = self.encode_as(SEALED_SINCE);
        let signature = key.sign(device.as_str(), &content);
        let line = format!("\n{}", line_of(&signature));
        let place = content.windows(DOCUMENT.len()).position(|window| window == DOCUMENT.as_bytes());
        let (head, rest) = content.split_at(place.unwrap_or(content.len()));
        [head, line.as_bytes(), rest].concat()
    }
}

fn line_of(signature: &Signature) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let (device, key, text) =
        (quoted(&signature.device), quoted(&signature.key.to_string()), quoted(&signature.text()));
    format!("  \"signed\": {{\"device\": {device}, \"key\": {key}, \"signature\": {text}}},")
}

/// The signature of a file that has one, if it fits. `text` is the whole file.
pub(super) fn checked(line: &SignedLine, text: &str) -> Result<Signature, BundleError> {
    let signature = Signature::parse(&line.device, &line.key, &line.signature)?;
    DeviceId::parse(&line.device).map_err(|_| SealError::NoSignature { reason: "its device is none" })?;
    let (head, rest) = text.split_once(DOCUMENT).ok_or(SealError::SignatureDoesNotFit)?;
    let line = format!("\n{}", line_of(&signature));
    let head = head.strip_suffix(&line).ok_or(SealError::SignatureDoesNotFit)?;
    signature.verify([head, DOCUMENT, rest].concat().as_bytes())?;
    Ok(signature)
}
