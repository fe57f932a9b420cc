//! Who wrote something and when, in an order that everybody agrees on. Reads no clock: see [`super::Clock`].

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::error::{MergeError, excerpt};

/// 1 January 1990: no device wrote anything earlier, so its clock must be wrong.
pub const EARLIEST_MS: u64 = 631_152_000_000;

/// The last millisecond of the year 2100: whoever reads a file then can move it.
pub const LATEST_MS: u64 = 4_133_980_799_999;

/// The name of one device's store of one document: 1 to 40 of `a-z`, `0-9` and `-`. Cheap to clone, and as small as a pointer can be:
/// every version of every field has one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DeviceId(Arc<Box<str>>);

/// By the name's bytes. Most that are compared are one and the same.
impl Ord for DeviceId {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for DeviceId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl DeviceId {
    /// Fails on anything but 1 to 40 lower-case letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, MergeError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=40).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(DeviceId(Arc::new(text.into())))
        } else {
            Err(MergeError::Device { text: excerpt(text) })
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The devices' names of one text: equal ones are held once.
#[derive(Default)]
pub(super) struct Devices {
    all: HashSet<DeviceId>,
    /// What one device wrote mostly stands together.
    last: Option<DeviceId>,
}

impl Devices {
    pub(super) fn read(&mut self, name: &str) -> Result<DeviceId, MergeError> {
        if let Some(last) = self.last.as_ref().filter(|last| last.as_str() == name) {
            return Ok(last.clone());
        }
        let device = match self.all.get(name) {
            Some(device) => device.clone(),
            None => {
                let device = DeviceId::parse(name)?;
                self.all.insert(device.clone());
                device
            }
        };
        self.last = Some(device.clone());
        Ok(device)
    }
}

/// As texts are found: equal names hash alike.
impl Borrow<str> for DeviceId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One moment of one device. The order is total: milliseconds, then counter, then device, so two stamps are equal
/// only if one device issued both.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1 January 1970, UTC, as the device believed (see [`super::Clock`] for what it may believe).
    pub ms: u64,
    /// Tells stamps of the same millisecond apart.
    pub counter: u32,
    pub device: DeviceId,
}

impl Stamp {
    /// Reads "ms.counter.device". Fails on any other spelling (leading zeros and signs included, so that a stamp has
    /// one spelling only) and on years outside 1990 to 2100.
    pub fn parse(text: &str) -> Result<Self, MergeError> {
        Stamp::parse_with(text, DeviceId::parse)
    }

    /// As [`Stamp::parse`], with the device's name read by `device`, so that a reader can share equal names.
    pub(super) fn parse_with(
        text: &str,
        device: impl FnOnce(&str) -> Result<DeviceId, MergeError>,
    ) -> Result<Self, MergeError> {
        let wrong = || MergeError::Stamp { text: excerpt(text) };
        let (moment, name) = text.rsplit_once('.').ok_or_else(wrong)?;
        let (ms, counter) = parse_moment(moment)?;
        Ok(Stamp { ms, counter, device: device(name)? })
    }

    /// Milliseconds and counter: what orders the stamps of one device.
    pub fn moment(&self) -> (u64, u32) {
        (self.ms, self.counter)
    }
}

/// Reads "ms.counter", canonical digits only, within the years 1990 to 2100.
pub(super) fn parse_moment(text: &str) -> Result<(u64, u32), MergeError> {
    let wrong = || MergeError::Stamp { text: excerpt(text) };
    let (ms, counter) = text.split_once('.').ok_or_else(wrong)?;
    if !is_canonical_number(ms) || !is_canonical_number(counter) {
        return Err(wrong());
    }
    let ms: u64 = ms.parse().map_err(|_| wrong())?;
    let counter: u32 = counter.parse().map_err(|_| wrong())?;
    if !(EARLIEST_MS..=LATEST_MS).contains(&ms) {
        return Err(MergeError::StampYear { text: excerpt(text) });
    }
    Ok((ms, counter))
}

fn is_canonical_number(text: &str) -> bool {
    text == "0" || (text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() && !text.starts_with('0'))
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.ms, self.counter, self.device)
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for DeviceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DeviceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DeviceId::parse(&text).map_err(de::Error::custom)
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Stamp::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_id_is_short_and_plain() {
        for good in ["a", "office-2", &"z".repeat(40)] {
            assert!(DeviceId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "A", "a.b", "a b", "é", &"z".repeat(41)] {
            assert!(DeviceId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_stamp_reads_back_as_it_is_written() {
        let text = "1780000000000.7.office-2";
        assert_eq!(Stamp::parse(text).map(|stamp| stamp.to_string()), Ok(text.to_owned()));
    }

    #[test]
    fn a_stamp_has_one_spelling_only() {
        for bad in ["", "1.2", "01780000000000.0.a", "+1780000000000.0.a", "1780000000000.00.a", "1780000000000..a"] {
            assert!(matches!(Stamp::parse(bad), Err(MergeError::Stamp { .. })), "{bad}");
        }
        assert!(matches!(Stamp::parse("1780000000000.4294967296.a"), Err(MergeError::Stamp { .. })));
        assert!(matches!(Stamp::parse("1780000000000.0.A"), Err(MergeError::Device { .. })));
    }

    #[test]
    fn a_stamp_lies_between_1990_and_2100() {
        for (ms, good) in [(EARLIEST_MS - 1, false), (EARLIEST_MS, true), (LATEST_MS, true), (LATEST_MS + 1, false)] {
            assert_eq!(Stamp::parse(&format!("{ms}.0.a")).is_ok(), good, "{ms}");
        }
    }

    #[test]
    fn stamps_are_ordered_by_time_then_counter_then_device() {
        let order = ["1780000000000.9.z", "1780000000001.0.z", "1780000000001.2.a", "1780000000001.2.b"];
        let stamps: Vec<_> = order.iter().filter_map(|text| Stamp::parse(text).ok()).collect();
        assert_eq!(stamps.len(), 4);
        assert!(stamps.is_sorted());
    }
}
