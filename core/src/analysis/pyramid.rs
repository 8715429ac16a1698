//! The smallest and largest value of a counter within any stretch of time, at once.

use crate::analysis::buckets::Buckets;
use crate::analysis::pace::Pace;
use crate::model::{CounterIndex, Recording};
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// Points, or nodes of the level below, in a node.
const FAN_OUT: usize = 8;

/// A counter's points as they are recorded: never decreasing in time, all finite.
type Points = [(Nanos, f64)];

/// An index over the points of a counter, so that a graph of millions of them costs as much as the
/// pixels it is drawn on.
///
/// ```text
/// level 2  min and max of 64 points, and when the last of them is
/// level 1  of 8 points
/// points   themselves, in the recording
/// ```
#[derive(Clone, Debug)]
pub struct CounterPyramid {
    counter: CounterIndex,
    /// Level 1 and up.
    levels: Vec<Vec<Node>>,
}

/// What a counter did within one pixel.
///
/// A counter keeps its value from one point to the next. Every point within the pixel counts, and
/// before them the value from before, unless a point stands right where the pixel begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PixelValues {
    /// The smallest value.
    pub min: f64,
    /// The largest value.
    pub max: f64,
    /// The value when the pixel ends.
    pub last: f64,
}

/// Points that follow each other.
#[derive(Clone, Copy, Debug)]
struct Node {
    min: f64,
    max: f64,
    /// When the last of them is.
    end: Nanos,
}

impl CounterPyramid {
    /// Indexes the points of a counter. Takes 4 bytes per point.
    pub fn new(
        recording: &Recording,
        counter: CounterIndex,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let points = &recording.counters.points[counter];
        task.begin((points.len() / FAN_OUT) as u64);
        let mut pace = Pace::new(task);
        let mut levels = Vec::new();
        let mut level = Vec::with_capacity(points.len() / FAN_OUT);
        // Nodes that are not full are left out: their points are few enough to be looked at.
        for points in points.chunks_exact(FAN_OUT) {
            pace.step()?;
            let values = points.iter().map(|it| it.1);
            let end = points.last().map_or(Nanos(0), |it| it.0);
            level.push(Node {
                min: values.clone().fold(f64::INFINITY, f64::min),
                max: values.fold(f64::NEG_INFINITY, f64::max),
                end,
            });
        }
        while !level.is_empty() {
            let next = level.chunks_exact(FAN_OUT).map(Node::of).collect();
            levels.push(std::mem::replace(&mut level, next));
        }
        Ok(Self { counter, levels })
    }

    /// The counter.
    pub fn counter(&self) -> CounterIndex {
        self.counter
    }

    /// What the counter did in each of `n_pixels` equal parts of `range`; `None` before its first
    /// point.
    ///
    /// Exact: the same as a look at every point. The cost grows with the pixels, and with the
    /// logarithm of the points in each.
    pub fn query(
        &self,
        recording: &Recording,
        range: &TimeRange,
        n_pixels: usize,
    ) -> Vec<Option<PixelValues>> {
        let pixels = Buckets::new(range, n_pixels);
        let points = &recording.counters.points[self.counter];
        let mut next = points.partition_point(|it| it.0 < range.start);
        let mut value = next.checked_sub(1).map(|it| points[it].1);
        let pixel = |pixel| {
            let TimeRange { start, end } = pixels.bucket(pixel);
            let is_replaced = start < end && points.get(next).is_some_and(|it| it.0 == start);
            let held = value.filter(|_| !is_replaced);
            let held = held.map(|it| PixelValues { min: it, max: it, last: it });
            let seen = self.take_until(points, &mut next, end, held);
            value = seen.map(|it| it.last);
            seen
        };
        (0..n_pixels).map(pixel).collect()
    }

    /// The smallest and largest value within `range`, or `None` if there is no value yet.
    pub fn extremes(&self, recording: &Recording, range: &TimeRange) -> Option<(f64, f64)> {
        let all = self.query(recording, range, 1).first().copied().flatten();
        all.map(|it| (it.min, it.max))
    }

    /// Takes the points before `end` into `seen`, from point `next` on.
    fn take_until(
        &self,
        points: &Points,
        next: &mut usize,
        end: Nanos,
        mut seen: Option<PixelValues>,
    ) -> Option<PixelValues> {
        loop {
            // The largest node that begins here and ends in time.
            let mut node = None;
            let mut size = 1;
            for level in &self.levels {
                let is_start = next.is_multiple_of(size * FAN_OUT);
                let larger = level.get(*next / (size * FAN_OUT));
                let Some(larger) = larger.filter(|it| is_start && it.end < end) else { break };
                size *= FAN_OUT;
                node = Some(larger);
            }
            match (node, points.get(*next)) {
                (Some(node), _) => {
                    let last = points[*next + size - 1].1;
                    seen = Some(with(seen, node.min, node.max, last));
                }
                (None, Some(&(time, value))) if time < end => {
                    seen = Some(with(seen, value, value, value));
                }
                _ => return seen,
            }
            *next += size;
        }
    }
}

impl Node {
    /// Several nodes as one.
    fn of(nodes: &[Node]) -> Node {
        Node {
            min: nodes.iter().map(|it| it.min).fold(f64::INFINITY, f64::min),
            max: nodes.iter().map(|it| it.max).fold(f64::NEG_INFINITY, f64::max),
            end: nodes.last().map_or(Nanos(0), |it| it.end),
        }
    }
}

/// What was seen, and then these.
fn with(seen: Option<PixelValues>, min: f64, max: f64, last: f64) -> PixelValues {
    let Some(seen) = seen else { return PixelValues { min, max, last } };
    PixelValues { min: seen.min.min(min), max: seen.max.max(max), last }
}
