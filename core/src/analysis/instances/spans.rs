//! The spans of a name.

use super::events::row_of;
use super::{Instance, Instances};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::model::Recording;
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Every span named `name` on the threads of a selection, cut at the edges of its time.
///
/// A span within another of its name is an instance too; the total counts their time once. Name
/// and transforms of the selection do not apply.
pub fn span_instances(
    recording: &Recording,
    selection: &Selection,
    name: StringIndex,
    task: &Task,
) -> Result<Instances, Cancelled> {
    let spans = &recording.spans;
    let time = selection.time_of(recording);
    let (mut rows, mut total) = (Vec::new(), Nanos(0));
    let mut pace = Pace::new(task);
    let threads = recording.threads.process.indices().filter(|&it| selection.has_thread(it));
    for thread in threads {
        // Where the last span of the name ends: what begins before lies within it.
        let mut counted = Nanos(0);
        for span in spans.of_thread(thread) {
            pace.step()?;
            if spans.name[span] != name {
                continue;
            }
            let Some(duration) = selection.cut(spans.start[span], spans.duration[span]) else {
                continue;
            };
            let range = spans.range(span);
            if counted <= range.start {
                total = total + duration;
                counted = range.end;
            }
            let start =
                if selection.time.is_some() { range.start.max(time.start) } else { range.start };
            let (depth, item) = (spans.depth[span], row_of(span));
            rows.push(Instance { start, duration, thread, depth, item });
        }
    }
    Ok(Instances::new(rows, total))
}
