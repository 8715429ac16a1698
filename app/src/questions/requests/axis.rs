//! What stands on the axis of time beside requests: marks, long tasks, how late the event loop was.

use std::sync::Arc;

use asyncscope_core::analysis::CounterPyramid;
use asyncscope_core::model::{CounterIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::{Nanos, TimeRange};

use crate::jobs::Job;
use crate::opened::Opened;

/// Tasks from here on are long: what users notice, as browsers count.
pub const LONG_TASK: Nanos = Nanos::from_millis(50);

/// The series of how late the event loop was, in microseconds.
const LOOP_DELAY: &str = "event loop delay us.max";

/// What kind of moment a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// `DOMContentLoaded` of a page.
    ContentLoaded,
    /// `load` of a page.
    Loaded,
    /// Set by the program.
    User,
}

/// A moment worth a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// When it was.
    pub time: Nanos,
    /// What kind it is.
    pub kind: MarkKind,
    /// What it is called.
    pub name: String,
}

/// What stands on the axis of time beside requests.
#[derive(Debug, Default)]
pub struct AxisFacts {
    /// Moments, in order of time.
    pub marks: Vec<Mark>,
    /// Tasks of 50 ms and more on any thread, in order of time; those that overlap are one.
    pub long_tasks: Vec<TimeRange>,
    /// How late event loops were, in microseconds: a series for each thread.
    pub delays: Vec<CounterPyramid>,
    /// The largest delay, in microseconds.
    pub most_delay: f64,
    /// Whether the recording has tasks at all.
    pub has_tasks: bool,
}

impl Opened {
    /// Asks what stands on the axis beside requests.
    pub(super) fn ask_axis(&mut self, ctx: &egui::Context) {
        let recording = Arc::clone(&self.recording);
        self.answers.requests.axis.ask((), || {
            Job::spawn("Looking for marks and long tasks", ctx, move |task| {
                facts(&recording, task).map(Arc::new)
            })
        });
    }
}

fn facts(recording: &Recording, task: &Task) -> Result<AxisFacts, Cancelled> {
    let counters = &recording.counters;
    let is_delay = |it: &CounterIndex| recording.text(counters.name[*it]) == LOOP_DELAY;
    let delays = counters.name.indices().filter(is_delay);
    let delays = delays
        .map(|it| CounterPyramid::new(recording, it, task))
        .collect::<Result<Vec<_>, Cancelled>>()?;
    let most = delays.iter().filter_map(|it| it.extremes(recording, &recording.range()));
    let most_delay = most.fold(0.0, |most: f64, it| most.max(it.1));
    let spans = &recording.spans;
    Ok(AxisFacts {
        marks: marks(recording, task)?,
        long_tasks: long_tasks(recording, task)?,
        delays,
        most_delay,
        has_tasks: !spans.start.is_empty(),
    })
}

fn marks(recording: &Recording, task: &Task) -> Result<Vec<Mark>, Cancelled> {
    let mut marks = Vec::new();
    for page in recording.requests.pages.as_slice() {
        let moments =
            [(page.content_loaded, MarkKind::ContentLoaded), (page.loaded, MarkKind::Loaded)];
        for (time, kind) in moments {
            let name = match kind {
                MarkKind::ContentLoaded => "DOMContentLoaded",
                _ => "load",
            };
            marks.extend(time.map(|time| Mark { time, kind, name: name.to_owned() }));
        }
    }
    let instants = &recording.instants;
    task.advance(instants.name.len() as u64)?;
    for it in instants.name.indices().filter(|&it| instants.is_mark[it]) {
        let name = recording.text(instants.name[it]).to_owned();
        marks.push(Mark { time: instants.time[it], kind: MarkKind::User, name });
    }
    marks.sort();
    Ok(marks)
}

/// The outermost spans of 50 ms and more.
fn long_tasks(recording: &Recording, task: &Task) -> Result<Vec<TimeRange>, Cancelled> {
    let spans = &recording.spans;
    task.advance(spans.start.len() as u64)?;
    let is_long = |it| {
        spans.depth[it] == 0
            && LONG_TASK <= spans.duration[it]
            && !spans.is_open[it]
            && !spans.category[it].is_idle()
    };
    let mut ranges: Vec<TimeRange> =
        spans.start.indices().filter(|&it| is_long(it)).map(|it| spans.range(it)).collect();
    ranges.sort_by_key(|it| (it.start, it.end));
    let mut merged: Vec<TimeRange> = Vec::new();
    for range in ranges {
        match merged.last_mut().filter(|it| range.start <= it.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    Ok(merged)
}
