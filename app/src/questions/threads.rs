//! Threads to choose from.

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
pub fn contents(recording: &Recording) -> Vec<ThreadContent> {
    let threads = recording.threads.process.indices();
    let mut found: Vec<ThreadContent> = threads.map(|it| content(recording, it)).collect();
    found.retain(|it| it.n_samples + it.n_spans > 0);
    found.sort_by_key(|it| std::cmp::Reverse((it.n_samples, it.n_spans)));
    found
}

fn content(recording: &Recording, thread: ThreadIndex) -> ThreadContent {
    let profiles = recording.profiles.iter().filter(|it| it.thread == thread);
    ThreadContent {
        thread,
        n_samples: profiles.map(|it| it.samples.len()).sum(),
        n_spans: recording.spans.rows_of(thread).len(),
    }
}

/// The thread with most in it.
pub fn busiest(recording: &Recording) -> Option<ThreadIndex> {
    contents(recording).first().map(|it| it.thread)
}
