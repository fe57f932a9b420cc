//! What somebody has seen: for each device, the last moment known of it. Knows nothing of values.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::stamp::{DeviceId, Stamp, parse_moment};

/// For each device the greatest (milliseconds, counter) seen; everything up to it counts as seen.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct VersionVector(BTreeMap<DeviceId, (u64, u32)>);

impl VersionVector {
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The last moment seen of a device.
    pub fn get(&self, device: &DeviceId) -> Option<(u64, u32)> {
        self.0.get(device).copied()
    }

    /// True if this stamp, or a later one of the same device, has been seen.
    pub fn covers(&self, stamp: &Stamp) -> bool {
        !self.0.is_empty() && self.0.get(&stamp.device).is_some_and(|seen| *seen >= stamp.moment())
    }

    /// From now on this stamp counts as seen.
    pub fn add(&mut self, stamp: &Stamp) {
        self.raise(&stamp.device, stamp.moment());
    }

    /// From now on everything `other` has seen counts as seen.
    pub fn join(&mut self, other: &VersionVector) {
        for (device, moment) in &other.0 {
            self.raise(device, *moment);
        }
    }

    /// True if everything `other` has seen has been seen here.
    pub fn includes(&self, other: &VersionVector) -> bool {
        other.0.iter().all(|(device, moment)| self.0.get(device).is_some_and(|seen| seen >= moment))
    }

    /// In the order of the devices' names.
    pub fn iter(&self) -> impl Iterator<Item = (&DeviceId, (u64, u32))> {
        self.0.iter().map(|(device, moment)| (device, *moment))
    }

    /// Keeps only the entries for which `keep` holds.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&DeviceId, (u64, u32)) -> bool) {
        self.0.retain(|device, moment| keep(device, *moment));
    }

    pub(super) fn raise(&mut self, device: &DeviceId, moment: (u64, u32)) {
        match self.0.get_mut(device) {
            Some(seen) => *seen = moment.max(*seen),
            None => {
                self.0.insert(device.clone(), moment);
            }
        }
    }
}

/// Greater means "has seen more"; two vectors that have each seen something the other has not are concurrent.
impl PartialOrd for VersionVector {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.includes(other), other.includes(self)) {
            (true, true) => Some(Ordering::Equal),
            (true, false) => Some(Ordering::Greater),
            (false, true) => Some(Ordering::Less),
            (false, false) => None,
        }
    }
}

impl fmt::Debug for VersionVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.0).finish()
    }
}

/// As `{"device": "ms.counter"}`.
impl Serialize for VersionVector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(device, (ms, counter))| (device, format!("{ms}.{counter}"))))
    }
}

impl<'de> Deserialize<'de> for VersionVector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> de::Visitor<'de> for Entries {
            type Value = VersionVector;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of devices with the last moment seen of each")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut seen = BTreeMap::new();
                while let Some(device) = map.next_key::<DeviceId>()? {
                    let moment = parse_moment(&map.next_value::<String>()?).map_err(de::Error::custom)?;
                    match seen.entry(device) {
                        Entry::Vacant(place) => place.insert(moment),
                        Entry::Occupied(taken) => {
                            return Err(de::Error::custom(format!("device “{}” is named twice", taken.key())));
                        }
                    };
                }
                Ok(VersionVector(seen))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(stamps: &[&str]) -> VersionVector {
        let mut vector = VersionVector::new();
        for stamp in stamps {
            vector.add(&Stamp::parse(stamp).unwrap());
        }
        vector
    }

    #[test]
    fn a_vector_covers_what_it_has_seen_and_everything_earlier_of_that_device() {
        let seen = vector(&["1780000000005.2.a"]);
        for (stamp, covered) in [
            ("1780000000005.2.a", true),
            ("1780000000005.1.a", true),
            ("1780000000004.9.a", true),
            ("1780000000005.3.a", false),
            ("1780000000004.0.b", false),
        ] {
            assert_eq!(seen.covers(&Stamp::parse(stamp).unwrap()), covered, "{stamp}");
        }
    }

    #[test]
    fn vectors_are_ordered_only_where_one_has_seen_all_of_the_other() {
        let (a, b) = (vector(&["1780000000005.0.a"]), vector(&["1780000000009.0.b"]));
        let mut both = a.clone();
        both.join(&b);
        assert_eq!(a.partial_cmp(&b), None);
        assert_eq!(a.partial_cmp(&both), Some(Ordering::Less));
        assert_eq!(both.partial_cmp(&b), Some(Ordering::Greater));
        assert_eq!(both.partial_cmp(&both.clone()), Some(Ordering::Equal));
    }

    #[test]
    fn adding_an_earlier_stamp_forgets_nothing() {
        let mut seen = vector(&["1780000000005.0.a"]);
        seen.add(&Stamp::parse("1780000000001.0.a").unwrap());
        assert_eq!(seen, vector(&["1780000000005.0.a"]));
    }

    #[test]
    fn a_vector_reads_back_as_written_and_refuses_a_device_twice() {
        let seen = vector(&["1780000000005.0.a", "1780000000001.3.b"]);
        let text = serde_json::to_string(&seen).unwrap();
        assert_eq!(text, r#"{"a":"1780000000005.0","b":"1780000000001.3"}"#);
        assert_eq!(serde_json::from_str::<VersionVector>(&text).unwrap(), seen);
        assert!(serde_json::from_str::<VersionVector>(r#"{"a":"1780000000005.0","a":"1780000000005.0"}"#).is_err());
    }
}
