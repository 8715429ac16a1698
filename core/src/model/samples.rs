//! Sampled call stacks of one thread.

use std::num::NonZeroU32;

use crate::define_index;
use crate::model::frames::FrameIndex;
use crate::model::stacks::StackIndex;
use crate::model::threads::ThreadIndex;
use crate::units::{Nanos, TimeRange, WeightUnit};

define_index! {
    /// A row of [`crate::model::Recording::profiles`].
    ProfileIndex
}

/// What a profile samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProfileKind {
    /// Where a thread spends its time.
    Cpu,
    /// Where a program allocates memory.
    Allocations,
}

/// Sampled call stacks of one thread, in order of time.
#[derive(Clone, Debug)]
pub struct Profile {
    /// What was sampled.
    pub kind: ProfileKind,
    /// The thread that was sampled.
    pub thread: ThreadIndex,
    /// The samples.
    pub samples: SampleTable,
    /// Samples per source line, by frame and then line; empty where the file has none.
    pub line_ticks: Vec<LineTick>,
}

impl Profile {
    /// The unit of the samples' weights.
    pub fn unit(&self) -> WeightUnit {
        match self.kind {
            ProfileKind::Cpu => WeightUnit::Nanoseconds,
            ProfileKind::Allocations => WeightUnit::Bytes,
        }
    }
}

/// How often a source line was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineTick {
    /// The function that was running.
    pub frame: FrameIndex,
    /// The line, counted from 1.
    pub line: NonZeroU32,
    /// Number of samples.
    pub ticks: u64,
}

/// Samples in columns, in order of time.
#[derive(Clone, Debug, Default)]
pub struct SampleTable {
    /// When each sample was taken; never decreases.
    time: Vec<Nanos>,
    /// What ran then; `None` where the time belongs to nobody.
    stack: Vec<Option<StackIndex>>,
    weights: Weights,
}

/// How much each sample weighs.
#[derive(Clone, Debug)]
pub enum Weights {
    /// A sample lasts until the next; the last one until this moment.
    UntilNext(Nanos),
    /// Each has its own weight.
    Each(Vec<u64>),
}

impl Default for Weights {
    fn default() -> Self {
        Self::UntilNext(Nanos(0))
    }
}

impl SampleTable {
    /// A table of samples.
    ///
    /// # Panics
    ///
    /// If the columns are not of equal length, or times decrease.
    pub fn new(time: Vec<Nanos>, stack: Vec<Option<StackIndex>>, weights: Weights) -> Self {
        assert_eq!(time.len(), stack.len(), "one stack per sample");
        assert!(time.is_sorted(), "samples in order of time");
        if let Weights::Each(weights) = &weights {
            assert_eq!(time.len(), weights.len(), "one weight per sample");
        }
        Self { time, stack, weights }
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// When each sample was taken.
    pub fn times(&self) -> &[Nanos] {
        &self.time
    }

    /// What ran at each sample; `None` where the time belongs to nobody.
    pub fn stacks(&self) -> &[Option<StackIndex>] {
        &self.stack
    }

    /// How much the samples weigh.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// When sample `row` ends: when the next is taken.
    pub fn end(&self, row: usize) -> Nanos {
        let last = match self.weights {
            Weights::UntilNext(end) => end.max(self.time[row]),
            Weights::Each(_) => self.time[row],
        };
        self.time.get(row + 1).copied().unwrap_or(last)
    }

    /// How much sample `row` weighs.
    pub fn weight(&self, row: usize) -> u64 {
        match &self.weights {
            Weights::UntilNext(_) => self.end(row).since(self.time[row]).0,
            Weights::Each(weights) => weights[row],
        }
    }

    /// How much of sample `row` falls into `range`: a CPU sample is cut at the edges, any other
    /// counts whole if it was taken inside.
    pub fn weight_within(&self, row: usize, range: &TimeRange) -> u64 {
        match &self.weights {
            Weights::UntilNext(_) => {
                let start = self.time[row].max(range.start);
                self.end(row).min(range.end).since(start).0
            }
            Weights::Each(weights) => {
                if range.contains(&self.time[row]) {
                    weights[row]
                } else {
                    0
                }
            }
        }
    }

    /// From the first sample to the end of the last.
    pub fn range(&self) -> TimeRange {
        match self.time.len() {
            0 => Nanos(0)..Nanos(0),
            n => self.time[0]..self.end(n - 1),
        }
    }

    /// The rows that touch `range`, found by binary search.
    pub fn rows_within(&self, range: &TimeRange) -> std::ops::Range<usize> {
        let first = self.time.partition_point(|&it| it < range.start);
        let last = self.time.partition_point(|&it| it < range.end);
        match self.weights {
            Weights::UntilNext(_) => first.saturating_sub(1)..last.max(first),
            Weights::Each(_) => first..last.max(first),
        }
    }
}
