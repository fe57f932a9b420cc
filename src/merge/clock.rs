//! A hybrid logical clock: gives every edit of one device a stamp of its own. Reads no time; it is told.

use super::stamp::{DeviceId, EARLIEST_MS, LATEST_MS, Stamp};
use super::vector::VersionVector;

/// How far a remote clock may run ahead of ours and still be followed: five minutes, what Windows domains (Kerberos)
/// allow too. A stamp from further ahead is kept and compared, but does not move our clock.
pub const FUTURE_TOLERANCE_MS: u64 = 5 * 60 * 1000;

/// The year 2101 less a year: a clock that claims more is held here, so that a counter overflow still stays readable.
const LATEST_TICK_MS: u64 = LATEST_MS - 365 * 24 * 60 * 60 * 1000;

/// The clock of one device (Kulkarni et al. 2014, "Logical Physical Clocks"). Its stamps only ever grow, whatever the
/// wall clock does; the device it stamps for never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    device: DeviceId,
    last: Option<(u64, u32)>,
}

impl Clock {
    /// A clock that has never ticked.
    pub fn new(device: DeviceId) -> Self {
        Clock { device, last: None }
    }

    /// A clock that goes on after `last` (milliseconds, counter), as [`Clock::last`] gave it before.
    pub fn resume(device: DeviceId, last: Option<(u64, u32)>) -> Self {
        Clock { device, last: last.map(|(ms, counter)| (ms.min(LATEST_MS), counter)) }
    }

    pub fn device(&self) -> &DeviceId {
        &self.device
    }

    /// What has to be stored, in the same transaction as the edit, to [`Clock::resume`] later.
    pub fn last(&self) -> Option<(u64, u32)> {
        self.last
    }

    /// A new stamp, greater than every stamp this clock has given or followed. `now_ms` is the wall clock's time in
    /// milliseconds since 1970; where that stutters, goes back or is absurd, the stamp grows nevertheless.
    pub fn tick(&mut self, now_ms: u64) -> Stamp {
        let now_ms = now_ms.clamp(EARLIEST_MS, LATEST_TICK_MS);
        let (ms, counter) = match self.last {
            Some((ms, counter)) if ms >= now_ms => match counter.checked_add(1) {
                Some(counter) => (ms, counter),
                None => (ms + 1, 0),
            },
            _ => (now_ms, 0),
        };
        self.last = Some((ms, counter));
        Stamp { ms, counter, device: self.device.clone() }
    }

    /// Follows a stamp that came in, so that what is written next is stamped later than what was seen. A stamp more
    /// than [`FUTURE_TOLERANCE_MS`] ahead of `now_ms` is not followed.
    pub fn observe(&mut self, remote: &Stamp, now_ms: u64) {
        self.follow(remote.moment(), now_ms);
    }

    /// Follows every device of an incoming document, each by itself: one clock from the future does not keep ours
    /// from following the honest ones.
    pub fn observe_all(&mut self, seen: &VersionVector, now_ms: u64) {
        for (_, moment) in seen.iter() {
            self.follow(moment, now_ms);
        }
    }

    fn follow(&mut self, moment: (u64, u32), now_ms: u64) {
        let now_ms = now_ms.clamp(EARLIEST_MS, LATEST_TICK_MS);
        if moment.0 <= now_ms.saturating_add(FUTURE_TOLERANCE_MS) && Some(moment) > self.last {
            self.last = Some(moment);
        }
    }

    /// How far this clock runs ahead of the wall clock, in milliseconds. Hours or more mean that the wall clock was
    /// once far ahead and was put right; as stamps may not shrink, the device should then take a new id.
    pub fn lead_ms(&self, now_ms: u64) -> u64 {
        self.last.map_or(0, |(ms, _)| ms.saturating_sub(now_ms))
    }

    /// True if a document has seen stamps of this device that this clock never gave: the id is in use twice (a copied
    /// profile), or this store went back to an older copy. The device must then take a new id before it writes.
    pub fn is_outrun_by(&self, seen: &VersionVector) -> bool {
        seen.get(&self.device).is_some_and(|moment| Some(moment) > self.last)
    }
}
