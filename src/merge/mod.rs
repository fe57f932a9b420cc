//! How two copies of a document become one: stamps, registers that keep what lost, tombstones, version vectors, join.
//! Knows nothing of schools, files or screens; the time, the device and every name come in as arguments.
//!
//! The laws, each a property test in `tests/laws.rs`:
//!
//! * [`Document::join`] is commutative, associative and idempotent, and nothing it holds ever shrinks.
//! * Equal documents have equal bytes ([`Document::to_canonical_json`]), in whatever order they were merged.
//! * Whether two edits of a field were concurrent is read from what each had *seen*, never guessed from clocks.
//!   The loser is kept and listed until somebody writes the field again having seen both.
//! * Deletion wins over edits of the same life, however late they are stamped.
//! * Erasure wins over everything, for good: an erased record's name is kept, and no copy brings its values back.
//! * A part of a document can travel alone: what has been seen is remembered field by field, so an absent field
//!   hides nothing.

mod brief;
mod canonical;
mod clock;
mod compare;
mod decoding;
mod document;
mod encoding;
mod erasure;
mod error;
mod field;
mod field_decoding;
mod fields;
mod pick;
mod place;
mod record;
mod rest;
mod rewrite;
mod seeds;
mod stamp;
mod survey;
mod taking;
mod value;
mod vector;

pub use brief::Brief;
pub use canonical::CanonicalReader;
pub use clock::{Clock, FUTURE_TOLERANCE_MS};
pub use compare::{FieldDifference, FieldStatus, RecordDifference, RecordKind};
pub use document::{Document, RecordName};
pub use error::MergeError;
pub use field::{FieldRef, VersionRef};
pub use pick::Difference;
pub use place::{FIELD_LIMIT, NAME_LIMIT};
pub use record::{LIFE_LIMIT, Record};
pub use stamp::{DeviceId, EARLIEST_MS, LATEST_MS, Stamp};
pub use survey::{Contradiction, HELD_BACK_AFTER_MS, HeldBack};
pub use taking::take_documents;
pub use value::{DEPTH_LIMIT, LIST_LIMIT, TEXT_LIMIT, Value};
pub use vector::VersionVector;
