//! The first level of a call tree.

use std::cmp::Reverse;

use super::items::{Item, ends, sum};
use super::{Below, CallTree, TreeForm};
use crate::analysis::callees::Callees;
use crate::analysis::grouping::{GroupIndex, Grouping, Groups};
use crate::analysis::own_weights::Tally;
use crate::analysis::pace::Pace;
use crate::index::Column;
use crate::model::{Recording, StackIndex};
use crate::task::{Cancelled, Task};

/// The stacks that enter a group, and what its functions run themselves.
#[derive(Clone, Debug, Default)]
struct Group {
    items: Vec<Item>,
    own: Tally,
}

impl CallTree {
    /// Makes a root of each function that stacks begin (bottom-up: end) with.
    pub(super) fn make_function_roots(&mut self, task: &Task) -> Result<(), Cancelled> {
        let items = match &self.callees {
            Some(callees) => {
                let roots = callees.roots().map(|it| self.downwards(it));
                roots.filter(|it| it.samples.samples > 0).collect()
            }
            None => ends(&self.weighed, task)?,
        };
        self.make_functions(None, items);
        Ok(())
    }

    /// Makes a root of each group.
    pub(super) fn make_group_roots(
        &mut self,
        recording: &Recording,
        grouping: Grouping,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let groups = Groups::new(recording, grouping);
        let members = match &self.callees {
            Some(callees) => self.entries(callees, &groups, task)?,
            None => self.own_members(&groups, task)?,
        };
        let total = |it: &Group| sum(&it.items);
        let mut sampled: Vec<(GroupIndex, Group)> =
            groups.key.indices().zip(members.into_vec()).collect();
        sampled.retain(|(_, it)| total(it).samples > 0);
        sampled.sort_unstable_by(|(a, a_group), (b, b_group)| {
            let by_weight = Reverse(total(a_group).weight).cmp(&Reverse(total(b_group).weight));
            by_weight.then_with(|| groups.key[*a].compare(groups.key[*b], recording))
        });
        for (group, Group { items, own }) in sampled {
            let total = sum(&items);
            self.push(None, groups.key[group], (own, total), Below::Members(items));
        }
        Ok(())
    }

    /// For each group the stacks that are the first to enter it.
    fn entries(
        &self,
        callees: &Callees,
        groups: &Groups,
        task: &Task,
    ) -> Result<Column<GroupIndex, Group>, Cancelled> {
        let stacks = &*self.weighed.stacks;
        let is_outermost = callees.outermost(stacks, &groups.of, task)?;
        let enters = |&it: &StackIndex| is_outermost[it] && self.weighed.total_samples[it] > 0;
        let mut members: Column<GroupIndex, Group> =
            vec![Group::default(); groups.key.len()].into();
        let mut pace = Pace::new(task);
        for stack in stacks.indices() {
            pace.step()?;
            let group = &mut members[groups.of[stacks.frame(stack)]];
            group.own.add(self.weighed.own_tally(stack));
            group.items.extend(Some(stack).filter(enters).map(|it| self.downwards(it)));
        }
        Ok(members)
    }

    /// For each group the stacks that end in one of its functions.
    fn own_members(
        &self,
        groups: &Groups,
        task: &Task,
    ) -> Result<Column<GroupIndex, Group>, Cancelled> {
        let mut members: Column<GroupIndex, Group> =
            vec![Group::default(); groups.key.len()].into();
        for item in ends(&self.weighed, task)? {
            let group = &mut members[groups.of[self.weighed.stacks.frame(item.stack)]];
            group.own.add(item.samples);
            group.items.push(item);
        }
        Ok(members)
    }

    /// A stack and all that it calls.
    pub(super) fn downwards(&self, stack: StackIndex) -> Item {
        debug_assert_eq!(self.shape.form, TreeForm::TopDown, "callers bring less");
        Item { stack, samples: self.weighed.total_tally(stack) }
    }
}
