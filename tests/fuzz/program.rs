//! The fuzzer's program: libFuzzer makes input, CLUSTERWISE_FUZZ_TARGET names what it is given to. One program for all
//! targets, as most of building one is the core. `cargo dev fuzz` builds and runs it.

#![no_main]

mod targets;
mod tokens;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use std::sync::OnceLock;
use targets::TARGETS;

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

fn chosen() -> fn(&[u8]) {
    let wanted = std::env::var("CLUSTERWISE_FUZZ_TARGET").unwrap_or_default();
    match TARGETS.iter().find(|(name, _)| *name == wanted) {
        Some((_, target)) => *target,
        None => {
            eprintln!("CLUSTERWISE_FUZZ_TARGET must be one of {:?}", TARGETS.map(|(name, _)| name));
            std::process::exit(2)
        }
    }
}

fuzz_target!(|bytes: &[u8]| TARGET.get_or_init(chosen)(bytes));

// Half of all changes keep to tokens, up to four of them; the others are libFuzzer's own.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed.is_multiple_of(2) {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut bytes = data[..size].to_vec();
    for round in 0..=(seed >> 1) % 4 {
        bytes = tokens::changed(&bytes, max_size, seed.rotate_left(5 * round)).unwrap_or(bytes);
    }
    data[..bytes.len()].copy_from_slice(&bytes);
    bytes.len()
});
