//! Versions: when what a workspace was is kept beside it, and how it is had again. Knows nothing of pages.

use super::open::{AppState, Which};
use super::saver;
use crate::browser::store::{Store, StoreError, VersionsChange};
use crate::browser::{moment, tabs, timer};
use crate::bundle::{Bundle, BundleError, VersionPlan};
use crate::merge::Document;
use crate::workspace::{Change, Keeping, Version, VersionWhy, Versions, Workspace, WorkspaceError, checked_name};
use leptos::prelude::*;
use std::sync::Arc;

/// A session's version is written when the person who types makes a pause, so that it is in nobody's way.
const PAUSE_MS: i32 = 1_500;

/// Keeps what a workspace was before a change, a moment later. Where that cannot be done, nothing is said: the change itself has its
/// undo, and what is wrong with the store is told by whoever saves.
pub(super) fn keep_before(state: AppState, which: Which, before: Arc<Workspace>, why: VersionWhy) {
    if before.document().is_empty() {
        return;
    }
    let erasures = state.erasures.get_value();
    leptos::task::spawn_local(async move {
        timer::wait_ms(if why == VersionWhy::Session { PAUSE_MS } else { 0 }).await;
        // What was erased meanwhile is still in what was before.
        let is_without = state.erasures.try_get_value() == Some(erasures);
        if is_without
            && tabs::is_writer(which.store_name())
            && let Ok(store) = Store::open(which.store_name()).await
        {
            let _undo_is_there = keep(&store, &before, why, None).await;
            state.tell_of_versions();
        }
    });
}

async fn keep(
    store: &Store,
    workspace: &Workspace,
    why: VersionWhy,
    name: Option<String>,
) -> Result<Keeping, StoreError> {
    let bundle = Bundle::backup(workspace.document());
    let text = String::from_utf8(bundle.encode()).map_err(|error| StoreError::Failed(error.to_string()))?;
    let version = Version { name, ..Version::of(&text, why, bundle.holds().words(), moment::now_ms()) };
    let mut came = Keeping::NoRoom;
    let kept = store.change_versions(|list| {
        let mut versions = Versions::read(list);
        came = versions.keep(version.clone());
        let (put, gone) = match &came {
            Keeping::Kept { id, dropped } => (Some((*id, text.clone())), dropped.clone()),
            Keeping::AlreadyThere(_) => (None, Vec::new()),
            Keeping::NoRoom => return None,
        };
        Some(VersionsChange { list: versions.write().ok()?, put, gone })
    });
    kept.await?;
    Ok(came)
}

/// Gives the space of all automatic versions to what is newer. Whether there was any.
pub(super) async fn give_room(store: &Store) -> Result<bool, StoreError> {
    let mut there_was_any = false;
    let given = store.change_versions(|list| {
        let mut versions = Versions::read(list);
        let gone = versions.give_room();
        there_was_any = !gone.is_empty();
        versions.write().ok().filter(|_| there_was_any).map(|list| VersionsChange { list, put: None, gone })
    });
    given.await?;
    Ok(there_was_any)
}

/// Removes all versions, as something in them was erased.
pub(super) async fn forget(store: &Store) -> Result<(), StoreError> {
    let gone = store.change_versions(|list| {
        let gone = Versions::read(list).iter().map(|version| version.id).collect();
        Some(VersionsChange { list: Versions::default().write().ok()?, put: None, gone })
    });
    gone.await
}

impl AppState {
    async fn store_of_versions(self) -> Result<Store, String> {
        let which = self.which().ok_or("No pilot is open.")?;
        Store::open(which.store_name()).await.map_err(|error| saver::words(&error))
    }

    /// The versions of the open workspace.
    pub async fn versions(self) -> Result<Versions, String> {
        let list = self.store_of_versions().await?.versions().await.map_err(|error| saver::words(&error))?;
        Ok(Versions::read(list.as_deref()))
    }

    /// A version, what it holds, and its text, which is a file like any other. The sentence says why there is none.
    pub async fn version(self, id: u64) -> Result<(Version, Document, String), String> {
        let gone = || "There is no such version any more: it may have made room for newer ones.".to_owned();
        let version = self.versions().await?.get(id).cloned().ok_or_else(gone)?;
        let text = self.store_of_versions().await?.version(id).await.map_err(|error| saver::words(&error))?;
        let text = text.ok_or_else(gone)?;
        if !version.is_of(&text) {
            return Err("This version is damaged, so it cannot be gone back to.".to_owned());
        }
        let bundle =
            Bundle::decode(text.as_bytes()).map_err(|error| format!("This version cannot be read: {error}."))?;
        Ok((version, bundle.document, text))
    }

    /// Keeps what is on the screen as a version, under a name. The sentence says why not.
    pub async fn keep_version(self, name: &str) -> Result<(), String> {
        self.may_change_versions()?;
        let name = checked_name(name).map_err(|error| error.to_string())?;
        let workspace = untrack(move || self.workspace()).ok_or("No pilot is open.")?;
        let store = self.store_of_versions().await?;
        match keep(&store, &workspace, VersionWhy::Asked, name).await.map_err(|error| saver::words(&error))? {
            Keeping::NoRoom => Err("the versions that you kept fill their space: remove one first".to_owned()),
            Keeping::Kept { .. } | Keeping::AlreadyThere(_) => {
                self.tell_of_versions();
                Ok(())
            }
        }
    }

    fn tell_of_versions(self) {
        let _app_may_be_gone = self.versions_changed.try_update(|changed| *changed += 1);
    }

    /// Names a version; it then stays until it is removed.
    pub async fn name_version(self, id: u64, name: &str) -> Result<(), String> {
        self.change_version(|versions| versions.name(id, name).map(|()| Vec::new())).await
    }

    pub async fn remove_version(self, id: u64) -> Result<(), String> {
        self.change_version(|versions| versions.remove(id).map(|()| vec![id])).await
    }

    async fn change_version(
        self,
        mut change: impl FnMut(&mut Versions) -> Result<Vec<u64>, WorkspaceError>,
    ) -> Result<(), String> {
        self.may_change_versions()?;
        let mut refused = None;
        let store = self.store_of_versions().await?;
        let changed = store.change_versions(|list| {
            let mut versions = Versions::read(list);
            match change(&mut versions).and_then(|gone| Ok((versions.write()?, gone))) {
                Ok((list, gone)) => Some(VersionsChange { list, put: None, gone }),
                Err(error) => {
                    refused = Some(error.to_string());
                    None
                }
            }
        });
        changed.await.map_err(|error| saver::words(&error))?;
        self.tell_of_versions();
        refused.map_or(Ok(()), Err)
    }

    fn may_change_versions(self) -> Result<(), String> {
        match self.looks_on() {
            true => Err("this pilot is open in another tab: change its versions there".to_owned()),
            false => Ok(()),
        }
    }

    /// Goes back to a version, which is a step like any other.
    pub fn go_back(&self, plan: &VersionPlan, version: &str) -> Result<Arc<Change>, BundleError> {
        self.act(Some(VersionWhy::Restore), |workspace, now| plan.apply(workspace, version, now))
    }
}
