//! Makes the recording of what was collected.

use super::FORMAT;
use super::chunks::{ProfileTables, Sampled};
use super::collect::{Collector, RawInstant};
use super::nesting;
use super::skipped::Skip;
use super::times::Times;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::formats::requests::links::table;
use crate::index::Column;
use crate::model::{
    FrameTable, InstantTable, Profile, ProfileKind, Recording, SampleTable, Source, StackBuilder,
    WallClock, Weights,
};
use crate::task::Task;
use crate::warning::Severity;

impl<'a> Collector<'a> {
    /// The recording. `bytes` is the whole file.
    pub(super) fn finish(mut self, bytes: &'a [u8], task: &Task) -> Result<Recording, ParseError> {
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        let (mut frames, mut stacks) = (FrameTable::default(), StackBuilder::default());
        let mut tables =
            ProfileTables { strings: &mut self.strings, frames: &mut frames, stacks: &mut stacks };
        let sampled =
            self.profiles.finish(&Reader::new(bytes), &mut tables, task, self.warnings)?;
        for it in &sampled {
            let first = it.stacks.time.first().copied().unwrap_or(it.stacks.end);
            self.bounds.add(first, it.stacks.end);
        }
        let times = self.bounds.times();
        self.spans.close(self.empty_name, &times, self.warnings);
        let n_threads = self.owners.threads.tid.len();
        let (spans, gcs) = nesting::nest(&self.spans, n_threads, &times, task, self.warnings)?;
        drop(self.spans);
        let process = &self.owners.threads.process;
        let async_spans = self.asyncs.finish(process, &times, task, &mut self.skipped)?;
        let flows = self.flows.finish(&spans, &times, &self.strings, &mut self.skipped, task)?;
        let (mut requests, n_lost) = self.requests.finish(&mut self.strings, task)?;
        requests.append(&mut self.incoming.finish(&mut self.strings));
        self.skipped.add_many(Skip::RequestSent, n_lost);
        let since_origin = |it| times.since_origin(it);
        let requests = table(requests, Column::default(), since_origin, &self.strings);
        self.skipped.report(self.warnings);
        let what = "values of counters are left out, since there are too many series";
        let n_beyond = self.counters.n_beyond();
        self.warnings.add_many(Severity::Loss, what, n_beyond, None, String::new);
        Ok(Recording {
            heap: None,
            source: Source { format: FORMAT.name, size: bytes.len() as u64, compression: None },
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
            profiles: sampled.into_iter().map(|it| profile(it, &times)).collect::<Vec<_>>().into(),
            spans,
            async_spans,
            flows,
            gcs,
            requests,
            warnings: Vec::new(),
        })
    }
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
    }
}
