//! Screens, one file a page.
