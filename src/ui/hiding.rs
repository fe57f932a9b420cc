//! Small counts, hidden in the background. What came of a table stays known while the program runs, so a figure that was shown
//! is shown again at once. Knows nothing of what is counted.

use super::components::{HowFar, Waited};
use super::long_job::LongJob;
use crate::eval::safe::{CountTable, Protected, SafetyError};
use crate::jobs::{Hidden, Job};
use leptos::prelude::*;

type Known = Vec<(CountTable, Result<Protected, SafetyError>)>;

/// As many tables stay known as a demonstration of all measures, of a few groups and periods, looks at.
const KEPT: usize = 64;

/// What is known of the tables asked for so far, and whether a page waits for more.
#[derive(Clone, Copy)]
pub struct HiddenTables {
    known: RwSignal<Known>,
    awaited: RwSignal<bool>,
}

impl HiddenTables {
    /// None is known yet.
    pub fn new() -> Self {
        Self { known: RwSignal::new(Vec::new()), awaited: RwSignal::new(false) }
    }

    /// Whether a page waits for tables just now.
    pub fn are_awaited(self) -> bool {
        self.awaited.get_untracked()
    }
}

/// The tables that a page asks for.
#[derive(Clone, Copy)]
pub struct Hiding {
    tables: HiddenTables,
    asked: Memo<Vec<CountTable>>,
    job: LongJob,
    /// Why there is no answer.
    pub fault: RwSignal<Option<String>>,
}

impl Hiding {
    /// Has the tables worked out that are not known yet, whenever others are asked for.
    pub fn of(asked: Memo<Vec<CountTable>>) -> Self {
        let hiding =
            Self { tables: expect_context::<HiddenTables>(), asked, job: LongJob::new(), fault: RwSignal::new(None) };
        Effect::new(move |_| {
            asked.track();
            hiding.ask();
        });
        on_cleanup(move || {
            let _ = hiding.tables.awaited.try_set(false);
        });
        hiding
    }

    /// What came of a table. None while it is not known: then nothing of it may be shown.
    pub fn of_table(self, table: &CountTable) -> Option<Result<Protected, SafetyError>> {
        self.tables.known.with(|known| known.iter().find(|(one, _)| one == table).map(|(_, found)| found.clone()))
    }

    /// How long a person has waited, and how far it is.
    pub fn progress(self) -> (Signal<Waited>, Signal<HowFar>) {
        (self.job.waited.into(), self.job.how_far.into())
    }

    /// Asks for what is not known, once more if need be.
    pub fn ask(self) {
        self.fault.set(None);
        let left: Vec<CountTable> = self.asked.with_untracked(|asked| {
            let is_known = |table: &&CountTable| {
                self.tables.known.with_untracked(|known| known.iter().any(|(one, _)| one == *table))
            };
            asked.iter().filter(|table| !is_known(table)).cloned().collect()
        });
        self.tables.awaited.set(!left.is_empty());
        if left.is_empty() {
            return self.job.stop();
        }
        self.job.start(Job::Hide { tables: left.clone() }, move |answer| {
            self.tables.awaited.set(false);
            match answer.and_then(|text| Hidden::read(&text)) {
                Ok(Hidden(found)) => self.tables.known.update(|known| {
                    known.extend(left.into_iter().zip(found));
                    known.drain(..known.len().saturating_sub(KEPT));
                }),
                Err(fault) => self.fault.set(Some(fault.to_string())),
            }
        });
    }

    /// Does without an answer.
    pub fn cancel(self) {
        self.job.cancel();
        self.tables.awaited.set(false);
        self.fault.set(Some("the work was cancelled".to_owned()));
    }
}
