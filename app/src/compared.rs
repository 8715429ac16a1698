//! Two heap snapshots that are compared: which, how, and what is chosen of the answer.

use std::path::PathBuf;
use std::sync::Arc;

use asyncscope_core::analysis::diff::Sides;
use asyncscope_core::analysis::heap::{Change, Class, MatchedBy};
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::model::{HeapGraph, Recording};

use crate::document::DocumentId;
use crate::filter::Filter;
use crate::questions::compared::ComparedAnswers;
use crate::views::compared::columns;
use crate::widgets::table::Sort;

/// One of two snapshots.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its document, which may have been closed since.
    pub document: DocumentId,
    /// The name of its file.
    pub name: String,
    /// What was read.
    pub recording: Arc<Recording>,
    /// Where it lies, if it is a file.
    pub file: Option<PathBuf>,
    /// The highest number of an object: of one program, those of later snapshots are higher.
    pub last_object: Option<u64>,
}

impl Side {
    /// The objects. Only heaps are compared, so there are some.
    pub fn graph(&self) -> Option<&Arc<HeapGraph>> {
        self.recording.heap.as_ref()
    }
}

/// Which of two snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// The earlier one.
    Before,
    /// The later one.
    After,
}

impl Which {
    /// Both, the earlier first.
    pub const BOTH: [Which; 2] = [Self::Before, Self::After];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// What is on that side.
    pub fn of<T>(self, sides: Sides<T>) -> T {
        match self {
            Self::Before => sides.before,
            Self::After => sides.after,
        }
    }

    /// What is on that side, to be changed.
    pub fn of_mut<T>(self, sides: &mut Sides<T>) -> &mut T {
        match self {
            Self::Before => &mut sides.before,
            Self::After => &mut sides.after,
        }
    }
}

/// What is chosen in a comparison: a place to come back to.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedPlace {
    /// How objects are matched.
    pub by: MatchedBy,
    /// Which classes are listed.
    pub change: Change,
    /// Shows only classes whose name matches.
    pub filter: Filter,
    /// The selected class.
    pub selected: Option<Class>,
    /// The place whose map is shown, by its row; `None` is the root.
    pub map_root: Option<u32>,
    /// The selected place of the map, by its row.
    pub map_selected: Option<u32>,
    /// Whether places are told apart by colour also where they did not change.
    pub by_hue: bool,
}

/// Two snapshots that are compared.
#[derive(Debug)]
pub struct Compared {
    /// The earlier and the later one.
    pub sides: [Side; 2],
    /// What is chosen.
    pub place: ComparedPlace,
    /// The order of classes.
    pub sort: Sort,
    /// The room there is for the map, in points.
    pub map_room: (u16, u16),
    /// What was asked, and the answers.
    pub answers: ComparedAnswers,
}

/// A change of how a comparison is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum ComparedCommand {
    /// Let the later one be the earlier one.
    Swap,
    /// Match objects in another way.
    MatchBy(MatchedBy),
    /// List the classes of which something became.
    List(Change),
    /// Select a class, or nothing.
    Select(Option<Class>),
    /// Show an object in its own snapshot.
    OpenObject(Which, NodeIndex),
    /// Show all objects of a class in their own snapshot.
    OpenClass(Which, String),
    /// Show the map of a place; `None` is the root.
    MapRoot(Option<u32>),
    /// Select a place of the map.
    MapSelect(Option<u32>),
    /// The room there is for the map, in points.
    MapRoom(u16, u16),
    /// Tell classes apart by hue, or show nothing but growth.
    ByHue(bool),
}

impl Compared {
    /// A comparison as it is shown first.
    pub fn new(sides: [Side; 2], answers: ComparedAnswers) -> Self {
        Self {
            sides,
            place: ComparedPlace {
                by: MatchedBy::Id,
                change: Change::Any,
                filter: Filter::default(),
                selected: None,
                map_root: None,
                map_selected: None,
                by_hue: false,
            },
            sort: Sort { column: columns::SHALLOW, descending: true },
            map_room: (0, 0),
            answers,
        }
    }

    /// Changes it. What concerns other documents is not done here.
    pub fn change(&mut self, command: ComparedCommand) {
        let place = &mut self.place;
        match command {
            ComparedCommand::Swap => {
                self.sides.reverse();
                (place.map_root, place.map_selected) = (None, None);
                self.answers.swap();
            }
            ComparedCommand::MatchBy(by) => place.by = by,
            ComparedCommand::List(change) => place.change = change,
            ComparedCommand::Select(class) => place.selected = class,
            ComparedCommand::MapRoot(root) => place.map_root = root.filter(|it| *it > 0),
            ComparedCommand::MapSelect(it) => place.map_selected = it,
            ComparedCommand::MapRoom(width, height) => self.map_room = (width, height),
            ComparedCommand::ByHue(by_hue) => place.by_hue = by_hue,
            ComparedCommand::OpenObject(..) | ComparedCommand::OpenClass(..) => {}
        }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        let [before, after] = &self.sides;
        format!("{} after {}", after.name, before.name)
    }

    /// Whether it compares these two documents, in whatever order.
    pub fn is_of(&self, one: DocumentId, other: DocumentId) -> bool {
        let [before, after] = &self.sides;
        let of = (before.document, after.document);
        of == (one, other) || of == (other, one)
    }

    /// One of the two.
    pub fn side(&self, which: Which) -> &Side {
        match which {
            Which::Before => &self.sides[0],
            Which::After => &self.sides[1],
        }
    }
}
