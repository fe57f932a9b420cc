//! Handing a bundle to the person, the same way from every page: signed, sealed where its kind asks for it, and noted as a copy that
//! left this device. Knows nothing of why it is saved.

use crate::browser::folder::Folder;
use crate::browser::{files, moment};
use crate::bundle::{Bundle, Seal};
use crate::jobs::Job;
use crate::merge::Document;
use crate::seal::UNRECOVERABLE;
use crate::ui::components::{BannerKind, CopyBox, InsetText, NotificationBanner, WarningText};
use crate::ui::copying::copying;
use crate::ui::forms::sentence;
use crate::ui::parts;
use crate::ui::route::{FilesPage, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// What a file's name ends in.
pub(super) const ENDING: &str = ".clusterwise.json";

/// Where handing over a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) enum Handed {
    /// Sealing takes a moment.
    Making,
    Done {
        words: String,
        is_sealed: bool,
        /// A passphrase that was made for it, which the person has to be shown.
        passphrase: Option<String>,
    },
    Failed(String),
}

impl Handed {
    /// It as one sentence; nothing while it is being made.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Making => None,
            Self::Done { words, .. } | Self::Failed(words) => Some(words.clone()),
        }
    }
}

/// A file that is to be handed over.
struct Made {
    name: String,
    bytes: Vec<u8>,
    holds: String,
    is_sealed: bool,
    passphrase: Option<String>,
}

/// Makes a bundle of the open workspace and saves it. `outcome` says under which name, and what it holds, or why there is none.
pub(in crate::ui) fn save_bundle<E: std::fmt::Display + 'static>(
    state: AppState,
    outcome: RwSignal<Option<Handed>>,
    make: impl FnOnce(&Document) -> Result<Bundle, E> + 'static,
) {
    outcome.set(Some(Handed::Making));
    leptos::task::spawn_local(async move {
        let saved =
            made(state, make).await.and_then(|made| match files::save(&made.name, "application/json", &made.bytes) {
                true => Ok(noted(state, made)),
                false => {
                    Err("The browser did not take the file. Check that downloads are allowed, then try again."
                        .to_owned())
                }
            });
        let _ = outcome.try_set(Some(saved.unwrap_or_else(Handed::Failed)));
    });
}

/// The same into a folder that others share. The name says which device it is of, and no file that is there is touched.
pub(super) async fn save_into<E: std::fmt::Display>(
    state: AppState,
    folder: &Folder,
    make: impl FnOnce(&Document) -> Result<Bundle, E>,
) -> Result<Handed, String> {
    let made = made(state, make).await?;
    let device = untrack(move || state.workspace()).map(|open| open.device().to_string()).unwrap_or_default();
    let stem = format!("{}_{device}", made.name.strip_suffix(ENDING).unwrap_or(&made.name));
    let name = folder.save_new(&stem, ENDING, &made.bytes).await?;
    Ok(noted(state, Made { name, ..made }))
}

async fn made<E: std::fmt::Display>(
    state: AppState,
    make: impl FnOnce(&Document) -> Result<Bundle, E>,
) -> Result<Made, String> {
    let workspace = untrack(move || state.workspace()).ok_or("No pilot is open.")?;
    let bundle = make(workspace.document()).map_err(|error| error.to_string())?;
    let file = match state.signing_key().await? {
        Some(key) => bundle.encode_signed(workspace.device(), &key),
        None => bundle.encode(),
    };
    let (name, holds) = (bundle.file_name(moment::today()), bundle.holds().words());
    let (with, is_new) = if bundle.kind.is_sealed_by_default() { seal_of(state).await? } else { (None, false) };
    let Some(with) = with else { return Ok(Made { name, bytes: file, holds, is_sealed: false, passphrase: None }) };
    let passphrase = match &with {
        Seal::Passphrase(words) if is_new => Some(words.clone()),
        _ => None,
    };
    let file = String::from_utf8(file).map_err(|error| error.to_string())?;
    let (_, answer) =
        parts::run_job(Job::Seal { file, with }, Box::new(|_| {})).await.map_err(|fault| fault.to_string())?;
    let bytes = answer.await.map_err(|fault| sentence(&fault.to_string()))?.into_bytes();
    Ok(Made { name, bytes, holds, is_sealed: true, passphrase })
}

/// What the open pilot's files are sealed with, if they are; and whether its passphrase was made only now.
async fn seal_of(state: AppState) -> Result<(Option<Seal>, bool), String> {
    let settings = state.seal_settings().await?;
    if settings.seals_with().is_some() || settings.leaves_open() || untrack(|| state.is_sample()) {
        return Ok((settings.seals_with(), false));
    }
    let is_new = state.passphrase().await?;
    Ok((state.seal_settings().await?.seals_with(), is_new))
}

/// A copy left this device.
fn noted(state: AppState, made: Made) -> Handed {
    let Made { name, holds, is_sealed, passphrase, .. } = made;
    // A tab that only looks on may hand out a file; it cannot note that it did.
    let _ = state.note_export(&name);
    Handed::Done { words: format!("Saved {name}. It holds {holds}."), is_sealed, passphrase }
}

/// What came of it, on the page.
#[component]
pub(super) fn HandedOver(outcome: RwSignal<Option<Handed>>) -> impl IntoView {
    let (copy, copied) = copying();
    let sealing = || Route::Files(FilesPage::Sealing).href();
    move || {
        outcome.get().map(|outcome| match outcome {
            Handed::Making => view! { <p class="govuk-body cw-coming" role="status">"Making the file…"</p> }.into_any(),
            Handed::Failed(words) => view! { <InsetText>{words}</InsetText> }.into_any(),
            Handed::Done { words, is_sealed: false, .. } => {
                view! { <NotificationBanner kind=BannerKind::Success>{words}</NotificationBanner> }.into_any()
            }
            Handed::Done { words, passphrase: None, .. } => view! {
                <NotificationBanner kind=BannerKind::Success>
                    {words} " It is sealed: "
                    <a class="govuk-notification-banner__link" href=sealing()>"who can open it"</a> "."
                </NotificationBanner>
            }
            .into_any(),
            Handed::Done { words, passphrase: Some(passphrase), .. } => view! {
                <NotificationBanner kind=BannerKind::Success>
                    {words} " It is sealed with a passphrase that was made for this pilot’s files."
                </NotificationBanner>
                <WarningText>{UNRECOVERABLE}</WarningText>
                <CopyBox id="new-passphrase" label="The passphrase" text=passphrase on_copy=copy outcome=copied rows=1/>
                <p class="govuk-body">
                    "Another one, or other ways: "
                    <a class="govuk-link" href=sealing()>"how files are sealed"</a> "."
                </p>
            }
            .into_any(),
        })
    }
}
