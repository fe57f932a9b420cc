//! One sorted map that is filled at once and then changed little. Knows nothing of what it holds.
//!
//! A large pilot's records come in their order, a hundred thousand in one go, and after that a person changes one at a time. What came at
//! once lies in one list; what was put in or taken out since lies in a tree beside it. Copies share both, and then neither is written to.

mod iter;

pub use iter::Iter;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

/// Keys and values in the order of the keys. A copy takes no time, and a change as long as one in a tree of what has changed.
#[derive(Clone)]
pub struct SortedMap<K, V> {
    /// In order, each key once.
    base: Arc<Vec<(K, V)>>,
    /// What was put in since, or taken out of the base (`None`).
    since: OrdMap<K, Option<V>>,
    len: usize,
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self { base: Arc::default(), since: OrdMap::new(), len: 0 }
    }
}

/// A key with what two maps have under it, where that is not the same.
pub type Changed<'a, K, V> = (&'a K, Option<&'a V>, Option<&'a V>);

impl<K: Ord + Clone, V: Clone> SortedMap<K, V> {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn unit(key: K, value: V) -> Self {
        Self { base: Arc::new(vec![(key, value)]), since: OrdMap::new(), len: 1 }
    }

    /// Of entries that are in order, each key once; `None` if they are not.
    pub fn from_sorted(entries: Vec<(K, V)>) -> Option<Self> {
        entries.is_sorted_by(|(one, _), (next, _)| one < next).then(|| Self {
            len: entries.len(),
            base: Arc::new(entries),
            since: OrdMap::new(),
        })
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn in_base<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&(K, V)>
    where
        K: Borrow<Q>,
    {
        let position = self.base.binary_search_by(|(present, _)| present.borrow().cmp(key)).ok()?;
        self.base.get(position)
    }

    pub fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        match self.since.get_key_value(key) {
            Some((key, put)) => put.as_ref().map(|value| (key, value)),
            None => self.in_base(key).map(|(key, value)| (key, value)),
        }
    }

    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).is_some()
    }

    /// The value under a key, to be written to.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        if !self.since.contains_key(key) {
            let (key, value) = self.in_base(key)?.clone();
            self.since.insert(key, Some(value));
        }
        self.since.get_mut(key)?.as_mut()
    }

    /// Puts a value under a key: whether another was there.
    pub fn insert(&mut self, key: K, value: V) -> bool {
        let was_in_base = self.in_base(&key).is_some();
        let was_there = self.since.insert(key, Some(value)).map_or(was_in_base, |put| put.is_some());
        self.len += usize::from(!was_there);
        was_there
    }

    /// Takes out what is under a key: whether anything was.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        let was_there = self.contains_key(key);
        match self.in_base(key) {
            Some((key, _)) => drop(self.since.insert(key.clone(), None)),
            None => drop(self.since.remove(key)),
        }
        self.len -= usize::from(was_there);
        self.forget_what_is_gone();
        was_there
    }

    /// What was taken out of the list is passed by whenever all is gone through. Once that is more than there is, the rest becomes a list.
    fn forget_what_is_gone(&mut self) {
        /// So few are passed by in no time.
        const FEW: usize = 16;
        if self.since.len() > self.len + FEW {
            let left: Vec<(K, V)> = self.clone().into_iter().collect();
            *self = Self { len: left.len(), base: Arc::new(left), since: OrdMap::new() };
        }
    }

    /// Takes over all of another map. Under a key that both have comes what `both` makes of ours and theirs; nothing, and ours stays.
    pub fn take_over(&mut self, other: &Self, mut both: impl FnMut(&V, &V) -> Option<V>) {
        /// So many of ours take as long to be gone through as one of theirs to be put into the tree.
        const PASSED_BY: usize = 16;
        if self.is_empty() {
            *self = other.clone();
            return;
        }
        if self.takes_between(other) {
            return;
        }
        if self.len / PASSED_BY > other.len {
            for (key, theirs) in other {
                let put = self.get(key).map_or_else(|| Some(theirs.clone()), |ours| both(ours, theirs));
                if let Some(value) = put {
                    self.insert(key.clone(), value);
                }
            }
            return;
        }
        let mut is_other = false;
        let all = self.beside(other).filter_map(|(key, ours, theirs)| {
            let put = match (ours, theirs) {
                (Some(ours), Some(theirs)) => both(ours, theirs),
                (None, Some(theirs)) => Some(theirs.clone()),
                _ => None,
            };
            is_other |= put.is_some();
            put.or_else(|| ours.cloned()).map(|value| (key.clone(), value))
        });
        let all: Vec<(K, V)> = all.collect();
        if is_other {
            *self = Self { len: all.len(), base: Arc::new(all), since: OrdMap::new() };
        }
    }

    /// Takes over all of another map if its keys lie between two of this one's that stand side by side, as one school's do between those
    /// of other schools, and no copy has this one's list: whether it did.
    fn takes_between(&mut self, other: &Self) -> bool {
        let (Some((first, _)), Some((last, _))) = (other.base.first(), other.base.last()) else { return false };
        let place = self.base.partition_point(|(key, _)| key < first);
        let fits = self.base.get(place).is_none_or(|(next, _)| last < next);
        if !fits || !self.since.is_empty() || !other.since.is_empty() {
            return false;
        }
        let Some(base) = Arc::get_mut(&mut self.base) else { return false };
        base.splice(place..place, other.base.iter().cloned());
        self.len += other.len;
        true
    }

    /// Each key that either map has, in their order, with what each has under it.
    fn beside<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Changed<'a, K, V>> {
        let (mut ours, mut theirs) = (self.iter().peekable(), other.iter().peekable());
        std::iter::from_fn(move || {
            let order = match (ours.peek(), theirs.peek()) {
                (Some((our, _)), Some((their, _))) => our.cmp(their),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            let (our, their) = (ours.next_if(|_| order.is_le()), theirs.next_if(|_| order.is_ge()));
            let (key, _) = our.or(their)?;
            Some((key, our.map(|(_, value)| value), their.map(|(_, value)| value)))
        })
    }

    pub fn iter(&self) -> Iter<'_, K, V> {
        self.range(..)
    }

    pub fn range(&self, keys: impl RangeBounds<K>) -> Iter<'_, K, V> {
        let first = self.base.partition_point(|(key, _)| match keys.start_bound() {
            Bound::Included(start) => key < start,
            Bound::Excluded(start) => key <= start,
            Bound::Unbounded => false,
        });
        let end = self.base.partition_point(|(key, _)| match keys.end_bound() {
            Bound::Included(end) => key <= end,
            Bound::Excluded(end) => key < end,
            Bound::Unbounded => true,
        });
        let base = self.base.get(first..end).unwrap_or_default();
        Iter { base, since: self.since.range(keys), first: None, last: None }
    }

    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    fn has_base_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.base, &other.base) || (self.base.is_empty() && other.base.is_empty())
    }

    /// Whether one is a copy of the other in which nothing has changed since. Equal maps need not be.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.has_base_of(other) && self.since.ptr_eq(&other.since)
    }

    /// What is not the same in another map, in the order of the keys. What the two share is passed over.
    pub fn changes<'a>(&'a self, other: &'a Self) -> Vec<Changed<'a, K, V>>
    where
        V: PartialEq,
    {
        if self.has_base_of(other) {
            let keys = self.since.diff(&other.since).map(|item| match item {
                DiffItem::Add(key, _) | DiffItem::Remove(key, _) | DiffItem::Update { old: (key, _), .. } => key,
            });
            let both = keys.map(|key| (key, self.get(key), other.get(key)));
            return both.filter(|(_, ours, theirs)| ours != theirs).collect();
        }
        self.beside(other).filter(|(_, ours, theirs)| ours != theirs).collect()
    }
}

impl<K: Ord + Clone, V: Clone + PartialEq> PartialEq for SortedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len
            && match self.has_base_of(other) {
                true => self.changes(other).is_empty(),
                false => self.iter().eq(other.iter()),
            }
    }
}

impl<K: Ord + Clone, V: Clone + Eq> Eq for SortedMap<K, V> {}

impl<K: Ord + Clone + fmt::Debug, V: Clone + fmt::Debug> fmt::Debug for SortedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

/// In any order; the last of those under one key stays.
impl<K: Ord + Clone, V: Clone> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(entries: T) -> Self {
        let mut entries: Vec<(K, V)> = entries.into_iter().collect();
        if !entries.is_sorted_by(|(one, _), (next, _)| one < next) {
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            // What is left out is the later of two, so they change places first.
            entries.dedup_by(|next, one| {
                let is_twice = next.0 == one.0;
                if is_twice {
                    std::mem::swap(next, one);
                }
                is_twice
            });
        }
        Self { len: entries.len(), base: Arc::new(entries), since: OrdMap::new() }
    }
}

impl<'a, K: Ord + Clone, V: Clone> IntoIterator for &'a SortedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Iter<'a, K, V> {
        self.iter()
    }
}

impl<K: Ord + Clone, V: Clone> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> std::vec::IntoIter<(K, V)> {
        let entries: Vec<(K, V)> = self.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        entries.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    type Pairs = Vec<(u8, u8)>;

    /// Entries that come at once, and what is done after that: put in (`Some`) or taken out.
    type Made = (Pairs, Vec<(u8, Option<u8>)>);

    fn made() -> impl Strategy<Value = Made> {
        let key = || 0..24_u8;
        (
            prop::collection::vec((key(), any::<u8>()), 0..24),
            prop::collection::vec((key(), prop::option::weighted(0.6, any::<u8>())), 0..24),
        )
    }

    fn change(map: &mut SortedMap<u8, u8>, known: &mut BTreeMap<u8, u8>, changes: &[(u8, Option<u8>)]) {
        for (key, put) in changes {
            let was_there = match put {
                Some(value) => map.insert(*key, *value),
                None => map.remove(key),
            };
            let known_before = match put {
                Some(value) => known.insert(*key, *value),
                None => known.remove(key),
            };
            assert_eq!(was_there, known_before.is_some());
        }
    }

    fn both((entries, changes): &Made) -> (SortedMap<u8, u8>, BTreeMap<u8, u8>) {
        let mut map: SortedMap<u8, u8> = entries.iter().copied().collect();
        let mut known: BTreeMap<u8, u8> = entries.iter().copied().collect();
        change(&mut map, &mut known, changes);
        (map, known)
    }

    fn pairs<'a>(entries: impl Iterator<Item = (&'a u8, &'a u8)>) -> Pairs {
        entries.map(|(key, value)| (*key, *value)).collect()
    }

    proptest! {
        #[test]
        fn it_answers_as_a_tree_does(made in made(), key in 0..26_u8, until in 0..26_u8) {
            let (map, known) = both(&made);
            prop_assert_eq!((map.len(), map.is_empty()), (known.len(), known.is_empty()));
            prop_assert_eq!((map.get(&key), map.contains_key(&key)), (known.get(&key), known.contains_key(&key)));
            prop_assert_eq!(map.get_key_value(&key), known.get_key_value(&key));
            prop_assert_eq!(pairs(map.iter()), pairs(known.iter()));
            prop_assert_eq!(pairs(map.iter().rev()), pairs(known.iter().rev()));
            prop_assert!(map.keys().eq(known.keys()) && map.values().eq(known.values()));
            prop_assert_eq!(map.clone().into_iter().collect::<Vec<_>>(), pairs(known.iter()));
            let until = until.max(key);
            prop_assert_eq!(pairs(map.range(key..until)), pairs(known.range(key..until)));
            prop_assert_eq!(pairs(map.range(key..=until).rev()), pairs(known.range(key..=until).rev()));
            let after = (Bound::Excluded(key), Bound::Unbounded);
            prop_assert_eq!(pairs(map.range(after)), pairs(known.range(after)));
        }

        /// Whichever end each entry is asked of.
        #[test]
        fn from_both_ends_each_entry_comes_once(made in made(), from_back in prop::collection::vec(any::<bool>(), 48)) {
            let (map, known) = both(&made);
            let (mut all, mut other) = (map.iter(), known.iter());
            for is_back in from_back {
                let (ours, theirs) = if is_back { (all.next_back(), other.next_back()) } else { (all.next(), other.next()) };
                prop_assert_eq!(ours, theirs);
            }
            prop_assert_eq!((all.next(), all.next_back()), (None, None));
        }

        #[test]
        fn a_value_is_written_to_where_there_is_one_and_in_no_copy(made in made(), key in 0..26_u8) {
            let (mut map, mut known) = both(&made);
            let before = map.clone();
            let is_there = map.get_mut(&key).map(|value| *value ^= 1).is_some();
            prop_assert_eq!(is_there, known.get_mut(&key).map(|value| *value ^= 1).is_some());
            prop_assert_eq!((pairs(map.iter()), map.len()), (pairs(known.iter()), known.len()));
            prop_assert_eq!(pairs(before.iter()), pairs(both(&made).1.iter()));
        }

        /// Of a map and a copy with a history of its own, and of two that share nothing.
        #[test]
        fn what_differs_is_what_is_not_the_same(
            made in made(), later in made(), is_copy in any::<bool>()
        ) {
            let (one, known) = both(&made);
            let (mut other, mut known_other) = if is_copy { (one.clone(), known.clone()) } else { both(&later) };
            change(&mut other, &mut known_other, &later.1);
            let keys: std::collections::BTreeSet<&u8> = known.keys().chain(known_other.keys()).collect();
            let differ = keys.into_iter().map(|key| (key, known.get(key), known_other.get(key)));
            let differ: Vec<_> = differ.filter(|(_, one, other)| one != other).collect();
            prop_assert_eq!(one.changes(&other), differ);
            prop_assert_eq!(one == other, known == known_other);
            prop_assert!(!one.ptr_eq(&other) || known == known_other);
            prop_assert!(one.ptr_eq(&one.clone()));
        }

        /// Of a map that has a copy and of one that has none. The other's keys lie in one gap of its own, before them, among many or among few.
        #[test]
        fn of_two_maps_one_takes_over_all_of_the_other(
            mut ours in made(), mut theirs in made(), lie in 0..4_u8,
            [has_copy, stays, ours_is_as_it_came, theirs_is] in any::<[bool; 4]>(),
        ) {
            match lie {
                0 => {
                    ours.0.iter_mut().filter(|(key, _)| *key >= 12).for_each(|(key, _)| *key += 12);
                    theirs.0.iter_mut().for_each(|(key, _)| *key = 12 + *key / 2);
                }
                1 => ours.0.iter_mut().for_each(|(key, _)| *key += 24),
                2 => ours.0.extend((48..=248).map(|key| (key, key))),
                _ => {}
            }
            if ours_is_as_it_came {
                ours.1.clear();
            }
            if theirs_is {
                theirs.1.clear();
            }
            let ((mut map, known), (other, of_other)) = (both(&ours), both(&theirs));
            let copy = has_copy.then(|| map.clone());
            map.take_over(&other, |ours, theirs| (!stays).then(|| ours ^ theirs));
            let mut all = known.clone();
            for (key, theirs) in &of_other {
                all.entry(*key).and_modify(|ours| *ours = if stays { *ours } else { *ours ^ theirs }).or_insert(*theirs);
            }
            prop_assert_eq!((pairs(map.iter()), map.len()), (pairs(all.iter()), all.len()));
            prop_assert_eq!(pairs(other.iter()), pairs(of_other.iter()));
            if let Some(copy) = copy {
                prop_assert_eq!(pairs(copy.iter()), pairs(known.iter()));
                let has_all = of_other.keys().all(|key| known.contains_key(key));
                prop_assert!(map.ptr_eq(&copy) || copy.is_empty() || !has_all || !stays, "nothing was to be taken over");
            }
        }

        #[test]
        fn only_what_is_in_order_is_taken_as_sorted(entries in prop::collection::vec((0..6_u8, any::<u8>()), 0..5)) {
            let is_sorted = entries.is_sorted_by(|one, next| one.0 < next.0);
            let map = SortedMap::from_sorted(entries.clone());
            prop_assert_eq!(map.is_some(), is_sorted);
            prop_assert_eq!(map.map(|map| pairs(map.iter())).unwrap_or(entries.clone()), entries);
        }
    }

    #[test]
    fn what_was_taken_out_of_a_large_map_is_not_gone_through_for_ever() {
        let mut map: SortedMap<u32, u32> = (0..1_000).map(|key| (key, key)).collect();
        let before = map.clone();
        for key in 0..995 {
            assert!(map.remove(&key));
            assert!(map.since.len() + map.base.len() <= 1_510, "{} and {}", map.since.len(), map.base.len());
        }
        assert!(map.since.len() + map.base.len() < 100);
        assert_eq!((map.len(), map.keys().copied().collect::<Vec<_>>()), (5, (995..1_000).collect()));
        assert_eq!((before.len(), before.keys().count()), (1_000, 1_000));
    }

    #[test]
    fn one_entry_makes_a_map_that_says_what_it_holds() {
        let map = SortedMap::unit(1, "a");
        assert_eq!((map.len(), map.get(&1), format!("{map:?}")), (1, Some(&"a"), "{1: \"a\"}".to_owned()));
        assert!(SortedMap::<u8, u8>::new().ptr_eq(&SortedMap::new()), "nothing is shared, and nothing differs");
    }
}
