//! Where the rows of a part are found in the whole.

use super::Part;
use crate::index::{Column, RowIndex};
use crate::model::{
    AsyncSpanIndex, Frame, FrameIndex, ProcessIndex, Recording, SpanIndex, StackBuilder,
    StackIndex, ThreadIndex,
};
use crate::strings::StringIndex;
use crate::units::Nanos;

/// Where each row of a part is found in the whole.
pub(super) struct Maps {
    /// How much later its time 0 is than that of the whole.
    offset: u64,
    strings: Column<StringIndex, StringIndex>,
    frames: Column<FrameIndex, FrameIndex>,
    stacks: Column<StackIndex, StackIndex>,
    processes: Column<ProcessIndex, ProcessIndex>,
    first_thread: usize,
    first_span: usize,
    first_async_span: usize,
}

impl Maps {
    /// Adds the texts, functions, stacks, processes and threads of `part` to the whole.
    pub(super) fn new(
        part: &Part<'_>,
        offset: u64,
        whole: &mut Recording,
        stacks: &mut StackBuilder,
    ) -> Self {
        let it = part.recording;
        let strings = it.strings.indices().map(|at| whole.strings.intern(it.text(at)));
        let mut maps = Self {
            offset,
            strings: strings.collect::<Vec<_>>().into(),
            frames: Column::default(),
            stacks: Column::default(),
            processes: Column::default(),
            first_thread: whole.threads.process.len(),
            first_span: whole.spans.len(),
            first_async_span: whole.async_spans.len(),
        };
        for at in it.frames.indices() {
            let Frame { name, url, line, column } = it.frames.get(at);
            let frame = Frame { name: maps.text(name), url: maps.text(url), line, column };
            maps.frames.push(whole.frames.intern(frame, &mut whole.strings));
        }
        for at in it.stacks.indices() {
            let caller = it.stacks.caller(at).map(|it| maps.stacks[it]);
            maps.stacks.push(stacks.intern(caller, maps.frames[it.stacks.frame(at)]));
        }
        maps.add_processes(part, whole);
        maps.add_threads(part, whole);
        maps
    }

    fn add_processes(&mut self, part: &Part<'_>, whole: &mut Recording) {
        let table = &part.recording.processes;
        for at in table.pid.indices() {
            let told = table.pid[at];
            let pid = if told == 0 { part.label.pid.unwrap_or(0) } else { told };
            let name = table.name[at].map(|it| self.text(it));
            let processes = &mut whole.processes;
            let known = processes.pid.indices().find(|&it| processes.pid[it] == pid);
            let process = known.unwrap_or_else(|| {
                processes.name.push(None);
                processes.pid.push(pid)
            });
            processes.name[process] = processes.name[process].or(name);
            self.processes.push(process);
        }
    }

    fn add_threads(&self, part: &Part<'_>, whole: &mut Recording) {
        let table = &part.recording.threads;
        for at in table.process.indices() {
            let mut name = table.name[at].map(|it| self.text(it));
            if name.is_none() && table.tid[at].is_none() && !part.label.thread.is_empty() {
                name = Some(whole.strings.intern(&part.label.thread));
            }
            whole.threads.process.push(self.process(table.process[at]));
            whole.threads.tid.push(table.tid[at]);
            whole.threads.name.push(name);
        }
    }

    pub(super) fn text(&self, text: StringIndex) -> StringIndex {
        self.strings[text]
    }

    pub(super) fn frame(&self, frame: FrameIndex) -> FrameIndex {
        self.frames[frame]
    }

    pub(super) fn stack(&self, stack: StackIndex) -> StackIndex {
        self.stacks[stack]
    }

    pub(super) fn process(&self, process: ProcessIndex) -> ProcessIndex {
        self.processes[process]
    }

    pub(super) fn thread(&self, thread: ThreadIndex) -> ThreadIndex {
        moved(thread, self.first_thread)
    }

    pub(super) fn span(&self, span: SpanIndex) -> SpanIndex {
        moved(span, self.first_span)
    }

    /// The place of an asynchronous span before the whole is put in order.
    pub(super) fn async_span(&self, span: AsyncSpanIndex) -> AsyncSpanIndex {
        moved(span, self.first_async_span)
    }

    pub(super) fn time(&self, time: Nanos) -> Nanos {
        Nanos(time.0.saturating_add(self.offset))
    }
}

/// The row that lies `by` behind `row`.
pub(super) fn moved<I: RowIndex>(row: I, by: usize) -> I {
    I::from_row(row.row() + by)
}
