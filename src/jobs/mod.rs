//! What takes long, as a value: the job, its progress, its answer. Knows nothing of workers, pages or files.
//!
//! A [`Job`] is asked for as text and answered as text, so that the same job can be done anywhere: by the page itself, by a
//! worker, by the command line. [`Work`] does it step by step; whoever runs it may stop between two steps.

mod calculated;
mod job;
mod receiving;
mod room;
mod sealing;
mod wire;
mod work;

pub use calculated::Calculated;
pub use job::{Hidden, Job, JobFault, Progress, TAKES_LONG, Typed, takes_long};
pub use receiving::Arrival;
pub use room::{ROOM_TO_READ, ROOM_TO_TAKE_IN, make_room};
pub use wire::{Reply, Request, Serving};
pub use work::{Step, Work, finish, run};

#[cfg(test)]
mod tests;
