//! Everything about one span, for the panel beside the views.

use std::cmp::Reverse;

use hashbrown::HashMap;

use crate::analysis::instances::{Instances, span_instances};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::index::RowIndex as _;
use crate::model::{Category, Recording, SpanIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// One span, what lies within it, and every other of its name.
#[derive(Clone, Debug)]
pub struct SpanDetails {
    /// The span.
    pub span: SpanIndex,
    /// The time in it and in none of its children.
    pub own: Nanos,
    /// Its children by name, longest first, then by name.
    pub parts: Vec<SpanPart>,
    /// The spans around it, innermost first.
    pub around: Vec<SpanIndex>,
    /// Every span of its name in the selection.
    pub instances: Instances,
}

/// The children of a span that have one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanPart {
    /// Their name.
    pub name: StringIndex,
    /// The kind of work the first of them is.
    pub category: Category,
    /// The first of them.
    pub first: SpanIndex,
    /// Their number.
    pub count: u64,
    /// The time in all of them.
    pub total: Nanos,
}

/// Everything about `span`. The selection decides which others of its name are listed; the span
/// itself is taken whole.
pub fn span_details(
    recording: &Recording,
    selection: &Selection,
    span: SpanIndex,
    task: &Task,
) -> Result<SpanDetails, Cancelled> {
    let spans = &recording.spans;
    let parts = parts(recording, span, task)?;
    let within = parts.iter().fold(Nanos(0), |sum, it| sum + it.total);
    let around = std::iter::successors(spans.parent[span], |&it| spans.parent[it]);
    Ok(SpanDetails {
        span,
        own: spans.duration[span].since(within),
        parts,
        around: around.collect(),
        instances: span_instances(recording, selection, spans.name[span], task)?,
    })
}

fn parts(recording: &Recording, span: SpanIndex, task: &Task) -> Result<Vec<SpanPart>, Cancelled> {
    let spans = &recording.spans;
    let mut known: HashMap<StringIndex, usize> = HashMap::new();
    let mut parts: Vec<SpanPart> = Vec::new();
    let mut pace = Pace::new(task);
    // What lies within a span follows it, deeper than it, on the same thread.
    let after = span.row() + 1..spans.rows_of(spans.thread[span]).end;
    let within = after.map(SpanIndex::from_row);
    for child in within.take_while(|&it| spans.depth[it] > spans.depth[span]) {
        pace.step()?;
        if spans.parent[child] != Some(span) {
            continue;
        }
        let (name, category) = (spans.name[child], spans.category[child]);
        let row = *known.entry(name).or_insert(parts.len());
        if row == parts.len() {
            parts.push(SpanPart { name, category, first: child, count: 0, total: Nanos(0) });
        }
        let part = &mut parts[row];
        part.count += 1;
        part.total = part.total + spans.duration[child];
    }
    parts.sort_unstable_by_key(|it| (Reverse(it.total), recording.text(it.name)));
    Ok(parts)
}
