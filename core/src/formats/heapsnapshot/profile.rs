//! The recording that a heap makes: its call paths, if it has any, as a profile of allocations.

use std::num::NonZeroU32;
use std::sync::Arc;

use crate::index::Column;
use crate::model::heap::AllocationFunction;
use crate::model::{
    Frame, HeapGraph, ProcessTable, Profile, ProfileKind, Recording, SampleTable, StackBuilder,
    StackIndex, ThreadTable, Weights,
};
use crate::strings::StringTable;
use crate::units::Nanos;

/// What V8 calls the beginning of all call paths.
const ROOT: &[u8] = b"(root)";

/// The recording of a snapshot or timeline.
///
/// Each call path that allocated is a sample that weighs all the bytes it allocated, dead ones
/// included: how V8 counts them, and what DevTools sorts by. What is alive of them is in the heap.
pub(crate) fn recording_of(graph: Arc<HeapGraph>) -> Recording {
    let last = graph.samples.iter().map(|it| it.time_us).max();
    let mut recording =
        Recording { duration: last.map_or(Nanos(0), Nanos::from_micros), ..Recording::default() };
    if !graph.traces.traces.is_empty() {
        add_profile(&graph, &mut recording);
    }
    recording.heap = Some(graph);
    recording
}

fn add_profile(graph: &HeapGraph, recording: &mut Recording) {
    let (strings, frames) = (&mut recording.strings, &mut recording.frames);
    let frame_of: Vec<_> = graph
        .traces
        .functions
        .iter()
        .map(|it| {
            let frame = frame_of(graph, it, strings);
            frames.intern(frame, strings)
        })
        .collect();
    let is_root = |function: u32| {
        let name = graph.traces.functions.get(function as usize).map(|it| it.name);
        name.is_some_and(|it| graph.strings.bytes(it) == ROOT)
    };
    let mut stacks = StackBuilder::default();
    let mut stack_of: Vec<Option<StackIndex>> = Vec::with_capacity(graph.traces.traces.len());
    let (mut stack, mut weight) = (Vec::new(), Vec::new());
    for trace in &graph.traces.traces {
        // Callers stand before callees; the root is no function, and on no stack.
        let caller = trace.caller.and_then(|it| stack_of.get(it as usize).copied().flatten());
        let is_no_function = trace.caller.is_none() && is_root(trace.function);
        let frame = frame_of.get(trace.function as usize).filter(|_| !is_no_function);
        let own = frame.map(|&frame| stacks.intern(caller, frame));
        stack_of.push(own);
        if trace.size > 0 {
            stack.push(own);
            weight.push(trace.size);
        }
    }
    let time = vec![Nanos(0); stack.len()];
    let samples = SampleTable::new(time, stack, Weights::Each(weight));
    let (mut processes, mut threads) = (ProcessTable::default(), ThreadTable::default());
    let process = processes.pid.push(0);
    processes.name.push(None);
    let thread = threads.process.push(process);
    threads.tid.push(None);
    threads.name.push(None);
    let kind = ProfileKind::Allocations;
    let profile = Profile { kind, thread, samples, line_ticks: Vec::new() };
    recording.profiles = Column::from(vec![profile]);
    (recording.processes, recording.threads) = (processes, threads);
    recording.stacks = stacks.finish();
}

/// The function as profiles have it: the file counts lines and columns from 1, and writes 0 where
/// there is none.
fn frame_of(graph: &HeapGraph, it: &AllocationFunction, strings: &mut StringTable) -> Frame {
    Frame {
        name: strings.intern(&graph.strings.text(it.name)),
        url: strings.intern(&graph.strings.text(it.script)),
        line: it.line.and_then(NonZeroU32::new),
        column: it.column.and_then(NonZeroU32::new),
    }
}
