//! Random histories of 2 to 7 honest devices against a naive model: edits, deletions, restorations, erasures, exports of a
//! whole or a part, imports that are repeated, dropped or out of order, crashes back to what was stored, clocks that jump
//! by ten years back and thirty ahead, and devices whose program only knows files of version 1 until they are brought up to
//! date. Nothing is lost, nothing diverges, nothing that was erased comes back.
//!
//! The model keeps every operation with the operations its writer had seen, and derives what a document must hold.
//!
//! A seed makes one history, always the same. Everyday tests take the first 500; where `CI` is set, 10,000; `PROPTEST_CASES`
//! asks for another number. A seed that failed is named; put into `histories_seeds.txt` it is replayed first ever after.
//!
//! Whether the simulation notices can be tried out by planting a bug (each is one line of `src/merge/`). Each was planted and was
//! noticed by all tests here and by `every_order.rs`, whose first sequences already end otherwise than the model says:
//!
//! * A tombstone is dropped: in `record.rs`, `join`, `if other.life > self.life {` becomes
//!   `if other.life > self.life && other.is_alive() {`. The history of seed 4 is the first that fails.
//! * Clocks decide what is concurrent: in `field.rs`, `coverage`, the last line becomes
//!   `move |stamp| self.stamp().is_some_and(|shown| shown >= stamp)`. The history of seed 0 fails.
//! * Erased records are revived: in `document.rs`, `join`, `without_erased(theirs, self.erased.table(name))` becomes
//!   `theirs.clone()`. The history of seed 6 is the first that fails.

use std::collections::{BTreeMap, BTreeSet};

use clusterwise::bundle::{Bundle, BundleError, BundleKind, Format};
use clusterwise::merge::{Clock, DeviceId, Document, MergeError, Stamp, Value};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

const NOON: u64 = 1_780_574_400_000;
const YEAR: i64 = 365 * 24 * 3_600_000;
const PLACES: [(&str, &str); 6] =
    [("return", "s1"), ("return", "s2"), ("newer table", "x"), ("board", "m1"), ("reply", "r1"), ("reply", "r2")];
/// The last places may be erased; the others live on, so that there is something left to merge.
const ERASABLE: usize = 3;
const FIELDS: [&str; 3] = ["roll", "sen", "note"];

// ---- the naive model -----------------------------------------------------------------------------------------------

type Place = (usize, u32);

#[derive(Debug, Clone)]
struct Operation {
    place: usize,
    life: u32,
    stamp: Stamp,
    /// The field, its value and every operation on this field of this life that the writer knew; `None`: the record
    /// was made, deleted or restored.
    write: Option<(usize, i64, BTreeSet<usize>)>,
    /// The record was erased; life and stamp mean nothing then.
    erases: bool,
}

/// The operations somebody knows, as positions in the list of all.
type Known = BTreeSet<usize>;

fn life(all: &[Operation], known: &Known, place: usize) -> u32 {
    known.iter().map(|nth| &all[*nth]).filter(|operation| operation.place == place).map(|op| op.life).max().unwrap_or(0)
}

fn writes_of(all: &[Operation], known: &Known, at: Place, field: usize) -> BTreeSet<usize> {
    let is_it = |operation: &Operation| {
        (operation.place, operation.life) == at && operation.write.as_ref().is_some_and(|write| write.0 == field)
    };
    known.iter().copied().filter(|nth| is_it(&all[*nth])).collect()
}

fn is_erased(all: &[Operation], known: &Known, place: usize) -> bool {
    known.iter().any(|nth| all[*nth].erases && all[*nth].place == place)
}

/// A record as (life, since, field → versions).
type Expected = (u32, Stamp, BTreeMap<String, Vec<(Stamp, Value)>>);

fn expected(all: &[Operation], known: &Known) -> BTreeMap<(String, String), Expected> {
    let mut records = BTreeMap::new();
    for (place, (table, id)) in PLACES.iter().enumerate() {
        if is_erased(all, known, place) {
            continue;
        }
        let life = life(all, known, place);
        let began = known.iter().map(|nth| &all[*nth]);
        let began = began.filter(|op| op.place == place && op.life == life && op.write.is_none());
        let Some(since) = began.map(|op| op.stamp.clone()).max() else { continue };
        let mut fields = BTreeMap::new();
        for (field, name) in FIELDS.iter().enumerate() {
            let writes = writes_of(all, known, (place, life), field);
            let write = |nth: &usize| all[*nth].write.as_ref().expect("a write");
            let overwritten: BTreeSet<usize> = writes.iter().flat_map(|nth| write(nth).2.clone()).collect();
            let kept = writes.iter().filter(|nth| !overwritten.contains(nth));
            let mut versions: Vec<_> = kept.map(|nth| (all[*nth].stamp.clone(), Value::Int(write(nth).1))).collect();
            versions.sort();
            if !versions.is_empty() {
                fields.insert((*name).to_owned(), versions);
            }
        }
        records.insert(((*table).to_owned(), (*id).to_owned()), (life, since, fields));
    }
    records
}

fn held(document: &Document) -> BTreeMap<(String, String), Expected> {
    document
        .all_records()
        .map(|(table, id, record)| {
            let fields = record.fields().map(|(name, field)| {
                let versions = field.versions().map(|version| (version.stamp.clone(), version.value.clone()));
                (name.to_owned(), versions.collect())
            });
            ((table.to_owned(), id.to_owned()), (record.life(), record.since().clone(), fields.collect()))
        })
        .collect()
}

// ---- the devices ---------------------------------------------------------------------------------------------------

#[derive(Debug, Clone)]
struct Device {
    clock: Clock,
    document: Document,
    known: Known,
    /// Its program reads files of version 1 only, and cannot erase.
    is_old: bool,
}

#[derive(Debug)]
struct World {
    all: Vec<Operation>,
    devices: Vec<Device>,
    /// What each device would come back to after a crash.
    stored: Vec<Device>,
    now_ms: Vec<u64>,
    /// Files on their way: bytes and what the model says they tell.
    files: Vec<(Vec<u8>, Known)>,
}

#[derive(Debug, Clone)]
enum Step {
    Write { device: Index, place: Index, field: Index, value: i64 },
    Delete { device: Index, place: Index },
    Erase { device: Index, place: Index },
    Upgrade { device: Index },
    Export { device: Index, mask: u8 },
    Import { device: Index, file: Index },
    Drop { file: Index },
    Store { device: Index },
    Crash { device: Index },
    Jump { device: Index, ms: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        8 => (index(), index(), index(), 0..4i64)
            .prop_map(|(device, place, field, value)| Step::Write { device, place, field, value }),
        1 => (index(), index()).prop_map(|(device, place)| Step::Delete { device, place }),
        1 => (index(), index()).prop_map(|(device, place)| Step::Erase { device, place }),
        1 => index().prop_map(|device| Step::Upgrade { device }),
        4 => (index(), prop_oneof![Just(0xff_u8), any::<u8>()])
            .prop_map(|(device, mask)| Step::Export { device, mask }),
        6 => (index(), index()).prop_map(|(device, file)| Step::Import { device, file }),
        1 => index().prop_map(|file| Step::Drop { file }),
        2 => index().prop_map(|device| Step::Store { device }),
        1 => index().prop_map(|device| Step::Crash { device }),
        1 => (index(), prop_oneof![-10 * YEAR..30 * YEAR, -5000..5000i64])
            .prop_map(|(device, ms)| Step::Jump { device, ms }),
    ]
}

impl World {
    /// `old` has a bit for each device whose program is of version 1.
    fn new(count: usize, old: u8) -> Self {
        let device = |nth: usize| Device {
            clock: Clock::new(DeviceId::parse(&format!("device-{nth}")).expect("a name")),
            document: Document::new(),
            known: Known::new(),
            is_old: old & (1 << nth) != 0,
        };
        let devices: Vec<Device> = (0..count).map(device).collect();
        World { all: vec![], stored: devices.clone(), devices, now_ms: vec![NOON; count], files: vec![] }
    }

    fn record(&mut self, at: usize, operation: Operation) {
        self.devices[at].known.insert(self.all.len());
        self.all.push(operation);
    }

    fn write(&mut self, at: usize, place: usize, field: usize, value: i64) {
        let device = &mut self.devices[at];
        let stamp = device.clock.tick(self.now_ms[at]);
        let (table, id) = PLACES[place];
        if is_erased(&self.all, &device.known, place) {
            let refused = device.document.set(table, id, FIELDS[field], value, &stamp);
            assert!(matches!(refused, Err(MergeError::Erased { .. })), "{refused:?}");
            return;
        }
        device.document.set(table, id, FIELDS[field], value, &stamp).expect("an honest stamp is never stale");
        let mut life = life(&self.all, &device.known, place);
        if life.is_multiple_of(2) {
            life += 1;
            self.record(at, Operation { place, life, stamp: stamp.clone(), write: None, erases: false });
        }
        let seen = writes_of(&self.all, &self.devices[at].known, (place, life), field);
        self.record(at, Operation { place, life, stamp, write: Some((field, value, seen)), erases: false });
    }

    fn delete(&mut self, at: usize, place: usize) {
        let device = &mut self.devices[at];
        let is_erased = is_erased(&self.all, &device.known, place);
        let life = if is_erased { 0 } else { life(&self.all, &device.known, place) };
        let stamp = device.clock.tick(self.now_ms[at]);
        let (table, id) = PLACES[place];
        assert_eq!(device.document.delete(table, id, &stamp), life % 2 == 1, "deleting what is there");
        if life % 2 == 1 {
            self.record(at, Operation { place, life: life + 1, stamp, write: None, erases: false });
        }
    }

    fn erase(&mut self, at: usize, place: usize) {
        let device = &mut self.devices[at];
        if device.is_old {
            return;
        }
        let (table, id) = PLACES[place];
        let is_new = !is_erased(&self.all, &device.known, place);
        assert_eq!(device.document.erase(table, id), Ok(is_new));
        if is_new {
            let stamp = device.clock.tick(self.now_ms[at]);
            self.record(at, Operation { place, life: 0, stamp, write: None, erases: true });
        }
    }

    /// A file holds only what is stored: the app says "saved" before it exports.
    fn export(&mut self, at: usize, mask: u8) {
        let device = self.devices[at].clone();
        self.stored[at] = device.clone();
        let wanted = |place: usize| mask & (1 << place) != 0;
        let keep = |table: &str, id: &str| PLACES.iter().position(|place| *place == (table, id)).is_some_and(wanted);
        let known = device.known.iter().copied().filter(|nth| wanted(self.all[*nth].place)).collect();
        let file = Bundle { kind: BundleKind::Backup, document: device.document.select(keep) };
        self.files.push((file.encode(), known));
    }

    fn import(&mut self, at: usize, file: usize) {
        let (bytes, known) = &self.files[file];
        let device = &mut self.devices[at];
        let read = if device.is_old { version_1().decode(bytes) } else { Bundle::decode(bytes) };
        let incoming = match read {
            Ok(bundle) => bundle.document,
            Err(error) => {
                let erases = known.iter().any(|nth| self.all[*nth].erases);
                assert!(device.is_old && erases && matches!(error, BundleError::TooNew { .. }), "{error}");
                return;
            }
        };
        let id = device.clock.device().clone();
        device.clock.observe_all(&incoming.version_vector(), self.now_ms[at]);
        device.document.join(&incoming);
        device.known.extend(known);
        assert_eq!(device.clock.device(), &id, "a device id is never adopted");
    }

    fn take(&mut self, step: &Step) {
        let count = self.devices.len();
        match step {
            Step::Write { device, place, field, value } => {
                self.write(device.index(count), place.index(PLACES.len()), field.index(FIELDS.len()), *value);
            }
            Step::Delete { device, place } => self.delete(device.index(count), place.index(PLACES.len())),
            Step::Erase { device, place } => {
                self.erase(device.index(count), PLACES.len() - 1 - place.index(ERASABLE));
            }
            Step::Upgrade { device } => self.upgrade(device.index(count)),
            Step::Export { device, mask } => self.export(device.index(count), *mask),
            Step::Import { device, file } if !self.files.is_empty() => {
                self.import(device.index(count), file.index(self.files.len()));
            }
            Step::Drop { file } if !self.files.is_empty() => {
                self.files.swap_remove(file.index(self.files.len()));
            }
            Step::Import { .. } | Step::Drop { .. } => {}
            Step::Store { device } => {
                let at = device.index(count);
                self.stored[at] = self.devices[at].clone();
            }
            Step::Crash { device } => {
                let at = device.index(count);
                let stored = self.stored[at].clone();
                self.devices[at] =
                    Device { clock: Clock::resume(stored.clock.device().clone(), stored.clock.last()), ..stored };
            }
            Step::Jump { device, ms } => {
                let at = device.index(count);
                let low = (NOON as i64 - 10 * YEAR) as u64;
                let high = (NOON as i64 + 30 * YEAR) as u64;
                self.now_ms[at] = self.now_ms[at].saturating_add_signed(*ms).clamp(low, high);
            }
        }
        // Time goes on, though often too little for a new millisecond.
        for now in &mut self.now_ms {
            *now += u64::from(self.all.len().is_multiple_of(3));
        }
    }

    /// A crash does not bring the older program back.
    fn upgrade(&mut self, at: usize) {
        self.devices[at].is_old = false;
        self.stored[at].is_old = false;
    }

    fn check(&self) -> Result<(), TestCaseError> {
        for device in &self.devices {
            prop_assert_eq!(held(&device.document), expected(&self.all, &device.known));
            let erased = |place: &usize| is_erased(&self.all, &device.known, *place);
            let erased: BTreeSet<_> = (0..PLACES.len()).filter(erased).map(|place| PLACES[place]).collect();
            prop_assert_eq!(device.document.erased().collect::<BTreeSet<_>>(), erased);
        }
        Ok(())
    }

    /// Everybody sends everything to everybody: all hold the same bytes, and what the model says.
    fn meet(&mut self) -> Result<(), TestCaseError> {
        let count = self.devices.len();
        self.files.clear();
        (0..count).for_each(|at| self.upgrade(at));
        (0..count).for_each(|at| self.export(at, 0xff));
        for at in 0..count {
            // Each in an order of its own.
            (0..count).for_each(|file| self.import(at, (file + at) % count));
        }
        self.check()?;
        let bytes: BTreeSet<_> = self.devices.iter().map(|device| device.document.to_canonical_json()).collect();
        prop_assert_eq!(bytes.len(), 1, "the devices diverge");
        Ok(())
    }
}

/// What a program of the first version understands.
fn version_1() -> Format {
    Format { version: 1, migrations: Vec::new() }
}

fn history() -> impl Strategy<Value = (usize, u8, Vec<Step>)> {
    (2..=7usize, prop_oneof![Just(0_u8), any::<u8>()], prop::collection::vec(step(), 1..80))
}

fn history_of(seed: u64) -> (usize, u8, Vec<Step>) {
    let mut bytes = [0_u8; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    history().new_tree(&mut runner).expect("a history").current()
}

/// Every step checks itself; what the devices hold is checked at the end, and on the way now and then.
fn run(seed: u64) -> Result<(), TestCaseError> {
    let (count, old, steps) = history_of(seed);
    let mut world = World::new(count, old);
    for (nth, step) in steps.iter().enumerate() {
        world.take(step);
        if nth % 16 == 15 {
            world.check()?;
        }
    }
    world.meet()
}

#[test]
fn every_seeded_history_ends_as_the_naive_model_says() {
    let kept = include_str!("histories_seeds.txt").lines().filter_map(|line| line.parse().ok());
    let usual = if std::env::var_os("CI").is_some() { 10_000 } else { 500 };
    for seed in kept.chain(0..u64::from(cases(usual))) {
        let outcome = std::panic::catch_unwind(|| run(seed));
        let words = "put it into tests/histories_seeds.txt, so that it is replayed first";
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => panic!("the history of seed {seed} fails; {words}: {error}"),
            Err(_) => panic!("the history of seed {seed} panics as said above; {words}"),
        }
    }
}

/// `PROPTEST_CASES` asks for more than a test run needs, for a long run.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(150), ..ProptestConfig::default() })]

    #[test]
    fn every_history_ends_as_the_naive_model_says(
        (count, old, steps) in history()
    ) {
        let mut world = World::new(count, old);
        for step in &steps {
            world.take(step);
            world.check()?;
        }
        world.meet()?;
    }

    #[test]
    fn what_everybody_has_seen_is_settled_by_one_write_whatever_the_clocks(
        count in 2..=7usize, steps in prop::collection::vec(step(), 1..60), writer in any::<Index>()
    ) {
        let mut world = World::new(count, 0);
        steps.iter().for_each(|step| world.take(step));
        world.meet()?;
        let at = writer.index(count);
        let erased = |world: &World, place| is_erased(&world.all, &world.devices[at].known, place);
        for place in 0..PLACES.len() {
            (0..FIELDS.len()).for_each(|field| world.write(at, place, field, 77));
        }
        world.meet()?;
        for device in &world.devices {
            prop_assert_eq!(device.document.conflicts().count(), 0);
            for (place, (table, id)) in PLACES.iter().enumerate().filter(|(place, _)| !erased(&world, *place)) {
                let value = device.document.value(table, id, FIELDS[0]);
                prop_assert_eq!(value, Some(&Value::Int(77)), "place {}", place);
            }
        }
    }
}
