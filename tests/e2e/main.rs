//! Journeys of people through the built page, in Chromium and Firefox: `cargo dev test --only journeys`.
//! They know only what a person sees; nothing of the code behind it.
#![cfg(feature = "journeys")]

mod driver;
mod look;
mod person;
#[path = "../../src/bin/dev/server.rs"]
mod server;
mod site;
mod walk;

mod bad_files;
mod compare;
mod disagreements;
mod engine;
mod erasing;
mod evaluate;
mod every_page;
mod first_view;
mod heavy;
mod kept;
mod kernels;
mod killed;
mod large_file;
mod locked;
mod return_to_merge;
mod scenarios;
mod sealed;
mod set_up;
mod shared_folder;
mod speed;
mod tabs;
mod twins;
mod versions;
