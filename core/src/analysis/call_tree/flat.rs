//! The flat call tree: every function once, or once for each function that calls it.

use std::cmp::Reverse;
use std::ops::Range;

use hashbrown::HashMap;

use super::{Below, CallNodeIndex, CallSites, CallTree};
use crate::analysis::callees::{Callees, Step};
use crate::analysis::functions::{KeyTally, tallies_by};
use crate::analysis::grouping::{GroupIndex, GroupKey, Grouping, Groups};
use crate::analysis::own_weights::Tally;
use crate::index::Column;
use crate::model::{FrameIndex, Recording};
use crate::task::{Cancelled, Task};

/// A function, at one call site if they are told apart, and what it weighs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    frame: FrameIndex,
    caller: Option<FrameIndex>,
    own: Tally,
    total: Tally,
}

impl CallTree {
    /// Makes a root of each function, or of each group with its functions below it.
    pub(super) fn make_flat_roots(
        &mut self,
        recording: &Recording,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let functions = match self.shape.sites {
            CallSites::Joined => self.joined(recording, task)?,
            CallSites::Apart => self.sites(task)?,
        };
        if self.shape.grouping == Grouping::Function {
            self.make_flat(None, functions);
            return Ok(());
        }
        let groups = Groups::new(recording, self.shape.grouping);
        let tallies = tallies_by(&groups.of, &self.weighed, task)?;
        let mut members: Column<GroupIndex, Vec<Function>> =
            vec![Vec::new(); groups.key.len()].into();
        for function in functions {
            members[groups.of[function.frame]].push(function);
        }
        let mut sampled: Vec<(GroupIndex, Vec<Function>)> =
            groups.key.indices().zip(members.into_vec()).collect();
        sampled.retain(|(_, members)| !members.is_empty());
        sampled.sort_unstable_by(|(a, _), (b, _)| {
            let total = |it: GroupIndex| Reverse(tallies[it].total.weight);
            let by_weight = total(*a).cmp(&total(*b));
            by_weight.then_with(|| groups.key[*a].compare(groups.key[*b], recording))
        });
        for (group, members) in sampled {
            let KeyTally { own, total } = tallies[group];
            self.push(None, groups.key[group], (own, total), Below::Functions(members));
        }
        Ok(())
    }

    /// Makes a node of each function, heaviest first.
    pub(super) fn make_flat(
        &mut self,
        parent: Option<CallNodeIndex>,
        mut functions: Vec<Function>,
    ) -> Range<usize> {
        let rank = |it: FrameIndex| self.rank[it];
        functions.sort_unstable_by_key(|it| {
            (Reverse(it.total.weight), rank(it.frame), it.caller.map(rank))
        });
        let start = self.indices.len();
        for Function { frame, caller, own, total } in functions {
            let key = GroupKey::Function(frame);
            let node = self.push(parent, key, (own, total), Below::Made(0..0));
            self.nodes[node].shown.caller = caller;
        }
        start..self.indices.len()
    }

    /// Every function that has samples.
    fn joined(&self, recording: &Recording, task: &Task) -> Result<Vec<Function>, Cancelled> {
        let frames = &recording.frames;
        let function = frames.indices().collect::<Vec<_>>().into();
        let tallies = tallies_by(&function, &self.weighed, task)?;
        let all = frames.indices().zip(&tallies);
        let sampled = all.filter(|(_, it)| it.total.samples > 0);
        let function = |(frame, it): (FrameIndex, &KeyTally)| Function {
            frame,
            caller: None,
            own: it.own,
            total: it.total,
        };
        Ok(sampled.map(function).collect())
    }

    /// Every function that has samples, for each function that calls it. A sample counts once for
    /// a site, however often that is on its stack.
    fn sites(&self, task: &Task) -> Result<Vec<Function>, Cancelled> {
        let stacks = &*self.weighed.stacks;
        let site = |it| (stacks.frame(it), stacks.caller(it).map(|it| stacks.frame(it)));
        let mut known: HashMap<(FrameIndex, Option<FrameIndex>), usize> = HashMap::new();
        let mut found: Vec<(Function, u32)> = Vec::new();
        Callees::of(stacks, task)?.walk(stacks, task, |step| match step {
            Step::Enter(stack) => {
                let (frame, caller) = site(stack);
                let row = *known.entry((frame, caller)).or_insert(found.len());
                if row == found.len() {
                    let none = Tally::default();
                    found.push((Function { frame, caller, own: none, total: none }, 0));
                }
                let (function, n_open) = &mut found[row];
                function.own.add(self.weighed.own_tally(stack));
                if *n_open == 0 {
                    function.total.add(self.weighed.total_tally(stack));
                }
                *n_open += 1;
            }
            Step::Leave(stack) => {
                if let Some(&row) = known.get(&site(stack)) {
                    found[row].1 -= 1;
                }
            }
        })?;
        let sampled = found.into_iter().map(|it| it.0).filter(|it| it.total.samples > 0);
        Ok(sampled.collect())
    }
}
