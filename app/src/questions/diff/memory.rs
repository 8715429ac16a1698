//! One part of memory over time, of every run of both sides.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{MemoryRun, Sides};
use asyncscope_core::units::Nanos;

use crate::diff::Diff;
use crate::jobs::Job;

/// Parts that the axis of time is cut into: of each, the least and the most is shown.
const PARTS: usize = 400;

/// One run as a line: moments in nanoseconds from its beginning, and bytes.
pub type Line = Vec<(u64, u64)>;

/// One part of memory over time.
#[derive(Debug, Default)]
pub struct MemoryLines {
    /// A line for each run.
    pub lines: Sides<Vec<Line>>,
    /// How long the longest run is, in nanoseconds.
    pub end: u64,
    /// The most that any run took, in bytes.
    pub most: u64,
}

impl Diff {
    /// Asks for the lines of the part of memory that is chosen.
    pub(super) fn ask_memory_lines(&mut self, ctx: &egui::Context) {
        let Some(all) = self.ask_memory(ctx) else { return };
        let Some(at) = self.chosen_memory() else { return };
        self.answers.lines.ask(at, || {
            Job::spawn("Drawing memory", ctx, move |task| {
                task.advance(0)?;
                let runs = &all[at].runs;
                let every = || runs.before.iter().chain(&runs.after);
                let end = every().filter_map(|it| it.points.last()).map(|it| it.0.0).max();
                let end = end.unwrap_or(0).max(1);
                let most = every().map(|it| it.most).max().unwrap_or(0);
                let line = |it: &MemoryRun| thinned(&it.points, end);
                let lines = runs.as_ref().map(|side| side.iter().map(line).collect());
                Ok(Arc::new(MemoryLines { lines, end, most }))
            })
        });
    }

    /// The part of memory that is shown: the one that is chosen, or the first one.
    pub fn chosen_memory(&self) -> Option<usize> {
        let all = self.answers.memory.value()?;
        let chosen = all.iter().position(|it| Some(it.field) == self.place.field);
        chosen.or((!all.is_empty()).then_some(0))
    }
}

/// The least and the most of each part of the axis, in order of time.
fn thinned(points: &[(Nanos, u64)], end: u64) -> Line {
    let part = |time: Nanos| u128::from(time.0) * PARTS as u128 / u128::from(end);
    let mut line = Line::new();
    for chunk in points.chunk_by(|a, b| part(a.0) == part(b.0)) {
        let least = chunk.iter().min_by_key(|it| it.1);
        let most = chunk.iter().max_by_key(|it| it.1);
        let mut both: Vec<(u64, u64)> =
            least.into_iter().chain(most).map(|it| (it.0.0, it.1)).collect();
        both.sort_unstable();
        both.dedup();
        line.extend(both);
    }
    line
}
