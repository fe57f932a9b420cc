//! `clusterwise simulate`: a scenario run forward, as JSON or as a table of all runs. Knows nothing of how it is run.

use crate::Refusal;
use crate::files::{Keys, NamedFile, key_options};
use clusterwise::jobs::{self, Work};
use clusterwise::model::{PilotData, Scenario};
use clusterwise::sim::{Prepared, Runs, Simulation};
use clusterwise::workspace::schema;
use lexopt::prelude::*;
use std::ffi::OsString;

const HELP: &str = concat!(
    "clusterwise simulate: a scenario run forward as JSON

Usage: clusterwise simulate [FILE] --scenario NAME [OPTIONS]

Reads a bundle from FILE, or from standard input without one or where it is -, and prints what the scenario would cost and
bring: every number with its average, how sure that is, and the range of its runs; what it differs by from another scenario, or
from no programme at all; on which assumptions that hangs; and the main things in words. The same seed gives the same digits
everywhere.

Options:
      --scenario NAME  the scenario, by its name or short name
      --against NAME   another scenario to hold it against (without one: no programme at all)
      --samples N      how many runs, 1 to 1,000,000 (10,000 without it)
      --seed S         a whole number that decides all draws (1 without it)
      --csv            all runs as a table instead: a row each, the scenario’s own numbers
",
    key_options!(),
    "
  -h, --help           this text

Example:
  clusterwise demo | clusterwise simulate --scenario \"Plan 2019/20\" --samples 100000"
);

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut file, mut name, mut against, mut csv) = (None, None, None, false);
    let (mut runs, mut seed) = (10_000, 1);
    let mut keys = Keys::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("scenario") => name = Some(arguments.value()?.string()?),
            Long("against") => against = Some(arguments.value()?.string()?),
            Long("samples") => runs = arguments.value()?.parse()?,
            Long("seed") => seed = arguments.value()?.parse()?,
            Long("csv") => csv = true,
            Long("passphrase-file") => keys.add_passphrase(&arguments.value()?)?,
            Long("key-file") => keys.add_key(&arguments.value()?)?,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    let bundle = NamedFile::read(&file.unwrap_or_else(|| OsString::from("-")))?.bundle(&keys)?;
    let (data, _) = schema::read_document(&bundle.document);
    let name = name.ok_or_else(|| Refusal(format!("say which --scenario: {}", all_of(&data))))?;
    let scenario = named(&data, &name)?;
    let against = against.map(|name| named(&data, &name)).transpose()?;
    if csv {
        let text = Runs::of(&Prepared::of(&scenario)?, seed, runs)?.csv();
        return Ok(text.trim_end().to_owned());
    }
    Ok(jobs::finish(Work::simulation(Simulation { scenario, against, runs, seed }))?)
}

pub(crate) fn named(data: &PilotData, name: &str) -> Result<Scenario, Refusal> {
    let is_meant = |id: &str, own: &str| id == name || own == name;
    let found = data.scenarios.values().find(|one| is_meant(one.id.as_str(), &one.name));
    let found = found.ok_or_else(|| Refusal(format!("there is no scenario “{name}”; there is {}", all_of(data))))?;
    Ok(found.scenario()?)
}

fn all_of(data: &PilotData) -> String {
    let names: Vec<String> = data.scenarios.values().map(|one| format!("“{}”", one.name)).collect();
    if names.is_empty() { "none in this file".to_owned() } else { names.join(", ") }
}
