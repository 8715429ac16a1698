//! A deep call tree, and samples that walk through it.

use asyncscope_core::model::{
    FrameIndex, Profile, ProfileKind, Recording, SampleTable, StackBuilder, StackIndex, Weights,
};
use asyncscope_core::units::Nanos;

use super::{Large, MINUTE, moment, shares};
use crate::random::Random;

/// Deepest that stacks get.
const DEEPEST: usize = 60;

/// Adds the stacks, and a profile for each thread.
pub(super) fn add(recording: &mut Recording, size: &Large) {
    let rows = tree(recording, size.nodes);
    for (thread, n) in shares(size.samples, size.threads) {
        if n > 0 && !rows.is_empty() {
            let samples = samples(&rows, n, thread_seed(size, n));
            let kind = ProfileKind::Cpu;
            recording.profiles.push(Profile { kind, thread, samples, line_ticks: Vec::new() });
        }
    }
}

fn thread_seed(size: &Large, n: usize) -> u64 {
    (size.samples + n) as u64
}

/// Makes `n` stacks in the order in which a depth-first walk meets them: a row often calls the
/// next, so samples that follow the rows share most of their frames.
fn tree(recording: &mut Recording, n: usize) -> Vec<StackIndex> {
    let frames: Vec<FrameIndex> = recording.frames.indices().collect();
    let (mut stacks, mut random) = (StackBuilder::default(), Random::new(7));
    let mut path: Vec<StackIndex> = Vec::new();
    let mut rows = Vec::with_capacity(n);
    while rows.len() < n {
        let pops = match random.below(16) {
            0..8 => 0,
            8..12 => 1,
            12..15 => 2,
            _ => random.index(path.len()),
        };
        let pops = if path.len() >= DEEPEST { pops.max(8) } else { pops };
        // One that is left open: most stacks begin alike, as they do under an event loop.
        path.truncate(path.len().saturating_sub(pops).max(1.min(path.len())));
        let stack = stacks.intern(path.last().copied(), random.pick(&frames));
        if stacks.table().len() > rows.len() {
            rows.push(stack);
        }
        path.push(stack);
    }
    recording.stacks = stacks.finish();
    rows
}

/// `n` samples that walk through all rows, with a step back now and then; a few belong to nobody.
fn samples(rows: &[StackIndex], n: usize, seed: u64) -> SampleTable {
    let mut random = Random::new(seed);
    let times = (0..n).map(|it| Nanos(moment(it, n))).collect();
    let stack = |it: usize| {
        let at = it * rows.len() / n;
        (!random.one_in(200))
            .then(|| rows[if random.one_in(8) { at.saturating_sub(random.index(4)) } else { at }])
    };
    let stacks = (0..n).map(stack).collect();
    SampleTable::new(times, stacks, Weights::UntilNext(Nanos(MINUTE)))
}
