//! Which of the boxes of a row match the search.

use std::ops::Range;

use asyncscope_core::analysis::FlameMatches;

/// The matches of one row, met from left to right.
pub(super) struct Matches<'a>(&'a [u32]);

impl<'a> Matches<'a> {
    pub(super) fn of(matches: Option<&'a FlameMatches>, row: usize) -> Self {
        Self(matches.map_or(&[], |it| it.in_row(row)))
    }

    /// Whether one of `boxes` matches, all of which stand right of those asked before.
    ///
    /// Steps grow until they are too far: a block may hold many matches, or be far from the last.
    pub(super) fn has_any(&mut self, boxes: &Range<usize>) -> bool {
        let is_left = |it: &u32| (*it as usize) < boxes.start;
        let mut step = 1;
        while self.0.get(step - 1).is_some_and(is_left) {
            step *= 2;
        }
        let reach = step.min(self.0.len());
        let n_left = self.0[..reach].partition_point(is_left);
        self.0 = &self.0[n_left..];
        self.0.first().is_some_and(|&it| (it as usize) < boxes.end)
    }
}
