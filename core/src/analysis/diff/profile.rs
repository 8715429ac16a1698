//! The samples of two sides over one table of functions and stacks.

use std::num::NonZeroU32;
use std::sync::Arc;

use super::comparable::kinds_of_samples;
use super::matching::{Matching, match_functions};
use super::noise::MIN_RUNS;
use super::scale::{Normalisation, Scale};
use super::sides::{Quantity, Run, Runs, Sides};
use crate::analysis::functions::{KeyTally, tallies_by};
use crate::analysis::own_weights::Tally;
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::weighed::{WeighedStacks, weigh};
use crate::index::Column;
use crate::model::{
    Category, Frame, FrameIndex, ProfileKind, Recording, StackBuilder, StackIndex, StackTable,
};
use crate::task::{Cancelled, Task};
use crate::units::WeightUnit;

/// Where a function is on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionPlace {
    /// Its script, as recorded.
    pub url: Box<str>,
    /// Line of its first character, counted from 1.
    pub line: Option<NonZeroU32>,
    /// Column of its first character, counted from 1.
    pub column: Option<NonZeroU32>,
}

impl FunctionPlace {
    /// The place of a function of a recording.
    pub(super) fn of(recording: &Recording, frame: Frame) -> Self {
        Self { url: recording.text(frame.url).into(), line: frame.line, column: frame.column }
    }
}

/// One run of a side in a few numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunWeight {
    /// Weight of all its samples.
    pub sum: u64,
    /// Of that, without idle ones.
    pub busy: u64,
    /// Number of its samples.
    pub n_samples: u64,
}

/// The samples of two sides, summed over their runs, by stacks of one table.
///
/// Stacks of functions that are [the same](super) are the same. The two [`WeighedStacks`] share
/// their table, so a stack that only one side has weighs nothing on the other. Everything that
/// takes a recording and weighed stacks takes `names` and one of them.
#[derive(Clone, Debug)]
pub struct DiffProfile {
    /// Names of functions: a recording that holds nothing but strings, functions and stacks.
    /// Functions are named as they are after, or before where they are gone.
    pub names: Arc<Recording>,
    /// What stacks weigh on each side, all runs together.
    pub weighed: Sides<WeighedStacks>,
    /// Each run by itself.
    pub runs: Sides<Vec<RunWeight>>,
    /// The normalisation that fits: absolute where the sides are about as long.
    pub fitting: Normalisation,
    /// For each run of each side, which function of `names` one of its own is.
    pub functions: Sides<Vec<Column<FrameIndex, FrameIndex>>>,
    pub(super) places: Column<FrameIndex, Sides<Option<FunctionPlace>>>,
    /// What each function weighs in each run, where there are enough runs to judge by.
    pub(super) of_runs: Sides<Vec<Column<FrameIndex, KeyTally>>>,
}

impl DiffProfile {
    /// What weights count.
    pub fn unit(&self) -> WeightUnit {
        self.weighed.after.unit
    }

    /// What is slower or larger.
    pub fn quantity(&self) -> Quantity {
        match self.unit() {
            WeightUnit::Nanoseconds => Quantity::Time,
            WeightUnit::Bytes => Quantity::Bytes,
            WeightUnit::Count => Quantity::Count,
        }
    }

    /// Where a function is on each side.
    pub fn places(&self, frame: FrameIndex) -> Sides<Option<&FunctionPlace>> {
        self.places[frame].as_ref().map(Option::as_ref)
    }

    /// How weights of either side are made comparable.
    pub fn scale(&self, normalisation: Normalisation) -> Scale {
        let busy = self.weighed.as_ref().map(WeighedStacks::busy);
        let n_runs = self.runs.as_ref().map(Vec::len);
        Scale::new(normalisation, busy, n_runs)
    }
}

/// Matches the functions of all runs and sums their samples by stacks: those of the first kind that
/// all runs have.
pub fn diff_profile(runs: Runs<'_>, task: &Task) -> Result<DiffProfile, Cancelled> {
    let kind = kinds_of_samples(runs).first().copied().unwrap_or(ProfileKind::Cpu);
    diff_profile_of(runs, kind, task)
}

/// Matches the functions of all runs and sums their samples of one kind by stacks.
///
/// Costs a pass over the samples, functions and stacks of each run.
pub fn diff_profile_of(
    runs: Runs<'_>,
    kind: ProfileKind,
    task: &Task,
) -> Result<DiffProfile, Cancelled> {
    let Matching { mut names, of_runs: functions, places } = match_functions(runs, task)?;
    let is_judged = runs.before.len() >= MIN_RUNS && runs.after.len() >= MIN_RUNS;
    let mut union = Union::default();
    let mut before = SideSum::default();
    let mut after = SideSum::default();
    for (side, (runs, maps)) in [&mut before, &mut after]
        .into_iter()
        .zip(runs.zip(functions.as_ref().map(|it| &it[..])).into_array())
    {
        for (run, map) in runs.iter().zip(maps) {
            let samples = Some(kind);
            let selection = Selection { samples, ..run.selection.clone() };
            let run = Run { selection: &selection, ..*run };
            side.add(&run, map, &mut union, is_judged, task)?;
        }
    }
    let stacks = Arc::new(union.stacks.finish());
    let idle: Vec<bool> =
        names.frames.indices().map(|it| names.frames.category(it) == Category::Idle).collect();
    let idle: Column<FrameIndex, bool> = idle.into();
    names.stacks = (*stacks).clone();
    let fitting = fitting(&before, &after);
    let runs = Sides::new(before.runs.clone(), after.runs.clone());
    let unit = Sides::new(before.unit, after.unit);
    let of_runs =
        Sides::new(std::mem::take(&mut before.tallies), std::mem::take(&mut after.tallies));
    let weighed = Sides::new(
        before.weighed(&stacks, &idle, unit.before, task)?,
        after.weighed(&stacks, &idle, unit.after, task)?,
    );
    let names = Arc::new(names);
    Ok(DiffProfile { names, weighed, runs, fitting, functions, places, of_runs })
}

/// Absolute where what is busy per run is equal within a tenth.
fn fitting(before: &SideSum, after: &SideSum) -> Normalisation {
    let mean = |side: &SideSum| {
        let sum: u128 = side.runs.iter().map(|it| u128::from(it.sum)).sum();
        sum / (side.runs.len().max(1) as u128)
    };
    Normalisation::fitting(Sides::new(mean(before), mean(after)))
}

/// The stacks of all runs.
#[derive(Default)]
struct Union {
    stacks: StackBuilder,
}

/// What the runs of one side weigh.
#[derive(Default)]
struct SideSum {
    own: Vec<Tally>,
    nobody: u64,
    unit: WeightUnit,
    runs: Vec<RunWeight>,
    tallies: Vec<Column<FrameIndex, KeyTally>>,
}

impl SideSum {
    fn add(
        &mut self,
        run: &Run<'_>,
        map: &Column<FrameIndex, FrameIndex>,
        union: &mut Union,
        is_judged: bool,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let weighed = weigh(run.recording, run.selection, task)?;
        let mut pace = Pace::new(task);
        let mut rows: Column<StackIndex, Option<StackIndex>> =
            vec![None; weighed.stacks.len()].into();
        for stack in weighed.stacks.indices() {
            pace.step()?;
            if weighed.total_samples[stack] == 0 {
                continue;
            }
            let caller = weighed.stacks.caller(stack).and_then(|it| rows[it]);
            let row = union.stacks.intern(caller, map[weighed.stacks.frame(stack)]);
            rows[stack] = Some(row);
            let at = crate::index::RowIndex::row(row);
            if self.own.len() <= at {
                self.own.resize(at + 1, Tally::default());
            }
            self.own[at].add(weighed.own_tally(stack));
        }
        self.nobody = self.nobody.saturating_add(weighed.nobody);
        self.unit = weighed.unit;
        let (sum, busy, n_samples) = (weighed.sum, weighed.busy(), weighed.n_samples);
        self.runs.push(RunWeight { sum, busy, n_samples });
        if is_judged {
            self.tallies.push(tallies_by(map, &weighed, task)?);
        }
        Ok(())
    }

    /// Sums up from callees to callers.
    fn weighed(
        self,
        stacks: &Arc<StackTable>,
        is_idle: &Column<FrameIndex, bool>,
        unit: WeightUnit,
        task: &Task,
    ) -> Result<WeighedStacks, Cancelled> {
        let summed = summed(self.own, (stacks, is_idle), unit, task)?;
        Ok(WeighedStacks { nobody: self.nobody, ..summed })
    }
}

/// Weighs stacks by what each weighs itself: sums up from callees to callers.
pub(super) fn summed(
    mut own: Vec<Tally>,
    (stacks, is_idle): (&Arc<StackTable>, &Column<FrameIndex, bool>),
    unit: WeightUnit,
    task: &Task,
) -> Result<WeighedStacks, Cancelled> {
    own.resize(stacks.len(), Tally::default());
    let own: Column<StackIndex, Tally> = own.into();
    let mut total = own.clone();
    let (mut sum, mut idle) = (Tally::default(), Tally::default());
    let mut pace = Pace::new(task);
    for stack in stacks.indices().rev() {
        pace.step()?;
        sum.add(own[stack]);
        if is_idle[stacks.frame(stack)] {
            idle.add(own[stack]);
        }
        if let Some(caller) = stacks.caller(stack) {
            let callee = total[stack];
            total[caller].add(callee);
        }
    }
    let column = |of: &Column<StackIndex, Tally>, get: fn(&Tally) -> u64| {
        of.iter().map(get).collect::<Vec<_>>().into()
    };
    Ok(WeighedStacks {
        own: column(&own, |it| it.weight),
        total: column(&total, |it| it.weight),
        own_samples: column(&own, |it| it.samples),
        total_samples: column(&total, |it| it.samples),
        sum: sum.weight,
        idle: idle.weight,
        n_samples: sum.samples,
        nobody: 0,
        unit,
        stacks: Arc::clone(stacks),
    })
}
