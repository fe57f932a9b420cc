//! Times merging natively and prints the shortest runs as JSON, in milliseconds: 44 files of 1,000 edits each, which `merge.mjs` gives to
//! Yjs and Automerge too, and 372,000 edits, which `merge.py` gives to DuckDB; and 50 MB of files. Knows nothing of the other side.

#[path = "../bundles/many_returns.rs"]
mod many_returns;

use clusterwise::bundle::{Bundle, ImportPlan};
use clusterwise::demo;
use clusterwise::merge::{DeviceId, Document, Stamp};
use clusterwise::workspace::Workspace;
use clusterwise::workspace::schema::{PILOT, RETURN};
use std::time::Instant;

const FILES: u64 = 44;
const EDITS: u64 = 1_000;
/// Edits of one record.
const FIELDS: u64 = 10;
/// Returns of the large files, six figures each: 372,000 edits, which are 50 MB as the lines of JSON that DuckDB is given.
const RETURNS: u32 = 62_000;
/// As many as make 50 MB of our own files.
const RETURNS_OF_50_MB: u32 = 217_200;
const RETURNS_OF_A_SCHOOL: u32 = 6;
const NOW_MS: u64 = 1_700_000_000_000;

/// What a device wrote: a thousand figures, one an edit.
fn edited(file: u64) -> Document {
    let device = DeviceId::parse(&format!("device-{file}")).expect("a device id");
    let mut document = Document::default();
    for edit in 0..EDITS {
        let id = format!("{:06}_2018-19_{}", 100_000 + file, edit / FIELDS);
        let stamp = Stamp { ms: 1_560_000_000_000 + edit, counter: 0, device: device.clone() };
        let field = format!("figure_{}", edit % FIELDS);
        document.set("return", &id, &field, (file * EDITS + edit) as i64, &stamp).expect("a figure fits");
    }
    document
}

/// From bytes to one document.
fn merged(files: &[Vec<u8>]) -> Document {
    files.iter().fold(Document::default(), |mut all, file| {
        all.join(&Bundle::decode(file).expect("a bundle").document);
        all
    })
}

/// From bytes through the plan that a person would be shown, to a workspace in which it is done.
fn planned(files: &[Vec<u8>]) -> Workspace {
    let here = Document::default();
    let files = files.iter().enumerate().map(|(n, file)| (n.to_string(), Bundle::decode(file)));
    let plan = ImportPlan::new(&here, files.collect(), NOW_MS);
    let mut workspace = Workspace::open(here, DeviceId::parse("amber-fox").expect("a device id"));
    plan.apply(&mut workspace, NOW_MS).expect("it can be done");
    workspace
}

/// As many edits, as a file that a person would be shown: of a pilot, with returns that can be read.
fn with_returns(file: u64) -> Vec<u8> {
    let device = DeviceId::parse(&format!("device-{file}")).expect("a device id");
    let mut held =
        demo::document(&demo::Options::default()).expect("the demonstration").select(|table, _| table == PILOT);
    for nth in 0..EDITS / FIELDS {
        let (school, term) = ((100_000 + file * 100 + nth / 6).to_string(), format!("2018-19_{}", nth % 6 + 1));
        let id = format!("{school}_{term}");
        let stamp = Stamp { ms: 1_560_000_000_000 + nth, counter: 0, device: device.clone() };
        for (field, value) in [("school", school.as_str()), ("term", term.as_str()), ("status", "draft")] {
            held.set(RETURN, &id, field, value, &stamp).expect("a text fits");
        }
        for (field, value) in
            ["roll", "sen_support", "ehc_plans", "incidents", "suspensions", "sessions_lost", "pupils_suspended"]
                .into_iter()
                .zip(1..)
        {
            held.set(RETURN, &id, field, value, &stamp).expect("a figure fits");
        }
    }
    Bundle::backup(&held).encode()
}

/// Files of a council's schools each, as one device would hand them out: how many megabytes they are, and how long they take.
fn of_large(returns: u32) -> (f64, f64) {
    let all = many_returns::document(returns);
    let schools = returns.div_ceil(RETURNS_OF_A_SCHOOL).div_ceil(FILES as u32);
    let of_file = |nth: u32| {
        let first = 100_000 + nth * schools;
        all.select(|_, id| id[..6].parse().is_ok_and(|urn: u32| (first..first + schools).contains(&urn)))
    };
    let files: Vec<Vec<u8>> = (0..FILES as u32).map(|nth| Bundle::backup(&of_file(nth)).encode()).collect();
    assert_eq!(merged(&files), all);
    let megabytes = files.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    (megabytes, shortest(5, || merged(&files)))
}

/// Until there is what was worked out; giving it up again is nobody's wait.
fn shortest<T>(runs: u32, mut work: impl FnMut() -> T) -> f64 {
    let mut shortest = f64::INFINITY;
    for _ in 0..runs {
        let start = Instant::now();
        let out = work();
        shortest = shortest.min(start.elapsed().as_secs_f64() * 1e3);
        drop(out);
    }
    shortest
}

fn main() {
    let files: Vec<Vec<u8>> = (0..FILES).map(|file| Bundle::backup(&edited(file)).encode()).collect();
    assert_eq!(merged(&files).all_records().count() as u64, FILES * EDITS / FIELDS);
    let documents: Vec<Document> = files.iter().map(|file| Bundle::decode(file).expect("a bundle").document).collect();
    let joining = shortest(20, || {
        let mut all = Document::default();
        documents.iter().for_each(|document| all.join(document));
        all
    });
    let merging = shortest(20, || merged(&files));
    let shown: Vec<Vec<u8>> = (0..FILES).map(with_returns).collect();
    assert_eq!(planned(&shown).data().returns.len() as u64, FILES * EDITS / FIELDS);
    let planning = shortest(5, || planned(&shown));
    let (large_mb, large) = of_large(RETURNS);
    let (own_mb, own) = of_large(RETURNS_OF_50_MB);
    let bytes: usize = files.iter().map(Vec::len).sum();
    println!(
        "{{\"bytes\":{bytes},\"join\":{joining:.3},\"merge\":{merging:.3},\"plan and apply\":{planning:.3},\
         \"large, MB\":{large_mb:.1},\"large\":{large:.1},\"50 MB, MB\":{own_mb:.1},\"50 MB\":{own:.1}}}"
    );
}
