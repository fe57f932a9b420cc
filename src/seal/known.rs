//! Which key each device signed with when it was first seen, and what another key may mean. Knows no file and no clock.

use super::{DevicePublicKey, Signature};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A device that has been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    pub key: DevicePublicKey,
    /// Milliseconds since 1970.
    pub first_seen_ms: u64,
}

/// Every device that has signed something that came here. It is of this place alone and never travels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KnownDevices {
    devices: BTreeMap<String, KnownDevice>,
}

/// What is known of a signature's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing: the device is new here.
    FirstSeen,
    /// It is the key that the device has always had here.
    Same(KnownDevice),
    /// The device had another key before.
    Changed(KnownDevice),
}

impl KnownDevices {
    /// What is known of a signature that fits.
    pub fn verdict(&self, signature: &Signature) -> Verdict {
        match self.devices.get(&signature.device) {
            None => Verdict::FirstSeen,
            Some(known) if known.key == signature.key => Verdict::Same(*known),
            Some(known) => Verdict::Changed(*known),
        }
    }

    /// Remembers a device that is seen for the first time. One that is known keeps its key: only [`Self::trust`], which a
    /// person asks for, puts another in its place.
    pub fn remember(&mut self, signature: &Signature, now_ms: u64) {
        let seen = KnownDevice { key: signature.key, first_seen_ms: now_ms };
        self.devices.entry(signature.device.clone()).or_insert(seen);
    }

    /// Takes another key for a device's own, after somebody has asked the person who has it.
    pub fn trust(&mut self, signature: &Signature, now_ms: u64) {
        let seen = KnownDevice { key: signature.key, first_seen_ms: now_ms };
        self.devices.insert(signature.device.clone(), seen);
    }

    /// The warning that an unsigned file is due whose newest edit is of a device that has signed here before: whoever
    /// changes a file on its way can leave its signature out. `None` where nothing was to be expected.
    pub fn unsigned(&self, device: &str) -> Option<String> {
        self.devices.contains_key(device).then(|| {
            format!(
                "Not signed, though {device} has signed files that came here before. Ask them whether they sent it like \
                 this."
            )
        })
    }

    /// Every device, by its name.
    pub fn devices(&self) -> impl Iterator<Item = (&str, &KnownDevice)> {
        self.devices.iter().map(|(device, known)| (device.as_str(), known))
    }
}

impl Verdict {
    pub fn is_warning(&self) -> bool {
        matches!(self, Self::Changed(_))
    }

    /// What it means, and what to do where it is a warning.
    pub fn words(&self, signature: &Signature) -> String {
        let device = &signature.device;
        match self {
            Self::FirstSeen => format!(
                "Signed by {device}, which has not been seen here before. To be certain that it is theirs, ask them to \
                 read out the words of its key: {}.",
                signature.key.fingerprint()
            ),
            Self::Same(_) => format!("Signed by {device}, with the key that it has always had here."),
            Self::Changed(known) => format!(
                "Signed as {device}, but with another key than before. That is so when they use a new browser or a new \
                 profile, or have cleared this site’s data; when a profile was copied; or when somebody else uses the \
                 name. Ask them by telephone before you believe it. The words of the new key are {}; those of the key \
                 that was seen before are {}.",
                signature.key.fingerprint(),
                known.key.fingerprint()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::DeviceKey;

    fn signed(device: &str, key: u8) -> Signature {
        DeviceKey::from_random([key; 32]).sign(device, b"content")
    }

    #[test]
    fn the_key_that_was_seen_first_stays_until_somebody_trusts_another() {
        let mut known = KnownDevices::default();
        let (first, other) = (signed("amber-fox", 1), signed("amber-fox", 2));
        assert_eq!(known.verdict(&first), Verdict::FirstSeen);
        known.remember(&first, 10);
        let seen = KnownDevice { key: first.key, first_seen_ms: 10 };
        assert_eq!(known.verdict(&first), Verdict::Same(seen));
        assert_eq!(known.verdict(&signed("blue-jay", 1)), Verdict::FirstSeen, "a key is of one device");
        known.remember(&other, 20);
        assert_eq!(known.verdict(&other), Verdict::Changed(seen));
        known.trust(&other, 30);
        assert_eq!(known.verdict(&other), Verdict::Same(KnownDevice { key: other.key, first_seen_ms: 30 }));
        assert!(known.verdict(&first).is_warning());
        assert_eq!(known.devices().count(), 1);
    }

    #[test]
    fn a_changed_key_is_explained_with_both_keys_words() {
        let mut known = KnownDevices::default();
        let (first, other) = (signed("amber-fox", 1), signed("amber-fox", 2));
        known.remember(&first, 10);
        let words = known.verdict(&other).words(&other);
        for part in ["new browser", "copied", "somebody else", "telephone"] {
            assert!(words.contains(part), "{words}");
        }
        assert!(words.contains(&first.key.fingerprint().to_string()));
        assert!(words.contains(&other.key.fingerprint().to_string()));
    }

    #[test]
    fn a_signature_that_is_missing_is_told_where_there_was_one_before() {
        let mut known = KnownDevices::default();
        assert_eq!(known.unsigned("amber-fox"), None);
        known.remember(&signed("amber-fox", 1), 10);
        assert!(known.unsigned("amber-fox").is_some_and(|words| words.contains("has signed files")));
        assert_eq!(known.unsigned("blue-jay"), None);
    }

    #[test]
    fn what_is_known_can_be_kept_as_text() {
        let mut known = KnownDevices::default();
        known.remember(&signed("amber-fox", 1), 10);
        let text = serde_json::to_string(&known).unwrap();
        assert_eq!(serde_json::from_str::<KnownDevices>(&text).unwrap(), known);
        assert!(serde_json::from_str::<KnownDevices>(&text.replace("first_seen_ms", "seen")).is_err());
        let no_key = text.replacen(&signed("amber-fox", 1).key.to_string(), "none", 1);
        assert!(serde_json::from_str::<KnownDevices>(&no_key).is_err());
    }
}
