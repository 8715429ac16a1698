//! Which nodes of a call tree are open, by name: it outlives the tree.

use asyncscope_core::analysis::{CallNode, CallNodeIndex, CallTree, GroupKey};
use asyncscope_core::model::FrameIndex;
use hashbrown::HashMap;

/// A place in the tree of open nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place(usize);

/// What tells a node from its siblings in every tree: what it stands for, and its call site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeName(GroupKey, Option<FrameIndex>);

impl From<CallNode> for NodeName {
    fn from(node: CallNode) -> Self {
        Self(node.key, node.caller)
    }
}

/// Which nodes of a call tree are open, by the names from the root to them.
///
/// A node that is closed remembers what was open below it.
#[derive(Clone, Debug)]
pub struct OpenNodes {
    places: HashMap<(Place, NodeName), Place>,
    is_open: Vec<bool>,
}

impl Default for OpenNodes {
    fn default() -> Self {
        Self { places: HashMap::new(), is_open: vec![true] }
    }
}

impl OpenNodes {
    /// Where the roots hang.
    pub(super) const ROOT: Place = Place(0);

    /// The place of a node below `parent`, if it was ever open.
    pub(super) fn find(&self, parent: Place, name: NodeName) -> Option<Place> {
        self.places.get(&(parent, name)).copied()
    }

    /// Whether the node at `place` is open.
    pub(super) fn is_open(&self, place: Place) -> bool {
        self.is_open[place.0]
    }

    /// Opens or closes the node `name` below `parent`; returns its place.
    pub(super) fn set(&mut self, parent: Place, name: NodeName, open: bool) -> Place {
        let next = Place(self.is_open.len());
        let place = *self.places.entry((parent, name)).or_insert(next);
        if place == next {
            self.is_open.push(open);
        }
        self.is_open[place.0] = open;
        place
    }

    /// Opens or closes a node of `tree`; opens all above it.
    pub(super) fn set_node(&mut self, tree: &CallTree, node: CallNodeIndex, open: bool) -> Place {
        let path = tree.path(node);
        let mut place = Self::ROOT;
        for &step in &path {
            let is_last = step == node;
            place = self.set(place, tree.node(step).into(), !is_last || open);
        }
        place
    }

    /// Whether anything was ever opened.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}
