//! A sorted map's entries in their order: what came at once and what was changed since, as one.

use imbl::shared_ptr::DefaultSharedPtr;

/// Entries in the order of their keys, from either end.
pub struct Iter<'a, K, V> {
    pub(super) base: &'a [(K, V)],
    pub(super) since: imbl::ordmap::RangedIter<'a, K, Option<V>, DefaultSharedPtr>,
    /// Taken from `since` at either end, and not yet given out.
    pub(super) first: Option<(&'a K, &'a Option<V>)>,
    pub(super) last: Option<(&'a K, &'a Option<V>)>,
}

impl<'a, K: Ord, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.first = self.first.take().or_else(|| self.since.next()).or_else(|| self.last.take());
            let of_base = self.base.split_first();
            let Some((key, put)) = self.first else {
                let ((key, value), rest) = of_base?;
                self.base = rest;
                return Some((key, value));
            };
            if let Some(((present, value), rest)) = of_base
                && present <= key
            {
                self.base = rest;
                if present < key {
                    return Some((present, value));
                }
            }
            self.first = None;
            if let Some(value) = put {
                return Some((key, value));
            }
        }
    }
}

impl<K: Ord, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            self.last = self.last.take().or_else(|| self.since.next_back()).or_else(|| self.first.take());
            let of_base = self.base.split_last();
            let Some((key, put)) = self.last else {
                let ((key, value), rest) = of_base?;
                self.base = rest;
                return Some((key, value));
            };
            if let Some(((present, value), rest)) = of_base
                && present >= key
            {
                self.base = rest;
                if present > key {
                    return Some((present, value));
                }
            }
            self.last = None;
            if let Some(value) = put {
                return Some((key, value));
            }
        }
    }
}
