//! A sealed file's bytes as text that mail and JSON carry, as age's own programs write and read it, in one form alone.
//! Knows nothing of what the bytes are.

use super::SealError;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----\n";
const END: &str = "-----END AGE ENCRYPTED FILE-----\n";
/// The specification's length of a line.
const LINE: usize = 64;

/// The text of some bytes.
pub(super) fn armoured(bytes: &[u8]) -> String {
    let letters = BASE64_STANDARD.encode(bytes);
    let mut text = String::with_capacity(BEGIN.len() + letters.len() + letters.len() / LINE + 1 + END.len());
    text.push_str(BEGIN);
    let mut rest = letters.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(LINE.min(rest.len()));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(END);
    text
}

/// The bytes of a text, if it is the very text that [`armoured`] makes of them.
pub(super) fn bytes_of(text: &str) -> Result<Vec<u8>, SealError> {
    const DAMAGED: SealError = SealError::Damaged { what: "its letters are not those of a sealed file" };
    let body = text.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)).ok_or(DAMAGED)?;
    let letters: String = body.split('\n').collect();
    let bytes = BASE64_STANDARD.decode(letters).map_err(|_| DAMAGED)?;
    if armoured(&bytes) == text { Ok(bytes) } else { Err(DAMAGED) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_text_and_from_no_other() {
        for length in [1, 2, 3, 47, 48, 49, 95, 96, 97, 1_000] {
            let bytes: Vec<u8> = (0..length).map(|place| (place * 7 % 251) as u8).collect();
            let text = armoured(&bytes);
            assert_eq!(bytes_of(&text), Ok(bytes));
            for other in [
                text.trim_end().to_owned(),
                text.replace('\n', "\r\n"),
                format!("{text}\n"),
                text.replacen("\n-----END", "\n\n-----END", 1),
                text.replacen("-----\n", "-----\n ", 1),
            ] {
                assert!(bytes_of(&other).is_err(), "{other}");
            }
        }
    }

    #[test]
    fn letters_whose_last_bits_say_nothing_have_one_form() {
        let text = armoured(b"a");
        assert!(text.contains("YQ=="));
        assert!(bytes_of(&text.replace("YQ==", "YR==")).is_err());
    }
}
