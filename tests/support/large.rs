//! Recordings as large as any that a view must be quick with; the same in every run.
//!
//! Everything is made in memory: threads with samples and spans, one deep call tree, asynchronous
//! spans, arrows, moments and counters, over one minute.

mod events;
mod heap;
mod requests;
mod stacks;

pub use heap::large_heap;
pub use requests::large_requests;

use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{ProcessIndex, Recording, ThreadIndex};
use asyncscope_core::units::Nanos;

use crate::flames;

/// How long every large recording lasts.
const MINUTE: u64 = 60_000_000_000;
/// How many functions there are.
const N_FUNCTIONS: usize = 2_000;

/// How much a recording is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Large {
    /// Threads; samples and spans are shared out among them.
    pub threads: usize,
    /// Samples of all threads together.
    pub samples: usize,
    /// Distinct stacks, which are the nodes of the call tree.
    pub nodes: usize,
    /// Nested spans of all threads together.
    pub spans: usize,
    /// Asynchronous spans.
    pub async_spans: usize,
    /// Arrows between threads.
    pub flows: usize,
    /// Moments.
    pub instants: usize,
    /// Points of the longest counter; two others have a tenth of them.
    pub points: usize,
}

impl Default for Large {
    /// Ten million samples and spans, a call tree of a million nodes, half a million asynchronous
    /// spans, a counter of a million points.
    fn default() -> Self {
        Self {
            threads: 4,
            samples: 4_000_000,
            nodes: 1_000_000,
            spans: 6_000_000,
            async_spans: 500_000,
            flows: 100_000,
            instants: 100_000,
            points: 1_000_000,
        }
    }
}

impl Large {
    /// The same, with a so many times smaller number of everything but threads.
    #[must_use]
    pub fn divided_by(&self, n: usize) -> Self {
        Self {
            threads: self.threads,
            samples: self.samples / n,
            nodes: self.nodes / n,
            spans: self.spans / n,
            async_spans: self.async_spans / n,
            flows: self.flows / n,
            instants: self.instants / n,
            points: self.points / n,
        }
    }

    /// The recording.
    pub fn recording(&self) -> Recording {
        let mut recording = flames::functions(N_FUNCTIONS, Nanos(MINUTE));
        recording.source.format = "Large recording";
        add_threads(&mut recording, self.threads);
        stacks::add(&mut recording, self);
        events::add_spans(&mut recording, self);
        events::add_async_spans(&mut recording, self.async_spans);
        events::add_flows(&mut recording, self.flows);
        events::add_instants(&mut recording, self.instants);
        events::add_counters(&mut recording, self.points);
        recording
    }
}

fn add_threads(recording: &mut Recording, n: usize) {
    let process = recording.processes.pid.push(1);
    recording.processes.name.push(Some(recording.strings.intern("Renderer")));
    for number in 0..n {
        let name = match number {
            0 => "Main thread".to_owned(),
            _ => format!("Worker {number}"),
        };
        let name = recording.strings.intern(&name);
        let threads = &mut recording.threads;
        threads.process.push(process);
        threads.tid.push(i64::try_from(number).ok());
        threads.name.push(Some(name));
    }
}

/// The threads, each with how many of `n` rows fall to it.
fn shares(n: usize, n_threads: usize) -> impl Iterator<Item = (ThreadIndex, usize)> {
    let n_threads = n_threads.max(1);
    (0..n_threads).map(move |it| {
        let (from, to) = (n * it / n_threads, n * (it + 1) / n_threads);
        (ThreadIndex::from_row(it), to - from)
    })
}

/// The only process.
fn process() -> ProcessIndex {
    ProcessIndex::from_row(0)
}

/// The moment of row `at` of `n` that are spread evenly.
fn moment(at: usize, n: usize) -> u64 {
    let share = u128::from(MINUTE) * at as u128 / n.max(1) as u128;
    u64::try_from(share).unwrap_or(MINUTE)
}
