//! Reading chosen files: those that are sealed are opened with what this device knows, and what it does not know is asked for.
//! Knows no plan.

use crate::browser::runner::Ticket;
use crate::browser::{files, timer};
use crate::bundle::{BundleError, Keyring, Received, SealedFile};
use crate::jobs::Job;
use crate::seal::{Lock, Passphrase};
use crate::ui::state::AppState;
use crate::ui::{long_job, parts};
use futures::stream::{self, StreamExt};
use leptos::web_sys::File;
use std::pin::pin;

/// A file that was chosen, as far as it could be read.
#[derive(Clone)]
pub(super) struct Chosen {
    pub name: String,
    pub read: Reading,
}

#[derive(Clone)]
pub(super) enum Reading {
    Done(Box<Result<Received, BundleError>>),
    /// A passphrase that is not known here opens it.
    Locked(String),
}

impl Reading {
    fn done(read: Result<Received, BundleError>) -> Self {
        Self::Done(Box::new(read))
    }

    pub fn is_locked(&self) -> bool {
        matches!(self, Self::Locked(_))
    }
}

/// Reads files in their order; `on_each` is told how many are done. Whoever drops what waits for this ends it.
pub(super) async fn read_all(state: AppState, chosen: Vec<File>, on_each: impl Fn(usize)) -> Vec<Chosen> {
    // Where no pilot is open nothing is known yet.
    let keyring = &state.seal_settings().await.map(|settings| settings.keyring()).unwrap_or_default();
    let each = stream::iter(&chosen).map(|file| async move {
        let incoming = files::read_one(file).await;
        let read = match incoming.bytes {
            Ok(bytes) => read_one(bytes, keyring).await,
            Err(reason) => Reading::done(Err(BundleError::Unread(reason))),
        };
        Chosen { name: incoming.name, read }
    });
    // While the worker opens one the page reads the one before.
    let mut coming = pin!(each.buffered(2));
    let mut all = Vec::new();
    while let Some(read) = coming.next().await {
        all.push(read);
        on_each(all.len());
        // Files that need no worker would come without a pause else, and nothing would be drawn.
        timer::next_frame().await;
    }
    all
}

async fn read_one(bytes: Vec<u8>, keyring: &Keyring) -> Reading {
    if !SealedFile::is_one(&bytes) {
        return Reading::done(Received::unsealed(&bytes));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Reading::done(Err(BundleError::Unread(error.to_string()))),
    };
    // The worker reads all of it, so it is only looked at here where nothing opens it.
    let why = match unsealed(&text, keyring.clone()).await {
        Ok(received) => return Reading::done(Ok(received)),
        Err(why) => why,
    };
    match Received::unsealed(text.as_bytes()) {
        Err(BundleError::Sealed { lock: Lock::Passphrase, .. }) => Reading::Locked(text),
        Err(BundleError::Sealed { lock: Lock::Keys(_), .. }) => Reading::done(Err(BundleError::Unread(why))),
        read => Reading::done(read),
    }
}

/// What a worker finds in a sealed file.
async fn unsealed(text: &str, keyring: Keyring) -> Result<Received, String> {
    let job = Job::Unseal { file: text.to_owned(), keyring };
    let (ticket, answer) = parts::run_job(job, Box::new(|_| {})).await.map_err(|fault| fault.to_string())?;
    let mut wanted = Wanted(Some(ticket));
    let answer = answer.await;
    wanted.0 = None;
    let file = answer.map_err(|fault| fault.to_string())?;
    Received::unsealed(file.as_bytes()).map_err(|error| error.to_string())
}

/// A job that is ended when nobody waits for it any more.
struct Wanted(Option<Ticket>);

impl Drop for Wanted {
    fn drop(&mut self) {
        if let Some(ticket) = self.0.take() {
            long_job::cancel(ticket);
        }
    }
}

/// Opens what is still locked with a passphrase that a person typed, as far as it fits; it is remembered for this pilot if it does.
/// Gives the files, and why one of them is still locked.
pub(super) async fn unlock(state: AppState, mut all: Vec<Chosen>, typed: &str) -> (Vec<Chosen>, Option<String>) {
    let passphrase = match Passphrase::typed(typed) {
        Ok(passphrase) => passphrase,
        Err(error) => return (all, Some(error.to_string())),
    };
    let keyring = Keyring { passphrases: vec![passphrase.reveal().to_owned()], ..Keyring::default() };
    let (mut why, mut fits) = (None, false);
    for chosen in &mut all {
        let Reading::Locked(text) = &chosen.read else { continue };
        match unsealed(text, keyring.clone()).await {
            Ok(received) => {
                fits = true;
                chosen.read = Reading::done(Ok(received));
            }
            Err(words) => why = Some(words),
        }
    }
    if fits {
        // Where it cannot be kept it is asked for again another time.
        let _ = state.change_seal_settings(|settings| settings.opened_with(&passphrase)).await;
    }
    (all, why)
}
