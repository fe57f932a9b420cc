//! A file that was read, on its way from the part of the program that read it to another that goes on with it: a line that says what it
//! is, then its document in our own spelling. Whoever read it has checked it; nothing is checked again. Knows no worker and no page.

use super::signed::SignedLine;
use super::{Bundle, BundleKind, Received};
use crate::merge::CanonicalReader;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Line {
    kind: String,
    version: u32,
    signed: Option<SignedLine>,
}

impl Received {
    /// The text that [`TakingOver`] reads. How the file was sealed stays behind.
    pub fn to_hand_over(&self) -> Vec<u8> {
        let signed = self.signature.as_ref().map(SignedLine::of);
        let line = Line { kind: self.bundle.kind.key().to_owned(), version: self.version, signed };
        // Texts and a number: nothing that JSON could not hold.
        let mut text = serde_json::to_vec(&line).unwrap_or_default();
        text.push(b'\n');
        text.append(&mut self.bundle.document.to_canonical_json());
        text
    }
}

/// Reads what was handed over, a piece at a time. Anything is `None` where the text was not made by [`Received::to_hand_over`].
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

    /// A pilot and thirty notes.
    fn bundle() -> Bundle {
        let mut document = Document::new();
        let stamp = Stamp::parse("1562928120000.0.amber-fox").unwrap();
        document.set("pilot", "fern-1", "name", "Fern “pilot”", &stamp).unwrap();
        (0..30).for_each(|nth| document.set("note", &format!("n{nth}"), "text", "so\nit is", &stamp).unwrap());
        Bundle { kind: BundleKind::Backup, document }
    }

    fn taken_over(text: &[u8], records: usize) -> Option<Received> {
        let mut file = TakingOver::begin(std::str::from_utf8(text).unwrap())?;
        let mut share = file.share();
        while file.go_on(records)? {
            assert!((share..1.0).contains(&file.share()));
            share = file.share();
        }
        file.end()
    }

    #[test]
    fn what_is_handed_over_arrives_signed_or_not_and_in_pieces_of_any_length() {
        let bundle = bundle();
        let signed = bundle.encode_signed(&DeviceId::parse("amber-fox").unwrap(), &DeviceKey::from_random([7; 32]));
        for file in [bundle.encode(), signed] {
            let received = Received::unsealed(&file).unwrap();
            for records in [1, 7, usize::MAX] {
                assert_eq!(taken_over(&received.to_hand_over(), records).as_ref(), Some(&received));
            }
        }
    }

    #[test]
    fn what_was_not_handed_over_whole_is_none() {
        let received = Received::unsealed(&bundle().encode()).unwrap();
        let text = received.to_hand_over();
        assert!(taken_over(&text[..text.len() - 1], 1000).is_none());
        assert!(taken_over(&[&text[..], b" "].concat(), 1000).is_none());
        assert!(TakingOver::begin("").is_none());
    }
}
