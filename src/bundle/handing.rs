//! A file that was read, on its way from the part of the program that read it to another that goes on with it: a line that says what it
//! is, then its document in our own spelling. Whoever read it has checked it; nothing is checked again. Knows no worker and no page.

use super::signed::SignedLine;
use super::{Bundle, BundleError, BundleKind, Format, Received};
use crate::merge::CanonicalReader;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Line {
    kind: String,
    version: u32,
    signed: Option<SignedLine>,
}

/// Reads a file that is not sealed, or no longer, and gives the text that [`TakingOver`] reads. A document that stands in the file in our
/// own spelling is handed over as it stands there. How the file was sealed stays behind.
///
/// # Errors
/// As [`Received::unsealed`].
pub fn hand_over(file: &str) -> Result<String, BundleError> {
    let (Received { bundle, version, signature, .. }, own) = Format::current().read_with_text(file.as_bytes())?;
    let signed = signature.as_ref().map(SignedLine::of);
    let line = Line { kind: bundle.kind.key().to_owned(), version, signed };
    // Texts and numbers: nothing that JSON could not hold.
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    match own {
        Some(own) => text.push_str(own),
        None => text.push_str(&serde_json::to_string(&bundle.document).unwrap_or_default()),
    }
    Ok(text)
}

/// Reads what was handed over, a piece at a time. Anything is `None` where the text was not made by [`hand_over`].
pub struct TakingOver<'a> {
    line: Line,
    document: CanonicalReader<'a>,
    bytes: usize,
}

impl<'a> TakingOver<'a> {
    pub fn begin(text: &'a str) -> Option<Self> {
        let (line, document) = text.split_once('\n')?;
        let line = serde_json::from_str(line).ok()?;
        Some(Self { line, document: CanonicalReader::begin(document)?, bytes: document.len() })
    }

    /// Reads so many records more: whether any are left.
    pub fn go_on(&mut self, records: usize) -> Option<bool> {
        self.document.go_on(records)
    }

    /// How much of it was read, from 0 to 1.
    pub fn share(&self) -> f64 {
        1.0 - self.document.left() as f64 / self.bytes as f64
    }

    /// The file, once nothing of it is left.
    pub fn end(self) -> Option<Received> {
        let Self { line, document, .. } = self;
        let (document, "") = document.end()? else { return None };
        let kind = BundleKind::from_key(&line.kind)?;
        let signature = match line.signed {
            Some(signed) => Some(signed.signature().ok()?),
            None => None,
        };
        Some(Received { bundle: Bundle { kind, document }, version: line.version, lock: None, signature })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{DeviceId, Document, Stamp};
    use crate::seal::DeviceKey;

    /// A pilot and notes.
    fn bundle() -> Bundle {
        let mut document = Document::new();
        let stamp = Stamp::parse("1562928120000.0.amber-fox").unwrap();
        document.set("pilot", "fern-1", "name", "Fern “pilot”", &stamp).unwrap();
        document.set("note", "so \"called\"", "text", "x", &stamp).unwrap();
        (0..30).for_each(|nth| document.set("note", &format!("n{nth}"), "text", "so\nit is", &stamp).unwrap());
        Bundle { kind: BundleKind::Backup, document }
    }

    fn taken_over(text: &str, records: usize) -> Option<Received> {
        let mut file = TakingOver::begin(text)?;
        let mut share = file.share();
        while file.go_on(records)? {
            assert!((share..1.0).contains(&file.share()));
            share = file.share();
        }
        file.end()
    }

    /// As it was written, signed, and laid out anew with what a file may have in another order.
    fn files() -> [String; 3] {
        let bundle = bundle();
        let signed = bundle.encode_signed(&DeviceId::parse("amber-fox").unwrap(), &DeviceKey::from_random([7; 32]));
        let plain = String::from_utf8(bundle.encode()).unwrap();
        let anew = plain.replace("\"life\":[1,0]", "\"life\": [1, 0]");
        assert_ne!(anew, plain);
        [plain, String::from_utf8(signed).unwrap(), anew]
    }

    #[test]
    fn what_is_handed_over_arrives_whoever_wrote_it_and_in_pieces_of_any_length() {
        for file in files() {
            let received = Received::unsealed(file.as_bytes()).unwrap();
            assert_eq!(received.bundle, bundle());
            for records in [1, 7, usize::MAX] {
                assert_eq!(taken_over(&hand_over(&file).unwrap(), records).as_ref(), Some(&received));
            }
        }
    }

    #[test]
    fn how_much_was_read_grows_from_nothing_to_all() {
        let text = hand_over(&files()[0]).unwrap();
        let mut file = TakingOver::begin(&text).unwrap();
        let mut shares = vec![file.share()];
        while file.go_on(1).unwrap() {
            shares.push(file.share());
        }
        shares.push(file.share());
        assert!(shares[0] < 0.1 && shares.is_sorted_by(|before, after| before < after), "{shares:?}");
        assert!((0.9..=1.0).contains(shares.last().unwrap()) && shares.len() > 30, "{shares:?}");
    }

    #[test]
    fn what_was_not_handed_over_whole_is_none() {
        let text = hand_over(&files()[0]).unwrap();
        assert!(taken_over(&text[..text.len() - 1], 1000).is_none());
        assert!(taken_over(&(text + " "), 1000).is_none());
        assert!(TakingOver::begin("").is_none());
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_the_same_words() {
        let damaged = files()[0].replace("sha256:", "sha256:0");
        assert_eq!(hand_over(&damaged), Err(Received::unsealed(damaged.as_bytes()).unwrap_err()));
    }
}
