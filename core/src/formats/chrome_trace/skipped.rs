//! Events that are left out on purpose, counted by kind.

use crate::warning::{Severity, Warnings};

/// Why an event is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Skip {
    /// What a request over the network does, where it does not tell which one, or is not shown.
    Request,
    /// The steps of a request that was sent before the recording began.
    RequestSent,
    /// An object that is created, described or deleted.
    Object,
    /// A shift of the page's layout.
    LayoutShift,
    /// A picture of the page.
    Screenshot,
    /// A dump of a process's memory.
    MemoryDump,
    /// One stack, not part of a profile.
    Sample,
    /// A clock that is compared with another, or a context that events stand in.
    Bookkeeping,
    /// Metadata that names neither process nor thread.
    Metadata,
    /// What our own recorder writes for other viewers alone.
    Courtesy,
    /// An event of a later version of our own recorder.
    Later,
    /// Sampled allocations that later ones of the same thread contain.
    HeapProfile,
    /// The collection of an object that was tracked before the recording.
    Collection,
    /// The parent of an operation, which is not in the file.
    Parent,
    /// The end of an asynchronous span whose beginning is not in the file.
    AsyncEnd,
    /// The beginning of an arrow whose end is not in the file.
    FlowStart,
    /// The end of an arrow whose beginning is not in the file.
    FlowEnd,
}

impl Skip {
    const ALL: [Skip; 17] = [
        Skip::Request,
        Skip::RequestSent,
        Skip::Object,
        Skip::LayoutShift,
        Skip::Screenshot,
        Skip::MemoryDump,
        Skip::Sample,
        Skip::Bookkeeping,
        Skip::Metadata,
        Skip::Courtesy,
        Skip::Later,
        Skip::HeapProfile,
        Skip::Collection,
        Skip::Parent,
        Skip::AsyncEnd,
        Skip::FlowStart,
        Skip::FlowEnd,
    ];

    fn what(self) -> &'static str {
        match self {
            Skip::Request => "request events that tell of no step that is shown",
            Skip::RequestSent => "requests of which the recording holds no beginning",
            Skip::Object => "object events (shown by a later version)",
            Skip::LayoutShift => "layout shifts (shown by a later version)",
            Skip::Screenshot => "screenshots (shown by a later version)",
            Skip::MemoryDump => "memory dumps (shown by a later version)",
            Skip::Sample => "single stack samples outside of profiles",
            Skip::Bookkeeping => "clock synchronisation and context events",
            Skip::Metadata => "metadata events other than names",
            Skip::Courtesy => "events that only other viewers need",
            Skip::Later => "events of an unknown kind, perhaps of a newer recorder",
            Skip::HeapProfile => "sampled allocations that later ones of their thread contain",
            Skip::Collection => "collections of objects that were tracked before the recording",
            Skip::Parent => "parents of operations, which began before the recording or later",
            Skip::AsyncEnd => "ends of asynchronous spans that began before the recording",
            Skip::FlowStart => "beginnings of arrows between events that end after the recording",
            Skip::FlowEnd => "ends of arrows between events that began before the recording",
        }
    }
}

/// How often events of each kind were left out, and where the first one stood.
#[derive(Clone, Debug, Default)]
pub(super) struct Skipped([(u64, Option<usize>); Skip::ALL.len()]);

impl Skipped {
    /// Counts one event.
    #[inline]
    pub(super) fn add(&mut self, skip: Skip, offset: Option<usize>) {
        let (count, first) = &mut self.0[skip as usize];
        *count += 1;
        *first = first.or(offset);
    }

    /// Counts several events, wherever they stood.
    pub(super) fn add_many(&mut self, skip: Skip, count: u64) {
        self.0[skip as usize].0 += count;
    }

    /// Hands the counts over.
    pub(super) fn report(&self, warnings: &Warnings) {
        for (skip, &(count, first)) in Skip::ALL.into_iter().zip(&self.0) {
            warnings.add_many(Severity::Skipped, skip.what(), count, first, String::new);
        }
    }
}
