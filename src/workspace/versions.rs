//! Earlier states that are kept beside a workspace: which there are, why, and which go when their space is full. Knows nothing of what
//! they hold or where they lie.
//!
//! Steps are taken back one by one; a version is for what was noticed late. Automatic ones get sparser with age; those that a person
//! named stay until that person removes them.

use super::WorkspaceError;
use crate::model::hidden_character;
use serde::{Deserialize, Serialize};

/// The space all versions share: some twenty states of a pilot of 44 schools, and still far less than a browser allows a page.
pub const VERSIONS_BYTES: u64 = 32_000_000;
/// More cannot be looked through.
const MOST: usize = 100;
/// The longest name that fits a line.
const LONGEST_NAME: usize = 80;

/// What was about to happen when a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionWhy {
    /// The first change since the page was opened.
    Session,
    /// Files were opened.
    Import,
    /// An earlier version was gone back to.
    Restore,
    /// The program began to keep pilots in a newer form.
    Migration,
    /// A person wanted it.
    Asked,
}

impl VersionWhy {
    pub fn words(self) -> &'static str {
        match self {
            Self::Session => "Before a session’s first change",
            Self::Import => "Before files were opened",
            Self::Restore => "Before going back to a version",
            Self::Migration => "Before the program kept pilots in a newer form",
            Self::Asked => "Kept by you",
        }
    }
}

/// One version, without what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// When it was kept, in milliseconds since 1970, or a little later where that was taken: it names the version.
    pub id: u64,
    pub why: VersionWhy,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it holds, in words.
    pub holds: String,
    /// How long its text is, and the text's hash.
    pub bytes: u64,
    pub hash: String,
}

impl Version {
    /// A version of a text, kept at a moment.
    pub fn of(text: &str, why: VersionWhy, holds: String, now_ms: u64) -> Self {
        let hash = super::stored::hash(text);
        Self { id: now_ms, why, name: None, holds, bytes: text.len() as u64, hash }
    }

    /// Whether a text is the one that was kept.
    pub fn is_of(&self, text: &str) -> bool {
        super::stored::is_hash(&self.hash, text)
    }

    fn is_asked(&self) -> bool {
        self.why == VersionWhy::Asked || self.name.is_some()
    }
}

/// What came of keeping a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    /// Its text goes to this id, and the texts of these go.
    Kept { id: u64, dropped: Vec<u64> },
    /// The newest version holds the same.
    AlreadyThere(u64),
    /// Versions that people asked for fill the space.
    NoRoom,
}

/// All versions, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Versions(Vec<Version>);

impl Versions {
    /// From the text [`Self::write`] makes; what cannot be read counts as none, as versions are a convenience beside the workspace.
    pub fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub fn write(&self) -> Result<String, WorkspaceError> {
        serde_json::to_string(&self.0).map_err(|error| WorkspaceError::Damaged(error.to_string()))
    }

    /// Oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Version> {
        self.0.iter()
    }

    pub fn get(&self, id: u64) -> Option<&Version> {
        self.0.iter().find(|version| version.id == id)
    }

    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|version| version.bytes).sum()
    }

    /// Adds one and drops what has to go for it.
    pub fn keep(&mut self, mut new: Version) -> Keeping {
        if let Some(newest) = self.0.last_mut().filter(|newest| newest.hash == new.hash) {
            if new.is_asked() {
                (newest.why, newest.name) = (new.why, new.name.or(newest.name.take()));
            }
            return Keeping::AlreadyThere(newest.id);
        }
        // Two in one millisecond, or a clock that was set back.
        new.id = self.0.last().map_or(new.id, |newest| new.id.max(newest.id + 1));
        let id = new.id;
        let mut after = self.clone();
        after.0.push(new);
        let mut dropped = Vec::new();
        while after.bytes() > VERSIONS_BYTES || after.0.len() > MOST {
            let Some(sparest) = after.least_missed() else { return Keeping::NoRoom };
            dropped.push(after.0.remove(sparest).id);
        }
        *self = after;
        Keeping::Kept { id, dropped }
    }

    /// The automatic version, other than the newest of all, whose neighbours are closest in time for its age: so what is old gets sparse
    /// and what is new stays dense. The oldest has nothing before it and goes last.
    fn least_missed(&self) -> Option<usize> {
        let (newest, older) = self.0.split_last()?;
        let gap = |place: usize| {
            let at = |place: usize| self.0.get(place).map_or(0, |version| version.id);
            let Some(before) = place.checked_sub(1) else { return f64::INFINITY };
            let around = at(place + 1).saturating_sub(at(before));
            let age = newest.id.saturating_sub(at(place)).max(1);
            around as f64 / age as f64
        };
        let automatic = older.iter().enumerate().filter(|(_, version)| !version.is_asked()).map(|(place, _)| place);
        automatic.min_by(|one, other| gap(*one).total_cmp(&gap(*other)))
    }

    /// Names a version, which then stays; an empty name takes that back.
    pub fn name(&mut self, id: u64, name: &str) -> Result<(), WorkspaceError> {
        let name = checked_name(name)?;
        let version = self.0.iter_mut().find(|version| version.id == id).ok_or_else(|| missing(id))?;
        version.name = name;
        Ok(())
    }

    /// Removes one.
    pub fn remove(&mut self, id: u64) -> Result<(), WorkspaceError> {
        let place = self.0.iter().position(|version| version.id == id).ok_or_else(|| missing(id))?;
        self.0.remove(place);
        Ok(())
    }

    /// Removes all automatic ones, and says which: their space is wanted for what is newer.
    pub fn give_room(&mut self) -> Vec<u64> {
        let gone = self.0.iter().filter(|version| !version.is_asked()).map(|version| version.id).collect();
        self.0.retain(Version::is_asked);
        gone
    }
}

/// A name without blanks around it; None where nothing is left.
pub fn checked_name(name: &str) -> Result<Option<String>, WorkspaceError> {
    let name = name.trim();
    if name.chars().count() > LONGEST_NAME {
        return Err(WorkspaceError::Named("a version’s name has at most 80 characters"));
    }
    if hidden_character(name).is_some() {
        return Err(WorkspaceError::Named("the name holds a character that cannot be seen: type it again"));
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

fn missing(id: u64) -> WorkspaceError {
    WorkspaceError::Missing { what: "version", name: id.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: u64 = 3_600_000;

    fn version(at_ms: u64, why: VersionWhy, bytes: u64) -> Version {
        let text = format!("{at_ms} {why:?}");
        Version { bytes, ..Version::of(&text, why, String::new(), at_ms) }
    }

    fn ids(versions: &Versions) -> Vec<u64> {
        versions.iter().map(|version| version.id).collect()
    }

    #[test]
    fn what_has_not_changed_is_not_kept_twice_but_may_get_a_name() {
        let mut versions = Versions::default();
        assert_eq!(versions.keep(version(5, VersionWhy::Session, 10)), Keeping::Kept { id: 5, dropped: Vec::new() });
        let again = Version { id: 9, ..version(5, VersionWhy::Session, 10) };
        assert_eq!(versions.keep(again.clone()), Keeping::AlreadyThere(5));
        let asked = Version { why: VersionWhy::Asked, name: Some("Before July".to_owned()), ..again };
        assert_eq!(versions.keep(asked), Keeping::AlreadyThere(5));
        assert_eq!(versions.get(5).and_then(|version| version.name.as_deref()), Some("Before July"));
    }

    #[test]
    fn a_clock_that_was_set_back_gives_each_version_an_id_of_its_own() {
        let mut versions = Versions::default();
        for at_ms in [900, 900, 20] {
            versions.keep(Version { hash: format!("{}", versions.0.len()), ..version(at_ms, VersionWhy::Session, 1) });
        }
        assert_eq!(ids(&versions), [900, 901, 902]);
    }

    #[test]
    fn what_was_asked_for_stays_and_automatic_ones_make_room() {
        let mut versions = Versions::default();
        let third = VERSIONS_BYTES / 3;
        versions.keep(version(HOUR, VersionWhy::Asked, third));
        versions.keep(version(2 * HOUR, VersionWhy::Session, third));
        versions.keep(version(3 * HOUR, VersionWhy::Import, third));
        let kept = versions.keep(version(4 * HOUR, VersionWhy::Asked, third));
        assert_eq!(kept, Keeping::Kept { id: 4 * HOUR, dropped: vec![2 * HOUR] });
        let kept = versions.keep(version(5 * HOUR, VersionWhy::Asked, third));
        assert_eq!(kept, Keeping::Kept { id: 5 * HOUR, dropped: vec![3 * HOUR] });
        let before = versions.clone();
        assert_eq!(versions.keep(version(6 * HOUR, VersionWhy::Session, third)), Keeping::NoRoom);
        assert_eq!(versions, before);
        assert_eq!(versions.give_room(), Vec::<u64>::new());
    }

    #[test]
    fn old_versions_get_sparse_and_the_oldest_stays() {
        let mut versions = Versions::default();
        for hour in 1..=2_000 {
            versions.keep(version(hour * HOUR, VersionWhy::Session, 1));
        }
        let kept = ids(&versions);
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept.last(), Some(&(2_000 * HOUR)));
        assert!(kept[0] < 200 * HOUR, "the oldest is {} hours old", 2_000 - kept[0] / HOUR);
        let last_day = kept.iter().filter(|id| **id > 1_976 * HOUR).count();
        assert!(last_day >= 12, "{last_day} of the last 24 hours");
    }

    #[test]
    fn names_are_told_to_be_short_and_seen() {
        let mut versions = Versions::default();
        versions.keep(version(1, VersionWhy::Session, 1));
        assert_eq!(versions.name(1, "  July "), Ok(()));
        assert_eq!(versions.get(1).and_then(|version| version.name.as_deref()), Some("July"));
        assert!(versions.name(1, &"x".repeat(81)).is_err());
        assert!(versions.name(1, "a\u{202E}b").is_err());
        assert!(versions.name(2, "July").is_err());
        assert_eq!(versions.name(1, " "), Ok(()));
        assert_eq!(versions.get(1).map(|version| version.name.is_none()), Some(true));
        assert!(versions.remove(1).is_ok() && versions.remove(1).is_err());
    }

    #[test]
    fn a_list_that_cannot_be_read_is_an_empty_one() {
        assert_eq!(Versions::read(Some("[{")), Versions::default());
        assert_eq!(Versions::read(None), Versions::default());
    }

    proptest! {
        #[test]
        fn the_budget_holds_and_lists_read_back(
            kept in proptest::collection::vec((1u64..1_000_000, 0u64..VERSIONS_BYTES, any::<bool>()), 0..40)
        ) {
            let mut versions = Versions::default();
            let mut there = std::collections::BTreeSet::new();
            for (at_ms, bytes, asked) in kept {
                let why = if asked { VersionWhy::Asked } else { VersionWhy::Session };
                if let Keeping::Kept { id, dropped } = versions.keep(version(at_ms, why, bytes)) {
                    there.insert(id);
                    prop_assert!(dropped.iter().all(|id| there.remove(id)));
                }
                prop_assert!(versions.bytes() <= VERSIONS_BYTES);
                prop_assert_eq!(ids(&versions), there.iter().copied().collect::<Vec<_>>());
            }
            prop_assert_eq!(Versions::read(versions.write().ok().as_deref()), versions);
        }
    }
}
