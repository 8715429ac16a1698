//! What kind of thing a document holds, which decides the views it has.

use asyncscope_core::model::{ProfileKind, Recording};

use crate::views::View;

/// What kind of thing a document holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Stacks over time, and nothing else: a profile of the processor.
    #[default]
    Profile,
    /// What ran over time: a trace.
    Recording,
    /// The same as our own recorder writes it: also with tracked objects.
    Recorded,
    /// Sampled allocations: stacks weighed in bytes, without moments.
    Allocations,
    /// Requests, and nothing that ran: what a browser or a proxy wrote of them.
    Requests,
    /// Every object that was alive at one moment.
    Heap,
    /// The same, and when each object was allocated.
    HeapTimeline,
    /// Two heaps that are compared.
    Comparison,
    /// Heap snapshots of one program that are looked at together.
    Snapshots,
    /// Profiles that are compared: samples, and nothing else on both sides.
    DiffOfProfiles,
    /// Recordings that are compared, without samples on both sides.
    DiffOfEvents,
    /// Recordings that are compared, with samples on both sides and more.
    Diff,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 12] = [
        Self::Profile,
        Self::Recording,
        Self::Recorded,
        Self::Allocations,
        Self::Requests,
        Self::Heap,
        Self::HeapTimeline,
        Self::Comparison,
        Self::Snapshots,
        Self::DiffOfProfiles,
        Self::DiffOfEvents,
        Self::Diff,
    ];

    /// The kind of a recording.
    pub fn of(recording: &Recording) -> Self {
        if let Some(heap) = &recording.heap {
            return if heap.samples.is_empty() { Self::Heap } else { Self::HeapTimeline };
        }
        if recording.is_of_requests() {
            return Self::Requests;
        }
        let are_allocations =
            |it: &asyncscope_core::model::Profile| it.kind == ProfileKind::Allocations;
        let has_events = !recording.spans.start.is_empty()
            || !recording.async_spans.start.is_empty()
            || !recording.instants.name.is_empty()
            || !recording.counters.name.is_empty();
        let has_samples = !recording.profiles.is_empty();
        if has_samples && !has_events && recording.profiles.iter().all(are_allocations) {
            Self::Allocations
        } else if recording.recorder.is_some() {
            Self::Recorded
        } else if has_samples && !has_events {
            Self::Profile
        } else {
            Self::Recording
        }
    }

    /// Whether it is what ran or was allocated, which stacks tell.
    pub fn is_recording(self) -> bool {
        !self.is_heap() && !matches!(self, Self::Comparison | Self::Snapshots) && !self.is_diff()
    }

    /// Whether it is recordings that are compared.
    pub fn is_diff(self) -> bool {
        matches!(self, Self::DiffOfProfiles | Self::DiffOfEvents | Self::Diff)
    }

    /// Whether it is a heap.
    pub fn is_heap(self) -> bool {
        matches!(self, Self::Heap | Self::HeapTimeline)
    }

    /// The views that fit it, in the order of tabs.
    pub fn views(self) -> Vec<View> {
        let mut views: Vec<View> = View::ALL.into_iter().filter(|it| it.fits(self)).collect();
        // What an allocation timeline holds of stacks stands behind what it holds of the heap.
        views.sort_by_key(|it| self.is_heap() && !it.is_of_heaps());
        views
    }

    /// The view that is shown first.
    pub fn first_view(self) -> View {
        match self {
            Self::Profile | Self::Recording | Self::Recorded | Self::Allocations => View::Overview,
            Self::Requests => View::Requests,
            Self::Heap | Self::HeapTimeline => View::HeapOverview,
            Self::Comparison => View::Changes,
            Self::Snapshots => View::Leaks,
            Self::DiffOfProfiles | Self::DiffOfEvents | Self::Diff => View::DiffSummary,
        }
    }

    /// Its name in files, the same for ever.
    pub fn key(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Recording => "recording",
            Self::Recorded => "recorded",
            Self::Allocations => "allocations",
            Self::Requests => "requests",
            Self::Heap => "heap",
            Self::HeapTimeline => "heap-timeline",
            Self::Comparison => "comparison",
            Self::Snapshots => "snapshots",
            Self::DiffOfProfiles => "diff-of-profiles",
            Self::DiffOfEvents => "diff-of-events",
            Self::Diff => "diff",
        }
    }
}
