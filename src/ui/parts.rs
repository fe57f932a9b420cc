//! The program's parts: what the first view does not need is a file of its own, fetched when it is first asked for.
//! Where the build does not split the program (`split` is off), the same calls are plain ones. Knows nothing of files.

use super::pages::{
    ClusterPage, ClustersPage, CompareImportPage, ComparePage, FilesPage, HomePage, MeasurePage, MeasuresPage,
    OpenFilesPage, ReturnEntryPage, ReturnsPage, SaveFilePage, SchoolPage, SchoolsPage, SetupPages, StoragePage,
};
use super::route::{ComparePage as ComparedAt, FilesPage as Page, Route};
use super::state::{AppState, Which};
use super::view;
use crate::workspace::WorkspaceError;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use thiserror::Error;

/// A part could not be fetched. The next call tries again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a part of the program could not be fetched: check the connection and try again")]
pub struct PartFault;

impl From<leptos::wasm_split::SplitLoaderError> for PartFault {
    fn from(_logged_by_the_loader: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Work that a part does after it has come.
type Job<T> = Pin<Box<dyn Future<Output = T>>>;

/// A function whose code is in a part: callers wait until the part is there, and are told if it does not come.
macro_rules! in_part {
    ($part:ident: $(#[$doc:meta])* fn $name:ident($($argument:ident: $type:ty),*) -> $answer:ty = $body:expr) => {
        $(#[$doc])*
        pub async fn $name($($argument: $type),*) -> Result<$answer, PartFault> {
            #[cfg(feature = "split")]
            {
                #[leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
                fn $name($($argument: $type),*) -> Result<$answer, PartFault> {
                    Ok($body)
                }
                $name($($argument),*).await
            }
            #[cfg(not(feature = "split"))]
            Ok($body)
        }
    };
}

in_part! { pilot:
    /// Opens the workspace of a store.
    fn open_store(state: AppState, which: Which) -> Job<()> = Box::pin(state.open_store(which))
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

in_part! { setup:
    fn other_page(route: Route) -> AnyView = other(route)
}

in_part! { measures:
    fn measures_are_here() -> () = ()
}

in_part! { setup:
    fn setup_is_here() -> () = ()
}

/// Fetches whatever is not here yet, so that later no page needs the network. What fails is tried again when it is needed.
pub async fn fetch_ahead() {
    let _ = has_own().await;
    let _ = measures_are_here().await;
    let _ = setup_is_here().await;
}

/// The page of an address that is about a pilot.
pub async fn page(route: Route) -> Result<AnyView, PartFault> {
    match route {
        Route::Measures(_) | Route::Measure(..) | Route::Compare(_) | Route::School(_) => measured_page(route).await,
        Route::Files(_) | Route::Setup(_) => other_page(route).await,
        _ => daily_page(route).await,
    }
}

fn daily(route: Route) -> AnyView {
    match route {
        Route::Schools(at) => view! { <SchoolsPage at=at/> }.into_any(),
        Route::Clusters => view! { <ClustersPage/> }.into_any(),
        Route::Cluster(id) => view! { <ClusterPage id=id/> }.into_any(),
        Route::Storage => view! { <StoragePage/> }.into_any(),
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
        Route::School(urn) => view! { <SchoolPage urn=urn/> }.into_any(),
        Route::Compare(ComparedAt::Areas) => view! { <ComparePage/> }.into_any(),
        Route::Compare(ComparedAt::Import) => view! { <CompareImportPage/> }.into_any(),
        _ => ().into_any(),
    }
}

fn other(route: Route) -> AnyView {
    match route {
        Route::Setup(page) => view! { <SetupPages page=page/> }.into_any(),
        Route::Files(Page::Overview) => view! { <FilesPage/> }.into_any(),
        Route::Files(Page::Open) => view! { <OpenFilesPage/> }.into_any(),
        Route::Files(Page::Save) => view! { <SaveFilePage/> }.into_any(),
        _ => ().into_any(),
    }
}
