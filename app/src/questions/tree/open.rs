//! Which nodes of a call tree are open, by name: it outlives the tree.

use asyncscope_core::analysis::{CallNodeIndex, CallTree, GroupKey};
use hashbrown::HashMap;

/// A place in the tree of open nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place(usize);

/// Which nodes of a call tree are open, by the names from the root to them.
///
/// A node that is closed remembers what was open below it.
#[derive(Clone, Debug)]
pub struct OpenNodes {
    places: HashMap<(Place, GroupKey), Place>,
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
    pub(super) fn find(&self, parent: Place, key: GroupKey) -> Option<Place> {
        self.places.get(&(parent, key)).copied()
    }

    /// Whether the node at `place` is open.
    pub(super) fn is_open(&self, place: Place) -> bool {
        self.is_open[place.0]
    }

    /// Opens or closes the node `key` below `parent`; returns its place.
    pub(super) fn set(&mut self, parent: Place, key: GroupKey, open: bool) -> Place {
        let next = Place(self.is_open.len());
        let place = *self.places.entry((parent, key)).or_insert(next);
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
            place = self.set(place, tree.node(step).key, !is_last || open);
        }
        place
    }

    /// Whether anything was ever opened.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}
