//! `clusterwise publish`: the tables of a bundle that are safe to share, as JSON. Knows nothing of hiding.

use crate::Refusal;
use crate::files::{Keys, NamedFile, key_options};
use clusterwise::eval::{Across, Evidence, Indicator, Period, SafeFigures, ShareTable, published_before};
use clusterwise::workspace::schema;
use lexopt::prelude::*;
use std::ffi::OsString;

const HELP: &str = concat!(
    "clusterwise publish: the tables of a bundle that are safe to share, as JSON

Usage: clusterwise publish [FILE]

Reads a bundle from FILE, or from standard input without one or where it is -. Counts from 1 to 4 are hidden, and with
them as few others as keep them from being worked out, also from what the bundle says was published before. A figure that
cannot be made safe is named with the reason, and nothing of it is shown.

Options:
      --terms    by term and not by school year
",
    key_options!(),
    "
  -h, --help     this text

Example:
  clusterwise demo | clusterwise publish"
);

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut file, mut across) = (None, Across::Years);
    let mut keys = Keys::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("terms") => across = Across::Terms,
            Long("passphrase-file") => keys.add_passphrase(&arguments.value()?)?,
            Long("key-file") => keys.add_key(&arguments.value()?)?,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            Value(name) if file.is_none() => file = Some(name),
            other => return Err(other.unexpected().into()),
        }
    }
    let bundle = NamedFile::read(&file.unwrap_or_else(|| OsString::from("-")))?.bundle(&keys)?;
    let (data, _) = schema::read_document(&bundle.document);
    let evidence = Evidence::of(&data);
    let period = Period::default_of(&evidence);
    let tables = Indicator::ALL.into_iter().map(|indicator| {
        match SafeFigures::of(&evidence, indicator, &period, &published_before(&data, indicator)) {
            Ok(safe) => serde_json::to_value(ShareTable::of(&safe, &evidence, across)),
            Err(error) => Ok(serde_json::json!({ "figure": indicator.key(), "withheld": error.to_string() })),
        }
    });
    Ok(serde_json::to_string_pretty(&tables.collect::<Result<Vec<_>, _>>()?)?)
}
