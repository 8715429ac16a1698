//! Several recordings as one whose amounts are the sums of theirs.

use super::{Alignment, Part, PartLabel, combine, shifts};
use crate::error::ParseError;
use crate::model::Recording;
use crate::task::Task;

/// Why recordings cannot be added.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SumError {
    /// Objects of two heaps are no objects of one.
    #[error("heap snapshots cannot be added, found {0} of them")]
    Heaps(usize),
    /// There is too much for one recording, or it was cancelled.
    #[error("{}", .0.kind)]
    Combine(#[from] ParseError),
}

/// Adds recordings, each with the name of its file: workers, child processes, or one thing done
/// several times.
///
/// The whole has all threads of all of them, so that what takes a recording sums over them. They
/// lie on the clock that they share; where they share none, all begin at once.
pub fn summed(parts: &[(&Recording, &str)], task: &Task) -> Result<Recording, SumError> {
    let n_heaps = parts.iter().filter(|it| it.0.heap.is_some()).count();
    if n_heaps > 1 {
        return Err(SumError::Heaps(n_heaps));
    }
    let recordings: Vec<&Recording> = parts.iter().map(|it| it.0).collect();
    let shifts = shifts(&recordings, Alignment::Auto).unwrap_or_else(|_| vec![0; recordings.len()]);
    let mut placed = Vec::with_capacity(parts.len());
    for (&(recording, name), shift) in parts.iter().zip(shifts) {
        placed.push(Part { recording, shift, label: PartLabel::of_file(name) });
    }
    Ok(combine(&placed, task)?)
}
