//! The only door outside: storage, clock, ids, files. Knows nothing of pages.

pub mod page;
pub mod preference;
