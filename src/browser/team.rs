//! Several workers at one job, each with a part of it; the one that does other jobs stays free, so that a person who goes on does not
//! wait. Knows nothing of what a job is about.

use super::timer;
use super::waiting::{PATIENCE_MS, Waiting};
use super::worker::{Line, WorkerFrame};
use crate::jobs::{Job, JobFault, Progress, Reply, Request};
use std::cell::RefCell;
use std::rc::Rc;

/// The most members: each has a memory of its own.
const MOST: u32 = 4;

/// A job and those who work at it.
struct Team {
    id: u64,
    whole: Waiting,
    frame: WorkerFrame,
    members: Vec<Member>,
    /// The first member puts together what all have answered.
    is_joining: bool,
    /// Who does the whole where this team cannot.
    take_back: fn(u64, Waiting),
}

struct Member {
    line: Line,
    is_there: bool,
    part: Job,
    done: (u32, u32),
    answer: Option<String>,
}

/// What is to be done about something that was said.
enum Next {
    Nothing,
    Tell(Rc<dyn Fn(Progress)>, Progress),
    End(Result<String, JobFault>),
    TakeBack,
}

thread_local! {
    /// There is one at a time.
    static TEAM: RefCell<Option<Team>> = const { RefCell::new(None) };
}

/// Does a job by its parts, or gives it back where it has none, or another is being done. Later it goes to `take_back` where a worker
/// does not come, or ends at its work.
pub(super) fn do_together(
    id: u64,
    frame: &WorkerFrame,
    whole: Waiting,
    take_back: fn(u64, Waiting),
) -> Option<Waiting> {
    let parts = if TEAM.with_borrow(Option::is_some) { Vec::new() } else { whole.job.parts(members()) };
    if parts.is_empty() {
        return Some(whole);
    }
    let size = parts.len();
    let start = |(place, part): (usize, Job)| {
        let line = frame.start(number_of(place), move |words| heard(id, place, &words))?;
        Some(Member { line, is_there: false, part, done: (0, 0), answer: None })
    };
    let Some(members) = parts.into_iter().enumerate().map(start).collect() else {
        end_workers(frame, size);
        return Some(whole);
    };
    frame.note_team(size);
    let team = Team { id, whole, frame: frame.clone(), members, is_joining: false, take_back };
    TEAM.with_borrow_mut(|at_work| *at_work = Some(team));
    timer::after_ms(PATIENCE_MS, move || {
        let are_there = |team: &Team| team.id != id || team.members.iter().all(|member| member.is_there);
        if !TEAM.with_borrow(|team| team.as_ref().is_none_or(are_there)) {
            end(id, Next::TakeBack);
        }
    });
    None
}

/// Ends a job; whether it was done here.
pub(super) fn cancel(id: u64) -> bool {
    end(id, Next::End(Err(JobFault::Cancelled)))
}

/// One core is left to the page and to the worker that does other jobs.
fn members() -> usize {
    let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
    (cores as u32).saturating_sub(1).clamp(1, MOST) as usize
}

/// The first number is the worker's that does other jobs.
fn number_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(0) + 1
}

/// What a member, or the frame about it, has said.
fn heard(id: u64, place: usize, words: &str) {
    let next = TEAM.with_borrow_mut(|team| match team.as_mut().filter(|team| team.id == id) {
        Some(team) => team.heard(place, Reply::read(words)),
        None => Next::Nothing,
    });
    match next {
        Next::Nothing => {}
        Next::Tell(on_progress, progress) => on_progress(progress),
        over => {
            end(id, over);
        }
    }
}

fn end_workers(frame: &WorkerFrame, many: usize) {
    (0..many).for_each(|place| frame.end(number_of(place)));
}

fn end(id: u64, next: Next) -> bool {
    let Some(team) = TEAM.with_borrow_mut(|team| team.take_if(|team| team.id == id)) else { return false };
    let Team { whole, frame, members, take_back, .. } = team;
    end_workers(&frame, members.len());
    // Not at once: this may be called by what is heard on one of their lines.
    timer::after_ms(0, move || drop(members));
    match next {
        Next::End(found) => whole.answer.give(found),
        _ => take_back(id, whole),
    }
    true
}

impl Team {
    fn heard(&mut self, place: usize, reply: Reply) -> Next {
        let is_joining = self.is_joining;
        let Some(member) = self.members.get_mut(place) else { return Next::Nothing };
        match reply {
            Reply::Ready => {
                member.is_there = true;
                if !member.send() {
                    return Next::TakeBack;
                }
            }
            Reply::Progress { progress, .. } if !is_joining => {
                member.done = (progress.done, progress.of);
                return Next::Tell(Rc::clone(&self.whole.on_progress), self.progress(progress.words));
            }
            Reply::Progress { .. } => {}
            Reply::Answer { text, .. } if is_joining => return Next::End(Ok(text)),
            Reply::Answer { text, .. } => {
                member.answer = Some(text);
                if self.members.iter().all(|member| member.answer.is_some()) && !self.join() {
                    return Next::TakeBack;
                }
            }
            Reply::Refusal { sentence, .. } => return Next::End(Err(JobFault::Refused(sentence))),
            Reply::Fault(_) => return Next::TakeBack,
        }
        Next::Nothing
    }

    /// What all have done, of all that they are to do as far as that is known.
    fn progress(&self, words: String) -> Progress {
        let sum = |of: fn(&Member) -> u32| self.members.iter().map(of).sum();
        Progress { done: sum(|member| member.done.0), of: sum(|member| member.done.1), words }
    }

    fn join(&mut self) -> bool {
        let answers = self.members.iter_mut().filter_map(|member| member.answer.take()).collect();
        self.is_joining = true;
        let Some(first) = self.members.first_mut() else { return false };
        first.part = self.whole.job.joined(answers);
        first.send()
    }
}

impl Member {
    /// Whether its part went out to it.
    fn send(&self) -> bool {
        let request = Request { id: 0, job: self.part.clone() };
        self.line.say(&request.text())
    }
}
