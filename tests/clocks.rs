//! Wrong clocks as named situations, in whole documents: nothing is lost, and what was seen is never hidden by a
//! stamp from the future. The clock alone is tested beside its code. Reads no real clock.

use clusterwise::merge::{
    Clock, DeviceId, Document, FUTURE_TOLERANCE_MS, FieldStatus, HELD_BACK_AFTER_MS, LATEST_MS, RecordKind, Value,
};

const NOON: u64 = 1_780_574_400_000; // 4 June 2026, 12:00 UTC
const HOUR: u64 = 3_600_000;
const YEAR: u64 = 365 * 24 * HOUR;

/// A device with its own wall clock and its own copy.
struct Device {
    clock: Clock,
    now_ms: u64,
    document: Document,
}

impl Device {
    fn new(name: &str, now_ms: u64) -> Self {
        Device { clock: Clock::new(DeviceId::parse(name).expect("a name")), now_ms, document: Document::new() }
    }

    fn write(&mut self, roll: i64) {
        let stamp = self.clock.tick(self.now_ms);
        self.document.set("return", "s1", "roll", roll, &stamp).expect("a fresh stamp");
    }

    fn delete(&mut self) {
        let stamp = self.clock.tick(self.now_ms);
        assert!(self.document.delete("return", "s1", &stamp));
    }

    fn take_in(&mut self, other: &Document) {
        self.clock.observe_all(&other.version_vector(), self.now_ms);
        self.document.join(other);
    }

    fn roll(&self) -> Option<i64> {
        self.document.value("return", "s1", "roll").and_then(Value::as_int)
    }

    fn losers(&self) -> Vec<i64> {
        let field = self.document.record("return", "s1").and_then(|record| record.field("roll"));
        field.into_iter().flat_map(|field| field.losers()).filter_map(|loser| loser.value.as_int()).collect()
    }
}

#[test]
fn a_device_from_2049_can_be_corrected_by_anybody_who_has_seen_it() {
    let (mut future, mut office) = (Device::new("future", NOON + 23 * YEAR), Device::new("office", NOON));
    future.write(1);
    office.take_in(&future.document);
    office.write(2);
    future.take_in(&office.document);
    assert_eq!((office.roll(), future.roll(), future.losers()), (Some(2), Some(2), vec![]));
}

#[test]
fn a_remote_clock_is_followed_five_minutes_ahead_and_no_further() {
    let minutes_ms = 5 * 60_000;
    assert_eq!(FUTURE_TOLERANCE_MS, minutes_ms);
    for (ahead_ms, follows) in [(minutes_ms, true), (minutes_ms + 1, false)] {
        let (mut ahead, mut office) = (Device::new("ahead", NOON + ahead_ms), Device::new("office", NOON));
        ahead.write(1);
        office.take_in(&ahead.document);
        assert_eq!(office.clock.tick(NOON).ms, if follows { NOON + ahead_ms } else { NOON });
    }
}

#[test]
fn a_clock_beyond_our_years_is_held_a_year_before_their_end() {
    let mut clock = Clock::new(DeviceId::parse("office").unwrap());
    assert_eq!(clock.tick(LATEST_MS).ms, LATEST_MS - 31_536_000_000);
}

#[test]
fn a_device_from_2049_does_not_carry_its_year_into_our_stamps() {
    let (mut future, mut office) = (Device::new("future", NOON + 23 * YEAR), Device::new("office", NOON));
    future.write(1);
    office.take_in(&future.document);
    office.write(2);
    let held = office.document.held_back(NOON);
    let places: Vec<_> = held.iter().map(|held| held.field.as_deref()).collect();
    assert_eq!(places, [None], "only the making of the record still carries 2049");
}

#[test]
fn a_concurrent_edit_from_2049_is_shown_as_a_conflict_and_listed_to_be_held_back() {
    let (mut future, mut office) = (Device::new("future", NOON + 23 * YEAR), Device::new("office", NOON));
    future.write(1);
    office.write(2);
    let plan = office.document.compare(&future.document);
    assert_eq!(plan.len(), 1);
    assert_eq!(plan[0].kind, RecordKind::Conflicting);
    assert_eq!(plan[0].fields[0].status, FieldStatus::Conflicting { theirs_wins: true });
    let held = future.document.held_back(NOON);
    let places: Vec<_> = held.iter().map(|held| (held.id.as_str(), held.field.as_deref())).collect();
    assert_eq!(places, [("s1", None), ("s1", Some("roll"))]);
    office.take_in(&future.document);
    assert_eq!((office.roll(), office.losers()), (Some(1), vec![2]));
}

#[test]
fn a_loser_from_2049_is_listed_to_be_held_back_too() {
    let (mut future, mut office) = (Device::new("future", NOON + 23 * YEAR), Device::new("office", NOON + 24 * YEAR));
    future.write(1);
    office.write(2);
    office.take_in(&future.document);
    assert_eq!(office.losers(), [1]);
    let held = office.document.held_back(NOON + 23 * YEAR - HELD_BACK_AFTER_MS - 1);
    assert_eq!(held.iter().filter(|held| held.field.is_some()).count(), 2, "{held:?}");
}

#[test]
fn a_day_ahead_is_honest_and_a_moment_more_is_not() {
    assert_eq!(HELD_BACK_AFTER_MS, 86_400_000);
    let mut ahead = Device::new("ahead", NOON + HELD_BACK_AFTER_MS);
    ahead.write(1);
    assert_eq!(ahead.document.held_back(NOON).len(), 0);
    assert_eq!(ahead.document.held_back(NOON - 1).len(), 2);
}

#[test]
fn a_clock_set_back_an_hour_does_not_hide_later_edits_of_its_own_device() {
    let (mut office, mut board) = (Device::new("office", NOON), Device::new("board", NOON));
    office.write(1);
    board.take_in(&office.document);
    office.now_ms -= HOUR;
    office.write(2);
    board.take_in(&office.document);
    assert_eq!((office.roll(), board.roll(), board.losers()), (Some(2), Some(2), vec![]));
}

#[test]
fn a_device_ten_years_behind_still_replaces_what_it_has_seen() {
    let (mut office, mut old) = (Device::new("office", NOON), Device::new("old", NOON - 10 * YEAR));
    office.write(1);
    old.take_in(&office.document);
    old.write(2);
    office.take_in(&old.document);
    assert_eq!((office.roll(), office.losers()), (Some(2), vec![]));
}

#[test]
fn a_device_ten_years_behind_deletes_what_is_stamped_later() {
    let (mut office, mut old) = (Device::new("office", NOON), Device::new("old", NOON - 10 * YEAR));
    office.write(1);
    old.take_in(&office.document);
    old.delete();
    office.write(2);
    office.take_in(&old.document);
    assert_eq!(office.roll(), None);
}

#[test]
fn a_stuttering_clock_orders_all_edits_of_its_device() {
    let (mut office, mut board) = (Device::new("office", NOON), Device::new("board", NOON));
    for roll in 0..100 {
        office.write(roll);
        let copy = Document::from_json(&office.document.to_canonical_json()).expect("readable");
        board.take_in(&copy);
        assert_eq!((board.roll(), board.losers()), (Some(roll), vec![]));
    }
}

#[test]
fn two_devices_with_one_id_and_equal_stamps_agree_on_one_value() {
    let (mut one, mut twin) = (Device::new("office", NOON), Device::new("office", NOON));
    one.write(1);
    twin.write(2);
    let (first, second) = (one.document.clone(), twin.document.clone());
    one.take_in(&second);
    twin.take_in(&first);
    assert_eq!((one.roll(), twin.roll()), (Some(2), Some(2)));
    assert_eq!(one.document.to_canonical_json(), twin.document.to_canonical_json());
}

#[test]
fn two_devices_with_one_id_are_found_out_where_they_wrote_different_values_at_one_moment() {
    let (mut one, mut twin, mut same) =
        (Device::new("office", NOON), Device::new("office", NOON), Device::new("office", NOON));
    one.write(1);
    twin.write(2);
    same.write(1);
    let found = one.document.contradictions(&twin.document);
    let places: Vec<_> = found.iter().map(|one| (one.id.as_str(), one.field.as_str(), one.stamp.ms)).collect();
    assert_eq!(places, [("s1", "roll", NOON)]);
    assert_eq!(one.document.contradictions(&same.document), [], "what they agree on is no trouble");
    one.write(3);
    assert_eq!(one.document.contradictions(&same.document), [], "nor what was written over since");
    twin.delete();
    assert_eq!(same.document.contradictions(&twin.document), [], "nor what belongs to another life");
}

#[test]
fn a_store_gone_back_to_an_older_copy_is_noticed_before_its_edit_is_lost() {
    let (mut office, mut board) = (Device::new("office", NOON), Device::new("board", NOON));
    let older_copy = office.clock.clone();
    office.now_ms += 10;
    office.write(1);
    board.take_in(&office.document);
    // The store comes back from an older copy, and the wall clock is a little behind.
    office.clock = older_copy;
    office.now_ms -= 20;
    assert!(office.clock.is_outrun_by(&board.document.version_vector()));
    office.document = board.document.clone();
    let stale = office.clock.tick(office.now_ms);
    assert!(office.document.set("return", "s1", "roll", 2, &stale).is_err());
    assert_eq!(office.document, board.document);
    // With a new id the edit counts.
    office.clock = Clock::new(DeviceId::parse("office-2").expect("a name"));
    office.write(2);
    board.take_in(&office.document);
    assert_eq!((board.roll(), board.losers()), (Some(2), vec![]));
}
