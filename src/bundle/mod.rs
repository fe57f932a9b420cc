//! The file that travels: envelope, kinds, versions, import plans, tables. Knows nothing of screens.
//!
//! A bundle is JSON with a header that people can read, and the document as [`crate::merge::Document`] writes it:
//!
//! ```json
//! {
//!   "format": "clusterwise",
//!   "version": 1,
//!   "kind": "return",
//!   "pilot": {"id": "fernleigh-7k2m", "name": "Fernleigh pilot"},
//!   "device": "amber-fox",
//!   "created": "2019-07-12T10:42:00Z",
//!   "holds": {"pilots": 1, "returns": 1, "schools": 1, "terms": 1},
//!   "checksum": "sha256:…",
//!   "document": {"stamps":["1562928120000.0.amber-fox"],"tables":{}}
//! }
//! ```
//!
//! * The file is a function of its document and kind alone: `device` and `created` are those of the newest stamp (the
//!   data as at), so equal documents give equal files, byte for byte, whoever writes them and when.
//! * The checksum is SHA-256 of the document's canonical bytes. The rest of the header follows from the content and is
//!   compared with it, so no byte of a file can be changed unseen (white space, and lines of `holds` that this
//!   version does not know, aside).
//! * `version` is the lowest that can say what the file holds: 2 where records were erased, else 1.
//! * `format` and `version` come before `document`, as they say how to read it. A newer version is refused whole.
//! * What is unknown in the *header* is refused: a header changes only with the version. Unknown *tables and fields*
//!   are carried along, merged and written out again.
//! * A file that is sealed (`sealed.rs`) or signed (`signed.rs`) is of version 2.
//! * A file is taken in whole or not at all ([`ImportPlan`]).

mod admission;
mod area_columns;
mod area_notes;
mod area_problems;
mod areas;
mod conflicts;
mod copy_test;
mod decoding;
mod disagreements;
mod envelope;
mod error;
mod handing;
mod holds;
mod merging;
mod migrations;
mod parts;
mod plan;
mod rows;
mod seal_settings;
mod sealed;
mod signed;
mod sniff;
mod table;
mod text_decoding;
mod verdict;
mod version_plan;
mod words;

pub use area_columns::{AreaColumns, AreaField};
pub use area_problems::{AreaProblem, ProblemGroup};
pub use areas::{AreaChanges, AreaImport, FigureTotal};
pub use conflicts::{Conflict, ConflictOption};
pub use copy_test::CopyTest;
pub use disagreements::{Disagreements, Side};
pub use envelope::{Bundle, BundleKind, PilotName};
pub use error::BundleError;
pub use handing::{TakingOver, hand_over};
pub use holds::Holds;
pub use migrations::{Format, Migration, VERSION};
pub use plan::{FileStatus, ImportPlan, Note, PlannedFile};
pub use rows::{Counts, PlannedField, PlannedRecord};
pub use seal_settings::{Keyring, NamedKey, Seal, SealSettings};
pub use sealed::{Received, SealWith, SealedFile};
pub use sniff::SIZE_LIMIT;
pub use table::{Table, TableRow};
pub use text_decoding::Encoding;
pub use version_plan::VersionPlan;
