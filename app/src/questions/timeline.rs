//! What the timeline shows: its tracks, what is in them, what the minimap draws, what is found,
//! and the arrows of what is selected.

mod arrows;
mod contents;
mod list;
mod memory_track;
mod search;

use std::sync::Arc;

use asyncscope_core::analysis::{self, Activity, OperationPieces, Strips};
use asyncscope_core::analysis::{activity, operation_pieces, strips};
use asyncscope_core::index::Column;
use asyncscope_core::model::AsyncSpanIndex;

use crate::answers::Answer;
use crate::jobs::{Job, Progress};
use crate::opened::Opened;
use crate::tracks::TrackList;

pub use arrows::{Anchor, Arrow, Arrows};
pub(crate) use contents::content as track_content;
pub use contents::{Contents, TrackContent};
pub(crate) use list::tracks as tracks_of;
pub use memory_track::MemoryTrack;
pub use search::{Found, MatchesByTrack};

/// Parts that the minimap tells apart.
pub const MINIMAP_PARTS: usize = 1200;

/// When each operation ran and waited, where that is known.
pub type PiecesOfOperations = Column<AsyncSpanIndex, Option<OperationPieces>>;

/// What was asked for the timeline, and the answers.
#[derive(Debug, Default)]
pub struct TimelineAnswers {
    /// The tracks.
    pub tracks: Answer<(), Arc<TrackList>>,
    /// What is in those that were opened.
    pub contents: Contents,
    /// What the threads were busy with, over the whole recording.
    pub activity: Answer<analysis::Selection, Arc<Activity>>,
    /// How late event loops were, and how many requests were on their way.
    pub strips: Answer<analysis::Selection, Arc<Strips>>,
    /// When each operation ran and waited.
    pub pieces: Answer<(), Arc<PiecesOfOperations>>,
    /// What was found.
    pub found: Answer<search::FoundQuestion, Arc<Found>>,
    /// The boxes of each track that were found.
    pub matches: MatchesByTrack,
    /// The arrows of what is selected.
    pub arrows: Answer<arrows::ArrowsQuestion, Arc<Arrows>>,
}

impl TimelineAnswers {
    /// Takes in what is finished. Returns what went wrong.
    pub(super) fn poll(&mut self) -> Vec<String> {
        let mut failures = self.contents.poll();
        failures.extend(self.tracks.poll());
        failures.extend(self.activity.poll());
        failures.extend(self.strips.poll());
        failures.extend(self.pieces.poll());
        failures.extend(self.found.poll());
        failures.extend(self.matches.poll());
        failures.extend(self.arrows.poll());
        failures
    }

    /// Whether work goes on.
    pub(super) fn is_working(&self) -> bool {
        self.tracks.is_working()
            || self.contents.is_working()
            || self.activity.is_working()
            || self.strips.is_working()
            || self.pieces.is_working()
            || self.found.is_working()
            || self.matches.is_working()
            || self.arrows.is_working()
    }

    /// The work that is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.tracks
            .progress()
            .or_else(|| self.contents.progress())
            .or_else(|| self.activity.progress())
            .or_else(|| self.pieces.progress())
            .or_else(|| self.found.progress())
            .or_else(|| self.arrows.progress())
    }
}

impl Opened {
    /// Asks for everything that the timeline shows.
    pub(super) fn ask_timeline(&mut self, ctx: &egui::Context) {
        let recording = Arc::clone(&self.recording);
        self.answers.timeline.tracks.ask((), || {
            Job::spawn("Listing tracks", ctx, move |task| {
                list::tracks(&recording, task).map(Arc::new)
            })
        });
        self.ask_activity(ctx);
        let Some(tracks) = self.answers.timeline.tracks.current().cloned() else { return };
        self.ask_contents(&tracks, ctx);
        self.ask_pieces(ctx);
        self.ask_found(ctx);
        self.ask_arrows(ctx);
    }

    fn ask_pieces(&mut self, ctx: &egui::Context) {
        if self.recording.async_spans.is_empty() {
            return;
        }
        let recording = Arc::clone(&self.recording);
        self.answers.timeline.pieces.ask((), || {
            Job::spawn("Telling running from waiting", ctx, move |task| {
                operation_pieces(&recording, task).map(Arc::new)
            })
        });
    }

    fn ask_activity(&mut self, ctx: &egui::Context) {
        let recording = Arc::clone(&self.recording);
        let selection = analysis::Selection { time: None, ..self.selection.question() };
        let asked = selection.clone();
        self.answers.timeline.activity.ask(asked, || {
            Job::spawn("Summing up what ran", ctx, move |task| {
                activity(&recording, &selection, MINIMAP_PARTS, task).map(Arc::new)
            })
        });
        let threads = self.selection.question().threads;
        let selection = analysis::Selection { threads, ..analysis::Selection::default() };
        let (recording, asked) = (Arc::clone(&self.recording), selection.clone());
        self.answers.timeline.strips.ask(asked, || {
            Job::spawn("Summing up requests", ctx, move |task| {
                strips(&recording, &selection, MINIMAP_PARTS, task).map(Arc::new)
            })
        });
    }
}
