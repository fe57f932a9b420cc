//! Keys to seal to: an identity is kept secret and opens, its recipient is given away and seals (age's X25519).
//! Knows no file.

use super::{Fingerprint, SealError};
use age::secrecy::ExposeSecret;
use age_core::primitives::bech32_decode;
use std::fmt;

/// A secret key, which opens what was sealed to its recipient.
#[derive(Clone)]
pub struct Identity(pub(super) age::x25519::Identity);

impl Identity {
    /// A new one, from the platform's own randomness.
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1…`, as [`Self::secret_text`] and age's own programs write it. Lines that begin with `#` are
    /// notes, as in age's key files.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let line = lines.next().unwrap_or_default();
        if lines.next().is_some() {
            return Err(SealError::NoKey { reason: "it has more than one line" });
        }
        let is_public = line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("age1"));
        line.parse().map(Self).map_err(|_| SealError::NoKey {
            reason: match is_public {
                true => "it is a public key, which seals and does not open; a secret key begins with AGE-SECRET-KEY-1",
                false => "a secret key begins with AGE-SECRET-KEY-1 and has 74 letters; one is wrong or missing",
            },
        })
    }

    /// The secret as text, to be kept where nobody else reads.
    pub fn secret_text(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({}, …)", self.recipient())
    }
}

/// A public key to seal to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recipient(pub(super) age::x25519::Recipient);

impl Recipient {
    /// Reads `age1…`, with a sentence for what people give in its place.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let text = text.trim();
        let begins = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
        let refused = |reason| Err(SealError::NoKey { reason });
        if begins("AGE-SECRET-KEY-") {
            return refused("it is a secret key. Give nobody that one; the key to give away begins with age1");
        }
        if begins("ssh-") {
            return refused("it is a key for SSH; a key to seal to begins with age1");
        }
        if !begins("age1") {
            return refused("a key to seal to begins with age1");
        }
        let Ok(key) = text.parse() else {
            return refused(
                "it has 62 letters after each other and ends in six that fit the rest; one is wrong or missing",
            );
        };
        let bytes = bech32_decode(text, |_| (), |_| Ok(()), |_, bytes| Ok::<Vec<u8>, ()>(bytes.collect()));
        match bytes.ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
            Some(bytes) if is_sound(bytes) => Ok(Self(key)),
            _ => refused("what is sealed to it could be read by anybody"),
        }
    }

    /// In words, for two people to compare.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of("seal", self.to_string().as_bytes())
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Some points of the curve give the same secret, nothing, with everybody's key (RFC 7748, section 6.1). The crate that
/// seals ends the program where it meets one.
fn is_sound(public: [u8; 32]) -> bool {
    let any_secret = [9; 32];
    x25519_dalek::x25519(any_secret, public) != [0; 32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_from_their_text() {
        let identity = Identity::generate();
        let again = Identity::parse(&identity.secret_text()).unwrap();
        assert_eq!(again.recipient(), identity.recipient());
        let noted = format!("# made today\n# public key: {}\n{}\n", identity.recipient(), identity.secret_text());
        assert_eq!(Identity::parse(&noted).unwrap().recipient(), identity.recipient());
        let public = identity.recipient().to_string();
        for text in [public.clone(), format!(" {public}\n"), public.to_uppercase()] {
            assert_eq!(Recipient::parse(&text), Ok(identity.recipient()));
        }
        assert!(!format!("{identity:?}").contains("SECRET"));
    }

    #[test]
    fn what_is_no_key_is_told_by_name() {
        let public = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
        let secret = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
        let said = |text: &str| Recipient::parse(text).map_or_else(|error| error.to_string(), |key| key.to_string());
        assert_eq!(said(public), public);
        assert!(said(secret).contains("Give nobody that one"));
        assert!(said("ssh-ed25519 AAAA").contains("SSH"));
        assert!(said("").contains("begins with age1"));
        assert!(said("äöü").contains("begins with age1"));
        assert!(said(&public.replace("svpy7pa", "svpy7pb")).contains("one is wrong or missing"));
        assert!(said(&public[..60]).contains("one is wrong or missing"));
        let opened = |text: &str| Identity::parse(text).map_or_else(|error| error.to_string(), |_| "read".to_owned());
        assert_eq!(opened(secret), "read");
        assert!(opened(public).contains("it is a public key"));
        assert!(opened(&secret[1..]).contains("one is wrong or missing"));
        assert!(opened(&format!("{secret}\n{secret}")).contains("more than one line"));
    }

    #[test]
    fn every_letter_of_a_key_counts() {
        let public = Identity::generate().recipient().to_string();
        for place in 0..public.len() {
            let mut other = public.clone().into_bytes();
            other[place] = if other[place] == b'q' { b'p' } else { b'q' };
            assert!(Recipient::parse(std::str::from_utf8(&other).unwrap()).is_err());
        }
    }

    #[test]
    fn keys_that_everybody_could_open_are_refused() {
        // The points of small order, and the same numbers written in another way.
        for low in [
            "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
            "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
            "age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m",
            "age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy",
            "age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv",
            "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
            "age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8",
        ] {
            let refused = Recipient::parse(low);
            assert!(refused.is_err_and(|error| error.to_string().contains("read by anybody")), "{low}");
        }
        assert!(Recipient::parse(&Identity::generate().recipient().to_string()).is_ok());
    }

    #[test]
    fn a_fingerprint_is_six_words_and_of_one_key_alone() {
        let public = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
        let words = Recipient::parse(public).unwrap().fingerprint().to_string();
        assert_eq!(words.split(' ').count(), 6);
        assert_eq!(words, Recipient::parse(&public.to_uppercase()).unwrap().fingerprint().to_string());
        assert_ne!(words, Identity::generate().recipient().fingerprint().to_string());
    }
}
