//! What an operation did with its time, in its box: where it ran, and where it may have stood
//! behind others. What is left was waiting.

use std::ops::Range;

use asyncscope_core::model::{AsyncSpanIndex, Category};
use egui::Color32;

use super::brush::Brush;
use crate::theme::Tokens;

/// What is told apart within the boxes of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Piece {
    /// It, or a part of it, ran.
    Running,
    /// It may have stood behind others on a busy event loop.
    Queued,
    /// It waited for anything else.
    Waiting,
}

impl Piece {
    /// All, in the order of the legend.
    pub(in super::super) const ALL: [Piece; 3] = [Self::Running, Self::Waiting, Self::Queued];

    /// Its name in the legend.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Queued => "behind others",
        }
    }

    /// Its colour; of [`Piece::Queued`] that of the hatch.
    pub(in super::super) fn color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Running => tokens.category(Category::Application).fill,
            Self::Waiting => tokens.waiting.fill,
            Self::Queued => tokens.warn,
        }
    }

    /// Its bit among what is seen in a lane: behind those of categories.
    pub(in super::super) fn bit(self) -> u16 {
        1 << (Category::ALL.len() + self as usize)
    }
}

impl Brush<'_> {
    /// Paints the pieces of an operation over its box. Says which it has, as bits, and whether any
    /// lies where its label is.
    pub(super) fn pieces(
        &mut self,
        span: AsyncSpanIndex,
        columns: &Range<i32>,
        lines: &Range<i32>,
    ) -> (u16, bool) {
        let none = (0, false);
        let chart = self.view.chart;
        let known = chart.pieces.and_then(|it| it.get(span).copied().flatten());
        let Some(known) = known else { return none };
        let spans = &chart.recording.async_spans;
        let range = spans.range(span);
        let within = |from: u64, to: u64| {
            let at = |time| self.view.scale.column_of(time).clamp(columns.start, columns.end);
            at(from)..at(to)
        };
        let ran = [within(range.start.0, known.began.0), within(known.resumed.0, range.end.0)];
        let queued = within(known.queued.0, known.resumed.0);
        let mut seen = Piece::Waiting.bit();
        for part in ran.iter().filter(|it| !it.is_empty()) {
            self.fill(part, lines, Piece::Running.color(self.tokens));
            seen |= Piece::Running.bit();
        }
        if !queued.is_empty() {
            self.hatch(&queued, lines, Piece::Queued.color(self.tokens));
            seen |= Piece::Queued.bit();
        }
        let waits_first = known.began.0 <= range.start.0 && queued.start > columns.start;
        (seen, !waits_first)
    }
}
