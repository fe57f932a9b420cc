//! The folder that a pilot's people share, as this device remembers it. Knows nothing of pages.

use super::open::AppState;
use crate::browser::folder::Folder;
use crate::browser::store::Store;

impl AppState {
    /// The folder that was last used with the open pilot.
    pub async fn folder(self) -> Option<Folder> {
        Store::open(self.which()?.store_name()).await.ok()?.folder().await.ok()?
    }

    /// Remembers a folder for the open pilot. Where that cannot be, it is chosen anew another time.
    pub async fn keep_folder(self, folder: &Folder) {
        if let Some(which) = self.which()
            && let Ok(store) = Store::open(which.store_name()).await
        {
            let _can_be_chosen_anew = store.keep_folder(folder).await;
        }
    }
}
