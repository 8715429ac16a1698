//! The recorder: its files, the programs it runs, the recordings it leaves, and their repair.
//!
//! What runs Node.js says so and passes where there is none.

#[path = "recorder/chrome.rs"]
mod chrome;
#[path = "recorder/embedded.rs"]
mod embedded;
#[path = "recorder/figures.rs"]
mod figures;
#[path = "recorder/program.rs"]
mod program;
#[path = "recorder/programs.rs"]
mod programs;
#[path = "recorder/repairing.rs"]
mod repairing;
#[path = "recorder/samples.rs"]
mod samples;
