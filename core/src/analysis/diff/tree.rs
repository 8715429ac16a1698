//! The call trees of two sides laid over each other, made as far as they are looked at.

use std::ops::Range;
use std::sync::Arc;

use super::noise::{Difference, is_faint};
use super::profile::DiffProfile;
use super::scale::{Normalisation, Scale};
use super::sides::{Sides, Status};
use crate::analysis::call_tree::Direction;
use crate::analysis::callees::Callees;
use crate::analysis::order::frame_ranks;
use crate::analysis::own_weights::Tally;
use crate::analysis::pace::Pace;
use crate::define_index;
use crate::index::Column;
use crate::model::{Category, FrameIndex, StackIndex};
use crate::task::{Cancelled, Task};

define_index! {
    /// A node of a [`DiffTree`].
    DiffNodeIndex
}

/// One line of a tree of two sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiffNode {
    /// Its function, a row of [`DiffProfile::names`].
    pub frame: FrameIndex,
    /// What became of it at this place.
    pub status: Status,
    /// Own weight, all runs of a side together.
    pub own_weight: Sides<u64>,
    /// Total weight, all runs together.
    pub total_weight: Sides<u64>,
    /// Number of samples, all runs together.
    pub samples: Sides<u64>,
    /// Own weight as the normalisation has it.
    pub own: Difference,
    /// Total weight, likewise.
    pub total: Difference,
    /// Number of nodes above it.
    pub depth: u32,
    /// The node that it is a child of.
    pub parent: Option<DiffNodeIndex>,
    /// Whether anything is below it.
    pub has_children: bool,
}

/// The call trees of two sides laid over each other. `(idle)` is left out, which is no work.
///
/// Siblings stand by how much more they weigh in total after than before, the most first; equal
/// ones by name and place. Bottom-up, a function weighs what it ran itself.
#[derive(Clone)]
pub struct DiffTree {
    profile: Arc<DiffProfile>,
    scale: Scale,
    direction: Direction,
    callees: Callees,
    rank: Column<FrameIndex, u32>,
    nodes: Column<DiffNodeIndex, Node>,
    /// Every index, so that neighbours can be lent as a slice.
    indices: Vec<DiffNodeIndex>,
    n_roots: usize,
}

#[derive(Clone)]
struct Node {
    shown: DiffNode,
    below: Below,
}

/// What is below a node.
#[derive(Clone)]
enum Below {
    Made(Range<usize>),
    /// To be made from one step further than these.
    Beyond(Vec<Item>),
}

/// A stack that a node stands for, and the samples it brings in.
#[derive(Clone, Copy)]
struct Item {
    stack: StackIndex,
    samples: Sides<Tally>,
}

impl DiffTree {
    /// The tree of a comparison, with its first level made.
    pub fn new(
        profile: Arc<DiffProfile>,
        direction: Direction,
        normalisation: Normalisation,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let callees = Callees::of(&profile.names.stacks, task)?;
        let scale = profile.scale(normalisation);
        let rank = frame_ranks(&profile.names);
        let (nodes, indices) = (Column::default(), Vec::new());
        let mut tree =
            Self { profile, scale, direction, callees, rank, nodes, indices, n_roots: 0 };
        let items = tree.first_items(task)?;
        tree.make(None, items);
        tree.n_roots = tree.indices.len();
        Ok(tree)
    }

    /// What it is made from.
    pub fn profile(&self) -> &Arc<DiffProfile> {
        &self.profile
    }

    /// How its figures are made comparable.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The first level.
    pub fn roots(&self) -> &[DiffNodeIndex] {
        &self.indices[..self.n_roots]
    }

    /// One node.
    pub fn node(&self, node: DiffNodeIndex) -> &DiffNode {
        &self.nodes[node].shown
    }

    /// The nodes below a node. The first call costs as much as the node has different stacks,
    /// further calls nothing.
    pub fn children(&mut self, node: DiffNodeIndex) -> &[DiffNodeIndex] {
        let made = match std::mem::replace(&mut self.nodes[node].below, Below::Made(0..0)) {
            Below::Made(made) => made,
            Below::Beyond(items) => {
                let items = self.step(items);
                self.make(Some(node), items)
            }
        };
        self.nodes[node].below = Below::Made(made.clone());
        &self.indices[made]
    }

    /// The nodes from the root to `node`, both included.
    pub fn path(&self, node: DiffNodeIndex) -> Vec<DiffNodeIndex> {
        let parent = |&it: &DiffNodeIndex| self.nodes[it].shown.parent;
        let mut path: Vec<_> = std::iter::successors(Some(node), parent).collect();
        path.reverse();
        path
    }

    fn first_items(&self, task: &Task) -> Result<Vec<Item>, Cancelled> {
        if self.direction == Direction::TopDown {
            return Ok(self.callees.roots().map(|it| self.downwards(it)).collect());
        }
        let mut items = Vec::new();
        let mut pace = Pace::new(task);
        for stack in self.profile.names.stacks.indices() {
            pace.step()?;
            let samples = self.profile.weighed.as_ref().map(|it| it.own_tally(stack));
            if samples.before.samples + samples.after.samples > 0 {
                items.push(Item { stack, samples });
            }
        }
        Ok(items)
    }

    fn downwards(&self, stack: StackIndex) -> Item {
        Item { stack, samples: self.profile.weighed.as_ref().map(|it| it.total_tally(stack)) }
    }

    /// One step further: down to what each stack calls, or up to what called it.
    fn step(&self, items: Vec<Item>) -> Vec<Item> {
        let stacks = &self.profile.names.stacks;
        match self.direction {
            Direction::TopDown => {
                let below = items.iter().flat_map(|it| self.callees.callees(it.stack));
                below.map(|it| self.downwards(it)).collect()
            }
            Direction::BottomUp => {
                let caller = |it: Item| Some(Item { stack: stacks.caller(it.stack)?, ..it });
                items.into_iter().filter_map(caller).collect()
            }
        }
    }

    /// Makes a node of each function that stacks end with, and returns their rows.
    fn make(&mut self, parent: Option<DiffNodeIndex>, mut items: Vec<Item>) -> Range<usize> {
        let profile = Arc::clone(&self.profile);
        let (stacks, frames) = (&profile.names.stacks, &profile.names.frames);
        items.retain(|it| frames.category(stacks.frame(it.stack)) != Category::Idle);
        items.sort_unstable_by_key(|it| (stacks.frame(it.stack), it.stack));
        items.dedup_by(|it, first| {
            let is_same = it.stack == first.stack;
            if is_same {
                first.samples = sum([first.samples, it.samples]);
            }
            is_same
        });
        let is_same = |a: &Item, b: &Item| stacks.frame(a.stack) == stacks.frame(b.stack);
        let mut made: Vec<(DiffNode, Vec<Item>)> = items
            .chunk_by(is_same)
            .map(|it| (self.shown(stacks.frame(it[0].stack), parent, it), it.to_vec()))
            .collect();
        made.sort_by(|(a, _), (b, _)| {
            let by_delta = b.total.delta().total_cmp(&a.total.delta());
            by_delta.then_with(|| self.rank[a.frame].cmp(&self.rank[b.frame]))
        });
        let start = self.indices.len();
        for (shown, items) in made {
            let node = self.nodes.push(Node { shown, below: Below::Beyond(items) });
            self.indices.push(node);
        }
        start..self.indices.len()
    }

    fn shown(&self, frame: FrameIndex, parent: Option<DiffNodeIndex>, items: &[Item]) -> DiffNode {
        let total = sum(items.iter().map(|it| it.samples));
        let own = match (self.direction, parent) {
            (Direction::BottomUp, None) => total,
            (Direction::BottomUp, Some(_)) => Sides::default(),
            (Direction::TopDown, _) => {
                let weighed = &self.profile.weighed;
                sum(items.iter().map(|it| weighed.as_ref().map(|side| side.own_tally(it.stack))))
            }
        };
        let stacks = &self.profile.names.stacks;
        let has_children = match self.direction {
            Direction::TopDown => own != total,
            Direction::BottomUp => items.iter().any(|it| stacks.caller(it.stack).is_some()),
        };
        let samples = total.map(|it| it.samples);
        let (own_figure, total_figure) = (self.difference(own), self.difference(total));
        let is_same = own_figure.delta() == 0.0 && total_figure.delta() == 0.0;
        DiffNode {
            frame,
            status: Status::of(samples.map(|it| it > 0), is_same),
            own_weight: own.map(|it| it.weight),
            total_weight: total.map(|it| it.weight),
            samples,
            own: own_figure,
            total: total_figure,
            depth: parent.map_or(0, |it| self.nodes[it].shown.depth + 1),
            parent,
            has_children,
        }
    }

    fn difference(&self, tally: Sides<Tally>) -> Difference {
        let values = self.scale.values(tally.map(|it| it.weight));
        let untested = Difference::untested(self.profile.quantity(), values.map(Some));
        Difference { is_faint: is_faint(tally.map(|it| it.samples), values), ..untested }
    }
}

fn sum(all: impl IntoIterator<Item = Sides<Tally>>) -> Sides<Tally> {
    all.into_iter().fold(Sides::default(), |mut sum, it| {
        sum.before.add(it.before);
        sum.after.add(it.after);
        sum
    })
}
