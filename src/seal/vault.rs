//! What locks a store on a shared computer: doors, behind each of which lies the same key, and what a passphrase costs there.
//! Knows no store and no browser, and draws no chance.
//!
//! A store's texts are sealed with a data key. The data key is wrapped with the root key, and the root key once for each door: with
//! what Argon2id makes of the passphrase, and of the words on the recovery sheet. So a passphrase is changed without touching a
//! text, and the data key, when something is erased, without asking for a passphrase.

use super::words::spelt;
use super::{Passphrase, SealError};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

/// The form of the record.
const FORM: u32 = 1;
/// More than a passphrase and a sheet need.
const MOST_DOORS: usize = 8;
/// How many words the recovery sheet has: 128 bits of chance, so that it needs no strength of its own.
pub const SHEET_WORDS: usize = 10;
/// To be said before a store is locked.
pub const LOST_WITHOUT_BOTH: &str = "Whoever forgets the passphrase and loses the recovery sheet has lost what is only on this device. \
    Nobody can open it then: not you, not us, not the council.";

/// What it costs to try a passphrase: Argon2id with so many KiB of memory, passes over it, and lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effort {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Effort {
    /// The second choice of RFC 9106, for where memory is not plenty: 64 MiB, three passes, four lanes.
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };
    /// OWASP's Password Storage Cheat Sheet: less than this is not to be used.
    pub const LEAST: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// A record could ask for terabytes and years.
    pub const MOST: Self = Self { memory_kib: 256 * 1024, passes: 10, lanes: 8 };

    fn checked(self) -> Result<Self, SealError> {
        let is_within = |of: fn(&Self) -> u32| (of(&Self::LEAST)..=of(&Self::MOST)).contains(&of(&self));
        match is_within(|effort| effort.memory_kib)
            && is_within(|effort| effort.passes)
            && is_within(|effort| effort.lanes)
        {
            true => Ok(self),
            false => Err(SealError::NoVault { reason: "it asks for too little work or for too much" }),
        }
    }
}

/// How a passphrase becomes a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretching {
    pub effort: Effort,
    /// Sixteen bytes as Base64, so that no two stores can be tried at once.
    pub salt: String,
}

impl Stretching {
    /// With the usual effort. `salt` must be random.
    pub fn new(salt: [u8; 16]) -> Self {
        Self { effort: Effort::STANDARD, salt: BASE64.encode(salt) }
    }

    /// The key that a passphrase makes, 32 bytes. It takes some tenths of a second and the memory of the effort.
    ///
    /// # Errors
    /// The effort is out of bounds, or the salt is none.
    pub fn key(&self, passphrase: &Passphrase) -> Result<[u8; 32], SealError> {
        let Effort { memory_kib, passes, lanes } = self.effort.checked()?;
        let unfit = SealError::NoVault { reason: "what it says of its passphrase cannot be read" };
        let salt = BASE64.decode(&self.salt).ok().filter(|salt| salt.len() == 16).ok_or_else(|| unfit.clone())?;
        let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(|_| unfit.clone())?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.reveal().as_bytes(), &salt, &mut key)
            .map_err(|_| unfit)?;
        Ok(key)
    }
}

/// What opens a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Passphrase,
    /// The words on the recovery sheet.
    Sheet,
}

/// A key that is sealed with another: AES-256-GCM over the key's bytes. Both texts are Base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrapped {
    pub nonce: String,
    pub key: String,
}

impl Wrapped {
    pub fn new(nonce: &[u8], key: &[u8]) -> Self {
        Self { nonce: BASE64.encode(nonce), key: BASE64.encode(key) }
    }

    /// The nonce and the sealed key. What is no Base64 is empty, and opens nothing.
    pub fn bytes(&self) -> (Vec<u8>, Vec<u8>) {
        let bytes = |text: &String| BASE64.decode(text).unwrap_or_default();
        (bytes(&self.nonce), bytes(&self.key))
    }
}

/// A way to the root key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    pub way: Way,
    pub stretching: Stretching,
    pub root: Wrapped,
}

impl Door {
    /// What is sealed along with the root key, so that none of it can be changed.
    pub fn header(way: Way, stretching: &Stretching) -> String {
        let Stretching { effort: Effort { memory_kib, passes, lanes }, salt } = stretching;
        let way = match way {
            Way::Passphrase => "passphrase",
            Way::Sheet => "sheet",
        };
        format!("clusterwise door {FORM} {way} argon2id {memory_kib} {passes} {lanes} {salt}")
    }
}

/// What a locked store says of itself in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultRecord {
    form: u32,
    doors: Vec<Door>,
    /// The name of the data key: each has another.
    data_name: String,
    data: Wrapped,
}

impl VaultRecord {
    /// A record without a door, through which nobody comes.
    pub fn new(data_name: String, data: Wrapped) -> Self {
        Self { form: FORM, doors: Vec::new(), data_name, data }
    }

    /// From the text that [`Self::write`] makes.
    ///
    /// # Errors
    /// It is no such text, of a later form, or asks for more than it may.
    pub fn read(text: &str) -> Result<Self, SealError> {
        let damaged = |_| SealError::NoVault { reason: "it is damaged" };
        let record: Self = serde_json::from_str(text).map_err(damaged)?;
        if record.form != FORM {
            return Err(SealError::NoVault { reason: "it is of a later version of this page" });
        }
        if record.doors.len() > MOST_DOORS {
            return Err(SealError::NoVault { reason: "it is damaged" });
        }
        record.doors.iter().try_for_each(|door| door.stretching.effort.checked().map(|_| ()))?;
        Ok(record)
    }

    pub fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    pub fn doors(&self) -> &[Door] {
        &self.doors
    }

    /// Puts a door in place of those that are opened in the same way.
    pub fn put_door(&mut self, door: Door) {
        self.doors.retain(|other| other.way != door.way);
        self.doors.push(door);
        self.doors.sort_by_key(|door| door.way);
    }

    pub fn data_name(&self) -> &str {
        &self.data_name
    }

    pub fn data(&self) -> &Wrapped {
        &self.data
    }

    /// What is sealed along with the data key.
    pub fn data_header(data_name: &str) -> String {
        format!("clusterwise data {FORM} {data_name}")
    }

    /// Another data key in place of the one before.
    pub fn put_data(&mut self, data_name: String, data: Wrapped) {
        (self.data_name, self.data) = (data_name, data);
    }
}

impl Passphrase {
    /// The words of a recovery sheet from sixteen random bytes, which must come from the platform's source for secrets.
    pub fn of_sheet(random: [u8; 16]) -> Self {
        Self::listed(&spelt(u128::from_le_bytes(random), SHEET_WORDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> VaultRecord {
        let mut record = VaultRecord::new("a1".to_owned(), Wrapped::new(&[1; 12], &[2; 48]));
        for way in [Way::Sheet, Way::Passphrase] {
            let stretching = Stretching::new([way as u8; 16]);
            record.put_door(Door { way, stretching, root: Wrapped::new(&[3; 12], &[4; 48]) });
        }
        record
    }

    /// RFC 9106, section 5.3, has a secret and associated data, which are not used here; this is the reference program's own answer:
    /// `echo -n "abacus abdomen" | argon2 clusterwise-salt -id -t 2 -k 19456 -p 1 -r`.
    #[test]
    fn a_passphrase_makes_the_key_that_argon2id_makes_of_it() {
        let passphrase = Passphrase::typed("  Abacus abdomen ").unwrap();
        let stretching = Stretching { effort: Effort::LEAST, salt: BASE64.encode(b"clusterwise-salt") };
        let key = stretching.key(&passphrase).unwrap();
        let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digits, "dc53aa09c05eb2b8ea2ac21a0bafd848e88cd2662a8dad4706cd24eab217ca88");
        let other = Stretching::new(*b"clusterwise-salt").key(&passphrase).unwrap();
        assert_ne!(other, key, "another effort, another key");
    }

    #[test]
    fn a_record_asks_for_no_more_and_no_less_than_it_may() {
        let with = |effort| {
            let mut record = record();
            let stretching = Stretching { effort, ..Stretching::new([9; 16]) };
            record.put_door(Door { way: Way::Sheet, stretching: stretching.clone(), root: Wrapped::new(&[], &[]) });
            let read = VaultRecord::read(&record.write().unwrap()).map(|_| ());
            if read.is_err() {
                assert!(stretching.key(&Passphrase::typed("a").unwrap()).is_err(), "no work is done for it either");
            }
            read.is_ok()
        };
        for effort in [Effort::LEAST, Effort::STANDARD, Effort::MOST] {
            assert!(with(effort));
        }
        let (least, most) = (Effort::LEAST, Effort::MOST);
        for effort in [
            Effort { memory_kib: least.memory_kib - 1, ..Effort::STANDARD },
            Effort { passes: least.passes - 1, ..Effort::STANDARD },
            Effort { lanes: least.lanes - 1, ..Effort::STANDARD },
            Effort { memory_kib: most.memory_kib + 1, ..Effort::STANDARD },
            Effort { passes: most.passes + 1, ..Effort::STANDARD },
            Effort { lanes: most.lanes + 1, ..Effort::STANDARD },
            Effort { memory_kib: u32::MAX, passes: u32::MAX, lanes: u32::MAX },
        ] {
            assert!(!with(effort), "{effort:?}");
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written_or_not_at_all() {
        let record = record();
        let text = record.write().unwrap();
        assert_eq!(VaultRecord::read(&text), Ok(record.clone()));
        let refused = |text: &str| VaultRecord::read(text).unwrap_err().to_string();
        assert!(refused(&text.replace("\"form\":1", "\"form\":2")).contains("later version"));
        assert!(refused(&text.replace("\"doors\"", "\"windows\"")).contains("damaged"));
        assert!(refused("").contains("damaged"));
        let door = record.doors()[0].clone();
        let crowd = VaultRecord { doors: vec![door; MOST_DOORS + 1], ..record };
        assert!(refused(&crowd.write().unwrap()).contains("damaged"));
    }

    #[test]
    fn a_door_takes_the_place_of_its_like_and_its_header_says_all_of_it() {
        let mut record = record();
        let ways: Vec<Way> = record.doors().iter().map(|door| door.way).collect();
        assert_eq!(ways, [Way::Passphrase, Way::Sheet]);
        let stretching = Stretching::new([7; 16]);
        record.put_door(Door { way: Way::Passphrase, stretching: stretching.clone(), root: Wrapped::new(&[5], &[6]) });
        assert_eq!(record.doors().len(), 2);
        assert_eq!(record.doors()[0].root.bytes(), (vec![5], vec![6]));
        assert_eq!(
            Door::header(Way::Passphrase, &stretching),
            "clusterwise door 1 passphrase argon2id 65536 3 4 BwcHBwcHBwcHBwcHBwcHBw=="
        );
        assert_ne!(Door::header(Way::Passphrase, &stretching), Door::header(Way::Sheet, &stretching));
        record.put_data("b2".to_owned(), Wrapped::new(&[8], &[9]));
        assert_eq!((record.data_name(), record.data().bytes()), ("b2", (vec![8], vec![9])));
        assert_ne!(VaultRecord::data_header("a1"), VaultRecord::data_header("b2"));
    }

    #[test]
    fn a_sheet_has_all_the_chance_that_it_was_given() {
        let words = |random| Passphrase::of_sheet(random).reveal().to_owned();
        assert_eq!(words([7; 16]).split(' ').count(), SHEET_WORDS);
        // The last bit that came in makes another sheet.
        let mut last = [7; 16];
        last[15] ^= 128;
        assert_ne!(words(last), words([7; 16]));
        assert_eq!(Passphrase::typed(&words([9; 16]).to_uppercase()).unwrap().reveal(), words([9; 16]));
    }
}
