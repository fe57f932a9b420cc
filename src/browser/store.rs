//! The store on this device: checkpoints and a log of changes in IndexedDB. Knows nothing of what the texts mean.
//!
//! Each append is one transaction with strict durability, and is done when the transaction is complete: a browser that
//! is killed the next instant has it on disk. localStorage is no place for it: a killed browser loses the last seconds.

use super::folder::Folder;
use crate::workspace::{Standing, Texts};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionFinishKind, TransactionMode, TransactionOptions,
};
use js_sys::Reflect;
use thiserror::Error;
use wasm_bindgen::JsValue;

const LOG: &str = "log";
const CHECKPOINT: &str = "checkpoint";
/// Keys among the checkpoints: those that are written by turns, the one of the first version, what was set aside, the name
/// under which this store writes, the list of versions, each of which has a key of its own, the folder that is
/// shared, and how files are sealed.
const SLOTS: [&str; crate::workspace::SLOTS] = ["first", "second"];
const FIRST_VERSION: &str = "newest";
const ASIDE: &str = "aside";
const DEVICE: &str = "device";
const VERSIONS: &str = "versions";
const FOLDER: &str = "folder";
const SEALING: &str = "sealing";

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
    #[error("the browser’s storage failed: {0}")]
    Failed(String),
}

/// An open store. Stores of different names never see one another.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens the store of a name and makes it if there is none.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let database = Database::open(format!("clusterwise-{name}"))
            .with_version(2u8)
            .with_on_upgrade_needed(|_, database| {
                let there: Vec<String> = database.object_store_names().collect();
                if !there.iter().any(|name| name == LOG) {
                    database.create_object_store(LOG).with_auto_increment(true).build()?;
                }
                if !there.iter().any(|name| name == CHECKPOINT) {
                    database.create_object_store(CHECKPOINT).build()?;
                }
                Ok(())
            })
            .await
            .map_err(open_error)?;
        Ok(Self { database })
    }

    /// All texts, as one transaction sees them.
    pub async fn load(&self) -> Result<Texts, StoreError> {
        let reading = self.database.transaction([LOG, CHECKPOINT]).build().map_err(error)?;
        let checkpoints = reading.object_store(CHECKPOINT).map_err(error)?;
        let mut texts = Texts { first_version: text_at(&checkpoints, FIRST_VERSION).await?, ..Texts::default() };
        for (place, key) in texts.slots.iter_mut().zip(SLOTS) {
            *place = text_at(&checkpoints, key).await?;
        }
        let log = reading.object_store(LOG).map_err(error)?;
        let numbers = log.get_all_keys::<f64>().primitive().map_err(error)?.await.map_err(error)?;
        let numbers =
            numbers.collect::<Result<Vec<f64>, _>>().map_err(|damage| StoreError::Failed(damage.to_string()))?;
        let entries = log.get_all::<String>().primitive().map_err(error)?.await.map_err(error)?;
        // What is no text is an entry all the same, and a torn one.
        let entries = entries.map(Result::unwrap_or_default);
        texts.log = numbers.into_iter().map(|number| number as u64).zip(entries).collect();
        Ok(texts)
    }

    /// The name under which this store writes; the first time that is `new`, and is on disk before anything is written under it.
    pub async fn device(&self, new: &str) -> Result<String, StoreError> {
        let writing = self.writing()?;
        let kept = writing.object_store(CHECKPOINT).map_err(error)?;
        if let Some(known) = text_at(&kept, DEVICE).await? {
            return Ok(known);
        }
        put(&kept, DEVICE, new).await?;
        completed(writing).await?;
        Ok(new.to_owned())
    }

    /// From here on this store writes under another name.
    pub async fn rename_device(&self, name: &str) -> Result<(), StoreError> {
        let writing = self.writing()?;
        put(&writing.object_store(CHECKPOINT).map_err(error)?, DEVICE, name).await?;
        completed(writing).await
    }

    /// Adds entries to the log under the numbers from this one on, all or none. When this returns they are on disk.
    pub async fn append(&self, from: u64, entries: &[String]) -> Result<(), StoreError> {
        let writing = self.writing()?;
        let log = writing.object_store(LOG).map_err(error)?;
        for (number, entry) in (from..).zip(entries) {
            let adding = log.add(entry.as_str()).with_key(number as f64).primitive().map_err(error)?;
            adding.await.map_err(error)?;
        }
        completed(writing).await
    }

    /// Puts a checkpoint in its place, and what could not be read of the log aside; then reads it back.
    pub async fn put_checkpoint(&self, place: usize, text: &str, aside: Option<&str>) -> Result<(), StoreError> {
        let Some(key) = SLOTS.get(place) else { return Err(StoreError::Failed("there is no such place".to_owned())) };
        let writing = self.writing()?;
        let checkpoints = writing.object_store(CHECKPOINT).map_err(error)?;
        put(&checkpoints, key, text).await?;
        if let Some(aside) = aside {
            put(&checkpoints, ASIDE, aside).await?;
        }
        completed(writing).await?;
        let reading = self.database.transaction([CHECKPOINT]).build().map_err(error)?;
        let back = text_at(&reading.object_store(CHECKPOINT).map_err(error)?, key).await?;
        if back.as_deref() == Some(text) {
            Ok(())
        } else {
            Err(StoreError::Failed("a checkpoint does not read back as it was written".to_owned()))
        }
    }

    /// Drops the log entries that two checkpoints have taken in, and with the second one the first version's. `before` is how things
    /// stood before the newest.
    pub async fn drop_entries(&self, before: Standing) -> Result<(), StoreError> {
        let Some(up_to) = before.entries_to_drop() else { return Ok(()) };
        let writing = self.writing()?;
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
        let reading = self.database.transaction([CHECKPOINT]).build().map_err(error)?;
        text_at(&reading.object_store(CHECKPOINT).map_err(error)?, key).await
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
    /// happens.
    pub async fn change_versions(
        &self,
        change: impl FnOnce(Option<&str>) -> Option<VersionsChange>,
    ) -> Result<(), StoreError> {
        let writing = self.writing()?;
        let kept = writing.object_store(CHECKPOINT).map_err(error)?;
        let Some(change) = change(text_at(&kept, VERSIONS).await?.as_deref()) else { return Ok(()) };
        for id in change.gone {
            kept.delete(version_key(id)).primitive().map_err(error)?.await.map_err(error)?;
        }
        if let Some((id, text)) = change.put {
            put(&kept, &version_key(id), &text).await?;
        }
        put(&kept, VERSIONS, &change.list).await?;
        completed(writing).await
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
        let writing = self.writing()?;
        let kept = writing.object_store(CHECKPOINT).map_err(error)?;
        let request = kept.put(folder.handle()).with_key(FOLDER).primitive().map_err(error)?;
        request.await.map_err(error)?;
        completed(writing).await
    }

    /// How files are sealed, as a text.
    pub async fn sealing(&self) -> Result<Option<String>, StoreError> {
        self.kept(SEALING).await
    }

    pub async fn keep_sealing(&self, text: &str) -> Result<(), StoreError> {
        let writing = self.writing()?;
        put(&writing.object_store(CHECKPOINT).map_err(error)?, SEALING, text).await?;
        completed(writing).await
    }

    /// Removes everything from this store.
    pub async fn erase(&self) -> Result<(), StoreError> {
        let writing = self.writing()?;
        for name in [CHECKPOINT, LOG] {
            writing.object_store(name).map_err(error)?.clear().map_err(error)?.await.map_err(error)?;
        }
        completed(writing).await
    }

    fn writing(&self) -> Result<Transaction<'_>, StoreError> {
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

async fn text_at(store: &ObjectStore<'_>, key: &str) -> Result<Option<String>, StoreError> {
    store.get(key).primitive().map_err(error)?.await.map_err(error)
}

async fn put(store: &ObjectStore<'_>, key: &str, text: &str) -> Result<(), StoreError> {
    let request = store.put(text).with_key(key).primitive().map_err(error)?;
    request.await.map_err(error).map(|_| ())
}

fn open_error(failure: OpenDbError) -> StoreError {
    match failure {
        OpenDbError::Base(failure) => match error(failure) {
            StoreError::Failed(words) => StoreError::Barred(words),
            other => other,
        },
        other => StoreError::Barred(other.to_string()),
    }
}

/// Waits until a transaction is on disk. The browser completes it by itself once nothing more is asked of it; what it says where it
/// cannot is only to be had in this way.
async fn completed(writing: Transaction<'_>) -> Result<(), StoreError> {
    match writing.on_done().map_err(error)?.await {
        TransactionFinishKind::Ok => Ok(()),
        _ => Err(writing.error().map_or_else(|| StoreError::Failed("it was broken off".to_owned()), error)),
    }
}

/// Browsers name the same trouble differently; what matters is whether space has run out, or a number was taken.
fn error(failure: impl Into<Error>) -> StoreError {
    let failure = failure.into();
    let name = match &failure {
        Error::DomException(exception) => Reflect::get(exception.as_ref(), &"name".into()).ok(),
        _ => None,
    };
    let words = format!("{} {failure}", name.and_then(|name| name.as_string()).unwrap_or_default());
    if words.contains("Quota") || words.contains("quota") {
        StoreError::Full
    } else if words.contains("ConstraintError") {
        StoreError::Overtaken
    } else {
        StoreError::Failed(words.trim().to_owned())
    }
}
