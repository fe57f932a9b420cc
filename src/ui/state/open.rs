//! Opening, acting on and closing a workspace. Knows nothing of how anything is shown.

use super::found::{self, Found, NotFound};
use super::idle;
use super::live::{self, Said};
use super::preferences::Person;
use super::saver::{self, SaveState, Saver};
use super::sealing::read_settings;
use super::versions::keep_before;
use crate::browser::channel::Channel;
use crate::browser::store::{Store, StoreError};
use crate::browser::{device, moment, preference, timer, vault};
use crate::bundle::{BundleError, Disagreements, ImportPlan, SealSettings};
use crate::merge::Document;
use crate::model::PilotData;
use crate::workspace::{Change, ChangeKind, Command, VersionWhy, Workspace, WorkspaceError};
use leptos::prelude::*;
use std::sync::Arc;

/// Log entries that are replayed at a start before a checkpoint takes them in.
const LONG_LOG: usize = 100;

/// How often it is looked whether another opening is over.
const LOOK_EVERY_MS: i32 = 20;

const OPEN_ELSEWHERE: &str = "this pilot is open in another tab: make changes there, or choose “Edit here instead”";

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
    /// Not with each “saving” and “saved” anew: what is drawn only for whom it allows would lose what is half typed in it.
    may_edit: Memo<bool>,
    pub person: RwSignal<Person>,
    pub fault: RwSignal<Option<StartFault>>,
    /// Why nothing could be opened where nothing stored is to blame: trying again may help.
    pub trouble: RwSignal<Option<String>>,
    /// Whether what is on the screen is shown to others: small numbers are then hidden.
    pub to_others: RwSignal<bool>,
    /// The number of the newest step that is on disk.
    pub on_disk: RwSignal<u64>,
    /// The newest steps that could not be read and were set aside.
    pub set_aside: RwSignal<usize>,
    saver: StoredValue<Option<Saver>, LocalStorage>,
    /// The other pages of the store that is open.
    channel: StoredValue<Option<(Which, Channel)>, LocalStorage>,
    /// The newest log entry that another page has told of.
    pub(super) heard_of: StoredValue<u64>,
    /// Whether what was there before this session's first change is kept yet.
    session_is_kept: StoredValue<bool>,
    /// Rises with each version that is kept, named or removed.
    pub versions_changed: RwSignal<u32>,
    /// How often something was erased since the page came.
    pub(super) erasures: StoredValue<u32>,
    /// How the open pilot's files are sealed, once somebody has asked.
    pub(super) sealing: StoredValue<Option<(Which, SealSettings)>>,
    /// Whether locks and leaving are followed yet.
    is_followed: StoredValue<bool>,
    is_opening: StoredValue<bool>,
    /// The pilot that waits for its passphrase.
    pub locked: RwSignal<Option<Which>>,
    /// Whether the open pilot is sealed on this device.
    pub lock_is_on: RwSignal<bool>,
    /// Nobody has used it for so long that it is about to be locked.
    pub locks_soon: RwSignal<bool>,
}

impl AppState {
    /// Made once, by the app.
    #[expect(clippy::new_without_default, reason = "it sets effects going: a default would do that unseen")]
    pub fn new() -> Self {
        let person = RwSignal::new(Person::remembered());
        Effect::new(move |_| person.with(Person::remember));
        let save = RwSignal::new(SaveState::Idle);
        Self {
            opened: RwSignal::new(None),
            save,
            may_edit: Memo::new(move |_| save.with(|save| !save.looks_on())),
            person,
            fault: RwSignal::new(None),
            trouble: RwSignal::new(None),
            to_others: RwSignal::new(false),
            on_disk: RwSignal::new(0),
            set_aside: RwSignal::new(0),
            saver: StoredValue::new_local(None),
            channel: StoredValue::new_local(None),
            heard_of: StoredValue::new(0),
            session_is_kept: StoredValue::new(false),
            versions_changed: RwSignal::new(0),
            erasures: StoredValue::new(0),
            sealing: StoredValue::new(None),
            is_followed: StoredValue::new(false),
            is_opening: StoredValue::new(false),
            locked: RwSignal::new(None),
            lock_is_on: RwSignal::new(false),
            locks_soon: RwSignal::new(false),
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
        self.may_edit.get()
    }

    pub(super) fn looks_on(&self) -> bool {
        self.save.try_with_untracked(SaveState::looks_on) == Some(true)
    }

    /// The store that is open.
    pub(super) fn which(&self) -> Option<Which> {
        self.opened.try_with_untracked(|open| open.as_ref().map(|open| open.which)).flatten()
    }

    pub(super) fn is_open(&self, store: &str) -> bool {
        self.which().is_some_and(|which| which.store_name() == store)
    }

    /// From here on another page writes.
    pub(super) fn look_on(&self) {
        let unsaved = !self.nothing_is_unsaved();
        let words = saver::words(&StoreError::Overtaken);
        self.set_save(if unsaved { SaveState::NotSaved(words) } else { SaveState::LookingOn });
        let _ = self.saver.try_update_value(|saver| *saver = None);
    }

    /// Beside a newer program this one may not write until the page is loaded anew.
    fn set_save(&self, said: SaveState) {
        let _ = self.save.try_update(|save| {
            if *save != SaveState::Outdated {
                *save = said;
            }
        });
    }

    /// The page is being left: what is not on disk yet is put where it is found again.
    pub(super) fn leave_page(&self) {
        let _app_may_be_gone = self.saver.try_with_value(|saver| saver.iter().for_each(Saver::leave));
    }

    /// Whether leaving the page now would lose what was done last.
    pub fn would_lose_work(&self) -> bool {
        self.saver.try_with_value(|saver| saver.as_ref().is_some_and(Saver::would_lose_work)) == Some(true)
    }

    pub(super) fn nothing_is_unsaved(&self) -> bool {
        self.saver.try_with_value(|saver| saver.as_ref().is_none_or(Saver::nothing_is_unsaved)) != Some(false)
    }

    pub(super) async fn all_is_saved(&self) -> bool {
        match self.saver.try_with_value(Clone::clone).flatten() {
            Some(saver) => saver.all_is_saved().await,
            None => true,
        }
    }

    /// Says something to the other pages of the store.
    pub(super) fn say(&self, said: &Said) {
        let _app_may_be_gone = self.channel.try_with_value(|channel| {
            channel.iter().for_each(|(_, channel)| live::say(channel, said));
        });
    }

    /// What was open when this device last used the app.
    pub fn was_open(self) -> Option<Which> {
        match preference::get("open").as_deref() {
            Some("own") => Some(Which::Own),
            Some("sample") => Some(Which::Sample),
            _ => None,
        }
    }

    /// Whether what was open last is still being opened.
    pub fn is_coming(self) -> bool {
        let has_come = self.opened.with(Option::is_some) || self.locked.with(Option::is_some);
        let cannot_come = self.fault.with(Option::is_some) || self.trouble.with(Option::is_some);
        !has_come && !cannot_come && self.was_open().is_some()
    }

    /// Whether this device holds a workspace of its own that could be opened.
    pub async fn has_own() -> bool {
        match Store::open(Which::Own.store_name()).await {
            Ok(store) => match store.load().await {
                Ok(stored) => !stored.is_empty(),
                Err(error) => error == StoreError::Locked,
            },
            Err(_) => false,
        }
    }

    /// Opens the workspace of a store. The sample starts as the demonstration, an own one empty. An error says that the
    /// demonstration could not be had; what is wrong with a stored workspace is told by `fault`, that it is locked by `locked`.
    pub async fn open_store(self, which: Which) -> Result<(), WorkspaceError> {
        // One after the other: of two at once one would take the other for another tab.
        while self.is_opening.try_get_value() == Some(true) {
            timer::wait_ms(LOOK_EVERY_MS).await;
        }
        let _ = self.is_opening.try_set_value(true);
        let opened = self.open_store_now(which).await;
        let _ = self.is_opening.try_set_value(false);
        opened
    }

    async fn open_store_now(self, which: Which) -> Result<(), WorkspaceError> {
        // Not at the start of the app: all this is code that the first view does without.
        if !self.is_followed.get_value() {
            self.is_followed.set_value(true);
            live::follow(self);
        }
        // Two savers of one store would be in each other's way.
        if self.saves_to(which) && !self.all_is_saved().await {
            if self.which() == Some(which) {
                // What is on the screen is newer than anything that could be read.
                return Ok(());
            }
            self.give_up_saving();
        }
        // First it is listened, then read: so nothing that is written meanwhile is missed.
        if self.channel.with_value(|channel| channel.as_ref().is_none_or(|(of, _)| *of != which)) {
            self.heard_of.set_value(0);
            self.channel.set_value(live::channel(self, which).map(|channel| (which, channel)));
        }
        let writer = Saver::may_write(which).await;
        let found = loop {
            let found = found::find(which, writer).await;
            // Another page may have written more while this was read.
            let has_all = |found: &Found| self.heard_of.get_value() <= found.read.last_entry;
            if writer || found.as_ref().map_or(true, has_all) {
                break found;
            }
            self.heard_of.set_value(0);
        };
        let Found { store, read, is_new, trouble } = match found {
            Ok(found) => found,
            Err(NotFound::Fault(fault)) => return Err(fault),
            Err(NotFound::Locked) => {
                self.show_locked(which);
                return Ok(());
            }
            Err(NotFound::Damaged { words, raw }) => {
                let _ = self.saver.try_set_value(None);
                let _ = self.fault.try_set(Some(StartFault { which, words, raw }));
                return Ok(());
            }
        };
        // At once, for a file has to leave even when the store fails later.
        let sealing = read_settings(store.as_ref()).await.ok();
        self.sealing.set_value(sealing.map(|settings| (which, settings)));
        self.set_save(match (&trouble, writer) {
            (Some(error), _) => SaveState::NotSaved(saver::words(error)),
            (None, false) => SaveState::LookingOn,
            (None, true) if is_new => SaveState::Idle,
            (None, true) => SaveState::Saved(moment::now_ms()),
        });
        let _ = self.on_disk.try_set(read.last_entry);
        let written = move |from, entries: &[String]| {
            let _ = self.on_disk.try_set(from + entries.len() as u64 - 1);
            self.say(&live::written(from, entries));
        };
        let saver = Saver::new(which, store.filter(|_| writer), &read, (self.save, self.versions_changed), written);
        self.session_is_kept.set_value(false);
        let is_torn = !read.torn.is_empty();
        let _ = self.set_aside.try_set(read.torn.len());
        let workspace = Arc::new(read.workspace);
        if read.is_of_first_version && writer {
            keep_before(self, which, Arc::clone(&workspace), VersionWhy::Migration);
        }
        // A fresh sample is written down once, a long log is taken into a checkpoint, and so is what is left of a torn one.
        let is_fresh = is_new && !workspace.document().is_empty();
        if (is_fresh || read.replayed > LONG_LOG || is_torn)
            && let Ok(checkpoint) = workspace.checkpoint()
        {
            if is_fresh || is_torn { saver.fold_anew(&checkpoint) } else { saver.fold(checkpoint) }
        }
        let _ = self.saver.try_set_value(Some(saver));
        preference::set("open", which.store_name());
        let _ = self.locked.try_set(None);
        let is_locked = vault::of(which.store_name()).is_some();
        let _ = self.lock_is_on.try_set(is_locked);
        if is_locked {
            idle::watch(self);
        }
        let _ = self.opened.try_set(Some(Opened { which, workspace }));
        Ok(())
    }

    /// Nothing of a locked pilot is here until it is unlocked.
    fn show_locked(self, which: Which) {
        let _ = self.saver.try_set_value(None);
        let _ = self.sealing.try_set_value(None);
        preference::set("open", which.store_name());
        let _ = self.opened.try_set(None);
        let _ = self.locked.try_set(Some(which));
    }

    /// Does a command and saves it. On an error nothing has changed.
    pub fn apply(&self, command: &Command) -> Result<Arc<Change>, WorkspaceError> {
        self.act(None, |workspace, now| workspace.apply(command, now))
    }

    /// Does what an import plan shows.
    pub fn apply_plan(&self, plan: &ImportPlan) -> Result<Arc<Change>, BundleError> {
        let role = self.person.with_untracked(|person| person.role);
        let twin = self.opened.with_untracked(|open| open.as_ref()?.workspace.twin_in(plan.incoming()));
        let new_name = twin.and_then(|_| device::make().ok());
        let change = self.act(Some(VersionWhy::Import), |workspace, now| {
            // Before anything is written: what two write under one name may be taken for overwritten.
            if let Some(name) = &new_name {
                workspace.rename_device(name.clone());
            }
            plan.apply_as(workspace, Some(role), now)
        })?;
        if let (Some(name), Some(which)) = (new_name, self.which()) {
            device::remember(which.store_name(), &name);
            leptos::task::spawn_local(async move {
                if let Ok(store) = Store::open(which.store_name()).await {
                    // Where it cannot be kept the same file shows it again.
                    let _ = store.rename_device(name.as_str()).await;
                }
            });
        }
        Ok(change)
    }

    /// Settles what was chosen where copies disagreed.
    pub fn settle(&self, chosen: &Disagreements) -> Result<Arc<Change>, BundleError> {
        self.act(None, |workspace, now| chosen.settle(workspace, now))
    }

    /// Notes that a file was handed out.
    pub fn note_export(&self, label: &str) -> Result<Arc<Change>, WorkspaceError> {
        self.act(None, |workspace, now| Ok(workspace.note_export(label, now)))
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
        let outcome = self.act(None, |workspace, now| {
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
    /// follows when the store has it. What was before is kept as a version, if there is a reason, and once a session anyway.
    pub(super) fn act<E: From<WorkspaceError>>(
        &self,
        reason: Option<VersionWhy>,
        change: impl FnOnce(&mut Workspace, u64) -> Result<Arc<Change>, E>,
    ) -> Result<Arc<Change>, E> {
        let nothing_open = || WorkspaceError::Missing { what: "workspace", name: "open".to_owned() };
        if !self.may_edit() {
            return Err(WorkspaceError::Closed(OPEN_ELSEWHERE).into());
        }
        let open = self.opened.get_untracked().ok_or_else(nothing_open)?;
        let mut workspace = (*open.workspace).clone();
        let made = change(&mut workspace, moment::now_ms())?;
        let stored = made.encode()?;
        if made.is_news() {
            let is_first = made.kind != ChangeKind::Export && !self.session_is_kept.get_value();
            if let Some(why) = reason.or(is_first.then_some(VersionWhy::Session)).filter(|_| !made.erases()) {
                self.session_is_kept.set_value(true);
                keep_before(*self, open.which, Arc::clone(&open.workspace), why);
            }
            if made.erases() {
                self.erasures.update_value(|erasures| *erasures += 1);
            }
            // What was erased may be left in no checkpoint, no log entry and no version.
            let without = if made.erases() { Some(workspace.checkpoint()?) } else { None };
            let _ = self.opened.try_set(Some(Opened { which: open.which, workspace: Arc::new(workspace) }));
            self.saver.with_value(|saver| {
                if let Some(saver) = saver {
                    saver.append(&stored);
                    without.iter().for_each(|checkpoint| saver.forget_all_but(checkpoint));
                }
            });
        }
        Ok(made)
    }

    /// Tries again to save what could not be saved.
    pub fn save_again(&self) {
        self.saver.with_value(|saver| saver.iter().for_each(Saver::run));
    }

    /// Brings the demonstration back as it was.
    pub async fn reset_sample(self) -> Result<(), WorkspaceError> {
        let document = found::demonstration_document().await?;
        self.put_in_place(Which::Sample, document).await
    }

    async fn put_in_place(self, which: Which, document: Document) -> Result<(), WorkspaceError> {
        // What is replaced need not be saved first.
        self.give_up_saving();
        self.open_store(which).await?;
        let device = self.opened.with_untracked(|open| {
            open.as_ref().filter(|open| open.which == which).map(|open| open.workspace.device().clone())
        });
        if self.looks_on() {
            return Err(WorkspaceError::Closed(OPEN_ELSEWHERE));
        }
        let damaged = || WorkspaceError::Damaged("save what is stored, and remove it, first".to_owned());
        let workspace = Workspace::open(document, device.ok_or_else(damaged)?);
        if let Ok(checkpoint) = workspace.checkpoint() {
            self.saver.with_value(|saver| saver.iter().for_each(|saver| saver.fold_anew(&checkpoint)));
        }
        let _ = self.fault.try_set(None);
        let _ = self.opened.try_set(Some(Opened { which, workspace: Arc::new(workspace) }));
        if self.all_is_saved().await {
            self.say(&Said::Anew);
        }
        Ok(())
    }

    pub(super) fn give_up_saving(&self) {
        let _app_may_be_gone = self.saver.try_with_value(|saver| saver.iter().for_each(Saver::give_up));
    }

    fn saves_to(&self, which: Which) -> bool {
        self.saver.try_with_value(|saver| saver.as_ref().is_some_and(|saver| saver.which() == which)) == Some(true)
    }
}
