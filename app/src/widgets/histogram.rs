//! Bars of equal width side by side, with lines at some places and words below.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::text;
use crate::theme::{self, Type};

/// Height of the bars of a small histogram.
pub const BARS: f32 = 50.0;
/// Height of the words below.
const WORDS: f32 = 16.0;

/// A histogram.
#[derive(Clone, Copy, Debug)]
pub struct Histogram<'a> {
    /// What screen readers say.
    pub name: &'a str,
    /// How many lie in each bar.
    pub counts: &'a [u64],
    /// A bar that stands out.
    pub marked: Option<usize>,
    /// Lines across, from 0 at the left to 1 at the right, with a word each.
    pub lines: &'a [(f32, &'a str)],
    /// Words below, by place.
    pub words: &'a [(f32, String)],
    /// Height of the bars.
    pub height: f32,
    /// The bars that are chosen, if some are; to be changed by dragging, where `drags`.
    pub chosen: Option<(usize, usize)>,
    /// Whether bars can be chosen by dragging over them.
    pub drags: bool,
}

/// What was done to a histogram in this frame.
#[derive(Clone, Debug)]
pub struct HistogramEvents {
    /// What the pointer does.
    pub response: egui::Response,
    /// The bar that the pointer is on.
    pub hovered: Option<usize>,
    /// The first and the last bar of those that were dragged over, once the pointer is let go.
    pub dragged: Option<(usize, usize)>,
}

/// Shows a histogram as wide as there is room.
pub fn histogram(ui: &mut Ui, histogram: &Histogram<'_>) -> HistogramEvents {
    let size = vec2(ui.available_width(), histogram.height + WORDS);
    let sense = if histogram.drags { Sense::click_and_drag() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, histogram.name));
    let bars = Rect::from_min_size(rect.min, vec2(rect.width(), histogram.height));
    let width = bars.width() / as_points(histogram.counts.len().max(1));
    let hovered = response.hover_pos().filter(|it| bars.contains(*it));
    let hovered = hovered.and_then(|it| bar_at((it.x - bars.left()) / width, histogram));
    let dragged = dragged(ui, &response, bars, histogram);
    let chosen = dragged.or(histogram.chosen);
    paint_bars(ui, histogram, bars, width, (hovered, chosen));
    paint_lines(ui, histogram, bars);
    paint_words(ui, histogram, rect);
    let dragged = dragged.filter(|_| response.drag_stopped());
    HistogramEvents { response, hovered, dragged }
}

/// The first and the last bar of those that are dragged over.
fn dragged(
    ui: &Ui,
    response: &egui::Response,
    rect: Rect,
    histogram: &Histogram<'_>,
) -> Option<(usize, usize)> {
    if !histogram.drags {
        return None;
    }
    let (from, to) = super::dragged_x(ui, response)?;
    let last = histogram.counts.len().checked_sub(1)?;
    let bar = |x: f32| {
        let share = (x - rect.left()) / rect.width().max(1.0);
        bar_at(share * as_points(last + 1), histogram).unwrap_or(last)
    };
    Some((bar(from), bar(to)))
}

fn paint_bars(
    ui: &Ui,
    histogram: &Histogram<'_>,
    rect: Rect,
    width: f32,
    (hovered, chosen): (Option<usize>, Option<(usize, usize)>),
) {
    let tokens = theme::tokens(ui);
    let most = as_points(usize_of(histogram.counts.iter().copied().max().unwrap_or(0))).max(1.0);
    if let Some((first, last)) = chosen {
        let x = |bar: usize| rect.left() + as_points(bar) * width;
        let band = Rect::from_x_y_ranges(x(first)..=x(last + 1), rect.y_range());
        ui.painter().rect_filled(band, 0.0, tokens.range_tint);
    }
    for (i, &count) in histogram.counts.iter().enumerate().filter(|it| *it.1 > 0) {
        let left = rect.left() + as_points(i) * width;
        let gap = if width > 3.0 { 1.0 } else { 0.0 };
        // One among thousands is still to be seen.
        let height = (as_points(usize_of(count)) / most * (rect.height() - 14.0)).max(2.0);
        let right = left + width - gap;
        let bar = Rect::from_x_y_ranges(left..=right, rect.bottom() - height..=rect.bottom());
        let is_chosen = chosen.is_some_and(|(first, last)| (first..=last).contains(&i));
        let fill = if histogram.marked == Some(i) || is_chosen {
            tokens.accent
        } else if hovered == Some(i) {
            tokens.text2
        } else {
            tokens.line2
        };
        ui.painter().rect_filled(bar, 0.0, fill);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() + 0.5, Stroke::new(1.0, tokens.line));
}

fn paint_lines(ui: &Ui, histogram: &Histogram<'_>, rect: Rect) {
    let tokens = theme::tokens(ui);
    let mut free_from = rect.left();
    for &(share, word) in histogram.lines {
        let x = (rect.left() + share * rect.width()).clamp(rect.left(), rect.right());
        ui.painter().vline(x, rect.y_range(), Stroke::new(1.0, tokens.text));
        let word = text::line(ui.painter(), Type::Caption, tokens.text, word, 60.0);
        let room = word.size().x;
        let left = if x + 3.0 + room > rect.right() { x - 3.0 - room } else { x + 3.0 };
        // The second word steps aside where both lines are near each other.
        let top = if left < free_from { rect.top() + 12.0 } else { rect.top() };
        ui.painter().galley(pos2(left, top), word, tokens.text);
        free_from = left + room + 4.0;
    }
}

fn paint_words(ui: &Ui, histogram: &Histogram<'_>, rect: Rect) {
    let tokens = theme::tokens(ui);
    let mut taken: Vec<Rect> = Vec::new();
    // Those at the ends first: what stands between them has what room they leave.
    let is_end = |share: f32| share <= 0.0 || share >= 1.0;
    let (ends, between): (Vec<_>, Vec<_>) = histogram.words.iter().partition(|it| is_end(it.0));
    for (share, word) in ends.into_iter().chain(between) {
        let word = text::line(ui.painter(), Type::Caption, tokens.text2, word, rect.width());
        let room = (rect.width() - word.size().x).max(0.0);
        let left = rect.left() + (share * rect.width() - word.size().x / 2.0).clamp(0.0, room);
        let top = rect.bottom() - word.size().y;
        let place = Rect::from_min_size(pos2(left, top), word.size());
        if taken.iter().all(|it| !it.expand(6.0).intersects(place)) {
            ui.painter().galley(place.min, word, tokens.text2);
            taken.push(place);
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bar on the screen")]
fn bar_at(position: f32, histogram: &Histogram<'_>) -> Option<usize> {
    let bar = position.max(0.0) as usize;
    (bar < histogram.counts.len()).then_some(bar)
}

#[expect(clippy::cast_precision_loss, reason = "a few pixels")]
fn as_points(count: usize) -> f32 {
    count as f32
}

fn usize_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
