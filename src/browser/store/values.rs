//! Values as they lie in a store: texts, in clear or sealed, each as its bytes. Knows nothing of what they are for.

use super::{IN_CLEAR, StoreError};
use crate::browser::bytes::{bytes_of, text_of};
use crate::browser::vault::Vault;
use crate::seal::VaultRecord;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionFinishKind};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn log_place(number: u64) -> String {
    format!("log {number}")
}

/// The name of the key that a lock's record says the store is sealed with; None where the record cannot be read.
pub(super) fn data_name(lock: &str) -> Option<String> {
    VaultRecord::read(lock).ok().map(|record| record.data_name().to_owned())
}

/// A text as it lies in the store.
pub(super) async fn sealed(vault: Option<&Vault>, text: &str, place: &str) -> Result<JsValue, StoreError> {
    if IN_CLEAR.contains(&place) {
        return Ok(JsValue::from_str(text));
    }
    match vault {
        Some(vault) => Ok(vault.seal(text, place).await?.into()),
        None => Ok(bytes_of(text).into()),
    }
}

/// What lies at a place, as a text. Of a store that is locked only what is sealed is believed. What is no text, or does not open, is
/// torn: that is told by whoever needs it.
pub(super) async fn opened(vault: Option<&Vault>, value: Option<JsValue>, place: &str) -> Option<String> {
    match vault {
        Some(vault) => vault.open(&value?.dyn_into().ok()?, place).await.ok(),
        // Earlier programs kept strings.
        None => text_of(&value?),
    }
}

/// Whether two values are the same text, or the same bytes.
pub(super) fn is_same(one: Option<&JsValue>, other: Option<&JsValue>) -> bool {
    let bytes = |value: &JsValue| value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    match (one, other) {
        (Some(one), Some(other)) => match (bytes(one), bytes(other)) {
            (None, None) => one == other,
            (one, other) => one == other,
        },
        (one, other) => one.is_none() && other.is_none(),
    }
}

pub(super) async fn value_at(store: &ObjectStore<'_>, key: &str) -> Result<Option<JsValue>, StoreError> {
    store.get(key).primitive().map_err(error)?.await.map_err(error)
}

pub(super) async fn text_at(store: &ObjectStore<'_>, key: &str) -> Result<Option<String>, StoreError> {
    Ok(value_at(store, key).await?.and_then(|value| value.as_string()))
}

pub(super) async fn values_of(log: &ObjectStore<'_>) -> Result<Vec<(u64, JsValue)>, StoreError> {
    let numbers = log.get_all_keys::<f64>().primitive().map_err(error)?.await.map_err(error)?;
    let numbers = numbers.collect::<Result<Vec<f64>, _>>().map_err(damage)?;
    let values = log.get_all::<JsValue>().primitive().map_err(error)?.await.map_err(error)?;
    let values = values.map(Result::unwrap_or_default);
    Ok(numbers.into_iter().map(|number| number as u64).zip(values).collect())
}

pub(super) async fn put(store: &ObjectStore<'_>, key: &str, value: &JsValue) -> Result<(), StoreError> {
    let request = store.put(value).with_key(key).primitive().map_err(error)?;
    request.await.map_err(error).map(|_| ())
}

pub(super) fn damage(damage: impl std::fmt::Display) -> StoreError {
    StoreError::Failed(damage.to_string())
}

/// Waits until a transaction is on disk. The browser completes it by itself once nothing more is asked of it; what it says where it
/// cannot is only to be had in this way.
pub(super) async fn completed(writing: Transaction<'_>) -> Result<(), StoreError> {
    match writing.on_done().map_err(error)?.await {
        TransactionFinishKind::Ok => Ok(()),
        _ => Err(writing.error().map_or_else(|| StoreError::Failed("it was broken off".to_owned()), error)),
    }
}

/// Browsers name the same trouble differently; what matters is whether space has run out, or a number was taken.
pub(super) fn error(failure: impl Into<Error>) -> StoreError {
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
