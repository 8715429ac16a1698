//! Recordings of our own recorder: what is read, and what is worked out of it.
//!
//! Every expected result is worked by hand from the description of the format, or by an oracle
//! that does the same in the plainest way.

#[path = "recording/cut.rs"]
mod cut;
#[path = "recording/leaks.rs"]
mod leaks;
#[path = "recording/memory.rs"]
mod memory;
#[path = "recording/operations.rs"]
mod operations;
#[path = "recording/oracles.rs"]
mod oracles;
#[path = "recording/reading.rs"]
mod reading;
#[path = "recording/strips.rs"]
mod strips;
#[path = "recording/together.rs"]
mod together;
