//! Files of the user that are read besides recordings.

pub mod source;
mod source_url;
