//! Opening and closing nodes as asked.

use std::sync::Arc;

use asyncscope_core::analysis::{
    CallNodeIndex, CallTree, GroupKey, Grouping, TreeForm, TreeShape, group_of,
};
use asyncscope_core::model::{Category, FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};

use super::open::OpenNodes;
use super::{TreeStep, has_stacks};

/// "Open all" stops here: as many as rows are shown.
const MOST_OPENED: usize = 1 << 20;
/// How deep a new tree is opened along its heaviest path.
const FIRST_DEPTH: usize = 8;

/// A tree whose nodes are being opened and closed.
pub(super) struct Stepping<'a> {
    pub(super) tree: &'a mut CallTree,
    pub(super) open: &'a mut OpenNodes,
    pub(super) recording: &'a Recording,
    pub(super) shape: &'a TreeShape,
}

impl Stepping<'_> {
    /// Takes all steps; returns the node that the selection is to move to.
    pub(super) fn take(
        &mut self,
        steps: &[TreeStep],
        task: &Task,
    ) -> Result<Option<CallNodeIndex>, Cancelled> {
        let mut moved = None;
        for step in steps {
            task.advance(0)?;
            match step {
                TreeStep::Begin => self.begin(),
                TreeStep::Set(node, is_open) => {
                    self.open.set_node(self.tree, *node, *is_open);
                }
                TreeStep::OpenAll(node) => self.open_all(*node, task)?,
                TreeStep::HotPath(from) => moved = self.hot_path(*from, usize::MAX),
                TreeStep::Reveal(path) => moved = self.reveal(path),
            }
        }
        Ok(moved)
    }

    /// Opens the beginning of the heaviest path, so that a new tree says something at once.
    fn begin(&mut self) {
        if self.open.is_empty() && has_stacks(*self.shape) {
            self.hot_path(None, FIRST_DEPTH);
        }
    }

    /// Opens the heaviest child while it keeps at least half of its parent's weight.
    fn hot_path(&mut self, from: Option<CallNodeIndex>, depth: usize) -> Option<CallNodeIndex> {
        let mut node = from.or_else(|| self.heaviest_root())?;
        for _ in 0..depth {
            let Some(&child) = self.tree.children(node).first() else { break };
            let (part, whole) = (self.tree.node(child).total, self.tree.node(node).total);
            if whole.saturating_sub(part) > part {
                break;
            }
            self.open.set_node(self.tree, node, true);
            node = child;
        }
        Some(node)
    }

    /// The heaviest root in which something ran.
    fn heaviest_root(&self) -> Option<CallNodeIndex> {
        let is_idle = |it| matches!(it, Category::Idle | Category::Program);
        let is_work = |&it: &CallNodeIndex| match self.tree.node(it).key {
            GroupKey::Function(frame) => !is_idle(self.recording.frames.category(frame)),
            GroupKey::Category(category) => !is_idle(category),
            GroupKey::Text(_) => true,
        };
        self.tree.roots().iter().copied().find(|it| is_work(it))
    }

    /// Opens everything below a node, level by level, up to a sensible number.
    fn open_all(&mut self, node: CallNodeIndex, task: &Task) -> Result<(), Cancelled> {
        let mut level = vec![(node, self.open.set_node(self.tree, node, true))];
        let mut n_opened = 1;
        while !level.is_empty() {
            let mut below = Vec::new();
            for (node, place) in level {
                task.advance(1)?;
                let children = self.tree.children(node).to_vec();
                for child in children {
                    let shown = self.tree.node(child);
                    if !shown.has_children {
                        continue;
                    }
                    n_opened += 1;
                    if n_opened > MOST_OPENED {
                        return Ok(());
                    }
                    below.push((child, self.open.set(place, shown.into(), true)));
                }
            }
            level = below;
        }
        Ok(())
    }

    /// Opens the way to a function.
    fn reveal(&mut self, path: &[FrameIndex]) -> Option<CallNodeIndex> {
        let frame = *path.last()?;
        if self.shape.grouping != Grouping::Function {
            return self.reveal_in_group(frame);
        }
        match self.shape.form {
            TreeForm::BottomUp | TreeForm::Flat => self.follow(&[frame]),
            TreeForm::TopDown => {
                let met = if path.len() > 1 { self.follow(path) } else { None };
                met.or_else(|| self.follow(&self.heaviest_path_to(frame)?))
            }
        }
    }

    /// Opens the nodes of these functions from the root on, all but the last.
    fn follow(&mut self, path: &[FrameIndex]) -> Option<CallNodeIndex> {
        let mut found: Option<CallNodeIndex> = None;
        for step in path {
            let level = match found {
                None => self.tree.roots().to_vec(),
                Some(node) => self.tree.children(node).to_vec(),
            };
            let is_it = |&it: &CallNodeIndex| self.tree.node(it).frame == Some(*step);
            found = Some(level.into_iter().find(|it| is_it(it))?);
        }
        let parent = self.tree.node(found?).parent;
        if let Some(parent) = parent {
            self.open.set_node(self.tree, parent, true);
        }
        found
    }

    /// Opens the group of a function; returns the function, or the group where the function lies
    /// deeper than at its entry.
    fn reveal_in_group(&mut self, frame: FrameIndex) -> Option<CallNodeIndex> {
        let key = group_of(self.recording, self.shape.grouping, frame);
        let mut roots = self.tree.roots().iter().copied();
        let group = roots.find(|&it| self.tree.node(it).key == key)?;
        let members = self.tree.children(group).to_vec();
        let member = members.into_iter().find(|&it| self.tree.node(it).frame == Some(frame));
        if member.is_some() {
            self.open.set_node(self.tree, group, true);
        }
        member.or(Some(group))
    }

    /// The functions from the root to the heaviest stack that ends with `frame`.
    fn heaviest_path_to(&self, frame: FrameIndex) -> Option<Vec<FrameIndex>> {
        let weighed = Arc::clone(self.tree.weighed());
        let stacks = &weighed.stacks;
        let ends = stacks.indices().filter(|&it| stacks.frame(it) == frame);
        let is_sampled = ends.filter(|&it| weighed.total_samples[it] > 0);
        let heaviest = is_sampled.max_by_key(|&it| (weighed.total[it], std::cmp::Reverse(it)))?;
        let mut path: Vec<FrameIndex> = stacks.path(heaviest).map(|it| stacks.frame(it)).collect();
        path.reverse();
        Some(path)
    }
}
