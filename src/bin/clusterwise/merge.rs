//! `clusterwise merge`: puts bundles of one pilot together. Knows nothing of how they merge.

use crate::Refusal;
use crate::files::{Keys, bundles, key_options, write_whole};
use clusterwise::bundle::Bundle;
use lexopt::prelude::*;
use std::ffi::OsString;
use std::path::Path;

const HELP: &str = concat!(
    "clusterwise merge FILE… --out OUT: put bundles of one pilot together

Writes one backup that holds what all of them hold: the same bytes in whatever order the files are named, and the
same as a workspace that took them all in saves. Where copies disagree the later edit shows and the other is kept.
If any file is no bundle, nothing is written; the reason is printed and the command ends with 2.

Options:
  -o, --out OUT    where to write; without it the bundle is printed on standard output
",
    key_options!(),
    "
  -h, --help       this text"
);

pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut paths, mut out): (Vec<OsString>, Option<OsString>) = (Vec::new(), None);
    let mut keys = Keys::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) => paths.push(path),
            Short('o') | Long("out") => out = Some(arguments.value()?),
            Long("passphrase-file") => keys.add_passphrase(&arguments.value()?)?,
            Long("key-file") => keys.add_key(&arguments.value()?)?,
            Short('h') | Long("help") => return Ok(HELP.to_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Refusal("name at least one file; try clusterwise merge --help".to_owned()));
    }
    let read = bundles(&paths, &keys)?;
    let merged = Bundle::merged(read.iter().map(|(_, bundle)| bundle))?;
    let bytes = merged.encode();
    let Some(out) = out else {
        let text = String::from_utf8(bytes)?;
        return Ok(text.trim_end_matches('\n').to_owned());
    };
    write_whole(Path::new(&out), &bytes)?;
    Ok(format!("{}: {}", out.to_string_lossy(), merged.holds().words()))
}
