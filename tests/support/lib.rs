//! Support.

pub mod profiles;
