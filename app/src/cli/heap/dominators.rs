//! `heap dominators`: the tree of dominators.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::units::Bytes;
use serde::Serialize;

use crate::cli::heap::args::DominatorsArgs;
use crate::cli::heap::node::{NODE_HEADINGS, NodeRow};
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;

/// Levels that are shown by indentation.
const MAX_INDENT: usize = 16;

/// An object in the tree.
#[derive(Debug, Serialize)]
struct TreeRow {
    depth: usize,
    dominator_id: u64,
    dominated: usize,
    #[serde(flatten)]
    node: NodeRow,
}

/// The part of the tree that keeps most alive.
pub(super) fn report(heap: &OpenHeap, args: &DominatorsArgs) -> HeapReport {
    let root = args.id.and_then(|it| heap.graph.find_id(it)).unwrap_or(heap.graph.root);
    let rows: Vec<TreeRow> = chosen(heap, root, args.top)
        .into_iter()
        .map(|(node, depth)| row(heap, node, depth))
        .collect();
    let total = Bytes(heap.tree.dominators.retained(root));
    let first = format!("tree of dominators, {total} below {}", NodeRow::new(heap, root).title());
    let mut report = HeapReport::new("heap-dominators", &heap.file, &first);
    let cells = rows.iter().map(|it| it.node.cells(&"  ".repeat(it.depth.min(MAX_INDENT))));
    report.table("", NODE_HEADINGS, cells.collect());
    report.set("nodes", rows);
    report
}

fn row(heap: &OpenHeap, node: NodeIndex, depth: usize) -> TreeRow {
    TreeRow {
        depth,
        dominator_id: heap.graph.id(heap.tree.dominators.of(node)),
        dominated: heap.tree.dominated.children(node.row()).len(),
        node: NodeRow::new(heap, node),
    }
}

/// The `top` objects below `root` that keep most alive, with their depth: each behind its
/// dominator, larger ones first.
fn chosen(heap: &OpenHeap, root: NodeIndex, top: usize) -> Vec<(NodeIndex, usize)> {
    let retained = |it: NodeIndex| heap.tree.dominators.retained(it);
    let mut found = hashbrown::HashSet::new();
    let mut next = BinaryHeap::new();
    let add = |next: &mut BinaryHeap<_>, node: NodeIndex| {
        next.extend(heap.tree.dominated.of_node(node).map(|it| (retained(it), Reverse(it))));
    };
    add(&mut next, root);
    while found.len() < top
        && let Some((_, Reverse(node))) = next.pop()
    {
        found.insert(node);
        add(&mut next, node);
    }
    let mut rows = Vec::new();
    let mut open = vec![(root, 0_usize)];
    while let Some((node, depth)) = open.pop() {
        if node != root {
            rows.push((node, depth - 1));
        }
        let mut children: Vec<NodeIndex> =
            heap.tree.dominated.of_node(node).filter(|it| found.contains(it)).collect();
        children.sort_by_key(|&it| (retained(it), Reverse(it)));
        open.extend(children.into_iter().map(|it| (it, depth + 1)));
    }
    rows
}
