//! The ruler: moments above the chart, lines through it, and the selected time.

use std::ops::Range;

use asyncscope_core::analysis::diff::scale::PARTS;
use asyncscope_core::units::{Count, SizeUnits, THIN_SPACE, WeightUnit};
use egui::{Align2, Painter, Rect, Stroke, pos2, vec2};

use super::scale::Scale;
use super::viewport::Viewport;
use crate::theme::{Tokens, Type};
use crate::widgets::text;

/// Room between a label and the next tick, in points.
const AROUND: f32 = 24.0;
/// Room between a tick and its label, in points.
const BESIDE: f32 = 4.0;

/// Where the ruler has its ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// From one with a label to the next: 1, 2 or 5 times a power of ten, or a power of two.
    pub step: u64,
    /// From one to the next, labelled or not.
    pub minor: u64,
}

impl Ticks {
    /// The closest ticks that are at least `least` of a unit apart.
    pub fn apart(least: f64, unit: WeightUnit) -> Self {
        if unit == WeightUnit::Bytes && SizeUnits::current() == SizeUnits::Binary {
            let powers = (0..u64::BITS).map(|it| 1_u64 << it);
            let step = powers.into_iter().find(|it| least <= as_f64(*it)).unwrap_or(1 << 63);
            return Self { step, minor: (step / 4).max(1) };
        }
        let mut power = 1_u64;
        loop {
            for (factor, parts) in [(1, 5), (2, 4), (5, 5)] {
                let step = power.saturating_mul(factor);
                if least <= as_f64(step) || step == u64::MAX {
                    let minor = if step.is_multiple_of(parts) { step / parts } else { step };
                    return Self { step, minor };
                }
            }
            power = power.saturating_mul(10);
        }
    }

    /// The ticks between two positions, the minor ones too.
    pub fn within(self, range: &Range<u64>) -> impl Iterator<Item = u64> + use<> {
        let first = range.start.div_ceil(self.minor).checked_mul(self.minor);
        let (end, minor) = (range.end, self.minor);
        let next = move |&it: &u64| it.checked_add(minor);
        std::iter::successors(first, next).take_while(move |&it| it <= end)
    }

    /// Whether a tick has a label.
    pub fn is_major(self, tick: u64) -> bool {
        tick.is_multiple_of(self.step)
    }

    /// The label of a tick, with as many decimals as tell it from the next: `31.418 s`.
    pub fn label(self, tick: u64, unit: WeightUnit) -> String {
        if unit != WeightUnit::Nanoseconds {
            return unit.show(tick);
        }
        let whole = Count(tick / 1_000_000_000);
        let decimals = 9_u32.saturating_sub(self.step.ilog10());
        if decimals == 0 {
            return format!("{whole}{THIN_SPACE}s");
        }
        let part = tick % 1_000_000_000 / 10_u64.pow(9 - decimals);
        format!("{whole}.{part:0width$}{THIN_SPACE}s", width = decimals as usize)
    }
}

#[expect(clippy::cast_precision_loss, reason = "compared with a distance on the screen")]
fn as_f64(number: u64) -> f64 {
    number as f64
}

/// Length of a selected range in words: `450.0 ms`.
pub fn length(unit: WeightUnit, length: u64) -> String {
    /// Nanoseconds of a tenth of a millisecond.
    const TENTH: u64 = 100_000;
    match (unit, length) {
        (WeightUnit::Nanoseconds, TENTH..10_000_000_000) => {
            let tenths = (length + TENTH / 2) / TENTH;
            format!("{}.{}{THIN_SPACE}ms", Count(tenths / 10), tenths % 10)
        }
        _ => unit.show(length),
    }
}

/// Parts of a whole in percent, with as many decimals as it needs, at most four.
pub(super) fn share(parts: u64) -> String {
    let text = format!("{:.4}", as_f64(parts) / as_f64(PARTS) * 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}{THIN_SPACE}%")
}

/// The ruler of a chart.
pub(super) struct Ruler<'a> {
    /// The strip it is painted on.
    pub(super) rect: Rect,
    /// Where positions lie.
    pub(super) scale: &'a Scale,
    /// What positions count.
    pub(super) unit: WeightUnit,
    /// Whether they are shares of a whole.
    pub(super) has_shares: bool,
    /// The selected stretch.
    pub(super) selected: Option<&'a Range<u64>>,
    pub(super) tokens: &'a Tokens,
}

impl Ruler<'_> {
    fn label(&self, ticks: Ticks, tick: u64) -> String {
        if self.has_shares { share(tick) } else { ticks.label(tick, self.unit) }
    }

    /// The ticks whose labels fit.
    pub(super) fn ticks(&self, painter: &Painter, view: Viewport) -> Ticks {
        let mut least = 40.0;
        loop {
            let ticks = Ticks::apart(self.scale.units(least), self.unit);
            let label = self.label(ticks, view.range().end / ticks.step * ticks.step);
            let label = text::line(painter, Type::Caption, self.tokens.text2, &label, 400.0);
            let needed = label.size().x + AROUND;
            if needed <= least {
                return ticks;
            }
            least = needed.max(least + 1.0);
        }
    }

    /// Paints the strip.
    pub(super) fn paint(&self, painter: &Painter, ticks: Ticks, view: Viewport) {
        let painter = painter.with_clip_rect(self.rect.intersect(painter.clip_rect()));
        painter.rect_filled(self.rect, 0.0, self.tokens.bg1);
        let span = self.selected.map(|it| self.span(it));
        for tick in ticks.within(&view.range()) {
            let x = self.scale.x(self.scale.column_of(tick));
            let is_covered = span.is_some_and(|it| it.x_range().contains(x));
            if !is_covered {
                self.paint_tick(&painter, x, ticks, tick, span);
            }
        }
        let bottom = self.rect.bottom() - self.scale.points_per_pixel() / 2.0;
        painter.hline(self.rect.x_range(), bottom, Stroke::new(1.0, self.tokens.line));
        if let (Some(span), Some(range)) = (span, self.selected) {
            self.paint_selected(&painter, span, range);
        }
    }

    fn paint_tick(&self, painter: &Painter, x: f32, ticks: Ticks, tick: u64, span: Option<Rect>) {
        let is_major = ticks.is_major(tick);
        let bottom = self.rect.bottom() - 1.0;
        let height = if is_major { 8.0 } else { 4.0 };
        let color = if is_major { self.tokens.line2 } else { self.tokens.line };
        let width = self.scale.points_per_pixel();
        let line = Rect::from_min_size(pos2(x, bottom - height), vec2(width, height));
        painter.rect_filled(line, 0.0, color);
        if !is_major {
            return;
        }
        let label = self.label(ticks, tick);
        let label = text::line(painter, Type::Caption, self.tokens.text2, &label, 400.0);
        let at = pos2(x + BESIDE, self.rect.top() + 3.0);
        let room = Rect::from_min_size(at, label.size()).expand2(vec2(BESIDE, 0.0));
        let is_covered = span.is_some_and(|it| it.x_range().intersects(room.x_range()));
        if !is_covered && room.right() <= self.rect.right() {
            painter.galley(at, label, self.tokens.text2);
        }
    }

    /// The selected stretch on the strip.
    fn span(&self, range: &Range<u64>) -> Rect {
        let columns = [range.start, range.end].map(|it| self.scale.x(self.scale.column_of(it)));
        Rect::from_x_y_ranges(columns[0]..=columns[1], self.rect.y_range())
    }

    fn paint_selected(&self, painter: &Painter, span: Rect, range: &Range<u64>) {
        let tokens = self.tokens;
        painter.rect_filled(span, 0.0, tokens.sel);
        for x in [span.left(), span.right()] {
            let edge = Rect::from_min_size(
                pos2(x, span.top()),
                vec2(self.scale.points_per_pixel(), span.height()),
            );
            painter.rect_filled(edge, 0.0, tokens.accent);
        }
        let said = format!("{} selected", length(self.unit, range.end - range.start));
        let said = text::line(painter, Type::CaptionStrong, tokens.text, &said, 400.0);
        let seen = span.intersect(self.rect);
        if said.size().x + 2.0 * BESIDE <= seen.width() {
            let at = Align2::CENTER_CENTER.anchor_size(seen.center(), said.size());
            painter.galley(at.min, said, tokens.text);
            return;
        }
        // Beside it, on whichever side there is room.
        let fits = span.right() + said.size().x + 2.0 * BESIDE <= self.rect.right();
        let (x, align) = if fits {
            (span.right() + 2.0 * BESIDE, Align2::LEFT_CENTER)
        } else {
            (span.left() - 2.0 * BESIDE, Align2::RIGHT_CENTER)
        };
        let room = align.anchor_size(pos2(x, span.center().y), said.size());
        painter.rect_filled(room.expand(BESIDE - 1.0), 0.0, tokens.bg1);
        painter.galley(room.min, said, tokens.text);
    }
}
