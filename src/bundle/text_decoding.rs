//! Bytes of a table as text: UTF-8 with or without a mark, UTF-16 from Excel, or Windows-1252 as GIAS and older
//! exports are. Knows no columns.

use super::BundleError;
use super::sniff::{SIZE_LIMIT, known_binary};

/// How the bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
    /// The usual one-byte encoding of Windows in western Europe.
    Windows1252,
}

impl Encoding {
    pub fn words(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16LittleEndian | Self::Utf16BigEndian => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// 0x80 to 0x9F of Windows-1252, as the WHATWG encoding standard has it; the five that it leaves out stay themselves.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The text of a table's file, and how it was read. Fails on files that are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), BundleError> {
    if bytes.len() > SIZE_LIMIT {
        return Err(BundleError::TooLarge { bytes: bytes.len() as u64 });
    }
    if bytes.trim_ascii_start().is_empty() {
        return Err(BundleError::Empty);
    }
    if let Some((what, instead)) = known_binary(bytes) {
        return Err(BundleError::OtherTable { what, instead });
    }
    if let Some(text) = bytes.strip_prefix(b"\xFF\xFE") {
        return Ok((utf16(text, u16::from_le_bytes), Encoding::Utf16LittleEndian));
    }
    if let Some(text) = bytes.strip_prefix(b"\xFE\xFF") {
        return Ok((utf16(text, u16::from_be_bytes), Encoding::Utf16BigEndian));
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let (mut even, mut odd) = (0, 0);
    for (place, _) in head.iter().enumerate().filter(|(_, byte)| **byte == 0) {
        *if place % 2 == 0 { &mut even } else { &mut odd } += 1;
    }
    if even == 0 && odd * 3 > head.len() {
        return Ok((utf16(bytes, u16::from_le_bytes), Encoding::Utf16LittleEndian));
    }
    if even + odd > 0 {
        let instead = "choose a table saved as CSV";
        return Err(BundleError::OtherTable { what: "not a text file", instead });
    }
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    Ok(match std::str::from_utf8(unmarked) {
        Ok(text) => (text.to_owned(), Encoding::Utf8),
        Err(_) => (unmarked.iter().map(|byte| windows_1252(*byte)).collect(), Encoding::Windows1252),
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|place| WINDOWS_1252.get(usize::from(place)));
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_table_reads_the_same_in_every_encoding() {
        let text = "la_name;£\r\nYsgol “Plas” – Zoë;3\r\n";
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let little = utf16(u16::to_le_bytes);
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (with(b"\xEF\xBB\xBF", text.as_bytes()), Encoding::Utf8),
            (with(b"\xFF\xFE", &little), Encoding::Utf16LittleEndian),
            (little, Encoding::Utf16LittleEndian),
            (with(b"\xFE\xFF", &utf16(u16::to_be_bytes)), Encoding::Utf16BigEndian),
            (b"la_name;\xA3\r\nYsgol \x93Plas\x94 \x96 Zo\xEB;3\r\n".to_vec(), Encoding::Windows1252),
        ] {
            assert_eq!(decode(&bytes), Ok((text.to_owned(), encoding)));
        }
    }

    #[test]
    fn a_workbook_or_a_picture_is_no_table() {
        assert!(decode(b"PK\x03\x04\x14\0xl/workbook.xml").is_err_and(|error| error.to_string().contains("as CSV")));
        assert!(decode(b"GIF89a").is_err());
        assert_eq!(decode(b"  \n"), Err(BundleError::Empty));
        assert!(decode(b"a,b\n1,\0\n").is_err());
    }
}
