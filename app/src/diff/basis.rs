//! What of both sides is compared: which samples, time and threads, and whether runs are added.

use asyncscope_core::analysis::diff::{HostAliases, Sides};
use asyncscope_core::analysis::{NameFilter, Selection};
use asyncscope_core::model::{ProfileKind, Recording, ThreadIndex};
use asyncscope_core::units::TimeRange;

use crate::compared::Which;
use crate::filter::Filter;

/// The part of a recording that is compared; the default is all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunPart {
    /// The stretch of time.
    pub time: Option<TimeRange>,
    /// The threads, sorted.
    pub threads: Option<Vec<ThreadIndex>>,
}

impl RunPart {
    /// Whether it is all of a recording.
    pub fn is_whole(&self) -> bool {
        self.time.is_none() && self.threads.is_none()
    }

    /// The same as analyses are asked about it, with only the threads whose name matches.
    pub fn selection(&self, recording: &Recording, named: Option<&NameFilter>) -> Selection {
        let (time, mut threads) = (self.time.clone(), self.threads.clone());
        // What has no threads is not chosen by their names.
        if let Some(named) = named.filter(|_| !recording.threads.process.is_empty()) {
            let is_named = |it: &ThreadIndex| named.matches_text(&recording.thread_name(*it));
            let all = || recording.threads.process.indices().collect();
            let mut chosen: Vec<ThreadIndex> = threads.unwrap_or_else(all);
            chosen.retain(is_named);
            threads = Some(chosen);
        }
        Selection { time, threads, ..Selection::default() }
    }
}

/// What of both sides is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basis {
    /// The part of each recording; those that are not listed are whole.
    parts: Sides<Vec<RunPart>>,
    /// The kind of samples, where recordings hold several; `None` is the first that all have.
    pub samples: Option<ProfileKind>,
    /// Shows only threads whose name matches, on both sides.
    pub threads: Filter,
    /// Whether the recordings of a side are added, not taken as runs of the same thing.
    pub is_summed: bool,
    /// Which hosts count as others, as it is typed: `HOST=NAME`, split by commas.
    pub hosts: String,
}

/// A change of what is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum BasisCommand {
    /// Compare another stretch of time of a recording, the one of that number on its side.
    Time(Which, usize, Option<TimeRange>),
    /// Compare samples of this kind.
    Samples(ProfileKind),
    /// Compare all of a side again.
    DropParts(Which),
    /// Compare only threads with such names.
    Threads(Filter),
    /// Add the recordings of a side, or take them as runs of the same thing.
    Sum(bool),
    /// Let hosts count as others: `HOST=NAME`, split by commas.
    Hosts(String),
}

impl Basis {
    /// What is compared of recordings of which these parts are meant.
    pub fn of(parts: Sides<Vec<RunPart>>) -> Self {
        Self { parts, ..Self::default() }
    }

    /// The part of a recording, which is that of the given number on its side.
    pub fn part(&self, which: Which, run: usize) -> RunPart {
        which.of(self.parts.as_ref()).get(run).cloned().unwrap_or_default()
    }

    /// Changes it.
    pub fn change(&mut self, command: BasisCommand) {
        match command {
            BasisCommand::Time(which, run, time) => self.set_time(which, run, time),
            BasisCommand::DropParts(which) => which.of_mut(&mut self.parts).clear(),
            BasisCommand::Samples(kind) => self.samples = Some(kind),
            BasisCommand::Threads(filter) => self.threads = filter,
            BasisCommand::Sum(is_summed) => self.is_summed = is_summed,
            BasisCommand::Hosts(hosts) => self.hosts = hosts,
        }
    }

    fn set_time(&mut self, which: Which, run: usize, time: Option<TimeRange>) {
        let parts = which.of_mut(&mut self.parts);
        if parts.len() <= run {
            parts.resize(run + 1, RunPart::default());
        }
        parts[run].time = time.filter(|it| it.start < it.end);
    }

    /// Compares these parts.
    pub fn set_parts(&mut self, parts: Sides<Vec<RunPart>>) {
        self.parts = parts;
    }

    /// Whether all of a side is compared, but for threads chosen by their names.
    pub fn is_whole(&self, which: Which) -> bool {
        which.of(self.parts.as_ref()).iter().all(RunPart::is_whole)
    }

    /// Which hosts count as others.
    ///
    /// # Errors
    ///
    /// The text that is no rule.
    pub fn aliases(&self) -> Result<HostAliases, String> {
        HostAliases::parse(self.hosts.split(',').filter(|it| !it.trim().is_empty()))
    }

    /// Whether the same is compared as with `other`, but for which hosts count as others.
    pub fn is_like(&self, other: &Self) -> bool {
        let same_parts = Which::BOTH.into_iter().all(|which| {
            let of = |it: &Self| {
                let mut parts = which.of(it.parts.as_ref()).clone();
                while parts.last().is_some_and(RunPart::is_whole) {
                    parts.pop();
                }
                parts
            };
            of(self) == of(other)
        });
        let of = |it: &Self| (it.samples, it.is_summed, it.threads.clone());
        same_parts && of(self) == of(other)
    }

    /// What was before becomes what is after.
    pub fn swap(&mut self) {
        self.parts = std::mem::take(&mut self.parts).swapped();
    }
}
