//! What a file would change, record by record and field by field, in words. Computed when somebody looks.

use super::holds::thousands;
use super::words::{self, Names};
use crate::merge::{Document, FieldDifference, FieldStatus, RecordDifference, RecordKind, Stamp};

/// How many records of each kind; what is previewed and, afterwards, what was applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub conflicting: usize,
    /// Live here; deleted there.
    pub deleted: usize,
    pub same: usize,
    /// Earlier states of what is here.
    pub older: usize,
    /// Here; erased there.
    pub erased: usize,
    /// There; erased here, and staying so.
    pub kept_erased: usize,
}

impl Counts {
    pub(super) fn of(kinds: impl Iterator<Item = RecordKind>) -> Self {
        let mut counts = Self::default();
        for kind in kinds {
            *match kind {
                RecordKind::Added => &mut counts.new,
                RecordKind::Changed | RecordKind::Restored => &mut counts.changed,
                RecordKind::Conflicting => &mut counts.conflicting,
                RecordKind::Deleted => &mut counts.deleted,
                RecordKind::Same => &mut counts.same,
                RecordKind::Older | RecordKind::KeptDeleted => &mut counts.older,
                RecordKind::Erased => &mut counts.erased,
                RecordKind::KeptErased => &mut counts.kept_erased,
            } += 1;
        }
        counts
    }

    /// Records that would look different.
    pub fn visible(&self) -> usize {
        self.new + self.changed + self.conflicting + self.deleted + self.erased
    }

    /// Of those, records that have fields to show: nothing is told of what is erased.
    pub fn listed(&self) -> usize {
        self.visible() - self.erased
    }

    /// “12 new · 1 changed · 2 in conflict · 9 the same”, without what there is none of.
    pub fn words(&self) -> String {
        let parts = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.conflicting, "in conflict"),
            (self.deleted, "deleted"),
            (self.same, "the same"),
            (self.older, "older than yours"),
            (self.erased, "to be erased"),
            (self.kept_erased, "erased here"),
        ];
        let there_are = parts.into_iter().filter(|(count, _)| *count > 0);
        let some: Vec<String> =
            there_are.map(|(count, words)| format!("{} {words}", thousands(count as u64))).collect();
        if some.is_empty() { "nothing".to_owned() } else { some.join(" · ") }
    }
}

/// One record of a file, against what is here.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedRecord {
    pub table: String,
    pub id: String,
    pub label: String,
    pub kind: RecordKind,
    /// Fields that say something; those that are the same on both sides come too, after the others.
    pub fields: Vec<PlannedField>,
}

/// One field of it: “412 → 398, amber-fox, 12 July 2019”.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedField {
    pub field: String,
    pub label: String,
    pub ours: String,
    pub theirs: String,
    pub status: FieldStatus,
    /// Who wrote theirs, and when by that device's clock.
    pub device: String,
    pub at: String,
}

/// Records in which something would be seen to change first, then the others; each group in the order of the tables.
pub(super) fn rows(here: &Document, incoming: &Document, after: &Document) -> Vec<PlannedRecord> {
    let names = Names([after, here]);
    let mut rows: Vec<PlannedRecord> =
        here.compare(incoming).into_iter().map(|difference| row(difference, names)).collect();
    rows.sort_by_key(|row| {
        matches!(row.kind, RecordKind::Same | RecordKind::Older | RecordKind::KeptDeleted | RecordKind::KeptErased)
    });
    rows
}

fn row(difference: RecordDifference, names: Names<'_>) -> PlannedRecord {
    let table = difference.table;
    let says_something = |field: &FieldDifference| {
        !words::is_identity(&table, &field.field) || !matches!(field.status, FieldStatus::Added | FieldStatus::Same)
    };
    let mut fields: Vec<PlannedField> = difference
        .fields
        .iter()
        .filter(|field| says_something(field))
        .map(|field| PlannedField {
            field: field.field.clone(),
            label: words::field(&table, &field.field),
            ours: names.value(&table, &field.field, field.ours.as_ref()),
            theirs: names.value(&table, &field.field, field.theirs.as_ref()),
            status: field.status,
            device: field.their_stamp.as_ref().map(|stamp| stamp.device.to_string()).unwrap_or_default(),
            at: field.their_stamp.as_ref().map(|stamp: &Stamp| words::moment(stamp)).unwrap_or_default(),
        })
        .collect();
    fields.sort_by_key(|field| matches!(field.status, FieldStatus::Same | FieldStatus::Older));
    let label = names.record(&table, &difference.id);
    PlannedRecord { table, id: difference.id, label, kind: difference.kind, fields }
}
