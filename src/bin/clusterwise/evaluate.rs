//! `clusterwise evaluate`: all findings of a bundle as JSON. Knows nothing of how they are made.

use crate::Refusal;
use crate::files::{Keys, NamedFile, key_options};
use clusterwise::jobs::{self, Work};
use lexopt::prelude::*;
use std::ffi::OsString;

const HELP: &str = concat!(
    "clusterwise evaluate: all findings of a bundle as JSON

Usage: clusterwise evaluate [FILE]

Reads a bundle from FILE, or from standard input without one or where it is -, and prints the ten measures and the
three outcomes since the pilot started: for schools taking part, schools that do not, clusters and phases; and under
“process” whether the cluster way of working works and these are the right localities. Each finding says what changed, by how much, how sure that is and why, what it rests on and how it was worked out.

Options:
      --schools  each school's findings too (true figures: not for publication)
",
    key_options!(),
    "
  -h, --help     this text

Example:
  clusterwise demo | clusterwise evaluate"
);

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut file, mut with_schools) = (None, false);
    let mut keys = Keys::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("schools") => with_schools = true,
            Long("passphrase-file") => keys.add_passphrase(&arguments.value()?)?,
            Long("key-file") => keys.add_key(&arguments.value()?)?,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            Value(name) if file.is_none() => file = Some(name),
            other => return Err(other.unexpected().into()),
        }
    }
    let bundle = NamedFile::read(&file.unwrap_or_else(|| OsString::from("-")))?.bundle(&keys)?;
    Ok(jobs::finish(Work::evaluation(bundle, with_schools))?)
}
