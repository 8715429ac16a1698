//! Files of the user that are read besides recordings.

pub mod snapshots;
pub mod source;
mod source_url;

pub use snapshots::snapshot_beside;
