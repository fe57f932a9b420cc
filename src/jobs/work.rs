//! Does a job step by step. Knows nothing of who waits for it.

use super::receiving::{self, Opened};
use super::{Hidden, Job, JobFault, Progress, Typed, sealing};
use crate::bundle::{Bundle, BundleError, Keyring, Seal};
use crate::eval::safe::{CountTable, Rule, protect};
use crate::eval::{Evaluating, Evaluation, answer_json};
use crate::model::PilotData;
use crate::seal::Stretching;
use crate::sim::{
    BestValueError, BudgetAsked, Comparing, Comparison, Counting, Counts, Searching, Share, Simulating, Simulation,
    UnderWay,
};
use crate::workspace::schema;
use std::ops::ControlFlow;

/// A job under way. Between two steps it holds nothing but values, so it can wait, or be dropped.
pub struct Work {
    stage: Stage,
    /// Steps done, and all steps; 0 while that is not known.
    done: u32,
    of: u32,
}

/// What the next step does.
enum Stage {
    Calculate(String),
    Decode {
        bundle: String,
        with_schools: bool,
    },
    Read {
        bundle: Box<Bundle>,
        with_schools: bool,
    },
    Evaluate {
        evaluating: Box<Evaluating<PilotData>>,
        left_out: Vec<String>,
    },
    Write(Box<Evaluation>),
    Plan(String),
    Begin(Box<Simulation>),
    Simulate(Box<Simulating>),
    Line(String),
    Compare(Box<Comparing>),
    Share(String, Share),
    Count(Box<Counting>),
    Rest(String, Vec<String>),
    Budget(String),
    Ask(Box<BudgetAsked>),
    Search(Box<Searching>),
    /// The tables that are left, the next one last.
    Hide {
        left: Vec<CountTable>,
        hidden: Hidden,
    },
    Seal {
        file: String,
        with: Seal,
    },
    Open {
        file: String,
        keyring: Keyring,
    },
    Receive(String),
    Stretch {
        passphrase: Typed,
        stretching: Stretching,
    },
    Answered(String),
    Over,
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// There is more to do.
    More(Progress),
    /// There is no more.
    Done(Result<String, JobFault>),
}

impl Work {
    /// Nothing is done before the first step.
    pub fn begin(job: Job) -> Self {
        match job {
            Job::Calculate { request } => Self { stage: Stage::Calculate(request), done: 0, of: 1 },
            Job::Evaluate { bundle, with_schools } => Self::at(Stage::Decode { bundle, with_schools }),
            Job::Simulate { simulation } => Self::at(Stage::Plan(simulation)),
            Job::Compare { comparison } | Job::Refine { comparison } => Self::at(Stage::Line(comparison)),
            Job::Count { comparison, share } => Self::at(Stage::Share(comparison, share)),
            Job::Tell { comparison, counted } => Self::at(Stage::Rest(comparison, counted)),
            Job::BestValue { asked } => Self::at(Stage::Budget(asked)),
            Job::Seal { file, with } => Self { stage: Stage::Seal { file, with }, done: 0, of: 1 },
            Job::Receive { file, keyring } => Self { stage: Stage::Open { file, keyring }, done: 0, of: 2 },
            Job::Stretch { passphrase, stretching } => {
                Self { stage: Stage::Stretch { passphrase, stretching }, done: 0, of: 1 }
            }
            Job::Hide { tables } => {
                let of = u32::try_from(tables.len() + 1).unwrap_or(u32::MAX);
                let left = tables.into_iter().rev().collect();
                Self { stage: Stage::Hide { left, hidden: Hidden(Vec::new()) }, done: 0, of }
            }
        }
    }

    /// A scenario that was read already, run forward.
    pub fn simulation(simulation: Simulation) -> Self {
        Self::at(Stage::Begin(Box::new(simulation)))
    }

    /// A budget that was read already, spent for the best value.
    pub fn best_value(asked: BudgetAsked) -> Self {
        Self::at(Stage::Ask(Box::new(asked)))
    }

    /// All findings of a bundle that was read already.
    pub fn evaluation(bundle: Bundle, with_schools: bool) -> Self {
        Self::at(Stage::Read { bundle: Box::new(bundle), with_schools })
    }

    fn at(stage: Stage) -> Self {
        Self { stage, done: 0, of: 0 }
    }

    /// Does the next step.
    pub fn step(&mut self) -> Step {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Calculate(request) => match answer_json(&request) {
                Ok(answer) => self.more(Stage::Answered(answer), "Showing the answer"),
                Err(error) => refused(error),
            },
            Stage::Seal { file, with } => done(sealing::seal(&file, &with)),
            Stage::Open { file, keyring } => match receiving::opened(file, &keyring) {
                Ok(Opened::File(file)) => self.more(Stage::Receive(file), "Reading it"),
                Ok(Opened::Locked(answer)) => Step::Done(Ok(answer)),
                Err(error) => refused(error),
            },
            Stage::Receive(file) => done(receiving::read(&file)),
            Stage::Stretch { passphrase, stretching } => done(sealing::stretch(&passphrase.0, &stretching)),
            Stage::Decode { bundle, with_schools } => {
                let read = Bundle::decode(bundle.as_bytes()).and_then(|bundle| bundle.believable().map(|()| bundle));
                match read {
                    Ok(bundle) => {
                        let bundle = Box::new(bundle);
                        self.more(Stage::Read { bundle, with_schools }, "Reading the pilot")
                    }
                    Err(error) => refused(error),
                }
            }
            Stage::Read { bundle, with_schools } => {
                let (data, unreadable) = schema::read_document(&bundle.document);
                let left_out = unreadable.iter().map(ToString::to_string).collect();
                let evaluating = Box::new(Evaluating::begin(data, with_schools));
                // This step, each scope, and writing it down.
                self.of = self.done + 2 + u32::try_from(evaluating.left()).unwrap_or(u32::MAX - 8);
                self.onwards(evaluating, left_out)
            }
            Stage::Evaluate { mut evaluating, left_out } => {
                evaluating.next_scope();
                self.onwards(evaluating, left_out)
            }
            Stage::Write(evaluation) => self.written(&evaluation),
            Stage::Plan(text) => match serde_json::from_str(&text) {
                Ok(simulation) => self.run(Simulating::begin(simulation), Simulating::left, Stage::Simulate),
                Err(error) => refused(error),
            },
            Stage::Begin(simulation) => self.run(Simulating::begin(*simulation), Simulating::left, Stage::Simulate),
            Stage::Simulate(runs) => self.blocks(runs, Stage::Simulate, |work, found| match found {
                Ok(simulated) => work.written(&simulated),
                Err(error) => refused(error),
            }),
            Stage::Line(text) => match serde_json::from_str::<Comparison>(&text) {
                Ok(comparison) => self.run(Comparing::begin(comparison), Comparing::left, Stage::Compare),
                Err(error) => refused(error),
            },
            Stage::Compare(runs) => self.blocks(runs, Stage::Compare, |work, found| match found {
                // Only the page reads it.
                Ok(compared) => work.put(serde_json::to_string(&compared)),
                Err(error) => refused(error),
            }),
            Stage::Share(text, share) => match serde_json::from_str(&text) {
                Ok(comparison) => self.run(Counting::begin(comparison, share), Counting::left, Stage::Count),
                Err(error) => refused(error),
            },
            Stage::Count(runs) => {
                self.blocks(runs, Stage::Count, |work, counts| work.put(serde_json::to_string(&counts)))
            }
            Stage::Rest(text, counted) => match shares(&text, &counted) {
                Ok((comparison, counted)) => {
                    self.run(Comparing::begin_with(comparison, counted), Comparing::left, Stage::Compare)
                }
                Err(error) => refused(error),
            },
            Stage::Budget(text) => match serde_json::from_str(&text) {
                Ok(asked) => self.run(Searching::begin(asked), Searching::left, Stage::Search),
                Err(error) => refused(error),
            },
            Stage::Ask(asked) => self.run(Searching::begin(*asked), Searching::left, Stage::Search),
            Stage::Search(searching) => self.search(searching),
            Stage::Hide { mut left, mut hidden } => match left.pop() {
                Some(table) => {
                    hidden.0.push(protect(&table, Rule::default()));
                    self.more(Stage::Hide { left, hidden }, "Hiding small numbers")
                }
                None => self.written(&hidden),
            },
            Stage::Answered(text) => Step::Done(Ok(text)),
            Stage::Over => Step::Done(Err(JobFault::Ended("it was answered before".to_owned()))),
        }
    }

    fn onwards(&mut self, evaluating: Box<Evaluating<PilotData>>, left_out: Vec<String>) -> Step {
        match evaluating.next_words() {
            Some(words) => self.more(Stage::Evaluate { evaluating, left_out }, &words),
            None => {
                let mut evaluation = Box::new(evaluating.finish());
                evaluation.left_out = left_out;
                self.more(Stage::Write(evaluation), "Writing it down")
            }
        }
    }

    /// Begins to run scenarios forward.
    fn run<T>(
        &mut self,
        begun: Result<T, impl std::error::Error>,
        left: fn(&T) -> usize,
        stage: fn(Box<T>) -> Stage,
    ) -> Step {
        match begun {
            Ok(running) => {
                // This step, each block, and summing up.
                self.of = self.done + 2 + u32::try_from(left(&running)).unwrap_or(u32::MAX - 8);
                self.more(stage(Box::new(running)), "The first runs")
            }
            Err(error) => refused(error),
        }
    }

    /// The next block of runs, or what is done with what they come to.
    fn blocks<T>(
        &mut self,
        mut runs: Box<UnderWay<T>>,
        stage: fn(Box<UnderWay<T>>) -> Stage,
        then: fn(&mut Self, T) -> Step,
    ) -> Step {
        if runs.left() > 0 {
            runs.next_block();
            return self.more(stage(runs), "More runs");
        }
        then(self, runs.finish())
    }

    /// The next step of a search, or its answer.
    fn search(&mut self, mut searching: Box<Searching>) -> Step {
        if searching.left() > 0 {
            return match searching.next_step() {
                Ok(()) => self.more(Stage::Search(searching), "The next offer"),
                Err(error) => refused(error),
            };
        }
        let found: Result<_, BestValueError> = searching.finish();
        match found {
            Ok(plan) => self.written(&plan),
            Err(error) => refused(error),
        }
    }

    fn written(&mut self, answer: &impl serde::Serialize) -> Step {
        self.put(serde_json::to_string_pretty(answer))
    }

    fn put(&mut self, text: Result<String, serde_json::Error>) -> Step {
        match text {
            Ok(text) => self.more(Stage::Answered(text), "Handing it over"),
            Err(error) => refused(error),
        }
    }

    fn more(&mut self, next: Stage, words: &str) -> Step {
        self.stage = next;
        self.done += 1;
        Step::More(Progress { done: self.done, of: self.of, words: words.to_owned() })
    }
}

/// A comparison and what was counted of it; a share that had nothing to count is left out.
fn shares(comparison: &str, counted: &[String]) -> Result<(Comparison, Vec<Counts>), serde_json::Error> {
    let read = |text: &String| serde_json::from_str::<Option<Counts>>(text).transpose();
    Ok((serde_json::from_str(comparison)?, counted.iter().filter_map(read).collect::<Result<_, _>>()?))
}

fn done(outcome: Result<String, BundleError>) -> Step {
    outcome.map_or_else(refused, |text| Step::Done(Ok(text)))
}

fn refused(error: impl std::error::Error) -> Step {
    Step::Done(Err(JobFault::Refused(error.to_string())))
}

/// Does a job to its end, unless `on_progress` breaks it off between two steps.
///
/// # Errors
/// The sentence that the command line would print; or that it was cancelled.
pub fn run(job: Job, on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<String, JobFault> {
    to_the_end(Work::begin(job), on_progress)
}

/// Does what is left of it, without a word.
///
/// # Errors
/// As [`run`].
pub fn finish(work: Work) -> Result<String, JobFault> {
    to_the_end(work, &mut |_| ControlFlow::Continue(()))
}

fn to_the_end(mut work: Work, on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<String, JobFault> {
    loop {
        match work.step() {
            Step::More(progress) => {
                if on_progress(progress).is_break() {
                    return Err(JobFault::Cancelled);
                }
            }
            Step::Done(answer) => return answer,
        }
    }
}
