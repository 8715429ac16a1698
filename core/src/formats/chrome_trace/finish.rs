//! Makes the recording of what was collected.

use super::FORMAT;
use super::chunks::{ProfileTables, Sampled};
use super::collect::{Collector, RawInstant};
use super::nesting;
use super::recorded::Allocations;
use super::requests;
use super::times::Times;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::index::Column;
use crate::model::{
    FrameTable, InstantTable, Profile, ProfileIndex, ProfileKind, Recording, SampleTable, Source,
    StackBuilder, WallClock, Weights,
};
use crate::task::Task;
use crate::warning::Severity;

/// What the recordings of our own recorder are called.
const RECORDING: &str = "Asyncscope recording";

impl<'a> Collector<'a> {
    /// The recording. `bytes` is the whole file.
    pub(super) fn finish(mut self, bytes: &'a [u8], task: &Task) -> Result<Recording, ParseError> {
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        let is_ours = self.is_ours();
        let (mut frames, mut stacks) = (FrameTable::default(), StackBuilder::default());
        let sampled = self.sampled(bytes, (&mut frames, &mut stacks), task)?;
        let allocations = self.allocations(bytes, (&mut frames, &mut stacks), task)?;
        let times = self.bounds.times();
        self.spans.close(self.empty_name, &times, self.warnings);
        let n_threads = self.owners.threads.tid.len();
        let (spans, gcs) = nesting::nest(&self.spans, n_threads, &times, task, self.warnings)?;
        drop(self.spans);
        let process = &self.owners.threads.process;
        let async_spans = self.asyncs.finish(process, &times, task, &mut self.skipped)?;
        let left_out = (&mut self.skipped, self.warnings);
        let recorded = self.recorded.finish(&times, &mut self.strings, left_out);
        let flows = self.flows.finish(&spans, &times, &self.strings, &mut self.skipped, task)?;
        let texts = (&mut self.strings, &mut self.skipped);
        let requests = (self.requests, self.incoming);
        let requests = requests::finish(requests, &async_spans, &times, texts, task)?;
        self.skipped.report(self.warnings);
        let what = "values of counters are left out, since there are too many series";
        let n_beyond = self.counters.n_beyond();
        self.warnings.add_many(Severity::Loss, what, n_beyond, None, String::new);
        Ok(Recording {
            heap: None,
            source: Source {
                format: if is_ours { RECORDING } else { FORMAT.name },
                size: bytes.len() as u64,
                compression: None,
            },
            clock: WallClock {
                origin_ns: times.origin,
                unix_ns: self.time_of_day.and_then(|it| it.at_origin(&times)),
            },
            duration: times.duration(),
            instants: instants(self.instants, &times),
            counters: self.counters.finish(&times, &self.strings),
            strings: self.strings,
            frames,
            stacks: stacks.finish(),
            processes: self.owners.processes,
            threads: self.owners.threads,
            profiles: profiles(sampled, allocations, &times),
            spans,
            async_spans,
            flows,
            gcs,
            requests,
            tracked: recorded.tracked,
            snapshots: recorded.snapshots,
            recorder: recorded.recorder,
            warnings: Vec::new(),
        })
    }
}

impl<'a> Collector<'a> {
    /// The CPU profiles. Their samples belong to the time of the recording.
    fn sampled(
        &mut self,
        bytes: &'a [u8],
        (frames, stacks): (&mut FrameTable, &mut StackBuilder),
        task: &Task,
    ) -> Result<Vec<Sampled>, ParseError> {
        let mut tables = ProfileTables { strings: &mut self.strings, frames, stacks };
        let profiles = std::mem::take(&mut self.profiles);
        let sampled = profiles.finish(&Reader::new(bytes), &mut tables, task, self.warnings)?;
        for it in &sampled {
            let first = it.stacks.time.first().copied().unwrap_or(it.stacks.end);
            self.bounds.add(first, it.stacks.end);
        }
        Ok(sampled)
    }
}

/// The profiles, by thread, then in order of start.
fn profiles(
    sampled: Vec<Sampled>,
    allocations: Vec<Allocations>,
    times: &Times,
) -> Column<ProfileIndex, Profile> {
    let mut all: Vec<Profile> = sampled.into_iter().map(|it| profile(it, times)).collect();
    all.extend(allocations.into_iter().map(|it| {
        let time = vec![times.since_origin(it.time); it.stacks.len()];
        let samples = SampleTable::new(time, it.stacks, Weights::Each(it.weights));
        let (kind, thread) = (ProfileKind::Allocations, it.thread);
        Profile { kind, thread, samples, line_ticks: Vec::new() }
    }));
    all.sort_by_key(|it| (it.thread, it.samples.range().start));
    all.into()
}

fn profile(sampled: Sampled, times: &Times) -> Profile {
    let Sampled { thread, stacks } = sampled;
    let time = stacks.time.into_iter().map(|it| times.since_origin(it)).collect();
    let end = times.since_origin(stacks.end);
    Profile {
        kind: ProfileKind::Cpu,
        thread,
        samples: SampleTable::new(time, stacks.stack, Weights::UntilNext(end)),
        line_ticks: stacks.line_ticks,
    }
}

/// The moments, in order of time, then as in the file.
fn instants(mut all: Vec<RawInstant>, times: &Times) -> InstantTable {
    if !all.is_sorted_by_key(|it| it.time) {
        all.sort_by_key(|it| it.time);
    }
    InstantTable {
        thread: Column::from(all.iter().map(|it| it.thread).collect::<Vec<_>>()),
        time: Column::from(all.iter().map(|it| times.since_origin(it.time)).collect::<Vec<_>>()),
        name: Column::from(all.iter().map(|it| it.name).collect::<Vec<_>>()),
        group: Column::from(all.iter().map(|it| it.group).collect::<Vec<_>>()),
        is_mark: Column::from(all.iter().map(|it| it.is_mark).collect::<Vec<_>>()),
        detail: Column::from(all.iter().map(|it| it.detail).collect::<Vec<_>>()),
    }
}
