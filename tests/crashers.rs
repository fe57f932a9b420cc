//! Input that once broke something, or nearly: every file in `tests/fuzz/crashers` goes to its target again. A file's
//! name tells what is in it. Knows nothing of the fuzzer.

#[path = "fuzz/targets.rs"]
mod targets;

use clusterwise::merge::DeviceId;
use std::path::PathBuf;
use targets::TARGETS;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/crashers")
}

/// The files of a folder by name.
fn files(folder: &PathBuf) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

#[test]
fn what_once_broke_a_target_breaks_it_no_more() {
    let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    let folders: Vec<String> = files(&folder())
        .iter()
        .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    assert!(folders.iter().all(|name| names.contains(&name.as_str())), "a folder without a target: {folders:?}");
    for (name, target) in TARGETS {
        for path in files(&folder().join(name)) {
            println!("{}", path.display());
            target(&std::fs::read(&path).expect("a file"));
        }
    }
}

/// What the fuzzer changes has to be whole to begin with, or all that it tries ends at the first brace.
#[test]
fn the_stores_that_begin_with_a_checkpoint_are_read_to_their_end() {
    let mut records = Vec::new();
    for path in files(&folder().join("store")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("a-checkpoint") {
            let texts = targets::stored_in(&std::fs::read_to_string(&path).expect("a text"));
            let device = DeviceId::parse("garnet-owl").expect("a device id");
            let read = texts.read(&device, || panic!("{name}: no checkpoint of it is whole")).expect("a workspace");
            assert_eq!(read.torn, [""; 0], "{name}");
            records.push((read.workspace.history().steps().count(), read.workspace.document().all_records().count()));
        }
    }
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(|(steps, records)| *steps > 0 && *records > 0), "{records:?}");
}

/// The honest files that the fuzzer starts from must get through to the end of each target.
#[test]
fn honest_files_pass_every_target() {
    let home = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    for path in files(&home.join("bundles/v1")).into_iter().chain(files(&home.join("data"))) {
        let bytes = std::fs::read(&path).expect("a file");
        TARGETS.iter().for_each(|(_, target)| target(&bytes));
    }
}
