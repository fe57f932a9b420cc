//! How the files of one pilot are sealed, opened and signed on this device. Of this device alone: it never travels. Knows no screen.

use crate::seal::{
    DeviceKey, DevicePublicKey, Identity, KnownDevice, KnownDevices, Passphrase, Recipient, SealError, Signature,
    Verdict,
};
use serde::{Deserialize, Serialize};

/// Passphrases of former times that are still tried; each try costs a third of a second.
const MOST_OLDER: usize = 8;

/// What a file is sealed with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Seal {
    Passphrase(String),
    /// Public keys, as texts.
    Keys(Vec<String>),
}

/// What may open a file: all that is known, as texts.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyring {
    pub passphrases: Vec<String>,
    pub identities: Vec<String>,
}

// Secrets are not for a log.
impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Passphrase(_) => f.write_str("Passphrase(…)"),
            Self::Keys(keys) => write!(f, "Keys({})", keys.len()),
        }
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring({} passphrases, {} identities)", self.passphrases.len(), self.identities.len())
    }
}

/// Somebody to seal to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedKey {
    /// Whose it is, as the person here calls them.
    pub name: String,
    /// The public key as text.
    pub key: String,
}

/// What this device knows for one pilot's files.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SealSettings {
    passphrase: Option<String>,
    /// Passphrases that opened files before; the newest first.
    older: Vec<String>,
    identity: Option<String>,
    seals_to: Vec<NamedKey>,
    /// The secret that signs.
    signing: Option<[u8; 32]>,
    known: KnownDevices,
    /// A person has said that files shall not be sealed.
    leaves_open: bool,
}

impl SealSettings {
    /// From the text that [`Self::write`] makes.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    pub fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// What files are sealed with: keys where there are some, else the passphrase. None where a person does not want it, or nothing
    /// has been chosen yet.
    pub fn seals_with(&self) -> Option<Seal> {
        if self.leaves_open {
            return None;
        }
        if self.seals_to.is_empty() {
            return self.passphrase.clone().map(Seal::Passphrase);
        }
        // What one sends, one can open again.
        let own = self.own_key().map(|key| key.to_string());
        let keys: Vec<String> = self.seals_to.iter().map(|one| one.key.clone()).chain(own).collect();
        Some(Seal::Keys(keys))
    }

    /// Whether files are left open because a person said so.
    pub fn leaves_open(&self) -> bool {
        self.leaves_open
    }

    pub fn leave_open(&mut self, leaves_open: bool) {
        self.leaves_open = leaves_open;
    }

    pub fn passphrase(&self) -> Option<&str> {
        self.passphrase.as_deref()
    }

    /// Takes a passphrase for all files from now on. The one before still opens.
    pub fn use_passphrase(&mut self, passphrase: &Passphrase) {
        let new = passphrase.reveal().to_owned();
        self.older.retain(|older| *older != new);
        if let Some(before) = self.passphrase.replace(new.clone()).filter(|before| *before != new) {
            self.keep_older(before);
        }
        self.leaves_open = false;
    }

    /// A passphrase has opened a file of this pilot: it is the pilot’s where there was none, and is tried from now on.
    pub fn opened_with(&mut self, passphrase: &Passphrase) {
        let text = passphrase.reveal();
        match &self.passphrase {
            None => self.passphrase = Some(text.to_owned()),
            Some(own) if own == text => {}
            Some(_) => self.keep_older(text.to_owned()),
        }
    }

    fn keep_older(&mut self, passphrase: String) {
        self.older.retain(|older| *older != passphrase);
        self.older.insert(0, passphrase);
        self.older.truncate(MOST_OLDER);
    }

    /// All that may open a file.
    pub fn keyring(&self) -> Keyring {
        Keyring {
            passphrases: self.passphrase.iter().chain(&self.older).cloned().collect(),
            identities: self.identity.iter().cloned().collect(),
        }
    }

    /// The key that others seal to so that this device can open it; None until one was made.
    pub fn own_key(&self) -> Option<Recipient> {
        self.identity.as_deref().and_then(|text| Identity::parse(text).ok()).map(|identity| identity.recipient())
    }

    /// Makes that key, once.
    pub fn make_own_key(&mut self) {
        if self.own_key().is_none() {
            self.identity = Some(Identity::generate().secret_text());
        }
    }

    pub fn seals_to(&self) -> &[NamedKey] {
        &self.seals_to
    }

    /// Adds somebody to seal to.
    pub fn add_key(&mut self, name: &str, key: &str) -> Result<(), SealError> {
        let key = Recipient::parse(key)?.to_string();
        self.seals_to.retain(|one| one.key != key);
        self.seals_to.push(NamedKey { name: name.trim().to_owned(), key });
        self.leaves_open = false;
        Ok(())
    }

    pub fn remove_key(&mut self, key: &str) {
        self.seals_to.retain(|one| one.key != key);
    }

    /// The key that signs as this device, made once of `random`, which must come from the platform.
    pub fn signing_key(&mut self, random: impl FnOnce() -> Option<[u8; 32]>) -> Option<DeviceKey> {
        if self.signing.is_none() {
            self.signing = random();
        }
        self.signing.map(DeviceKey::from_random)
    }

    /// The public half of the key that signs as this device; None until it was made.
    pub fn own_signing_key(&self) -> Option<DevicePublicKey> {
        self.signing.map(|bytes| DeviceKey::from_random(bytes).public())
    }

    /// Every device that has signed a file that was opened here.
    pub fn devices(&self) -> impl Iterator<Item = (&str, &KnownDevice)> {
        self.known.devices()
    }

    /// The warning that is due for an unsigned file whose newest edit is a device's; None where nothing was to be expected.
    pub fn unsigned(&self, device: &str) -> Option<String> {
        self.known.unsigned(device)
    }

    /// What is known of who signed a file.
    pub fn verdict(&self, signature: &Signature) -> Verdict {
        self.known.verdict(signature)
    }

    /// Remembers who signed a file that was taken in. `now_ms` counts from 1970.
    pub fn remember(&mut self, signature: &Signature, now_ms: u64) {
        self.known.remember(signature, now_ms);
    }

    /// Takes a device’s other key for its own: a person has asked them.
    pub fn trust(&mut self, signature: &Signature, now_ms: u64) {
        self.known.trust(signature, now_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(byte: u8) -> Passphrase {
        Passphrase::generated([byte; 16])
    }

    #[test]
    fn the_first_passphrase_that_opens_a_file_is_the_pilots() {
        let mut settings = SealSettings::default();
        assert_eq!(settings.seals_with(), None);
        settings.opened_with(&words(1));
        settings.opened_with(&words(2));
        assert_eq!(settings.passphrase(), Some(words(1).reveal()));
        assert_eq!(settings.keyring().passphrases, [words(1).reveal(), words(2).reveal()]);
        assert_eq!(settings.seals_with(), Some(Seal::Passphrase(words(1).reveal().to_owned())));
    }

    #[test]
    fn a_new_passphrase_leaves_the_old_ones_able_to_open() {
        let mut settings = SealSettings::default();
        for byte in 1..=12 {
            settings.use_passphrase(&words(byte));
        }
        settings.use_passphrase(&words(11));
        let tried = settings.keyring().passphrases;
        assert_eq!(tried[..2], [words(11).reveal(), words(12).reveal()]);
        assert_eq!(tried.len(), 1 + MOST_OLDER);
        assert_eq!(tried.iter().filter(|one| *one == words(11).reveal()).count(), 1);
    }

    #[test]
    fn keys_go_before_the_passphrase_and_ones_own_is_among_them() {
        let mut settings = SealSettings::default();
        settings.use_passphrase(&words(1));
        settings.make_own_key();
        let own = settings.own_key().unwrap();
        settings.make_own_key();
        assert_eq!(settings.own_key(), Some(own.clone()), "it is made once");
        let clerk = Identity::generate().recipient();
        settings.add_key(" Clerk ", &clerk.to_string()).unwrap();
        assert!(settings.add_key("Nobody", "age1nothing").is_err());
        assert_eq!(settings.seals_with(), Some(Seal::Keys(vec![clerk.to_string(), own.to_string()])));
        assert_eq!(settings.seals_to()[0].name, "Clerk");
        settings.leave_open(true);
        assert_eq!(settings.seals_with(), None);
        settings.leave_open(false);
        settings.remove_key(&clerk.to_string());
        assert_eq!(settings.seals_with(), Some(Seal::Passphrase(words(1).reveal().to_owned())));
    }

    #[test]
    fn what_is_kept_reads_back_and_shows_no_secret_in_a_log() {
        let mut settings = SealSettings::default();
        settings.use_passphrase(&words(1));
        settings.make_own_key();
        let key = settings.signing_key(|| Some([7; 32])).unwrap();
        assert_eq!(settings.signing_key(|| Some([8; 32])).unwrap().public(), key.public(), "it is made once");
        assert_eq!(settings.own_signing_key(), Some(key.public()));
        assert_eq!(settings.unsigned("amber-fox"), None);
        settings.remember(&key.sign("amber-fox", b"content"), 5);
        assert!(settings.unsigned("amber-fox").is_some() && settings.devices().count() == 1);
        let again = SealSettings::read(&settings.write().unwrap()).unwrap();
        assert!(again == settings);
        assert_eq!(format!("{:?}", settings.keyring()), "Keyring(1 passphrases, 1 identities)");
        assert_eq!(format!("{:?}", settings.seals_with()), "Some(Passphrase(…))");
    }

    #[test]
    fn files_are_left_open_only_as_long_as_a_person_says_so() {
        let mut settings = SealSettings::default();
        assert!(!settings.leaves_open(), "nothing chosen yet is no choice");
        settings.leave_open(true);
        assert!(settings.leaves_open());
        settings.use_passphrase(&words(1));
        assert!(!settings.leaves_open());
    }

    #[test]
    fn the_pilots_own_passphrase_is_tried_once_and_not_twice() {
        let mut settings = SealSettings::default();
        settings.use_passphrase(&words(1));
        settings.opened_with(&words(1));
        assert_eq!(settings.keyring().passphrases, [words(1).reveal()]);
    }

    #[test]
    fn somebody_added_again_has_the_new_name_and_the_others_stay() {
        let mut settings = SealSettings::default();
        let [clerk, board] = [(), ()].map(|()| Identity::generate().recipient().to_string());
        for (name, key) in [("Clerk", &clerk), ("Board", &board), ("Office", &clerk)] {
            settings.add_key(name, key).unwrap();
        }
        let seals_to: Vec<_> = settings.seals_to().iter().map(|one| (one.name.as_str(), &one.key)).collect();
        assert_eq!(seals_to, [("Board", &board), ("Office", &clerk)]);
    }

    #[test]
    fn another_key_of_a_device_is_its_own_once_a_person_trusts_it() {
        let mut settings = SealSettings::default();
        let [before, after] = [7, 8].map(|byte| DeviceKey::from_random([byte; 32]).sign("amber-fox", b"content"));
        settings.remember(&before, 5);
        settings.remember(&after, 6);
        assert!(matches!(settings.verdict(&after), Verdict::Changed(_)), "to have seen it is not to trust it");
        settings.trust(&after, 7);
        assert!(matches!(settings.verdict(&after), Verdict::Same(_)));
        assert!(matches!(settings.verdict(&before), Verdict::Changed(_)));
    }
}
