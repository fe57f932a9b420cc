//! The app's state: the open workspace, what is saved of it, and who is looking. Pages read it and ask it to act;
//! it alone saves.

mod folder;
mod found;
mod idle;
mod live;
mod locking;
mod open;
mod preferences;
mod removal;
mod saver;
mod sealing;
mod versions;

pub use found::demonstration_is_here;
pub use live::edit_here;
pub use locking::new_sheet;
pub use open::{AppState, Opened, StartFault, Which};
pub use preferences::Person;
pub use saver::SaveState;
