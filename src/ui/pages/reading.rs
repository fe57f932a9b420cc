//! Reading chosen files: those that are sealed are opened with what this device knows, and what it does not know is asked for.
//! Knows no plan.

use crate::browser::{files, timer};
use crate::bundle::{BundleError, Keyring, Received};
use crate::jobs::Job;
use crate::seal::{Lock, Passphrase};
use crate::ui::parts;
use crate::ui::state::AppState;
use leptos::web_sys::File;

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

/// Reads files one after another, letting the page draw in between; `on_each` is told how many are done, and says whether to go on.
pub(super) async fn read_all(
    state: AppState,
    chosen: Vec<File>,
    on_each: impl Fn(usize) -> bool,
) -> Option<Vec<Chosen>> {
    // Where no pilot is open nothing is known yet.
    let keyring = state.seal_settings().await.map(|settings| settings.keyring()).unwrap_or_default();
    let mut all = Vec::new();
    for (done, file) in chosen.iter().enumerate() {
        if !on_each(done) {
            return None;
        }
        timer::next_frame().await;
        let incoming = files::read_one(file).await;
        let read = match incoming.bytes {
            Ok(bytes) => read_one(bytes, &keyring).await,
            Err(reason) => Reading::done(Err(BundleError::Unread(reason))),
        };
        all.push(Chosen { name: incoming.name, read });
    }
    Some(all)
}

async fn read_one(bytes: Vec<u8>, keyring: &Keyring) -> Reading {
    let lock = match Received::unsealed(&bytes) {
        Err(BundleError::Sealed { lock, .. }) => lock,
        read => return Reading::done(read),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Reading::done(Err(BundleError::Unread(error.to_string()))),
    };
    let is_tried = match lock {
        Lock::Passphrase => !keyring.passphrases.is_empty(),
        Lock::Keys(_) => true,
    };
    let opened = if is_tried { Some(unsealed(&text, keyring.clone()).await) } else { None };
    match (opened, lock) {
        (Some(Ok(received)), _) => Reading::done(Ok(received)),
        (_, Lock::Passphrase) => Reading::Locked(text),
        (Some(Err(words)), Lock::Keys(_)) => Reading::done(Err(BundleError::Unread(words))),
        (None, Lock::Keys(_)) => Reading::done(Err(BundleError::Unread("it is sealed to others".to_owned()))),
    }
}

/// What a worker finds in a sealed file.
async fn unsealed(text: &str, keyring: Keyring) -> Result<Received, String> {
    let job = Job::Unseal { file: text.to_owned(), keyring };
    let (_, answer) = parts::run_job(job, Box::new(|_| {})).await.map_err(|fault| fault.to_string())?;
    let file = answer.await.map_err(|fault| fault.to_string())?;
    Received::unsealed(file.as_bytes()).map_err(|error| error.to_string())
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
