//! Memory of two sides over time.

use super::noise::{Difference, Figure, Tested, Values, judge};
use super::sides::{Quantity, Run, Runs, Sides};
use crate::analysis::memory::{MemoryField, ProcessMemory, process_memory, slope_per_minute};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// One part of memory in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryRun {
    /// What it took, in order of time; times count from the beginning of the selected time, so that
    /// runs can be laid over each other.
    pub points: Vec<(Nanos, u64)>,
    /// How fast it grew, in bytes per minute (least squares); `None` without two moments.
    pub slope: Option<f64>,
    /// The most that it took, in bytes.
    pub most: u64,
    /// What it took in the mean of all points, in bytes.
    pub mean: f64,
}

/// One part of memory on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryDiff {
    /// The part.
    pub field: MemoryField,
    /// Every run that was measured.
    pub runs: Sides<Vec<MemoryRun>>,
    /// How fast it grew, in bytes per minute, in the mean of all runs. Its change is no ratio where
    /// one side shrank.
    pub slope: Difference,
    /// The most that it took, in the mean of all runs.
    pub most: Difference,
    /// What it took, in the mean of all runs.
    pub mean: Difference,
}

/// The memory of both sides: for each part that both were measured in, the series of each run. Of
/// several processes it is that of the one that took most.
pub fn diff_memory(runs: Runs<'_>, task: &Task) -> Result<Vec<MemoryDiff>, Cancelled> {
    let measured = runs.try_map(|side| {
        let memory = side.iter().map(|run| largest(run, task));
        memory.collect::<Result<Vec<_>, Cancelled>>()
    })?;
    let mut rows = Vec::new();
    let mut tested: [Vec<Option<Tested>>; 3] = Default::default();
    for field in MemoryField::ALL {
        let runs = measured.as_ref().zip(runs).map(|(memory, side)| {
            let each = memory.iter().zip(side);
            let series = each.filter_map(|(memory, run)| series(memory.as_ref()?, run, field));
            series.collect::<Vec<MemoryRun>>()
        });
        if runs.before.is_empty() || runs.after.is_empty() {
            continue;
        }
        let slopes = runs.as_ref().map(|it| it.iter().filter_map(|it| it.slope).collect());
        let peaks = runs.as_ref().map(|it| it.iter().map(|it| to_f64(it.most)).collect());
        let means = runs.as_ref().map(|it| it.iter().map(|it| it.mean).collect());
        let figures = [slopes, peaks, means];
        let difference = |it: &Sides<Vec<f64>>| {
            Difference::untested(Quantity::Bytes, it.as_ref().map(|it| mean(it)))
        };
        let [slope, most, mean] = [0, 1, 2].map(|it| difference(&figures[it]));
        for (tested, values) in tested.iter_mut().zip(figures) {
            tested.push(Some(Values::choose(values, None).test(Figure::Median)));
        }
        rows.push(MemoryDiff { field, runs, slope, most, mean });
    }
    let evidence = tested.map(|it| judge(&it));
    for (at, row) in rows.iter_mut().enumerate() {
        let figures = [&mut row.slope, &mut row.most, &mut row.mean];
        for (figure, evidence) in figures.into_iter().zip(&evidence) {
            figure.judged(evidence[at]);
        }
    }
    Ok(rows)
}

/// The memory of the process that took most.
fn largest(run: &Run<'_>, task: &Task) -> Result<Option<ProcessMemory>, Cancelled> {
    let all = process_memory(run.recording, task)?;
    let is_selected = |it: &ProcessMemory| run.selection.has_process(run.recording, it.process);
    // The first of those that took as much.
    let most = |a: ProcessMemory, b: ProcessMemory| if b.most > a.most { b } else { a };
    Ok(all.into_iter().filter(is_selected).reduce(most))
}

fn series(memory: &ProcessMemory, run: &Run<'_>, field: MemoryField) -> Option<MemoryRun> {
    let time = run.selection.time_of(run.recording);
    // The last moment of a recording belongs to it.
    let is_within = |it: Nanos| {
        time.contains(&it) || run.selection.time.is_none() && it == run.recording.duration
    };
    let within = memory.points.iter().filter(|it| is_within(it.time));
    let points: Vec<(Nanos, u64)> =
        within.filter_map(|it| Some((it.time.since(time.start), field.of(&it.memory)?))).collect();
    let most = points.iter().map(|it| it.1).max()?;
    let values: Vec<f64> = points.iter().map(|it| to_f64(it.1)).collect();
    let mean = mean(&values)?;
    Some(MemoryRun { slope: slope_per_minute(&points), most, mean, points })
}

#[expect(clippy::cast_precision_loss, reason = "a mean has few digits")]
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[expect(clippy::cast_precision_loss, reason = "bytes of a process")]
fn to_f64(bytes: u64) -> f64 {
    bytes as f64
}
