//! A job that a page waits for: one at a time, with how long it has taken and how far it is. Knows nothing of what is asked.

use super::components::{HowFar, Waited};
use super::parts;
use crate::browser::runner::Ticket;
use crate::browser::timer;
use crate::jobs::{Job, JobFault, Progress};
use leptos::prelude::*;

/// No action goes without a word for longer than this, nor without a way out for longer than that (`practice`: journeys).
const NOTICED_MS: i32 = 100;
const LONG_MS: i32 = 1_000;

/// The job of a place on a page. It ends with the page.
#[derive(Clone, Copy)]
pub struct LongJob {
    /// Which start is meant, and its ticket once the part that does jobs has come; None where nothing runs.
    running: RwSignal<Option<(u32, Option<Ticket>)>>,
    newest: StoredValue<u32>,
    pub waited: RwSignal<Waited>,
    pub how_far: RwSignal<HowFar>,
}

impl LongJob {
    /// None runs yet.
    pub fn new() -> Self {
        let job = Self {
            running: RwSignal::new(None),
            newest: StoredValue::new(0),
            waited: RwSignal::new(Waited::Not),
            how_far: RwSignal::new(None),
        };
        on_cleanup(move || {
            if let Some(Some((_, Some(ticket)))) = job.running.try_get_untracked() {
                cancel(ticket);
            }
        });
        job
    }

    /// Starts a job in place of the one that may run. `then` has its answer; it is not called where another job was started,
    /// the person cancelled, or the page is gone.
    pub fn start(self, job: Job, then: impl FnOnce(Result<String, JobFault>) + 'static) {
        self.stop();
        self.newest.update_value(|newest| *newest += 1);
        let start = self.newest.get_value();
        self.running.set(Some((start, None)));
        self.waited.set(Waited::Unnoticed);
        for (after, waited) in [(NOTICED_MS, Waited::Noticed), (LONG_MS, Waited::Long)] {
            timer::after_ms(after, move || {
                if self.runs(start) {
                    self.waited.set(waited);
                }
            });
        }
        leptos::task::spawn_local(async move {
            let found = self.answer(start, job).await;
            if self.runs(start) {
                self.running.set(None);
                self.waited.set(Waited::Not);
                then(found);
            }
        });
    }

    async fn answer(self, start: u32, job: Job) -> Result<String, JobFault> {
        let on_progress = Box::new(move |progress: Progress| {
            let _page_may_be_gone = self.how_far.try_set(Some((progress.done, progress.of, progress.words)));
        });
        match parts::run_job(job, on_progress).await {
            Ok((ticket, answer)) => {
                match self.runs(start) {
                    true => self.running.set(Some((start, Some(ticket)))),
                    false => cancel(ticket),
                }
                answer.await
            }
            Err(fault) => Err(JobFault::Ended(fault.to_string())),
        }
    }

    /// Ends the job, as the person does not want to wait.
    pub fn cancel(self) {
        self.stop();
        self.waited.set(Waited::Cancelled);
    }

    /// Ends the job without a word.
    pub fn stop(self) {
        let running = self.running.get_untracked();
        self.running.set(None);
        self.waited.set(Waited::Not);
        self.how_far.set(None);
        if let Some((_, Some(ticket))) = running {
            cancel(ticket);
        }
    }

    /// Whether one is under way.
    pub fn is_running(self) -> bool {
        matches!(self.running.try_get_untracked(), Some(Some(_)))
    }

    fn runs(self, start: u32) -> bool {
        matches!(self.running.try_get_untracked(), Some(Some((running, _))) if running == start)
    }
}

/// The part is here where there is a ticket, so this waits for nothing.
pub(super) fn cancel(ticket: Ticket) {
    leptos::task::spawn_local(async move {
        let _here = parts::cancel_job(ticket).await;
    });
}
