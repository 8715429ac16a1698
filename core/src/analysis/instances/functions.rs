//! The calls of a function that samples show.

use rayon::prelude::*;

use super::events::row_of;
use super::{Instance, Instances};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::transform::{Fate, TransformedStacks};
use crate::index::Column;
use crate::model::{FrameIndex, Profile, ProfileIndex, ProfileKind, Recording, StackIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Every time `frame` ran, as far as the CPU profiles of a selection can tell.
///
/// An instance is a longest run of consecutive samples of a profile that share the outermost call
/// of the function: the same callers, whatever it calls, itself included. So an instance is a box
/// of [`samples_in_time`](crate::analysis::samples_in_time) that lies in no other box of the
/// function. Two calls with no sample between them cannot be told apart and count as one; a call
/// between two samples is not seen. Samples that last no time are passed over, and the selection
/// cuts instances at the edges of its time.
pub fn function_instances(
    recording: &Recording,
    selection: &Selection,
    frame: FrameIndex,
    task: &Task,
) -> Result<Instances, Cancelled> {
    let is_cpu = |it: &ProfileIndex| recording.profiles[*it].kind == ProfileKind::Cpu;
    let profiles: Vec<ProfileIndex> =
        selection.profiles(recording).into_iter().filter(is_cpu).collect();
    let n_samples: usize = profiles.iter().map(|&it| recording.profiles[it].samples.len()).sum();
    task.begin((n_samples + 2 * recording.stacks.len()) as u64);
    let calls = Calls::new(recording, selection, frame, task)?;
    let found = profiles
        .into_par_iter()
        .map(|profile| calls.of_profile(recording, selection, &recording.profiles[profile], task));
    let rows = found.collect::<Result<Vec<_>, Cancelled>>()?.concat();
    let total = rows.iter().fold(Nanos(0), |sum, it| sum + it.duration);
    Ok(Instances::new(rows, total))
}

/// The outermost call of a function on each stack.
struct Calls {
    /// By stack of the recording: the outermost call, and how many callers it has.
    of: Column<StackIndex, Option<(StackIndex, u32)>>,
    /// The row of the function.
    item: u32,
}

impl Calls {
    fn new(
        recording: &Recording,
        selection: &Selection,
        frame: FrameIndex,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let transformed = TransformedStacks::new(recording, selection, task)?;
        let stacks = &*transformed.stacks;
        let mut pace = Pace::new(task);
        // Callers stand in earlier rows.
        let mut outermost: Column<StackIndex, Option<StackIndex>> = Column::default();
        for stack in stacks.indices() {
            pace.step()?;
            let around = stacks.caller(stack).and_then(|it| outermost[it]);
            outermost.push(around.or((stacks.frame(stack) == frame).then_some(stack)));
        }
        let mut of = Column::default();
        for stack in recording.stacks.indices() {
            pace.step()?;
            let call = match transformed.fate(Some(stack)) {
                Fate::Stack(it) => outermost[it],
                Fate::Dropped | Fate::Nobody => None,
            };
            of.push(call.map(|it| (it, stacks.depth(it))));
        }
        Ok(Self { of, item: row_of(frame) })
    }

    fn of_profile(
        &self,
        recording: &Recording,
        selection: &Selection,
        profile: &Profile,
        task: &Task,
    ) -> Result<Vec<Instance>, Cancelled> {
        let time = selection.time_of(recording);
        let (samples, thread) = (&profile.samples, profile.thread);
        let mut pace = Pace::new(task);
        let mut rows: Vec<Instance> = Vec::new();
        let mut running = None;
        for row in samples.rows_within(&time) {
            pace.step()?;
            let duration = Nanos(samples.weight_within(row, &time));
            if duration == Nanos(0) {
                continue;
            }
            let call = samples.stacks()[row].and_then(|it| self.of[it]);
            match (call, rows.last_mut()) {
                (Some(_), Some(instance)) if call == running => {
                    instance.duration = instance.duration + duration;
                }
                (Some((_, depth)), _) => {
                    let start = samples.times()[row].max(time.start);
                    let item = self.item;
                    rows.push(Instance { start, duration, thread, depth, item });
                }
                (None, _) => {}
            }
            running = call;
        }
        Ok(rows)
    }
}
