//! How often and how long every function ran, in one pass.

use rayon::prelude::*;

use super::events::row_of;
use super::{InstanceStats, nearest_rank};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::transform::{Fate, TransformedStacks};
use crate::index::{Column, RowIndex as _};
use crate::model::{FrameIndex, Profile, ProfileKind, Recording, StackIndex, StackTable};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Instances that are counted: 16 bytes each while they are, so 256 MB.
const MOST: usize = 16 << 20;

/// How often and how long each function ran.
#[derive(Clone, Debug, Default)]
pub struct FunctionTimes {
    of: Column<FrameIndex, Option<InstanceStats>>,
    /// Whether there were too many to count, so that nothing is known.
    pub is_too_much: bool,
}

impl FunctionTimes {
    /// What is known of a function; `None` if no sample shows when it ran.
    pub fn of(&self, frame: FrameIndex) -> Option<InstanceStats> {
        self.of.get(frame).copied().flatten()
    }
}

/// What [`function_instances`](super::function_instances) would say of each function, for all of
/// them at once.
///
/// Two samples that follow each other share the beginning of their stacks. What the first has
/// beyond it ends, and what the second has beyond it begins: so the work is in changes, not in
/// frames. Only a stack whose function is not among its callers is a call; what recurs lies within.
pub fn every_function_times(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<FunctionTimes, Cancelled> {
    let transformed = TransformedStacks::new(recording, selection, task)?;
    let stacks = &*transformed.stacks;
    let mut calls = Calls {
        stacks,
        is_call: outermost(stacks, recording.frames.len(), task)?,
        begun: vec![0; stacks.len()].into(),
        clock: 0,
        running: None,
        ended: Vec::new(),
    };
    let profiles = selection.profiles(recording);
    for profile in profiles.into_iter().map(|it| &recording.profiles[it]) {
        if profile.kind == ProfileKind::Cpu {
            calls.follow(recording, selection, &transformed, profile, task)?;
        }
        if calls.ended.len() > MOST {
            return Ok(FunctionTimes { is_too_much: true, ..FunctionTimes::default() });
        }
    }
    Ok(calls.into_times(recording.frames.len()))
}

/// For each stack whether its function is not among its callers.
fn outermost(
    stacks: &StackTable,
    n_frames: usize,
    task: &Task,
) -> Result<Column<StackIndex, bool>, Cancelled> {
    let frames: Column<FrameIndex, FrameIndex> =
        (0..n_frames).map(FrameIndex::from_row).collect::<Vec<_>>().into();
    crate::analysis::callees::Callees::of(stacks, task)?.outermost(stacks, &frames, task)
}

/// The calls that go on while samples are passed in order of time.
struct Calls<'a> {
    stacks: &'a StackTable,
    is_call: Column<StackIndex, bool>,
    /// When the call that goes on began, by stack.
    begun: Column<StackIndex, u64>,
    /// The time in samples so far.
    clock: u64,
    running: Option<StackIndex>,
    /// The function and the duration of each call that ended.
    ended: Vec<(u32, u64)>,
}

impl Calls<'_> {
    /// Passes the samples of a profile.
    fn follow(
        &mut self,
        recording: &Recording,
        selection: &Selection,
        transformed: &TransformedStacks,
        profile: &Profile,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let time = selection.time_of(recording);
        let samples = &profile.samples;
        let mut pace = Pace::new(task);
        for row in samples.rows_within(&time) {
            pace.step()?;
            let weight = samples.weight_within(row, &time);
            if weight == 0 {
                continue;
            }
            let next = match transformed.fate(samples.stacks()[row]) {
                Fate::Stack(stack) => Some(stack),
                Fate::Dropped | Fate::Nobody => None,
            };
            if next != self.running {
                self.change(next, &mut pace)?;
            }
            self.clock = self.clock.saturating_add(weight);
            if self.ended.len() > MOST {
                break;
            }
        }
        self.change(None, &mut pace)
    }

    /// Ends what `next` does not share, and begins what it has beyond.
    fn change(&mut self, next: Option<StackIndex>, pace: &mut Pace<'_>) -> Result<(), Cancelled> {
        let stacks = self.stacks;
        let depth = |it: Option<StackIndex>| it.map_or(0, |it| u64::from(stacks.depth(it)) + 1);
        let (mut old, mut new) = (self.running, next);
        while old != new {
            pace.step()?;
            if let Some(stack) = old.filter(|_| depth(old) >= depth(new)) {
                if self.is_call[stack] {
                    let duration = self.clock - self.begun[stack];
                    self.ended.push((row_of(stacks.frame(stack)), duration));
                }
                old = stacks.caller(stack);
            } else if let Some(stack) = new {
                self.begun[stack] = self.clock;
                new = stacks.caller(stack);
            }
        }
        self.running = next;
        Ok(())
    }

    fn into_times(self, n_frames: usize) -> FunctionTimes {
        let mut ended = self.ended;
        ended.par_sort_unstable();
        let mut of: Column<FrameIndex, Option<InstanceStats>> = vec![None; n_frames].into();
        for calls in ended.chunk_by(|a, b| a.0 == b.0) {
            of[FrameIndex::from_row(calls[0].0 as usize)] = stats(calls);
        }
        FunctionTimes { of, is_too_much: false }
    }
}

/// The figures of calls of one function, shortest first.
fn stats(calls: &[(u32, u64)]) -> Option<InstanceStats> {
    let at = |percent| calls.get(nearest_rank(calls.len(), percent)?).map(|it| Nanos(it.1));
    Some(InstanceStats {
        count: calls.len() as u64,
        min: Nanos(calls.first()?.1),
        median: at(50)?,
        p95: at(95)?,
        max: Nanos(calls.last()?.1),
        total: calls.iter().fold(Nanos(0), |sum, it| sum + Nanos(it.1)),
    })
}
