//! Which source lines samples were taken at.

use std::cmp::Reverse;
use std::num::NonZeroU32;

use hashbrown::HashMap;

use crate::analysis::selection::Selection;
use crate::model::{FrameIndex, LineTick, Recording};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

/// Whose lines are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineScope {
    /// A function's.
    Function(FrameIndex),
    /// A script's: of all its functions.
    Script(StringIndex),
}

/// Samples per source line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineHeat {
    /// The lines that were met, in order.
    pub lines: Vec<LineRow>,
    /// Samples of all lines together.
    pub ticks: u64,
    /// Whether the selection is narrower than the answer: files count lines over a whole profile,
    /// and do not tell when.
    pub is_of_whole_time: bool,
}

/// A source line and how often it was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRow {
    /// The line, counted from 1.
    pub line: NonZeroU32,
    /// Number of samples in which it was the line that ran.
    pub ticks: u64,
    /// The function that ran there; of several the one met most often, then the first of the
    /// recording.
    pub frame: FrameIndex,
}

impl LineHeat {
    /// The line that was met most often; of equals the first.
    pub fn hottest(&self) -> Option<LineRow> {
        self.lines.iter().copied().min_by_key(|it| (Reverse(it.ticks), it.line))
    }
}

/// Samples per source line of a function or a script, on the selected threads.
///
/// Empty where the file counts no lines. Time, name and transforms of the selection cannot be
/// applied, since the counts are of whole profiles: [`LineHeat::is_of_whole_time`] says if one was
/// asked for.
pub fn line_heat(
    recording: &Recording,
    selection: &Selection,
    scope: LineScope,
    task: &Task,
) -> Result<LineHeat, Cancelled> {
    let frames = &recording.frames;
    let is_in_scope = |tick: &&LineTick| match scope {
        LineScope::Function(frame) => tick.frame == frame,
        LineScope::Script(url) => frames.get(tick.frame).url == url,
    };
    let mut by_place: HashMap<(NonZeroU32, FrameIndex), u64> = HashMap::new();
    for profile in recording.profiles.iter().filter(|it| selection.has_thread(it.thread)) {
        for ticks in profile.line_ticks.chunks(1 << 16) {
            task.advance(ticks.len() as u64)?;
            for tick in ticks.iter().filter(is_in_scope) {
                let sum = by_place.entry((tick.line, tick.frame)).or_default();
                *sum = sum.saturating_add(tick.ticks);
            }
        }
    }
    let mut places: Vec<((NonZeroU32, FrameIndex), u64)> = by_place.into_iter().collect();
    places.sort_unstable();
    let mut heat = LineHeat { is_of_whole_time: selection.time.is_some(), ..LineHeat::default() };
    for places in places.chunk_by(|a, b| a.0.0 == b.0.0) {
        let most = places.iter().min_by_key(|it| (Reverse(it.1), it.0.1));
        let Some(&((line, frame), _)) = most else { continue };
        let ticks = places.iter().fold(0_u64, |sum, it| sum.saturating_add(it.1));
        heat.ticks = heat.ticks.saturating_add(ticks);
        heat.lines.push(LineRow { line, ticks, frame });
    }
    Ok(heat)
}
