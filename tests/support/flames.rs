//! Flame layouts of any size, made without samples.

use std::num::NonZeroU32;
use std::ops::Range;

use asyncscope_core::analysis::{FlameKind, FlameLayout, FlameLayoutBuilder};
use asyncscope_core::model::{Frame, Recording};
use asyncscope_core::units::{Nanos, WeightUnit};

use crate::random::Random;

/// A recording of `n` functions `work0`, `work1`, ..., of several categories in turn, that lasts
/// `duration` and has no samples.
pub fn functions(n: usize, duration: Nanos) -> Recording {
    let mut it = Recording { duration, ..Recording::default() };
    let urls = ["file:///app/a.js", "file:///app/node_modules/b/b.js", "node:fs", ""];
    for number in 0..n {
        let name = match number % 23 {
            22 => "(garbage collector)".to_owned(),
            _ => format!("work{number}"),
        };
        let url = if name.starts_with('(') { "" } else { urls[number % urls.len()] };
        let (name, url) = (it.strings.intern(&name), it.strings.intern(url));
        // No two are the same, also where their names are.
        let line = u32::try_from(number).ok().and_then(NonZeroU32::new);
        let frame = Frame { name, url, line, column: None };
        it.frames.intern(frame, &mut it.strings);
    }
    it
}

/// `n_rows` rows of about `per_row` boxes each, of uneven lengths, that fill `extent` with a few
/// gaps; they show `n_functions` functions in no order.
pub fn wall(n_rows: usize, per_row: usize, n_functions: usize, extent: Range<u64>) -> FlameLayout {
    let mut builder =
        FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, extent.clone());
    let step = ((extent.end - extent.start) / per_row.max(1) as u64).max(1);
    let n_functions = u64::try_from(n_functions.max(1)).unwrap_or(u64::MAX);
    let mut random = Random::new(1);
    for row in 0..n_rows {
        let mut now = extent.start;
        while now < extent.end {
            let length = (step * (32 + random.below(64)) / 64).max(1);
            let item = u32::try_from(random.below(n_functions)).unwrap_or(0);
            let gap = if random.below(16) == 0 { length / 4 } else { 0 };
            builder.push(row, now..now + length - gap, item);
            now += length;
        }
    }
    builder.finish()
}
