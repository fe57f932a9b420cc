//! Keys that the browser keeps and no script can read out: AES-256-GCM by WebCrypto, and the stores that this page has unlocked.
//! Knows nothing of what is sealed. Each seal has a random nonce of 96 bits, and a header that is sealed along with it.

use super::device;
use crate::seal::{VaultRecord, Wrapped};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::collections::BTreeMap;
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

const CIPHER: &str = "AES-GCM";
const NONCE: usize = 12;

/// Why a key is not made, or opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VaultFault {
    /// An old browser, or a page that did not come by a secure way.
    #[error("this browser keeps no keys for a page that comes in this way")]
    NoKeys,
    /// What is opened was sealed with another key, or has been changed.
    #[error("the key does not fit")]
    DoesNotFit,
}

/// A key that wraps other keys.
#[derive(Debug, Clone)]
pub struct WrappingKey(CryptoKey);

/// A key that seals texts.
#[derive(Debug, Clone)]
struct SealingKey(CryptoKey);

/// A store that is unlocked: what seals its texts, and what wraps that.
#[derive(Debug, Clone)]
pub struct Vault {
    root: WrappingKey,
    data: SealingKey,
    data_name: String,
}

thread_local! {
    /// The vaults of this page, by the store's name. They are gone when the page is.
    static UNLOCKED: RefCell<BTreeMap<String, Vault>> = const { RefCell::new(BTreeMap::new()) };
}

/// The vault of a store, if this page has unlocked it.
pub fn of(store: &str) -> Option<Vault> {
    UNLOCKED.with_borrow(|unlocked| unlocked.get(store).cloned())
}

/// From here on a store is sealed by a vault, or by none.
pub fn put(store: &str, vault: Option<Vault>) {
    UNLOCKED.with_borrow_mut(|unlocked| match vault {
        Some(vault) => _ = unlocked.insert(store.to_owned(), vault),
        None => _ = unlocked.remove(store),
    });
}

/// Whether this browser has what it takes.
pub fn is_possible() -> bool {
    subtle().is_ok()
}

impl WrappingKey {
    /// The key of these bytes; it cannot be read out again.
    pub async fn of_bytes(bytes: &[u8; 32]) -> Result<Self, VaultFault> {
        let subtle = subtle()?;
        let raw = Uint8Array::from(bytes.as_slice());
        let usages = texts(&["wrapKey", "unwrapKey"]);
        key(subtle.import_key_with_str("raw", raw.unchecked_ref(), CIPHER, false, &usages)).await.map(Self)
    }

    /// A new one by chance, which can be wrapped.
    pub async fn make() -> Result<Self, VaultFault> {
        generate(&["wrapKey", "unwrapKey"]).await.map(Self)
    }

    /// Wraps another of its kind.
    pub async fn wrap(&self, other: &Self, header: &str) -> Result<Wrapped, VaultFault> {
        wrap(&self.0, &other.0, header).await
    }

    /// Unwraps another of its kind: one that can be wrapped again, or not.
    pub async fn unwrap(&self, wrapped: &Wrapped, header: &str, again: bool) -> Result<Self, VaultFault> {
        unwrap(&self.0, wrapped, header, again, &["wrapKey", "unwrapKey"]).await.map(Self)
    }
}

impl Vault {
    /// A vault with a new data key, and that key as a record keeps it.
    pub async fn make(root: WrappingKey) -> Result<(Self, Wrapped), VaultFault> {
        let data_name = device::random_bytes::<8>().ok_or(VaultFault::NoKeys)?;
        let data_name: String = data_name.iter().map(|byte| format!("{byte:02x}")).collect();
        let made = generate(&["encrypt", "decrypt"]).await?;
        let header = VaultRecord::data_header(&data_name);
        let wrapped = wrap(&root.0, &made, &header).await?;
        Ok((Self::of_wrapped(root, data_name, &wrapped).await?, wrapped))
    }

    /// The vault of a record, whose root key this is.
    pub async fn of_record(root: WrappingKey, record: &VaultRecord) -> Result<Self, VaultFault> {
        Self::of_wrapped(root, record.data_name().to_owned(), record.data()).await
    }

    async fn of_wrapped(root: WrappingKey, data_name: String, data: &Wrapped) -> Result<Self, VaultFault> {
        let header = VaultRecord::data_header(&data_name);
        let data = SealingKey(unwrap(&root.0, data, &header, false, &["encrypt", "decrypt"]).await?);
        Ok(Self { root, data, data_name })
    }

    /// The same root with another data key.
    pub async fn with_another_key(&self) -> Result<(Self, Wrapped), VaultFault> {
        Self::make(self.root.clone()).await
    }

    pub fn data_name(&self) -> &str {
        &self.data_name
    }

    /// A text as it is stored under a place: the nonce, then what was sealed.
    pub async fn seal(&self, text: &str, place: &str) -> Result<Uint8Array, VaultFault> {
        let nonce = nonce()?;
        let plain = Uint8Array::from(text.as_bytes());
        let sealing = subtle()?.encrypt_with_object_and_js_u8_array(&cipher(&nonce, place)?, &self.data.0, &plain);
        let sealed = bytes(sealing).await?;
        let all = Uint8Array::new_with_length(nonce.length() + sealed.length());
        all.set(&nonce, 0);
        all.set(&sealed, nonce.length());
        Ok(all)
    }

    /// The text that was sealed under a place.
    pub async fn open(&self, stored: &Uint8Array, place: &str) -> Result<String, VaultFault> {
        let nonce = stored.slice(0, NONCE as u32);
        let sealed = stored.subarray(NONCE as u32, stored.length());
        let opening = subtle()?.decrypt_with_object_and_js_u8_array(&cipher(&nonce, place)?, &self.data.0, &sealed);
        String::from_utf8(bytes(opening).await?.to_vec()).map_err(|_| VaultFault::DoesNotFit)
    }
}

fn subtle() -> Result<SubtleCrypto, VaultFault> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).ok_or(VaultFault::NoKeys)?;
    // Where a page came by an unsafe way there is none, whatever the types say.
    let subtle = Reflect::get(&crypto, &"subtle".into()).unwrap_or_default();
    subtle.is_object().then(|| subtle.unchecked_into()).ok_or(VaultFault::NoKeys)
}

fn nonce() -> Result<Uint8Array, VaultFault> {
    device::random_bytes::<NONCE>().map(|nonce| Uint8Array::from(nonce.as_slice())).ok_or(VaultFault::NoKeys)
}

/// The cipher as WebCrypto is told of it.
fn cipher(nonce: &Uint8Array, header: &str) -> Result<Object, VaultFault> {
    let told = Object::new();
    let header = Uint8Array::from(header.as_bytes());
    for (name, value) in [("name", JsValue::from_str(CIPHER)), ("iv", nonce.into()), ("additionalData", header.into())]
    {
        Reflect::set(&told, &name.into(), &value).map_err(|_| VaultFault::NoKeys)?;
    }
    Ok(told)
}

fn new_key() -> Result<Object, VaultFault> {
    let told = Object::new();
    for (name, value) in [("name", JsValue::from_str(CIPHER)), ("length", JsValue::from(256))] {
        Reflect::set(&told, &name.into(), &value).map_err(|_| VaultFault::NoKeys)?;
    }
    Ok(told)
}

async fn generate(usages: &[&str]) -> Result<CryptoKey, VaultFault> {
    key(subtle()?.generate_key_with_object(&new_key()?, true, &texts(usages))).await
}

async fn wrap(with: &CryptoKey, other: &CryptoKey, header: &str) -> Result<Wrapped, VaultFault> {
    let nonce = nonce()?;
    let wrapping = subtle()?.wrap_key_with_object("raw", other, with, &cipher(&nonce, header)?);
    Ok(Wrapped::new(&nonce.to_vec(), &bytes(wrapping).await?.to_vec()))
}

async fn unwrap(
    with: &CryptoKey,
    wrapped: &Wrapped,
    header: &str,
    again: bool,
    usages: &[&str],
) -> Result<CryptoKey, VaultFault> {
    let (nonce, sealed) = wrapped.bytes();
    let (nonce, sealed) = (Uint8Array::from(nonce.as_slice()), Uint8Array::from(sealed.as_slice()));
    let (cipher, kind) = (cipher(&nonce, header)?, new_key()?);
    let unwrapping = subtle()?.unwrap_key_with_js_u8_array_and_object_and_object(
        "raw",
        &sealed,
        with,
        &cipher,
        &kind,
        again,
        &texts(usages),
    );
    key(unwrapping).await
}

async fn key(coming: Result<Promise, JsValue>) -> Result<CryptoKey, VaultFault> {
    let coming = coming.map_err(|_| VaultFault::DoesNotFit)?;
    JsFuture::from(coming).await.map_err(|_| VaultFault::DoesNotFit)?.dyn_into().map_err(|_| VaultFault::NoKeys)
}

async fn bytes(coming: Result<Promise, JsValue>) -> Result<Uint8Array, VaultFault> {
    let coming = coming.map_err(|_| VaultFault::DoesNotFit)?;
    JsFuture::from(coming).await.map(|buffer| Uint8Array::new(&buffer)).map_err(|_| VaultFault::DoesNotFit)
}

fn texts(all: &[&str]) -> Array {
    all.iter().map(|text| JsValue::from_str(text)).collect()
}
