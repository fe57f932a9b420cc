//! Steps that bring an old file's document to today's form. Pure: no stamps, no clock, no reading of anything else.
//!
//! The number of a version rises when files change in a way that an older reader would misread. A new table or a new
//! field is no such change: readers carry along what they do not know. Files of each version ever released are kept
//! under `tests/bundles/`.
//!
//! * Version 1: records.
//! * Version 2: may hold a register of erased records, or be sealed or signed. A reader of version 1 would bring what was
//!   erased back, so it must refuse such a file; every file that has none of this is still written as version 1.

use super::BundleError;
use crate::merge::Document;

/// The newest version of files that this code reads and writes.
pub const VERSION: u32 = 2;

/// The version of a file that needs nothing newer.
pub(super) const PLAIN: u32 = 1;

/// The first version of files that may be sealed or signed. Such files say it even where a newer one is known.
pub(super) const SEALED_SINCE: u32 = 2;

/// The name of a step between two versions whose documents and headers are alike.
const ALIKE: &str = "nothing changes";

/// The lowest version that can say what a document holds, so that as many programs as possible can read the file.
pub(super) fn lowest_for(document: &Document) -> u32 {
    if document.has_erasures() { VERSION } else { PLAIN }
}

/// One step, from a version to the next.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    pub from: u32,
    /// What it does, such as `exclusions are called suspensions`.
    pub name: &'static str,
    /// Keeps every stamp: see [`crate::merge::Record::rewritten`].
    pub step: fn(&Document) -> Document,
}

/// What a reader understands: files of its version, and older ones by its migrations.
#[derive(Debug, Clone)]
pub struct Format {
    pub version: u32,
    /// One for each version before, in their order.
    pub migrations: Vec<Migration>,
}

impl Format {
    /// What this code reads and writes.
    pub fn current() -> Self {
        let alike = |from| Migration { from, name: ALIKE, step: Document::clone };
        Self { version: VERSION, migrations: (PLAIN..VERSION).map(alike).collect() }
    }

    /// Whether a file of that version says of its content what one of today's would say.
    pub(super) fn is_alike(&self, version: u32) -> bool {
        self.steps_from(version).is_some_and(|steps| steps.iter().all(|step| step.name == ALIKE))
    }

    /// Refuses what is newer, and versions that never were.
    pub(super) fn check(&self, version: u64) -> Result<u32, BundleError> {
        if version > u64::from(self.version) {
            return Err(BundleError::TooNew { version, newest: self.version });
        }
        match u32::try_from(version) {
            Ok(known) if known > 0 && self.steps_from(known).is_some() => Ok(known),
            _ => Err(BundleError::NoSuchVersion { version }),
        }
    }

    /// A document of an older version in today's form.
    pub(super) fn migrate(&self, document: Document, version: u32) -> Result<Document, BundleError> {
        let steps = self.steps_from(version).ok_or(BundleError::NoSuchVersion { version: u64::from(version) })?;
        if self.is_alike(version) {
            return Ok(document);
        }
        Ok(steps.iter().fold(document, |document, migration| (migration.step)(&document)))
    }

    /// The migrations from a version on; `None` if one of them is missing or out of place.
    fn steps_from(&self, version: u32) -> Option<&[Migration]> {
        let wanted = version..self.version;
        let first = self.migrations.iter().position(|step| step.from >= version).unwrap_or(self.migrations.len());
        let steps = self.migrations.get(first..)?;
        steps.iter().map(|step| step.from).eq(wanted).then_some(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: u32) -> Migration {
        Migration { from, name: "changes nothing", step: Document::clone }
    }

    #[test]
    fn todays_migrations_lead_from_the_first_version_to_this_one() {
        let format = Format::current();
        for version in 1..=format.version {
            assert_eq!(format.check(u64::from(version)), Ok(version));
        }
        assert!(matches!(format.check(u64::from(VERSION) + 1), Err(BundleError::TooNew { .. })));
        assert!(matches!(format.check(0), Err(BundleError::NoSuchVersion { .. })));
    }

    #[test]
    fn a_gap_in_the_migrations_is_found() {
        let gapless = Format { version: 4, migrations: vec![step(1), step(2), step(3)] };
        assert_eq!([1, 2, 3, 4].map(|version| gapless.check(version).is_ok()), [true; 4]);
        let gap = Format { version: 4, migrations: vec![step(1), step(3)] };
        assert_eq!([1, 2, 3, 4].map(|version| gap.check(version).is_ok()), [false, false, true, true]);
    }

    #[test]
    fn there_never_was_a_version_0_whatever_the_steps_say() {
        let from_0 = Format { version: 1, migrations: vec![step(0)] };
        assert_eq!(from_0.check(0), Err(BundleError::NoSuchVersion { version: 0 }));
        assert_eq!(from_0.check(1), Ok(1));
    }
}
