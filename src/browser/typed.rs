//! What people type. An “é” can be one letter or an “e” with a mark, and which of the two a keyboard or a pasted text has nobody sees.

use js_sys::JsString;

/// The text with each letter and its marks as one, where there is such a letter (Unicode’s form C).
pub fn composed(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}

/// A passphrase as it is set, and as it is typed where that is otherwise: it may have been set by a program that took it so.
pub fn spellings(text: &str) -> Vec<String> {
    let mut spellings = vec![composed(text)];
    if spellings.iter().all(|spelling| spelling != text) {
        spellings.push(text.to_owned());
    }
    spellings
}
