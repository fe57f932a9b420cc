//! Scenarios side by side, worked out in the background: a first picture at once, then more runs while the person goes on. Knows
//! nothing of how they are shown.

use super::components::{HowFar, Waited};
use super::long_job::LongJob;
use crate::browser::timer;
use crate::jobs::Job;
use crate::model::Scenario;
use crate::sim::{Compared, Comparison};
use leptos::prelude::*;
use std::sync::Arc;

/// The first picture, and what follows while nothing is changed.
const RUNS: [usize; 3] = [1_000, 10_000, 100_000];
/// How long nothing must change before more runs are made: a lever that is still moved must not wait for them.
const AT_REST_MS: i32 = 700;
/// Decides all draws: the same for everybody, so that two people see the same numbers.
pub const SEED: u64 = 1;

/// What is held against what.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedFor {
    pub baseline: Arc<Scenario>,
    pub others: Vec<Arc<Scenario>>,
}

/// The newest answer to what is asked for.
#[derive(Clone, Copy)]
pub struct LiveComparison {
    asked: Memo<Option<AskedFor>>,
    job: LongJob,
    /// While another is on its way the one before stays in sight.
    pub answer: RwSignal<Option<Arc<Compared>>>,
    /// Why there is none.
    pub fault: RwSignal<Option<String>>,
    /// Whether it is the first picture that is waited for.
    first: RwSignal<bool>,
}

impl LiveComparison {
    /// Follows what is asked for.
    pub fn of(asked: Memo<Option<AskedFor>>) -> Self {
        let live = Self {
            asked,
            job: LongJob::new(),
            answer: RwSignal::new(None),
            fault: RwSignal::new(None),
            first: RwSignal::new(true),
        };
        Effect::new(move |_| {
            if asked.with(Option::is_some) {
                live.start(0);
            }
        });
        live
    }

    /// Runs that the picture rests on, and how many more are being made, of a hundred; None where no more will be.
    pub fn runs(self) -> (usize, Option<u32>) {
        let made = self.answer.with(|answer| answer.as_ref().map_or(0, |answer| answer.baseline.runs));
        let is_stopped = self.job.waited.get() == Waited::Cancelled;
        let more = !is_stopped && RUNS.last().is_some_and(|last| made < *last);
        let done = self.job.how_far.get().map_or(0, |(done, of, _)| 100 * done / of.max(1));
        (made, more.then_some(if self.first.get() { 0 } else { done }))
    }

    /// How long a person has waited for the first picture, and how far it is. Later ones come while the person goes on.
    pub fn progress(self) -> (Signal<Waited>, Signal<HowFar>) {
        let waited = move || if self.first.get() { self.job.waited.get() } else { Waited::Not };
        (Signal::derive(waited), self.job.how_far.into())
    }

    /// Keeps the picture that there is.
    pub fn enough(self) {
        self.job.cancel();
    }

    /// Makes the runs of a step, then those of the next. A first picture that has been begun is always finished: a lever that is dragged
    /// asks for others faster than any is made, and would show none before it rests.
    fn start(self, step: usize) {
        if step == 0 && self.first.get_untracked() && self.job.is_running() {
            return;
        }
        let (Some(runs), Some(AskedFor { baseline, others })) = (RUNS.get(step), self.asked.get_untracked()) else {
            return;
        };
        let asked = self.asked.get_untracked();
        self.first.set(step == 0);
        let comparison = Comparison {
            baseline: (*baseline).clone(),
            others: others.iter().map(|one| (**one).clone()).collect(),
            runs: *runs,
            seed: SEED,
        };
        // Numbers, names and lists: nothing that JSON could not hold.
        let comparison = serde_json::to_string(&comparison).unwrap_or_default();
        let job = if step == 0 { Job::Compare { comparison } } else { Job::Refine { comparison } };
        self.job.start(job, move |found| {
            // Something else was asked for meanwhile: it is made while this one is shown.
            if self.asked.get_untracked() != asked {
                self.start(0);
            }
            let read = found.and_then(|text| {
                serde_json::from_str(&text).map_err(|error| crate::jobs::JobFault::Ended(error.to_string()))
            });
            match read {
                Ok(compared) => {
                    self.answer.set(Some(Arc::new(compared)));
                    self.fault.set(None);
                    timer::after_ms(AT_REST_MS, move || {
                        // The page may be gone, something else asked for, or this enough.
                        let is_enough = self.job.waited.try_get_untracked() == Some(Waited::Cancelled);
                        if !is_enough && self.asked.try_get_untracked() == Some(asked.clone()) {
                            self.start(step + 1);
                        }
                    });
                }
                Err(fault) => {
                    self.answer.set(None);
                    self.fault.set(Some(fault.to_string()));
                }
            }
        });
    }
}
