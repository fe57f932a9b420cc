//! Opening, acting on and closing a workspace. Knows nothing of how anything is shown.

use super::preferences::Person;
use super::saver::{self, SaveState, Saver};
use crate::browser::store::{Store, Stored};
use crate::browser::{device, moment, preference};
use crate::bundle::{BundleError, ImportPlan};
use crate::demo;
use crate::merge::Document;
use crate::model::PilotData;
use crate::ui::part::in_part;
use crate::workspace::{Change, Command, Workspace, WorkspaceError};
use leptos::prelude::*;
use std::sync::Arc;

/// The workspaces of a device. Sample data lives in a store of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Own,
    Sample,
}

impl Which {
    pub(super) fn store_name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Sample => "sample",
        }
    }
}

/// The workspace on the screen.
#[derive(Debug, Clone)]
pub struct Opened {
    pub which: Which,
    pub workspace: Arc<Workspace>,
}

/// Why a stored workspace could not be opened as it was. Nothing of it has been changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartFault {
    pub which: Which,
    pub words: String,
    /// What is in the store, to be saved as a file before anything else.
    pub raw: String,
}

/// The handle pages hold. It is a bundle of signals and cheap to copy.
#[derive(Clone, Copy)]
pub struct AppState {
    pub opened: RwSignal<Option<Opened>>,
    pub save: RwSignal<SaveState>,
    pub person: RwSignal<Person>,
    pub fault: RwSignal<Option<StartFault>>,
    /// Why nothing could be opened where nothing stored is to blame: trying again may help.
    pub trouble: RwSignal<Option<String>>,
    /// Whether what is on the screen is shown to others: small numbers are then hidden.
    pub to_others: RwSignal<bool>,
    saver: StoredValue<Option<Saver>, LocalStorage>,
}

impl AppState {
    /// Made once, by the app.
    #[expect(clippy::new_without_default, reason = "it sets effects going: a default would do that unseen")]
    pub fn new() -> Self {
        let person = RwSignal::new(Person::remembered());
        Effect::new(move |_| person.with(Person::remember));
        Self {
            opened: RwSignal::new(None),
            save: RwSignal::new(SaveState::Idle),
            person,
            fault: RwSignal::new(None),
            trouble: RwSignal::new(None),
            to_others: RwSignal::new(false),
            saver: StoredValue::new_local(None),
        }
    }

    /// The handle, from anywhere under the app.
    pub fn get() -> Self {
        expect_context()
    }

    /// The pilot on the screen; an empty one where none is open. Use it in a `Memo`.
    pub fn data(&self) -> Arc<PilotData> {
        self.opened.with(|opened| opened.as_ref().map(|open| Arc::clone(open.workspace.data())).unwrap_or_default())
    }

    /// The workspace on the screen.
    pub fn workspace(&self) -> Option<Arc<Workspace>> {
        self.opened.with(|opened| opened.as_ref().map(|open| Arc::clone(&open.workspace)))
    }

    pub fn is_sample(&self) -> bool {
        self.opened.with(|opened| opened.as_ref().is_some_and(|open| open.which == Which::Sample))
    }

    /// Whether this page may change anything.
    pub fn may_edit(&self) -> bool {
        self.save.with(|save| *save != SaveState::LookingOn)
    }

    /// What was open when this device last used the app.
    pub fn was_open(self) -> Option<Which> {
        match preference::get("open").as_deref() {
            Some("own") => Some(Which::Own),
            Some("sample") => Some(Which::Sample),
            _ => None,
        }
    }

    /// Whether this device holds a workspace of its own that could be opened.
    pub async fn has_own() -> bool {
        match Store::open(Which::Own.store_name()).await {
            Ok(store) => store.load().await.is_ok_and(|stored| !stored.is_empty()),
            Err(_) => false,
        }
    }

    /// Opens the workspace of a store. The sample starts as the demonstration, an own one empty. An error says that the
    /// demonstration could not be had; what is wrong with a stored workspace is told by `fault`.
    pub async fn open_store(self, which: Which) -> Result<(), WorkspaceError> {
        let writer = Saver::may_write(which).await;
        let (store, stored, trouble) = match Store::open(which.store_name()).await {
            Ok(store) => match store.load().await {
                Ok(stored) => (Some(store), stored, None),
                Err(error) => (None, Stored::default(), Some(error)),
            },
            Err(error) => (None, Stored::default(), Some(error)),
        };
        let workspace = match read(which, &stored).await {
            Ok(workspace) => workspace,
            Err(unmade @ WorkspaceError::Unmade(_)) => return Err(unmade),
            Err(error) => {
                let words = error.to_string();
                let raw = stored.checkpoint.into_iter().chain(stored.log).collect::<Vec<_>>().join("\n");
                let _ = self.fault.try_set(Some(StartFault { which, words, raw }));
                return Ok(());
            }
        };
        let _ = self.save.try_set(match (&trouble, writer) {
            (Some(error), _) => SaveState::NotSaved(saver::words(error)),
            (None, false) => SaveState::LookingOn,
            (None, true) if stored.is_empty() => SaveState::Idle,
            (None, true) => SaveState::Saved(moment::now_ms()),
        });
        let saver = Saver::new(store.filter(|_| writer), self.save);
        self.fold_when_worthwhile(&saver, &workspace, &stored);
        let _ = self.saver.try_set_value(Some(saver));
        preference::set("open", which.store_name());
        let _ = self.opened.try_set(Some(Opened { which, workspace: Arc::new(workspace) }));
        Ok(())
    }

    /// A log is folded when it has become long, and a fresh sample is written down once.
    fn fold_when_worthwhile(&self, saver: &Saver, workspace: &Workspace, stored: &Stored) {
        const LONG_LOG: usize = 100;
        let fresh = stored.is_empty() && !workspace.document().is_empty();
        if (fresh || stored.log.len() > LONG_LOG)
            && let Ok(checkpoint) = workspace.checkpoint()
        {
            saver.fold(checkpoint);
        }
    }

    /// Does a command and saves it. On an error nothing has changed.
    pub fn apply(&self, command: &Command) -> Result<Arc<Change>, WorkspaceError> {
        self.act(|workspace, now| workspace.apply(command, now))
    }

    /// Does what an import plan shows.
    pub fn apply_plan(&self, plan: &ImportPlan) -> Result<Arc<Change>, BundleError> {
        let role = self.person.with_untracked(|person| person.role);
        self.act(|workspace, now| plan.apply_as(workspace, Some(role), now))
    }

    /// Notes that a file was handed out.
    pub fn note_export(&self, label: &str) -> Result<Arc<Change>, WorkspaceError> {
        self.act(|workspace, now| Ok(workspace.note_export(label, now)))
    }

    /// Takes back the newest step; the words say which.
    pub fn undo(&self) -> Result<Option<String>, WorkspaceError> {
        self.step(Workspace::undo)
    }

    /// Does the newest step that was taken back again; the words say which.
    pub fn redo(&self) -> Result<Option<String>, WorkspaceError> {
        self.step(Workspace::redo)
    }

    fn step(
        &self,
        take: impl FnOnce(&mut Workspace, u64) -> Result<Option<Arc<Change>>, WorkspaceError>,
    ) -> Result<Option<String>, WorkspaceError> {
        let mut done = None;
        let outcome = self.act(|workspace, now| {
            let change = take(workspace, now)?;
            done = change.as_ref().map(|change| change.label.clone());
            change.ok_or(WorkspaceError::Missing { what: "step", name: "to take back".to_owned() })
        });
        match outcome {
            Ok(_) => Ok(done),
            Err(WorkspaceError::Missing { what: "step", .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Changes a copy of the workspace, shows it and hands the change to the saver. The page is right at once; “saved”
    /// follows when the store has it.
    fn act<E: From<WorkspaceError>>(
        &self,
        change: impl FnOnce(&mut Workspace, u64) -> Result<Arc<Change>, E>,
    ) -> Result<Arc<Change>, E> {
        let nothing_open = || WorkspaceError::Missing { what: "workspace", name: "open".to_owned() };
        if !self.may_edit() {
            return Err(WorkspaceError::Closed(
                "this pilot is open in another tab: make changes there, or close it and reload this page",
            )
            .into());
        }
        let open = self.opened.get_untracked().ok_or_else(nothing_open)?;
        let mut workspace = (*open.workspace).clone();
        let made = change(&mut workspace, moment::now_ms())?;
        let stored = made.encode()?;
        let is_news = !made.touched.is_empty() || made.kind == crate::workspace::ChangeKind::Export;
        if is_news {
            let _ = self.opened.try_set(Some(Opened { which: open.which, workspace: Arc::new(workspace) }));
            self.saver.with_value(|saver| {
                if let Some(saver) = saver {
                    saver.append(stored);
                }
            });
        }
        Ok(made)
    }

    /// Tries again to save what could not be saved.
    pub fn save_again(&self) {
        self.saver.with_value(|saver| saver.iter().for_each(Saver::run));
    }

    /// Makes a document the own workspace of this device, which must be empty or given up by the person.
    pub async fn open_document(self, document: Document) -> Result<(), WorkspaceError> {
        let device = device::device_id(Which::Own.store_name())?;
        self.put_in_place(Which::Own, Workspace::open(document, device)).await
    }

    /// Brings the demonstration back as it was.
    pub async fn reset_sample(self) -> Result<(), WorkspaceError> {
        self.put_in_place(Which::Sample, fresh(Which::Sample).await?).await
    }

    async fn put_in_place(self, which: Which, workspace: Workspace) -> Result<(), WorkspaceError> {
        self.open_store(which).await?;
        if let Ok(checkpoint) = workspace.checkpoint() {
            self.saver.with_value(|saver| saver.iter().for_each(|saver| saver.fold(checkpoint.clone())));
        }
        let _ = self.fault.try_set(None);
        let _ = self.opened.try_set(Some(Opened { which, workspace: Arc::new(workspace) }));
        Ok(())
    }

    /// Removes a damaged workspace from its store, when the person has said so.
    pub async fn give_up(self, which: Which) {
        if let Ok(store) = Store::open(which.store_name()).await {
            let _ = store.erase().await;
        }
        let _ = self.fault.try_set(None);
        self.leave();
    }

    /// Removes the open workspace from its store, and reads back that it is gone. The sentence says why it is not.
    pub async fn remove_from_device(self) -> Result<(), String> {
        let which =
            self.opened.with_untracked(|open| open.as_ref().map(|open| open.which)).ok_or("No pilot is open.")?;
        let store = Store::open(which.store_name()).await.map_err(|error| saver::words(&error))?;
        store.erase().await.map_err(|error| saver::words(&error))?;
        let left = store.load().await.map_err(|error| saver::words(&error))?;
        if !left.is_empty() {
            return Err("The browser still has some of it. Close other tabs of this page and try again.".to_owned());
        }
        device::forget(which.store_name());
        self.leave();
        Ok(())
    }

    /// Goes back to the first page. What was open stays in its store.
    pub fn leave(&self) {
        preference::forget("open");
        let _ = self.opened.try_set(None);
        let _ = self.save.try_set(SaveState::Idle);
    }
}

in_part! { demonstration:
    fn demonstration() -> Result<Document, demo::DemoError> = demo::document(&demo::Options::default())
}

in_part! { demonstration:
    /// Fetches the demonstration without making it.
    fn demonstration_is_here() -> () = ()
}

/// A workspace that nothing has been done to yet.
async fn fresh(which: Which) -> Result<Workspace, WorkspaceError> {
    let device = device::device_id(which.store_name())?;
    let document = match which {
        Which::Own => Document::default(),
        Which::Sample => {
            let unmade = |words: String| WorkspaceError::Unmade(words);
            let made = demonstration().await.map_err(|fault| unmade(fault.to_string()))?;
            made.map_err(|error| unmade(error.to_string()))?
        }
    };
    Ok(Workspace::open(document, device))
}

/// The workspace that a store holds, or a sentence that says what is wrong with it.
async fn read(which: Which, stored: &Stored) -> Result<Workspace, WorkspaceError> {
    let device = device::device_id(which.store_name())?;
    let mut workspace = match &stored.checkpoint {
        Some(checkpoint) => Workspace::restore(checkpoint, device)?,
        None => fresh(which).await?,
    };
    for entry in &stored.log {
        workspace.replay(Change::decode(entry)?);
    }
    Ok(workspace)
}
