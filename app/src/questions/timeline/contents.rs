//! What is in the tracks that are open, worked out one after the other.

use std::sync::Arc;

use asyncscope_core::analysis::{
    self, AsyncGroup, CounterPyramid, FlameLayout, gcs_in_time, request_lanes, samples_in_time,
    spans_in_time,
};
use asyncscope_core::model::{InstantIndex, Recording, ThreadIndex};
use asyncscope_core::task::{Cancelled, Task};
use hashbrown::HashMap;

use super::memory_track::MemoryTrack;
use crate::answers::Answer;
use crate::jobs::{Job, Progress};
use crate::opened::Opened;
use crate::tracks::{TrackKey, TrackList};

/// Tracks that are worked out at a time: each may use all processors.
pub(super) const AT_A_TIME: usize = 2;

/// What is in a track.
#[derive(Debug)]
pub enum TrackContent {
    /// Boxes in rows.
    Boxes(FlameLayout),
    /// Numbers over time.
    Numbers(CounterPyramid),
    /// What makes up memory.
    Memory(MemoryTrack),
    /// Moments, in order of time.
    Moments(Vec<InstantIndex>),
}

/// What samples are laid out by; other tracks show what was recorded, whatever is selected.
type Question = Option<analysis::Selection>;

/// What is in each track that was ever open.
#[derive(Debug, Default)]
pub struct Contents {
    known: HashMap<TrackKey, Answer<Question, Arc<TrackContent>>>,
    /// Counts what was finished.
    pub version: u64,
}

impl Contents {
    /// What is in a track, if that is known.
    pub fn get(&self, key: TrackKey) -> Option<&Arc<TrackContent>> {
        self.known.get(&key)?.value()
    }

    /// Every track whose content is known.
    pub(super) fn ready(&self) -> Vec<(TrackKey, &Arc<TrackContent>)> {
        let known = self.known.iter().filter_map(|(key, it)| Some((*key, it.value()?)));
        let mut ready: Vec<_> = known.collect();
        ready.sort_by_key(|it| it.0);
        ready
    }

    /// What went wrong with a track.
    pub fn failure(&self, key: TrackKey) -> Option<&str> {
        self.known.get(&key)?.failure()
    }

    /// The work on a track, once it is worth showing.
    pub fn progress_of(&self, key: TrackKey) -> Option<Progress> {
        self.known.get(&key)?.progress()
    }

    pub(super) fn poll(&mut self) -> Vec<String> {
        let mut failures = Vec::new();
        for answer in self.known.values_mut() {
            let was_working = answer.is_working();
            failures.extend(answer.poll());
            self.version += u64::from(was_working && !answer.is_working());
        }
        failures.sort();
        failures
    }

    pub(super) fn is_working(&self) -> bool {
        0 < self.n_working()
    }

    pub(super) fn progress(&self) -> Option<Progress> {
        self.known.values().find_map(Answer::progress)
    }

    fn n_working(&self) -> usize {
        self.known.values().filter(|it| it.is_working()).count()
    }
}

impl Opened {
    /// Asks for what is in the tracks that are open, the upper ones first.
    pub(super) fn ask_contents(&mut self, tracks: &TrackList, ctx: &egui::Context) {
        let wanted: Vec<TrackKey> = self
            .tracks
            .place(tracks)
            .into_iter()
            .filter(|it| it.is_open && !matches!(it.track.key, TrackKey::Process(_)))
            .map(|it| it.track.key)
            .collect();
        let stacks = analysis::Selection { time: None, threads: None, ..self.selection.question() };
        let contents = &mut self.answers.timeline.contents;
        let mut n_working = contents.n_working();
        for key in wanted {
            if AT_A_TIME <= n_working {
                return;
            }
            let question = matches!(key, TrackKey::Samples(_)).then(|| stacks.clone());
            contents.known.entry(key).or_default().ask(question, || {
                n_working += 1;
                let (recording, stacks) = (Arc::clone(&self.recording), stacks.clone());
                Job::spawn("Laying out a track", ctx, move |task| {
                    content(&recording, key, &stacks, task).map(Arc::new)
                })
            });
        }
    }
}

/// Works out what is in a track; `stacks` is what samples are laid out by.
pub(crate) fn content(
    recording: &Recording,
    key: TrackKey,
    stacks: &analysis::Selection,
    task: &Task,
) -> Result<TrackContent, Cancelled> {
    Ok(match key {
        TrackKey::Process(_) => TrackContent::Moments(Vec::new()),
        TrackKey::Asyncs(process, group) => {
            let group = AsyncGroup { process, group, n_spans: 0 };
            TrackContent::Boxes(group.lanes(recording, task)?.layout)
        }
        TrackKey::Moments(thread) => TrackContent::Moments(moments(recording, thread)),
        TrackKey::Spans(thread) => TrackContent::Boxes(spans_in_time(recording, thread, task)?),
        TrackKey::Samples(profile) => {
            TrackContent::Boxes(samples_in_time(recording, profile, stacks, task)?)
        }
        TrackKey::Gcs(thread) => TrackContent::Boxes(gcs_in_time(recording, thread, task)?),
        TrackKey::Requests(process) => {
            TrackContent::Boxes(request_lanes(recording, process, task)?.layout)
        }
        TrackKey::Memory(process) => {
            let memory = MemoryTrack::of(recording, process, task)?;
            memory.map_or(TrackContent::Moments(Vec::new()), TrackContent::Memory)
        }
        TrackKey::Counter(counter) => {
            TrackContent::Numbers(CounterPyramid::new(recording, counter, task)?)
        }
    })
}

/// The moments of a thread; the table has them in order of time.
fn moments(recording: &Recording, thread: ThreadIndex) -> Vec<InstantIndex> {
    let threads = &recording.instants.thread;
    threads.indices().filter(|&it| threads[it] == thread).collect()
}
