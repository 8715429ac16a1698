//! Everything that can change the application's state.
//!
//! Panels and views borrow the state and push commands; [`crate::apply`] carries them out after
//! the frame is drawn, in order. Nothing else changes the state.

use std::path::PathBuf;

use asyncscope_core::analysis::Transform;
use asyncscope_core::model::{FrameIndex, ThreadIndex};
use asyncscope_core::units::{SizeUnits, TimeRange};

use crate::actions::Action;
use crate::arrangement::Arrangement;
use crate::compared::{ComparedCommand, Which};
use crate::diff::DiffCommand;
use crate::document::DocumentId;
use crate::export::ExportWhat;
use crate::heap::HeapCommand;
use crate::recorded::RecordedCommand;
use crate::recording::RecordCommand;
use crate::requests::RequestCommand;
use crate::samples::Sample;
use crate::selection::{Entity, Occurrence};
use crate::snapshots::SnapshotsCommand;
use crate::snapshots::choice::ChoiceCommand;
use crate::state::{ColorBy, Density, Overlay, WheelMode};
use crate::together::{Together, TogetherCommand};
use crate::tracks::TrackCommand;
use crate::views::View;
use crate::views::call_tree::TreeCommand;
use crate::views::flame_graph::FlameCommand;
use crate::views::sandwich::SandwichCommand;
use crate::widgets::table::Sort;

/// One change. Those about a recording are about the one that is shown.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Command {
    /// Do what a menu entry or shortcut says.
    Run(Action),
    /// Load these files, each as a recording of its own.
    Open(Vec<PathBuf>),
    /// Load several files as one recording.
    OpenTogether(Together),
    /// Change which files are to be opened as one, or open them.
    Together(TogetherCommand),
    /// Load a file that lies beside the shown recording.
    OpenBeside(String),
    /// Load two heap snapshots that lie beside the shown recording, and compare them.
    CompareBeside(String, String),
    /// Open a sample recording, or show it if it is open.
    OpenSample(&'static Sample),
    /// Load a failed or stopped file again.
    Reload(DocumentId),
    /// Show a recording.
    ShowDocument(DocumentId),
    /// Stop reading a file, and leave it at that.
    StopLoading(DocumentId),
    /// Close a recording; stops its loading.
    CloseDocument(DocumentId),
    /// Forget the recent files.
    ClearRecent,
    /// Show a view of the recording; one that is closed opens.
    ShowView(View),
    /// Take a view away, unless it is the last one.
    CloseView(View),
    /// Arrange the views of all recordings.
    Arrange(Box<Arrangement>),
    /// Select one thing, or nothing, in all views.
    Select(Option<Entity>),
    /// Select the rows of the list of functions from the selected one to this.
    SelectUntil(FrameIndex),
    /// Mark one thing, or nothing, in all views: the pointer is on it.
    Hover(Option<Entity>),
    /// Filter all views to a time range, or to none.
    SelectRange(Option<TimeRange>),
    /// Filter all views to some threads, or show all.
    SelectThreads(Option<Vec<ThreadIndex>>),
    /// Select one of the times that something ran, in all views.
    SelectOccurrence(Entity, Occurrence),
    /// Mean all the times that the selected thing ran, not one of them.
    ForgetOccurrence,
    /// Show where the selected function stands in its source, in the details panel.
    ShowSource,
    /// The panel has gone to the source.
    SourceShown,
    /// Set, start or stop the recording of a program.
    Record(RecordCommand),
    /// Change how operations, memory and tracked objects are shown.
    Recorded(RecordedCommand),
    /// Change how requests are shown.
    Requests(RequestCommand),
    /// Select a function where it was met: its stack, outermost first, itself last.
    SelectPath(Vec<FrameIndex>),
    /// Change the stacks of all views.
    Transform(Transform),
    /// Take one of those changes back, by its place.
    RemoveTransform(usize),
    /// Take all of them back.
    ClearTransforms,
    /// Show only the program's own code, or all code, in all views and recordings.
    OnlyMyCode(bool),
    /// Change what colours mean.
    ColorBy(ColorBy),
    /// Let time charts show a range, or the whole recording.
    ShowTime(Option<TimeRange>),
    /// Filter the rows of a table, or look for boxes of the flame chart; empty text ends it.
    Filter(View, String),
    /// Change how the tracks of the timeline are arranged.
    Tracks(TrackCommand),
    /// Take the filter of a table as a regular expression, or as words.
    FilterRegex(View, bool),
    /// Sort the rows of a table.
    SortBy(View, Sort),
    /// Change what the flame graph shows.
    Flame(FlameCommand),
    /// Change what the sandwich shows.
    Sandwich(SandwichCommand),
    /// Stop the work that a view of stacks waits for.
    CancelStacks,
    /// Begin work again that was cancelled or failed.
    AskAgain,
    /// Change what the call tree shows.
    Tree(TreeCommand),
    /// Open files that were dropped together.
    OpenDropped(Vec<PathBuf>),
    /// Compare two heaps or recordings that are open.
    Compare(DocumentId, DocumentId),
    /// Choose on which side of a comparison an open document is to be, or on none.
    ChooseSide(DocumentId, Option<Which>),
    /// Add several recordings of a side, or take them as runs of the same thing.
    SumSides(bool),
    /// Compare what was chosen.
    CompareChosen,
    /// Make one recording of two that are open.
    Merge(DocumentId, DocumentId),
    /// Change how the comparison of recordings is looked at.
    Diff(DiffCommand),
    /// Change how the comparison of two heaps is looked at.
    Compared(ComparedCommand),
    /// Change how several snapshots are looked at.
    Snapshots(SnapshotsCommand),
    /// Change which snapshots are to be looked at together, or do that.
    Choice(ChoiceCommand),
    /// Look for leaks in the heap that is shown, or in the heaps that are compared.
    FindLeaksHere,
    /// Load heap snapshots that lie beside the shown recording, and look for leaks in them.
    FindLeaksBeside(Vec<String>),
    /// Change how a heap is looked at.
    Heap(HeapCommand),
    /// Ask where to write a table, and write it as CSV.
    Export(ExportWhat),
    /// Put a table on the clipboard as CSV.
    CopyTable(ExportWhat),
    /// Put text on the clipboard; `what` says in words what it is.
    CopyText {
        /// The text.
        text: String,
        /// Such as "the error".
        what: &'static str,
    },
    /// Take a notice away.
    Dismiss(usize),
    /// What stands in the field for a path.
    PathTyped(String),
    /// Do what the path in the field is for.
    PathEntered,
    /// Close the field for a path.
    PathClosed,
    /// Change one of the settings.
    Set(Setting),
    /// Ask where the sources of recorded programs lie.
    ChooseSources,
    /// Ask for the folder to record a program in.
    ChooseRecordFolder,
    /// Show or close a page over everything else.
    Overlay(Option<Overlay>),
    /// Look for this in the command palette.
    PaletteTyped(String),
    /// Choose the entry so many further down.
    PaletteStep(isize),
    /// Do what the entry of this number says.
    PaletteRun(usize),
    /// Close the palette.
    PaletteClosed,
    /// The field to find something in has taken the focus.
    FindTaken,
}

/// A setting, and what it is to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Dark, light, or as the system.
    Theme(egui::ThemePreference),
    /// How high rows of tables are.
    Density(Density),
    /// What sizes are counted in.
    Sizes(SizeUnits),
    /// What the wheel does in time charts.
    Wheel(WheelMode),
    /// Whether nothing glides or fades.
    ReducedMotion(bool),
    /// Whether what was found out about heap snapshots is kept for the next time.
    KeepHeaps(bool),
    /// Where the sources of recorded programs lie.
    SourceFolder(Option<PathBuf>),
}

/// The changes asked for during one frame, in order.
#[derive(Debug, Default)]
pub struct Commands(Vec<Command>);

impl Commands {
    /// Asks for one change.
    pub fn push(&mut self, command: Command) {
        self.0.push(command);
    }

    /// Takes everything asked for so far.
    #[must_use]
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.0)
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
