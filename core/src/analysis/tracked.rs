//! Tracked objects: how many of each class are alive, and whether ever more are.

mod alive;
mod classes;
mod generations;

pub use alive::{AliveOverTime, alive_over_time};
pub use classes::{TrackedClass, tracked_classes};
pub use generations::{Boundaries, GenerationRow, Verdict, boundaries};
