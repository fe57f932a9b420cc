//! How long the core's main jobs take on the demonstration: `cargo bench --no-default-features`. Figures describe the
//! machine; what is worth keeping is a ratio of two taken in one run.

#[path = "../bundles/large.rs"]
mod large;
#[path = "../bundles/many_returns.rs"]
mod many_returns;

use clusterwise::bundle::{Bundle, ImportPlan, SIZE_LIMIT};
use clusterwise::demo::{self, Options};
use clusterwise::eval::{Evidence, Period, Scope};
use clusterwise::merge::{DeviceId, Document};
use clusterwise::workspace::{Workspace, schema};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn pilot() -> Document {
    demo::document(&Options::default()).expect("the demonstration")
}

fn opening(c: &mut Criterion) {
    let document = pilot();
    c.bench_function("make the demonstration", |b| b.iter(pilot));
    c.bench_function("read a document as a pilot", |b| b.iter(|| schema::read_document(black_box(&document))));
}

fn answering(c: &mut Criterion) {
    let (data, _) = schema::read_document(&pilot());
    c.bench_function("index the returns", |b| b.iter(|| Evidence::of(black_box(&data))));
    let evidence = Evidence::of(&data);
    let period = Period::default_of(&evidence);
    c.bench_function("answer the measures for the pilot", |b| b.iter(|| evidence.findings(&period, &Scope::Pilot)));
}

fn travelling(c: &mut Criterion) {
    let document = pilot();
    let file = Bundle::backup(&document).encode();
    c.bench_function("write a copy of everything", |b| b.iter(|| Bundle::backup(black_box(&document)).encode()));
    c.bench_function("read a copy of everything", |b| b.iter(|| Bundle::decode(black_box(&file))));
    let (data, _) = schema::read_document(&document);
    let returns: Vec<_> = data
        .taking_part()
        .filter_map(|school| Some((school.name.clone(), Bundle::of_return(&document, &school.urn, None).ok()?)))
        .collect();
    let empty = document.select(|table, _| table != schema::RETURN);
    let device = DeviceId::parse("amber-fox").expect("a device");
    c.bench_function("plan and merge 44 schools' returns", |b| {
        b.iter(|| {
            let files = returns.iter().map(|(name, bundle)| (name.clone(), Ok(bundle.clone()))).collect();
            let plan = ImportPlan::new(&empty, files, 1_600_000_000_000);
            let mut workspace = Workspace::open(empty.clone(), device.clone());
            plan.apply(&mut workspace, 1_600_000_000_000)
        });
    });
}

/// Files of the largest size that is read at all: the goal is an answer within two seconds.
fn refusing(c: &mut Criterion) {
    let honest = String::from_utf8(Bundle::backup(&pilot()).encode()).expect("UTF-8");
    let mut group = c.benchmark_group("files of 64 MB");
    group.sample_size(10);
    for (name, file, _) in large::hostile(&honest, SIZE_LIMIT) {
        group.bench_function(name, |b| b.iter(|| Bundle::decode(black_box(&file))));
    }
    let file = Bundle::backup(&many_returns::document(60_000)).encode();
    group.bench_function("honest, sixty thousand returns", |b| b.iter(|| Bundle::decode(black_box(&file))));
    group.finish();
}

criterion_group!(benches, opening, answering, travelling, refusing);
criterion_main!(benches);
