//! Every operation of a name and a kind.

use super::selected_operations;
use crate::analysis::instances::{Instance, Instances};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::index::RowIndex as _;
use crate::model::{AsyncSpanIndex, Recording};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Fewer durations than this have no outliers: nothing tells what is usual.
const ENOUGH: usize = 20;

/// The operations of one name and kind.
#[derive(Clone, Debug, Default)]
pub struct OperationInstances {
    /// Those that ended; the total is the sum of their durations.
    pub finished: Instances,
    /// Those that did not, in order of start.
    pub unfinished: Vec<AsyncSpanIndex>,
}

/// What lasted much longer than is usual among its like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outliers {
    /// What lasts longer than this is one: the third quartile and three times the distance of the
    /// quartiles, which is Tukey's outer fence.
    pub fence: Nanos,
    /// The rows of the instances beyond, in order of start.
    pub rows: Vec<usize>,
}

/// The operations of a selection that have this name and this kind.
pub fn operation_instances(
    recording: &Recording,
    selection: &Selection,
    (name, kind): (StringIndex, StringIndex),
    task: &Task,
) -> Result<OperationInstances, Cancelled> {
    let spans = &recording.async_spans;
    let mut pace = Pace::new(task);
    let (mut rows, mut unfinished, mut total) = (Vec::new(), Vec::new(), Nanos(0));
    let is_like = |&it: &AsyncSpanIndex| spans.name[it] == name && spans.kind[it] == kind;
    for span in selected_operations(recording, selection).filter(is_like) {
        pace.step()?;
        if spans.is_open[span] {
            unfinished.push(span);
            continue;
        }
        let (start, duration) = (spans.start[span], spans.duration[span]);
        total = total + duration;
        let item = u32::try_from(span.row()).unwrap_or(u32::MAX);
        rows.push(Instance { start, duration, thread: spans.thread[span], depth: 0, item });
    }
    Ok(OperationInstances { finished: Instances::new(rows, total), unfinished })
}

impl OperationInstances {
    /// The operation of a row of [`OperationInstances::finished`].
    pub fn operation(&self, row: usize) -> Option<AsyncSpanIndex> {
        let instance = self.finished.rows().get(row)?;
        Some(AsyncSpanIndex::from_row(instance.item as usize))
    }

    /// Those that lasted much longer than is usual; `None` where there are too few to tell.
    pub fn outliers(&self) -> Option<Outliers> {
        let (low, high) = (self.finished.percentile(25)?, self.finished.percentile(75)?);
        if self.finished.len() < ENOUGH {
            return None;
        }
        let distance = high.since(low);
        let fence = high + Nanos(distance.0.saturating_mul(3));
        let rows = self.finished.rows().iter().enumerate();
        let rows = rows.filter(|it| it.1.duration > fence).map(|it| it.0).collect();
        Some(Outliers { fence, rows })
    }
}
