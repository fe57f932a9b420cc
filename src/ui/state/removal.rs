//! Leaving a workspace, and removing it from this device. Knows nothing of how it was opened.

use super::found::leave_tail;
use super::live::Said;
use super::open::{AppState, Which};
use super::saver::{self, SaveState};
use crate::browser::store::Store;
use crate::browser::{device, preference};
use leptos::prelude::*;

impl AppState {
    /// Removes a damaged workspace from its store, when the person has said so.
    pub async fn give_up(self, which: Which) {
        if let Ok(store) = Store::open(which.store_name()).await {
            let _ = store.erase().await;
        }
        let _ = self.fault.try_set(None);
        self.forget(which);
    }

    /// What is remembered of a store beside it goes with it: other pages are told, and the next store starts under a new name.
    fn forget(&self, which: Which) {
        self.give_up_saving();
        leave_tail(which, None);
        device::forget(which.store_name());
        self.say(&Said::Anew);
        self.leave();
    }

    /// Removes the open workspace from its store, and reads back that it is gone. The sentence says why it is not.
    pub async fn remove_from_device(self) -> Result<(), String> {
        let which =
            self.opened.with_untracked(|open| open.as_ref().map(|open| open.which)).ok_or("No pilot is open.")?;
        self.all_is_saved().await;
        let store = Store::open(which.store_name()).await.map_err(|error| saver::words(&error))?;
        store.erase().await.map_err(|error| saver::words(&error))?;
        let left = store.load().await.map_err(|error| saver::words(&error))?;
        if !left.is_empty() {
            return Err("The browser still has some of it. Close other tabs of this page and try again.".to_owned());
        }
        self.forget(which);
        Ok(())
    }

    /// What was set aside of the open workspace's log, as it was stored.
    pub async fn aside(self) -> Option<String> {
        let which = self.opened.with_untracked(|open| open.as_ref().map(|open| open.which))?;
        Store::open(which.store_name()).await.ok()?.aside().await.ok()?
    }

    /// Goes back to the first page. What was open stays in its store.
    pub fn leave(&self) {
        preference::forget("open");
        let _ = self.sealing.try_set_value(None);
        let _ = self.opened.try_set(None);
        let _ = self.locked.try_set(None);
        let _ = self.lock_is_on.try_set(false);
        let _ = self.save.try_set(SaveState::Idle);
        let _ = self.set_aside.try_set(0);
    }
}
