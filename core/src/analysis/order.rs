//! The order in which functions stand where nothing else decides.

use rayon::prelude::*;

use crate::index::Column;
use crate::model::{FrameIndex, Recording};
use crate::strings::StringIndex;

/// The rank of each function by name, then script, line and column.
///
/// No two ranks are equal. Texts are compared once per distinct text, not once per function: many
/// functions can share a script whose name is long.
pub(crate) fn frame_ranks(recording: &Recording) -> Column<FrameIndex, u32> {
    let frames = &recording.frames;
    let text_rank = text_ranks(recording);
    let key = |&it: &FrameIndex| {
        let frame = frames.get(it);
        (text_rank[frame.name], text_rank[frame.url], frame.line, frame.column, it)
    };
    let mut sorted: Vec<FrameIndex> = frames.indices().collect();
    sorted.par_sort_unstable_by_key(key);
    let mut rank: Column<FrameIndex, u32> = vec![0; frames.len()].into();
    for (place, &frame) in (0..).zip(&sorted) {
        rank[frame] = place;
    }
    rank
}

/// The rank of each text that names a function or a script; 0 for the others.
fn text_ranks(recording: &Recording) -> Column<StringIndex, u32> {
    let mut rank: Column<StringIndex, u32> = vec![0; recording.strings.len()].into();
    let mut used = Vec::new();
    for frame in recording.frames.indices() {
        let frame = recording.frames.get(frame);
        for text in [frame.name, frame.url] {
            if rank[text] == 0 {
                rank[text] = 1;
                used.push(text);
            }
        }
    }
    used.par_sort_unstable_by_key(|&it| recording.text(it));
    for (place, &text) in (1..).zip(&used) {
        rank[text] = place;
    }
    rank
}
