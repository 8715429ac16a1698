//! What part of a recording a question is about.

use crate::analysis::name_filter::NameFilter;
use crate::analysis::requests::RequestSelection;
use crate::analysis::transform::Transform;
use crate::model::{ProcessIndex, ProfileIndex, ProfileKind, Recording, ThreadIndex};
use crate::units::{Nanos, TimeRange};

/// What part of a recording an answer is about. The default is everything.
///
/// The parts are applied in the order of the fields: time and threads choose samples, transforms
/// rewrite their stacks, and the name filter looks at the stacks as rewritten, which are those
/// that are seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The stretch of time, or `None` for all; samples are cut at its edges.
    pub time: Option<TimeRange>,
    /// The threads, or `None` for all; sorted.
    pub threads: Option<Vec<ThreadIndex>>,
    /// Changes to the stacks, applied in this order.
    pub transforms: Vec<Transform>,
    /// Keeps the samples with a function of this name or script somewhere on their stack.
    pub name: Option<NameFilter>,
    /// Which samples are summed, where there are several kinds; `None` for time if there is any,
    /// else allocations.
    pub samples: Option<ProfileKind>,
    /// What is asked of requests beside.
    pub requests: RequestSelection,
}

impl Selection {
    /// Whether `thread` is selected.
    pub fn has_thread(&self, thread: ThreadIndex) -> bool {
        self.threads.as_ref().is_none_or(|it| it.binary_search(&thread).is_ok())
    }

    /// Whether a thread of `process` is selected.
    pub fn has_process(&self, recording: &Recording, process: ProcessIndex) -> bool {
        let is_of_process = |it: &ThreadIndex| recording.threads.process[*it] == process;
        self.threads.as_ref().is_none_or(|it| it.iter().any(is_of_process))
    }

    /// The selected stretch of time: all of the recording if none was chosen.
    pub fn time_of(&self, recording: &Recording) -> TimeRange {
        self.time.clone().unwrap_or_else(|| recording.range())
    }

    /// How much of what lasted from `start` on for `duration` falls into the selected time, or
    /// `None` if nothing does. What lasted no time lies where it started.
    pub fn cut(&self, start: Nanos, duration: Nanos) -> Option<Nanos> {
        let Some(time) = &self.time else { return Some(duration) };
        let within = (start + duration).min(time.end).since(start.max(time.start));
        (within > Nanos(0) || time.contains(&start)).then_some(within)
    }

    /// The kind of samples that are summed.
    pub fn kind_of_samples(&self, recording: &Recording) -> ProfileKind {
        self.samples.unwrap_or_else(|| summed_kind(recording))
    }

    /// The profiles on the selected threads that can be summed, in row order.
    ///
    /// Time and bytes cannot: a recording with CPU profiles answers about time, one that has only
    /// allocation profiles about bytes.
    pub fn profiles(&self, recording: &Recording) -> Vec<ProfileIndex> {
        let kind = self.kind_of_samples(recording);
        let profiles = &recording.profiles;
        let is_selected =
            |&it: &ProfileIndex| profiles[it].kind == kind && self.has_thread(profiles[it].thread);
        profiles.indices().filter(is_selected).collect()
    }
}

/// The kind of profile that answers about `recording` are summed from.
pub(crate) fn summed_kind(recording: &Recording) -> ProfileKind {
    let is_cpu = |it: &crate::model::Profile| it.kind == ProfileKind::Cpu;
    if recording.profiles.is_empty() || recording.profiles.iter().any(is_cpu) {
        ProfileKind::Cpu
    } else {
        ProfileKind::Allocations
    }
}
