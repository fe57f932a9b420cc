//! The only door outside: storage, clock, ids, files. Knows nothing of pages.

pub mod canvas;
pub mod canvas_watch;
pub mod page;
pub mod preference;
