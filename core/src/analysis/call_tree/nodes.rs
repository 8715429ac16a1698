//! Making nodes from the stacks that they stand for.

use std::cmp::Reverse;
use std::ops::Range;

use super::items::{Function, Item, by_function, callers, sum};
use super::{Below, CallNode, CallNodeIndex, CallTree, Direction, Node};
use crate::analysis::grouping::GroupKey;
use crate::analysis::own_weights::Tally;

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
        let order = |it: &Function| (Reverse(it.total.weight), self.rank[it.frame]);
        functions.sort_unstable_by_key(order);
        let start = self.indices.len();
        for Function { frame, total, items } in functions {
            let own = self.own(parent, &items);
            self.push(parent, GroupKey::Function(frame), (own, total), Below::Beyond(items));
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
    ) {
        let (own, total) = weight;
        let shown = CallNode {
            key,
            frame: if let GroupKey::Function(frame) = key { Some(frame) } else { None },
            own: own.weight,
            total: total.weight,
            samples: total.samples,
            depth: parent.map_or(0, |it| self.nodes[it].shown.depth + 1),
            parent,
            has_children: self.has_any(&below),
        };
        let node = self.nodes.push(Node { shown, below });
        self.indices.push(node);
    }

    /// In how many of the samples of `items` the function they end with ran itself.
    fn own(&self, parent: Option<CallNodeIndex>, items: &[Item]) -> Tally {
        let begins = parent.is_none_or(|it| self.nodes[it].shown.frame.is_none());
        match self.direction {
            Direction::BottomUp if begins => sum(items),
            Direction::BottomUp => Tally::default(),
            Direction::TopDown => items.iter().fold(Tally::default(), |mut own, it| {
                own.add(self.weighed.own_tally(it.stack));
                own
            }),
        }
    }

    fn has_any(&self, below: &Below) -> bool {
        let Below::Beyond(items) = below else { return true };
        match self.direction {
            Direction::TopDown => items.iter().any(|it| {
                let own = self.weighed.own_tally(it.stack);
                own.samples < it.samples.samples
            }),
            Direction::BottomUp => {
                items.iter().any(|it| self.weighed.stacks.caller(it.stack).is_some())
            }
        }
    }
}
