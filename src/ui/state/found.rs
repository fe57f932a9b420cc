//! What a store holds, as a workspace: with what a page that was left in a hurry put beside it. Knows nothing of the screen.

use super::open::Which;
use crate::browser::store::{Store, StoreError};
use crate::browser::{device, preference, timer};
use crate::demo;
use crate::jobs::{ROOM_TO_READ, make_room};
use crate::merge::{DeviceId, Document, MergeError};
use crate::ui::part::in_part;
use crate::workspace::{Read, Texts, Workspace, WorkspaceError};

/// A store may be away for a moment after a browser was ended.
const AGAIN_MS: i32 = 400;

/// A workspace, and where it came from.
pub(super) struct Found {
    /// None where storage is barred: then the work is in the page alone.
    pub store: Option<Store>,
    pub read: Read,
    /// Nothing was stored yet.
    pub is_new: bool,
    /// Why there is no store.
    pub trouble: Option<StoreError>,
}

/// Why there is no workspace.
pub(super) enum NotFound {
    /// What is stored cannot be believed; here it is, to be saved elsewhere.
    Damaged {
        words: String,
        raw: String,
    },
    /// It is sealed, and nobody has given the passphrase yet.
    Locked,
    Fault(WorkspaceError),
}

impl From<WorkspaceError> for NotFound {
    fn from(fault: WorkspaceError) -> Self {
        Self::Fault(fault)
    }
}

/// Reads a store; what a page left behind is written into it where this page `may_write`.
pub(super) async fn find(which: Which, may_write: bool) -> Result<Found, NotFound> {
    // A browser that kept a pilot before holds it still: an empty one in its place would look like a loss.
    let holds_own = which == Which::Own && device::remembered(which.store_name()).is_some();
    let mut opened = open(which).await;
    if holds_own && opened.as_ref().is_err_and(|error| *error != StoreError::Locked) {
        timer::wait_ms(AGAIN_MS).await;
        opened = open(which).await;
    }
    let (store, mut texts, device) = match opened {
        Ok((store, texts, device)) => (Ok(store), texts, device),
        Err(StoreError::Locked) => return Err(NotFound::Locked),
        Err(error) if holds_own => return Err(WorkspaceError::Unreached(error.to_string()).into()),
        Err(error) => (Err(error), Texts::default(), device::make().map_err(WorkspaceError::from)?),
    };
    let is_new = texts.is_empty();
    if let (Ok(store), true) = (&store, may_write) {
        take_in_tail(which, store, &mut texts).await;
    }
    // The demonstration may have begun otherwise than it would today: where a checkpoint of it is damaged, its log alone says too little.
    let is_known = which == Which::Own || texts.has_no_checkpoint();
    let fresh = if is_known { Some(fresh(which, &device).await?) } else { None };
    let missing = || WorkspaceError::Damaged("no checkpoint of it is whole".to_owned());
    make_room(texts.bytes_to_read(), ROOM_TO_READ);
    let read = texts.read(&device, || fresh.ok_or_else(missing));
    match read {
        Ok(read) => {
            let (store, trouble) = store.map_or_else(|error| (None, Some(error)), |store| (Some(store), None));
            Ok(Found { store, read, is_new, trouble })
        }
        Err(error) => Err(NotFound::Damaged { words: error.to_string(), raw: texts.raw() }),
    }
}

async fn open(which: Which) -> Result<(Store, Texts, DeviceId), StoreError> {
    let name = which.store_name();
    let store = Store::open(name).await?;
    let texts = store.load().await?;
    let bad = |error: MergeError| StoreError::Failed(error.to_string());
    let new = device::remembered(name).map_or_else(device::make, Ok).map_err(bad)?;
    let device = DeviceId::parse(&store.device(new.as_str()).await?).map_err(bad)?;
    device::remember(name, &device);
    Ok((store, texts, device))
}

/// What did not get into the store before the page before was left.
async fn take_in_tail(which: Which, store: &Store, texts: &mut Texts) {
    let name = tail_name(which);
    let Some(tail) = preference::get(&name) else { return };
    let Ok((after, tail)) = serde_json::from_str::<(u64, Vec<String>)>(&tail) else { return preference::forget(&name) };
    let written = match texts.add_tail(after, &tail) {
        Some((from, rest)) if !rest.is_empty() => store.append(from, &rest).await,
        _ => Ok(()),
    };
    // What could not be written is on the screen all the same, and stays for the next time.
    if written.is_ok() {
        preference::forget(&name);
    }
}

/// Leaves what is not on disk yet behind, as a page is left: localStorage takes it at once, where a store may not.
pub(super) fn leave_tail(which: Which, unsaved: Option<(u64, Vec<String>)>) {
    let text = unsaved.and_then(|unsaved| serde_json::to_string(&unsaved).ok());
    match text {
        // A tail that finds no room was tried; the store is being written to beside it.
        Some(text) => {
            let _kept = preference::set(&tail_name(which), &text);
        }
        None => preference::forget(&tail_name(which)),
    }
}

fn tail_name(which: Which) -> String {
    format!("tail.{}", which.store_name())
}

in_part! { demonstration:
    fn demonstration() -> Result<Document, demo::DemoError> = demo::document(&demo::Options::default())
}

in_part! { demonstration:
    /// Fetches the demonstration without making it.
    fn demonstration_is_here() -> () = ()
}

/// The demonstration as it was at the beginning.
pub(super) async fn demonstration_document() -> Result<Document, WorkspaceError> {
    let unmade = |words: String| WorkspaceError::Unmade(words);
    let made = demonstration().await.map_err(|fault| unmade(fault.to_string()))?;
    made.map_err(|error| unmade(error.to_string()))
}

/// A workspace that nothing has been done to yet.
async fn fresh(which: Which, device: &DeviceId) -> Result<Workspace, WorkspaceError> {
    let document = match which {
        Which::Own => Document::default(),
        Which::Sample => demonstration_document().await?,
    };
    Ok(Workspace::open(document, device.clone()))
}
