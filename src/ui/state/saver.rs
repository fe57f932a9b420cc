//! Saving: changes go to the store in the order they were made, and “saved” is said when they are there.
//! Knows nothing of pages.

use super::open::Which;
use crate::browser::store::{Store, StoreError};
use crate::browser::{moment, tabs};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

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
}

/// One thing to write.
enum Job {
    Append(String),
    Fold(String),
}

/// The queue before a store.
#[derive(Clone)]
pub struct Saver {
    store: Option<Store>,
    jobs: Rc<RefCell<VecDeque<Job>>>,
    busy: Rc<RefCell<bool>>,
    state: RwSignal<SaveState>,
}

impl Saver {
    /// A queue before a store, or before none where storage is barred.
    pub fn new(store: Option<Store>, state: RwSignal<SaveState>) -> Self {
        Self { store, jobs: Rc::default(), busy: Rc::default(), state }
    }

    /// Whether this page may write to the store of a workspace.
    pub async fn may_write(which: Which) -> bool {
        tabs::become_writer(which.store_name()).await
    }

    pub fn append(&self, change: String) {
        self.jobs.borrow_mut().push_back(Job::Append(change));
        self.run();
    }

    /// Replaces the log by a checkpoint.
    pub fn fold(&self, checkpoint: String) {
        self.jobs.borrow_mut().push_back(Job::Fold(checkpoint));
        self.run();
    }

    /// Tries again what could not be saved.
    pub fn run(&self) {
        let Some(store) = self.store.clone() else { return };
        if self.busy.replace(true) {
            return;
        }
        let _ = self.state.try_set(SaveState::Saving);
        let saver = self.clone();
        leptos::task::spawn_local(async move {
            let outcome = saver.drain(&store).await;
            saver.busy.replace(false);
            let said = match outcome {
                Ok(()) => SaveState::Saved(moment::now_ms()),
                Err(error) => SaveState::NotSaved(words(&error)),
            };
            let _ = saver.state.try_set(said);
        });
    }

    /// Writes until nothing is left. What fails stays in the queue, so that nothing is written out of order.
    async fn drain(&self, store: &Store) -> Result<(), StoreError> {
        loop {
            let (appends, fold) = self.next_batch();
            if let Some(checkpoint) = fold {
                store.fold(&checkpoint).await?;
                self.jobs.borrow_mut().pop_front();
            } else if appends.is_empty() {
                return Ok(());
            } else {
                store.append(&appends).await?;
                self.jobs.borrow_mut().drain(..appends.len());
            }
        }
    }

    /// The changes at the head of the queue, or the checkpoint that stands there.
    fn next_batch(&self) -> (Vec<String>, Option<String>) {
        let jobs = self.jobs.borrow();
        if let Some(Job::Fold(checkpoint)) = jobs.front() {
            return (Vec::new(), Some(checkpoint.clone()));
        }
        let appends = jobs.iter().map_while(|job| match job {
            Job::Append(change) => Some(change.clone()),
            Job::Fold(_) => None,
        });
        (appends.collect(), None)
    }
}

/// Why the work is not on disk, and what helps.
pub fn words(error: &StoreError) -> String {
    match error {
        StoreError::Barred(_) => {
            "This browser does not let the page keep data: perhaps it is a private window. Your work lasts until you close this page. Save a copy as a file.".to_owned()
        }
        StoreError::Full => {
            "This device has no space left for the page. Your newest changes are only in this page: save a copy as a file now, then free some space.".to_owned()
        }
        StoreError::Failed(reason) => {
            format!("The browser could not write your newest changes ({reason}). Save a copy as a file now, then reload the page.")
        }
    }
}
