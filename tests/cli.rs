//! The command line, run as a user runs it.

#[path = "cli/golden.rs"]
mod golden;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/misuse.rs"]
mod misuse;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/transforms.rs"]
mod transforms;
