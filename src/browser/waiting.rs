//! A job that somebody waits for. Knows nothing of where it is done.

use super::awaited::Giver;
use crate::jobs::{Job, JobFault, Progress};
use std::rc::Rc;

/// How long a worker may take to say that it is there: after that, its jobs are done elsewhere.
pub(super) const PATIENCE_MS: i32 = 8_000;

pub(super) struct Waiting {
    pub job: Job,
    pub on_progress: Rc<dyn Fn(Progress)>,
    pub answer: Giver<Result<String, JobFault>>,
    /// Done in the page, not by the worker.
    pub in_page: bool,
}
