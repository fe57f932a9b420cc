//! Bundles named on the command line. Knows only how to find and read them.

use crate::Refusal;
use clusterwise::bundle::{Bundle, SIZE_LIMIT};
use std::ffi::OsString;
use std::io::Read;

/// A file under its name, read; `-` is standard input.
pub(crate) struct NamedFile {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl NamedFile {
    pub(crate) fn read(path: &OsString) -> Result<Self, Refusal> {
        let name = path.to_string_lossy().into_owned();
        let failed = |error: std::io::Error| Refusal(format!("{name}: {error}"));
        // One byte more than is allowed is enough to be refused.
        let most = SIZE_LIMIT as u64 + 1;
        let mut bytes = Vec::new();
        if name == "-" {
            std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(failed)?;
        } else {
            std::fs::File::open(path).map_err(failed)?.take(most).read_to_end(&mut bytes).map_err(failed)?;
        }
        Ok(Self { name, bytes })
    }

    /// The bundle, if it is one that a workspace would take in.
    pub(crate) fn bundle(&self) -> Result<Bundle, Refusal> {
        let read = Bundle::decode(&self.bytes).and_then(|bundle| bundle.believable().map(|()| bundle));
        read.map_err(|error| Refusal(format!("{}: {error}", self.name)))
    }
}

/// Every file's bundle; or, of all files that are none, why.
pub(crate) fn bundles(paths: &[OsString]) -> Result<Vec<(NamedFile, Bundle)>, Refusal> {
    let (mut bundles, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        match NamedFile::read(path).and_then(|file| Ok((file.bundle()?, file))) {
            Ok((bundle, file)) => bundles.push((file, bundle)),
            Err(Refusal(sentence)) => refused.push(sentence),
        }
    }
    if refused.is_empty() { Ok(bundles) } else { Err(Refusal(refused.join("\n"))) }
}
