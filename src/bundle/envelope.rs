//! A bundle and its bytes: the header is worked out from the content, never from the moment of writing.
//! Knows no clock and no file system.

use super::holds::Holds;
use super::migrations::lowest_for;
use super::{BundleError, Format};
use crate::merge::{Document, Record, Stamp, Value};
use crate::workspace::{schema, sha256};
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// How the document's line begins in a file that is laid out as we lay it out.
pub(super) const DOCUMENT_LINE: &str = "\n  \"document\": ";

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BundleKind {
    /// Everything.
    Backup,
    /// One school's returns.
    Return,
    /// One cluster's schools and submitted returns.
    Board,
    /// Scenarios, and no school's data.
    Scenario,
}

impl BundleKind {
    pub const ALL: [Self; 4] = [Self::Backup, Self::Return, Self::Board, Self::Scenario];

    /// The word in the file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Return => "return",
            Self::Board => "board",
            Self::Scenario => "scenario",
        }
    }

    /// Whether a file of this kind leaves this device sealed unless a person says otherwise: every kind but those that
    /// hold aggregates alone. Returns are counts, but a school’s small counts can be about one child.
    pub fn is_sealed_by_default(self) -> bool {
        match self {
            Self::Backup | Self::Return | Self::Board => true,
            Self::Scenario => false,
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Backup => "Backup of everything",
            Self::Return => "Return of a school",
            Self::Board => "Returns of a cluster",
            Self::Scenario => "Scenarios",
        }
    }
}

/// A document on its way, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    pub kind: BundleKind,
    pub document: Document,
}

/// Which pilot a bundle is of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PilotName {
    pub id: String,
    pub name: String,
}

/// What the header says beside the content's checksum; all of it follows from the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub pilot: Option<PilotName>,
    pub device: Option<String>,
    pub created: Option<String>,
    pub holds: Holds,
}

impl Header {
    pub(super) fn of(kind: BundleKind, document: &Document) -> Self {
        let newest = document.latest_stamp();
        Self {
            pilot: pilot_of(document),
            device: newest.map(|stamp| stamp.device.to_string()),
            created: newest.and_then(moment),
            holds: Holds::of(kind, document),
        }
    }
}

impl Bundle {
    /// Reads a file. Fails with a sentence that says what is wrong with it and where.
    pub fn decode(bytes: &[u8]) -> Result<Self, BundleError> {
        Format::current().decode(bytes)
    }

    /// The file, the same for equal documents.
    pub fn encode(&self) -> Vec<u8> {
        self.encode_as(self.version())
    }

    pub(super) fn encode_as(&self, version: u32) -> Vec<u8> {
        let document = self.document.to_canonical_json();
        let header = self.header_text(version, &checksum(&document));
        let mut file = Vec::with_capacity(header.len() + document.len() + 4);
        file.extend_from_slice(header.as_bytes());
        file.extend_from_slice(&document);
        file.extend_from_slice(b"\n}\n");
        file
    }

    fn header_text(&self, version: u32, checksum: &str) -> String {
        let header = Header::of(self.kind, &self.document);
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut lines = vec![format!(
            "\"format\": \"clusterwise\",\n  \"version\": {version},\n  \"kind\": {}",
            quoted(self.kind.key())
        )];
        if let Some(pilot) = &header.pilot {
            lines.push(format!("\"pilot\": {{\"id\": {}, \"name\": {}}}", quoted(&pilot.id), quoted(&pilot.name)));
        }
        lines.extend(header.device.map(|device| format!("\"device\": {}", quoted(&device))));
        lines.extend(header.created.map(|created| format!("\"created\": {}", quoted(&created))));
        let counts = header.holds.counts().iter().map(|(name, count)| format!("{}: {count}", quoted(name)));
        lines.push(format!("\"holds\": {{{}}}", counts.collect::<Vec<_>>().join(", ")));
        lines.push(format!("\"checksum\": {}", quoted(checksum)));
        lines.push("\"document\": ".to_owned());
        format!("{{\n  {}", lines.join(",\n  "))
    }

    /// The version that its file is written in.
    pub fn version(&self) -> u32 {
        lowest_for(&self.document)
    }

    /// Which pilot it is of; `None` if it holds none.
    pub fn pilot(&self) -> Option<PilotName> {
        pilot_of(&self.document)
    }

    /// What it holds, counted.
    pub fn holds(&self) -> Holds {
        Holds::of(self.kind, &self.document)
    }

    /// The newest stamp in it: data as at, and by whom.
    pub fn as_at(&self) -> Option<&Stamp> {
        self.document.latest_stamp()
    }
}

/// `sha256:` and 64 hexadecimal digits.
pub(super) fn checksum(bytes: &[u8]) -> String {
    format!("sha256:{}", sha256(bytes))
}

/// The pilot of a document: the last live one by its id, as the workspace takes it.
pub(super) fn pilot_of(document: &Document) -> Option<PilotName> {
    let (id, record) = document.live(schema::PILOT).last()?;
    Some(PilotName { id: id.to_owned(), name: text_of(record, "name").unwrap_or_default() })
}

pub(super) fn text_of(record: &Record, field: &str) -> Option<String> {
    record.value(field).and_then(Value::as_text).map(str::to_owned)
}

fn moment(stamp: &Stamp) -> Option<String> {
    let ms = i64::try_from(stamp.ms).ok()?;
    DateTime::<Utc>::from_timestamp_millis(ms).map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::DeviceId;

    fn stamp(ms: u64, device: &str) -> Stamp {
        Stamp { ms: 1_562_928_120_000 + ms, counter: 0, device: DeviceId::parse(device).expect("a device") }
    }

    fn small() -> Document {
        let mut document = Document::new();
        document.set("pilot", "fern-1", "id", "fern-1", &stamp(0, "amber-fox")).expect("set");
        document.set("pilot", "fern-1", "name", "Fern “pilot”", &stamp(1, "amber-fox")).expect("set");
        document
    }

    #[test]
    fn a_header_reads_as_it_is_documented() {
        let file = Bundle { kind: BundleKind::Backup, document: small() }.encode();
        let text = String::from_utf8(file).expect("UTF-8");
        let start = "{\n  \"format\": \"clusterwise\",\n  \"version\": 1,\n  \"kind\": \"backup\",\n  \
            \"pilot\": {\"id\": \"fern-1\", \"name\": \"Fern “pilot”\"},\n  \"device\": \"amber-fox\",\n  \
            \"created\": \"2019-07-12T10:42:00Z\",\n  \"holds\": {\"pilots\": 1},\n  \"checksum\": \"sha256:";
        assert_eq!(text.get(..start.len()), Some(start), "{text}");
        assert!(text.ends_with("}\n"));
    }

    #[test]
    fn a_bundle_reads_back_as_written_and_is_written_as_read() {
        for kind in BundleKind::ALL {
            let bundle = Bundle { kind, document: small() };
            let file = bundle.encode();
            assert_eq!(Bundle::decode(&file).map(|read| read.encode()), Ok(file));
            assert_eq!(Bundle::decode(&bundle.encode()), Ok(bundle));
        }
    }

    #[test]
    fn the_order_of_merging_does_not_show_in_the_file() {
        let (mut left, mut right) = (small(), small());
        left.set("school", "900001", "name", "A", &stamp(5, "amber-fox")).expect("set");
        right.set("school", "900001", "name", "B", &stamp(5, "blue-jay")).expect("set");
        let joined = |a: &Document, b: &Document| {
            let mut both = a.clone();
            both.join(b);
            Bundle { kind: BundleKind::Backup, document: both }.encode()
        };
        assert_eq!(joined(&left, &right), joined(&right, &left));
    }

    #[test]
    fn an_empty_document_travels_too() {
        let bundle = Bundle { kind: BundleKind::Backup, document: Document::new() };
        assert_eq!(Bundle::decode(&bundle.encode()), Ok(bundle));
    }
}
