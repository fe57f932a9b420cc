//! What a step says when it cannot go on: one sentence, and the command to run by hand where there is one.

use std::fmt;

/// Why a step stopped.
#[derive(Debug)]
pub struct Fault {
    sentence: String,
    by_hand: Option<String>,
}

/// What a step returns.
pub type Outcome<T = ()> = Result<T, Fault>;

impl Fault {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), by_hand: None }
    }

    /// Adds the command that a person can run to do or to see the same thing.
    pub fn by_hand(mut self, command: impl Into<String>) -> Self {
        self.by_hand = Some(command.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Stopped: {}", self.sentence)?;
        match &self.by_hand {
            Some(command) => write!(out, "\nBy hand: {command}"),
            None => Ok(()),
        }
    }
}

impl From<lexopt::Error> for Fault {
    fn from(error: lexopt::Error) -> Self {
        Self::new(error.to_string()).by_hand("cargo dev help")
    }
}

/// Names the file in an input or output error.
pub fn at<'a>(what: &'a str, path: &'a std::path::Path) -> impl FnOnce(std::io::Error) -> Fault + 'a {
    move |error| Fault::new(format!("could not {what} {}: {error}", path.display()))
}
