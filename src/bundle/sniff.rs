//! What kind of file some bytes are, before any of them is read as a bundle. Knows file formats, not ours.

use super::BundleError;

/// The most bytes a file may have: 64 MiB. Sixty thousand returns with all their figures, more than all schools of England make in
/// two terms, take about half of that.
pub const SIZE_LIMIT: usize = 64 * 1024 * 1024;

/// The file as text that may be JSON; or a sentence on what it is instead.
pub(super) fn json_text(bytes: &[u8]) -> Result<&str, BundleError> {
    if bytes.len() > SIZE_LIMIT {
        return Err(BundleError::TooLarge { bytes: bytes.len() as u64 });
    }
    // A mark some editors put in front of UTF-8 text. It says nothing about the content, so it is passed over.
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Some(first) = unmarked.trim_ascii_start().first() else {
        return Err(BundleError::Empty);
    };
    if let Some((what, instead)) = known_file(unmarked) {
        return Err(BundleError::OtherFile { what, instead });
    }
    match first {
        b'{' => {}
        b'<' => return Err(other("a web page or an XML file", "perhaps a sign-in page was saved in its place")),
        b'[' => return Err(other("a list in JSON", "a Clusterwise file begins with “{”")),
        _ if unmarked.iter().take(4096).any(|byte| *byte == 0) => {
            return Err(other("not a text file", "choose one whose name ends in .clusterwise.json"));
        }
        _ if looks_like_a_table(unmarked) => {
            let instead =
                "published figures in CSV can be added as comparison areas; returns come as .clusterwise.json";
            return Err(other("a table (CSV)", instead));
        }
        _ => return Err(other("text of another kind", "choose one whose name ends in .clusterwise.json")),
    }
    let start = bytes.len() - unmarked.len();
    std::str::from_utf8(unmarked).map_err(|error| {
        let byte = start + error.valid_up_to();
        let line = line_at(bytes, byte);
        match error.error_len() {
            None => BundleError::CutOff { byte: bytes.len(), line },
            Some(_) => BundleError::Encoding { byte, line },
        }
    })
}

/// The number of the line a byte is in, from 1.
fn line_at(bytes: &[u8], byte: usize) -> usize {
    1 + bytes.iter().take(byte).filter(|byte| **byte == b'\n').count()
}

fn other(what: &'static str, instead: &'static str) -> BundleError {
    BundleError::OtherFile { what, instead }
}

/// Files known by their first bytes, and what to do with each instead.
fn known_file(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const AS_SENT: &str = "use the file as it was sent, without opening and saving it in another program";
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(b"\xFF\xFE") || begins(b"\xFE\xFF") || begins(b"{\0") || begins(b"\0{") {
        return Some(("saved as UTF-16 text", AS_SENT));
    }
    known_binary(bytes)
}

/// Files that are no text, known by their first bytes.
pub(super) fn known_binary(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const UNPACK: &str = "unpack it first, then open the files inside";
    const AS_CSV: &str = "save the sheet as CSV to add published figures; returns come as .clusterwise.json";
    const CHOOSE: &str = "choose one whose name ends in .clusterwise.json";
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        Some(match zip_holds(bytes) {
            Some(b"xl/") => ("an Excel workbook", AS_CSV),
            Some(b"word/") => ("a Word document", CHOOSE),
            _ => ("a zip archive", UNPACK),
        })
    } else if begins(b"\x1F\x8B") {
        Some(("a gzip archive", UNPACK))
    } else if begins(b"%PDF") {
        Some(("a PDF", CHOOSE))
    } else if begins(b"\xD0\xCF\x11\xE0") {
        Some(("an old Office document", AS_CSV))
    } else if begins(b"\x89PNG") || begins(b"\xFF\xD8\xFF") || begins(b"GIF8") {
        Some(("a picture", CHOOSE))
    } else {
        None
    }
}

/// The folder by which Office files are known inside their zip archive.
fn zip_holds(bytes: &[u8]) -> Option<&'static [u8]> {
    const LOOK: usize = 64 * 1024;
    let head = bytes.get(..LOOK).unwrap_or(bytes);
    let tail = bytes.get(bytes.len().saturating_sub(LOOK)..).unwrap_or(&[]);
    let folders: [&[u8]; 2] = [b"xl/", b"word/"];
    folders
        .into_iter()
        .find(|name| [head, tail].iter().any(|part| part.windows(name.len()).any(|window| window == *name)))
}

/// Two lines of the same number of commas, semicolons or tabs, at least one each.
fn looks_like_a_table(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(|line| line.get(..4096).unwrap_or(line));
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    [b',', b';', b'\t'].into_iter().any(|mark| {
        let count = |line: &[u8]| line.iter().filter(|byte| **byte == mark).count();
        count(first) > 0 && count(first) == count(second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8]) -> String {
        json_text(bytes).map_or_else(|error| error.to_string(), str::to_owned)
    }

    #[test]
    fn files_dropped_by_mistake_are_called_by_their_name() {
        for (bytes, name) in [
            (&b"PK\x03\x04\x14\0\x06\0xl/workbook.xml"[..], "an Excel workbook"),
            (b"PK\x03\x04\x14\0\x06\0word/document.xml", "a Word document"),
            (b"PK\x03\x04\x14\0\x06\0photo.jpg", "a zip archive"),
            (b"%PDF-1.7", "a PDF"),
            (b"year,level\r\n201617,National\r\n", "a table (CSV)"),
            (b"\xFF\xFE{\0}\0", "UTF-16"),
            (b"<!doctype html><title>Sign in", "a web page"),
            (b"[1, 2]", "a list in JSON"),
            (b"Dear all,", "text of another kind"),
            (b"\x7FELF\x02\0\0", "not a text file"),
        ] {
            assert!(said(bytes).contains(name), "{}", said(bytes));
        }
    }

    #[test]
    fn white_space_alone_is_an_empty_file() {
        assert_eq!(json_text(b""), Err(BundleError::Empty));
        assert_eq!(json_text(b"\xEF\xBB\xBF \r\n"), Err(BundleError::Empty));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert_eq!(json_text(b"\xEF\xBB\xBF{}"), Ok("{}"));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_placed() {
        assert_eq!(json_text(b"{\n\"Zo\xEB\": 1}"), Err(BundleError::Encoding { byte: 5, line: 2 }));
        assert_eq!(json_text(b"{\n\"Zo\xC3"), Err(BundleError::CutOff { byte: 6, line: 2 }));
    }
}
