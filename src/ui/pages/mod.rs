//! Screens, one file a page.

mod about;
mod accessibility;
mod clusters;
mod files;
mod home;
mod missing_thing;
mod not_found;
mod nothing_open;
mod open_files;
mod plan_view;
mod recovery;
mod return_check;
mod return_done;
mod return_entry;
mod return_figures;
mod returns;
mod save_file;
mod schools;
mod start;
mod storage;

pub use about::AboutPage;
pub use accessibility::AccessibilityPage;
pub use clusters::{ClusterPage, ClustersPage};
pub use files::{FilesPage, SaveFilePage};
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use nothing_open::NothingOpenPage;
pub use open_files::OpenFilesPage;
pub use recovery::RecoveryPage;
pub use return_entry::ReturnEntryPage;
pub use returns::ReturnsPage;
pub use schools::SchoolsPage;
pub use start::StartPage;
pub use storage::StoragePage;
