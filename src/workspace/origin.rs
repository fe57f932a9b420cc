//! Where records came from: the files that brought them, in which role somebody opened those, and when. Known on this
//! device alone: it never travels in a file, and merging knows nothing of it.

use super::Role;
use super::names_text;
use crate::merge::{Record, RecordName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One opening of files, with the records that each of them changed here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The role that was chosen when the files were opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Milliseconds since 1970 by this device's clock.
    pub at_ms: u64,
    pub files: Vec<OriginFile>,
}

/// A file, and the name of each record that it changed, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginFile {
    pub name: String,
    #[serde(with = "names_text")]
    pub records: Vec<RecordName>,
}

/// All openings that have not been taken back, oldest first. They can name each of a hundred thousand records, and a workspace is copied
/// with every key, so copies share them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Origins(Vec<Arc<Origin>>);

impl Origins {
    pub(super) fn add(&mut self, origin: Arc<Origin>) {
        self.0.push(origin);
    }

    /// Where an opening stands among these.
    pub(super) fn position(&self, origin: &Arc<Origin>) -> Option<usize> {
        self.0.iter().position(|known| Arc::ptr_eq(known, origin) || known == origin)
    }

    pub(super) fn at(&self, position: usize) -> Option<&Arc<Origin>> {
        self.0.get(position)
    }

    /// Forgets the newest opening that says the same.
    pub(super) fn take_back(&mut self, origin: &Origin) {
        if let Some(place) = self.0.iter().rposition(|known| **known == *origin) {
            self.0.remove(place);
        }
    }

    /// The newest file that changed each record.
    pub(super) fn arrivals(&self) -> Arrivals<'_> {
        let mut newest = BTreeMap::new();
        for origin in &self.0 {
            for file in &origin.files {
                for (table, id) in &file.records {
                    let came = Arrival { file: &file.name, role: origin.role, at_ms: origin.at_ms };
                    newest.insert((&**table, &**id), came);
                }
            }
        }
        Arrivals(newest)
    }
}

/// The file that last changed a record here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival<'a> {
    pub file: &'a str,
    pub role: Option<Role>,
    pub at_ms: u64,
}

/// By table and name of the record.
#[derive(Debug, Clone, Default)]
pub struct Arrivals<'a>(BTreeMap<(&'a str, &'a str), Arrival<'a>>);

impl Arrivals<'_> {
    pub fn of(&self, table: &str, id: &str) -> Option<Arrival<'_>> {
        self.0.get(&(table, id)).copied()
    }
}

/// Who last wrote in a record, as the record itself says: a device by its name, and the moment by that device's clock in
/// milliseconds since 1970.
pub fn last_written(record: &Record) -> Option<(&str, u64)> {
    let newest = record.fields().filter_map(|(_, field)| field.stamp()).max()?;
    Some((newest.device.as_str(), newest.ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(at_ms: u64, name: &str) -> Arc<Origin> {
        let records = vec![("return".into(), "900001_2018-19_3".into())];
        Arc::new(Origin { role: Some(Role::Clerk), at_ms, files: vec![OriginFile { name: name.to_owned(), records }] })
    }

    #[test]
    fn the_newest_file_is_named_until_its_opening_is_taken_back() {
        let mut origins = Origins::default();
        origins.add(opened(1, "old.json"));
        origins.add(opened(2, "new.json"));
        let file = |origins: &Origins| {
            origins.arrivals().of("return", "900001_2018-19_3").map(|came| (came.file.to_owned(), came.at_ms))
        };
        assert_eq!(file(&origins), Some(("new.json".to_owned(), 2)));
        origins.take_back(&opened(2, "new.json"));
        assert_eq!(file(&origins), Some(("old.json".to_owned(), 1)));
        origins.take_back(&opened(7, "never.json"));
        assert_eq!(file(&origins), Some(("old.json".to_owned(), 1)));
        assert_eq!(origins.arrivals().of("return", "900001_2018-19_4"), None);
    }
}
