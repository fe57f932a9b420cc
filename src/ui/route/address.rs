//! The spelling of an address: segments, options and percent signs. Knows nothing of pages.

use super::RouteError;

/// An address taken apart: `#/schools/900101?sort=name` has the segments `schools` and `900101` and one option.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub segments: Vec<String>,
    pub options: Vec<(String, String)>,
}

/// Longer addresses are nobody's: the longest the app writes is under 400 characters.
const LONGEST: usize = 2_000;

impl Address {
    /// Takes an address apart, with or without its `#`.
    pub fn read(fragment: &str) -> Result<Self, RouteError> {
        if fragment.len() > LONGEST {
            return Err(RouteError::TooLong(fragment.chars().count()));
        }
        let text = fragment.strip_prefix('#').unwrap_or(fragment);
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        if !path.is_empty() && !path.starts_with('/') {
            return Err(RouteError::Page(path.to_owned()));
        }
        let segments = path.split('/').filter(|segment| !segment.is_empty()).map(decode).collect::<Result<_, _>>()?;
        let mut options = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            options.push((decode(name)?, decode(value)?));
        }
        Ok(Self { segments, options })
    }

    /// Puts the address together, from its `#` on.
    pub fn print(&self) -> String {
        let mut out = String::from("#");
        if self.segments.is_empty() {
            out.push('/');
        }
        for segment in &self.segments {
            out.push('/');
            encode(segment, &mut out);
        }
        for (place, (name, value)) in self.options.iter().enumerate() {
            out.push(if place == 0 { '?' } else { '&' });
            encode(name, &mut out);
            out.push('=');
            encode(value, &mut out);
        }
        out
    }
}

/// RFC 3986's unreserved characters stay; every other byte becomes `%XX`.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn decode(text: &str) -> Result<String, RouteError> {
    let wrong = || RouteError::NotText(text.to_owned());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = rest.next().and_then(hex).ok_or_else(wrong)?;
            let low = rest.next().and_then(hex).ok_or_else(wrong)?;
            bytes.push(high * 16 + low);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_survives_percent_encoding(text in ".*") {
            let mut out = String::new();
            encode(&text, &mut out);
            prop_assert_eq!(decode(&out), Ok(text));
        }
    }

    #[test]
    fn percent_junk_is_refused_with_what_was_typed() {
        for junk in ["%", "%2", "%zz", "%ff%fe", "a%e2%82"] {
            assert_eq!(decode(junk), Err(RouteError::NotText(junk.to_owned())));
        }
    }

    #[test]
    fn empty_segments_and_options_are_skipped() {
        let address = Address::read("#//schools//?&sort=name&").unwrap();
        assert_eq!(address.print(), "#/schools?sort=name");
    }
}
