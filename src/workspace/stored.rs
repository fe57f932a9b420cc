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

/// The form of what is kept: a page that knows a later one may not write beside one that does not.
pub const FORM: u32 = 2;
/// Places for checkpoints.
pub const SLOTS: usize = 2;
/// What a checkpoint and a log entry begin with. Texts of the first version begin with a brace.
const CHECKPOINT: &str = "checkpoint";
const ENTRY: &str = "change";
/// Hexadecimal digits of an entry's hash: enough to find what is torn; nobody is kept out by it.
const SHORT: usize = 16;

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
    /// What could not be read of the log.
    pub torn: Option<Torn>,
}

/// Log entries that are set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// The number of the first.
    pub from: u64,
    pub entries: Vec<String>,
    /// Why.
    pub words: String,
}

impl Texts {
    pub fn is_empty(&self) -> bool {
        self.log.is_empty() && self.first_version.is_none() && self.slots.iter().all(Option::is_none)
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
        let covers =
            self.slots.iter().flatten().filter_map(|text| Some(split_checkpoint(text, 0).ok()?.0.covers)).max();
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
        let mut why = None;
        let mut whole: Vec<(Standing, &str)> = Vec::new();
        for (place, text) in self.slots.iter().enumerate() {
            match text.as_deref().map(|text| split_checkpoint(text, place)) {
                Some(Ok(found)) => whole.push(found),
                Some(Err(words)) => why = Some(words),
                None => {}
            }
        }
        whole.sort_by_key(|(standing, _)| standing.newest);
        // The first version cleared the log at each checkpoint, so every entry there is follows it, from wherever it was left.
        let before = self.log.first().map_or(0, |(number, _)| number.saturating_sub(1));
        let first_version = Standing { newest: None, covers: before };
        whole.splice(0..0, self.first_version.iter().map(|text| (first_version, text.as_str())));
        while let Some((standing, body)) = whole.pop() {
            match Workspace::restore(body, device.clone()) {
                Ok(workspace) => return Ok(self.replay(workspace, standing)),
                Err(error) => why = Some(error.to_string()),
            }
        }
        // There never was a checkpoint, or the log still has all since the beginning.
        let has_all = self.log.first().map_or(why.is_none(), |(number, _)| *number == 1);
        if has_all {
            return Ok(self.replay(fresh()?, Standing::default()));
        }
        Err(WorkspaceError::Damaged(why.unwrap_or_else(|| "its beginning is missing".to_owned())))
    }

    fn replay(&self, mut workspace: Workspace, standing: Standing) -> Read {
        let mut next = standing.covers + 1;
        let (mut replayed, mut torn) = (0, None::<Torn>);
        let after = self.log.iter().filter(|(number, _)| *number > standing.covers);
        for (number, text) in after {
            if let Some(torn) = &mut torn {
                torn.entries.push(text.clone());
                continue;
            }
            let missing = || WorkspaceError::Damaged("an entry is missing".to_owned());
            match if *number == next { change_of(text) } else { Err(missing()) } {
                Ok(change) => workspace.replay(change),
                Err(why) => torn = Some(Torn { from: *number, entries: vec![text.clone()], words: why.to_string() }),
            }
            replayed += usize::from(torn.is_none());
            next = number + 1;
        }
        let last_entry = self.log.last().map_or(standing.covers, |(number, _)| (*number).max(standing.covers));
        Read { workspace, standing, last_entry, replayed, torn }
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
    format!("{ENTRY} {} {change}", short_hash(change))
}

/// The change that a log entry holds.
///
/// # Errors
/// It is torn, or of another program.
pub fn change_of(entry: &str) -> Result<Change, WorkspaceError> {
    Change::decode(split_entry(entry).map_err(WorkspaceError::Damaged)?)
}

fn checkpoint_text(generation: u64, covers: u64, body: &str) -> String {
    let head = format!("{generation} {covers}");
    format!("{CHECKPOINT} {head} {}\n{body}", hash(&[&head, body]))
}

/// A checkpoint's standing and body, or why it is not believed.
fn split_checkpoint(text: &str, place: usize) -> Result<(Standing, &str), String> {
    let broken = || "a checkpoint is not whole".to_owned();
    let (head, body) = text.split_once('\n').ok_or_else(broken)?;
    let mut words = head.split(' ');
    let (Some(CHECKPOINT), Some(generation), Some(covers), Some(told), None) =
        (words.next(), words.next(), words.next(), words.next(), words.next())
    else {
        return Err(broken());
    };
    if hash(&[&format!("{generation} {covers}"), body]) != told {
        return Err(broken());
    }
    let number = |text: &str| text.parse::<u64>().map_err(|_| broken());
    Ok((Standing { newest: Some((number(generation)?, place)), covers: number(covers)? }, body))
}

fn split_entry(text: &str) -> Result<&str, String> {
    if text.starts_with('{') {
        return Ok(text);
    }
    let mut words = text.splitn(3, ' ');
    match (words.next(), words.next(), words.next()) {
        (Some(ENTRY), Some(told), Some(change)) if short_hash(change) == told => Ok(change),
        _ => Err("an entry is torn".to_owned()),
    }
}

fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn short_hash(text: &str) -> String {
    hash(&[text]).chars().take(SHORT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cluster, ClusterId};
    use crate::workspace::Command;
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
            prop_assert_eq!(read.torn, None);
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
                Ok(Read { workspace, torn: None, last_entry, .. }) => {
                    prop_assert_eq!(document(&workspace), all);
                    prop_assert_eq!(last_entry, kept.last());
                }
                Ok(Read { workspace, torn: Some(torn), last_entry, .. }) => {
                    prop_assert_eq!(&document(&workspace), &kept.after[torn.from as usize - 1]);
                    prop_assert_eq!(torn.entries.len() as u64, kept.last() - torn.from + 1);
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
            assert_eq!(read.torn, None);
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
        let torn = read.torn.unwrap();
        assert_eq!((torn.from, torn.entries.len()), (3, 2));
        assert_eq!(document(&read.workspace), kept.after[2]);
        let mut kept = Kept::after_steps(&[2, 0, 2, 2, 2]);
        kept.texts.log.remove(2);
        let torn = kept.read().unwrap().torn.unwrap();
        assert_eq!((torn.from, torn.entries.len()), (4, 1));
        assert!(torn.words.contains("an entry is missing"), "{}", torn.words);
        kept.texts.slots = Default::default();
        kept.texts.log.remove(0);
        assert!(matches!(kept.read(), Err(WorkspaceError::Damaged(_))), "its beginning is missing");
    }

    #[test]
    fn a_store_of_the_first_version_is_read_and_taken_over() {
        let mut kept = Kept::after_steps(&[2, 2, 2]);
        let plain = |entry: &str| split_entry(entry).unwrap().to_owned();
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
}
