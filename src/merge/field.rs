//! One field: what it shows, what lost against it unseen, and what it has seen. Knows no other field.

use std::cmp::Ordering;

use super::error::MergeError;
use super::stamp::Stamp;
use super::value::{NULL, Value};
use super::vector::VersionVector;

/// A value and who wrote it when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    pub stamp: Stamp,
    pub value: Value,
}

/// A multi-value register that shows its last writer: a dotted version vector set (Almeida et al. 2014).
///
/// It holds every version that nobody overwrote having seen it, and remembers which stamps it has seen (its *context*).
/// Of two copies, a version survives if both hold it, or if the one that lacks it has not seen its stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field(Held);

/// Nearly all fields hold one version and have seen no other device's. There are a million of them in a large pilot, so they take no
/// more room than that version. Each field is held in one way only, so equal fields are equal in memory too.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Held {
    Alone(Version),
    More(Box<More>),
}

/// Whatever is not one version alone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct More {
    /// In the order of their stamps, each stamp once. None only if two copies, each with a stamp that the other claims to
    /// have overwritten, have met: no honest device writes that, but a hostile file can.
    versions: Vec<Version>,
    /// The context, less what the versions' own stamps imply.
    seen: VersionVector,
}

/// What a version alone has seen besides its own stamp.
static NOTHING: VersionVector = VersionVector::new();

impl Field {
    pub(super) fn new(value: Value, stamp: Stamp) -> Self {
        Field(Held::Alone(Version { stamp, value }))
    }

    /// From what a file holds, in any order. Fails, with the stamp, if one stamp comes twice.
    pub(super) fn from_parts(mut versions: Vec<Version>, seen: VersionVector) -> Result<Self, Stamp> {
        versions.sort_by(|a, b| a.stamp.cmp(&b.stamp));
        let next = versions.iter().skip(1);
        if let Some((twice, _)) = versions.iter().zip(next).find(|(a, b)| a.stamp == b.stamp) {
            return Err(twice.stamp.clone());
        }
        Ok(Field::holding(versions, seen))
    }

    /// Versions in the order of their stamps, and all that has been seen beside them.
    fn holding(mut versions: Vec<Version>, mut seen: VersionVector) -> Self {
        if !seen.is_empty() {
            let mut implied = VersionVector::new();
            versions.iter().for_each(|version| implied.add(&version.stamp));
            seen.retain(|device, moment| implied.get(device) < Some(moment));
        }
        if versions.len() == 1
            && seen.is_empty()
            && let Some(only) = versions.pop()
        {
            return Field(Held::Alone(only));
        }
        Field(Held::More(Box::new(More { versions, seen })))
    }

    /// To be read.
    pub(super) fn look(&self) -> FieldRef<'_> {
        match &self.0 {
            Held::Alone(version) => FieldRef::alone(&version.stamp, &version.value),
            Held::More(more) => {
                let (shown, others) =
                    more.versions.split_last().map_or((None, &[][..]), |(last, rest)| (Some(last), rest));
                FieldRef { shown: shown.map(Version::look), others, seen: &more.seen }
            }
        }
    }

    /// Writes a value over every version that is held. Fails, changing nothing, if the stamp is not newer than what
    /// has been seen of its device: other copies would take the edit for one already overwritten.
    pub(super) fn set(&mut self, value: Value, stamp: Stamp) -> Result<(), MergeError> {
        if self.look().covers(&stamp) {
            return Err(MergeError::StaleStamp { stamp: stamp.to_string() });
        }
        *self = Field::holding(vec![Version { stamp, value }], self.look().context());
        Ok(())
    }

    /// Takes over what the other copy has and this one has not seen. Commutative, associative, idempotent: for each
    /// stamp there are the states unseen < held with a value < overwritten, and the greater state wins.
    pub(super) fn join(&mut self, other: FieldRef<'_>) {
        let ours = self.look();
        if ours == other {
            return;
        }
        // The stamps of versions that fall away need not be added: what covers them is in a `seen` or a version kept.
        let mut seen = ours.seen.clone();
        seen.join(other.seen);
        *self = Field::holding(ours.joined_versions(other), seen);
    }
}

/// A version where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionRef<'a> {
    pub stamp: &'a Stamp,
    pub value: &'a Value,
}

impl VersionRef<'_> {
    fn to_version(self) -> Version {
        Version { stamp: self.stamp.clone(), value: self.value.clone() }
    }
}

impl Version {
    fn look(&self) -> VersionRef<'_> {
        VersionRef { stamp: &self.stamp, value: &self.value }
    }
}

/// A field where it lies: as one, or as a value among those that were written at once with its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRef<'a> {
    shown: Option<VersionRef<'a>>,
    /// The versions before the shown one, in the order of their stamps.
    others: &'a [Version],
    seen: &'a VersionVector,
}

impl<'a> FieldRef<'a> {
    /// A field that has one version and has seen nothing else.
    pub(super) fn alone(stamp: &'a Stamp, value: &'a Value) -> Self {
        FieldRef { shown: Some(VersionRef { stamp, value }), others: &[], seen: &NOTHING }
    }

    /// To be written to.
    pub(super) fn to_field(self) -> Field {
        Field::holding(self.versions().map(VersionRef::to_version).collect(), self.seen.clone())
    }

    /// The versions that survive where this field and another become one.
    fn joined_versions(self, other: FieldRef<'_>) -> Vec<Version> {
        let (we_cover, they_cover) = (self.coverage(), other.coverage());
        let mut joined = Vec::with_capacity(self.others.len() + other.others.len() + 2);
        let (mut ours, mut theirs) = (self.versions().peekable(), other.versions().peekable());
        loop {
            let order = match (ours.peek(), theirs.peek()) {
                (Some(our), Some(their)) => our.stamp.cmp(their.stamp),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return joined,
            };
            match (ours.next_if(|_| order.is_le()), theirs.next_if(|_| order.is_ge())) {
                // One stamp with two values is a device id used twice; the greater value wins everywhere.
                (Some(our), Some(their)) => {
                    joined.push(if their.value > our.value { their } else { our }.to_version());
                }
                (Some(our), None) if !they_cover(our.stamp) => joined.push(our.to_version()),
                (None, Some(their)) if !we_cover(their.stamp) => joined.push(their.to_version()),
                _ => {}
            }
        }
    }

    /// What is shown: the value with the greatest stamp.
    pub fn value(self) -> &'a Value {
        self.shown.map_or(&NULL, |version| version.value)
    }

    /// The stamp of what is shown. `None` only for a field that contradictory files have emptied.
    pub fn stamp(self) -> Option<&'a Stamp> {
        self.shown.map(|version| version.stamp)
    }

    /// What was written at the same time as the shown value, unseen by its writer, and says something else; latest
    /// first. Each can be chosen by writing it again, which settles the conflict.
    pub fn losers(self) -> impl Iterator<Item = VersionRef<'a>> {
        self.others.iter().rev().map(Version::look).filter(move |version| version.value != self.value())
    }

    /// True if there is something to choose.
    pub fn is_conflicting(self) -> bool {
        self.losers().next().is_some()
    }

    /// Every version that is held, in the order of the stamps: the shown one is the last.
    pub fn versions(self) -> impl DoubleEndedIterator<Item = VersionRef<'a>> {
        self.others.iter().map(Version::look).chain(self.shown)
    }

    /// The versions before the shown one.
    pub(super) fn others(self) -> &'a [Version] {
        self.others
    }

    /// The context less what [`FieldRef::versions`] imply.
    pub(super) fn seen(self) -> &'a VersionVector {
        self.seen
    }

    /// [`FieldRef::covers`], made ready for many questions: a hostile field may hold very many versions.
    fn coverage(self) -> impl Fn(&Stamp) -> bool + 'a {
        const FEW: usize = 8;
        let context = (self.others.len() >= FEW).then(|| self.context());
        move |stamp| context.as_ref().map_or_else(|| self.covers(stamp), |context| context.covers(stamp))
    }

    /// True if this stamp, or a later one of its device, is held here or has been overwritten here.
    pub fn covers(self, stamp: &Stamp) -> bool {
        let implied =
            |version: VersionRef<'_>| version.stamp.device == stamp.device && version.stamp.moment() >= stamp.moment();
        self.versions().any(implied) || self.seen.covers(stamp)
    }

    /// Everything that has been seen of this field.
    pub fn context(self) -> VersionVector {
        let mut context = self.seen.clone();
        self.add_context_to(&mut context);
        context
    }

    pub(super) fn add_context_to(self, context: &mut VersionVector) {
        context.join(self.seen);
        self.versions().for_each(|version| context.add(version.stamp));
    }

    /// Whether all that it has seen is this one stamp.
    pub(super) fn was_written_once_at(self, stamp: &Stamp) -> bool {
        self.others.is_empty() && self.seen.is_empty() && self.stamp() == Some(stamp)
    }

    /// True if joining `other` would change nothing here: all that it has seen has been seen here.
    pub fn includes(self, other: FieldRef<'_>) -> bool {
        let (we_cover, they_cover) = (self.coverage(), other.coverage());
        let has_overwritten_no_more = self.versions().all(|ours| {
            !they_cover(ours.stamp) || other.version(ours.stamp).is_some_and(|theirs| theirs.value <= ours.value)
        });
        let has_seen_as_much = || other.versions().all(|theirs| we_cover(theirs.stamp));
        let remembers_as_much = || other.seen.is_empty() || self.context().includes(other.seen);
        has_overwritten_no_more && has_seen_as_much() && remembers_as_much()
    }

    fn version(self, stamp: &Stamp) -> Option<VersionRef<'a>> {
        if self.stamp() == Some(stamp) {
            return self.shown;
        }
        let position = self.others.binary_search_by(|version| version.stamp.cmp(stamp)).ok()?;
        self.others.get(position).map(Version::look)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(ms: u64, device: &str) -> Stamp {
        Stamp::parse(&format!("{}.0.{device}", 1_780_000_000_000 + ms)).unwrap()
    }

    fn field(value: i64, ms: u64, device: &str) -> Field {
        Field::new(Value::Int(value), stamp(ms, device))
    }

    fn joined(a: &Field, b: &Field) -> Field {
        let mut both = a.clone();
        both.join(b.look());
        both
    }

    fn losers(field: &Field) -> Vec<i64> {
        field.look().losers().filter_map(|version| version.value.as_int()).collect()
    }

    #[test]
    fn of_two_concurrent_writes_the_later_is_shown_and_the_earlier_kept() {
        let both = joined(&field(1, 1, "a"), &field(2, 2, "b"));
        assert_eq!((both.look().value(), losers(&both)), (&Value::Int(2), vec![1]));
        assert_eq!(both, joined(&field(2, 2, "b"), &field(1, 1, "a")));
    }

    #[test]
    fn a_write_over_what_was_seen_leaves_no_loser_even_with_an_earlier_clock() {
        let future = field(1, 9_000_000, "a");
        let mut edited = future.clone();
        edited.set(Value::Int(2), stamp(1, "b")).unwrap();
        let both = joined(&future, &edited);
        assert_eq!((both.look().value(), losers(&both)), (&Value::Int(2), vec![]));
    }

    #[test]
    fn choosing_a_loser_settles_the_conflict_for_everybody() {
        let (a, b) = (field(1, 1, "a"), field(2, 2, "b"));
        let mut chosen = joined(&a, &b);
        chosen.set(Value::Int(1), stamp(3, "a")).unwrap();
        for other in [&a, &b, &joined(&a, &b)] {
            assert_eq!(joined(other, &chosen), chosen);
            assert_eq!(joined(&chosen, other), chosen);
        }
        assert!(!chosen.look().is_conflicting());
    }

    #[test]
    fn two_who_wrote_the_same_are_not_in_conflict() {
        let both = joined(&field(7, 1, "a"), &field(7, 2, "b"));
        assert!(!both.look().is_conflicting());
        assert_eq!(both.look().versions().count(), 2);
    }

    #[test]
    fn one_stamp_with_two_values_has_the_same_winner_from_both_sides() {
        let (a, b) = (field(1, 1, "a"), field(2, 1, "a"));
        assert_eq!(joined(&a, &b), b);
        assert_eq!(joined(&b, &a), b);
    }

    #[test]
    fn a_stamp_that_was_seen_cannot_write_again() {
        let mut field = field(1, 5, "a");
        field.set(Value::Int(2), stamp(6, "b")).unwrap();
        for stale in [stamp(5, "a"), stamp(4, "a"), stamp(6, "b")] {
            let before = field.clone();
            assert!(matches!(field.set(Value::Int(3), stale), Err(MergeError::StaleStamp { .. })));
            assert_eq!(field, before);
        }
        assert!(field.set(Value::Int(3), stamp(7, "a")).is_ok());
    }

    #[test]
    fn one_device_writing_alone_leaves_no_context_to_carry() {
        let mut field = field(1, 1, "a");
        for ms in 2..50 {
            field.set(Value::Int(0), stamp(ms, "a")).unwrap();
        }
        assert!(field.look().seen().is_empty());
    }

    #[test]
    fn including_means_that_joining_changes_nothing() {
        let (a, b) = (field(1, 1, "a"), field(2, 2, "b"));
        let mut later = a.clone();
        later.set(Value::Int(3), stamp(3, "c")).unwrap();
        let all = [a.clone(), b.clone(), joined(&a, &b), later.clone(), joined(&later, &b), field(5, 1, "a")];
        for x in &all {
            for y in &all {
                assert_eq!(x.look().includes(y.look()), joined(x, y) == *x, "{x:?} includes {y:?}");
                assert_eq!((x.look() == y.look(), x.look().to_field()), (x == y, x.clone()));
            }
        }
    }

    #[test]
    fn contradictory_copies_empty_a_field_in_the_same_way_from_both_sides() {
        let having_seen = |field: Field, other: Stamp| {
            let mut seen = VersionVector::new();
            seen.add(&other);
            Field::from_parts(field.look().versions().map(VersionRef::to_version).collect(), seen).unwrap()
        };
        let a = having_seen(field(1, 1, "a"), stamp(2, "b"));
        let b = having_seen(field(2, 2, "b"), stamp(1, "a"));
        assert_eq!(joined(&a, &b), joined(&b, &a));
        assert_eq!((joined(&a, &b).look().value(), joined(&a, &b).look().stamp()), (&Value::Null, None));
    }
}
