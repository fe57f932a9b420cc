//! Screens, one file a page.

mod about;
mod accessibility;
mod not_found;

pub use about::AboutPage;
pub use accessibility::AccessibilityPage;
pub use not_found::NotFoundPage;
