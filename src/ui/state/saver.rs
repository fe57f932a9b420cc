//! Saving: changes go to the store in the order they were made, and “saved” is said when they are there.
//! Knows nothing of pages.

use super::found::leave_tail;
use super::open::Which;
use super::versions;
use crate::browser::store::{Store, StoreError};
use crate::browser::{moment, tabs, timer, vault};
use crate::workspace::{Read, Standing, entry_text};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// When what could not be saved is tried again.
const AGAIN_MS: i32 = 5_000;
/// What is longer is not sure to find room where a page that is left leaves its unsaved steps, in bytes: browsers give a site some five
/// million characters there.
const LONGEST_TAIL: usize = 1024 * 1024;
/// How often and how long it is waited until all is saved: two seconds.
const LOOK_EVERY_MS: i32 = 20;
const LOOKS: u32 = 100;

/// What the person is told about their work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SaveState {
    /// Nothing to save yet.
    #[default]
    Idle,
    Saving,
    /// On disk since this moment (milliseconds since 1970).
    Saved(u64),
    /// The work is only in this page. The sentence says why and what helps.
    NotSaved(String),
    /// This tab only looks on.
    LookingOn,
    /// A tab with a newer program is there, beside which this one may not write.
    Outdated,
}

impl SaveState {
    /// Whether this page may change nothing.
    pub fn looks_on(&self) -> bool {
        matches!(self, Self::LookingOn | Self::Outdated)
    }
}

/// One thing to write.
enum Job {
    Append(String),
    Fold(String),
    /// Earlier versions go, and what is left is sealed with another key, if it is.
    Forget,
}

/// What is written next: one of the three, or nothing.
struct Batch {
    appends: Vec<String>,
    fold: Option<String>,
    forget: bool,
}

/// Is given entries and the number of the first.
type OnWritten = Rc<dyn Fn(u64, &[String])>;

/// Where a store stands.
struct Position {
    /// The number of the last log entry that is on disk.
    last_entry: u64,
    standing: Standing,
    /// What could not be read of the log: it goes with the next checkpoint.
    aside: Option<String>,
}

/// The queue before a store.
#[derive(Clone)]
pub struct Saver {
    which: Which,
    store: Rc<RefCell<Option<Store>>>,
    position: Rc<RefCell<Position>>,
    jobs: Rc<RefCell<VecDeque<Job>>>,
    busy: Rc<Cell<bool>>,
    tries_again: Rc<Cell<bool>>,
    state: RwSignal<SaveState>,
    /// Rises when all versions are gone.
    versions_changed: RwSignal<u32>,
    /// Is told of entries that are on disk, and the number of the first.
    written: OnWritten,
}

impl Saver {
    /// A queue before a store, or before none where storage is barred.
    /// It goes on after what was `read` of the store.
    pub fn new(
        which: Which,
        store: Option<Store>,
        read: &Read,
        (state, versions_changed): (RwSignal<SaveState>, RwSignal<u32>),
        written: impl Fn(u64, &[String]) + 'static,
    ) -> Self {
        let aside = (!read.torn.is_empty()).then(|| read.torn.join("\n"));
        let position = Position { last_entry: read.last_entry, standing: read.standing, aside };
        Self {
            which,
            store: Rc::new(RefCell::new(store)),
            position: Rc::new(RefCell::new(position)),
            jobs: Rc::default(),
            busy: Rc::default(),
            tries_again: Rc::default(),
            state,
            versions_changed,
            written: Rc::new(written),
        }
    }

    /// Whether this page may write to the store of a workspace.
    pub async fn may_write(which: Which) -> bool {
        tabs::become_writer(which.store_name()).await
    }

    pub fn which(&self) -> Which {
        self.which
    }

    pub fn append(&self, change: &str) {
        self.push(Job::Append(entry_text(change)));
    }

    /// Puts a checkpoint beside the one before, and drops what neither needs of the log.
    pub fn fold(&self, checkpoint: String) {
        self.push(Job::Fold(checkpoint));
    }

    /// Without a store there is nothing to wait for.
    fn push(&self, job: Job) {
        if self.store.borrow().is_some() {
            self.jobs.borrow_mut().push_back(job);
            self.run();
        }
    }

    /// Nothing more is written: what was to be is not wanted.
    pub fn give_up(&self) {
        self.jobs.borrow_mut().clear();
    }

    /// Puts a checkpoint into both places: what was there before is not what this follows on.
    pub fn fold_anew(&self, checkpoint: &str) {
        self.fold(checkpoint.to_owned());
        self.fold(checkpoint.to_owned());
    }

    /// The same, and nothing is left of what was before: something was erased.
    pub fn forget_all_but(&self, checkpoint: &str) {
        self.fold_anew(checkpoint);
        self.push(Job::Forget);
    }

    /// Waits until all is on disk; false where that takes too long, or cannot be.
    pub async fn all_is_saved(&self) -> bool {
        for _ in 0..LOOKS {
            if self.nothing_is_unsaved() {
                return true;
            }
            timer::wait_ms(LOOK_EVERY_MS).await;
        }
        false
    }

    pub fn nothing_is_unsaved(&self) -> bool {
        self.jobs.borrow().is_empty()
    }

    /// The page is being left: what is not on disk yet is put where it is found again.
    pub fn leave(&self) {
        if self.store.borrow().is_some() {
            // A tail is in clear: of a pilot that is locked none is left. What is being written then, the browser still completes.
            let is_locked = vault::of(self.which.store_name()).is_some();
            leave_tail(self.which, self.unsaved().filter(|_| !is_locked));
        }
    }

    /// Whether what is not on disk yet is too long to be left behind.
    pub fn would_lose_work(&self) -> bool {
        let jobs = self.jobs.borrow();
        let lengths = jobs.iter().map(|job| if let Job::Append(entry) = job { entry.len() } else { 0 });
        self.store.borrow().is_some() && lengths.sum::<usize>() > LONGEST_TAIL
    }

    /// Log entries that are not on disk yet, and the number of the last one that is.
    fn unsaved(&self) -> Option<(u64, Vec<String>)> {
        let jobs = self.jobs.borrow();
        let entries = jobs.iter().filter_map(|job| match job {
            Job::Append(entry) => Some(entry.clone()),
            Job::Fold(_) | Job::Forget => None,
        });
        let entries: Vec<String> = entries.collect();
        (!entries.is_empty()).then(|| (self.position.borrow().last_entry, entries))
    }

    /// Tries again what could not be saved.
    pub fn run(&self) {
        if self.store.borrow().is_none() || self.busy.replace(true) {
            return;
        }
        // What is wrong stays said until it is over: each try would have it read out anew.
        if self.state.try_with_untracked(|state| matches!(state, SaveState::NotSaved(_))) == Some(false) {
            self.say(SaveState::Saving);
        }
        let saver = self.clone();
        leptos::task::spawn_local(async move {
            let outcome = saver.drain().await;
            let said = match outcome {
                Ok(()) => SaveState::Saved(moment::now_ms()),
                Err(error) => {
                    // Space may be freed, and a store may come back: then nobody should have to ask.
                    if error != StoreError::Overtaken && !saver.tries_again.replace(true) {
                        let later = saver.clone();
                        timer::after_ms(AGAIN_MS, move || {
                            later.tries_again.set(false);
                            later.run();
                        });
                    }
                    SaveState::NotSaved(words(&error))
                }
            };
            saver.busy.replace(false);
            saver.say(said);
        });
    }

    /// What a page that only looks on says, it says until it is opened anew.
    fn say(&self, said: SaveState) {
        let _ = self.state.try_update(|state| {
            if !state.looks_on() {
                *state = said;
            }
        });
    }

    /// Writes until nothing is left. What fails stays in the queue, so that nothing is written out of order.
    async fn drain(&self) -> Result<(), StoreError> {
        loop {
            let Batch { appends, fold, forget } = self.next_batch();
            let is_all = appends.is_empty() && fold.is_none() && !forget;
            // A lock may have been taken away meanwhile; the numbers of log entries would tell, but a checkpoint has none.
            if !is_all && !tabs::is_writer(self.which.store_name()) {
                return Err(StoreError::Overtaken);
            }
            if let Some(checkpoint) = fold {
                self.put_checkpoint(&checkpoint).await?;
                self.done(1);
            } else if forget {
                let store = self.store()?;
                versions::forget(&store).await?;
                store.change_key().await?;
                let _app_may_be_gone = self.versions_changed.try_update(|changed| *changed += 1);
                self.done(1);
            } else if is_all {
                return Ok(());
            } else {
                let from = self.position.borrow().last_entry + 1;
                self.write(from, &appends).await?;
                self.position.borrow_mut().last_entry += appends.len() as u64;
                (self.written)(from, &appends);
                self.done(appends.len());
            }
        }
    }

    /// The first jobs are done. They may have been given up meanwhile.
    fn done(&self, many: usize) {
        let mut jobs = self.jobs.borrow_mut();
        let many = many.min(jobs.len());
        jobs.drain(..many);
    }

    /// Adds entries to the log. A store that fails may be a connection that was lost: it is opened anew, and what it holds by then
    /// says whether they were written after all.
    async fn write(&self, from: u64, entries: &[String]) -> Result<(), StoreError> {
        let store = self.store()?;
        match store.append(from, entries).await {
            Err(StoreError::Failed(_) | StoreError::Overtaken) => {}
            // What a person does now is worth more than what the page kept by itself of earlier.
            Err(StoreError::Full) if versions::give_room(&store).await == Ok(true) => {
                return store.append(from, entries).await;
            }
            done_or_hopeless => return done_or_hopeless,
        }
        let store = self.open_anew().await?;
        let log = store.load().await?.log;
        let there: Vec<&String> = log.iter().filter(|(number, _)| *number >= from).map(|(_, text)| text).collect();
        match there.is_empty() {
            true => store.append(from, entries).await,
            false if there.iter().copied().eq(entries) => Ok(()),
            false => Err(StoreError::Overtaken),
        }
    }

    async fn put_checkpoint(&self, body: &str) -> Result<(), StoreError> {
        let (before, covers, aside) = {
            let position = self.position.borrow();
            (position.standing, position.last_entry, position.aside.clone())
        };
        let (place, text, standing) = before.next(body, covers);
        match self.store()?.put_checkpoint(place, &text, aside.as_deref()).await {
            Err(StoreError::Failed(_)) => {
                self.open_anew().await?.put_checkpoint(place, &text, aside.as_deref()).await?
            }
            done_or_hopeless => done_or_hopeless?,
        }
        {
            let mut position = self.position.borrow_mut();
            (position.standing, position.aside) = (standing, None);
        }
        self.store()?.drop_entries(before).await
    }

    fn store(&self) -> Result<Store, StoreError> {
        self.store.borrow().clone().ok_or_else(|| StoreError::Barred("there is none".to_owned()))
    }

    async fn open_anew(&self) -> Result<Store, StoreError> {
        let store = Store::open_anew(self.which.store_name()).await?;
        *self.store.borrow_mut() = Some(store.clone());
        Ok(store)
    }

    /// The changes at the head of the queue, or what else stands there.
    fn next_batch(&self) -> Batch {
        let jobs = self.jobs.borrow();
        let fold = match jobs.front() {
            Some(Job::Fold(checkpoint)) => Some(checkpoint.clone()),
            _ => None,
        };
        let appends = jobs.iter().map_while(|job| match job {
            Job::Append(entry) => Some(entry.clone()),
            Job::Fold(_) | Job::Forget => None,
        });
        Batch { appends: appends.collect(), fold, forget: matches!(jobs.front(), Some(Job::Forget)) }
    }
}

/// Why the work is not on disk, and what helps.
pub fn words(error: &StoreError) -> String {
    match error {
        StoreError::Barred(_) => {
            "This browser does not let the page keep data: perhaps it is a private window. Your work lasts until you close this page. Save a copy as a file.".to_owned()
        }
        StoreError::Full => {
            "This device has no space left for the page. Your newest changes are only in this page: save a copy as a file now, then free some space. It is tried again every few seconds.".to_owned()
        }
        StoreError::Overtaken => {
            "Another page has changed this pilot meanwhile. Your newest changes are only in this page: save a copy as a file now, then reload the page and open the file.".to_owned()
        }
        StoreError::Locked => {
            "This pilot has been locked in another tab. Your newest changes are only in this page: save a copy as a file now, then reload the page.".to_owned()
        }
        StoreError::Failed(reason) => {
            format!("The browser could not write your newest changes ({reason}). Save a copy as a file now, then reload the page.")
        }
    }
}
