//! Reading chosen files: those that are sealed are opened with what this device knows, and what it does not know is asked for.
//! Knows no plan.

use crate::browser::runner::Ticket;
use crate::browser::typed::spellings;
use crate::browser::{files, timer};
use crate::bundle::{BundleError, Keyring, Received, SealedFile, TakingOver};
use crate::jobs::{Arrival, Job, JobFault, ROOM_TO_TAKE_IN, make_room};
use crate::seal::Passphrase;
use crate::ui::state::AppState;
use crate::ui::{long_job, parts};
use futures::stream::{self, StreamExt};
use leptos::web_sys::File;
use std::cell::RefCell;
use std::pin::pin;

/// What is so short that the page has read it before a worker could begin, in bytes.
const SHORT: usize = 256 * 1024;
/// Records that are taken over at once: some hundredths of a second's work.
const RECORDS: usize = 2_500;

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

/// Reads files in their order; `on_share` is told how many are done, and how much of those under way. Whoever drops what waits for
/// this ends it.
pub(super) async fn read_all(state: AppState, chosen: Vec<File>, on_share: impl Fn(f64)) -> Vec<Chosen> {
    // Where no pilot is open nothing is known yet.
    let keyring = &state.seal_settings().await.map(|settings| settings.keyring()).unwrap_or_default();
    let bytes: f64 = chosen.iter().map(|file| file.size().min(files::LARGEST_BYTES)).sum();
    make_room(bytes as usize, ROOM_TO_TAKE_IN);
    let shares = &RefCell::new(vec![0.0; chosen.len()]);
    let on_share = &on_share;
    let each = stream::iter(chosen.iter().enumerate()).map(|(nth, file)| async move {
        let is_read = |share: f64| {
            if let Some(place) = shares.borrow_mut().get_mut(nth) {
                *place = share;
            }
            on_share(shares.borrow().iter().sum());
        };
        let incoming = files::read_one(file).await;
        let read = match incoming.bytes {
            Ok(bytes) => read_one(bytes, keyring, &is_read).await,
            Err(reason) => Reading::done(Err(BundleError::Unread(reason))),
        };
        is_read(1.0);
        Chosen { name: incoming.name, read }
    });
    // While the worker checks one the page takes over the one before.
    let mut coming = pin!(each.buffered(2));
    let mut all = Vec::new();
    while let Some(read) = coming.next().await {
        all.push(read);
        // Files that need no worker would come without a pause else, and nothing would be drawn.
        timer::next_frame().await;
    }
    all
}

async fn read_one(bytes: Vec<u8>, keyring: &Keyring, on_share: &impl Fn(f64)) -> Reading {
    let is_sealed = SealedFile::is_one(&bytes);
    if !is_sealed && bytes.len() <= SHORT {
        return Reading::done(Received::unsealed(&bytes));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Reading::done(Received::unsealed(error.as_bytes())),
    };
    match received(&text, keyring.clone(), on_share).await {
        Ok(Found::File(received)) => Reading::done(Ok(*received)),
        Ok(Found::Locked(_)) => Reading::Locked(text),
        // Where there is no worker what needs no key is read here.
        Err(JobFault::Ended(_)) if !is_sealed => Reading::done(Received::unsealed(text.as_bytes())),
        Err(why) => Reading::done(Err(BundleError::Unread(why.to_string()))),
    }
}

/// What a worker finds.
enum Found {
    File(Box<Received>),
    /// No passphrase that is at hand opens it; the words say why.
    Locked(String),
}

async fn received(text: &str, keyring: Keyring, on_share: &impl Fn(f64)) -> Result<Found, JobFault> {
    let job = Job::Receive { file: text.to_owned(), keyring };
    let running = parts::run_job(job, Box::new(|_| {})).await;
    let (ticket, answer) = running.map_err(|fault| JobFault::Ended(fault.to_string()))?;
    let mut wanted = Wanted(Some(ticket));
    let answer = answer.await;
    wanted.0 = None;
    match Arrival::of(answer?)? {
        Arrival::Locked(why) => Ok(Found::Locked(why)),
        Arrival::Read(text) => {
            let file = taken_over(&text, on_share).await;
            file.map(|file| Found::File(Box::new(file))).ok_or_else(|| JobFault::Ended("it was no answer".to_owned()))
        }
    }
}

/// Takes over what the worker has read, with pauses in which the page can hear.
async fn taken_over(text: &str, on_share: &impl Fn(f64)) -> Option<Received> {
    let mut file = TakingOver::begin(text)?;
    loop {
        // Checking takes about as long.
        on_share(0.5 + 0.5 * file.share());
        if !file.go_on(RECORDS)? {
            return file.end();
        }
        timer::next_frame().await;
    }
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

/// Opens what is still locked with a passphrase that a person typed, as far as it fits. Gives the files, and why one of them is still
/// locked.
pub(super) async fn unlock(state: AppState, mut all: Vec<Chosen>, typed: &str) -> (Vec<Chosen>, Option<String>) {
    let mut why = None;
    for spelling in spellings(typed) {
        why = match Passphrase::typed(&spelling) {
            Ok(passphrase) => unlock_with(state, &mut all, &passphrase).await,
            Err(error) => Some(error.to_string()),
        };
    }
    (all, why)
}

/// As [`unlock`]; the passphrase is remembered for this pilot if it fits any.
async fn unlock_with(state: AppState, all: &mut [Chosen], passphrase: &Passphrase) -> Option<String> {
    let keyring = Keyring { passphrases: vec![passphrase.reveal().to_owned()], ..Keyring::default() };
    let (mut why, mut fits) = (None, false);
    for chosen in all {
        let Reading::Locked(text) = &chosen.read else { continue };
        match received(text, keyring.clone(), &|_| ()).await {
            Ok(Found::File(received)) => {
                fits = true;
                chosen.read = Reading::done(Ok(*received));
            }
            Ok(Found::Locked(words)) => why = Some(words),
            Err(fault) => why = Some(fault.to_string()),
        }
    }
    if fits {
        // Where it cannot be kept it is asked for again another time.
        let _ = state.change_seal_settings(|settings| settings.opened_with(passphrase)).await;
    }
    why
}
