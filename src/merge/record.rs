//! One record: its fields and whether it lives. Knows no other record and no table.

use super::error::MergeError;
use super::field::FieldRef;
use super::fields::Fields;
use super::stamp::Stamp;
use super::value::Value;
use super::vector::VersionVector;

/// How often a record can be made and deleted. Even, so that a record that has used them all up is deleted: a hostile
/// file can end a record so, but cannot make one that nobody can delete.
pub const LIFE_LIMIT: u32 = 1_000_000;

/// Fields by name, and a causal length (Yu & Rostad 2020): `life` is 1 when the record is made, 2 when it is deleted,
/// 3 when it is restored. Of two copies the longer life wins whole; equal lives join field by field. So a deletion
/// wins over every edit of the life it ended, and a restored record starts with freshly written fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    life: u32,
    since: Stamp,
    fields: Fields,
}

impl Record {
    pub(super) fn from_parts(life: u32, since: Stamp, fields: Fields) -> Self {
        Record { life, since, fields }
    }

    /// Odd: alive. Even: deleted.
    pub fn life(&self) -> u32 {
        self.life
    }

    /// When the record was made, deleted or restored: the latest stamp of those who did it.
    pub fn since(&self) -> &Stamp {
        &self.since
    }

    pub fn is_alive(&self) -> bool {
        self.life % 2 == 1
    }

    /// In the order of their names. A deleted record has none.
    pub fn fields(&self) -> impl Iterator<Item = (&str, FieldRef<'_>)> {
        self.fields.iter()
    }

    pub fn field_count(&self) -> usize {
        self.fields.len()
    }

    pub fn field(&self, name: &str) -> Option<FieldRef<'_>> {
        self.fields.get(name)
    }

    /// What a field shows; `None` if it was never written in this life.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.field(name).map(FieldRef::value)
    }

    /// The fields in which there is something to choose.
    pub fn conflicts(&self) -> impl Iterator<Item = (&str, FieldRef<'_>)> {
        self.fields().filter(|(_, field)| field.is_conflicting())
    }

    /// Begins the record's next life, or ends this one.
    pub(super) fn change_life(&mut self, stamp: &Stamp) {
        self.life += 1;
        self.since = stamp.clone();
        self.fields.clear();
    }

    pub(super) fn set(&mut self, name: &str, value: Value, stamp: &Stamp) -> Result<(), MergeError> {
        self.fields.set(name, value, stamp)
    }

    /// Takes over what the other copy has and this one has not seen. Commutative, associative, idempotent.
    pub fn join(&mut self, other: &Record) {
        if other.life != self.life {
            if other.life > self.life {
                *self = other.clone();
            }
            return;
        }
        if other.since > self.since {
            self.since = other.since.clone();
        }
        self.fields.join(&other.fields);
    }

    /// True if joining `other` would change nothing here.
    pub fn includes(&self, other: &Record) -> bool {
        self.life > other.life
            || (self.life == other.life && self.since >= other.since && self.fields.includes(&other.fields))
    }

    pub(super) fn add_context_to(&self, context: &mut VersionVector) {
        context.add(&self.since);
        self.fields_written_since().for_each(|field| field.add_context_to(context));
    }

    /// Those of its fields that were not written with the record. Most were, and say no more than that.
    pub(super) fn fields_written_since(&self) -> impl Iterator<Item = FieldRef<'_>> {
        self.fields.not_written_at(&self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(ms: u64) -> Stamp {
        Stamp::parse(&format!("{}.0.a", 1_780_000_000_000 + ms)).unwrap()
    }

    fn record(life: u32, ms: u64, fields: &[(&str, i64)]) -> Record {
        let mut record = Record::from_parts(life, stamp(ms), Fields::default());
        for (name, value) in fields {
            record.set(name, Value::Int(*value), &stamp(ms)).unwrap();
        }
        record
    }

    fn joined(a: &Record, b: &Record) -> Record {
        let mut both = a.clone();
        both.join(b);
        let mut mirrored = b.clone();
        mirrored.join(a);
        assert_eq!(both, mirrored);
        both
    }

    #[test]
    fn records_of_one_life_join_their_fields() {
        let both = joined(&record(1, 1, &[("roll", 1)]), &record(1, 2, &[("phase", 2)]));
        assert_eq!(both.field_count(), 2);
        assert_eq!(both.since(), &stamp(2));
    }

    #[test]
    fn a_deletion_wins_over_a_later_edit_of_the_life_it_ended() {
        let deleted = record(2, 1, &[]);
        assert_eq!(joined(&deleted, &record(1, 900, &[("roll", 1)])), deleted);
    }

    #[test]
    fn a_restored_record_wins_whole_over_its_deletion_and_its_former_life() {
        let restored = record(3, 5, &[("roll", 3)]);
        assert_eq!(joined(&restored, &record(2, 9, &[])), restored);
        assert_eq!(joined(&restored, &record(1, 9, &[("roll", 1), ("phase", 1)])), restored);
    }

    #[test]
    fn including_means_that_joining_changes_nothing() {
        let all = [
            record(1, 1, &[("roll", 1)]),
            record(1, 2, &[("roll", 1)]),
            record(1, 1, &[]),
            record(2, 1, &[]),
            record(2, 2, &[]),
            record(3, 1, &[("roll", 1), ("phase", 2)]),
        ];
        for x in &all {
            for y in &all {
                assert_eq!(x.includes(y), joined(x, y) == *x, "{x:?} includes {y:?}");
            }
        }
    }
}
