//! Runs jobs: in a worker beside the page, or step by step in the page where there can be none. Whoever asks is told the same
//! either way. Knows nothing of what a job is about.

pub use super::awaited::Awaited;
use super::awaited::awaited;
use super::waiting::{PATIENCE_MS, Waiting};
use super::worker::{Line, WorkerFrame};
use super::{team, timer};
use crate::jobs::{Job, JobFault, Progress, Reply, Request, Step, Work};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where jobs are done.
#[derive(Default)]
enum Place {
    /// Nobody has asked yet.
    #[default]
    Unknown,
    /// The frame or the worker is on its way: jobs wait for it.
    Starting,
    Worker,
    Page,
}

#[derive(Default)]
struct Runner {
    place: Place,
    frame: Option<WorkerFrame>,
    line: Option<Line>,
    /// Which of the workers started so far is meant: what an earlier one said does not count.
    worker: u32,
    newest: u64,
    waiting: BTreeMap<u64, Waiting>,
}

thread_local! {
    static RUNNER: RefCell<Runner> = RefCell::default();
}

/// A job that runs, by which it can be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u64);

/// Asks for a job. `on_progress` is called between its steps; the answer comes as the text that the command line prints.
pub fn run(job: Job, on_progress: impl Fn(Progress) + 'static) -> (Ticket, Awaited<Result<String, JobFault>>) {
    start_ahead();
    let (answer, coming) = awaited();
    let (id, frame) = RUNNER.with_borrow_mut(|runner| {
        runner.newest += 1;
        let frame = runner.frame.clone().filter(|_| matches!(runner.place, Place::Worker));
        (runner.newest, frame)
    });
    let mut waiting = Some(Waiting { job, on_progress: Rc::new(on_progress), answer, in_page: false });
    if let Some(frame) = frame {
        waiting = waiting.and_then(|waiting| team::do_together(id, &frame, waiting, take_back));
    }
    if let Some(waiting) = waiting {
        take_back(id, waiting);
    }
    (Ticket(id), coming)
}

/// Does a job that is nobody else's: in the worker, or in the page.
fn take_back(id: u64, waiting: Waiting) {
    let is_for_the_page = RUNNER.with_borrow_mut(|runner| {
        runner.waiting.insert(id, waiting);
        if matches!(runner.place, Place::Worker) {
            runner.send(id);
        }
        matches!(runner.place, Place::Page)
    });
    if is_for_the_page {
        in_page(id);
    }
}

impl Ticket {
    /// Ends the job, wherever it is; its answer is that it was cancelled. Other jobs go on, from their beginning where they
    /// were the worker's. Nothing happens where the job is over.
    pub fn cancel(self) {
        if team::cancel(self.0) {
            return;
        }
        let Some(cancelled) = RUNNER.with_borrow_mut(|runner| runner.waiting.remove(&self.0)) else { return };
        // A worker hears nothing while it works, so it is ended and another started.
        let at_work = RUNNER.with_borrow(|runner| matches!(runner.place, Place::Worker)) && !cancelled.in_page;
        cancelled.answer.give(Err(JobFault::Cancelled));
        if at_work {
            start_worker();
        }
    }
}

/// Starts the worker before anybody needs it, so that the first job need not wait and no later one needs the network.
pub fn start_ahead() {
    let first = RUNNER.with_borrow_mut(|runner| {
        let first = matches!(runner.place, Place::Unknown);
        if first {
            runner.place = Place::Starting;
        }
        first
    });
    if !first {
        return;
    }
    let frame = WorkerFrame::open(|ours| if ours { start_worker() } else { give_up(0) });
    match frame {
        Some(frame) => {
            RUNNER.with_borrow_mut(|runner| runner.frame = Some(frame));
            timer::after_ms(PATIENCE_MS, || give_up(0));
        }
        None => give_up(0),
    }
}

/// Starts a worker in place of the one before; jobs wait until it says that it is there.
fn start_worker() {
    let Some((frame, worker)) = RUNNER.with_borrow_mut(|runner| {
        runner.worker += 1;
        runner.place = Place::Starting;
        runner.line = None;
        Some((runner.frame.clone()?, runner.worker))
    }) else {
        return give_up(0);
    };
    let line = frame.start(0, move |words| heard(worker, &words));
    let started = line.is_some();
    RUNNER.with_borrow_mut(|runner| runner.line = line);
    if started {
        timer::after_ms(PATIENCE_MS, move || give_up(worker));
    } else {
        give_up(worker);
    }
}

/// Does jobs in the page, if this worker is the newest and not there yet. Should it come after all, later jobs are its own.
fn give_up(worker: u32) {
    let left = RUNNER.with_borrow_mut(|runner| {
        if !matches!(runner.place, Place::Starting) || runner.worker != worker {
            return Vec::new();
        }
        runner.stand(Place::Page);
        runner.waiting.keys().copied().collect()
    });
    left.into_iter().for_each(in_page);
}

/// What the worker, or the frame about it, has said.
fn heard(worker: u32, words: &str) {
    if RUNNER.with_borrow(|runner| runner.worker != worker) {
        return;
    }
    match Reply::read(words) {
        Reply::Ready => RUNNER.with_borrow_mut(|runner| {
            runner.stand(Place::Worker);
            let theirs: Vec<u64> =
                runner.waiting.iter().filter(|(_, waiting)| !waiting.in_page).map(|(id, _)| *id).collect();
            theirs.into_iter().for_each(|id| runner.send(id));
        }),
        Reply::Progress { id, progress } => {
            let told = RUNNER.with_borrow(|runner| Some(Rc::clone(&runner.waiting.get(&id)?.on_progress)));
            if let Some(on_progress) = told {
                on_progress(progress);
            }
        }
        Reply::Answer { id, text } => answer(id, Ok(text)),
        Reply::Refusal { id, sentence } => answer(id, Err(JobFault::Refused(sentence))),
        Reply::Fault(words) => broken(worker, &words),
    }
}

/// The worker did not come, or ended at its work: then what it had to do has no answer, and another takes its place.
fn broken(worker: u32, words: &str) {
    if RUNNER.with_borrow(|runner| !matches!(runner.place, Place::Worker)) {
        return give_up(worker);
    }
    let lost = RUNNER.with_borrow_mut(|runner| {
        let (kept, lost): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut runner.waiting).into_iter().partition(|(_, waiting)| waiting.in_page);
        runner.waiting = kept;
        runner.place = Place::Starting;
        lost
    });
    // Not at once: this is called by what is heard on the line that starting drops.
    timer::after_ms(0, start_worker);
    for waiting in lost.into_values() {
        waiting.answer.give(Err(JobFault::Ended(words.to_owned())));
    }
}

fn answer(id: u64, found: Result<String, JobFault>) {
    if let Some(waiting) = RUNNER.with_borrow_mut(|runner| runner.waiting.remove(&id)) {
        waiting.answer.give(found);
    }
}

/// Does a job in the page, which can draw and be used between its steps.
fn in_page(id: u64) {
    let begun = RUNNER.with_borrow_mut(|runner| {
        let waiting = runner.waiting.get_mut(&id).filter(|waiting| !waiting.in_page)?;
        waiting.in_page = true;
        Some((Work::begin(waiting.job.clone()), Rc::clone(&waiting.on_progress)))
    });
    let Some((mut work, on_progress)) = begun else { return };
    wasm_bindgen_futures::spawn_local(async move {
        loop {
            timer::next_frame().await;
            if RUNNER.with_borrow(|runner| !runner.waiting.contains_key(&id)) {
                return;
            }
            match work.step() {
                Step::More(progress) => on_progress(progress),
                Step::Done(found) => return answer(id, found),
            }
        }
    });
}

impl Runner {
    fn stand(&mut self, place: Place) {
        if let Some(frame) = &self.frame {
            frame.note(if matches!(place, Place::Worker) { "worker" } else { "page" });
        }
        self.place = place;
    }

    /// Sends a job to the worker.
    fn send(&self, id: u64) {
        if let (Some(line), Some(waiting)) = (&self.line, self.waiting.get(&id)) {
            // A line that is there takes text of any length.
            let _sent = line.say(&Request { id, job: waiting.job.clone() }.text());
        }
    }
}
