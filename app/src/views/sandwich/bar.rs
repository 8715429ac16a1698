//! The function in the middle of the sandwich, and its numbers.

use asyncscope_core::units::Count;
use egui::{Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::questions::sandwich::SandwichGraph;
use crate::theme::{self, Type, size};
use crate::views::Scene;
use crate::widgets::bar::square;
use crate::widgets::text;
use crate::wording;

/// Height of the bar, in points.
pub(super) const HEIGHT: f32 = 44.0;

/// Shows the bar.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, graph: &SandwichGraph) {
    let tokens = theme::tokens(ui);
    let recording = &scene.opened.recording;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let numbers = &graph.numbers;
    let name = recording.frame_name(numbers.frame);
    let figures = figures(graph);
    let said = figures.iter().map(|(name, value, _)| format!("{name} {value}"));
    let said = format!("{name}: {}", said.collect::<Vec<_>>().join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &said));
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, tokens.bg2);
    let line = Stroke::new(1.0, tokens.line);
    painter.hline(rect.x_range(), rect.top() + 0.5, line);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
    let inner = rect.shrink2(vec2(size::PANEL, 4.0));
    let (upper, lower) = inner.split_top_bottom_at_fraction(0.5);
    let mut right = inner.right();
    for (name, value, share) in figures.iter().rev() {
        let shown = if share.is_empty() { value.clone() } else { format!("{value} · {share}") };
        let value = text::line(painter, Type::TableStrong, tokens.text, &shown, 200.0);
        let name = text::line(painter, Type::Caption, tokens.text2, name, 200.0);
        let left = right - value.size().x.max(name.size().x);
        text::paint_left(painter, upper, left, name);
        text::paint_left(painter, lower, left, value);
        right = left - 24.0;
    }
    let color = scene.opened.color_of(numbers.frame, scene.look, tokens);
    square(painter, pos2(inner.left() + 5.0, upper.center().y), color.fill, tokens);
    let left = inner.left() + 18.0;
    let room = (right - left).max(0.0);
    let title = text::line(painter, Type::CodeStrong, tokens.text, name, room);
    text::paint_left(painter, upper, left, title);
    let place = wording::short_place(&recording.frame_place(numbers.frame));
    let place = text::middle_line(painter, Type::CodeCaption, tokens.text2, &place, room);
    text::paint_left(painter, lower, left, place);
}

/// Name, value and share of each number.
fn figures(graph: &SandwichGraph) -> [(&'static str, String, String); 3] {
    let numbers = &graph.numbers;
    let weight = |weight| (graph.unit.show(weight), wording::share(weight, graph.busy));
    let ((total, total_share), (own, own_share)) = (weight(numbers.total), weight(numbers.own));
    let samples = Count(numbers.samples).to_string();
    [("Total", total, total_share), ("Self", own, own_share), ("Samples", samples, String::new())]
}
