//! What a sealed file says of itself in clear: how it is locked. Read before any work is done for it, so that a file can
//! ask for neither hours nor gigabytes. Knows no key.

use super::SealError;

/// The most keys that a file is sealed to, or may say that it is.
pub const KEYS_LIMIT: usize = 100;

/// A hundred keys take some twelve kilobytes.
const HEADER_LIMIT: usize = 64 * 1024;

/// How much work a passphrase costs: scrypt with N = 2^log2, r = 8, p = 1, which takes 2^log2 KiB of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Work(u8);

impl Work {
    /// The floor that OWASP's Password Storage Cheat Sheet names for scrypt: 128 MiB. There is no clock in a browser's
    /// core to measure with, and one number makes every file cost the same wherever it was sealed. Natively it takes 0.4 s.
    pub const STANDARD: Self = Self(17);
    /// The most a file may ask for: 256 MiB, what the program `age` itself writes.
    pub const MOST: Self = Self(18);
    /// Next to nothing, for tests.
    pub const TRIFLING: Self = Self(1);

    pub fn exponent(self) -> u8 {
        self.0
    }
}

/// How a sealed file is locked, as it says itself. Believed only once it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    Passphrase,
    /// To so many public keys; any one of them opens it.
    Keys(usize),
}

impl Lock {
    /// As the end of a sentence: “sealed with a passphrase”.
    pub fn words(self) -> String {
        match self {
            Self::Passphrase => "sealed with a passphrase".to_owned(),
            Self::Keys(1) => "sealed to 1 key".to_owned(),
            Self::Keys(keys) => format!("sealed to {keys} keys"),
        }
    }

    /// Reads the header of age's format: a line of its name, lines `-> TYPE ARGUMENTS` each with its body, and `---`.
    /// What is not as it should be is left for the opening to find.
    pub(super) fn of(file: &[u8]) -> Result<Self, SealError> {
        const CUT_OFF: SealError = SealError::Damaged { what: "its beginning is not whole" };
        let head = file.get(..HEADER_LIMIT).unwrap_or(file);
        let mut lines = head.split(|byte| *byte == b'\n');
        match lines.next() {
            Some(b"age-encryption.org/v1") => {}
            Some(name) if name.starts_with(b"age-encryption.org/") => return Err(SealError::OtherSeal),
            _ => return Err(SealError::Damaged { what: "it does not begin as a sealed file does" }),
        }
        let (mut keys, mut work, mut is_whole) = (0, None, false);
        for line in lines {
            if line.starts_with(b"--- ") {
                is_whole = true;
                break;
            }
            let Some(stanza) = line.strip_prefix(b"-> ") else { continue };
            let mut parts = stanza.split(|byte| *byte == b' ');
            match parts.next() {
                Some(b"X25519") => keys += 1,
                Some(b"scrypt") => {
                    work = Some(parts.nth(1).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok()))
                }
                _ => {}
            }
        }
        if !is_whole {
            let is_long = file.len() > HEADER_LIMIT;
            return Err(if is_long { SealError::TooManyKeys { keys } } else { CUT_OFF });
        }
        match work {
            Some(Some(log2)) if log2 > Work::MOST.exponent() => Err(SealError::TooMuchWork { log2 }),
            Some(Some(_)) if keys == 0 => Ok(Self::Passphrase),
            Some(_) => Err(CUT_OFF),
            None if keys == 0 => Err(SealError::OtherSeal),
            None if keys > KEYS_LIMIT => Err(SealError::TooManyKeys { keys }),
            None => Ok(Self::Keys(keys)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_how_the_file_is_locked_and_asks_for_no_more_than_the_most() {
        let of = |stanzas: &str| Lock::of(format!("age-encryption.org/v1\n{stanzas}--- mac\nnonce").as_bytes());
        assert_eq!(of("-> scrypt c2FsdA 17\nbody\n"), Ok(Lock::Passphrase));
        assert_eq!(of("-> X25519 share\nbody\n-> x-grease a b\n\n-> X25519 share\nbody\n"), Ok(Lock::Keys(2)));
        assert_eq!(of("-> scrypt c2FsdA 19\nbody\n"), Err(SealError::TooMuchWork { log2: 19 }));
        assert_eq!(of("-> scrypt c2FsdA 255\nbody\n"), Err(SealError::TooMuchWork { log2: 255 }));
        assert!(matches!(of("-> scrypt c2FsdA 256\nbody\n"), Err(SealError::Damaged { .. })));
        assert!(matches!(of("-> scrypt c2FsdA 2\nbody\n-> X25519 a\nbody\n"), Err(SealError::Damaged { .. })));
        assert_eq!(of("-> piv-p256 a\nbody\n"), Err(SealError::OtherSeal));
        assert_eq!(of(&"-> X25519 share\nbody\n".repeat(101)), Err(SealError::TooManyKeys { keys: 101 }));
        assert!(matches!(of(&"-> X25519 share\nbody\n".repeat(9_000)), Err(SealError::TooManyKeys { .. })));
        assert_eq!(Lock::of(b"age-encryption.org/v2\n--- mac\n"), Err(SealError::OtherSeal));
        assert!(matches!(Lock::of(b"age-encryption.org/v1\n-> X25519"), Err(SealError::Damaged { .. })));
        assert!(matches!(Lock::of(b""), Err(SealError::Damaged { .. })));
    }
}
