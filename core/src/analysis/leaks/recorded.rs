//! What a recording tells of leaks without a heap snapshot: tracked objects, and memory over time.

use super::confidence::Confidence;
use super::tracked::{TrackedSuspect, tracked_suspects};
use crate::analysis::memory::{MemoryGrowth, MemoryPart, TrendVerdict, memory_growth};
use crate::analysis::selection::Selection;
use crate::model::Recording;
use crate::task::{Cancelled, Task};
use crate::units::{Bytes, Count, Nanos};

/// The share of steps that must rise for a report to be sure.
const EVEN: f64 = 0.9;
/// In less time than this a program may still be warming up.
const WARM: Nanos = Nanos(30_000_000_000);

/// What a recording tells of leaks.
#[derive(Clone, Debug, Default)]
pub struct RecordedLeaks {
    /// Every class of tracked objects, suspects first.
    pub tracked: Vec<TrackedSuspect>,
    /// Every part of the memory of every process, suspects first.
    pub memory: Vec<MemorySuspect>,
    /// The files of heap snapshots that the recording names, in order of time.
    pub snapshots: Vec<String>,
}

/// A part of a process's memory, and whether it is suspected.
#[derive(Clone, Debug, PartialEq)]
pub struct MemorySuspect {
    /// How it goes.
    pub growth: MemoryGrowth,
    /// The process: its name if it has one, and its number.
    pub process: String,
    /// How sure the report is.
    pub confidence: Confidence,
    /// Why it is suspected, or why not.
    pub reasons: Vec<String>,
    /// All of it in a sentence.
    pub sentence: String,
    /// Whether it is suspected.
    pub is_suspect: bool,
}

impl MemorySuspect {
    /// What it is known by in other reports of the same program. Numbers of processes change.
    pub fn fingerprint(&self) -> String {
        let name = self.process.rsplit_once(" (").map_or("", |it| it.0);
        format!("memory|{}|{name}", self.growth.part.key())
    }
}

impl RecordedLeaks {
    /// Whether there is anything that could tell of leaks.
    pub fn is_empty(&self) -> bool {
        self.tracked.is_empty() && self.memory.is_empty()
    }

    /// Every suspect: what it is known by, how sure the report is, and its sentence.
    pub fn suspects(&self) -> Vec<(String, Confidence, &str)> {
        let tracked = self.tracked.iter().filter(|it| it.is_suspect);
        let tracked = tracked.map(|it| (it.fingerprint(), it.confidence, it.sentence.as_str()));
        let memory = self.memory.iter().filter(|it| it.is_suspect);
        let memory = memory.map(|it| (it.fingerprint(), it.confidence, it.sentence.as_str()));
        tracked.chain(memory).collect()
    }
}

/// Says what a selection of a recording tells of leaks.
pub fn recorded_leaks(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<RecordedLeaks, Cancelled> {
    let tracked = tracked_suspects(recording, selection, task)?;
    let growth = memory_growth(recording, selection, task)?;
    let mut memory: Vec<MemorySuspect> =
        growth.into_iter().map(|it| suspect(recording, it)).collect();
    memory.sort_by_key(|it| !it.is_suspect);
    let table = &recording.snapshots;
    let files = table.indices().filter_map(|it| Some(recording.text(table.file[it]?).to_owned()));
    Ok(RecordedLeaks { tracked, memory, snapshots: files.collect() })
}

fn suspect(recording: &Recording, growth: MemoryGrowth) -> MemorySuspect {
    let is_suspect = growth.trend.verdict == TrendVerdict::Growing;
    let pid = recording.processes.pid[growth.process];
    let process = match recording.processes.name[growth.process] {
        Some(name) => format!("{} (process {pid})", recording.text(name)),
        None => format!("process {pid}"),
    };
    let sentence = sentence(&growth, &process);
    let (confidence, reasons) = judge(&growth);
    MemorySuspect { growth, process, confidence, reasons, sentence, is_suspect }
}

fn sentence(growth: &MemoryGrowth, process: &str) -> String {
    let (name, trend) = (growth.part.name(), &growth.trend);
    let (first, last) = (Bytes(growth.ends.0), Bytes(growth.ends.1));
    let what = match trend.verdict {
        TrendVerdict::Growing => "rises steadily",
        TrendVerdict::Filled => "filled once and stayed",
        TrendVerdict::Flat => "does not rise steadily",
        TrendVerdict::TooFew => "was measured too seldom to tell",
    };
    let slope = match (trend.verdict, trend.per_minute, trend.interval) {
        (TrendVerdict::Growing, Some(slope), Some((low, high))) => {
            format!(", by {} a minute (95 %: {} to {})", signed(slope), signed(low), signed(high))
        }
        _ => String::new(),
    };
    format!("{name} of {process} {what}{slope}; {first} at first, {last} at last")
}

/// Bytes with their sign.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and rounded for people"
)]
fn signed(bytes: f64) -> String {
    let sign = if bytes < 0.0 { "−" } else { "" };
    format!("{sign}{}", Bytes(bytes.abs().round() as u64))
}

/// How sure a report can be, and why.
fn judge(growth: &MemoryGrowth) -> (Confidence, Vec<String>) {
    let trend = &growth.trend;
    let n_values = Count(growth.n_values as u64);
    let mut reasons = vec![match trend.verdict {
        TrendVerdict::Growing => format!(
            "its lows rise in {:.0} % of all steps, in the second half as well",
            trend.rising * 100.0
        ),
        TrendVerdict::Filled => {
            "it rose and then stayed: a cache, a pool, or code that was compiled".to_owned()
        }
        TrendVerdict::Flat => "it rises by no more than chance, or by too little".to_owned(),
        TrendVerdict::TooFew => format!("there are too few values: {n_values}"),
    }];
    if trend.verdict != TrendVerdict::Growing {
        return (Confidence::Low, reasons);
    }
    let mut level = i8::from(trend.rising >= EVEN);
    match growth.part {
        MemoryPart::Heap if growth.after_collections => {
            level += 1;
            reasons.push("measured after collections of the whole heap".to_owned());
        }
        MemoryPart::Heap => {
            reasons.push(
                "few collections of the whole heap are known: some of it may be garbage".to_owned(),
            );
        }
        MemoryPart::ArrayBuffers | MemoryPart::External => level += 1,
        MemoryPart::Rest => {
            level -= 1;
            reasons.push("allocators keep what was freed".to_owned());
        }
    }
    let span = trend.lows.first().zip(trend.lows.last());
    let span = span.map_or(Nanos(0), |(first, last)| last.0.since(first.0));
    if span < WARM {
        level -= 1;
        reasons.push(format!("it was measured for {span}: the program may be warming up"));
    } else {
        reasons.push(format!("it was measured for {span}"));
    }
    let confidence = match level {
        2.. => Confidence::High,
        1 => Confidence::Medium,
        _ => Confidence::Low,
    };
    (confidence, reasons)
}
