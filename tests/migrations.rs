//! Files of every version ever released open for ever, and a new version's steps are pure, contiguous and keep stamps.
//!
//! `tests/bundles/v1` holds files as version 1 wrote them. They are never written again: if a change to the code makes
//! one of these tests fail, the change needs a new version and a migration.

use clusterwise::bundle::{Bundle, BundleError, BundleKind, Format, Migration};
use clusterwise::merge::{Document, Value};
use std::sync::Arc;

const KEPT: [(&str, &[u8]); 4] = [
    ("backup", include_bytes!("bundles/v1/backup.clusterwise.json")),
    ("return", include_bytes!("bundles/v1/return.clusterwise.json")),
    ("board", include_bytes!("bundles/v1/board.clusterwise.json")),
    ("merged", include_bytes!("bundles/v1/merged-with-conflict-deletion-and-unknown-table.clusterwise.json")),
];

fn kept(name: &str) -> Bundle {
    let (_, file) = KEPT.iter().find(|(kept, _)| *kept == name).expect("a kept file");
    Bundle::decode(file).expect("a kept file opens")
}

#[test]
fn files_of_version_1_open_and_are_written_again_byte_for_byte() {
    for (name, file) in KEPT {
        let bundle = Bundle::decode(file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(String::from_utf8_lossy(file).contains("\"version\": 1,"), "{name}");
        assert_eq!(bundle.encode(), file, "{name}");
    }
}

#[test]
fn files_of_version_1_say_what_they_said() {
    let words = |name: &str| kept(name).holds().words();
    assert_eq!(
        words("backup"),
        "all of Kept pilot, 2 clusters, 3 schools, 6 terms, 3 returns (Term 1 2018/19 to Term 2 2018/19, 1 not yet \
         submitted), 1 comparison area, 1 row of published figures; no pupil rows"
    );
    assert_eq!(words("return"), "1 return (Term 1 2018/19) of Fictional Primary School; no pupil rows");
    assert_eq!(words("board"), "1 return (Term 1 2018/19) of the 2 schools of North; no pupil rows");
    let merged = kept("merged");
    assert_eq!(merged.kind, BundleKind::Backup);
    assert_eq!(merged.document.value("return", "900001_2018-19_1", "incidents"), Some(&Value::Int(14)));
    let losers: Vec<_> = merged.document.conflicts().map(|(_, id, field, _)| (id, field)).collect();
    assert_eq!(losers, [("900001_2018-19_1", "incidents")]);
    assert_eq!(merged.document.value("meeting", "7", "agenda"), Some(&Value::text("Ten items")));
    assert!(merged.document.record("return", "900002_2018-19_2").is_some_and(|record| !record.is_alive()));
}

/// A version 3 as it might be: version 2 called a table otherwise, version 3 a field.
fn version_3() -> Format {
    fn returns_are_termly(document: &Document) -> Document {
        let mut out = document.select(|table, _| table != "return");
        let moved: Vec<String> = document.records("return").map(|(id, _)| id.to_owned()).collect();
        for id in moved {
            out.put_record("termly_return", &id, document.shared_record("return", &id));
        }
        out
    }
    fn incidents_are_events(document: &Document) -> Document {
        let mut out = document.clone();
        let moved: Vec<String> = document.records("termly_return").map(|(id, _)| id.to_owned()).collect();
        for id in moved {
            let renamed = document.record("termly_return", &id).map(|record| {
                Arc::new(
                    record.rewritten(|name, value| (name == "incidents").then(|| ("events".to_owned(), value.clone()))),
                )
            });
            out.put_record("termly_return", &id, renamed);
        }
        out
    }
    let migrations = vec![
        Migration { from: 1, name: "returns are called termly returns", step: returns_are_termly },
        Migration { from: 2, name: "incidents are called events", step: incidents_are_events },
    ];
    Format { version: 3, migrations }
}

#[test]
fn a_file_two_versions_old_comes_by_both_steps_with_its_stamps_and_losers() {
    let old = kept("merged");
    let (_, file) = KEPT[3];
    let read = version_3().decode(file).expect("an older file opens");
    let place = ("termly_return", "900001_2018-19_1");
    assert_eq!(read.document.value(place.0, place.1, "events"), Some(&Value::Int(14)));
    assert_eq!(read.document.value(place.0, place.1, "incidents"), None);
    assert_eq!(read.document.records("return").count(), 0);
    assert_eq!(read.document.conflicts().count(), 1);
    assert_eq!(read.document.latest_stamp(), old.document.latest_stamp());
    assert_eq!(read.document.version_vector(), old.document.version_vector(), "a migration issues no stamps");
}

#[test]
fn files_migrated_apart_merge_to_what_the_merged_file_migrates_to() {
    let read = |name: &str| {
        let (_, file) = KEPT.iter().find(|(kept, _)| *kept == name).expect("a kept file");
        version_3().decode(file).expect("an older file opens").document
    };
    let mut apart = read("backup");
    apart.join(&read("merged"));
    let mut together = kept("backup").document;
    together.join(&kept("merged").document);
    let file = Bundle::backup(&together).encode();
    assert_eq!(version_3().decode(&file).map(|read| read.document), Ok(apart));
}

#[test]
fn an_older_reader_refuses_a_newer_file_whole_and_a_damaged_old_file_is_found_before_any_step() {
    let (_, file) = KEPT[0];
    let newer = String::from_utf8_lossy(file).replace("\"version\": 1,", "\"version\": 3,");
    assert_eq!(Bundle::decode(newer.as_bytes()), Err(BundleError::TooNew { version: 3, newest: 2 }));
    let damaged = String::from_utf8_lossy(file).replace("[210,", "[211,");
    assert!(matches!(version_3().decode(damaged.as_bytes()), Err(BundleError::Checksum { .. })));
    let gap = Format { version: 3, migrations: version_3().migrations.split_off(1) };
    assert_eq!(gap.decode(file), Err(BundleError::NoSuchVersion { version: 1 }));
}

/// What a program of the first version understands.
fn version_1() -> Format {
    Format { version: 1, migrations: Vec::new() }
}

#[test]
fn a_file_with_erased_records_is_of_version_2_which_an_older_program_refuses() {
    let mut erased = kept("backup");
    assert_eq!(erased.version(), 1);
    assert!(erased.document.erase("return", "900001_2018-19_1").is_ok());
    let file = erased.encode();
    assert!(String::from_utf8_lossy(&file).contains("\"version\": 2,"));
    assert_eq!(version_1().decode(&file), Err(BundleError::TooNew { version: 2, newest: 1 }));
    assert_eq!(Bundle::decode(&file), Ok(erased));
}

#[test]
fn a_file_without_erased_records_is_still_read_by_a_program_of_version_1() {
    for (name, file) in KEPT {
        assert_eq!(version_1().decode(&kept(name).encode()).map(|read| read.encode()), Ok(file.to_vec()), "{name}");
    }
}

#[test]
fn a_file_of_version_1_cannot_hold_erased_records_and_its_header_still_has_to_fit() {
    let mut erased = kept("backup");
    assert!(erased.document.erase("event", "e1").is_ok());
    let file = String::from_utf8(erased.encode()).expect("UTF-8").replace("\"version\": 2,", "\"version\": 1,");
    let said = Bundle::decode(file.as_bytes()).expect_err("refused").to_string();
    assert!(said.contains("list of erased records"), "{said}");
    let edited = String::from_utf8_lossy(KEPT[0].1).replace("\"returns\": 3", "\"returns\": 4");
    assert!(matches!(Bundle::decode(edited.as_bytes()), Err(BundleError::Header { .. })), "of version 1 too");
}
