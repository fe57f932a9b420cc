//! Whether a file would bring everything back that is here: the test of a copy. Knows nothing of where the file is.

use super::{Bundle, BundleError};
use crate::merge::Document;

/// What a copy is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyTest {
    /// Records that are here, deleted ones with them, and how many of them the copy does not hold as they are here.
    pub records: usize,
    pub missing: usize,
}

impl CopyTest {
    /// Reads a file as opening it would, and holds it against what is here.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(file: &[u8], here: &Document) -> Result<Self, BundleError> {
        Self::of_bundle(&Bundle::decode(file)?, here)
    }

    /// The same of what was read from a file, which may have been sealed. Opening is left to [`super::Received`], so that
    /// a page that only tests copies does not carry what opens them.
    ///
    /// # Errors
    /// A record of it cannot be true.
    pub fn of_bundle(bundle: &Bundle, here: &Document) -> Result<Self, BundleError> {
        bundle.believable()?;
        let mut both = bundle.document.clone();
        both.join(here);
        let is_missing = |table: &str, id: &str| both.record(table, id) != bundle.document.record(table, id);
        let missing = here.all_records().filter(|(table, id, _)| is_missing(table, id)).count();
        Ok(Self { records: here.all_records().count(), missing })
    }

    /// In words.
    pub fn words(self) -> String {
        match (self.records, self.missing) {
            (_, 0) => "The copy is whole, and holds everything that is here.".to_owned(),
            (all, missing) if all == missing => {
                "The file can be read, but holds nothing of this pilot as it is here.".to_owned()
            }
            (all, missing) => format!(
                "The copy can be read. Of {all} records here {missing} are not in it as they are now: save a new copy."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::DeviceId;
    use crate::model::{Cluster, ClusterId};
    use crate::workspace::{Command, Workspace};

    #[test]
    fn a_copy_is_held_against_what_is_here() {
        let mut here = Workspace::empty(DeviceId::parse("amber-fox-0001").unwrap());
        let name = |here: &mut Workspace, id: &str, name: &str| {
            let id = ClusterId::from_name(id).unwrap();
            let cluster =
                Cluster { id, name: name.to_owned(), participation: Default::default(), priorities: Vec::new() };
            here.apply(&Command::SaveCluster(cluster), 1_600_000_000_000).unwrap();
        };
        let copy_of = |here: &Workspace| Bundle::backup(here.document()).encode();
        name(&mut here, "north", "North");
        name(&mut here, "south", "South");
        let copy = copy_of(&here);
        assert_eq!(CopyTest::of(&copy, here.document()).unwrap(), CopyTest { records: 2, missing: 0 });
        let before = here.clone();
        name(&mut here, "south", "The south");
        let test = CopyTest::of(&copy, here.document()).unwrap();
        assert_eq!(test, CopyTest { records: 2, missing: 1 });
        assert!(test.words().contains("save a new copy"));
        // A newer copy than what is here holds all of it too.
        assert_eq!(CopyTest::of(&copy_of(&here), before.document()).unwrap().missing, 0);
        let none = CopyTest::of(&Bundle::backup(&Document::default()).encode(), here.document()).unwrap();
        assert!(none.words().contains("holds nothing"));
        assert!(CopyTest::of(&copy[..copy.len() / 2], here.document()).is_err());
    }
}
