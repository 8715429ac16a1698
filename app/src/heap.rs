//! How a heap snapshot is looked at: what is chosen in it, and which rows of its trees are open.

pub mod trees;

use std::sync::Arc;

use asyncscope_core::analysis::heap::{ClassIndex, HeapSet, Ignore};
use asyncscope_core::model::heap::{EdgeIndex, NodeIndex};
use asyncscope_core::units::TimeRange;

use crate::filter::Filter;
use crate::views::View;
use crate::widgets::table::Sort;

pub use trees::{RowPath, TreeName, TreeState, TreeStep, Trees};

/// The most objects that are open as tabs; the one opened first makes room.
pub const MOST_TABS: usize = 12;

/// A class or an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeapEntity {
    /// A class, that is all of its objects.
    Class(ClassIndex),
    /// An object.
    Object(NodeIndex),
}

/// Objects that were picked one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// What they are called, such as `60 new Subscriber`.
    pub name: String,
    /// The objects, in the order of the file.
    pub nodes: Arc<[NodeIndex]>,
}

/// What is chosen in a heap: a place to come back to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeapPlace {
    /// The objects that the table of classes is about.
    pub set: HeapSet,
    /// The stretch of time in which they were allocated, if only such are meant.
    pub time: Option<TimeRange>,
    /// Objects that were picked one by one, if only these are meant.
    pub picked: Option<Picked>,
    /// The selected class or object.
    pub selected: Option<HeapEntity>,
    /// The filter of the table of classes.
    pub classes: Filter,
    /// The filter of the table of strings.
    pub strings: Filter,
    /// The objects that are open as tabs, in the order they were opened.
    pub tabs: Vec<NodeIndex>,
    /// The tab that is shown.
    pub tab: Option<NodeIndex>,
    /// The tree about it that is shown: fields, retainers or what it dominates.
    pub section: TreeName,
    /// What is looked past on the way to the roots.
    pub ignore: Ignore,
    /// Whether dominators are shown as a map.
    pub as_map: bool,
    /// The object whose map is shown; `None` is the root.
    pub map_root: Option<NodeIndex>,
}

/// How a heap is looked at.
#[derive(Clone, Debug)]
pub struct HeapSetting {
    /// What is chosen.
    pub place: HeapPlace,
    /// Which rows are open.
    pub trees: Trees,
    /// The order of classes, and of the objects of each.
    pub classes: Sort,
    /// The order of strings.
    pub strings: Sort,
}

impl Default for HeapSetting {
    fn default() -> Self {
        Self {
            place: HeapPlace::default(),
            trees: Trees::default(),
            classes: TreeName::Classes.first_sort(),
            strings: Sort {
                column: crate::views::heap::strings::columns::WASTED,
                descending: true,
            },
        }
    }
}

/// A change of how a heap is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum HeapCommand {
    /// Select a class or an object, or nothing.
    Select(Option<HeapEntity>),
    /// Select a row of a tree, and what it shows.
    SelectRow(TreeName, RowPath, Option<HeapEntity>),
    /// Open or close a row of a tree.
    OpenRow(TreeName, RowPath, bool),
    /// Show more of what is below a row of a tree.
    ShowMore(TreeName, RowPath),
    /// Sort the rows of a tree.
    SortTree(TreeName, Sort),
    /// Open rows of a tree as the heap says.
    Step(TreeName, TreeStep),
    /// Open an object as a tab.
    OpenObject(NodeIndex),
    /// Show a tab.
    ShowTab(NodeIndex),
    /// Close a tab.
    CloseTab(NodeIndex),
    /// Show one of the trees about an object.
    ShowSection(TreeName),
    /// Let the table of classes be about these objects.
    ShowSet(HeapSet),
    /// Let the table of classes be about one stretch of time, or about all.
    ShowTime(Option<TimeRange>),
    /// Show the classes that a filter keeps, of all objects.
    ShowClasses(String),
    /// Let the table of classes be about objects that were picked one by one.
    ShowPicked(Picked),
    /// Mean all objects again, not those that were picked.
    Unpick,
    /// Look past an object.
    IgnoreObject(NodeIndex),
    /// Look past a reference.
    IgnoreEdge(EdgeIndex),
    /// Look past an object no longer.
    RestoreObject(NodeIndex),
    /// Look past a reference no longer.
    RestoreEdge(EdgeIndex),
    /// Look past nothing.
    RestoreAll,
    /// Show dominators as a map, or as a tree.
    AsMap(bool),
    /// Show the map of an object; `None` is the root.
    MapRoot(Option<NodeIndex>),
    /// The room there is for the map, in points.
    MapRoom(u16, u16),
}

impl HeapSetting {
    /// Changes it.
    pub fn change(&mut self, command: HeapCommand) {
        let place = &mut self.place;
        match command {
            HeapCommand::Select(entity) => place.selected = entity,
            HeapCommand::SelectRow(tree, path, entity) => {
                place.selected = entity.or(place.selected);
                self.trees.of_mut(tree).selected = Some(path);
            }
            HeapCommand::OpenRow(tree, path, open) => self.trees.of_mut(tree).set_open(path, open),
            HeapCommand::ShowMore(tree, path) => self.trees.of_mut(tree).show_more(path),
            HeapCommand::SortTree(TreeName::Classes, sort) => self.classes = sort,
            HeapCommand::SortTree(tree, sort) => self.trees.sort(tree, sort),
            HeapCommand::Step(tree, step) => self.trees.of_mut(tree).step(step),
            HeapCommand::OpenObject(node) => self.open(node),
            HeapCommand::ShowTab(node) => self.show_tab(Some(node)),
            HeapCommand::CloseTab(node) => self.close_tab(node),
            HeapCommand::ShowSection(tree) => place.section = tree,
            HeapCommand::ShowSet(set) => (place.set, place.picked) = (set, None),
            HeapCommand::ShowPicked(picked) => {
                (place.set, place.time) = (HeapSet::All, None);
                place.classes = Filter::default();
                place.picked = Some(picked);
            }
            HeapCommand::Unpick => place.picked = None,
            HeapCommand::ShowTime(time) => place.time = time.filter(|it| it.start < it.end),
            HeapCommand::ShowClasses(text) => {
                place.set = HeapSet::All;
                (place.time, place.picked) = (None, None);
                place.classes = Filter { text, is_regex: false };
            }
            HeapCommand::IgnoreObject(node) => {
                place.ignore.nodes.insert(node);
            }
            HeapCommand::IgnoreEdge(edge) => {
                place.ignore.edges.insert(edge);
            }
            HeapCommand::RestoreObject(node) => {
                place.ignore.nodes.remove(&node);
            }
            HeapCommand::RestoreEdge(edge) => {
                place.ignore.edges.remove(&edge);
            }
            HeapCommand::RestoreAll => place.ignore = Ignore::default(),
            HeapCommand::AsMap(as_map) => place.as_map = as_map,
            HeapCommand::MapRoot(root) => (place.map_root, place.as_map) = (root, true),
            HeapCommand::MapRoom(width, height) => self.trees.map_room = (width, height),
        }
    }

    /// How the rows of a tree are sorted.
    pub fn sort_of(&self, tree: TreeName) -> Sort {
        if tree == TreeName::Classes { self.classes } else { self.trees.sort_of(tree) }
    }

    /// The tree that a view shows; of an object, the one that is chosen.
    pub fn tree_of(&self, view: View) -> Option<TreeName> {
        Some(match view {
            View::Classes | View::Allocations => TreeName::Classes,
            View::Dominators if !self.place.as_map => TreeName::Dominators,
            View::Containment => TreeName::Containment,
            View::Object => self.place.section,
            _ => return None,
        })
    }

    /// Opens an object as a tab and shows it.
    fn open(&mut self, node: NodeIndex) {
        let tabs = &mut self.place.tabs;
        if !tabs.contains(&node) {
            if tabs.len() >= MOST_TABS {
                tabs.remove(0);
            }
            tabs.push(node);
        }
        self.show_tab(Some(node));
    }

    fn show_tab(&mut self, node: Option<NodeIndex>) {
        self.place.tab = node;
        self.place.selected = node.map(HeapEntity::Object).or(self.place.selected);
        self.trees.forget_object();
    }

    fn close_tab(&mut self, node: NodeIndex) {
        let tabs = &mut self.place.tabs;
        let Some(at) = tabs.iter().position(|it| *it == node) else { return };
        tabs.remove(at);
        if self.place.tab == Some(node) {
            let next = tabs.get(at).or(tabs.last()).copied();
            self.show_tab(next);
        }
    }

    /// Goes to a place.
    pub fn go(&mut self, place: HeapPlace) {
        if self.place.tab != place.tab {
            self.trees.forget_object();
        }
        self.place = place;
    }

    /// The object that the view of one object is about: the tab, or else what is selected.
    pub fn object(&self) -> Option<NodeIndex> {
        self.place.tab.or_else(|| self.selected_object())
    }

    /// The selected object.
    pub fn selected_object(&self) -> Option<NodeIndex> {
        match self.place.selected {
            Some(HeapEntity::Object(node)) => Some(node),
            Some(HeapEntity::Class(_)) | None => None,
        }
    }
}
