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

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 1_780_574_400_000; // 4 June 2026, 12:00 UTC
    const MINUTE: u64 = 60_000;
    const HOUR: u64 = 60 * MINUTE;
    const YEAR: u64 = 365 * 24 * HOUR;

    fn clock() -> Clock {
        Clock::new(DeviceId::parse("office").unwrap())
    }

    fn remote(ms: u64, counter: u32) -> Stamp {
        Stamp { ms, counter, device: DeviceId::parse("board").unwrap() }
    }

    /// Ticks at each time and checks that every stamp is greater than the one before and reads back.
    fn ticks(clock: &mut Clock, times: &[u64]) -> Vec<Stamp> {
        let stamps: Vec<Stamp> = times.iter().map(|now| clock.tick(*now)).collect();
        assert!(stamps.windows(2).all(|pair| pair[0] < pair[1]), "{stamps:?}");
        assert!(stamps.iter().all(|stamp| Stamp::parse(&stamp.to_string()).as_ref() == Ok(stamp)), "{stamps:?}");
        stamps
    }

    #[test]
    fn a_steady_clock_shows_the_wall_clock() {
        let stamps = ticks(&mut clock(), &[NOON, NOON + 1, NOON + MINUTE]);
        assert_eq!(
            stamps.iter().map(Stamp::moment).collect::<Vec<_>>(),
            [(NOON, 0), (NOON + 1, 0), (NOON + MINUTE, 0)]
        );
    }

    #[test]
    fn a_stuttering_clock_counts() {
        let stamps = ticks(&mut clock(), &[NOON, NOON, NOON, NOON + 1]);
        let moments: Vec<_> = stamps.iter().map(Stamp::moment).collect();
        assert_eq!(moments, [(NOON, 0), (NOON, 1), (NOON, 2), (NOON + 1, 0)]);
    }

    #[test]
    fn a_clock_set_back_an_hour_counts_on_until_time_catches_up() {
        let mut clock = clock();
        let stamps = ticks(&mut clock, &[NOON, NOON - HOUR, NOON - 1, NOON + 5]);
        assert_eq!(stamps[1].moment(), (NOON, 1));
        assert_eq!(stamps[3].moment(), (NOON + 5, 0));
    }

    #[test]
    fn a_counter_at_its_end_moves_to_the_next_millisecond() {
        let mut clock = Clock::resume(DeviceId::parse("office").unwrap(), Some((NOON, u32::MAX - 1)));
        let stamps = ticks(&mut clock, &[NOON, NOON, NOON]);
        let moments: Vec<_> = stamps.iter().map(Stamp::moment).collect();
        assert_eq!(moments, [(NOON, u32::MAX), (NOON + 1, 0), (NOON + 1, 1)]);
    }

    #[test]
    fn a_resumed_clock_never_repeats_a_stamp_though_the_wall_clock_went_back() {
        let mut before = clock();
        let last = before.tick(NOON);
        let mut after = Clock::resume(before.device().clone(), before.last());
        assert!(after.tick(NOON - 10 * YEAR) > last);
    }

    #[test]
    fn what_was_seen_is_stamped_earlier_than_what_is_written_next() {
        let mut clock = clock();
        let seen = remote(NOON + FUTURE_TOLERANCE_MS, 7);
        clock.observe(&seen, NOON);
        assert!(clock.tick(NOON) > seen);
    }

    #[test]
    fn a_device_from_2049_does_not_move_our_clock() {
        let mut clock = clock();
        clock.tick(NOON);
        for ahead in [FUTURE_TOLERANCE_MS + 1, HOUR, 23 * YEAR] {
            clock.observe(&remote(NOON + ahead, 0), NOON);
            assert_eq!(clock.last(), Some((NOON, 0)), "{ahead}");
        }
    }

    #[test]
    fn one_device_from_2049_does_not_keep_us_from_following_the_others() {
        let mut clock = clock();
        let honest = remote(NOON + MINUTE, 3);
        let mut seen = VersionVector::new();
        seen.add(&honest);
        seen.add(&Stamp { device: DeviceId::parse("future").unwrap(), ..remote(NOON + 23 * YEAR, 0) });
        clock.observe_all(&seen, NOON);
        assert_eq!(clock.last(), Some(honest.moment()));
    }

    #[test]
    fn an_earlier_remote_clock_does_not_set_ours_back() {
        let mut clock = clock();
        clock.tick(NOON);
        clock.observe(&remote(NOON - HOUR, 9), NOON);
        assert_eq!(clock.last(), Some((NOON, 0)));
    }

    #[test]
    fn an_absurd_wall_clock_still_gives_stamps_that_can_be_read() {
        ticks(&mut clock(), &[0, 1, NOON, u64::MAX, u64::MAX, 0]);
        let mut overrun = Clock::resume(DeviceId::parse("office").unwrap(), Some((u64::MAX, 0)));
        ticks(&mut overrun, &[u64::MAX, NOON]);
    }

    #[test]
    fn a_clock_put_right_after_years_ahead_says_how_far_it_leads() {
        let mut clock = clock();
        assert_eq!(clock.lead_ms(NOON), 0);
        clock.tick(NOON + 23 * YEAR);
        assert_eq!(clock.lead_ms(NOON), 23 * YEAR);
    }

    #[test]
    fn a_device_id_in_use_twice_is_noticed() {
        let (mut clock, mut twin) = (clock(), clock());
        clock.tick(NOON);
        let mut seen = VersionVector::new();
        assert!(!clock.is_outrun_by(&seen));
        seen.add(&clock.tick(NOON));
        assert!(!clock.is_outrun_by(&seen));
        seen.add(&twin.tick(NOON + 1));
        assert!(clock.is_outrun_by(&seen));
    }

    #[test]
    fn following_others_never_changes_whom_we_stamp_for() {
        let mut clock = clock();
        clock.observe(&remote(NOON, 0), NOON);
        assert_eq!(clock.tick(NOON).device.as_str(), "office");
    }
}
