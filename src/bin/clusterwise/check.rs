//! `clusterwise check`: says what bundles hold. Believes nothing that a file says of itself.

use crate::Refusal;
use crate::files::{NamedFile, bundles};
use clusterwise::bundle::Bundle;
use lexopt::prelude::*;
use serde_json::json;

const HELP: &str = "clusterwise check FILE…: say what a bundle holds

Prints one line a file, with what was counted in it: kind, pilot, the device and time of its newest edit, and whether
copies in it disagree. “-” is standard input. If any file is no bundle, or holds a record that cannot be true, prints
why instead and ends with 2.

Options:
      --json       a JSON object a line
  -h, --help       this text

Example:
  clusterwise demo | clusterwise check -";

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut paths, mut as_json) = (Vec::new(), false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) => paths.push(path),
            Long("json") => as_json = true,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Refusal("name at least one file; try clusterwise check --help".to_owned()));
    }
    let line = if as_json { json_line } else { words };
    let lines: Vec<String> = bundles(&paths)?.iter().map(|(file, bundle)| line(file, bundle)).collect();
    Ok(lines.join("\n"))
}

fn words(file: &NamedFile, bundle: &Bundle) -> String {
    let mut text = format!("{}: {}: {}", file.name, bundle.kind.words().to_lowercase(), bundle.holds().words());
    if let Some(newest) = bundle.as_at() {
        text.push_str(&format!("; newest edit by {}", newest.device));
    }
    match bundle.document.conflicts().count() {
        0 => {}
        1 => text.push_str("; copies disagree on 1 field"),
        count => text.push_str(&format!("; copies disagree on {count} fields")),
    }
    text
}

fn json_line(file: &NamedFile, bundle: &Bundle) -> String {
    let holds = bundle.holds();
    json!({
        "file": file.name,
        "bytes": file.bytes.len(),
        "version": bundle.version(),
        "kind": bundle.kind.key(),
        "pilot": bundle.pilot().map(|pilot| json!({ "id": pilot.id, "name": pilot.name })),
        "newest": bundle.as_at().map(ToString::to_string),
        "holds": holds.counts(),
        "words": holds.words(),
        "disagreements": bundle.document.conflicts().count(),
    })
    .to_string()
}
