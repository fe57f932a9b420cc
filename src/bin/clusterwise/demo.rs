//! `clusterwise demo`: prints the fictional pilot as a backup bundle. Knows nothing of how it is made.

use crate::Refusal;
use clusterwise::bundle::Bundle;
use clusterwise::demo::{self, Options};
use lexopt::prelude::*;

const HELP: &str = "clusterwise demo: the fictional Fernleigh pilot as a backup bundle

Prints the bundle as JSON on standard output. The same options always print the same bytes. All places and schools
are invented; the effects that are true in it are in the documentation of clusterwise::demo.

Options:
      --seed N      another course of events on the same map (usual: 66)
      --clusters N  clusters, the first two of each six taking part (usual: 6)
      --schools N   schools of all clusters together, taking part or not (usual: 104)
      --pupils N    scale the schools until all together have about N pupils on roll (usual: as drawn, about 40,000)
      --no-effects  the same course of events with a pilot that changes nothing
  -h, --help        this text

Example:
  clusterwise demo --seed 7 > fernleigh.clusterwise.json";

pub(crate) fn run(arguments: lexopt::Parser) -> Result<String, Refusal> {
    let Some(options) = options(arguments)? else { return Ok(HELP.to_owned()) };
    let document = demo::document(&options)?;
    let file = String::from_utf8(Bundle::backup(&document).encode())?;
    // The file ends its last line itself, as does whoever prints this.
    Ok(file.trim_end().to_owned())
}

/// None where help is asked for.
fn options(mut arguments: lexopt::Parser) -> Result<Option<Options>, Refusal> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("seed") => options.seed = arguments.value()?.parse()?,
            Long("clusters") => options.clusters = arguments.value()?.parse()?,
            Long("schools") => options.schools = arguments.value()?.parse()?,
            Long("no-effects") => options.effects = false,
            Long("pupils") => options.pupils = Some(arguments.value()?.parse()?),
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(options))
}
