//! The store on this device: a checkpoint and a log of changes in IndexedDB. Knows nothing of what the texts mean.
//!
//! Each append is one transaction with strict durability, and is done when the transaction is complete: a browser that
//! is killed the next instant has it on disk. localStorage is no place for it: a killed browser loses the last seconds.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use thiserror::Error;

const LOG: &str = "log";
const CHECKPOINT: &str = "checkpoint";
const NEWEST: &str = "newest";

/// Why the store does not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// There is no storage: a private window, a policy, or a browser without IndexedDB.
    #[error("this browser does not let the page keep data ({0})")]
    Barred(String),
    #[error("the space this browser gives the page is full")]
    Full,
    #[error("the browser’s storage failed: {0}")]
    Failed(String),
}

/// What a store holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    pub checkpoint: Option<String>,
    /// Changes since the checkpoint, oldest first.
    pub log: Vec<String>,
}

impl Stored {
    pub fn is_empty(&self) -> bool {
        self.checkpoint.is_none() && self.log.is_empty()
    }
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
            .with_version(1u8)
            .with_on_upgrade_needed(|_, database| {
                database.create_object_store(LOG).with_auto_increment(true).build()?;
                database.create_object_store(CHECKPOINT).build()?;
                Ok(())
            })
            .await
            .map_err(open_error)?;
        Ok(Self { database })
    }

    pub async fn load(&self) -> Result<Stored, StoreError> {
        let reading = self.database.transaction([LOG, CHECKPOINT]).build().map_err(error)?;
        let checkpoints = reading.object_store(CHECKPOINT).map_err(error)?;
        let checkpoint = checkpoints.get(NEWEST).primitive().map_err(error)?.await.map_err(error)?;
        let entries = reading.object_store(LOG).map_err(error)?;
        let entries = entries.get_all::<String>().primitive().map_err(error)?.await.map_err(error)?;
        let log = entries.collect::<Result<Vec<_>, _>>().map_err(|damage| StoreError::Failed(damage.to_string()))?;
        Ok(Stored { checkpoint, log })
    }

    /// Adds changes to the log, all or none. When this returns they are on disk.
    pub async fn append(&self, changes: &[String]) -> Result<(), StoreError> {
        let writing = self.writing()?;
        let log = writing.object_store(LOG).map_err(error)?;
        for change in changes {
            log.add(change.as_str()).primitive().map_err(error)?.await.map_err(error)?;
        }
        writing.commit().await.map_err(error)
    }

    /// Puts a checkpoint in place of the old one and of the whole log, in one step.
    pub async fn fold(&self, checkpoint: &str) -> Result<(), StoreError> {
        let writing = self.writing()?;
        put_checkpoint(&writing.object_store(CHECKPOINT).map_err(error)?, checkpoint).await?;
        writing.object_store(LOG).map_err(error)?.clear().map_err(error)?.await.map_err(error)?;
        writing.commit().await.map_err(error)
    }

    /// Removes everything from this store.
    pub async fn erase(&self) -> Result<(), StoreError> {
        let writing = self.writing()?;
        for name in [CHECKPOINT, LOG] {
            writing.object_store(name).map_err(error)?.clear().map_err(error)?.await.map_err(error)?;
        }
        writing.commit().await.map_err(error)
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

async fn put_checkpoint(store: &ObjectStore<'_>, checkpoint: &str) -> Result<(), StoreError> {
    let request = store.put(checkpoint).with_key(NEWEST).primitive().map_err(error)?;
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

/// Browsers name the same trouble differently; what matters is whether space has run out.
fn error(failure: impl Into<Error>) -> StoreError {
    let words = failure.into().to_string();
    if words.contains("Quota") || words.contains("quota") { StoreError::Full } else { StoreError::Failed(words) }
}
