//! Reads and analyses recordings of asynchronous JavaScript: Node.js services and web pages.
//!
//! ```text
//! path ──load──▶ bytes ──formats──▶ Recording (immutable columns) ──analysis──▶ answers ──export──▶ CSV, JSON
//! ```
//!
//! Modules in reading order: [`units`], [`index`] and [`strings`] are the words everything is
//! written in; [`model`] is what a recording holds; [`load`] and [`formats`] fill it;
//! [`analysis`] asks questions of it, one per file; [`export`] writes the answers; [`files`] finds the
//! sources of scripts.
//!
//! **Invariants.** Nothing here prints, logs, or reads the clock or the environment; only [`load`],
//! [`export`], [`files`] and [`session`] touch files. A [`model::Recording`] never changes after loading.
//! Nothing recurses over what a file holds. The same input gives the same answer, whatever the
//! number of threads.

pub mod analysis;
pub mod combine;
pub mod error;
pub mod export;
pub mod files;
pub mod formats;
pub mod index;
pub mod load;
pub mod model;
pub mod session;
pub mod strings;
pub mod task;
pub mod units;
pub mod warning;
