//! `clusterwise seal`, `unseal`, `passphrase` and `key`: files that only those open who may. Knows no cryptography.

use crate::Refusal;
use crate::files::{Keys, NamedFile, key_options, named, secret, write_whole};
use clusterwise::bundle::{SealWith, SealedFile};
use clusterwise::seal::{Identity, Passphrase, Recipient, UNRECOVERABLE, Work};
use lexopt::prelude::*;
use std::ffi::OsString;
use std::path::Path;

const SEAL: &str = "clusterwise seal FILE: seal a bundle

Writes the file sealed, by age (age-encryption.org), so that it opens only with the passphrase, or only with the secret
of one of the keys. It is opened again for a test before it is written. “-” is standard input. A passphrase that is too
easy to guess is refused with what would be better. Nobody can recover a passphrase.

Options:
      --passphrase-file F  seals with the passphrase in F
      --to KEY             seals to a key (age1…); may be given for each key that is to open it
  -o, --out OUT            where to write; without it the file is printed on standard output
  -h, --help               this text

Example:
  clusterwise passphrase > words.txt
  clusterwise demo | clusterwise seal - --passphrase-file words.txt --out sealed.clusterwise.json";

const UNSEAL: &str = concat!(
    "clusterwise unseal FILE: open a sealed bundle

Writes the file that was sealed, byte for byte; or, where it does not open, says why and writes nothing.

Options:
",
    key_options!(),
    "
  -o, --out OUT            where to write; without it the file is printed on standard output
  -h, --help               this text"
);

const PASSPHRASE: &str = "clusterwise passphrase: print a new passphrase of five words

The words are chosen by chance from the large list of the Electronic Frontier Foundation.

Options:
  -h, --help  this text";

const KEY: &str = "clusterwise key: print a new key to seal to

Prints a file for --key-file. Keep it where nobody else reads. Its notes name the key to give to others, for --to, and its
words, which two people compare by telephone.

Options:
  -h, --help  this text";

pub(crate) fn seal(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut file, mut out, mut passphrase, mut recipients) = (None, None, None, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) if file.is_none() => file = Some(path),
            Long("passphrase-file") => {
                let path = arguments.value()?;
                let chosen = Passphrase::chosen(&secret(&path)?, &[]).map_err(|error| named(&path, error))?;
                passphrase = Some(chosen);
            }
            Long("to") => {
                let key = arguments.value()?;
                // What was given is not repeated: it may be a secret.
                let key = Recipient::parse(&key.to_string_lossy());
                recipients.push(key.map_err(|error| Refusal(format!("--to: {error}")))?);
            }
            Short('o') | Long("out") => out = Some(arguments.value()?),
            Short('h') | Long("help") => return Ok(SEAL.to_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = NamedFile::read(&file.ok_or_else(|| Refusal("name a file; try clusterwise seal --help".to_owned()))?)?;
    // Only what would open again is worth sealing.
    file.bundle(&Keys::default())?;
    let with = match &passphrase {
        Some(passphrase) if recipients.is_empty() => SealWith::Passphrase(passphrase, Work::STANDARD),
        None if !recipients.is_empty() => SealWith::Recipients(&recipients),
        _ => return Err(Refusal("give either --passphrase-file or --to: a file is sealed in one way".to_owned())),
    };
    let sealed = SealedFile::seal(&file.bytes, with).map_err(|error| Refusal(format!("{}: {error}", file.name)))?;
    let said = if passphrase.is_some() {
        format!("sealed, and opened again for a test. {UNRECOVERABLE}")
    } else {
        let words: Vec<String> = recipients.iter().map(|key| key.fingerprint().to_string()).collect();
        format!("sealed, and opened again for a test. The words of the keys: {}", words.join("; "))
    };
    written(out, sealed, &said)
}

pub(crate) fn unseal(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    let (mut file, mut out, mut keys) = (None, None, Keys::default());
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) if file.is_none() => file = Some(path),
            Long("passphrase-file") => keys.add_passphrase(&arguments.value()?)?,
            Long("key-file") => keys.add_key(&arguments.value()?)?,
            Short('o') | Long("out") => out = Some(arguments.value()?),
            Short('h') | Long("help") => return Ok(UNSEAL.to_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = NamedFile::read(&file.ok_or_else(|| Refusal("name a file; try clusterwise unseal --help".to_owned()))?)?;
    let refused = |error: &dyn std::fmt::Display| Refusal(format!("{}: {error}", file.name));
    let sealed = SealedFile::recognise(&file.bytes).ok_or_else(|| refused(&"the file is not sealed"))?;
    let opened = sealed.and_then(|sealed| sealed.open(keys.list())).map_err(|error| refused(&error))?;
    written(out, opened, "opened")
}

pub(crate) fn passphrase(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    if let Some(argument) = arguments.next()? {
        return match argument {
            Short('h') | Long("help") => Ok(PASSPHRASE.to_owned()),
            other => Err(other.unexpected().into()),
        };
    }
    let mut random = [0; 16];
    getrandom::getrandom(&mut random)?;
    Ok(Passphrase::generated(random).reveal().to_owned())
}

pub(crate) fn key(mut arguments: lexopt::Parser) -> Result<String, Refusal> {
    if let Some(argument) = arguments.next()? {
        return match argument {
            Short('h') | Long("help") => Ok(KEY.to_owned()),
            other => Err(other.unexpected().into()),
        };
    }
    let identity = Identity::generate();
    let recipient = identity.recipient();
    let (words, secret) = (recipient.fingerprint(), identity.secret_text());
    Ok(format!("# public key: {recipient}\n# in words: {words}\n{secret}"))
}

/// To its place, with a sentence; or as it is.
fn written(out: Option<OsString>, bytes: Vec<u8>, said: &str) -> Result<String, Refusal> {
    let Some(out) = out else {
        let text = String::from_utf8(bytes)?;
        // What prints adds the last line end.
        return Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned());
    };
    write_whole(Path::new(&out), &bytes)?;
    Ok(format!("{}: {said}", out.to_string_lossy()))
}
