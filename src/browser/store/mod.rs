//! The store on this device: checkpoints and a log of changes in IndexedDB. Knows nothing of what the texts mean.
//!
//! Each append is one transaction with strict durability, and is done when the transaction is complete: a browser that
//! is killed the next instant has it on disk. localStorage is no place for it: a killed browser loses the last seconds.
//!
//! A store that is locked holds each text sealed, by the vault that this page has unlocked. Sealing is waited for before a transaction
//! begins, as none waits for anything but the store; and each transaction that writes looks first whether the store is sealed as this
//! page thinks, so that no page writes in clear beside one that has just locked it.

mod connection;
mod sealing;
mod values;

pub use connection::on_other_programs;

use super::folder::Folder;
use super::vault::{self, Vault, VaultFault};
use crate::workspace::{Standing, Texts};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use thiserror::Error;
use values::{completed, data_name, error, is_same, log_place, opened, put, sealed, text_at, value_at, values_of};
use wasm_bindgen::JsValue;

const LOG: &str = "log";
const CHECKPOINT: &str = "checkpoint";
/// Keys among the checkpoints: those that are written by turns, the one of the first version, what was set aside, the name
/// under which this store writes, the list of versions, each of which has a key of its own, the folder that is
/// shared, how files are sealed, and how the store is locked.
const SLOTS: [&str; crate::workspace::SLOTS] = ["first", "second"];
const FIRST_VERSION: &str = "newest";
const ASIDE: &str = "aside";
const DEVICE: &str = "device";
const VERSIONS: &str = "versions";
const FOLDER: &str = "folder";
const SEALING: &str = "sealing";
const LOCK: &str = "lock";
/// What is never sealed: a name that chance made, a folder's handle, which only the browser can keep, and the lock itself.
const IN_CLEAR: [&str; 3] = [DEVICE, FOLDER, LOCK];
/// How often what another hand has changed meanwhile is read again.
const TRIES: u32 = 4;

/// What becomes of the versions of a store.
pub struct VersionsChange {
    /// The list of them.
    pub list: String,
    /// A new one: the number by which the list knows it, and its text.
    pub put: Option<(u64, String)>,
    pub gone: Vec<u64>,
}

/// Why the store does not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// There is no storage: a private window, a policy, or a browser without IndexedDB.
    #[error("this browser does not let the page keep data ({0})")]
    Barred(String),
    #[error("the space this browser gives the page is full")]
    Full,
    /// Somebody else has written since: what is on the screen is no longer what is stored.
    #[error("another page has written to this pilot meanwhile")]
    Overtaken,
    /// It is sealed, and this page has not the key that it is sealed with now.
    #[error("this pilot is locked")]
    Locked,
    #[error("the browser’s storage failed: {0}")]
    Failed(String),
}

impl From<VaultFault> for StoreError {
    fn from(fault: VaultFault) -> Self {
        Self::Failed(fault.to_string())
    }
}

/// An open store. Stores of different names never see one another.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    name: String,
}

impl Store {
    /// All texts, as one transaction sees them. What cannot be opened of a locked store is empty, which is no text that anybody wrote.
    pub async fn load(&self) -> Result<Texts, StoreError> {
        let reading = self.database.transaction([LOG, CHECKPOINT]).build().map_err(error)?;
        let checkpoints = reading.object_store(CHECKPOINT).map_err(error)?;
        let lock = text_at(&checkpoints, LOCK).await?;
        let first_version = value_at(&checkpoints, FIRST_VERSION).await?;
        let mut slots = Vec::new();
        for key in SLOTS {
            slots.push(value_at(&checkpoints, key).await?);
        }
        let log = values_of(&reading.object_store(LOG).map_err(error)?).await?;
        let vault = self.vault_for(lock.as_deref())?;
        let mut texts = Texts::default();
        for ((place, key), value) in texts.slots.iter_mut().zip(SLOTS).zip(slots) {
            let is_there = value.is_some();
            *place = opened(vault.as_ref(), value, key).await.or(is_there.then(String::new));
        }
        texts.first_version = opened(vault.as_ref(), first_version, FIRST_VERSION).await;
        for (number, value) in log {
            let text = opened(vault.as_ref(), Some(value), &log_place(number)).await;
            texts.log.push((number, text.unwrap_or_default()));
        }
        Ok(texts)
    }

    /// The vault that opens what a store holds that is locked in this way.
    fn vault_for(&self, lock: Option<&str>) -> Result<Option<Vault>, StoreError> {
        let vault = vault::of(&self.name);
        match (lock.map(data_name), vault.as_ref().map(Vault::data_name)) {
            (None, None) => Ok(None),
            // Another page has taken the lock off.
            (None, Some(_)) => {
                vault::put(&self.name, None);
                Ok(None)
            }
            (Some(is), Some(ours)) if is.as_deref() == Some(ours) => Ok(vault),
            _ => Err(StoreError::Locked),
        }
    }

    /// The name under which this store writes; the first time that is `new`, and is on disk before anything is written under it.
    pub async fn device(&self, new: &str) -> Result<String, StoreError> {
        let writing = self.writing(vault::of(&self.name).as_ref()).await?;
        let kept = writing.object_store(CHECKPOINT).map_err(error)?;
        if let Some(known) = text_at(&kept, DEVICE).await? {
            return Ok(known);
        }
        put(&kept, DEVICE, &JsValue::from_str(new)).await?;
        completed(writing).await?;
        Ok(new.to_owned())
    }

    /// From here on this store writes under another name.
    pub async fn rename_device(&self, name: &str) -> Result<(), StoreError> {
        self.put_at(DEVICE, name).await
    }

    async fn put_at(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let vault = vault::of(&self.name);
        let value = sealed(vault.as_ref(), text, key).await?;
        let writing = self.writing(vault.as_ref()).await?;
        put(&writing.object_store(CHECKPOINT).map_err(error)?, key, &value).await?;
        completed(writing).await
    }

    /// Adds entries to the log under the numbers from this one on, all or none. When this returns they are on disk.
    pub async fn append(&self, from: u64, entries: &[String]) -> Result<(), StoreError> {
        let vault = vault::of(&self.name);
        let mut values = Vec::new();
        for (number, entry) in (from..).zip(entries) {
            values.push((number, sealed(vault.as_ref(), entry, &log_place(number)).await?));
        }
        let writing = self.writing(vault.as_ref()).await?;
        let log = writing.object_store(LOG).map_err(error)?;
        for (number, value) in values {
            let adding = log.add(value).with_key(number as f64).primitive().map_err(error)?;
            adding.await.map_err(error)?;
        }
        completed(writing).await
    }

    /// Puts a checkpoint in its place, and what could not be read of the log aside; then reads it back.
    pub async fn put_checkpoint(&self, place: usize, text: &str, aside: Option<&str>) -> Result<(), StoreError> {
        let Some(key) = SLOTS.get(place) else { return Err(StoreError::Failed("there is no such place".to_owned())) };
        let vault = vault::of(&self.name);
        let value = sealed(vault.as_ref(), text, key).await?;
        let aside = match aside {
            Some(aside) => Some(sealed(vault.as_ref(), aside, ASIDE).await?),
            None => None,
        };
        let writing = self.writing(vault.as_ref()).await?;
        let checkpoints = writing.object_store(CHECKPOINT).map_err(error)?;
        put(&checkpoints, key, &value).await?;
        if let Some(aside) = aside {
            put(&checkpoints, ASIDE, &aside).await?;
        }
        completed(writing).await?;
        let reading = self.database.transaction([CHECKPOINT]).build().map_err(error)?;
        let back = value_at(&reading.object_store(CHECKPOINT).map_err(error)?, key).await?;
        if opened(vault.as_ref(), back, key).await.as_deref() == Some(text) {
            Ok(())
        } else {
            Err(StoreError::Failed("a checkpoint does not read back as it was written".to_owned()))
        }
    }

    /// Drops the log entries that two checkpoints have taken in, and with the second one the first version's. `before` is how things
    /// stood before the newest.
    pub async fn drop_entries(&self, before: Standing) -> Result<(), StoreError> {
        let Some(up_to) = before.entries_to_drop() else { return Ok(()) };
        let writing = self.writing(vault::of(&self.name).as_ref()).await?;
        let log = writing.object_store(LOG).map_err(error)?;
        let range = KeyRange::UpperBound(up_to as f64, false);
        log.delete::<f64, _>(range).primitive().map_err(error)?.await.map_err(error)?;
        let checkpoints = writing.object_store(CHECKPOINT).map_err(error)?;
        checkpoints.delete(FIRST_VERSION).primitive().map_err(error)?.await.map_err(error)?;
        completed(writing).await
    }

    /// What was set aside of a log that could not be read to its end.
    pub async fn aside(&self) -> Result<Option<String>, StoreError> {
        self.kept(ASIDE).await
    }

    async fn kept(&self, key: &str) -> Result<Option<String>, StoreError> {
        let (lock, value) = self.with_lock(key).await?;
        let vault = self.vault_for(lock.as_deref())?;
        let is_there = value.is_some();
        let text = opened(vault.as_ref(), value, key).await;
        match (is_there, text) {
            (true, None) => Err(StoreError::Failed("what is kept there does not open".to_owned())),
            (_, text) => Ok(text),
        }
    }

    /// How the store is locked, and what is at a place.
    async fn with_lock(&self, key: &str) -> Result<(Option<String>, Option<JsValue>), StoreError> {
        let reading = self.database.transaction([CHECKPOINT]).build().map_err(error)?;
        let kept = reading.object_store(CHECKPOINT).map_err(error)?;
        Ok((text_at(&kept, LOCK).await?, value_at(&kept, key).await?))
    }

    /// The list of versions; None where there never was one.
    pub async fn versions(&self) -> Result<Option<String>, StoreError> {
        self.kept(VERSIONS).await
    }

    /// The text of a version.
    pub async fn version(&self, id: u64) -> Result<Option<String>, StoreError> {
        self.kept(&version_key(id)).await
    }

    /// Changes the list of versions, and the texts that go with it, together. `change` is given the list as it is; with None nothing
    /// happens. Where another hand changes the list meanwhile it is asked again.
    pub async fn change_versions(
        &self,
        mut change: impl FnMut(Option<&str>) -> Option<VersionsChange>,
    ) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            let (lock, before) = self.with_lock(VERSIONS).await?;
            let vault = self.vault_for(lock.as_deref())?;
            let list = opened(vault.as_ref(), before.clone(), VERSIONS).await;
            let Some(change) = change(list.as_deref()) else { return Ok(()) };
            let list = sealed(vault.as_ref(), &change.list, VERSIONS).await?;
            let put_too = match &change.put {
                Some((id, text)) => {
                    let key = version_key(*id);
                    let value = sealed(vault.as_ref(), text, &key).await?;
                    Some((key, value))
                }
                None => None,
            };
            let writing = self.writing(vault.as_ref()).await?;
            let kept = writing.object_store(CHECKPOINT).map_err(error)?;
            if !is_same(value_at(&kept, VERSIONS).await?.as_ref(), before.as_ref()) {
                continue;
            }
            for id in change.gone {
                kept.delete(version_key(id)).primitive().map_err(error)?.await.map_err(error)?;
            }
            if let Some((key, value)) = put_too {
                put(&kept, &key, &value).await?;
            }
            put(&kept, VERSIONS, &list).await?;
            return completed(writing).await;
        }
        Err(StoreError::Failed("the list of versions was changed again and again".to_owned()))
    }

    /// The folder that was chosen, without its permission.
    pub async fn folder(&self) -> Result<Option<Folder>, StoreError> {
        let reading = self.database.transaction([CHECKPOINT]).build().map_err(error)?;
        let kept = reading.object_store(CHECKPOINT).map_err(error)?;
        let handle: Option<JsValue> = kept.get(FOLDER).primitive().map_err(error)?.await.map_err(error)?;
        Ok(handle.and_then(Folder::remembered))
    }

    /// Remembers a folder.
    pub async fn keep_folder(&self, folder: &Folder) -> Result<(), StoreError> {
        let writing = self.writing(vault::of(&self.name).as_ref()).await?;
        put(&writing.object_store(CHECKPOINT).map_err(error)?, FOLDER, folder.handle()).await?;
        completed(writing).await
    }

    /// How files are sealed, as a text.
    pub async fn sealing(&self) -> Result<Option<String>, StoreError> {
        self.kept(SEALING).await
    }

    pub async fn keep_sealing(&self, text: &str) -> Result<(), StoreError> {
        self.put_at(SEALING, text).await
    }

    /// Removes everything from this store. What it was locked with is forgotten too.
    pub async fn erase(&self) -> Result<(), StoreError> {
        let writing = self.unchecked()?;
        for name in [CHECKPOINT, LOG] {
            writing.object_store(name).map_err(error)?.clear().map_err(error)?.await.map_err(error)?;
        }
        completed(writing).await?;
        vault::put(&self.name, None);
        Ok(())
    }

    /// A transaction that writes, if the store is sealed by this vault, or by none.
    async fn writing(&self, vault: Option<&Vault>) -> Result<Transaction<'_>, StoreError> {
        let writing = self.unchecked()?;
        let lock = text_at(&writing.object_store(CHECKPOINT).map_err(error)?, LOCK).await?;
        match lock.map(|lock| data_name(&lock)) == vault.map(|vault| Some(vault.data_name().to_owned())) {
            true => Ok(writing),
            false => Err(StoreError::Locked),
        }
    }

    fn unchecked(&self) -> Result<Transaction<'_>, StoreError> {
        let options = TransactionOptions::new().with_durability(TransactionDurability::Strict);
        self.database
            .transaction([LOG, CHECKPOINT])
            .with_mode(TransactionMode::Readwrite)
            .with_options(options)
            .build()
            .map_err(error)
    }
}

fn version_key(id: u64) -> String {
    format!("version {id}")
}
