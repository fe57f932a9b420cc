//! Passphrases: made of words that chance chose, or a person's own. Knows no file, and draws no chance itself.

use super::SealError;
use super::strength::Strength;
use super::words::{is_listed, spelt};
use age::secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// How many words a made passphrase has. Of 7,776 each, they are worth 64.6 bits.
pub const GENERATED_WORDS: usize = 5;

/// To be said wherever a passphrase is set.
pub const UNRECOVERABLE: &str = "We cannot recover this passphrase. Nobody can open the file without it: not you, not us, not the council. \
    Write it down and keep it apart from the file, and give it to others by another way than the file.";

/// The strength meter looks at the first hundred letters; nobody types more than a few times that.
const LONGEST: usize = 512;

/// A passphrase in the one form that opens what it sealed.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// What somebody typed: white space at the ends and repeated is left out, as it cannot be seen. Where every word is
    /// of our list, capitals do not count either: telephones set them by themselves. Letters with marks are taken as they come: the page
    /// puts them together first.
    pub fn typed(text: &str) -> Result<Self, SealError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return Err(SealError::EmptyPassphrase);
        }
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let plain = if lower.iter().all(|word| is_listed(word)) { lower.join(" ") } else { words.join(" ") };
        match plain.chars().count() {
            letters if letters > LONGEST => Err(SealError::LongPassphrase { letters, most: LONGEST }),
            _ => Ok(Self(SecretString::from(plain))),
        }
    }

    /// A person's own, refused where it is too easy to guess. `known` are words that a guesser would try first: the
    /// pilot's name, the school's, the person's.
    pub fn chosen(text: &str, known: &[&str]) -> Result<Self, SealError> {
        let passphrase = Self::typed(text)?;
        let strength = Strength::of(&passphrase, known);
        if strength.is_enough() { Ok(passphrase) } else { Err(SealError::WeakPassphrase { reason: strength.words() }) }
    }

    /// Five words from sixteen random bytes, which must come from the platform's source for secrets.
    pub fn generated(random: [u8; 16]) -> Self {
        Self::listed(&spelt(u128::from_le_bytes(random), GENERATED_WORDS))
    }

    /// Words of the list.
    pub(super) fn listed(words: &[&str]) -> Self {
        Self(SecretString::from(words.join(" ")))
    }

    /// How many bits a made passphrase is worth, to one decimal.
    pub fn generated_bits() -> f64 {
        let each = libm::log2(super::words::COUNT as f64);
        libm::round(each * GENERATED_WORDS as f64 * 10.0) / 10.0
    }

    /// The words, to be shown to the person who is to write them down.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    pub(super) fn secret(&self) -> SecretString {
        self.0.clone()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_words_come_from_random_bytes_and_from_nothing_else() {
        let words = |random| Passphrase::generated(random).reveal().to_owned();
        assert_eq!(words([0; 16]), "abacus abacus abacus abacus abacus");
        assert_eq!(words([7; 16]), words([7; 16]));
        assert_ne!(words([7; 16]), words([8; 16]));
        assert_eq!(words([255; 16]).split(' ').count(), GENERATED_WORDS);
        assert_eq!(Passphrase::generated_bits(), 64.6);
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        let typed = |text: &str| Passphrase::typed(text).map(|passphrase| passphrase.reveal().to_owned());
        assert_eq!(typed("  Abacus\u{a0}zoom \n yo-yo "), Ok("abacus zoom yo-yo".to_owned()));
        assert_eq!(
            typed(" Fernleigh  abacus "),
            Ok("Fernleigh abacus".to_owned()),
            "a person's own keeps its capitals"
        );
        assert_eq!(typed(" \n "), Err(SealError::EmptyPassphrase));
        assert_eq!(typed(&"é".repeat(513)), Err(SealError::LongPassphrase { letters: 513, most: 512 }));
        assert_eq!(format!("{:?}", Passphrase::generated([1; 16])), "Passphrase(…)");
    }

    #[test]
    fn a_persons_own_is_refused_when_it_is_weak() {
        for weak in ["password", "Fernleigh2019", "meadow lane", "qwertyuiop", "12.07.2019"] {
            let refused = Passphrase::chosen(weak, &["Fernleigh", "Meadow Lane"]);
            assert!(refused.is_err_and(|error| error.to_string().contains("too easy to guess")), "{weak}");
        }
        assert!(Passphrase::chosen("our hens lay 7 blue eggs on Tuesdays", &[]).is_ok());
        for byte in 1..30 {
            let made = Passphrase::generated([byte; 16]);
            assert!(Passphrase::chosen(made.reveal(), &[]).is_ok(), "what we make ourselves is enough");
        }
    }
}
