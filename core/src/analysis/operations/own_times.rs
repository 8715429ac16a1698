//! The time of each operation outside of those it consists of.

use crate::analysis::pace::Pace;
use crate::index::Column;
use crate::model::{AsyncSpanIndex, Recording};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// The time of each operation in which none of its children went on.
///
/// Children may overlap each other, and outlive their parent: what counts is the union of their
/// times within it. One pass, since rows are in order of start, and so are the children of each.
pub fn own_times(
    recording: &Recording,
    task: &Task,
) -> Result<Column<AsyncSpanIndex, Nanos>, Cancelled> {
    let spans = &recording.async_spans;
    let mut own = spans.duration.clone();
    // Until when the time of each is covered by the children met so far.
    let mut covered = spans.start.clone();
    let mut pace = Pace::new(task);
    for child in spans.indices() {
        pace.step()?;
        let Some(parent) = spans.parent[child] else { continue };
        let (range, whole) = (spans.range(child), spans.range(parent));
        let start = range.start.max(covered[parent]);
        let end = range.end.min(whole.end);
        if start < end {
            own[parent] = own[parent].since(end.since(start));
            covered[parent] = end;
        }
    }
    Ok(own)
}
