//! Two histograms on one logarithmic axis: before in blue, after in orange.

use asyncscope_core::analysis::diff::{Overlay, Sides};
use asyncscope_core::units::{Count, Nanos};
use egui::{Color32, Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::theme::{self, Type, size};
use crate::widgets::text;
use crate::wording;

/// Height of the bars.
const BARS: f32 = 84.0;
/// Height of the words below.
const WORDS: f32 = 18.0;
/// How strong bars are that lie over each other.
const STRENGTH: f32 = 0.75;

/// Shows them, with a line at each of `percentiles`, which are p50 and p95 in nanoseconds.
pub(super) fn show(ui: &mut Ui, overlay: &Overlay, percentiles: [Sides<Option<f64>>; 2]) {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), BARS + WORDS + 8.0);
    let (whole, response) = ui.allocate_exact_size(room, Sense::hover());
    ui.painter().rect_filled(whole, 0.0, tokens.bg0);
    let rect = whole.shrink2(vec2(size::PANEL, 4.0));
    let n = overlay.counts.as_ref().map(|it| it.iter().sum::<u64>());
    let said = format!(
        "Durations: {} before in blue, {} after in orange",
        Count(n.before),
        Count(n.after)
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &said));
    let bars = Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + BARS));
    let colors = Sides::new(tokens.difference(-6).fill, tokens.difference(6).fill);
    // Each side is drawn as shares of its own, so that sides of different length can be compared.
    let share = |count: u64, n: u64| if n == 0 { 0.0 } else { ratio(count, n) };
    let all = overlay.counts.as_ref().zip(n);
    let highest = all.map(|(counts, n)| counts.iter().map(|&it| share(it, n)).fold(0.0, f32::max));
    let highest = highest.before.max(highest.after).max(f32::MIN_POSITIVE);
    let n_bars = overlay.edges.len().saturating_sub(1).max(1);
    let width = bars.width() / as_points(n_bars);
    for ((counts, n), color) in all.zip(colors).into_array() {
        for (at, &count) in counts.iter().enumerate().filter(|it| *it.1 > 0) {
            let left = bars.left() + as_points(at) * width;
            let height = (share(count, n) / highest * (BARS - 26.0)).max(2.0);
            let top = pos2(left, bars.bottom() - height);
            let bar = Rect::from_min_max(top, pos2(left + width - 1.0, bars.bottom()));
            ui.painter().rect_filled(bar, 0.0, color.gamma_multiply(STRENGTH));
        }
    }
    let line = Stroke::new(1.0, tokens.line);
    ui.painter().hline(bars.x_range(), bars.bottom() + 0.5, line);
    lines(ui, overlay, bars, &percentiles);
    words(ui, overlay, rect, (n, colors));
    hover(ui, overlay, bars, (response, n));
}

/// Says what the bar under the pointer stands for.
fn hover(ui: &Ui, overlay: &Overlay, bars: Rect, (response, n): (egui::Response, Sides<u64>)) {
    let Some(at) = response.hover_pos().filter(|it| bars.contains(*it)) else { return };
    let n_bars = overlay.edges.len().saturating_sub(1);
    let place = (at.x - bars.left()) / bars.width() * as_points(n_bars);
    let Some(bar) = (0..n_bars).rev().find(|it| as_points(*it) <= place) else { return };
    let line = Stroke::new(1.0, theme::tokens(ui).line2);
    ui.painter().vline(at.x.round() + 0.5, bars.y_range(), line);
    let side = |name: &str, counts: &[u64], n: u64| {
        let count = counts.get(bar).copied().unwrap_or(0);
        format!("{name}: {} of {} ({})", Count(count), Count(n), wording::share(count, n))
    };
    let said = format!(
        "{} to {}\n{}\n{}",
        overlay.edges[bar],
        overlay.edges[bar + 1],
        side("before", &overlay.counts.before, n.before),
        side("after", &overlay.counts.after, n.after),
    );
    response.on_hover_text_at_pointer(said);
}

/// A line at each percentile, in the colour of its side.
fn lines(ui: &Ui, overlay: &Overlay, bars: Rect, percentiles: &[Sides<Option<f64>>; 2]) {
    let tokens = theme::tokens(ui);
    let steps = Sides::new(-7, 7);
    // The words of both percentiles stand in lines of their own: they are often near each other.
    for ((name, top), sides) in [("p50", 0.0), ("p95", 12.0)].into_iter().zip(percentiles) {
        // Words stand outside of both lines, so that they never lie over each other.
        let is_faster = sides.before.zip(sides.after).is_some_and(|(before, after)| after < before);
        for (value, step) in sides.zip(steps).into_array() {
            let Some(place) = value.and_then(|it| place(overlay, it)) else { continue };
            let x = (bars.left() + place * bars.width()).round();
            let color = tokens.difference(step).fill;
            ui.painter().vline(x, bars.y_range(), Stroke::new(1.5, color));
            let word = text::line(ui.painter(), Type::Caption, tokens.text, name, 60.0);
            let is_left = (step < 0) != is_faster;
            let left = if is_left { x - 3.0 - word.size().x } else { x + 3.0 };
            ui.painter().galley(pos2(left, bars.top() + top), word, tokens.text);
        }
    }
}

/// Where a duration stands, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn place(overlay: &Overlay, nanos: f64) -> Option<f32> {
    let (first, last) = (overlay.edges.first()?, overlay.edges.last()?);
    let log = |it: f64| it.max(1.0).ln();
    let (first, last) = (log(first.0 as f64), log(last.0 as f64));
    let share = (log(nanos) - first) / (last - first);
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to 1")]
    share.is_finite().then_some(share.clamp(0.0, 1.0) as f32)
}

/// The ends of the axis, and which colour is which side.
fn words(ui: &Ui, overlay: &Overlay, rect: Rect, (n, colors): (Sides<u64>, Sides<Color32>)) {
    let tokens = theme::tokens(ui);
    let below = Rect::from_min_max(pos2(rect.left(), rect.bottom() - WORDS), rect.max);
    let painter = ui.painter();
    let word = |said: &str| text::line(painter, Type::Caption, tokens.text2, said, 300.0);
    let end = |it: Option<&Nanos>| it.map_or_else(String::new, Nanos::to_string);
    text::paint_left(painter, below, below.left(), word(&end(overlay.edges.first())));
    text::paint_right(painter, below, below.right(), word(&end(overlay.edges.last())));
    let said =
        [format!("before, n = {}", Count(n.before)), format!("after, n = {}", Count(n.after))];
    let mut x = below.center().x - 110.0;
    for (said, color) in said.into_iter().zip(colors.into_array()) {
        let square = Rect::from_center_size(pos2(x, below.center().y), vec2(10.0, 10.0));
        painter.rect_filled(square, 2.0, color.gamma_multiply(STRENGTH));
        x = text::paint_left(painter, below, x + 10.0, word(&said)).right() + 24.0;
    }
}

#[expect(clippy::cast_precision_loss, reason = "a height on the screen")]
fn ratio(part: u64, whole: u64) -> f32 {
    part as f32 / whole as f32
}

#[expect(clippy::cast_precision_loss, reason = "a few bars")]
fn as_points(count: usize) -> f32 {
    count as f32
}
