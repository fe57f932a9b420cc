//! A job that a page waits for: one at a time, with how long it has taken and how far it is. Knows nothing of what is asked.

use super::components::{HowFar, Waited};
use crate::browser::runner::{self, Ticket};
use crate::browser::timer;
use crate::jobs::{Job, JobFault};
use leptos::prelude::*;

/// No action goes without a word for longer than this, nor without a way out for longer than that (`practice`: journeys).
const NOTICED_MS: i32 = 100;
const LONG_MS: i32 = 1_000;

/// The job of a place on a page. It ends with the page.
#[derive(Clone, Copy)]
pub struct LongJob {
    ticket: RwSignal<Option<Ticket>>,
    pub waited: RwSignal<Waited>,
    pub how_far: RwSignal<HowFar>,
}

impl LongJob {
    /// None runs yet.
    pub fn new() -> Self {
        let job =
            Self { ticket: RwSignal::new(None), waited: RwSignal::new(Waited::Not), how_far: RwSignal::new(None) };
        on_cleanup(move || {
            if let Some(Some(ticket)) = job.ticket.try_get_untracked() {
                ticket.cancel();
            }
        });
        job
    }

    /// Starts a job in place of the one that may run. `then` has its answer; it is not called where another job was started,
    /// the person cancelled, or the page is gone.
    pub fn start(self, job: Job, then: impl FnOnce(Result<String, JobFault>) + 'static) {
        self.stop();
        let (ticket, answer) = runner::run(job, move |progress| {
            let _page_may_be_gone = self.how_far.try_set(Some((progress.done, progress.of, progress.words)));
        });
        self.ticket.set(Some(ticket));
        self.waited.set(Waited::Unnoticed);
        for (after, waited) in [(NOTICED_MS, Waited::Noticed), (LONG_MS, Waited::Long)] {
            timer::after_ms(after, move || {
                if self.runs(ticket) {
                    self.waited.set(waited);
                }
            });
        }
        leptos::task::spawn_local(async move {
            let found = answer.await;
            if self.runs(ticket) {
                self.ticket.set(None);
                self.waited.set(Waited::Not);
                then(found);
            }
        });
    }

    /// Ends the job, as the person does not want to wait.
    pub fn cancel(self) {
        self.stop();
        self.waited.set(Waited::Cancelled);
    }

    /// Ends the job without a word.
    pub fn stop(self) {
        let ticket = self.ticket.get_untracked();
        self.ticket.set(None);
        self.waited.set(Waited::Not);
        self.how_far.set(None);
        if let Some(ticket) = ticket {
            ticket.cancel();
        }
    }

    fn runs(self, ticket: Ticket) -> bool {
        self.ticket.try_get_untracked() == Some(Some(ticket))
    }
}
