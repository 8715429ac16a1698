//! What piles up below one object of a single snapshot, as Eclipse MAT finds it.

use hashbrown::HashMap;

use super::groups::{GroupKind, Groups};
use crate::analysis::heap::Snapshot;
use crate::index::RowIndex as _;
use crate::model::heap::{NodeIndex, NodeKind};

/// Objects of one group that one object keeps alive.
#[derive(Debug)]
pub(super) struct Large {
    pub(super) group: u32,
    pub(super) objects: Vec<NodeIndex>,
    pub(super) retained: u64,
    /// Where they pile up: MAT's accumulation point. `None` where that is the object itself.
    pub(super) point: Option<NodeIndex>,
}

/// Objects that keep at least `least` bytes alive, of which no single part keeps most: there many
/// small things pile up. What piles up is told by its largest group if that is half of it, and
/// else by the object itself.
///
/// That is where MAT's walk down the tree of dominators ends, which follows the largest child while
/// it keeps at least seven tenths. Global objects keep everything, and are no such place.
pub(super) fn large_holders(heap: Snapshot<'_>, groups: &Groups, least: u64) -> Vec<Large> {
    let tree = heap.tree;
    let retained = |it: NodeIndex| tree.dominators.retained(it);
    let mut found = Vec::new();
    for node in heap.graph.node_indices() {
        let bytes = retained(node);
        let is_group = heap.graph.node_kind(node) == NodeKind::Synthetic;
        if bytes < least.max(1) || node == heap.graph.root || is_group || is_global(heap, node) {
            continue;
        }
        let largest = tree.dominated.of_node(node).map(retained).max().unwrap_or(0);
        // As long as one part keeps most, the way is a line.
        if largest.saturating_mul(10) > bytes.saturating_mul(7) {
            continue;
        }
        let mut parts: HashMap<u32, (u64, Vec<NodeIndex>)> = HashMap::new();
        for part in tree.dominated.of_node(node) {
            if groups.kind(part.row()) != GroupKind::Internal {
                let of_group = parts.entry(groups.of_node[part.row()]).or_default();
                of_group.0 += retained(part);
                of_group.1.push(part);
            }
        }
        let most = parts.into_iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.cmp(&a.0)));
        match most {
            Some((group, (sum, objects))) if sum.saturating_mul(2) >= bytes => {
                found.push(Large { group, objects, retained: sum, point: Some(node) });
            }
            _ if groups.kind(node.row()) != GroupKind::Internal => found.push(Large {
                group: groups.of_node[node.row()],
                objects: vec![node],
                retained: bytes,
                point: None,
            }),
            _ => {}
        }
    }
    found.sort_by(|a, b| b.retained.cmp(&a.retained).then(a.objects.cmp(&b.objects)));
    found
}

/// Whether a node is the global object of a program, a page or a frame.
fn is_global(heap: Snapshot<'_>, node: NodeIndex) -> bool {
    let is_object = matches!(
        heap.graph.node_kind(node),
        NodeKind::Object | NodeKind::Native | NodeKind::Hidden
    );
    let name = heap.graph.raw_name(node);
    is_object
        && (matches!(name, b"global" | b"globalThis" | b"Window" | b"system / NativeContext")
            || name.starts_with(b"Window ")
            || name.starts_with(b"global ")
            || name.starts_with(b"Object / "))
}
