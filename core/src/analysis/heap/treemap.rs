//! The tree of dominators as a map: boxes within boxes, as large as what they keep alive.

use std::cmp::Reverse;

use crate::analysis::heap::boxes::{BoxMap, NestedBox, Parts, is_seen, lay_out};
use crate::analysis::heap::compare::Snapshot;
use crate::index::RowIndex as _;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapPart {
    /// An object and what it keeps alive.
    Object(NodeIndex),
    /// Objects too small for a box of their own.
    Rest {
        /// What dominates them.
        of: NodeIndex,
        /// How many there are.
        count: u64,
        /// What they keep alive together, in bytes.
        bytes: u64,
    },
}

/// A box of a map.
pub type MapBox = NestedBox<MapPart>;

/// A map of what one object keeps alive.
pub type Treemap = BoxMap<NodeIndex, MapPart>;

/// Lays out what `root` keeps alive in a map of `size` points.
///
/// The number of boxes is bounded by the area; the cost is that of a look at everything that the
/// objects with a box dominate directly.
pub fn treemap(
    heap: Snapshot<'_>,
    root: NodeIndex,
    size: (f32, f32),
    task: &Task,
) -> Result<Treemap, Cancelled> {
    let is_object = |part| matches!(part, MapPart::Object(_));
    let boxes = lay_out(MapPart::Object(root), size, is_object, |part, area| match part {
        MapPart::Object(node) => children(heap, node, area, task),
        MapPart::Rest { bytes, .. } => Ok((Vec::new(), bytes)),
    })?;
    Ok(Treemap { root, size, boxes })
}

/// What a node dominates directly, larger ones first, as far as there is room in `area` square points; the
/// others together. Each with its bytes, and those of all.
fn children(
    heap: Snapshot<'_>,
    node: NodeIndex,
    area: f64,
    task: &Task,
) -> Result<Parts<MapPart>, Cancelled> {
    let tree = heap.tree;
    let whole = tree.dominators.retained(node);
    let (mut large, mut n_rest, mut rest) = (Vec::new(), 0_u64, 0_u64);
    for (at, &child) in tree.dominated.children(node.row()).iter().enumerate() {
        if at.is_multiple_of(1 << 16) {
            task.advance(0)?;
        }
        let child = NodeIndex::from_row(child as usize);
        let bytes = tree.dominators.retained(child);
        if is_seen(bytes, whole, area) {
            large.push((child, bytes));
        } else if bytes > 0 {
            (n_rest, rest) = (n_rest + 1, rest.saturating_add(bytes));
        }
    }
    large.sort_unstable_by_key(|it| (Reverse(it.1), it.0));
    let mut parts: Vec<(MapPart, u64)> =
        large.into_iter().map(|(node, bytes)| (MapPart::Object(node), bytes)).collect();
    if is_seen(rest, whole, area) {
        parts.push((MapPart::Rest { of: node, count: n_rest, bytes: rest }, rest));
    }
    parts.sort_by_key(|it| Reverse(it.1)); // stable: objects before the rest
    Ok((parts, whole))
}
