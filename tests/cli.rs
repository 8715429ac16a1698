//! The command line, run as a user runs it.

#[path = "cli/basket.rs"]
mod basket;
#[expect(dead_code, unreachable_pub, reason = "the window is asked for the same elsewhere")]
#[path = "support/changes.rs"]
mod changes;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/golden.rs"]
mod golden;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/misuse.rs"]
mod misuse;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/recordings.rs"]
mod recordings;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/transforms.rs"]
mod transforms;
