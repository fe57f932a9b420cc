//! Three devices and every sequence of four steps that they can take with one field of one record: write, delete, erase,
//! send to another. Nothing is drawn, nothing left out. Each ends with all meeting, in every order, and holds what a naive
//! model says. Longer histories are drawn in `histories.rs`.

use clusterwise::merge::{DeviceId, Document, Stamp};

const NOON: u64 = 1_780_574_400_000;
const DEVICES: usize = 3;
const STEPS: usize = 4;
const ORDERS: [[usize; DEVICES]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Write(usize),
    Delete(usize),
    Erase(usize),
    Send(usize, usize),
}

/// What somebody did, and a bit for each operation that was known to them.
#[derive(Debug, Clone, Copy)]
struct Operation {
    kind: Step,
    life: u32,
    known: u8,
}

#[derive(Debug, Clone)]
struct World {
    documents: [Document; DEVICES],
    known: [u8; DEVICES],
    all: Vec<Operation>,
    steps: Vec<Step>,
}

fn steps() -> Vec<Step> {
    let own = (0..DEVICES).flat_map(|at| [Step::Write(at), Step::Delete(at), Step::Erase(at)]);
    let sent = (0..DEVICES).flat_map(|from| (0..DEVICES).map(move |to| (from, to)));
    own.chain(sent.filter(|(from, to)| from != to).map(|(from, to)| Step::Send(from, to))).collect()
}

/// The clocks disagree: what is done first by one device is stamped last, so that no stamp tells what was seen.
fn stamp(at: usize, nth: usize) -> Stamp {
    let ms = NOON + (DEVICES - at) as u64 * 1_000 + nth as u64;
    Stamp { ms, counter: 0, device: DeviceId::parse(&format!("device-{at}")).expect("a name") }
}

impl World {
    fn new() -> Self {
        World { documents: Default::default(), known: [0; DEVICES], all: Vec::new(), steps: Vec::new() }
    }

    fn operations(&self, known: u8) -> impl Iterator<Item = (usize, Operation)> {
        self.all.iter().copied().enumerate().filter(move |(nth, _)| known & (1 << nth) != 0)
    }

    fn life(&self, known: u8) -> u32 {
        self.operations(known).map(|(_, one)| one.life).max().unwrap_or(0)
    }

    fn is_erased(&self, known: u8) -> bool {
        self.operations(known).any(|(_, one)| matches!(one.kind, Step::Erase(_)))
    }

    fn note(&mut self, at: usize, kind: Step, life: u32) {
        self.known[at] |= 1 << self.all.len();
        self.all.push(Operation { kind, life, known: self.known[at] });
    }

    fn take(&mut self, step: Step) {
        let nth = self.steps.len();
        self.steps.push(step);
        match step {
            Step::Write(at) => {
                let (life, erased) = (self.life(self.known[at]), self.is_erased(self.known[at]));
                let written = self.documents[at].set("reply", "r1", "words", nth as i64, &stamp(at, nth));
                assert_eq!(written.is_err(), erased, "{:?}", self.steps);
                if !erased {
                    self.note(at, step, if life % 2 == 1 { life } else { life + 1 });
                }
            }
            Step::Delete(at) => {
                let life = self.life(self.known[at]);
                let lives = life % 2 == 1 && !self.is_erased(self.known[at]);
                assert_eq!(self.documents[at].delete("reply", "r1", &stamp(at, nth)), lives, "{:?}", self.steps);
                if lives {
                    self.note(at, step, life + 1);
                }
            }
            Step::Erase(at) => {
                let is_new = !self.is_erased(self.known[at]);
                assert_eq!(self.documents[at].erase("reply", "r1"), Ok(is_new));
                if is_new {
                    self.note(at, step, 0);
                }
            }
            Step::Send(from, to) => {
                let sent = self.documents[from].clone();
                self.documents[to].join(&sent);
                self.known[to] |= self.known[from];
            }
        }
    }

    /// Which writes a document must hold that knows of all.
    fn expected(&self) -> Vec<i64> {
        let known = self.known.iter().fold(0, |all, one| all | one);
        let life = self.life(known);
        if self.is_erased(known) || life.is_multiple_of(2) {
            return Vec::new();
        }
        let is_write = |one: &Operation| matches!(one.kind, Step::Write(_)) && one.life == life;
        let is_seen = |nth: usize| {
            let later = self.all.iter().enumerate().filter(|(other, one)| *other != nth && is_write(one));
            later.map(|(_, one)| one.known).any(|known| known & (1 << nth) != 0)
        };
        // The value that was written is the number of its step.
        let step_of = |nth: usize| {
            let same = self.all.iter().take(nth).filter(|one| one.kind == self.all[nth].kind).count();
            self.steps.iter().enumerate().filter(|(_, step)| **step == self.all[nth].kind).nth(same)
        };
        let kept = self.all.iter().enumerate().filter(|(nth, one)| is_write(one) && !is_seen(*nth));
        let mut values: Vec<i64> = kept.filter_map(|(nth, _)| Some(step_of(nth)?.0 as i64)).collect();
        values.sort_unstable();
        values
    }

    fn check(&self) {
        let meet = |order: [usize; DEVICES]| {
            let mut all = Document::new();
            order.iter().for_each(|at| all.join(&self.documents[*at]));
            all
        };
        let together = meet(ORDERS[0]);
        for order in ORDERS {
            assert_eq!(meet(order), together, "{:?} in the order {order:?}", self.steps);
        }
        let versions = together.record("reply", "r1").and_then(|record| record.field("words"));
        let versions = versions.into_iter().flat_map(|field| field.versions());
        let mut held: Vec<i64> = versions.filter_map(|version| version.value.as_int()).collect();
        held.sort_unstable();
        assert_eq!(held, self.expected(), "{:?}", self.steps);
        let erased = self.steps.iter().any(|step| matches!(step, Step::Erase(_)));
        assert_eq!(together.is_erased("reply", "r1"), erased, "{:?}", self.steps);
    }
}

fn every(world: &World, steps: &[Step], left: usize) -> usize {
    if left == 0 {
        world.check();
        return 1;
    }
    let next = |step: &Step| {
        let mut world = world.clone();
        world.take(*step);
        every(&world, steps, left - 1)
    };
    steps.iter().map(next).sum()
}

#[test]
fn every_sequence_of_four_steps_of_three_devices_ends_as_the_naive_model_says() {
    assert_eq!(every(&World::new(), &steps(), STEPS), 15_usize.pow(4));
}
