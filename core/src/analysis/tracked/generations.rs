//! Generations of objects, and what their survivors tell.
//!
//! Objects tracked between two moments at which garbage was collected are a generation. A cache
//! that fills once keeps survivors of the first few; a leak keeps some of nearly each. The last
//! generation tells nothing: it may simply not have been collected yet.

use crate::model::{GcKind, Recording};
use crate::units::{Nanos, TimeRange};

/// The most generations told apart; where there are more boundaries, some are left out.
const MOST: usize = 12;

/// Fewer generations than this with objects of a class tell no trend.
const ENOUGH: usize = 3;

/// Where generations begin and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundaries {
    /// Where each generation but the first begins, ascending.
    pub times: Vec<Nanos>,
    /// What the boundaries are, for people: "heap snapshots" or "major garbage collections".
    pub what: &'static str,
}

/// The objects of a class that were tracked in one generation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerationRow {
    /// When they were tracked.
    pub range: TimeRange,
    /// Their number.
    pub created: u64,
    /// How many of them are alive in the end.
    pub survived: u64,
    /// The bytes of those.
    pub survived_bytes: u64,
}

/// What generations tell of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// At least three generations have survivors, and so have at least half of the later ones:
    /// ever more objects stay alive.
    Growing,
    /// Some survive, but not of ever more generations: as a cache that fills once does.
    Steady,
    /// None survives but of the last generation, which may simply not have been collected yet.
    Collected,
    /// There are too few generations to tell.
    Unknown,
}

impl Verdict {
    /// Its name in CSV, JSON and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Steady => "steady",
            Self::Collected => "collected",
            Self::Unknown => "unknown",
        }
    }

    /// What it means, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Growing => "Objects of ever more generations stay alive: perhaps a leak.",
            Self::Steady => "Some stay alive, but not ever more: as a cache that fills once.",
            Self::Collected => "All but perhaps the last generation were collected.",
            Self::Unknown => "Too few collections to tell.",
        }
    }

    /// What `generations` tell, in order of time; the last one does not count.
    pub fn of(generations: &[GenerationRow]) -> Self {
        let judged = generations.split_last().map_or(&[][..], |it| it.1);
        let judged: Vec<bool> =
            judged.iter().filter(|it| it.created > 0).map(|it| it.survived > 0).collect();
        let count = |all: &[bool]| all.iter().filter(|it| **it).count();
        let n_surviving = count(&judged);
        if judged.is_empty() {
            return Self::Unknown;
        }
        if n_surviving == 0 {
            return Self::Collected;
        }
        if judged.len() < ENOUGH {
            return Self::Unknown;
        }
        let later = &judged[judged.len() / 2..];
        if n_surviving >= ENOUGH && count(later) * 2 >= later.len() {
            Self::Growing
        } else {
            Self::Steady
        }
    }
}

/// Where generations begin within `range`: at heap snapshots, if there are two, since the recorder
/// collects garbage before each if it can; or else where whole heaps were collected.
pub fn boundaries(recording: &Recording, range: &TimeRange) -> Boundaries {
    let snapshots = recording.snapshots.time.iter().copied();
    let snapshots: Vec<Nanos> = snapshots.filter(|it| range.contains(it)).collect();
    if snapshots.len() >= 2 {
        return Boundaries { times: thinned(snapshots), what: "heap snapshots" };
    }
    let gcs = &recording.gcs;
    let major = gcs.kind.indices().filter(|&it| gcs.kind[it] == GcKind::Major);
    let ends = major.map(|it| gcs.start[it] + gcs.duration[it]);
    let mut ends: Vec<Nanos> = ends.filter(|it| range.contains(it)).collect();
    ends.sort_unstable();
    ends.dedup();
    Boundaries { times: thinned(ends), what: "major garbage collections" }
}

/// At most so many of the moments that all generations have a number; always the last.
fn thinned(times: Vec<Nanos>) -> Vec<Nanos> {
    let n = times.len();
    if n < MOST {
        return times;
    }
    (1..MOST).map(|it| times[(it * n).div_ceil(MOST - 1).min(n) - 1]).collect()
}

impl Boundaries {
    /// The generation of what was tracked at `time`.
    pub fn generation(&self, time: Nanos) -> usize {
        self.times.partition_point(|it| *it <= time)
    }

    /// Every generation of `range`, empty so far.
    pub(super) fn empty(&self, range: &TimeRange) -> Vec<GenerationRow> {
        let starts = std::iter::once(range.start).chain(self.times.iter().copied());
        let ends = self.times.iter().copied().chain(std::iter::once(range.end));
        starts
            .zip(ends)
            .map(|(start, end)| GenerationRow {
                range: start..end,
                created: 0,
                survived: 0,
                survived_bytes: 0,
            })
            .collect()
    }
}
