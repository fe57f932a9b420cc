//! What is to be said of a whole document: what it has seen, what is in conflict, what comes from the future, what
//! changed. Changes nothing.

use super::document::Document;
use super::field::{FieldRef, VersionRef};
use super::record::Record;
use super::stamp::{DeviceId, Stamp};
use super::vector::VersionVector;

/// What is stamped later than this ahead of its importer is listed by [`Document::held_back`]: a day, as wrong time
/// zones are honest.
pub const HELD_BACK_AFTER_MS: u64 = 24 * 60 * 60 * 1000;

/// Something stamped so far in the future that a person should look before it is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    pub table: String,
    pub id: String,
    /// `None`: it is the making, deleting or restoring of the record that carries the stamp.
    pub field: Option<String>,
    pub stamp: Stamp,
}

/// A field for which two copies hold different values under one stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    pub table: String,
    pub id: String,
    pub field: String,
    pub stamp: Stamp,
}

impl Document {
    /// Where both documents hold different values under the same stamp: a device id was in use twice, as when a browser's
    /// profile is copied. Joining keeps the greater value of each; ask before, to tell the person.
    pub fn contradictions(&self, other: &Document) -> Vec<Contradiction> {
        let mut found = Vec::new();
        for (table, id, theirs) in other.all_records() {
            let Some(ours) = self.record(table, id).filter(|ours| ours.life() == theirs.life()) else {
                continue;
            };
            for (name, their_field) in theirs.fields() {
                let Some(our_field) = ours.field(name) else {
                    continue;
                };
                let differs = |version: &VersionRef<'_>| {
                    let same_stamp = our_field.versions().find(|our| our.stamp == version.stamp);
                    same_stamp.is_some_and(|our| our.value != version.value)
                };
                found.extend(their_field.versions().filter(differs).map(|version| Contradiction {
                    table: table.to_owned(),
                    id: id.to_owned(),
                    field: name.to_owned(),
                    stamp: version.stamp.clone(),
                }));
            }
        }
        found
    }

    /// Everything any part of this document has seen. It says of which devices there is news here; it does not say
    /// that every field is there, as a document may be a part of another.
    pub fn version_vector(&self) -> VersionVector {
        let mut context = VersionVector::new();
        self.all_records().for_each(|(_, _, record)| record.add_context_to(&mut context));
        context
    }

    /// The last moment of one device that any part of this document has seen: what its vector says of it, without making it.
    pub fn last_seen_of(&self, device: &DeviceId) -> Option<(u64, u32)> {
        let own = |stamp: &Stamp| (stamp.device == *device).then(|| stamp.moment());
        let of_field = |field: FieldRef<'_>| {
            let held = field.versions().filter_map(|version| own(version.stamp)).max();
            held.max(field.seen().get(device))
        };
        let of_record =
            |record: &Record| record.fields_written_since().map(of_field).max().flatten().max(own(record.since()));
        self.all_records().map(|(_, _, record)| of_record(record)).max().flatten()
    }

    /// The greatest stamp of anything that is held.
    pub fn latest_stamp(&self) -> Option<&Stamp> {
        self.all_records()
            .flat_map(|(_, _, record)| {
                record.fields().filter_map(|(_, field)| field.stamp()).chain(std::iter::once(record.since()))
            })
            .max()
    }

    /// Every field in which there is something to choose, as (table, id, field's name, field).
    pub fn conflicts(&self) -> impl Iterator<Item = (&str, &str, &str, FieldRef<'_>)> {
        self.all_records()
            .flat_map(|(table, id, record)| record.conflicts().map(move |(name, field)| (table, id, name, field)))
    }

    /// What is stamped more than [`HELD_BACK_AFTER_MS`] after `now_ms`, losers included.
    pub fn held_back(&self, now_ms: u64) -> Vec<HeldBack> {
        let latest = now_ms.saturating_add(HELD_BACK_AFTER_MS);
        let mut held = Vec::new();
        for (table, id, record) in self.all_records() {
            let mut hold = |field: Option<&str>, stamp: &Stamp| {
                let (table, id, field) = (table.to_owned(), id.to_owned(), field.map(str::to_owned));
                held.push(HeldBack { table, id, field, stamp: stamp.clone() });
            };
            if record.since().ms > latest {
                hold(None, record.since());
            }
            for (name, field) in record.fields() {
                let stamps = field.versions().map(|version| version.stamp);
                stamps.filter(|stamp| stamp.ms > latest).for_each(|stamp| hold(Some(name), stamp));
            }
        }
        held
    }

    /// The (table, id) of every record that is not the same here as it was in `before`: what a log has to store.
    pub fn changed_since(&self, before: &Document) -> Vec<(String, String)> {
        let mut changed = Vec::new();
        for (name, table) in self.shared_tables() {
            let former = before.shared_tables().get(name);
            if former.is_some_and(|former| former.ptr_eq(table)) {
                continue;
            }
            for (id, record) in table.iter() {
                if former.and_then(|former| former.get(id)) != Some(record) {
                    changed.push((name.to_string(), id.to_string()));
                }
            }
        }
        for (table, id, _) in before.all_records() {
            if self.record(table, id).is_none() {
                changed.push((table.to_owned(), id.to_owned()));
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::super::DeviceId;
    use super::*;

    fn stamp(ms: u64, device: &str) -> Stamp {
        Stamp { ms: 1_780_000_000_000 + ms, counter: 0, device: DeviceId::parse(device).unwrap() }
    }

    fn document() -> Document {
        let mut document = Document::new();
        document.set("return", "s1", "roll", 412, &stamp(1, "a")).unwrap();
        document.set("return", "s1", "roll", 413, &stamp(2, "b")).unwrap();
        document.set("board", "m1", "held", true, &stamp(3, "c")).unwrap();
        document
    }

    #[test]
    fn the_version_vector_knows_what_was_overwritten_and_what_was_deleted() {
        let mut document = document();
        document.delete("board", "m1", &stamp(4, "d"));
        let mut expected = VersionVector::new();
        [stamp(1, "a"), stamp(2, "b"), stamp(4, "d")].iter().for_each(|stamp| expected.add(stamp));
        assert_eq!(document.version_vector(), expected);
    }

    #[test]
    fn the_latest_stamp_may_be_a_fields_or_a_deletions() {
        let mut document = document();
        assert_eq!(document.latest_stamp(), Some(&stamp(3, "c")));
        document.set("return", "s1", "roll", 414, &stamp(5, "a")).unwrap();
        assert_eq!(document.latest_stamp(), Some(&stamp(5, "a")));
        document.delete("board", "m1", &stamp(6, "d"));
        assert_eq!(document.latest_stamp(), Some(&stamp(6, "d")));
        assert_eq!(Document::new().latest_stamp(), None);
    }

    #[test]
    fn what_changed_is_what_was_written_made_or_taken_away() {
        let before = document();
        let mut after = before.clone();
        assert_eq!(after.changed_since(&before), vec![]);
        after.set("return", "s1", "roll", 1, &stamp(5, "a")).unwrap();
        after.set("school", "s1", "phase", "primary", &stamp(5, "a")).unwrap();
        after.put_record("board", "m1", None);
        let changed = after.changed_since(&before);
        let changed: Vec<_> = changed.iter().map(|(table, id)| (table.as_str(), id.as_str())).collect();
        assert_eq!(changed, [("return", "s1"), ("school", "s1"), ("board", "m1")]);
    }
}
