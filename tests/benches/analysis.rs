//! What questions about a recording cost, with one thread and with all.
//!
//! ```sh
//! cargo bench -p asyncscope-tests --bench analysis
//! ```

mod timing;

use std::sync::Arc;

use asyncscope_core::analysis::requests::{RequestKey, RequestOrder, sort_requests};
use asyncscope_core::analysis::{
    CallTree, Direction, Grouping, Selection, Transform, functions, heaviest_chain, inverted,
    left_heavy, samples_in_time, summary, weigh,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{
    FrameIndex, ProcessIndex, Profile, ProfileIndex, ProfileKind, Recording, SampleTable,
    StackBuilder, ThreadIndex, Weights,
};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use support::flames;
use support::large::large_requests;

const N_SAMPLES: usize = 2_000_000;
const N_STACKS: usize = 200_000;
const N_FUNCTIONS: usize = 5_000;
const N_REQUESTS: usize = 1_000_000;

fn main() {
    let (recording, requests) = (recording(), large_requests(N_REQUESTS));
    for n_threads in [1, 0] {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
        let name = if n_threads == 1 { "1 thread" } else { "all threads" };
        let threads = threads.expect("threads");
        threads.install(|| bench_sorting(&requests, name));
        threads.install(|| bench(&recording, name));
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn bench_sorting(recording: &Recording, threads: &str) {
    let size = (N_REQUESTS as f64, "requests");
    for key in [RequestKey::Start, RequestKey::Duration, RequestKey::Path, RequestKey::Outcome] {
        let order = [key, RequestKey::Host].map(|key| RequestOrder { key, descending: true });
        let name = format!("sort_requests/1m_by_{key:?}_and_host, {threads}").to_lowercase();
        timing::time(name, size, 3, || {
            let mut rows: Vec<_> = recording.requests.indices().collect();
            sort_requests(recording, &mut rows, &order, &Task::default()).map(|()| rows)
        });
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn bench(recording: &Recording, threads: &str) {
    let task = Task::default();
    let everything = Selection::default();
    let samples = (N_SAMPLES as f64, "samples");
    let stacks = (N_STACKS as f64, "stacks");
    let frame = FrameIndex::from_row(7);
    let without =
        Selection { transforms: vec![Transform::MergeFunction(frame)], ..Selection::default() };
    let weighed = Arc::new(weigh(recording, &everything, &task).expect("not cancelled"));
    let named = |question: &str| format!("{question}/2m_samples_200k_stacks, {threads}");

    timing::time(named("weigh"), samples, 7, || weigh(recording, &everything, &task));
    timing::time(named("weigh_merged"), samples, 7, || weigh(recording, &without, &task));
    timing::time(named("summary"), samples, 7, || summary(recording, &everything, &task));
    timing::time(named("functions"), stacks, 7, || functions(recording, &weighed, &task));
    timing::time(named("hot_chain"), stacks, 7, || heaviest_chain(recording, &weighed));
    for (name, direction) in [("top_down", Direction::TopDown), ("bottom_up", Direction::BottomUp)]
    {
        timing::time(named(name), stacks, 7, || {
            let weighed = Arc::clone(&weighed);
            CallTree::new(recording, weighed, direction, Grouping::Function, &task)
        });
    }
    timing::time(named("in_time"), samples, 3, || {
        samples_in_time(recording, ProfileIndex::from_row(0), &everything, &task)
    });
    timing::time(named("left_heavy"), stacks, 3, || left_heavy(recording, &weighed, &task));
    timing::time(named("inverted"), stacks, 3, || inverted(recording, &weighed, &task));
}

/// Samples of stacks up to 60 deep; neighbours are alike, as in real recordings.
fn recording() -> Recording {
    let mut recording = flames::functions(N_FUNCTIONS, Nanos(N_SAMPLES as u64 * 100_000));
    let mut stacks = StackBuilder::default();
    let mut known = Vec::with_capacity(N_STACKS);
    let mut number = 0;
    while known.len() < N_STACKS {
        // Each new stack goes on from one of the latest, or from the root.
        let caller = match number % 60 {
            0 => None,
            _ => known.last().copied(),
        };
        known.push(stacks.intern(caller, FrameIndex::from_row(number * 7 % N_FUNCTIONS)));
        number += 1;
    }
    recording.stacks = stacks.finish();
    let process = recording.processes.pid.push(1);
    recording.processes.name.push(None);
    assert_eq!(process, ProcessIndex::from_row(0));
    recording.threads.process.push(process);
    recording.threads.tid.push(Some(1));
    recording.threads.name.push(None);
    let time = (0..N_SAMPLES).map(|it| Nanos(it as u64 * 100_000)).collect();
    let stack = (0..N_SAMPLES).map(|it| Some(known[it / 5 * 31 % N_STACKS])).collect();
    let end = Weights::UntilNext(recording.duration);
    recording.profiles.push(Profile {
        kind: ProfileKind::Cpu,
        thread: ThreadIndex::from_row(0),
        samples: SampleTable::new(time, stack, end),
        line_ticks: Vec::new(),
    });
    recording
}
