//! How the open pilot's files are sealed and signed on this device: read once, kept in the pilot's store. Knows nothing of pages.

use super::open::AppState;
use super::saver;
use crate::browser::device;
use crate::browser::store::Store;
use crate::bundle::SealSettings;
use crate::seal::{DeviceKey, Passphrase};
use leptos::prelude::*;

/// What a store holds of them. Where storage is barred there never were any.
pub(super) async fn read_settings(store: Option<&Store>) -> Result<SealSettings, String> {
    let Some(store) = store else { return Ok(SealSettings::default()) };
    let text = store.sealing().await.map_err(|error| saver::words(&error))?;
    text.as_deref().map_or_else(|| Ok(SealSettings::default()), SealSettings::read).map_err(|error| error.to_string())
}

impl AppState {
    /// The settings of the open pilot. An error says that they cannot be read: then nothing may be put in their place.
    pub async fn seal_settings(self) -> Result<SealSettings, String> {
        let which = self.which().ok_or("No pilot is open.")?;
        let known = self.sealing.try_with_value(|known| known.clone().filter(|(of, _)| *of == which)).flatten();
        if let Some((_, settings)) = known {
            return Ok(settings);
        }
        let settings = read_settings(Store::open(which.store_name()).await.ok().as_ref()).await?;
        let _ = self.sealing.try_set_value(Some((which, settings.clone())));
        Ok(settings)
    }

    /// Changes them, and says why they hold for no longer than this page is open, if so: a file has to leave a device most of all
    /// when its storage fails.
    pub async fn change_seal_settings<T>(
        self,
        change: impl FnOnce(&mut SealSettings) -> T,
    ) -> Result<(T, Option<String>), String> {
        let which = self.which().ok_or("No pilot is open.")?;
        let before = self.seal_settings().await?;
        let mut settings = before.clone();
        let came = change(&mut settings);
        if settings == before {
            return Ok((came, None));
        }
        let text = settings.write().map_err(|error| error.to_string())?;
        let _ = self.sealing.try_set_value(Some((which, settings)));
        let kept = match Store::open(which.store_name()).await {
            Ok(store) => store.keep_sealing(&text).await,
            Err(error) => Err(error),
        };
        Ok((came, kept.err().map(|error| saver::words(&error))))
    }

    /// The key that signs as this device; None where nothing of the open pilot is signed. The demonstration's files are neither sealed nor
    /// signed until somebody tries it out: its schools are invented, and the same pilot gives the same bytes to everybody.
    pub async fn signing_key(self) -> Result<Option<DeviceKey>, String> {
        if untrack(|| self.is_sample()) && self.seal_settings().await?.seals_with().is_none() {
            return Ok(None);
        }
        Ok(self.change_seal_settings(|settings| settings.signing_key(device::random_bytes)).await?.0)
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
