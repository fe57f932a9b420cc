//! Reads a file that anybody may have written. Typed from end to end, so that neither depth nor size can harm; every
//! error says what is wrong and where.

use super::envelope::{DOCUMENT_LINE, Header, PilotName, checksum};
use super::error::excerpt;
use super::migrations::{SEALED_SINCE, lowest_for};
use super::sealed::{Received, SealedFile, changed};
use super::signed::{SignedLine, checked};
use super::sniff::json_text;
use super::{Bundle, BundleError, BundleKind, Format};
use crate::merge::{Document, take_documents};
use crate::seal::SealError;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

impl Format {
    /// Reads a file of this version or, by the migrations, of an older one. A sealed one is refused: see
    /// [`Received::read`].
    pub fn decode(&self, bytes: &[u8]) -> Result<Bundle, BundleError> {
        self.read(bytes).map(|received| received.bundle)
    }

    pub(super) fn read(&self, bytes: &[u8]) -> Result<Received, BundleError> {
        self.read_with_text(bytes).map(|(received, _)| received)
    }

    /// What a file holds, and its document's text where that is spelled as we do and in today's form.
    pub(super) fn read_with_text<'a>(&self, bytes: &'a [u8]) -> Result<(Received, Option<&'a str>), BundleError> {
        let sealed = if self.version < SEALED_SINCE { None } else { SealedFile::recognise(bytes) };
        if let Some(sealed) = sealed {
            let sealed = sealed?;
            return Err(BundleError::Sealed { kind: sealed.kind, lock: sealed.lock() });
        }
        let text = json_text(bytes)?;
        let (parts, own) = match self.parts_as_written(text) {
            Some((parts, own)) => (parts, Some(own)),
            None => (self.parts(text, bytes)?, None),
        };
        let received = self.accept(parts, text, bytes)?;
        let own = own.filter(|_| self.is_alike(received.version));
        Ok((received, own))
    }

    fn parts(&self, text: &str, bytes: &[u8]) -> Result<Parts, BundleError> {
        let verdict = RefCell::new(None);
        let mut json = serde_json::Deserializer::from_str(text);
        let read = Envelope { format: self, text, verdict: &verdict }.deserialize(&mut json);
        let end = read.and_then(|parts| json.end().map(|()| parts));
        end.map_err(|error| verdict.take().unwrap_or_else(|| said(&error, bytes)))
    }

    /// As [`Format::parts`], of a file that is laid out and spelled as we do, with the document's text: the document is read where it
    /// stands, and the lines around it as those of an empty one. `None` where anything is otherwise, and refusing is left to the other.
    fn parts_as_written<'a>(&self, text: &'a str) -> Option<(Parts, &'a str)> {
        let (lines, [(document, own)]) = take_documents(text, [DOCUMENT_LINE], Document::read_canonical)?;
        let parts = self.parts(&lines, lines.as_bytes()).ok()?;
        let is_in_its_place = parts.document.as_ref().is_some_and(Document::is_empty);
        is_in_its_place.then_some((Parts { document: Some(document), ..parts }, own))
    }

    /// Holds what was read against itself.
    fn accept(&self, parts: Parts, text: &str, bytes: &[u8]) -> Result<Received, BundleError> {
        let missing = |line: &str| BundleError::Header { reason: format!("its “{line}” line is missing") };
        if parts.format.is_none() {
            return Err(BundleError::NoFormat { first_key: parts.first_key });
        }
        let version = parts.version.ok_or_else(|| missing("version"))?;
        if parts.document_first {
            let reason = "“format” and “version” must come before “document”".to_owned();
            return Err(BundleError::Header { reason });
        }
        if let Some(key) = parts.unknown {
            return Err(unknown_line(&key));
        }
        let kind = parts.kind.ok_or_else(|| missing("kind"))?;
        let kind = BundleKind::from_key(&kind).ok_or_else(|| BundleError::UnknownKind { kind: excerpt(&kind) })?;
        let document = parts.document.ok_or_else(|| missing("document"))?;
        let stated = parts.checksum.ok_or_else(|| missing("checksum"))?;
        // The bytes in the file are canonical unless somebody has laid them out anew: writing the document out to
        // compare is only needed then.
        let is_as_written = document_text(text).is_some_and(|text| checksum(text.as_bytes()) == stated);
        let found = if is_as_written { stated.clone() } else { checksum(&document.to_canonical_json()) };
        if stated != found {
            let short = |sum: &str| excerpt(sum.trim_start_matches("sha256:")).chars().take(8).collect();
            return Err(BundleError::Checksum { stated: short(&stated), found: short(&found) });
        }
        if version < lowest_for(&document) {
            let reason = format!("it holds a list of erased records, which files of version {version} do not have");
            return Err(BundleError::Content { reason });
        }
        if self.is_alike(version) {
            let header = Header::of(kind, &document);
            agree("pilot", &parts.pilot, &header.pilot)?;
            agree("device", &parts.device, &header.device)?;
            agree("created", &parts.created, &header.created)?;
            header.holds.agrees_with(&parts.holds.unwrap_or_default())?;
        }
        let signature = match &parts.signed {
            Some(_) if version < SEALED_SINCE => return Err(unknown_line("signed")),
            // Every byte of a signed file counts, a mark in front of it too.
            Some(_) if text.len() != bytes.len() => return Err(SealError::SignatureDoesNotFit.into()),
            Some(line) => Some(checked(line, text)?),
            None => None,
        };
        let bundle = Bundle { kind, document: self.migrate(document, version)? };
        Ok(Received { bundle, version, lock: None, signature })
    }
}

/// Refuses a file with a text far longer than any we keep, before a reader's complaint would repeat it whole. Only for
/// files of a version we know: a newer one may hold what it likes.
fn no_overlong_text(text: &str) -> Result<(), BundleError> {
    // Six bytes a letter, if each is written as \u0041.
    const LONGEST: usize = 6 * crate::merge::TEXT_LIMIT;
    let bytes = text.as_bytes();
    let mut quotes = text.match_indices('"').map(|(place, _)| place);
    let is_escaped = |place: usize| {
        let before = bytes.get(..place).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
    };
    while let Some(start) = quotes.next() {
        let end = quotes.by_ref().find(|place| !is_escaped(*place)).unwrap_or(bytes.len()).max(start + 1);
        let length = end - start - 1;
        if length > LONGEST {
            let line = 1 + bytes.iter().take(start).filter(|byte| **byte == b'\n').count();
            let reason = format!("the text at byte {start} (line {line}) is {length} bytes long, which no text may be");
            return Err(BundleError::Content { reason });
        }
    }
    Ok(())
}

/// The document's text in a file that is laid out as we lay it out.
fn document_text(text: &str) -> Option<&str> {
    const LONGEST_HEADER: usize = 64 * 1024;
    let head = text.get(..LONGEST_HEADER).unwrap_or(text);
    let start = head.find(DOCUMENT_LINE)? + DOCUMENT_LINE.len();
    text.get(start..)?.trim_end().strip_suffix('}').map(str::trim_end)
}

fn agree<T: PartialEq>(line: &str, stated: &T, found: &T) -> Result<(), BundleError> {
    if stated == found {
        return Ok(());
    }
    Err(BundleError::Header {
        reason: format!("its “{line}” line does not fit the content: it was edited or damaged")
    })
}

/// A JSON reader's complaint in our words.
fn said(error: &serde_json::Error, bytes: &[u8]) -> BundleError {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof | Category::Io => BundleError::CutOff { byte: bytes.len(), line },
        Category::Syntax => BundleError::Syntax { line, column, reason: syntax_words(error) },
        Category::Data => {
            let place = format!(" at line {line} column {column}");
            let all = error.to_string();
            let reason = data_words(all.strip_suffix(&place).unwrap_or(&all));
            BundleError::Content { reason: format!("{reason} (line {line}, column {column})") }
        }
    }
}

/// “invalid type: sequence, expected a document” as “a document is expected, but there is a list”.
fn data_words(reason: &str) -> String {
    const LONGEST: usize = 300;
    let bare = reason.strip_prefix("invalid type: ").or_else(|| reason.strip_prefix("invalid value: "));
    let Some((found, expected)) = bare.and_then(|words| words.rsplit_once(", expected ")) else {
        let shown: String = crate::model::shown_plainly(&reason.chars().take(LONGEST).collect::<String>());
        return if reason.chars().nth(LONGEST).is_some() { shown + "…" } else { shown };
    };
    let found = match found {
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        "null" => "null".to_owned(),
        other => excerpt(&other.replacen("string ", "the text ", 1)),
    };
    format!("{} is expected, but there is {found}", excerpt(expected))
}

fn syntax_words(error: &serde_json::Error) -> String {
    let all = error.to_string();
    let bare = all.split(" at line ").next().unwrap_or_default();
    match bare {
        "trailing characters" => "something follows the end of the file’s content".to_owned(),
        "recursion limit exceeded" => "it is nested too deep".to_owned(),
        "number out of range" => "a number is out of range".to_owned(),
        _ => bare.to_owned(),
    }
}

fn unknown_line(key: &str) -> BundleError {
    BundleError::Header { reason: format!("its “{}” line is not known in this version", excerpt(key)) }
}

/// What a file says, line by line, before any of it is believed.
#[derive(Default)]
struct Parts {
    format: Option<()>,
    version: Option<u32>,
    kind: Option<String>,
    pilot: Option<PilotName>,
    device: Option<String>,
    created: Option<String>,
    holds: Option<BTreeMap<String, u64>>,
    checksum: Option<String>,
    signed: Option<SignedLine>,
    document: Option<Document>,
    /// The file's first key, if it is none of ours: it helps to tell what file this is.
    first_key: Option<String>,
    /// A line we do not know. It is only held against a file that is ours and of a version we know.
    unknown: Option<String>,
    document_first: bool,
}

/// Reads the envelope. An error of our own is left in `verdict`, as serde carries only text.
struct Envelope<'a> {
    format: &'a Format,
    text: &'a str,
    verdict: &'a RefCell<Option<BundleError>>,
}

impl Envelope<'_> {
    fn refuse<E: Error>(&self, error: BundleError) -> E {
        let words = error.to_string();
        self.verdict.replace(Some(error));
        E::custom(words)
    }

    fn read_line<'de, A: MapAccess<'de>>(&self, key: &str, parts: &mut Parts, map: &mut A) -> Result<(), A::Error> {
        match key {
            "format" => {
                let found = map.next_value::<Scalar>()?;
                if found != Scalar::Text("clusterwise".to_owned()) {
                    return Err(self.refuse(BundleError::OtherFormat { found: found.words() }));
                }
                self.once(key, &mut parts.format, ())
            }
            "version" => {
                let found = map.next_value::<Scalar>()?;
                let Scalar::Number(version) = found else {
                    let reason = format!("its version is {}, not a whole number", found.words());
                    return Err(self.refuse(BundleError::Header { reason }));
                };
                let version = self.format.check(version).map_err(|error| match parts.format {
                    Some(()) => self.refuse(error),
                    // Of a file that may not be ours, nothing is said about versions.
                    None => self.refuse(BundleError::NoFormat { first_key: Some("version".to_owned()) }),
                })?;
                self.once(key, &mut parts.version, version)
            }
            "kind" => self.once(key, &mut parts.kind, map.next_value()?),
            "pilot" => self.once(key, &mut parts.pilot, map.next_value()?),
            "device" => self.once(key, &mut parts.device, map.next_value()?),
            "created" => self.once(key, &mut parts.created, map.next_value()?),
            "holds" => self.once(key, &mut parts.holds, map.next_value_seed(Counts)?),
            "checksum" => self.once(key, &mut parts.checksum, map.next_value()?),
            "signed" => self.once(key, &mut parts.signed, map.next_value()?),
            // One that is as it was written never comes here.
            "sealed" => Err(self.refuse(changed())),
            "document" => {
                let document = map.next_value::<Document>()?;
                self.once(key, &mut parts.document, document)
            }
            _ => {
                parts.unknown.get_or_insert_with(|| key.to_owned());
                map.next_value::<IgnoredAny>().map(|_| ())
            }
        }
    }

    fn once<T, E: Error>(&self, key: &str, slot: &mut Option<T>, value: T) -> Result<(), E> {
        match slot.replace(value) {
            None => Ok(()),
            Some(_) => Err(self.refuse(BundleError::Header { reason: format!("its “{key}” line is there twice") })),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Envelope<'_> {
    type Value = Parts;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Parts, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_> {
    type Value = Parts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Clusterwise file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parts, A::Error> {
        let mut parts = Parts::default();
        let (mut is_first, mut lengths_are_checked) = (true, false);
        while let Some(key) = map.next_key::<String>()? {
            if is_first && key != "format" {
                parts.first_key = Some(excerpt(&key));
            }
            is_first = false;
            let header_is_read = parts.format.is_some() && parts.version.is_some();
            if header_is_read {
                // The kind comes before the text of a sealed file, which may be long.
                if key != "kind" && key != "sealed" && !std::mem::replace(&mut lengths_are_checked, true) {
                    no_overlong_text(self.text).map_err(|error| self.refuse(error))?;
                }
                if let Some(unknown) = parts.unknown.take() {
                    return Err(self.refuse(unknown_line(&unknown)));
                }
                self.read_line(&key, &mut parts, &mut map)?;
            } else if key == "format" || key == "version" {
                self.read_line(&key, &mut parts, &mut map)?;
            } else {
                // Until it is known whether the file is ours, nothing in it is held against it.
                self.pass_over(&key, &mut parts, &mut map)?;
            }
        }
        Ok(parts)
    }
}

impl Envelope<'_> {
    /// Lines before `format` and `version`: short texts are kept, a document is too early.
    fn pass_over<'de, A: MapAccess<'de>>(&self, key: &str, parts: &mut Parts, map: &mut A) -> Result<(), A::Error> {
        match key {
            "document" => {
                parts.document_first = true;
                map.next_value::<IgnoredAny>().map(|_| ())
            }
            "kind" | "pilot" | "device" | "created" | "holds" | "checksum" if parts.format.is_some() => {
                self.read_line(key, parts, map)
            }
            _ => {
                parts.unknown.get_or_insert_with(|| key.to_owned());
                map.next_value::<IgnoredAny>().map(|_| ())
            }
        }
    }
}

/// A value of the header that may be of any kind.
#[derive(Debug, PartialEq)]
enum Scalar {
    Text(String),
    Number(u64),
    /// Anything else, in words.
    Other(&'static str),
}

impl Scalar {
    fn words(&self) -> String {
        match self {
            Self::Text(text) => format!("“{}”", excerpt(text)),
            Self::Number(number) => number.to_string(),
            Self::Other(what) => (*what).to_owned(),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyKind;
        impl<'de> Visitor<'de> for AnyKind {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number))
            }
            fn visit_i64<E: Error>(self, _: i64) -> Result<Scalar, E> {
                Ok(Scalar::Other("a negative number"))
            }
            fn visit_f64<E: Error>(self, _: f64) -> Result<Scalar, E> {
                Ok(Scalar::Other("a fraction"))
            }
            fn visit_bool<E: Error>(self, _: bool) -> Result<Scalar, E> {
                Ok(Scalar::Other("true or false"))
            }
            fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
                Ok(Scalar::Other("null"))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other("a list"))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other("an object"))
            }
        }
        deserializer.deserialize_any(AnyKind)
    }
}

/// The `holds` line: names with counts, each name once.
struct Counts;

impl<'de> DeserializeSeed<'de> for Counts {
    type Value = BTreeMap<String, u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Counts {
    type Value = BTreeMap<String, u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what the file holds, as names with counts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut counts = BTreeMap::new();
        while let Some((name, count)) = map.next_entry::<String, u64>()? {
            if counts.insert(name.clone(), count).is_some() {
                return Err(A::Error::custom(format!("“holds” names “{}” twice", excerpt(&name))));
            }
        }
        Ok(counts)
    }
}
