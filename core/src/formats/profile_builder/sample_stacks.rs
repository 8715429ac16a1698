//! The call stack of every sample.

use super::node_tree::{Meta, NodeTree};
use super::{NONE, Nodes, Tables, Work};
use crate::model::StackIndex;
use crate::task::Cancelled;
use crate::warning::Severity;

/// The stacks of those nodes that samples name, and their callers, by row.
#[derive(Debug)]
pub(super) struct NodeStacks {
    stack: Vec<Option<StackIndex>>,
    meta: Vec<Option<Meta>>,
}

impl NodeStacks {
    /// Makes the stacks that the nodes `sampled` need.
    pub(super) fn new(
        sampled: &[u32],
        tree: &NodeTree,
        nodes: &Nodes,
        tables: &mut Tables<'_>,
        work: Work<'_>,
    ) -> Result<Self, Cancelled> {
        let is_needed = needed_rows(sampled, tree, nodes.id.len());
        tables.stacks.reserve(is_needed.iter().filter(|it| **it).count());
        let mut stack = vec![None; nodes.id.len()];
        let mut metas = vec![None; nodes.id.len()];
        for (n_done, row) in tree.rows().filter(|&it| is_needed[it]).enumerate() {
            work.at_row(n_done)?;
            let caller = tree.parent(row).and_then(|it| stack[it]);
            let meta = tree.meta(row, nodes, tables);
            metas[row] = meta;
            stack[row] = match meta {
                Some(Meta::Root) => caller,
                _ => Some(tables.stacks.intern(caller, nodes.frame[row])),
            };
        }
        Ok(Self { stack, meta: metas })
    }

    /// The stack of a node; `None` for the root and for no node.
    pub(super) fn of(&self, row: u32) -> Option<StackIndex> {
        self.stack.get(row as usize).copied().flatten()
    }

    fn meta(&self, row: u32) -> Option<Meta> {
        self.meta.get(row as usize).copied().flatten()
    }
}

/// The rows that samples name, and the rows of their callers.
fn needed_rows(sampled: &[u32], tree: &NodeTree, n_rows: usize) -> Vec<bool> {
    let mut is_needed = vec![false; n_rows];
    for &row in sampled {
        if let Some(it) = is_needed.get_mut(row as usize) {
            *it = true;
        }
    }
    for row in tree.rows().rev() {
        if let Some(parent) = tree.parent(row).filter(|_| is_needed[row]) {
            is_needed[parent] = true;
        }
    }
    is_needed
}

/// The stack of every sample. `rows` are the rows of the samples' nodes, in order of time.
pub(super) fn sample_stacks(
    mut rows: Vec<u32>,
    tree: &NodeTree,
    nodes: &Nodes,
    tables: &mut Tables<'_>,
    work: Work<'_>,
) -> Result<Vec<Option<StackIndex>>, Cancelled> {
    let stacks = NodeStacks::new(&rows, tree, nodes, tables, work)?;
    let n_replaced = bridge_program(&mut rows, &stacks, tree);
    let what = "single (program) samples stood inside a call and count to the stack before";
    work.warnings.add_many(Severity::Repair, what, n_replaced, None, String::new);

    let mut before = None;
    let mut was_collecting = false;
    let mut sampled = Vec::with_capacity(rows.len());
    for row in rows {
        work.at_row(sampled.len())?;
        let is_collecting = stacks.meta(row) == Some(Meta::GarbageCollector);
        if !is_collecting {
            before = stacks.of(row);
        } else if !was_collecting {
            before = Some(tables.stacks.intern(before, nodes.frame[row as usize]));
        }
        was_collecting = is_collecting;
        sampled.push(before);
    }
    Ok(sampled)
}

/// Replaces each `(program)` sample that stands alone between two samples below the same
/// outermost function by the sample before it, and tells how many. V8 writes it where it could
/// not read the stack.
fn bridge_program(rows: &mut [u32], stacks: &NodeStacks, tree: &NodeTree) -> u64 {
    let is_program = |row| stacks.meta(row) == Some(Meta::Program);
    if !rows.iter().any(|&it| is_program(it)) {
        return 0;
    }
    let outermost = outermost_rows(stacks, tree);
    let outermost_function = |row: u32| {
        let is_function = matches!(stacks.meta(row), None | Some(Meta::Root)) && row != NONE;
        is_function.then(|| outermost[row as usize])
    };
    let mut n_replaced = 0;
    let mut before = rows[0];
    for at in 1..rows.len().saturating_sub(1) {
        let (row, after) = (rows[at], rows[at + 1]);
        if is_program(row) {
            let function = outermost_function(before);
            if function.is_some() && function == outermost_function(after) {
                rows[at] = before;
                n_replaced += 1;
            }
        }
        // The sample as it was: a replaced one does not bridge to the next.
        before = row;
    }
    n_replaced
}

/// For every row, that of the caller right below the root.
fn outermost_rows(stacks: &NodeStacks, tree: &NodeTree) -> Vec<u32> {
    let mut outermost = vec![NONE; stacks.stack.len()];
    for row in tree.rows() {
        outermost[row] = match tree.parent(row) {
            Some(parent) if stacks.stack[parent].is_some() => outermost[parent],
            _ => u32::try_from(row).unwrap_or(NONE),
        };
    }
    outermost
}
