//! `tree`: the heaviest part of the call tree.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Write};
use std::sync::Arc;

use asyncscope_core::analysis::{CallNode, CallNodeIndex, CallTree, Direction, Grouping, weigh};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::{Percent, WeightUnit};
use hashbrown::HashMap;
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};
use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::{Amounts, Function, Head, Report, Scope, indented};

/// The heaviest part of the call tree.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct TreeReport {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    scope: Scope,
    direction: &'static str,
    group: &'static str,
    complete: bool,
    nodes: Vec<NodeRow>,
    #[serde(skip)]
    whole: u64,
    #[serde(skip)]
    unit: WeightUnit,
}

#[derive(Debug, Serialize)]
struct NodeRow {
    id: usize,
    parent_id: Option<usize>,
    depth: u32,
    label: String,
    #[serde(flatten)]
    function: Option<Function>,
    #[serde(flatten)]
    amounts: Amounts,
    samples: u64,
    #[serde(skip)]
    own: u64,
    #[serde(skip)]
    total: u64,
}

/// The `top` heaviest nodes of the tree, with the way to them.
pub(in crate::cli) fn report(
    question: &Question<'_>,
    direction: Direction,
    grouping: Grouping,
    top: usize,
    task: &Task,
) -> Result<TreeReport, CliError> {
    let recording = question.recording;
    let weighed = Arc::new(weigh(recording, &question.selection, task)?);
    let mut tree = CallTree::new(recording, Arc::clone(&weighed), direction, grouping, task)?;
    let (chosen, complete) = heaviest(&mut tree, top);
    Ok(TreeReport {
        head: Head::new("tree", question),
        scope: Scope::new(question, &weighed),
        direction: match direction {
            Direction::TopDown => "top_down",
            Direction::BottomUp => "bottom_up",
        },
        group: grouping.key(),
        complete,
        nodes: rows(recording, &tree, &in_tree_order(&tree, &chosen)),
        whole: weighed.sum,
        unit: weighed.unit,
    })
}

/// The heaviest `limit` nodes, heaviest first, and whether these are all.
///
/// No node is heavier than its parent, so a parent is always chosen before its children, and only
/// the children of chosen nodes are ever made.
fn heaviest(tree: &mut CallTree, limit: usize) -> (Vec<CallNodeIndex>, bool) {
    let mut chosen = Vec::new();
    // Of equals the one that was found first, which is the one that stands first among siblings.
    let mut waiting: BinaryHeap<(u64, Reverse<CallNodeIndex>)> =
        tree.roots().iter().map(|&it| (tree.node(it).total, Reverse(it))).collect();
    while chosen.len() < limit
        && let Some((_, Reverse(node))) = waiting.pop()
    {
        chosen.push(node);
        let children = tree.children(node).to_vec();
        waiting.extend(children.into_iter().map(|it| (tree.node(it).total, Reverse(it))));
    }
    (chosen, waiting.is_empty())
}

/// The same nodes, each followed by its children.
fn in_tree_order(tree: &CallTree, chosen: &[CallNodeIndex]) -> Vec<CallNodeIndex> {
    let mut children: HashMap<Option<CallNodeIndex>, Vec<CallNodeIndex>> = HashMap::new();
    for &it in chosen {
        children.entry(tree.node(it).parent).or_default().push(it);
    }
    let mut order = Vec::with_capacity(chosen.len());
    let mut waiting = children.remove(&None).unwrap_or_default();
    waiting.reverse();
    while let Some(node) = waiting.pop() {
        order.push(node);
        waiting.extend(children.remove(&Some(node)).unwrap_or_default().into_iter().rev());
    }
    order
}

fn rows(recording: &Recording, tree: &CallTree, order: &[CallNodeIndex]) -> Vec<NodeRow> {
    let ids: HashMap<CallNodeIndex, usize> =
        order.iter().enumerate().map(|(i, &it)| (it, i + 1)).collect();
    let unit = tree.weighed().unit;
    let row = |&node: &CallNodeIndex| {
        let CallNode { frame, own, total, samples, depth, parent, .. } = tree.node(node);
        NodeRow {
            id: ids[&node],
            parent_id: parent.map(|it| ids[&it]),
            depth,
            label: tree.label(recording, node).to_owned(),
            function: frame.map(|it| Function::new(recording, it)),
            amounts: Amounts::new(unit, &[("self", own), ("total", total)]),
            samples,
            own,
            total,
        }
    };
    order.iter().map(row).collect()
}

const HEADINGS: &[Heading] = &[
    Heading::number("Total"),
    Heading::number("Total %"),
    Heading::number("Self"),
    Heading::name("Function"),
    Heading::place("Place"),
];

impl Report for TreeReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        self.scope.write_text(out)?;
        let mut columns = Columns::new(HEADINGS);
        for it in &self.nodes {
            columns.push([
                self.unit.show(it.total),
                Percent::of(it.total, self.whole).to_string(),
                self.unit.show(it.own),
                indented(it.depth as usize, &it.label),
                it.function.as_ref().map_or_else(String::new, |it| it.place.clone()),
            ]);
        }
        columns.write(out, width)?;
        if !self.complete {
            writeln!(out, "\nand lighter ones; --top shows more")?;
        }
        Ok(())
    }
}
