//! What a page and its worker say to one another: requests and replies, each with the number of its job. Knows nothing of how they
//! travel.
//!
//! Each is one line of JSON. What a job is about and what is answered can be megabytes of JSON themselves: they follow the line as they
//! are, so that nobody has to quote them.

use super::{Job, JobFault, Progress, ROOM_TO_TAKE_IN, Step, Work, make_room};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A job and the number under which its replies come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: u64,
    pub job: Job,
}

/// What comes back. The first two are said by the scripts that start the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Jobs can come.
    Ready,
    /// The worker cannot be started, or has ended.
    Fault(String),
    Progress {
        id: u64,
        progress: Progress,
    },
    Answer {
        id: u64,
        text: String,
    },
    Refusal {
        id: u64,
        sentence: String,
    },
}

impl Request {
    pub fn text(mut self) -> String {
        let body = self.job.body().map(std::mem::take);
        with_body(&self, body)
    }

    fn read(text: &str) -> Result<Self, serde_json::Error> {
        let (mut request, body): (Self, _) = line_and_body(text)?;
        if let (Some(place), Some(body)) = (request.job.body(), body) {
            body.clone_into(place);
        }
        Ok(request)
    }
}

impl Reply {
    /// Reads a reply; what is none is a fault of the worker.
    pub fn read(text: &str) -> Self {
        match line_and_body(text) {
            Ok((Self::Answer { id, .. }, Some(body))) => Self::Answer { id, text: body.to_owned() },
            Ok((reply, _)) => reply,
            Err(error) => Self::Fault(error.to_string()),
        }
    }

    fn text(mut self) -> String {
        let body = match &mut self {
            Self::Answer { text, .. } => Some(std::mem::take(text)),
            _ => None,
        };
        with_body(&self, body)
    }
}

fn with_body(line: &impl Serialize, body: Option<String>) -> String {
    // Names, numbers and strings: nothing that JSON could not hold.
    let line = serde_json::to_string(line).unwrap_or_default();
    match body {
        Some(body) => line + "\n" + &body,
        None => line,
    }
}

fn line_and_body<T: DeserializeOwned>(text: &str) -> Result<(T, Option<&str>), serde_json::Error> {
    match text.split_once('\n') {
        Some((line, body)) => Ok((serde_json::from_str(line)?, Some(body))),
        None => Ok((serde_json::from_str(text)?, None)),
    }
}

/// A request that is being served, a step at a time: between two steps a worker can be ended.
pub struct Serving {
    id: u64,
    work: Result<Work, String>,
}

impl Serving {
    /// Nothing is done before the first step.
    pub fn begin(request: &str) -> Self {
        make_room(request.len(), ROOM_TO_TAKE_IN);
        match Request::read(request) {
            Ok(Request { id, job }) => Self { id, work: Ok(Work::begin(job)) },
            Err(error) => Self { id: 0, work: Err(error.to_string()) },
        }
    }

    /// Does the next step and posts the reply to it; whether there is more to do.
    pub fn step(&mut self, post: &mut dyn FnMut(&str)) -> bool {
        let id = self.id;
        let reply = match &mut self.work {
            Err(words) => Reply::Fault(std::mem::take(words)),
            Ok(work) => match work.step() {
                Step::More(progress) => Reply::Progress { id, progress },
                Step::Done(Ok(text)) => Reply::Answer { id, text },
                Step::Done(Err(JobFault::Refused(sentence))) => Reply::Refusal { id, sentence },
                Step::Done(Err(other)) => Reply::Fault(other.to_string()),
            },
        };
        let is_more = matches!(reply, Reply::Progress { .. });
        post(&reply.text());
        is_more
    }
}
