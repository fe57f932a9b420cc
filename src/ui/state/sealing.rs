//! How the open pilot's files are sealed and signed on this device: read once, kept in the pilot's store. Knows nothing of pages.

use super::open::{AppState, Which};
use super::saver;
use crate::browser::device;
use crate::browser::store::Store;
use crate::bundle::SealSettings;
use crate::seal::{DeviceKey, Passphrase};
use leptos::prelude::*;

impl AppState {
    /// The settings of the open pilot. An error says that they cannot be read: then nothing may be put in their place.
    pub async fn seal_settings(self) -> Result<SealSettings, String> {
        let which = self.which().ok_or("No pilot is open.")?;
        if let Some(known) = self.known_settings(which) {
            return Ok(known);
        }
        // Where storage is barred there never were any.
        let text = match Store::open(which.store_name()).await {
            Ok(store) => store.sealing().await.map_err(|error| saver::words(&error))?,
            Err(_) => None,
        };
        let settings = text.as_deref().map(SealSettings::read).transpose().map_err(|error| error.to_string())?;
        let settings = settings.unwrap_or_default();
        let _ = self.sealing.try_set_value(Some((which, settings.clone())));
        Ok(settings)
    }

    fn known_settings(self, which: Which) -> Option<SealSettings> {
        let known = self.sealing.try_with_value(|known| known.clone().filter(|(of, _)| *of == which));
        known.flatten().map(|(_, settings)| settings)
    }

    /// Changes them. Where they cannot be kept they hold for as long as this page is open, and the error says so.
    pub async fn change_seal_settings<T>(self, change: impl FnOnce(&mut SealSettings) -> T) -> Result<T, String> {
        let which = self.which().ok_or("No pilot is open.")?;
        let mut settings = self.seal_settings().await?;
        let came = change(&mut settings);
        let text = settings.write().map_err(|error| error.to_string())?;
        let _ = self.sealing.try_set_value(Some((which, settings)));
        let store = Store::open(which.store_name()).await.map_err(|error| saver::words(&error))?;
        store.keep_sealing(&text).await.map_err(|error| saver::words(&error))?;
        Ok(came)
    }

    /// The key that signs as this device; None where nothing of the open pilot is signed. The demonstration's files are neither sealed nor
    /// signed until somebody tries it out: its schools are invented, and the same pilot gives the same bytes to everybody.
    pub async fn signing_key(self) -> Result<Option<DeviceKey>, String> {
        if untrack(|| self.is_sample()) && self.seal_settings().await?.seals_with().is_none() {
            return Ok(None);
        }
        self.change_seal_settings(|settings| settings.signing_key(device::random_bytes)).await
    }

    /// The passphrase of the open pilot’s files, made now if there is none; and whether it is new.
    pub async fn passphrase(self) -> Result<bool, String> {
        if self.seal_settings().await?.passphrase().is_some() {
            return Ok(false);
        }
        let random =
            device::random_bytes().ok_or("This browser has no source of secret numbers, so nothing can be sealed.")?;
        self.change_seal_settings(|settings| settings.use_passphrase(&Passphrase::generated(random))).await?;
        Ok(true)
    }
}
