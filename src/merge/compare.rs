//! What taking in another document would do here, record by record and field by field. Changes nothing.

use super::document::Document;
use super::field::FieldRef;
use super::record::Record;
use super::stamp::Stamp;
use super::value::Value;
use std::cmp::Ordering;

/// What would happen to one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// New here.
    Added,
    /// Live on both sides; at least one field would change or be added, and none is in conflict.
    Changed,
    /// Live on both sides; at least one field was written on both sides, each without seeing the other.
    Conflicting,
    /// The same on both sides.
    Same,
    /// Theirs is an earlier state of ours.
    Older,
    /// Live here; deleted there.
    Deleted,
    /// Deleted here or live in an earlier life; restored there. Their fields replace ours whole.
    Restored,
    /// Deleted here, and staying so: their edits, if any, belong to the life that was ended.
    KeptDeleted,
    /// Here in any life; erased there, and so to be erased here.
    Erased,
    /// Erased here, and staying so whatever they have of it.
    KeptErased,
}

/// What would happen to one field: from what each side has seen, never from clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldStatus {
    /// Not written here yet.
    Added,
    /// Their writer had seen ours: theirs replaces it.
    Changed,
    /// Both show the same value.
    Same,
    /// Our writer had seen theirs: ours stays.
    Older,
    /// Neither had seen the other, and the values differ. The loser would be kept and listed.
    Conflicting { theirs_wins: bool },
    /// Goes with the record's former life.
    Removed,
}

/// One field, as it is shown on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDifference {
    pub field: String,
    /// `None`: not written here.
    pub ours: Option<Value>,
    /// `None`: not written there.
    pub theirs: Option<Value>,
    pub our_stamp: Option<Stamp>,
    pub their_stamp: Option<Stamp>,
    pub status: FieldStatus,
}

/// One record of the incoming document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordDifference {
    pub table: String,
    pub id: String,
    pub kind: RecordKind,
    /// False if taking it in changes nothing at all, not even what is remembered as seen.
    pub has_news: bool,
    pub fields: Vec<FieldDifference>,
}

impl Document {
    /// Every record of `incoming` against what is here, in the order of tables and ids; then those of ours that it has
    /// erased.
    pub fn compare(&self, incoming: &Document) -> Vec<RecordDifference> {
        let records = incoming.all_records().map(|(table, id, theirs)| {
            let ours = self.record(table, id);
            let is_erased = self.is_erased(table, id);
            RecordDifference {
                table: table.to_owned(),
                id: id.to_owned(),
                kind: self.kind_of(table, id, theirs),
                has_news: !is_erased && ours.is_none_or(|ours| !ours.includes(theirs)),
                fields: if is_erased { Vec::new() } else { fields(ours, theirs) },
            }
        });
        let erased = self.erased_by(incoming).map(|(table, id)| RecordDifference {
            table: table.to_owned(),
            id: id.to_owned(),
            kind: RecordKind::Erased,
            has_news: true,
            fields: Vec::new(),
        });
        records.chain(erased).collect()
    }

    /// The kinds alone of what [`Document::compare`] finds, in its order: all that counting needs, and nothing is copied for it.
    pub fn kinds<'a>(&'a self, incoming: &'a Document) -> impl Iterator<Item = RecordKind> + 'a {
        let records = incoming.all_records().map(|(table, id, theirs)| self.kind_of(table, id, theirs));
        records.chain(self.erased_by(incoming).map(|_| RecordKind::Erased))
    }

    fn kind_of(&self, table: &str, id: &str, theirs: &Record) -> RecordKind {
        match self.is_erased(table, id) {
            true => RecordKind::KeptErased,
            false => kind(self.record(table, id), theirs),
        }
    }

    /// Records of ours that `incoming` has erased.
    fn erased_by<'a>(&'a self, incoming: &'a Document) -> impl Iterator<Item = (&'a str, &'a str)> {
        incoming.erased().filter(|(table, id)| self.record(table, id).is_some())
    }
}

fn kind(ours: Option<&Record>, theirs: &Record) -> RecordKind {
    let Some(ours) = ours else {
        return if theirs.is_alive() { RecordKind::Added } else { RecordKind::KeptDeleted };
    };
    match (ours.is_alive(), theirs.is_alive(), theirs.life().cmp(&ours.life())) {
        (true, _, Ordering::Equal) => kind_of_one_life(ours, theirs),
        (true, false, Ordering::Greater) => RecordKind::Deleted,
        (_, true, Ordering::Greater) => RecordKind::Restored,
        (false, ..) => RecordKind::KeptDeleted,
        (true, _, Ordering::Less) => RecordKind::Older,
    }
}

fn kind_of_one_life(ours: &Record, theirs: &Record) -> RecordKind {
    let mut kind = RecordKind::Same;
    for (name, field) in theirs.fields() {
        match status(ours.field(name), Some(field)) {
            FieldStatus::Conflicting { .. } => return RecordKind::Conflicting,
            FieldStatus::Added | FieldStatus::Changed => kind = RecordKind::Changed,
            FieldStatus::Older if kind == RecordKind::Same => kind = RecordKind::Older,
            FieldStatus::Older | FieldStatus::Same | FieldStatus::Removed => {}
        }
    }
    kind
}

fn fields(ours: Option<&Record>, theirs: &Record) -> Vec<FieldDifference> {
    match ours {
        Some(ours) if theirs.life() < ours.life() => outlived_fields(ours, theirs),
        Some(ours) if theirs.life() > ours.life() => replaced_fields(ours, theirs),
        _ => {
            let ours = |name| ours.and_then(|ours| ours.field(name));
            theirs.fields().map(|(name, field)| compare_fields(name, ours(name), Some(field))).collect()
        }
    }
}

/// Theirs is a later life: what it has not written goes.
fn replaced_fields(ours: &Record, theirs: &Record) -> Vec<FieldDifference> {
    let mut fields: Vec<_> = ours
        .fields()
        .map(|(name, our)| {
            let their = theirs.field(name);
            let status = match their {
                None => FieldStatus::Removed,
                Some(their) if their.value() == our.value() => FieldStatus::Same,
                Some(_) => FieldStatus::Changed,
            };
            difference(name, Some(our), their, status)
        })
        .collect();
    let added = theirs.fields().filter(|(name, _)| ours.field(name).is_none());
    fields.extend(added.map(|(name, their)| difference(name, None, Some(their), FieldStatus::Added)));
    fields.sort_by(|a, b| a.field.cmp(&b.field));
    fields
}

/// Ours is a later life: theirs changes nothing.
fn outlived_fields(ours: &Record, theirs: &Record) -> Vec<FieldDifference> {
    let status = |ours: Option<FieldRef<'_>>, theirs: FieldRef<'_>| match ours {
        Some(ours) if ours.value() == theirs.value() => FieldStatus::Same,
        _ => FieldStatus::Older,
    };
    theirs
        .fields()
        .map(|(name, their)| difference(name, ours.field(name), Some(their), status(ours.field(name), their)))
        .collect()
}

fn compare_fields(name: &str, ours: Option<FieldRef<'_>>, theirs: Option<FieldRef<'_>>) -> FieldDifference {
    difference(name, ours, theirs, status(ours, theirs))
}

fn status(ours: Option<FieldRef<'_>>, theirs: Option<FieldRef<'_>>) -> FieldStatus {
    match (ours, theirs) {
        (Some(our), Some(their)) if our.value() == their.value() => FieldStatus::Same,
        (Some(our), Some(their)) if our.includes(their) => FieldStatus::Older,
        (Some(our), Some(their)) if their.includes(our) => FieldStatus::Changed,
        (Some(our), Some(their)) => {
            let mut joined = our.to_field();
            joined.join(their);
            FieldStatus::Conflicting { theirs_wins: joined.look().value() == their.value() }
        }
        (None, _) => FieldStatus::Added,
        (_, None) => FieldStatus::Removed,
    }
}

fn difference(
    name: &str,
    ours: Option<FieldRef<'_>>,
    theirs: Option<FieldRef<'_>>,
    status: FieldStatus,
) -> FieldDifference {
    FieldDifference {
        field: name.to_owned(),
        ours: ours.map(|field| field.value().clone()),
        theirs: theirs.map(|field| field.value().clone()),
        our_stamp: ours.and_then(FieldRef::stamp).cloned(),
        their_stamp: theirs.and_then(FieldRef::stamp).cloned(),
        status,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Clock, DeviceId};
    use super::*;

    struct Device(Clock, Document);

    impl Device {
        fn new(name: &str, document: &Document) -> Self {
            Device(Clock::new(DeviceId::parse(name).unwrap()), document.clone())
        }

        fn set(mut self, field: &str, value: i64) -> Self {
            let stamp = self.0.tick(1_780_000_000_000);
            self.1.set("return", "s1", field, value, &stamp).unwrap();
            self
        }

        fn delete(mut self) -> Self {
            let stamp = self.0.tick(1_780_000_000_000);
            assert!(self.1.delete("return", "s1", &stamp));
            self
        }
    }

    fn base() -> Document {
        Device::new("base", &Document::new()).set("roll", 1).1
    }

    /// The kind of the one record, its news, and each field's name and status.
    fn plan(ours: &Document, theirs: &Document) -> (RecordKind, bool, Vec<(String, FieldStatus)>) {
        let mut plan = ours.compare(theirs);
        assert_eq!(plan.len(), 1);
        assert_eq!(ours.kinds(theirs).collect::<Vec<_>>(), [plan[0].kind]);
        let record = plan.remove(0);
        (record.kind, record.has_news, record.fields.into_iter().map(|field| (field.field, field.status)).collect())
    }

    fn field(name: &str, status: FieldStatus) -> (String, FieldStatus) {
        (name.to_owned(), status)
    }

    #[test]
    fn a_document_against_itself_has_no_news() {
        assert_eq!(plan(&base(), &base()), (RecordKind::Same, false, vec![field("roll", FieldStatus::Same)]));
    }

    #[test]
    fn a_record_that_is_not_here_is_added() {
        let expected = (RecordKind::Added, true, vec![field("roll", FieldStatus::Added)]);
        assert_eq!(plan(&Document::new(), &base()), expected);
    }

    #[test]
    fn a_write_over_ours_is_a_change_and_seen_from_there_ours_is_older() {
        let theirs = Device::new("b", &base()).set("roll", 2).set("sen", 3).1;
        let expected = vec![field("roll", FieldStatus::Changed), field("sen", FieldStatus::Added)];
        assert_eq!(plan(&base(), &theirs), (RecordKind::Changed, true, expected));
        assert_eq!(plan(&theirs, &base()), (RecordKind::Older, false, vec![field("roll", FieldStatus::Older)]));
    }

    #[test]
    fn two_writes_at_once_conflict_and_the_plan_says_which_wins() {
        let (a, b) = (Device::new("a", &base()).set("roll", 2).1, Device::new("b", &base()).set("roll", 3).1);
        let conflict = |theirs_wins| vec![field("roll", FieldStatus::Conflicting { theirs_wins })];
        assert_eq!(plan(&a, &b), (RecordKind::Conflicting, true, conflict(true)));
        assert_eq!(plan(&b, &a), (RecordKind::Conflicting, true, conflict(false)));
    }

    #[test]
    fn two_who_wrote_the_same_at_once_are_the_same_with_news() {
        let (a, b) = (Device::new("a", &base()).set("roll", 2).1, Device::new("b", &base()).set("roll", 2).1);
        assert_eq!(plan(&a, &b), (RecordKind::Same, true, vec![field("roll", FieldStatus::Same)]));
    }

    #[test]
    fn a_deletion_there_removes_every_field_here() {
        let deleted = Device::new("b", &base()).delete().1;
        let expected = vec![field("roll", FieldStatus::Removed)];
        assert_eq!(plan(&base(), &deleted), (RecordKind::Deleted, true, expected));
    }

    #[test]
    fn a_deletion_here_stays_whatever_was_written_there() {
        let deleted = Device::new("a", &base()).delete().1;
        let edited = Device::new("b", &base()).set("roll", 9).1;
        assert_eq!(plan(&deleted, &edited), (RecordKind::KeptDeleted, false, vec![field("roll", FieldStatus::Older)]));
        assert_eq!(plan(&Document::new(), &deleted), (RecordKind::KeptDeleted, true, vec![]));
    }

    #[test]
    fn a_restoration_there_replaces_the_record_whole() {
        let deleted = Device::new("a", &base()).delete().1;
        let restored = Device::new("b", &deleted).set("sen", 4).1;
        let added = vec![field("sen", FieldStatus::Added)];
        assert_eq!(plan(&deleted, &restored), (RecordKind::Restored, true, added));
        let replaced = vec![field("roll", FieldStatus::Removed), field("sen", FieldStatus::Added)];
        assert_eq!(plan(&base(), &restored), (RecordKind::Restored, true, replaced));
        assert_eq!(plan(&restored, &base()), (RecordKind::Older, false, vec![field("roll", FieldStatus::Older)]));
    }

    #[test]
    fn what_their_ended_life_says_is_the_same_or_older() {
        let deleted = Device::new("a", &base()).delete().1;
        let restored = Device::new("a", &deleted).set("roll", 1).set("sen", 4).1;
        let theirs = Device::new("b", &base()).set("sen", 5).1;
        let expected = vec![field("roll", FieldStatus::Same), field("sen", FieldStatus::Older)];
        assert_eq!(plan(&restored, &theirs), (RecordKind::Older, false, expected));
    }

    #[test]
    fn what_either_side_erased_is_said_after_the_records() {
        let mut ours = Device::new("a", &base()).set("sen", 4).1;
        let mut theirs = ours.clone();
        let stamp = Clock::new(DeviceId::parse("b").unwrap()).tick(1_780_000_001_000);
        for document in [&mut ours, &mut theirs] {
            document.set("return", "s2", "roll", 7, &stamp).unwrap();
            document.set("return", "s3", "roll", 7, &stamp).unwrap();
        }
        ours.erase("return", "s2").unwrap();
        theirs.erase("return", "s3").unwrap();
        let expected = [RecordKind::Same, RecordKind::KeptErased, RecordKind::Erased];
        assert_eq!(ours.kinds(&theirs).collect::<Vec<_>>(), expected);
        let compared = ours.compare(&theirs);
        assert_eq!(compared.iter().map(|record| record.kind).collect::<Vec<_>>(), expected);
        assert!(compared.iter().skip(1).all(|record| record.fields.is_empty()));
    }

    #[test]
    fn both_sides_values_and_stamps_are_shown() {
        let theirs = Device::new("b", &base()).set("roll", 2).1;
        let plan = base().compare(&theirs);
        let roll = &plan[0].fields[0];
        assert_eq!((&roll.ours, &roll.theirs), (&Some(Value::Int(1)), &Some(Value::Int(2))));
        let devices =
            [&roll.our_stamp, &roll.their_stamp].map(|stamp| stamp.as_ref().map(|stamp| stamp.device.as_str()));
        assert_eq!(devices, [Some("base"), Some("b")]);
    }
}
