//! Screens, one file a page.

mod about;
mod accessibility;
mod home;
mod not_found;
mod nothing_open;
mod recovery;
mod return_check;
mod return_done;
mod return_entry;
mod return_figures;
mod returns;
mod save_file;
mod start;

pub use about::AboutPage;
pub use accessibility::AccessibilityPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use nothing_open::NothingOpenPage;
pub use recovery::RecoveryPage;
pub use return_entry::ReturnEntryPage;
pub use returns::ReturnsPage;
pub use start::StartPage;
