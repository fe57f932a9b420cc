//! Sealing on the command line, as a person types it: what opens what, what is said of a file that stays sealed, and what
//! is refused.

#[path = "bundles/commands.rs"]
mod commands;
#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::Bundle;
use clusterwise::seal::DeviceKey;
use commands::{Folder, clusterwise};
use pilots::{copy_for, device};
use std::fs;

/// The public key that a key file names in its notes.
fn public_of(key_file: &str) -> String {
    key_file.lines().find_map(|line| line.strip_prefix("# public key: ")).expect("a public key").to_owned()
}

#[test]
fn a_file_is_sealed_with_five_words_and_opens_with_them_everywhere() {
    let folder = Folder::new("seal-passphrase");
    let plain = Bundle::backup(copy_for("clerk").document()).encode();
    let file = folder.write("plain.json", &plain);
    let (code, words, _) = clusterwise(&["passphrase"]);
    assert_eq!((code, words.split(' ').count()), (Some(0), 5));
    assert_ne!(clusterwise(&["passphrase"]).1, words);
    let words = folder.write("words.txt", words.to_uppercase().as_bytes());
    let sealed = folder.path("sealed.json");
    let (code, said, error) = clusterwise(&["seal", &file, "--passphrase-file", &words, "--out", &sealed]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert!(said.contains("opened again for a test") && said.contains("We cannot recover"), "{said}");

    let (code, said, _) = clusterwise(&["check", &sealed]);
    assert_eq!(code, Some(0));
    let line = "backup of everything: sealed with a passphrase; --passphrase-file opens it\n";
    assert_eq!(said, format!("{sealed}: {line}"));
    let (_, json, _) = clusterwise(&["check", "--json", &sealed]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["kind"], &json["sealed"]["with"]), (&"backup".into(), &"passphrase".into()));
    let (_, said, _) = clusterwise(&["check", &sealed, "--passphrase-file", &words]);
    assert!(said.contains("all of Test pilot") && said.ends_with("; sealed with a passphrase; not signed\n"), "{said}");

    let (_, merged, _) = clusterwise(&["merge", &sealed, "--passphrase-file", &words]);
    assert_eq!(merged.into_bytes(), plain);
    let out = folder.path("out.json");
    assert_eq!(clusterwise(&["unseal", &sealed, "--passphrase-file", &words, "-o", &out]).0, Some(0));
    assert_eq!(fs::read(&out).expect("written"), plain);

    let other = folder.write("other.txt", b"abacus abacus abacus abacus abacus\n");
    for (arguments, reason) in [
        (&["check", &sealed, "--passphrase-file", &other][..], "the passphrase does not open the file"),
        (&["evaluate", &sealed], "is sealed with a passphrase: give the passphrase"),
        (&["unseal", &file, "--passphrase-file", &words], "the file is not sealed"),
        (&["seal", &sealed, "--passphrase-file", &words], "is sealed with a passphrase"),
        (&["seal", &file], "give either --passphrase-file or --to"),
    ] {
        let (code, printed, error) = clusterwise(arguments);
        assert_eq!((code, printed.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn a_file_is_sealed_to_keys_and_any_of_them_opens_it() {
    let folder = Folder::new("seal-keys");
    let plain = Bundle::backup(copy_for("clerk").document())
        .encode_signed(&device("amber-fox"), &DeviceKey::from_random([7; 32]));
    let file = folder.write("plain.json", &plain);
    let keys = [clusterwise(&["key"]).1, clusterwise(&["key"]).1, clusterwise(&["key"]).1];
    let paths = [0, 1, 2].map(|place| folder.write(&format!("{place}.key"), keys[place].as_bytes()));
    let sealed = folder.path("sealed.json");
    let (first, second) = (public_of(&keys[0]), public_of(&keys[1]));
    let (code, said, _) = clusterwise(&["seal", &file, "--to", &first, "--to", &second, "-o", &sealed]);
    assert_eq!(code, Some(0));
    let words = keys[1].lines().find_map(|line| line.strip_prefix("# in words: ")).expect("words");
    assert!(said.contains(words), "{said}");
    assert!(clusterwise(&["check", &sealed]).1.contains("sealed to 2 keys; --key-file opens it"));
    for path in &paths[..2] {
        let (code, said, _) = clusterwise(&["check", &sealed, "--key-file", path]);
        assert_eq!(code, Some(0));
        assert!(said.ends_with("; sealed to 2 keys; signed by amber-fox\n"), "{said}");
    }
    let (code, _, error) = clusterwise(&["unseal", &sealed, "--key-file", &paths[2]]);
    assert_eq!(code, Some(2));
    assert!(error.contains("none of yours is among them"), "{error}");
    let (_, printed, _) = clusterwise(&["unseal", &sealed, "--key-file", &paths[0]]);
    assert_eq!(printed.into_bytes(), plain);
}

#[test]
fn a_weak_passphrase_and_a_secret_in_place_of_a_key_are_refused() {
    let folder = Folder::new("seal-refused");
    let file = folder.write("plain.json", &Bundle::backup(copy_for("clerk").document()).encode());
    let weak = folder.write("weak.txt", b"password123\n");
    let (code, _, error) = clusterwise(&["seal", &file, "--passphrase-file", &weak]);
    assert_eq!(code, Some(2));
    assert!(error.contains("too easy to guess: guessing it takes") && error.contains("five words"), "{error}");
    let key = clusterwise(&["key"]).1;
    let secret = key.lines().last().expect("a secret");
    let (code, _, error) = clusterwise(&["seal", &file, "--to", secret]);
    assert_eq!(code, Some(2));
    assert!(error.contains("Give nobody that one"), "{error}");
    assert!(!error.contains("AGE-SECRET-KEY-1"), "a secret is not repeated: {error}");
}
