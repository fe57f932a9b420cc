//! Clusterwise: plan, run and honestly evaluate a SEND school cluster pilot.
//!
//! The map of the house, from the ground up. Each room answers one question and may look only downwards;
//! `tests/architecture.rs` enforces it.
//!
//! | room | question |
//! | --- | --- |
//! | [`stats`] | what do these numbers say? (slices in, numbers out) |
//! | [`rng`] | which number comes next? (one seeded generator) |
//! | [`sorted`] | what stands under which key? (one map) |
//! | [`merge`] | how do two copies of a document become one? (knows nothing of schools) |
//! | [`seal`] | who may read a file, and who wrote it? (bytes in, bytes out) |
//! | [`model`] | what are the nouns of a pilot, and when are they valid? |
//! | [`eval`] | what has changed, and how sure are we? |
//! | [`sim`] | what would it cost, what would it bring, how sure are we? |
//! | [`workspace`] | what is the state of the app, and what may be done to it? |
//! | [`bundle`] | what travels in a file? |
//! | [`jobs`] | what takes long? (as a value: request, progress, answer) |
//! | [`demo`] | what does a pilot look like? (the fictional one) |
//! | [`chart`] | how is it drawn? |
//! | `browser` | the only door outside: storage, clock, ids, files, worker |
//! | `ui` | what does a person see and do? |

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod browser;
pub mod bundle;
pub mod chart;
pub mod demo;
pub mod eval;
pub mod jobs;
pub mod merge;
pub mod model;
pub mod rng;
pub mod seal;
pub mod sim;
pub mod sorted;
pub mod stats;
pub mod ui;
pub mod workspace;
