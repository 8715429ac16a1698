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
}

/// Objects that keep at least `least` bytes alive, of which no single part keeps most: there many
/// small things pile up. What piles up is told by its largest group if that is half of it, and
/// else by the object itself.
pub(super) fn large_holders(heap: Snapshot<'_>, groups: &Groups, least: u64) -> Vec<Large> {
    let tree = heap.tree;
    let retained = |it: NodeIndex| tree.dominators.retained(it);
    let mut found = Vec::new();
    for node in heap.graph.node_indices() {
        let bytes = retained(node);
        let is_group = heap.graph.node_kind(node) == NodeKind::Synthetic;
        if bytes < least.max(1) || node == heap.graph.root || is_group {
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
                found.push(Large { group, objects, retained: sum });
            }
            _ if groups.kind(node.row()) != GroupKind::Internal => found.push(Large {
                group: groups.of_node[node.row()],
                objects: vec![node],
                retained: bytes,
            }),
            _ => {}
        }
    }
    found.sort_by(|a, b| b.retained.cmp(&a.retained).then(a.objects.cmp(&b.objects)));
    found
}
