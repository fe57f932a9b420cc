//! What a page and its worker say to one another: requests and replies as JSON, each with the number of its job.
//! Knows nothing of how they travel.

use super::{Job, JobFault, Progress, Step, Work};
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
    pub fn text(&self) -> String {
        // Names, numbers and strings: nothing that JSON could not hold.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Reply {
    /// Reads a reply; what is none is a fault of the worker.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_else(|error| Self::Fault(error.to_string()))
    }

    fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
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
        match serde_json::from_str(request) {
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
        post(&reply.text());
        matches!(reply, Reply::Progress { .. })
    }
}
