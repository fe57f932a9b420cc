//! `clusterwise check`: says what bundles hold. Believes nothing that a file says of itself.

use crate::Refusal;
use crate::files::{Keys, NamedFile, key_options};
use clusterwise::bundle::{Received, SealedFile};
use clusterwise::seal::Lock;
use lexopt::prelude::*;
use serde_json::json;

const HELP: &str = concat!(
    "clusterwise check FILE…: say what a bundle holds

Prints one line a file, with what was counted in it: kind, pilot, the device and time of its newest edit, whether
copies in it disagree, how it is sealed and which device signed it. “-” is standard input. Of a sealed file that no
option opens it says how it is sealed, and nothing of what is in it. If any file is no bundle, or holds a record that
cannot be true, prints why instead and ends with 2.

Options:
      --json               a JSON object a line
",
    key_options!(),
    "
  -h, --help               this text

Example:
  clusterwise demo | clusterwise check -"
);

/// What became of a file: read, or sealed and left so.
enum Found {
    Open(Box<Received>),
    Sealed(SealedFile),
}

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut paths, mut as_json, mut keys) = (Vec::new(), false, Keys::default());
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) => paths.push(path),
            Long("json") => as_json = true,
            Long("passphrase-file") => keys.add_passphrase(&arguments.value()?)?,
            Long("key-file") => keys.add_key(&arguments.value()?)?,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Refusal("name at least one file; try clusterwise check --help".to_owned()));
    }
    let line = if as_json { json_line } else { words };
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    for path in &paths {
        match NamedFile::read(path).and_then(|file| Ok((found(&file, &keys)?, file))) {
            Ok((found, file)) => lines.push(line(&file, &found)),
            Err(Refusal(sentence)) => refused.push(sentence),
        }
    }
    if refused.is_empty() { Ok(lines.join("\n")) } else { Err(Refusal(refused.join("\n"))) }
}

fn found(file: &NamedFile, keys: &Keys) -> Result<Found, Refusal> {
    match SealedFile::recognise(&file.bytes) {
        Some(Ok(sealed)) if keys.list().is_empty() => Ok(Found::Sealed(sealed)),
        _ => Ok(Found::Open(Box::new(file.received(keys)?))),
    }
}

fn words(file: &NamedFile, found: &Found) -> String {
    let received = match found {
        Found::Open(received) => received,
        Found::Sealed(sealed) => {
            let option = match sealed.lock() {
                Lock::Passphrase => "--passphrase-file",
                Lock::Keys(_) => "--key-file",
            };
            let (kind, lock) = (sealed.kind.words().to_lowercase(), sealed.lock().words());
            return format!("{}: {kind}: {lock}; {option} opens it", file.name);
        }
    };
    let bundle = &received.bundle;
    let mut text = format!("{}: {}: {}", file.name, bundle.kind.words().to_lowercase(), bundle.holds().words());
    if let Some(newest) = bundle.as_at() {
        text.push_str(&format!("; newest edit by {}", newest.device));
    }
    match bundle.document.conflicts().count() {
        0 => {}
        1 => text.push_str("; copies disagree on 1 field"),
        count => text.push_str(&format!("; copies disagree on {count} fields")),
    }
    text.push_str(&format!("; {}", received.words()));
    text
}

fn json_line(file: &NamedFile, found: &Found) -> String {
    let lock = |lock: Option<Lock>| match lock {
        None => json!(null),
        Some(Lock::Passphrase) => json!({ "with": "passphrase" }),
        Some(Lock::Keys(keys)) => json!({ "with": "keys", "keys": keys }),
    };
    let received = match found {
        Found::Open(received) => received,
        Found::Sealed(sealed) => {
            let (kind, sealed) = (sealed.kind.key(), lock(Some(sealed.lock())));
            return json!({ "file": file.name, "bytes": file.bytes.len(), "kind": kind, "sealed": sealed }).to_string();
        }
    };
    let bundle = &received.bundle;
    let holds = bundle.holds();
    let signed = received.signature.as_ref().map(|signature| {
        let words = signature.key.fingerprint().to_string();
        json!({ "device": signature.device, "key": signature.key.to_string(), "words": words })
    });
    json!({
        "file": file.name,
        "bytes": file.bytes.len(),
        "version": received.version,
        "kind": bundle.kind.key(),
        "pilot": bundle.pilot().map(|pilot| json!({ "id": pilot.id, "name": pilot.name })),
        "newest": bundle.as_at().map(ToString::to_string),
        "holds": holds.counts(),
        "words": holds.words(),
        "disagreements": bundle.document.conflicts().count(),
        "sealed": lock(received.lock),
        "signed": signed,
    })
    .to_string()
}
