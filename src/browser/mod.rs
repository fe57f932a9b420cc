//! The only door outside: storage, clock, ids, files, worker. Knows nothing of pages.

mod awaited;
mod bytes;
pub mod canvas;
pub mod canvas_watch;
pub mod channel;
pub mod device;
pub mod files;
pub mod folder;
mod lease;
pub mod moment;
pub mod page;
pub mod preference;
pub mod room;
pub mod runner;
pub mod store;
pub mod tabs;
mod team;
pub mod timer;
pub mod typed;
pub mod vault;
mod waiting;
mod worker;
