//! What a device keeps of a workspace, and which of it is believed: two checkpoints by turns, and a log of the changes. Knows nothing
//! of the store that holds it.
//!
//! Each text carries what tells whether it is whole: a checkpoint its generation, the log entries it has taken in and a hash over
//! all of it; a log entry a hash of its own. The newest checkpoint that is whole is believed, and the entries after it are done
//! again. Entries that its predecessor needs stay in the log until it is succeeded in its turn, so a checkpoint that turns out broken
//! loses nothing. An entry that is torn ends the log: it and what follows are set aside and told, never guessed at, and never fatal.

use super::{Change, Workspace, WorkspaceError};
use crate::merge::DeviceId;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use xxhash_rust::xxh3::xxh3_64;

/// The form of what is kept: a page that knows a later one may not write beside one that does not.
pub const FORM: u32 = 8;
/// Places for checkpoints.
pub const SLOTS: usize = 2;
/// What a checkpoint and a log entry begin with. Texts of the first version begin with a brace.
const CHECKPOINT: &str = "checkpoint";
const ENTRY: &str = "change";

/// The texts that a store holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// The checkpoints, by their place; None where there is none yet.
    pub slots: [Option<String>; SLOTS],
    /// The checkpoint of the first version, which had one place only.
    pub first_version: Option<String>,
    /// The log's entries by their number, from 1 and without a gap, oldest first.
    pub log: Vec<(u64, String)>,
}

/// Where the next checkpoint goes, and what may leave the log once it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// The newest checkpoint's generation and place; None where there is none.
    newest: Option<(u64, usize)>,
    /// The log entries that it has taken in.
    covers: u64,
}

/// A workspace that was read.
#[derive(Debug)]
pub struct Read {
    pub workspace: Workspace,
    pub standing: Standing,
    /// The number of the last log entry.
    pub last_entry: u64,
    /// Entries since the checkpoint.
    pub replayed: usize,
    /// The last entries of the log, from the first that could not be read on.
    pub torn: Vec<String>,
    /// Whether the first version of the program wrote it last.
    pub is_of_first_version: bool,
}

impl Texts {
    pub fn is_empty(&self) -> bool {
        self.log.is_empty() && self.has_no_checkpoint()
    }

    /// How long what will be read is at most, of which one checkpoint is believed.
    pub fn bytes_to_read(&self) -> usize {
        let checkpoints = self.slots.iter().flatten().chain(&self.first_version).map(String::len);
        checkpoints.max().unwrap_or(0) + self.log.iter().map(|(_, entry)| entry.len()).sum::<usize>()
    }

    /// Whether it has no checkpoint yet, so that reading it begins with what a store begins with.
    pub fn has_no_checkpoint(&self) -> bool {
        self.first_version.is_none() && self.slots.iter().all(Option::is_none)
    }

    /// Adds what a page left behind in a hurry: log entries from the one after `after` on, of which the first ones may have been
    /// written after all. The rest is given back, with the number of its first, to be written now; None where it is not of this log.
    pub fn add_tail(&mut self, after: u64, tail: &[String]) -> Option<(u64, Vec<String>)> {
        let written: Vec<&String> =
            self.log.iter().filter(|(number, _)| *number > after).map(|(_, text)| text).collect();
        let covers = self.slots.iter().flatten().filter_map(|text| Some(split_checkpoint(text, 0)?.0.covers)).max();
        let last = self.log.last().map(|(number, _)| *number).max(covers).unwrap_or(0);
        let is_of_this_log =
            last >= after && written.len() <= tail.len() && written.iter().zip(tail).all(|(one, other)| *one == other);
        if !is_of_this_log {
            return None;
        }
        let rest: Vec<String> = tail.get(written.len()..)?.to_vec();
        self.log.extend((last + 1..).zip(rest.iter().cloned()));
        Some((last + 1, rest))
    }

    /// Everything as one text, for whoever rescues it.
    pub fn raw(&self) -> String {
        let log = self.log.iter().map(|(_, entry)| entry);
        let all: Vec<&str> =
            self.slots.iter().flatten().chain(&self.first_version).chain(log).map(String::as_str).collect();
        all.join("\n")
    }

    /// The workspace that they make. `fresh` is what a store without a checkpoint began with.
    ///
    /// # Errors
    /// Nothing that is here can be believed: the words say why. Nothing may be put in its place before it is saved elsewhere.
    pub fn read(
        &self,
        device: &DeviceId,
        fresh: impl FnOnce() -> Result<Workspace, WorkspaceError>,
    ) -> Result<Read, WorkspaceError> {
        let there = self.slots.iter().enumerate().filter_map(|(place, text)| Some((place, text.as_deref()?)));
        // Only what is believed need be whole: the other one is megabytes, too, of which nobody has asked.
        let mut told: Vec<(Standing, &str)> =
            there.filter_map(|(place, text)| Some((told_of(text, place)?, text))).collect();
        told.sort_by_key(|(standing, _)| standing.newest);
        // The first version cleared the log at each checkpoint, so every entry there is follows it, from wherever it was left.
        let before = self.log.first().map_or(0, |(number, _)| number.saturating_sub(1));
        let first_version = Standing { newest: None, covers: before };
        told.splice(0..0, self.first_version.iter().map(|text| (first_version, text.as_str())));
        for (standing, text) in told.into_iter().rev() {
            let body = match standing.newest {
                Some((_, place)) => split_checkpoint(text, place).map(|(_, body)| body),
                None => Some(text),
            };
            if let Some(Ok(workspace)) = body.map(|body| Workspace::restore(body, device.clone())) {
                return Ok(self.replay(workspace, standing));
            }
        }
        // There never was a checkpoint, or the log still has all since the beginning.
        let has_all = self.log.first().map_or(self.has_no_checkpoint(), |(number, _)| *number == 1);
        if has_all {
            return Ok(self.replay(fresh()?, Standing::default()));
        }
        let why = if self.has_no_checkpoint() { "its beginning is missing" } else { "no checkpoint of it is whole" };
        Err(WorkspaceError::Damaged(why.to_owned()))
    }

    fn replay(&self, mut workspace: Workspace, standing: Standing) -> Read {
        let (mut replayed, mut torn) = (0, Vec::new());
        for ((number, text), next) in
            self.log.iter().filter(|(number, _)| *number > standing.covers).zip(standing.covers + 1..)
        {
            match change_of(text) {
                Ok(change) if torn.is_empty() && *number == next => {
                    workspace.replay(change);
                    replayed += 1;
                }
                _ => torn.push(text.clone()),
            }
        }
        let last_entry = self.log.last().map_or(standing.covers, |(number, _)| (*number).max(standing.covers));
        let is_of_first_version = self.first_version.is_some() && standing.newest.is_none();
        Read { workspace, standing, last_entry, replayed, torn, is_of_first_version }
    }
}

impl Standing {
    /// The text of the next checkpoint, the place that it goes to, and where things stand once it is there and was read back.
    pub fn next(self, body: &str, covers: u64) -> (usize, String, Self) {
        let (generation, place) =
            self.newest.map_or((1, 0), |(generation, place)| (generation + 1, (place + 1) % SLOTS));
        let text = checkpoint_text(generation, covers, body);
        (place, text, Self { newest: Some((generation, place)), covers })
    }

    /// The last log entry that nobody needs once the next checkpoint stands, as this one, then the older, has it; None where there is
    /// no checkpoint of ours yet.
    pub fn entries_to_drop(self) -> Option<u64> {
        self.newest.map(|_| self.covers)
    }
}

/// The text of a log entry.
pub fn entry_text(change: &str) -> String {
    sealed(ENTRY, change)
}

/// The change that a log entry holds.
///
/// # Errors
/// It is torn, or of another program.
pub fn change_of(entry: &str) -> Result<Change, WorkspaceError> {
    // The first version wrote changes as they are.
    let change = if entry.starts_with('{') { Some(entry) } else { unsealed(ENTRY, entry) };
    Change::decode(change.ok_or_else(|| WorkspaceError::Damaged("an entry is torn".to_owned()))?)
}

fn checkpoint_text(generation: u64, covers: u64, body: &str) -> String {
    sealed(CHECKPOINT, &format!("{generation} {covers}\n{body}"))
}

/// A checkpoint's standing and body, if it is whole.
fn split_checkpoint(text: &str, place: usize) -> Option<(Standing, &str)> {
    let (head, body) = unsealed(CHECKPOINT, text)?.split_once('\n')?;
    Some((standing_of(head, place)?, body))
}

/// What a checkpoint says of itself, whole or not.
fn told_of(text: &str, place: usize) -> Option<Standing> {
    let (_, head) = hash_and_text(CHECKPOINT, text)?;
    standing_of(head.split_once('\n')?.0, place)
}

fn standing_of(head: &str, place: usize) -> Option<Standing> {
    let (generation, covers) = head.split_once(' ')?;
    Some(Standing { newest: Some((generation.parse().ok()?, place)), covers: covers.parse().ok()? })
}

/// A text behind what it is and its hash: not against anybody, but to find what was not written to its end.
fn sealed(kind: &str, text: &str) -> String {
    format!("{kind} {} {text}", hash(text))
}

fn unsealed<'a>(kind: &str, sealed: &'a str) -> Option<&'a str> {
    let (told, text) = hash_and_text(kind, sealed)?;
    is_hash(told, text).then_some(text)
}

fn hash_and_text<'a>(kind: &str, sealed: &'a str) -> Option<(&'a str, &'a str)> {
    sealed.strip_prefix(kind)?.strip_prefix(' ')?.split_once(' ')
}

/// Tells a text from one that was torn or damaged, in a twentieth of the time that a hash takes which somebody might want to deceive:
/// who can write here can write the hash, too. As 16 hexadecimal digits.
pub(super) fn hash(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.as_bytes()))
}

/// Whether this is a text's hash. Earlier programs wrote SHA-256.
pub(super) fn is_hash(told: &str, text: &str) -> bool {
    const DIGITS_OF_SHA256: usize = 64;
    told == if told.len() == DIGITS_OF_SHA256 { sha256(text.as_bytes()) } else { hash(text) }
}

/// The hash of some bytes, as 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cluster, ClusterId, EventKind, PilotEvent};
    use crate::workspace::{Command, schema};
    use proptest::prelude::*;

    /// A device with a store in memory, and the document after each log entry.
    struct Kept {
        texts: Texts,
        standing: Standing,
        workspace: Workspace,
        /// By the number of the last entry in it, from 0.
        after: Vec<String>,
    }

    fn device() -> DeviceId {
        DeviceId::parse("amber-fox-0001").unwrap()
    }

    fn fresh() -> Result<Workspace, WorkspaceError> {
        Ok(Workspace::empty(device()))
    }

    fn document(workspace: &Workspace) -> String {
        serde_json::to_string(workspace.document()).unwrap()
    }

    impl Kept {
        fn new() -> Self {
            let workspace = fresh().unwrap();
            let after = vec![document(&workspace)];
            Self { texts: Texts::default(), standing: Standing::default(), workspace, after }
        }

        fn last(&self) -> u64 {
            self.after.len() as u64 - 1
        }

        fn edit(&mut self) {
            let id = ClusterId::from_name(&format!("cluster {}", self.after.len())).unwrap();
            let cluster =
                Cluster { name: id.to_string(), id, participation: Default::default(), priorities: Vec::new() };
            let change = self.workspace.apply(&Command::SaveCluster(cluster), 1_600_000_000_000).unwrap();
            self.texts.log.push((self.last() + 1, entry_text(&change.encode().unwrap())));
            self.after.push(document(&self.workspace));
        }

        /// A checkpoint; a browser that is killed may not come to drop what is not needed any more.
        fn fold(&mut self, drops: bool) {
            let (place, text, next) = self.standing.next(&self.workspace.checkpoint().unwrap(), self.last());
            self.texts.slots[place] = Some(text);
            if let (true, Some(up_to)) = (drops, self.standing.entries_to_drop()) {
                self.texts.log.retain(|(number, _)| *number > up_to);
            }
            self.standing = next;
        }

        fn after_steps(steps: &[u8]) -> Self {
            let mut kept = Self::new();
            for step in steps {
                match step % 5 {
                    0 => kept.fold(true),
                    1 => kept.fold(false),
                    _ => kept.edit(),
                }
            }
            kept
        }

        fn read(&self) -> Result<Read, WorkspaceError> {
            self.texts.read(&device(), fresh)
        }
    }

    proptest! {
        #[test]
        fn what_was_kept_is_read_back_and_goes_on_where_it_was(steps in prop::collection::vec(any::<u8>(), 0..30)) {
            let kept = Kept::after_steps(&steps);
            let read = kept.read().unwrap();
            prop_assert_eq!(document(&read.workspace), kept.after.last().unwrap().clone());
            prop_assert_eq!(read.last_entry, kept.last());
            prop_assert_eq!(read.standing, kept.standing);
            prop_assert!(read.torn.is_empty());
        }

        /// Whatever happens to one text: everything is there, or less with the rest set aside, or it is said to be damaged.
        #[test]
        fn nothing_is_lost_in_silence(
            steps in prop::collection::vec(any::<u8>(), 1..24),
            which in any::<prop::sample::Index>(),
            place in any::<prop::sample::Index>(),
            how in 0..4_u8,
        ) {
            let mut kept = Kept::after_steps(&steps);
            let all = kept.after.last().unwrap().clone();
            let there: Vec<usize> = (0..SLOTS).filter(|place| kept.texts.slots[*place].is_some()).collect();
            prop_assume!(there.len() + kept.texts.log.len() > 0);
            let which = which.index(there.len() + kept.texts.log.len());
            let text = match there.get(which) {
                Some(slot) => kept.texts.slots[*slot].as_mut().unwrap(),
                None => &mut kept.texts.log[which - there.len()].1,
            };
            let place = place.index(text.len());
            let mut bytes = text.clone().into_bytes();
            match how {
                0 => bytes.truncate(place),
                1 => bytes[place] ^= 1,
                2 => bytes.clear(),
                _ => bytes.extend_from_slice(b" "),
            }
            let Ok(broken) = String::from_utf8(bytes) else { return Ok(()) };
            prop_assume!(broken != *text);
            *text = broken;
            match kept.read() {
                Ok(Read { workspace, torn, last_entry, .. }) => {
                    prop_assert_eq!(&document(&workspace), &kept.after[kept.after.len() - 1 - torn.len()]);
                    prop_assert_eq!(torn.is_empty(), document(&workspace) == all);
                    prop_assert_eq!(last_entry, kept.last());
                }
                Err(error) => prop_assert!(matches!(error, WorkspaceError::Damaged(_))),
            }
        }
    }

    #[test]
    fn a_broken_checkpoint_costs_nothing_as_long_as_the_other_is_whole() {
        // Two checkpoints, and entries before, between and after them.
        for broken in 0..SLOTS {
            let mut kept = Kept::after_steps(&[2, 2, 0, 2, 2, 0, 2]);
            kept.texts.slots[broken].as_mut().unwrap().push('x');
            let read = kept.read().unwrap();
            assert_eq!(document(&read.workspace), *kept.after.last().unwrap());
            assert!(read.torn.is_empty());
        }
        let mut kept = Kept::after_steps(&[2, 2, 0, 2, 2, 0, 2]);
        kept.texts.slots.iter_mut().flatten().for_each(|text| text.truncate(40));
        assert!(matches!(kept.read(), Err(WorkspaceError::Damaged(_))), "never an empty start");
        // As long as the log has everything, checkpoints are not needed.
        let mut kept = Kept::after_steps(&[2, 2, 0, 2]);
        kept.texts.slots[0].as_mut().unwrap().truncate(40);
        assert_eq!(document(&kept.read().unwrap().workspace), *kept.after.last().unwrap());
    }

    #[test]
    fn a_torn_entry_and_what_follows_is_set_aside() {
        let mut kept = Kept::after_steps(&[2, 0, 2, 2, 2]);
        kept.texts.log[2].1.truncate(60);
        let read = kept.read().unwrap();
        assert_eq!(read.torn.len(), 2);
        assert_eq!(document(&read.workspace), kept.after[2]);
        let mut kept = Kept::after_steps(&[2, 0, 2, 2, 2]);
        kept.texts.log.remove(2);
        let read = kept.read().unwrap();
        assert_eq!(read.torn.len(), 1, "what follows on an entry that is missing");
        assert_eq!(document(&read.workspace), kept.after[2]);
        kept.texts.slots = Default::default();
        kept.texts.log.remove(0);
        assert!(matches!(kept.read(), Err(WorkspaceError::Damaged(_))), "its beginning is missing");
    }

    #[test]
    fn a_store_of_the_first_version_is_read_and_taken_over() {
        let mut kept = Kept::after_steps(&[2, 2, 2]);
        let plain = |entry: &str| unsealed(ENTRY, entry).unwrap().to_owned();
        kept.texts.log.iter_mut().for_each(|(_, entry)| *entry = plain(entry));
        assert_eq!(document(&kept.read().unwrap().workspace), kept.after[3]);
        // It cleared its log at a checkpoint, and numbers went on.
        kept.texts.first_version = Some(kept.workspace.checkpoint().unwrap());
        kept.texts.log.clear();
        kept.edit();
        kept.texts.log[0].1 = plain(&kept.texts.log[0].1.clone());
        let read = kept.read().unwrap();
        assert_eq!((document(&read.workspace), read.last_entry), (kept.after[4].clone(), 4));
        // The first checkpoint of ours stands beside the old one; should it break, the old one still serves.
        kept.fold(true);
        kept.edit();
        assert_eq!(document(&kept.read().unwrap().workspace), kept.after[5]);
        kept.texts.slots[0].as_mut().unwrap().push('x');
        assert_eq!(document(&kept.read().unwrap().workspace), kept.after[5]);
    }

    #[test]
    fn texts_that_earlier_programs_hashed_are_read_and_their_damage_is_found() {
        let mut kept = Kept::after_steps(&[2, 0, 2]);
        let as_earlier = |kind: &str, text: &str| {
            let text = unsealed(kind, text).unwrap();
            format!("{kind} {} {text}", sha256(text.as_bytes()))
        };
        let slot = kept.texts.slots[0].as_mut().unwrap();
        *slot = as_earlier(CHECKPOINT, slot);
        let (_, entry) = kept.texts.log.last_mut().unwrap();
        *entry = as_earlier(ENTRY, entry);
        let read = kept.read().unwrap();
        assert_eq!((document(&read.workspace), read.torn.len()), (kept.after[2].clone(), 0));
        assert_eq!(read.standing, kept.standing);
        kept.texts.log.last_mut().unwrap().1.push(' ');
        assert_eq!(kept.read().unwrap().torn.len(), 1);
        kept.texts.slots[0].as_mut().unwrap().push(' ');
        assert_eq!(
            kept.read().unwrap().standing,
            Standing::default(),
            "it is not believed, and the log begins at the beginning"
        );
    }

    #[test]
    fn what_a_page_left_behind_is_added_once() {
        let whole = Kept::after_steps(&[2, 2, 2, 2]);
        let entries: Vec<String> = whole.texts.log.iter().map(|(_, entry)| entry.clone()).collect();
        for written in 1..=4 {
            let mut texts = Texts { log: whole.texts.log[..written].to_vec(), ..Texts::default() };
            let (from, rest) = texts.add_tail(1, &entries[1..]).unwrap();
            assert_eq!((from, rest.len()), (written as u64 + 1, 4 - written));
            assert_eq!(texts, whole.texts);
            assert_eq!(texts.add_tail(1, &entries[1..]).unwrap().1, Vec::<String>::new());
        }
        // A checkpoint may have taken all of the log in.
        let mut folded = Kept::after_steps(&[2, 0, 0]);
        assert_eq!(folded.texts.log, []);
        assert_eq!(folded.texts.add_tail(1, &entries[1..2]), Some((2, entries[1..2].to_vec())));
        let mut other = Texts { log: whole.texts.log[..2].to_vec(), ..Texts::default() };
        assert_eq!(other.add_tail(1, &entries[2..]), None, "something else was written since");
        assert_eq!(other.add_tail(3, &entries[3..]), None, "what it follows on is not there");
    }

    #[test]
    fn after_two_checkpoints_nothing_of_what_was_erased_is_stored() {
        let mut kept = Kept::after_steps(&[2, 0, 2]);
        let event = PilotEvent {
            id: "e1".parse().unwrap(),
            date: "2019-03-01".parse().unwrap(),
            kind: EventKind::Event,
            words: "Jo asked to be forgotten".to_owned(),
            school: None,
            cluster: None,
            figures: Vec::new(),
        };
        let erase = Command::Erase { table: schema::EVENT, id: "e1".to_owned() };
        for (command, erases) in [(Command::SaveEvent(event), false), (erase, true)] {
            let change = kept.workspace.apply(&command, 1_600_000_000_000).unwrap();
            assert_eq!(change.erases(), erases);
            kept.texts.log.push((kept.last() + 1, entry_text(&change.encode().unwrap())));
            kept.after.push(document(&kept.workspace));
        }
        assert!(kept.texts.raw().contains("forgotten"), "the log still holds it");
        kept.fold(true);
        kept.fold(true);
        assert!(!kept.texts.raw().contains("forgotten"));
        assert_eq!(document(&kept.read().unwrap().workspace), *kept.after.last().unwrap());
    }
}
