//! Bundles named on the command line. Knows only how to find and read them.

use crate::Refusal;
use clusterwise::bundle::{Bundle, Received, SIZE_LIMIT};
use clusterwise::seal::{Identity, Key, Passphrase};
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::Path;

/// What the options that open sealed files mean, for the commands' help texts.
macro_rules! key_options {
    () => {
        "      --passphrase-file F  opens files that are sealed with the passphrase in F
      --key-file F         opens files that are sealed to the key whose secret is in F"
    };
}
pub(crate) use key_options;

/// What the person gave to open sealed files with.
#[derive(Default)]
pub(crate) struct Keys(Vec<Key>);

impl Keys {
    pub(crate) fn add_passphrase(&mut self, path: &OsString) -> Result<(), Refusal> {
        let passphrase = Passphrase::typed(&secret(path)?).map_err(|error| named(path, error))?;
        self.0.push(Key::from(&passphrase));
        Ok(())
    }

    pub(crate) fn add_key(&mut self, path: &OsString) -> Result<(), Refusal> {
        let identity = Identity::parse(&secret(path)?).map_err(|error| named(path, error))?;
        self.0.push(Key::from(&identity));
        Ok(())
    }

    pub(crate) fn list(&self) -> &[Key] {
        &self.0
    }
}

/// The text of a file with a secret in it; never one that was named by mistake and is large.
pub(crate) fn secret(path: &OsString) -> Result<String, Refusal> {
    const MOST: u64 = 64 * 1024;
    let mut text = String::new();
    let file = fs::File::open(path).map_err(|error| named(path, error))?;
    file.take(MOST).read_to_string(&mut text).map_err(|error| named(path, error))?;
    Ok(text)
}

pub(crate) fn named(path: &OsString, error: impl std::error::Error) -> Refusal {
    Refusal(format!("{}: {error}", path.to_string_lossy()))
}

/// Beside its place first, so that what stood there before is either kept or replaced whole.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let failed = |error: std::io::Error| Refusal(format!("{}: {error}", path.display()));
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, bytes).map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)
}

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

    /// What it holds, if it is something that a workspace would take in, and how it travelled.
    pub(crate) fn received(&self, keys: &Keys) -> Result<Received, Refusal> {
        let read = Received::read(&self.bytes, keys.list());
        let read = read.and_then(|received| received.bundle.believable().map(|()| received));
        read.map_err(|error| Refusal(format!("{}: {error}", self.name)))
    }

    pub(crate) fn bundle(&self, keys: &Keys) -> Result<Bundle, Refusal> {
        self.received(keys).map(|received| received.bundle)
    }
}

/// Every file's bundle; or, of all files that are none, why.
pub(crate) fn bundles(paths: &[OsString], keys: &Keys) -> Result<Vec<(NamedFile, Bundle)>, Refusal> {
    let (mut bundles, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        match NamedFile::read(path).and_then(|file| Ok((file.bundle(keys)?, file))) {
            Ok((bundle, file)) => bundles.push((file, bundle)),
            Err(Refusal(sentence)) => refused.push(sentence),
        }
    }
    if refused.is_empty() { Ok(bundles) } else { Err(Refusal(refused.join("\n"))) }
}
