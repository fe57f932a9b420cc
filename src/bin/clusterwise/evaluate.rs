//! `clusterwise evaluate`: all findings of a bundle as JSON. Knows nothing of how they are made.

use crate::Refusal;
use clusterwise::bundle::{Bundle, SIZE_LIMIT};
use clusterwise::eval;
use clusterwise::workspace::schema;
use lexopt::prelude::*;
use std::ffi::OsString;
use std::io::Read;

const HELP: &str = "clusterwise evaluate: all findings of a bundle as JSON

Usage: clusterwise evaluate [FILE]

Reads a bundle from FILE, or from standard input without one or where it is -, and prints the findings for measures 6
to 9 since the pilot started: for schools taking part, schools that do not, clusters and phases. Each finding says
what changed, by how much, how sure that is and why, what it rests on and how it was worked out.

Options:
      --schools  each school's findings too (true figures: not for publication)
  -h, --help     this text

Example:
  clusterwise demo | clusterwise evaluate";

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut file, mut with_schools) = (None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("schools") => with_schools = true,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            Value(name) if file.is_none() => file = Some(name),
            other => return Err(other.unexpected().into()),
        }
    }
    let bundle = Bundle::decode(&bytes_of(file)?)?;
    let (data, unreadable) = schema::read_document(&bundle.document);
    let mut evaluation = eval::evaluate(&data, with_schools);
    evaluation.left_out = unreadable.iter().map(ToString::to_string).collect();
    Ok(serde_json::to_string_pretty(&evaluation)?)
}

fn bytes_of(file: Option<OsString>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    // One byte more than a bundle may have, so that the bundle's own sentence says that it is too large.
    let most = SIZE_LIMIT as u64 + 1;
    match file.filter(|name| name != "-") {
        None => std::io::stdin().lock().take(most).read_to_end(&mut bytes)?,
        Some(name) => {
            let opened = std::fs::File::open(&name);
            let file = opened.map_err(|error| Refusal(format!("{} cannot be read: {error}", name.display())))?;
            file.take(most).read_to_end(&mut bytes)?
        }
    };
    Ok(bytes)
}
