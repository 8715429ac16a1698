//! How the views of operations, memory and tracked objects are set, and how that changes.

use std::ops::Range;

use asyncscope_core::model::{ProcessIndex, SnapshotIndex};
use asyncscope_core::strings::StringIndex;
use asyncscope_core::units::Nanos;

use crate::filter::Filter;
use crate::opened::ListSetting;
use crate::views::{operations, tracked};
use crate::widgets::table::Sort;

/// Name and kind of operations.
pub type OperationKey = (StringIndex, StringIndex);

/// How the views of operations, memory and tracked objects are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedSetting {
    /// How the list of operations is sorted and filtered.
    pub operations: ListSetting,
    /// The operations whose durations are shown; the first of the list if none was chosen.
    pub chosen: Option<OperationKey>,
    /// Only instances that took so long, in all views.
    pub durations: Option<Range<Nanos>>,
    /// The order of instances.
    pub instances: Sort,
    /// How the list of tracked objects is sorted and filtered.
    pub tracked: ListSetting,
    /// The class whose objects are shown over time; the first of the list if none was chosen.
    pub class: Option<StringIndex>,
    /// The process whose memory is shown; the first if none was chosen.
    pub process: Option<ProcessIndex>,
    /// The snapshot that another one is to be compared with.
    pub marked: Option<SnapshotIndex>,
}

impl Default for RecordedSetting {
    fn default() -> Self {
        let list = |column| ListSetting {
            filter: Filter::default(),
            sort: Sort { column, descending: true },
            until: None,
        };
        Self {
            operations: list(operations::columns::TOTAL),
            chosen: None,
            durations: None,
            instances: Sort { column: operations::instances::DURATION, descending: true },
            tracked: list(tracked::columns::VERDICT),
            class: None,
            marked: None,
            process: None,
        }
    }
}

/// A change of how these views are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordedCommand {
    /// Show the durations of operations of this name and kind.
    Choose(OperationKey),
    /// Show only instances that took so long, or all.
    Durations(Option<Range<Nanos>>),
    /// Sort the instances.
    SortInstances(Sort),
    /// Show the objects of this class over time.
    Class(StringIndex),
    /// Show the memory of this process.
    Process(ProcessIndex),
    /// Mark a snapshot, to compare another one with it, or none.
    Mark(Option<SnapshotIndex>),
}

impl RecordedSetting {
    /// Carries out a change.
    pub fn change(&mut self, command: RecordedCommand) {
        match command {
            RecordedCommand::Choose(key) => {
                if self.chosen != Some(key) {
                    self.durations = None;
                }
                self.chosen = Some(key);
            }
            RecordedCommand::Durations(range) => self.durations = range.filter(|it| !it.is_empty()),
            RecordedCommand::SortInstances(sort) => self.instances = sort,
            RecordedCommand::Class(name) => self.class = Some(name),
            RecordedCommand::Process(process) => self.process = Some(process),
            RecordedCommand::Mark(snapshot) => self.marked = snapshot,
        }
    }
}
