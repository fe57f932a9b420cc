//! What a page and its worker say to one another: requests and replies as JSON, each with the number of its job.
//! Knows nothing of how they travel.

use super::{Job, JobFault, Progress, run};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

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

/// Does the job of a request and posts every reply to it. A worker is ended, not asked to stop.
pub fn serve(request: &str, post: &mut dyn FnMut(&str)) {
    let Request { id, job } = match serde_json::from_str(request) {
        Ok(request) => request,
        Err(error) => return post(&Reply::Fault(error.to_string()).text()),
    };
    let answer = run(job, &mut |progress| {
        post(&Reply::Progress { id, progress }.text());
        ControlFlow::Continue(())
    });
    let last = match answer {
        Ok(text) => Reply::Answer { id, text },
        Err(JobFault::Refused(sentence)) => Reply::Refusal { id, sentence },
        Err(other) => Reply::Fault(other.to_string()),
    };
    post(&last.text());
}
