//! What the tests share: recordings written as text, answers drawn as text, naive oracles.

pub mod changes;
pub mod draw;
pub mod events;
pub mod flames;
pub mod heaps;
pub mod large;
pub mod naive;
pub mod profiles;
pub mod random;
pub mod recordings;
pub mod window;

pub use recordings::{function, recording, span_recording};
