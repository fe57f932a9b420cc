//! Locking a store: all that is in it sealed anew, and the record that opens it. Knows nothing of doors and passphrases.

use super::values::{completed, damage, error, is_same, log_place, opened, put, sealed, text_at, values_of};
use super::{CHECKPOINT, FOLDER, IN_CLEAR, LOCK, LOG, Store, StoreError, TRIES};
use crate::browser::vault::{self, Vault};
use crate::seal::VaultRecord;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use wasm_bindgen::JsValue;

impl Store {
    /// How the store is locked, as a text; None where it is not.
    pub async fn lock(&self) -> Result<Option<String>, StoreError> {
        let reading = self.database.transaction([CHECKPOINT]).build().map_err(error)?;
        text_at(&reading.object_store(CHECKPOINT).map_err(error)?, LOCK).await
    }

    /// Other doors to the same key.
    pub async fn change_lock(&self, record: &VaultRecord) -> Result<(), StoreError> {
        let text = record.write().map_err(|error| StoreError::Failed(error.to_string()))?;
        self.put_at(LOCK, &text).await
    }

    /// Another data key, if there is one: what was sealed with the one before, and may lie about on the disk, opens no more.
    pub async fn change_key(&self) -> Result<(), StoreError> {
        let (Some(vault), Some(lock)) = (vault::of(&self.name), self.lock().await?) else { return Ok(()) };
        let mut record = VaultRecord::read(&lock).map_err(|error| StoreError::Failed(error.to_string()))?;
        let (another, wrapped) = vault.with_another_key().await?;
        record.put_data(another.data_name().to_owned(), wrapped);
        self.seal_anew(Some((&record, another))).await
    }

    /// Seals all that is here anew: by another vault, with the record that opens it, or by none. Done or not done as a whole.
    pub async fn seal_anew(&self, by: Option<(&VaultRecord, Vault)>) -> Result<(), StoreError> {
        let lock = match by.as_ref().map(|(record, _)| record.write()).transpose() {
            Ok(lock) => lock,
            Err(error) => return Err(StoreError::Failed(error.to_string())),
        };
        let (before, after) = (vault::of(&self.name), by.map(|(_, vault)| vault));
        for _ in 0..TRIES {
            let all = self.all().await?;
            let (mut kept, mut log) = (Vec::new(), Vec::new());
            for (key, value) in &all.kept {
                let clear = IN_CLEAR.contains(&key.as_str());
                let value = if clear { value.clone() } else { anew(&before, &after, value, key).await? };
                kept.push((key, value));
            }
            for (number, value) in &all.log {
                log.push((*number, anew(&before, &after, value, &log_place(*number)).await?));
            }
            let writing = self.writing(before.as_ref()).await?;
            // What was written meanwhile is not in these.
            if !all.is_as(&writing).await? {
                continue;
            }
            let (kept_there, log_there) =
                (writing.object_store(CHECKPOINT).map_err(error)?, writing.object_store(LOG).map_err(error)?);
            for (key, value) in kept {
                put(&kept_there, key, &value).await?;
            }
            match &lock {
                Some(text) => put(&kept_there, LOCK, &JsValue::from_str(text)).await?,
                None => kept_there.delete(LOCK).primitive().map_err(error)?.await.map_err(error)?,
            }
            for (number, value) in log {
                let request = log_there.put(value).with_key(number as f64).primitive().map_err(error)?;
                request.await.map_err(error)?;
            }
            completed(writing).await?;
            vault::put(&self.name, after);
            return Ok(());
        }
        Err(StoreError::Failed("it was written to again and again".to_owned()))
    }

    async fn all(&self) -> Result<All, StoreError> {
        let reading = self.database.transaction([LOG, CHECKPOINT]).build().map_err(error)?;
        All::of(&reading).await
    }
}

/// Everything in a store, as it lies there.
struct All {
    kept: Vec<(String, JsValue)>,
    log: Vec<(u64, JsValue)>,
}

impl All {
    async fn of(looking: &Transaction<'_>) -> Result<Self, StoreError> {
        let kept = looking.object_store(CHECKPOINT).map_err(error)?;
        let keys = kept.get_all_keys::<String>().primitive().map_err(error)?.await.map_err(error)?;
        let keys = keys.collect::<Result<Vec<String>, _>>().map_err(damage)?;
        let values = kept.get_all::<JsValue>().primitive().map_err(error)?.await.map_err(error)?;
        let values = values.collect::<Result<Vec<JsValue>, _>>().map_err(damage)?;
        let log = values_of(&looking.object_store(LOG).map_err(error)?).await?;
        Ok(Self { kept: keys.into_iter().zip(values).collect(), log })
    }

    /// Whether nothing has been written since.
    async fn is_as(&self, looking: &Transaction<'_>) -> Result<bool, StoreError> {
        let now = Self::of(looking).await?;
        let kept = self.kept.len() == now.kept.len()
            && self.kept.iter().zip(&now.kept).all(|((one, before), (other, after))| {
                one == other && (one == FOLDER || is_same(Some(before), Some(after)))
            });
        let log = self.log.len() == now.log.len()
            && self
                .log
                .iter()
                .zip(&now.log)
                .all(|((one, before), (other, after))| one == other && is_same(Some(before), Some(after)));
        Ok(kept && log)
    }
}

async fn anew(
    before: &Option<Vault>,
    after: &Option<Vault>,
    value: &JsValue,
    place: &str,
) -> Result<JsValue, StoreError> {
    match opened(before.as_ref(), Some(value.clone()), place).await {
        Some(text) => sealed(after.as_ref(), &text, place).await,
        // It could not be read before, and is no worse for staying as it is.
        None => Ok(value.clone()),
    }
}
