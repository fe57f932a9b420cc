//! A store that is locked: what lies in it is sealed, goes nowhere else, and is lost in no change of the lock.

use super::{fresh, log_of, texts};
use clusterwise::browser::store::{Store, StoreError, VersionsChange};
use clusterwise::browser::vault::{self, Vault, VaultFault, WrappingKey};
use clusterwise::seal::{Door, Stretching, VaultRecord, Way};
use clusterwise::workspace::Standing;
use wasm_bindgen_test::wasm_bindgen_test;

async fn a_vault() -> (Vault, VaultRecord) {
    let (vault, data) = Vault::make(WrappingKey::make().await.unwrap()).await.unwrap();
    let record = VaultRecord::new(vault.data_name().to_owned(), data);
    (vault, record)
}

/// A store with something of each kind in it.
async fn full(name: &str) -> Store {
    let store = fresh(name).await;
    store.device("amber-fox-0001").await.unwrap();
    store.append(1, &texts(&["one", "two"])).await.unwrap();
    let (place, text, _) = Standing::default().next("{}", 1);
    store.put_checkpoint(place, &text, Some("torn")).await.unwrap();
    store.keep_sealing("how files are sealed").await.unwrap();
    let put = Some((7, "a version".to_owned()));
    store
        .change_versions(|_| Some(VersionsChange { list: "a list".to_owned(), put: put.clone(), gone: Vec::new() }))
        .await
        .unwrap();
    store
}

/// All that is in a store, as a page that may read it reads it.
async fn all_of(store: &Store) -> String {
    let texts = store.load().await.unwrap();
    let kept = [store.aside().await, store.sealing().await, store.versions().await, store.version(7).await];
    format!("{texts:?} {kept:?} {:?}", store.device("other").await)
}

#[wasm_bindgen_test]
async fn a_lock_changes_nothing_for_who_has_the_key_and_shows_nothing_to_who_has_not() {
    let store = full("test-locked").await;
    let before = all_of(&store).await;
    let (vault, record) = a_vault().await;
    store.seal_anew(Some((&record, vault.clone()))).await.unwrap();
    assert_eq!(all_of(&store).await, before);
    store.append(3, &texts(&["three"])).await.unwrap();
    assert_eq!(log_of(&store).await, ["one", "two", "three"]);
    // Another page, which knows no key.
    vault::put("test-locked", None);
    assert_eq!(store.load().await.unwrap_err(), StoreError::Locked);
    assert_eq!(store.versions().await.unwrap_err(), StoreError::Locked);
    assert_eq!(store.append(4, &texts(&["in clear"])).await.unwrap_err(), StoreError::Locked);
    let (place, text, _) = Standing::default().next("{}", 1);
    assert_eq!(store.put_checkpoint(place, &text, None).await.unwrap_err(), StoreError::Locked);
    assert_eq!(store.keep_sealing("in clear").await.unwrap_err(), StoreError::Locked);
    // A page that has another key.
    vault::put("test-locked", Some(a_vault().await.0));
    assert_eq!(store.load().await.unwrap_err(), StoreError::Locked);
    vault::put("test-locked", Some(vault));
    assert_eq!(log_of(&store).await, ["one", "two", "three"]);
    store.seal_anew(None).await.unwrap();
    assert_eq!(log_of(&store).await, ["one", "two", "three"]);
    assert_eq!(store.lock().await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn another_key_opens_all_and_the_one_before_nothing() {
    let store = full("test-another-key").await;
    let before = all_of(&store).await;
    let (first, record) = a_vault().await;
    store.seal_anew(Some((&record, first.clone()))).await.unwrap();
    store.change_key().await.unwrap();
    assert_eq!(all_of(&store).await, before);
    let now = vault::of("test-another-key").unwrap();
    assert_ne!(now.data_name(), first.data_name());
    vault::put("test-another-key", Some(first));
    assert_eq!(store.load().await.unwrap_err(), StoreError::Locked);
    vault::put("test-another-key", None);
    store.erase().await.unwrap();
}

#[wasm_bindgen_test]
async fn what_is_sealed_opens_in_its_own_place_whole_and_nowhere_else() {
    let (vault, _) = a_vault().await;
    let (other, _) = a_vault().await;
    let sealed = vault.seal("a text – with signs", "log 3").await.unwrap();
    assert_eq!(vault.open(&sealed, "log 3").await.unwrap(), "a text – with signs");
    assert_eq!(vault.open(&sealed, "log 4").await, Err(VaultFault::DoesNotFit));
    assert_eq!(other.open(&sealed, "log 3").await, Err(VaultFault::DoesNotFit));
    for bit in 0..8 * sealed.length() {
        let (at, mask) = (bit / 8, 1 << (bit % 8));
        sealed.set_index(at, sealed.get_index(at) ^ mask);
        assert_eq!(vault.open(&sealed, "log 3").await, Err(VaultFault::DoesNotFit), "bit {bit}");
        sealed.set_index(at, sealed.get_index(at) ^ mask);
    }
    assert!(vault.open(&sealed, "log 3").await.is_ok());
    assert_eq!(vault.open(&sealed.slice(0, 5), "log 3").await, Err(VaultFault::DoesNotFit));
    assert_ne!(vault.seal("a", "b").await.unwrap().to_vec(), vault.seal("a", "b").await.unwrap().to_vec());
}

#[wasm_bindgen_test]
async fn a_door_opens_to_its_own_key_and_header_alone() {
    let root = WrappingKey::make().await.unwrap();
    let stretching = Stretching::new([1; 16]);
    let header = Door::header(Way::Passphrase, &stretching);
    let key = WrappingKey::of_bytes(&[7; 32]).await.unwrap();
    let wrapped = key.wrap(&root, &header).await.unwrap();
    let again = key.unwrap(&wrapped, &header, false).await.unwrap();
    assert!(key.unwrap(&wrapped, &Door::header(Way::Sheet, &stretching), false).await.is_err());
    assert!(WrappingKey::of_bytes(&[8; 32]).await.unwrap().unwrap(&wrapped, &header, false).await.is_err());
    // What came through a door opens the same, but cannot be taken out of the browser again.
    let (vault, data) = Vault::make(root).await.unwrap();
    let record = VaultRecord::new(vault.data_name().to_owned(), data);
    let sealed = vault.seal("a text", "log 1").await.unwrap();
    assert!(key.wrap(&again, &header).await.is_err());
    let through_the_door = Vault::of_record(again, &record).await.unwrap();
    assert_eq!(through_the_door.open(&sealed, "log 1").await.unwrap(), "a text");
    let other = VaultRecord::new("another name".to_owned(), record.data().clone());
    let root = key.unwrap(&wrapped, &header, false).await.unwrap();
    assert!(Vault::of_record(root, &other).await.is_err(), "a data key has its own name");
}
