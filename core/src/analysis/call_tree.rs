//! The call tree, from callers to callees, the other way round or flat, made as far as it is
//! looked at.
//!
//! ```text
//! samples     a > b > c   3      top-down      bottom-up
//!             a > c       2      a    5        c      5
//!                                 ├─ b  3       ├─ b    3
//!                                 │  └─ c 3     │  └─ a   3
//!                                 └─ c  2       └─ a    2
//! ```

mod flat;
pub(crate) mod items;
mod nodes;
mod roots;

use std::ops::Range;
use std::sync::Arc;

use self::items::Item;
use crate::analysis::callees::Callees;
use crate::analysis::grouping::{GroupKey, Grouping};
use crate::analysis::order::frame_ranks;
use crate::analysis::weighed::WeighedStacks;
use crate::define_index;
use crate::index::Column;
use crate::model::{FrameIndex, Recording};
use crate::task::{Cancelled, Task};

define_index! {
    /// A node of a [`CallTree`].
    CallNodeIndex
}

/// Which way a call tree grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the outermost callers to what they call.
    #[default]
    TopDown,
    /// From the functions that ran to those that called them.
    BottomUp,
}

/// What a call tree has below its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TreeForm {
    /// What they call.
    #[default]
    TopDown,
    /// What called them.
    BottomUp,
    /// Nothing: every function once.
    Flat,
}

impl From<Direction> for TreeForm {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::TopDown => Self::TopDown,
            Direction::BottomUp => Self::BottomUp,
        }
    }
}

/// Whether a function that is called at several sites is one line or several.
///
/// A call site is the function that calls: profiles tell where the code of a function begins and
/// what is below it on the stack, not at which line of its caller it was called. Frames that agree
/// in name and script but not in their position are never joined, even on one line: in recordings
/// of V8 these are different functions, such as the arrow functions of a chain of promises or the
/// one-letter names of a minified script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CallSites {
    /// One line for all of them.
    #[default]
    Joined,
    /// A line for each, where lines are not below their caller already: on the first level of a
    /// bottom-up or flat tree, and below a group.
    Apart,
}

/// What a call tree looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TreeShape {
    /// What is below its lines.
    pub form: TreeForm,
    /// What the lines of its first level are.
    pub grouping: Grouping,
    /// Whether functions are told apart by what calls them.
    pub sites: CallSites,
}

/// One line of a call tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallNode {
    /// What it stands for: a function, or on the first level a group.
    pub key: GroupKey,
    /// The function, unless it stands for a group.
    pub frame: Option<FrameIndex>,
    /// The function that calls it, where call sites are told apart and it has one.
    pub caller: Option<FrameIndex>,
    /// Weight of its samples in which its function ran itself. Bottom-up, that is all of the
    /// weight for the function that a branch begins with, and 0 for its callers.
    pub own: u64,
    /// Weight of its samples: those whose stack begins (bottom-up: ends) with the functions from
    /// the root to here.
    pub total: u64,
    /// Number of its samples.
    pub samples: u64,
    /// Number of nodes above it.
    pub depth: u32,
    /// The node that it is a child of.
    pub parent: Option<CallNodeIndex>,
    /// Whether anything is below it.
    pub has_children: bool,
}

/// A call tree. Nodes are made when [`CallTree::children`] is first asked for them.
///
/// Grouped by anything but function, the first level holds groups. Top-down, a group's children
/// are the functions through which stacks enter it, with all that they call; so its total is that
/// of [`crate::analysis::groups`], and the totals of groups overlap. Bottom-up, its children are
/// its functions, with those that call them. Functions of several groups can lie below a group.
///
/// Flat, a function weighs what it weighs in [`crate::analysis::functions()`], and a group what it
/// weighs in [`crate::analysis::groups()`], with its functions below it.
///
/// Bottom-up, a function weighs what it ran itself, so that roots add up to the whole selection;
/// a function that recurs is its own caller, and no sample counts twice.
#[derive(Clone)]
pub struct CallTree {
    weighed: Arc<WeighedStacks>,
    shape: TreeShape,
    /// For trees that grow downwards.
    callees: Option<Callees>,
    rank: Column<FrameIndex, u32>,
    nodes: Column<CallNodeIndex, Node>,
    /// Every index, so that neighbours can be lent as a slice.
    indices: Vec<CallNodeIndex>,
    n_roots: usize,
}

/// A node, and what its children are to be made from.
#[derive(Clone, Debug)]
struct Node {
    shown: CallNode,
    below: Below,
}

/// What is below a node.
#[derive(Clone, Debug)]
enum Below {
    /// Made: these rows.
    Made(Range<usize>),
    /// To be made from one step further than these.
    Beyond(Vec<Item>),
    /// To be made from these themselves: the members of a group.
    Members(Vec<Item>),
    /// To be made from these: the functions of a group in a flat tree.
    Functions(Vec<flat::Function>),
}

impl CallTree {
    /// The tree of weighed stacks that joins call sites, with its first level made.
    pub fn new(
        recording: &Recording,
        weighed: Arc<WeighedStacks>,
        direction: Direction,
        grouping: Grouping,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let shape = TreeShape { form: direction.into(), grouping, sites: CallSites::Joined };
        Self::of_shape(recording, weighed, shape, task)
    }

    /// The tree of weighed stacks that looks as asked, with its first level made.
    pub fn of_shape(
        recording: &Recording,
        weighed: Arc<WeighedStacks>,
        shape: TreeShape,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let callees = match shape.form {
            TreeForm::TopDown => Some(Callees::of(&weighed.stacks, task)?),
            TreeForm::BottomUp | TreeForm::Flat => None,
        };
        let mut tree = Self {
            weighed,
            shape,
            callees,
            rank: frame_ranks(recording),
            nodes: Column::default(),
            indices: Vec::new(),
            n_roots: 0,
        };
        match (shape.form, shape.grouping) {
            (TreeForm::Flat, _) => tree.make_flat_roots(recording, task)?,
            (_, Grouping::Function) => tree.make_function_roots(task)?,
            (_, grouping) => tree.make_group_roots(recording, grouping, task)?,
        }
        tree.n_roots = tree.indices.len();
        Ok(tree)
    }

    /// What the tree is made from.
    pub fn weighed(&self) -> &Arc<WeighedStacks> {
        &self.weighed
    }

    /// What it looks like.
    pub fn shape(&self) -> TreeShape {
        self.shape
    }

    /// The first level: total weight, heaviest first, then by name and place.
    pub fn roots(&self) -> &[CallNodeIndex] {
        &self.indices[..self.n_roots]
    }

    /// One node.
    pub fn node(&self, node: CallNodeIndex) -> CallNode {
        self.nodes[node].shown
    }

    /// A node's name for people.
    pub fn label<'a>(&self, recording: &'a Recording, node: CallNodeIndex) -> &'a str {
        self.nodes[node].shown.key.label(recording)
    }

    /// The nodes below a node: total weight, heaviest first, then by name and place.
    ///
    /// The first call costs as much as the node has different stacks, further calls nothing.
    pub fn children(&mut self, node: CallNodeIndex) -> &[CallNodeIndex] {
        let made = match std::mem::replace(&mut self.nodes[node].below, Below::Made(0..0)) {
            Below::Made(made) => made,
            Below::Members(items) => self.make_functions(Some(node), items),
            Below::Functions(functions) => self.make_flat(Some(node), functions),
            Below::Beyond(items) => {
                let items = self.step(items);
                self.make_functions(Some(node), items)
            }
        };
        self.nodes[node].below = Below::Made(made.clone());
        &self.indices[made]
    }

    /// The nodes from the root to `node`, both included.
    pub fn path(&self, node: CallNodeIndex) -> Vec<CallNodeIndex> {
        let parent = |&it: &CallNodeIndex| self.nodes[it].shown.parent;
        let mut path: Vec<_> = std::iter::successors(Some(node), parent).collect();
        path.reverse();
        path
    }
}
