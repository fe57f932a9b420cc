//! Where in a document something is, and which names a place may have. Knows no table by name.

use std::fmt;

use super::error::{MergeError, excerpt};

/// The longest name of a table, a record or a field, in characters: names of ours are made of two or three short names, and one that
/// a later version makes longer must still fit a line of an error.
pub const NAME_LIMIT: usize = 200;

/// The most values one document may bring, losers and the lives of records included: each is an operation that somebody once did.
/// Sixty thousand returns, more than all schools of England make in two terms, bring about a million.
pub const FIELD_LIMIT: usize = 2_000_000;

/// A place for error messages: the more of it is known, the more it says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'a> {
    pub table: Option<&'a str>,
    pub id: Option<&'a str>,
    pub field: Option<&'a str>,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.table, self.id, self.field) {
            (Some(table), Some(id), Some(field)) => write!(f, "field “{field}” of “{table}/{id}”"),
            (Some(table), Some(id), None) => write!(f, "record “{table}/{id}”"),
            (Some(table), None, _) => write!(f, "table “{table}”"),
            (None, ..) => f.write_str("the document"),
        }
    }
}

/// Refuses a name that could deceive a reader or that no later reading would accept.
pub(super) fn check_name(what: &'static str, name: &str) -> Result<(), MergeError> {
    let refuse = |reason| Err(MergeError::Name { what, text: excerpt(name), reason });
    if name.is_empty() {
        return refuse("is empty");
    }
    // A char takes up to four bytes; only then is counting worth it.
    if name.len() > NAME_LIMIT && name.chars().count() > NAME_LIMIT {
        return refuse("is longer than 200 characters");
    }
    if name.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Ok(());
    }
    if name.chars().any(is_invisible) {
        return refuse("holds control, direction or zero-width characters");
    }
    Ok(())
}

/// Control, bidirectional, zero-width and other characters that are there without being seen.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str) -> bool {
        check_name("the name", name).is_err()
    }

    #[test]
    fn ordinary_and_foreign_names_are_welcome() {
        for name in ["roll", "900101_2018-19_3", "Ysgol Plas Brondyffryn", "Gàidhlig", "学校", "a/b c"] {
            assert!(!refused(name), "{name}");
        }
        assert!(!refused(&"é".repeat(NAME_LIMIT)));
    }

    #[test]
    fn names_that_deceive_or_overflow_are_refused() {
        for name in ["", "a\nb", "a\u{0}", "\u{202E}lor", "ro\u{200B}ll", "\u{FEFF}roll", "ro\u{AD}ll", "\u{7f}"] {
            assert!(refused(name), "{name:?}");
        }
        assert!(refused(&"é".repeat(NAME_LIMIT + 1)));
    }

    #[test]
    fn the_message_shows_a_deceiving_name_without_its_effect() {
        let message = check_name("the field", "\u{202E}lor").map_or_else(|error| error.to_string(), |()| String::new());
        assert!(message.contains("\\u{202e}lor") && !message.contains('\u{202E}'), "{message}");
    }
}
