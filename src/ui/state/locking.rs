//! The lock of a pilot on this device: put on, opened, given another passphrase or sheet, taken off. Knows nothing of pages.

use super::found::leave_tail;
use super::idle;
use super::live::Said;
use super::open::{AppState, Which};
use super::saver;
use crate::browser::device;
use crate::browser::store::Store;
use crate::browser::typed::spellings;
use crate::browser::vault::{self, Vault, VaultFault, WrappingKey};
use crate::jobs::{Job, Typed};
use crate::seal::{Door, Passphrase, Stretching, VaultRecord, Way, Wrapped};
use crate::ui::parts;
use leptos::prelude::*;

const NO_CHANCE: &str = "This browser has no source of secret numbers, so nothing can be locked.";
const OPEN_ELSEWHERE: &str = "This pilot is open in another tab: close that one, or choose “Edit here instead”.";

/// The words of a new recovery sheet.
pub fn new_sheet() -> Result<Passphrase, String> {
    device::random_bytes().map(Passphrase::of_sheet).ok_or_else(|| NO_CHANCE.to_owned())
}

/// The key that a passphrase makes behind a door.
async fn stretched(passphrase: &Passphrase, stretching: &Stretching) -> Result<WrappingKey, String> {
    let job = Job::Stretch { passphrase: Typed(passphrase.reveal().to_owned()), stretching: stretching.clone() };
    let (_, answer) = parts::run_job(job, Box::new(|_| {})).await.map_err(|fault| fault.to_string())?;
    let answer = answer.await.map_err(|fault| fault.to_string())?;
    let bytes: [u8; 32] = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
    WrappingKey::of_bytes(&bytes).await.map_err(words)
}

/// A door to the root key that opens to a passphrase.
async fn door(way: Way, passphrase: &Passphrase, root: &WrappingKey) -> Result<Door, String> {
    let stretching = Stretching::new(device::random_bytes().ok_or(NO_CHANCE)?);
    let key = stretched(passphrase, &stretching).await?;
    let root = key.wrap(root, &Door::header(way, &stretching)).await.map_err(words)?;
    Ok(Door { way, stretching, root })
}

/// The root key, through whichever door opens to what was typed; one that can be put behind other doors, or not.
async fn root_of(record: &VaultRecord, typed: &str, again: bool) -> Result<WrappingKey, String> {
    for spelling in spellings(typed) {
        let passphrase = Passphrase::typed(&spelling).map_err(|error| error.to_string())?;
        for Door { way, stretching, root } in record.doors() {
            let key = stretched(&passphrase, stretching).await?;
            match key.unwrap(root, &Door::header(*way, stretching), again).await {
                Ok(root) => return Ok(root),
                Err(VaultFault::DoesNotFit) => {}
                Err(fault) => return Err(words(fault)),
            }
        }
    }
    Err("this is neither the passphrase nor the words of the recovery sheet: check each word and their order"
        .to_owned())
}

fn words(fault: VaultFault) -> String {
    fault.to_string()
}

/// A store, and how it is locked.
async fn locked_store(which: Which) -> Result<(Store, Option<VaultRecord>), String> {
    let store = Store::open(which.store_name()).await.map_err(|error| saver::words(&error))?;
    let lock = store.lock().await.map_err(|error| saver::words(&error))?;
    let record = lock.map(|text| VaultRecord::read(&text)).transpose().map_err(|error| error.to_string())?;
    Ok((store, record))
}

impl AppState {
    /// Unlocks the pilot that waits for it, with its passphrase or the words of its sheet, and opens it.
    pub async fn unlock(self, which: Which, typed: &str) -> Result<(), String> {
        let (_, record) = locked_store(which).await?;
        if let Some(record) = record {
            let root = root_of(&record, typed, false).await?;
            let vault = Vault::of_record(root, &record).await.map_err(words)?;
            vault::put(which.store_name(), Some(vault));
        }
        self.open_store(which).await.map_err(|error| error.to_string())
    }

    /// Locks the open pilot on this device: seals all that is stored of it.
    pub async fn put_lock(self, passphrase: &Passphrase, sheet: &Passphrase) -> Result<(), String> {
        let which = self.may_change_lock().await?;
        let (store, _) = locked_store(which).await?;
        let made = WrappingKey::make().await.map_err(words)?;
        let doors = [door(Way::Passphrase, passphrase, &made).await?, door(Way::Sheet, sheet, &made).await?];
        // What stays in the page is a key that cannot be read out.
        let root = through(&doors[0], passphrase).await?;
        let (vault, data) = Vault::make(root).await.map_err(words)?;
        let record = record_of(&vault, data, doors);
        store.seal_anew(Some((&record, vault))).await.map_err(|error| saver::words(&error))?;
        leave_tail(which, None);
        let _app_may_be_gone = self.lock_is_on.try_set(true);
        idle::watch(self);
        self.say(&Said::Anew);
        Ok(())
    }

    /// Another passphrase, or another sheet, in place of the one before; `present` is either of the two.
    pub async fn change_door(self, present: &str, way: Way, new: &Passphrase) -> Result<(), String> {
        let which = self.may_change_lock().await?;
        let (store, record) = locked_store(which).await?;
        let mut record = record.ok_or("This pilot is not locked.")?;
        let root = root_of(&record, present, true).await?;
        record.put_door(door(way, new, &root).await?);
        store.change_lock(&record).await.map_err(|error| saver::words(&error))
    }

    /// Takes the lock off: all that is stored is in clear from then on.
    pub async fn take_lock_off(self, present: &str) -> Result<(), String> {
        let which = self.may_change_lock().await?;
        let (store, record) = locked_store(which).await?;
        if let Some(record) = record {
            root_of(&record, present, false).await?;
            store.seal_anew(None).await.map_err(|error| saver::words(&error))?;
        }
        let _app_may_be_gone = self.lock_is_on.try_set(false);
        self.say(&Said::Anew);
        Ok(())
    }

    /// The open pilot’s store, if this page writes to it and all is on disk.
    async fn may_change_lock(self) -> Result<Which, String> {
        let which = self.which().ok_or("No pilot is open.")?;
        if self.looks_on() {
            return Err(OPEN_ELSEWHERE.to_owned());
        }
        match self.all_is_saved().await {
            true => Ok(which),
            false => Err("Your newest changes are not saved yet: try again once they are.".to_owned()),
        }
    }
}

async fn through(door: &Door, passphrase: &Passphrase) -> Result<WrappingKey, String> {
    let key = stretched(passphrase, &door.stretching).await?;
    key.unwrap(&door.root, &Door::header(door.way, &door.stretching), false).await.map_err(words)
}

fn record_of(vault: &Vault, data: Wrapped, doors: [Door; 2]) -> VaultRecord {
    let mut record = VaultRecord::new(vault.data_name().to_owned(), data);
    doors.into_iter().for_each(|door| record.put_door(door));
    record
}
