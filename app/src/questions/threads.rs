//! Threads to choose from.

use asyncscope_core::index::Column;
use asyncscope_core::model::{Recording, ThreadIndex};

/// What a thread holds, to choose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadContent {
    /// The thread.
    pub thread: ThreadIndex,
    /// Number of its samples.
    pub n_samples: usize,
    /// Number of its spans.
    pub n_spans: usize,
}

/// Every thread that has samples or spans; those with most samples first, then most spans.
///
/// One pass over profiles and threads: it is done in every frame.
pub fn contents(recording: &Recording) -> Vec<ThreadContent> {
    let threads = &recording.threads.process;
    let mut n_samples: Column<ThreadIndex, usize> = vec![0; threads.len()].into();
    for profile in &recording.profiles {
        n_samples[profile.thread] += profile.samples.len();
    }
    let content = |thread| ThreadContent {
        thread,
        n_samples: n_samples[thread],
        n_spans: recording.spans.rows_of(thread).len(),
    };
    let mut found: Vec<ThreadContent> = threads.indices().map(content).collect();
    found.retain(|it| it.n_samples + it.n_spans > 0);
    found.sort_by_key(|it| std::cmp::Reverse((it.n_samples, it.n_spans)));
    found
}

/// The thread with most in it.
pub fn busiest(recording: &Recording) -> Option<ThreadIndex> {
    contents(recording).first().map(|it| it.thread)
}
