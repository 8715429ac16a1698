//! What a selection holds, in a few numbers.

mod events;
mod interval;
mod samples;

use self::samples::CategorySums;
use crate::analysis::selection::Selection;
use crate::model::{Category, Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// What a selection holds, in a few numbers.
///
/// Weights of samples are those of the profiles that the selection
/// [sums](Selection::profiles): nanoseconds, or bytes where a recording has allocations only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How much time is selected.
    pub duration: Nanos,
    /// Samples of all selected threads together.
    pub samples: SampleSummary,
    /// Own weight of each category of functions that has any, in the order of legends.
    pub by_category: Vec<(Category, u64)>,
    /// Median time between a sample and the next of its thread, or `None` without two of one.
    pub sample_interval: Option<Nanos>,
    /// Each selected thread, in the order of the recording.
    pub per_thread: Vec<ThreadSummary>,
    /// Number of spans on the selected threads that touch the selected time.
    pub n_spans: u64,
    /// Number of asynchronous spans that do, by the thread on which they began.
    pub n_async_spans: u64,
    /// Number of moments.
    pub n_instants: u64,
    /// Number of series of numbers: of the selected threads, and those that belong to no thread.
    pub n_counters: u64,
    /// Garbage collections that were recorded as events.
    pub gcs: GcSummary,
}

/// Samples by what they show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleSummary {
    /// Number of samples that have a stack.
    pub n_samples: u64,
    /// Weight of those in which something ran: all but `idle`.
    pub busy: u64,
    /// Weight of those with nothing to do.
    pub idle: u64,
    /// Of `busy`, the weight of garbage collection.
    pub gc: u64,
    /// Of `busy`, the weight of native work outside of any function.
    pub program: u64,
    /// Weight of samples that have no stack; in neither of the above.
    pub nobody: u64,
}

/// What one thread holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadSummary {
    /// The thread.
    pub thread: ThreadIndex,
    /// Its samples.
    pub samples: SampleSummary,
    /// Number of its spans that touch the selected time.
    pub n_spans: u64,
    /// Number of its moments.
    pub n_instants: u64,
}

/// Garbage collections that were recorded as events, cut at the edges of the selected time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GcSummary {
    /// Their number.
    pub count: u64,
    /// How long they took together.
    pub total: Nanos,
    /// How long the longest took.
    pub max: Nanos,
}

/// Sums up what `selection` holds. Its transforms and name filter apply to samples alone.
pub fn summary(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Summary, Cancelled> {
    let range = selection.time_of(recording);
    let threads = samples::by_thread(recording, selection, task)?;
    let n_spans = events::spans_by_thread(recording, selection, task)?;
    let n_instants = events::instants_by_thread(recording, selection, task)?;
    let mut all = CategorySums::default();
    let mut per_thread = Vec::new();
    for (thread, sums) in threads.indices().zip(&threads) {
        if selection.has_thread(thread) {
            all.add(sums);
            per_thread.push(ThreadSummary {
                thread,
                samples: sums.summary(),
                n_spans: n_spans[thread],
                n_instants: n_instants[thread],
            });
        }
    }
    Ok(Summary {
        duration: range.end.since(range.start),
        samples: all.summary(),
        by_category: all.by_category(),
        sample_interval: interval::median_interval(recording, selection, task)?,
        n_spans: per_thread.iter().map(|it| it.n_spans).sum(),
        n_async_spans: events::n_async_spans(recording, selection, task)?,
        n_instants: per_thread.iter().map(|it| it.n_instants).sum(),
        n_counters: events::n_counters(recording, selection),
        gcs: events::gcs(recording, selection),
        per_thread,
    })
}
