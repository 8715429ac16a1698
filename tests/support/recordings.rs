//! Recordings written as text.

use std::num::NonZeroU32;

use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{
    Category, Frame, FrameIndex, ProcessIndex, Profile, ProfileKind, Recording, SampleTable,
    SpanIndex, StackBuilder, StackIndex, ThreadIndex, Weights,
};
use asyncscope_core::units::Nanos;

/// The script of functions that name none.
const SCRIPT: &str = "/app/main.js";

/// A recording of samples, one per line: a stack from the outermost function inwards, and how many
/// nanoseconds it lasted.
///
/// ```text
/// main > render > layout 3
/// main > map@/app/node_modules/lodash/map.js 2
/// main > write@ 1             a built-in function, which has no script
/// open@/app/a.js:12 2     of line 12; else of line 1
/// (idle) 5
/// - 1                         time that belongs to nobody
/// thread worker               samples of another thread follow
/// work 4
/// ```
///
/// A `thread` that was there before gets one more profile.
pub fn recording(text: &str) -> Recording {
    let mut writer = Writer::default();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        if let Some(name) = line.strip_prefix("thread ") {
            writer.finish_profile();
            writer.thread = Some(writer.thread_of(name));
        } else {
            let (stack, weight) = line.rsplit_once(' ').expect("a stack and a weight");
            let stack = if stack == "-" { Vec::new() } else { stack.split(" > ").collect() };
            writer.sample(&stack, weight.parse().expect("a number"));
        }
    }
    writer.finish()
}

/// The recording of samples that are given as stacks and weights, a list for each thread.
pub fn recording_of(threads: &[Vec<(Vec<&str>, u64)>]) -> Recording {
    let mut writer = Writer::default();
    for (number, samples) in threads.iter().enumerate() {
        writer.finish_profile();
        writer.thread = Some(writer.thread_of(&format!("thread-{number}")));
        for (stack, weight) in samples {
            writer.sample(stack, *weight);
        }
    }
    writer.finish()
}

/// A recording of stacks over so many functions; each stack that `build` returns is one sample of
/// one nanosecond.
pub fn recording_of_stacks(
    n_functions: usize,
    build: impl FnOnce(&mut StackBuilder, &[FrameIndex]) -> Vec<StackIndex>,
) -> Recording {
    let mut writer = Writer::default();
    let frame = |number| frame(&mut writer.recording, &format!("f{number}"));
    let frames: Vec<FrameIndex> = (0..n_functions).map(frame).collect();
    let sampled = build(&mut writer.stacks, &frames);
    writer.now = sampled.len() as u64;
    writer.times = (0..writer.now).map(Nanos).collect();
    writer.rows = sampled.into_iter().map(Some).collect();
    writer.finish()
}

/// The function of that name.
#[track_caller]
pub fn function(recording: &Recording, name: &str) -> FrameIndex {
    let mut frames = recording.frames.indices();
    frames.find(|&it| recording.frame_name(it) == name).expect("a function of that name")
}

#[derive(Default)]
struct Writer {
    recording: Recording,
    stacks: StackBuilder,
    thread: Option<ThreadIndex>,
    times: Vec<Nanos>,
    rows: Vec<Option<StackIndex>>,
    now: u64,
}

impl Writer {
    fn thread_of(&mut self, name: &str) -> ThreadIndex {
        let name = Some(self.recording.strings.intern(name));
        let threads = &mut self.recording.threads;
        if let Some(known) = threads.name.indices().find(|&it| threads.name[it] == name) {
            return known;
        }
        threads.process.push(ProcessIndex::from_row(0));
        threads.tid.push(None);
        threads.name.push(name)
    }

    fn sample(&mut self, stack: &[&str], weight: u64) {
        let mut row = None;
        for name in stack {
            let frame = frame(&mut self.recording, name);
            row = Some(self.stacks.intern(row, frame));
        }
        self.times.push(Nanos(self.now));
        self.rows.push(row);
        self.now += weight;
    }

    fn finish_profile(&mut self) {
        if self.times.is_empty() {
            self.now = 0;
            return;
        }
        let thread = self.thread.unwrap_or_else(|| self.thread_of("main"));
        let end = Nanos(std::mem::take(&mut self.now));
        let (times, rows) = (std::mem::take(&mut self.times), std::mem::take(&mut self.rows));
        let samples = SampleTable::new(times, rows, Weights::UntilNext(end));
        let kind = ProfileKind::Cpu;
        self.recording.profiles.push(Profile { kind, thread, samples, line_ticks: Vec::new() });
        self.recording.duration = self.recording.duration.max(end);
    }

    fn finish(mut self) -> Recording {
        self.finish_profile();
        self.recording.processes.pid.push(1);
        self.recording.processes.name.push(None);
        self.recording.stacks = self.stacks.finish();
        self.recording
    }
}

/// The function that `name`, or `name@url`, stands for.
fn frame(recording: &mut Recording, name: &str) -> FrameIndex {
    let default = if name.starts_with('(') { "" } else { SCRIPT };
    let (name, url) = name.split_once('@').unwrap_or((name, default));
    let numbered = url.rsplit_once(':').and_then(|(url, line)| Some((url, line.parse().ok()?)));
    let (url, number) = numbered.unwrap_or((url, 1));
    let line = if url.is_empty() { None } else { NonZeroU32::new(number) };
    let (name, url) = (recording.strings.intern(name), recording.strings.intern(url));
    let column = line.and(NonZeroU32::new(1));
    let frame = Frame { name, url, line, column };
    recording.frames.intern(frame, &mut recording.strings)
}

/// A recording of spans, one per line in the order of the table: from, to, name. Spans that lie
/// within another are indented by two spaces more.
///
/// ```text
/// 0..10 task
///   2..5 script
/// thread worker
/// 1..9 task
/// ```
pub fn span_recording(text: &str) -> Recording {
    let mut writer = Writer::default();
    let mut thread = None;
    let mut around: Vec<SpanIndex> = Vec::new();
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        if let Some(name) = line.trim().strip_prefix("thread ") {
            thread = Some(writer.thread_of(name));
            around.clear();
            continue;
        }
        let thread = *thread.get_or_insert_with(|| writer.thread_of("main"));
        around.truncate((line.len() - line.trim_start().len()) / 2);
        let span = push_span(&mut writer.recording, thread, &around, line.trim());
        around.push(span);
    }
    writer.finish()
}

fn push_span(
    recording: &mut Recording,
    thread: ThreadIndex,
    around: &[SpanIndex],
    line: &str,
) -> SpanIndex {
    let (range, name) = line.split_once(' ').expect("a range and a name");
    let (start, end) = range.split_once("..").expect("from..to");
    let number = |it: &str| it.parse().expect("a number");
    let (start, end) = (Nanos(number(start)), Nanos(number(end)));
    recording.duration = recording.duration.max(end);
    let name = recording.strings.intern(name);
    let spans = &mut recording.spans;
    spans.thread.push(thread);
    spans.start.push(start);
    spans.duration.push(end - start);
    spans.name.push(name);
    spans.detail.push(None);
    spans.category.push(Category::Application);
    spans.parent.push(around.last().copied());
    spans.depth.push(u32::try_from(around.len()).expect("few levels"));
    spans.is_open.push(false)
}
