//! Making nodes from the stacks that they stand for.

use std::cmp::Reverse;
use std::ops::Range;

use super::items::{Function, Item, apart, by_function, callers, sum};
use super::{Below, CallNode, CallNodeIndex, CallSites, CallTree, Node, TreeForm};
use crate::analysis::grouping::GroupKey;
use crate::analysis::own_weights::Tally;
use crate::model::FrameIndex;

impl CallTree {
    /// One step further: down to what each stack calls, or up to what called it.
    pub(super) fn step(&self, items: Vec<Item>) -> Vec<Item> {
        match &self.callees {
            Some(callees) => {
                let below = items.iter().flat_map(|it| callees.callees(it.stack));
                below.map(|it| self.downwards(it)).filter(|it| it.samples.samples > 0).collect()
            }
            None => callers(&self.weighed.stacks, items),
        }
    }

    /// Makes a node of each function that the stacks of `items` end with, and returns their rows.
    pub(super) fn make_functions(
        &mut self,
        parent: Option<CallNodeIndex>,
        items: Vec<Item>,
    ) -> Range<usize> {
        let mut functions = by_function(&self.weighed.stacks, items);
        if self.begins(parent) && self.shape.sites == CallSites::Apart {
            functions =
                functions.into_iter().flat_map(|it| apart(&self.weighed.stacks, it)).collect();
        }
        let rank = |it: FrameIndex| self.rank[it];
        let order = |it: &Function| (Reverse(it.total.weight), rank(it.frame), it.caller.map(rank));
        functions.sort_unstable_by_key(order);
        let start = self.indices.len();
        for Function { frame, caller, total, items } in functions {
            let own = self.own(parent, &items);
            let node =
                self.push(parent, GroupKey::Function(frame), (own, total), Below::Beyond(items));
            self.nodes[node].shown.caller = caller;
        }
        start..self.indices.len()
    }

    /// Adds a node whose own and total samples are `weight`.
    pub(super) fn push(
        &mut self,
        parent: Option<CallNodeIndex>,
        key: GroupKey,
        weight: (Tally, Tally),
        below: Below,
    ) -> CallNodeIndex {
        let (own, total) = weight;
        let shown = CallNode {
            key,
            frame: if let GroupKey::Function(frame) = key { Some(frame) } else { None },
            caller: None,
            own: own.weight,
            total: total.weight,
            samples: total.samples,
            depth: parent.map_or(0, |it| self.nodes[it].shown.depth + 1),
            parent,
            has_children: self.has_any(&below),
        };
        let node = self.nodes.push(Node { shown, below });
        self.indices.push(node);
        node
    }

    /// Whether what is below `parent` begins the tree: it is the root, or a group.
    fn begins(&self, parent: Option<CallNodeIndex>) -> bool {
        parent.is_none_or(|it| self.nodes[it].shown.frame.is_none())
    }

    /// In how many of the samples of `items` the function they end with ran itself.
    fn own(&self, parent: Option<CallNodeIndex>, items: &[Item]) -> Tally {
        match self.shape.form {
            TreeForm::BottomUp if self.begins(parent) => sum(items),
            TreeForm::BottomUp => Tally::default(),
            TreeForm::TopDown | TreeForm::Flat => {
                items.iter().fold(Tally::default(), |mut own, it| {
                    own.add(self.weighed.own_tally(it.stack));
                    own
                })
            }
        }
    }

    fn has_any(&self, below: &Below) -> bool {
        let items = match below {
            Below::Made(rows) => return !rows.is_empty(),
            Below::Members(_) | Below::Functions(_) => return true,
            Below::Beyond(items) => items,
        };
        match self.shape.form {
            TreeForm::TopDown | TreeForm::Flat => items.iter().any(|it| {
                let own = self.weighed.own_tally(it.stack);
                own.samples < it.samples.samples
            }),
            TreeForm::BottomUp => {
                items.iter().any(|it| self.weighed.stacks.caller(it.stack).is_some())
            }
        }
    }
}
