//! The program's parts: what the first view does not need, in a few pieces that people use together.

use super::pages::{
    CalculatorPage, CalculatorsPage, ClusterPage, ClustersPage, CompareImportPage, ComparePage, DisagreementsPage,
    FilesPage, HomePage, LockPage, MeasurePage, MeasuresPage, MySchoolPage, OpenFilesPage, ProcessPage,
    ReturnEntryPage, ReturnsPage, SaveFilePage, ScenarioPages, SchoolPage, SchoolsPage, SealingPage, SetupPages,
    SharePage, SharedFolderPage, StoragePage, UnlockPage, VersionPage, VersionsPage,
};
use super::part::{Job, PartFault, in_part};
use super::route::{ComparePage as ComparedAt, FilesPage as Page, Route};
use super::state::{self, AppState, Which};
use super::view;
use crate::browser::runner::{self, Awaited, Ticket};
use crate::jobs::{Job as Asked, JobFault, Progress};
use crate::seal::{Passphrase, SealError, Strength};
use crate::workspace::WorkspaceError;
use leptos::prelude::*;

in_part! { pilot:
    fn open_store(state: AppState, which: Which) -> Job<Result<(), WorkspaceError>> = Box::pin(state.open_store(which))
}

/// Opens the pilot of a store; `state` tells why not, if so. Says whether it is open.
pub async fn open_pilot(state: AppState, which: Which) -> bool {
    state.trouble.set(None);
    let opened = match open_store(state, which).await {
        Ok(opening) => opening.await.map_err(|error| error.to_string()),
        Err(fault) => Err(fault.to_string()),
    };
    let trouble = opened.err().map(|words| format!("The pilot cannot be opened: {words}."));
    let is_open = trouble.is_none();
    let _ = state.trouble.try_set(trouble);
    is_open
}

in_part! { pilot:
    /// Whether this device holds a pilot of its own.
    fn has_own() -> Job<bool> = Box::pin(AppState::has_own())
}

in_part! { pilot:
    /// Brings the demonstration back as it was.
    fn reset_sample(state: AppState) -> Job<Result<(), WorkspaceError>> = Box::pin(state.reset_sample())
}

in_part! { pilot:
    /// Tries again to save what could not be saved.
    fn save_again(state: AppState) -> () = state.save_again()
}

in_part! { pilot:
    fn edit_here_there(state: AppState) -> Job<Result<(), String>> = Box::pin(state::edit_here(state))
}

/// Makes this page the one that changes the pilot; the words say why it is not.
pub async fn edit_here(state: AppState) -> Result<Result<(), String>, PartFault> {
    Ok(edit_here_there(state).await?.await)
}

in_part! { pilot:
    /// Takes back the newest step; the words say which.
    fn undo(state: AppState) -> Result<Option<String>, WorkspaceError> = state.undo()
}

in_part! { pilot:
    /// Does the newest step that was taken back again; the words say which.
    fn redo(state: AppState) -> Result<Option<String>, WorkspaceError> = state.redo()
}

in_part! { pilot:
    fn daily_page(route: Route) -> AnyView = daily(route)
}

in_part! { measures:
    fn measured_page(route: Route) -> AnyView = measured(route)
}

in_part! { calculating:
    fn calculated_page(route: Route) -> AnyView = calculated(route)
}

in_part! { keeping:
    fn kept_page(route: Route) -> AnyView = kept(route)
}

in_part! { keeping:
    /// The page that asks for the passphrase of a locked pilot.
    fn unlock_page(which: Which) -> AnyView = view! { <UnlockPage which=which/> }.into_any()
}

in_part! { pilot:
    fn lock_now_there(state: AppState) -> Job<Result<(), String>> = Box::pin(state.lock_now())
}

/// Locks the open pilot; the words say why it is not.
pub async fn lock_now(state: AppState) -> Result<Result<(), String>, PartFault> {
    Ok(lock_now_there(state).await?.await)
}

in_part! { scenarios:
    fn scenario_page(route: Route) -> AnyView = planned(route)
}

in_part! { scenarios:
    fn scenarios_are_here() -> () = ()
}

in_part! { strength:
    /// How easily a passphrase is guessed by somebody who knows these words.
    fn judge(passphrase: String, known: Vec<String>) -> Result<Strength, SealError> =
        Passphrase::typed(&passphrase).map(|passphrase| Strength::of(&passphrase, &texts(&known)))
}

in_part! { strength:
    /// A person's own passphrase, refused where it is too easy to guess.
    fn choose_passphrase(passphrase: String, known: Vec<String>) -> Result<Passphrase, SealError> =
        Passphrase::chosen(&passphrase, &texts(&known))
}

fn texts(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

in_part! { measures:
    fn measures_are_here() -> () = ()
}

in_part! { strength:
    fn strength_is_here() -> () = ()
}

in_part! { calculating:
    fn calculating_is_here() -> () = ()
}

in_part! { keeping:
    fn keeping_is_here() -> () = ()
}

in_part! { jobs:
    /// Starts the worker, which then is here too.
    fn worker_is_coming() -> () = runner::start_ahead()
}

in_part! { jobs:
    /// Asks for a job, as [`runner::run`].
    fn run_job(job: Asked, on_progress: Box<dyn Fn(Progress)>) -> (Ticket, Awaited<Result<String, JobFault>>) =
        runner::run(job, on_progress)
}

in_part! { jobs:
    /// Ends a job, as [`Ticket::cancel`].
    fn cancel_job(ticket: Ticket) -> () = ticket.cancel()
}

/// Fetches whatever is not here yet, so that later no page needs the network. What fails is tried again when it is needed.
pub async fn fetch_ahead() {
    let _ = has_own().await;
    let _ = measures_are_here().await;
    let _ = keeping_is_here().await;
    let _ = calculating_is_here().await;
    let _ = scenarios_are_here().await;
    let _ = state::demonstration_is_here().await;
    // Late, as it is the largest: a job that comes before it is waited for, or done in the page.
    let _ = worker_is_coming().await;
    // Nobody waits for lists of passwords but who makes up one.
    let _ = strength_is_here().await;
}

/// The page of an address that is about a pilot.
pub async fn page(route: Route) -> Result<AnyView, PartFault> {
    match route {
        Route::Files(_) | Route::Setup(_) | Route::Compare(ComparedAt::Import) => kept_page(route).await,
        Route::Storage | Route::Versions | Route::Version(_) | Route::Lock => kept_page(route).await,
        Route::Calculators | Route::Calculator(_) => calculated_page(route).await,
        Route::Scenarios(_) | Route::MySchool => scenario_page(route).await,
        Route::Measures(_) | Route::Measure(..) | Route::Process | Route::Share => measured_page(route).await,
        Route::Compare(_) | Route::School(_) => measured_page(route).await,
        _ => daily_page(route).await,
    }
}

fn daily(route: Route) -> AnyView {
    match route {
        Route::Schools(at) => view! { <SchoolsPage at=at/> }.into_any(),
        Route::Clusters => view! { <ClustersPage/> }.into_any(),
        Route::Cluster(id) => view! { <ClusterPage id=id/> }.into_any(),
        Route::Returns { term } => view! { <ReturnsPage term=term/> }.into_any(),
        Route::ReturnEntry { term, school, step } => {
            view! { <ReturnEntryPage term=term school=school step=step/> }.into_any()
        }
        _ => view! { <HomePage/> }.into_any(),
    }
}

fn measured(route: Route) -> AnyView {
    match route {
        Route::Measures(at) => view! { <MeasuresPage at=at/> }.into_any(),
        Route::Measure(key, at) => view! { <MeasurePage key=key at=at/> }.into_any(),
        Route::Process => view! { <ProcessPage/> }.into_any(),
        Route::School(urn) => view! { <SchoolPage urn=urn/> }.into_any(),
        Route::Compare(_) => view! { <ComparePage/> }.into_any(),
        Route::Share => view! { <SharePage/> }.into_any(),
        _ => ().into_any(),
    }
}

fn planned(route: Route) -> AnyView {
    match route {
        Route::Scenarios(page) => view! { <ScenarioPages page=page/> }.into_any(),
        _ => view! { <MySchoolPage/> }.into_any(),
    }
}

fn calculated(route: Route) -> AnyView {
    match route {
        Route::Calculator(method) => view! { <CalculatorPage method=method/> }.into_any(),
        _ => view! { <CalculatorsPage/> }.into_any(),
    }
}

fn kept(route: Route) -> AnyView {
    match route {
        Route::Storage => view! { <StoragePage/> }.into_any(),
        Route::Lock => view! { <LockPage/> }.into_any(),
        Route::Versions => view! { <VersionsPage/> }.into_any(),
        Route::Version(id) => view! { <VersionPage id=id/> }.into_any(),
        Route::Compare(_) => view! { <CompareImportPage/> }.into_any(),
        Route::Setup(page) => view! { <SetupPages page=page/> }.into_any(),
        Route::Files(Page::Overview) => view! { <FilesPage/> }.into_any(),
        Route::Files(Page::Open) => view! { <OpenFilesPage/> }.into_any(),
        Route::Files(Page::Folder) => view! { <SharedFolderPage/> }.into_any(),
        Route::Files(Page::Disagreements) => view! { <DisagreementsPage/> }.into_any(),
        Route::Files(Page::Sealing) => view! { <SealingPage/> }.into_any(),
        Route::Files(Page::Save) => view! { <SaveFilePage/> }.into_any(),
        _ => ().into_any(),
    }
}
