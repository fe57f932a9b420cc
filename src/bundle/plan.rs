//! What taking in some files would do, before anything is done: one value that the preview shows, that applying
//! commits and that undo takes back whole. Knows nothing of screens; changes nothing until it is applied.

use super::admission::Gate;
use super::conflicts::{self, Conflict};
use super::holds::counted;
use super::rows::{Counts, PlannedRecord, rows};
use super::{Bundle, BundleError, BundleKind, verdict, words};
use crate::merge::{Document, HeldBack, Value};
use crate::workspace::{Change, Choice, Opening, Role, Workspace};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Files on their way into a workspace. Their order makes no difference to what is applied.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    here: Document,
    incoming: Document,
    after: Document,
    sources: Vec<Source>,
    files: Vec<PlannedFile>,
    conflicts: Vec<Conflict>,
    warnings: Vec<String>,
    totals: Counts,
    takes_held_back: bool,
    now_ms: u64,
}

/// A file as it came.
#[derive(Debug, Clone)]
struct Source {
    name: String,
    read: Result<Bundle, BundleError>,
    note: Option<Note>,
}

/// What is said of who sent a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub words: String,
    pub is_warning: bool,
}

/// What would become of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedFile {
    pub name: String,
    pub status: FileStatus,
    /// `None` if it could not be read.
    pub kind: Option<BundleKind>,
    /// What it holds, counted from its content; empty if it could not be read.
    pub holds: String,
    /// The device that last wrote in it, and when; empty if it could not be read.
    pub device: String,
    pub as_at: String,
    /// Its records against those here.
    pub counts: Counts,
    /// What a person should know before applying it.
    pub notices: Vec<String>,
    /// Who sent it, if that is known.
    pub note: Option<Note>,
}

/// Whether a file can be used, and whether that makes a difference.
#[derive(Debug, Clone, PartialEq)]
pub enum FileStatus {
    WillChange,
    /// All of it is here already.
    NothingNew,
    CannotBeUsed(BundleError),
}

impl ImportPlan {
    /// A plan for files under their names, read or not, into what is here. `now_ms` (since 1970) is the time by which
    /// stamps from the future are known.
    pub fn new(here: &Document, files: Vec<(String, Result<Bundle, BundleError>)>, now_ms: u64) -> Self {
        let sources = files.into_iter().map(|(name, read)| Source { name, read, note: None }).collect();
        Self::made(here.clone(), sources, false, now_ms)
    }

    fn made(here: Document, sources: Vec<Source>, takes_held_back: bool, now_ms: u64) -> Self {
        let gate = Gate::of(&here, sources.iter().filter_map(|source| source.read.as_ref().ok()));
        let mut incoming = Document::new();
        let mut used: Vec<(&str, Bundle)> = Vec::new();
        let mut files = Vec::new();
        for Source { name, read, note } in &sources {
            let admitted = read.as_ref().map_err(BundleError::clone).and_then(|bundle| {
                gate.admit(bundle)?;
                Ok(bundle)
            });
            let Ok(bundle) = admitted else {
                let error = admitted.err().unwrap_or(BundleError::Empty);
                files.push(PlannedFile::unusable(name, read.as_ref().ok(), error));
                continue;
            };
            let held = bundle.document.held_back(now_ms);
            let part = if takes_held_back { bundle.document.clone() } else { without(&bundle.document, &held) };
            incoming.join(&part);
            files.push(PlannedFile { note: note.clone(), ..PlannedFile::usable(name, bundle, &here, &part, &held) });
            used.push((name, Bundle { kind: bundle.kind, document: part }));
        }
        let mut after = here.clone();
        after.join(&incoming);
        let by_name: Vec<(&str, &Bundle)> = used.iter().map(|(name, bundle)| (*name, bundle)).collect();
        let conflicts = conflicts::find(&here, &after, &by_name);
        let mut warnings = verdict::after_merging(&here, &after);
        warnings.extend(verdict::written_twice(&here, &incoming));
        let totals = Counts::of(here.kinds(&incoming));
        Self { here, incoming, after, sources, files, conflicts, warnings, totals, takes_held_back, now_ms }
    }

    /// Says with a file who sent it.
    pub fn note(&mut self, file: usize, words: String, is_warning: bool) {
        let note = Note { words, is_warning };
        if let Some(source) = self.sources.get_mut(file) {
            source.note = Some(note.clone());
        }
        if let Some(planned) = self.files.get_mut(file).filter(|planned| planned.is_usable()) {
            planned.note = Some(note);
        }
    }

    /// In the order in which they were chosen.
    pub fn files(&self) -> &[PlannedFile] {
        &self.files
    }

    /// The records of one file against those here, in words; empty if it cannot be used.
    pub fn records(&self, file: usize) -> Vec<PlannedRecord> {
        let usable = self.files.get(file).is_some_and(PlannedFile::is_usable);
        match self.sources.get(file).map(|source| &source.read) {
            Some(Ok(bundle)) if usable => {
                let held = if self.takes_held_back { Vec::new() } else { bundle.document.held_back(self.now_ms) };
                rows(&self.here, &without(&bundle.document, &held), &self.after)
            }
            _ => Vec::new(),
        }
    }

    /// The records of all usable files together.
    pub fn all_records(&self) -> Vec<PlannedRecord> {
        rows(&self.here, &self.incoming, &self.after)
    }

    /// What applying does, over all files together: a record in two files counts once.
    pub fn totals(&self) -> Counts {
        self.totals
    }

    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What merging would bring about that no side says by itself, in sentences.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Whether applying would change anything.
    pub fn can_apply(&self) -> bool {
        !self.here.includes(&self.incoming)
    }

    /// “3 files: 2 will change your data, 1 cannot be used”.
    pub fn headline(&self) -> String {
        let count = |wanted: fn(&FileStatus) -> bool| self.files.iter().filter(|file| wanted(&file.status)).count();
        let parts = [
            (count(|status| *status == FileStatus::WillChange), "will change your data"),
            (count(|status| *status == FileStatus::NothingNew), "nothing new"),
            (count(|status| matches!(status, FileStatus::CannotBeUsed(_))), "cannot be used"),
        ];
        let some: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| match *words {
                "nothing new" => format!("{count} {} nothing new", if *count == 1 { "holds" } else { "hold" }),
                _ => format!("{count} {words}"),
            })
            .collect();
        let files = counted(self.files.len() as u64, "file", "files");
        if some.is_empty() { files } else { format!("{files}: {}", some.join(", ")) }
    }

    /// Chooses what a conflict's field shall say: one of the options' values, or `None` for the winner.
    pub fn choose(&mut self, conflict: usize, value: Option<Value>) -> Result<(), BundleError> {
        let Some(chosen) = self.conflicts.get_mut(conflict) else { return Ok(()) };
        if let Some(value) = &value {
            chosen.check(value, &self.after)?;
        }
        chosen.choice = value;
        Ok(())
    }

    /// Chooses ours, or theirs, of all conflicts; what would be impossible is left as it is.
    pub fn choose_all(&mut self, ours: bool) {
        for conflict in &mut self.conflicts {
            let side = conflict.options.iter().find(|option| option.is_ours == ours);
            if let Some(value) = side.map(|option| option.value.clone())
                && conflict.check(&value, &self.after).is_ok()
            {
                conflict.choice = Some(value);
            }
        }
    }

    /// Chooses a third value, as typed. Fails, changing nothing, with what would be right.
    pub fn choose_text(&mut self, conflict: usize, text: &str) -> Result<(), BundleError> {
        let Some(chosen) = self.conflicts.get_mut(conflict) else { return Ok(()) };
        chosen.choice = Some(chosen.read(text, &self.after)?);
        Ok(())
    }

    /// Whether records are held back that are stamped more than a day in the future.
    pub fn holds_back(&self) -> bool {
        self.sources.iter().zip(&self.files).any(|(source, file)| {
            file.is_usable()
                && source.read.as_ref().is_ok_and(|bundle| !bundle.document.held_back(self.now_ms).is_empty())
        })
    }

    /// Takes in (or leaves out again) what is held back. Choices are to be made anew.
    pub fn take_held_back(&mut self, take: bool) {
        *self = Self::made(self.here.clone(), std::mem::take(&mut self.sources), take, self.now_ms);
    }

    /// What applying merges: all usable files, less what is held back.
    pub fn incoming(&self) -> &Document {
        &self.incoming
    }

    /// What was chosen where copies disagree.
    pub fn choices(&self) -> Vec<Choice> {
        let chosen = self.conflicts.iter().filter_map(|conflict| Some((conflict, conflict.choice.clone()?)));
        chosen
            .map(|(conflict, value)| Choice {
                table: conflict.table.clone(),
                id: conflict.id.clone(),
                field: conflict.field.clone(),
                value,
            })
            .collect()
    }

    /// What “Undo …” will call it.
    pub fn label(&self) -> String {
        let changing: Vec<&PlannedFile> =
            self.files.iter().filter(|file| file.status == FileStatus::WillChange).collect();
        match changing.as_slice() {
            [one] => format!("Open {}", one.name),
            _ => format!("Open {}", counted(changing.len() as u64, "file", "files")),
        }
    }

    /// Does what the plan shows. Fails, changing nothing, if the workspace has changed since the plan was made.
    pub fn apply(&self, workspace: &mut Workspace, now_ms: u64) -> Result<Arc<Change>, BundleError> {
        self.apply_as(workspace, None, now_ms)
    }

    /// The same by somebody in a role, which is remembered with the files.
    pub fn apply_as(
        &self,
        workspace: &mut Workspace,
        role: Option<Role>,
        now_ms: u64,
    ) -> Result<Arc<Change>, BundleError> {
        if *workspace.document() != self.here {
            return Err(BundleError::PlanOutdated);
        }
        let read = self.sources.iter().zip(&self.files).filter(|(_, file)| file.is_usable());
        let files: Vec<(&str, &Document)> = read
            .filter_map(|(source, file)| Some((file.name.as_str(), &source.read.as_ref().ok()?.document)))
            .collect();
        let opening = Opening { label: &self.label(), role, files: &files, joined: Some(&self.after) };
        Ok(workspace.import(&opening, &self.incoming, &self.choices(), now_ms)?)
    }
}

/// The document without the records in which something is held back: a record stays whole.
fn without(document: &Document, held: &[HeldBack]) -> Document {
    if held.is_empty() {
        return document.clone();
    }
    let held: BTreeSet<(&str, &str)> = held.iter().map(|part| (part.table.as_str(), part.id.as_str())).collect();
    document.select(|table, id| !held.contains(&(table, id)))
}

impl PlannedFile {
    pub fn is_usable(&self) -> bool {
        !matches!(self.status, FileStatus::CannotBeUsed(_))
    }

    fn described(name: &str, bundle: Option<&Bundle>, status: FileStatus) -> Self {
        let newest = bundle.and_then(Bundle::as_at);
        Self {
            name: crate::model::shown_plainly(name),
            status,
            kind: bundle.map(|bundle| bundle.kind),
            holds: bundle.map(|bundle| bundle.holds().words()).unwrap_or_default(),
            device: newest.map(|stamp| stamp.device.to_string()).unwrap_or_default(),
            as_at: newest.map(words::moment).unwrap_or_default(),
            counts: Counts::default(),
            notices: Vec::new(),
            note: None,
        }
    }

    fn unusable(name: &str, bundle: Option<&Bundle>, error: BundleError) -> Self {
        Self::described(name, bundle, FileStatus::CannotBeUsed(error))
    }

    fn usable(name: &str, bundle: &Bundle, here: &Document, part: &Document, held: &[HeldBack]) -> Self {
        let status = if here.includes(part) { FileStatus::NothingNew } else { FileStatus::WillChange };
        let mut file = Self::described(name, Some(bundle), status);
        file.counts = Counts::of(here.kinds(part));
        file.notices.extend(words::erasures(here, part, file.counts));
        let erases_elsewhere = part.erased().any(|(table, id)| !here.is_erased(table, id));
        if file.status == FileStatus::WillChange && file.counts.visible() == 0 && !erases_elsewhere {
            let words = "It says the same as your data. Applying it only notes that both have seen it.";
            file.notices.push(words.to_owned());
        }
        let records: BTreeSet<(&str, &str)> = held.iter().map(|part| (part.table.as_str(), part.id.as_str())).collect();
        if let Some(newest) = held.iter().map(|part| &part.stamp).max() {
            let one = records.len() == 1;
            file.notices.push(format!(
                "{} dated in the future (up to {}, device {}): {} held back until you accept {}.",
                if one { "1 record is".to_owned() } else { format!("{} records are", records.len()) },
                words::moment(newest),
                newest.device,
                if one { "it is" } else { "they are" },
                if one { "it" } else { "them" },
            ));
        }
        file
    }
}
