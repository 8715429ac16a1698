//! How memory changed over a stretch of time.

use super::series::{self, MemoryField, MemoryPoint, ProcessMemory};
use crate::model::{MemoryUse, ProcessIndex, Recording};
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// Nanoseconds of a minute.
const MINUTE: f64 = 60e9;

/// How memory changed over a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryChange {
    /// When the first value was measured: the last before the stretch, or the first in it.
    pub from: MemoryPoint,
    /// When the last value was measured: the first after the stretch, or the last in it.
    pub to: MemoryPoint,
    /// How many points lie in the stretch itself.
    pub n_points: usize,
    /// How fast each field grew within the stretch, where at least two points tell.
    pub slopes: Vec<Slope>,
}

/// How fast a field grew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// The field.
    pub field: MemoryField,
    /// Bytes per minute, of the straight line that fits the points best (least squares).
    pub per_minute: f64,
}

impl MemoryChange {
    /// How many bytes a field grew by; negative where it shrank.
    pub fn delta(&self, field: MemoryField) -> Option<i64> {
        let signed = |it: &MemoryUse| field.of(it).map(|it| i64::try_from(it).unwrap_or(i64::MAX));
        Some(signed(&self.to.memory)? - signed(&self.from.memory)?)
    }

    /// How fast a field grew, in bytes per minute.
    pub fn slope(&self, field: MemoryField) -> Option<f64> {
        self.slopes.iter().find(|it| it.field == field).map(|it| it.per_minute)
    }
}

/// How the memory of a process changed around `range`; `None` if it was not measured twice.
pub fn memory_change(
    recording: &Recording,
    process: ProcessIndex,
    range: &TimeRange,
    task: &Task,
) -> Result<Option<MemoryChange>, Cancelled> {
    let memory = series::of_process(recording, process, task)?;
    Ok(memory.and_then(|it| it.change(range)))
}

impl ProcessMemory {
    /// How memory changed around `range`; `None` if it was not measured twice.
    pub fn change(&self, range: &TimeRange) -> Option<MemoryChange> {
        let points = &self.points;
        let within = series::within(points, range);
        let from = series::at(points, range.start).or(within.first()).or(points.first())?;
        let after = points.partition_point(|it| it.time < range.end);
        let to = points.get(after).or(points.last())?;
        if to.time <= from.time {
            return None;
        }
        let slope = |field: MemoryField| {
            let values = within.iter().filter_map(|it| Some((it.time, field.of(&it.memory)?)));
            let per_minute = slope_per_minute(&values.collect::<Vec<_>>())?;
            Some(Slope { field, per_minute })
        };
        let slopes = MemoryField::ALL.into_iter().filter_map(slope).collect();
        Some(MemoryChange { from: *from, to: *to, n_points: within.len(), slopes })
    }

    /// The points within a range.
    pub fn within(&self, range: &TimeRange) -> &[MemoryPoint] {
        series::within(&self.points, range)
    }

    /// What was measured at a moment, or last before it.
    pub fn at(&self, time: Nanos) -> Option<&MemoryPoint> {
        series::at(&self.points, time)
    }
}

/// How many bytes a minute values grow by: the slope of the straight line with the least squares
/// of distances. `None` without two moments.
pub fn slope_per_minute(points: &[(Nanos, u64)]) -> Option<f64> {
    let &(first, base) = points.first()?;
    #[expect(clippy::cast_precision_loss, reason = "a slope has few digits that matter")]
    let at = |&(time, value): &(Nanos, u64)| {
        let offset = if value >= base { (value - base) as f64 } else { -((base - value) as f64) };
        (time.since(first).0 as f64 / MINUTE, offset)
    };
    #[expect(clippy::cast_precision_loss, reason = "a number of points")]
    let n = points.len() as f64;
    let (sum_x, sum_y) = points.iter().map(at).fold((0.0, 0.0), |s, it| (s.0 + it.0, s.1 + it.1));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let (mut above, mut below) = (0.0, 0.0);
    for (x, y) in points.iter().map(at) {
        above += (x - mean_x) * (y - mean_y);
        below += (x - mean_x) * (x - mean_x);
    }
    (below > 0.0).then(|| above / below)
}
