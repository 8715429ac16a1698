//! Sample recordings, one click away.

use asyncscope_core::units::Bytes;
use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::command::{Command, Commands};
use crate::samples::{SAMPLES, Sample};
use crate::theme::{self, Type, icons, size};
use crate::widgets::{focus, text};

/// Height of a card.
const CARD: f32 = 62.0;

/// Shows the samples.
pub(super) fn show(ui: &mut Ui, commands: &mut Commands) {
    super::list_name(ui, "Sample recordings");
    for sample in &SAMPLES {
        ui.add_space(8.0);
        if card(ui, sample) {
            commands.push(Command::OpenSample(sample));
        }
    }
}

/// Shows a sample; returns whether it was clicked.
fn card(ui: &mut Ui, sample: &Sample) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), CARD), Sense::click());
    let name = format!("Open the sample {}", sample.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let fill = if response.hovered() { tokens.hover } else { tokens.card };
    let radius = CornerRadius::same(size::RADIUS_CARD);
    let line = Stroke::new(1.0, tokens.line0);
    let painter = ui.painter();
    painter.rect(rect, radius, fill, line, StrokeKind::Inside);
    let icon = text::line(painter, Type::Page, tokens.accent, icon_of(sample), 24.0);
    text::paint_left(painter, rect, rect.left() + 12.0, icon);
    let size = Bytes(sample.bytes.len() as u64).to_string();
    let size = text::line(painter, Type::Table, tokens.text2, &size, 90.0);
    let right = text::paint_right(painter, rect, rect.right() - 12.0, size).left();
    let left = rect.left() + 44.0;
    let room = right - left - 12.0;
    let half = rect.height() / 2.0;
    let (upper, lower) = rect.split_top_bottom_at_y(rect.top() + half);
    let words = text::line(painter, Type::BodyStrong, tokens.text, sample.name, room);
    text::paint_left(painter, upper.translate(vec2(0.0, 5.0)), left, words);
    let words = text::line(painter, Type::Table, tokens.text2, sample.about, room);
    text::paint_left(painter, lower.translate(vec2(0.0, -5.0)), left, words);
    focus::ring(ui, &response, rect, size::RADIUS_CARD);
    response.on_hover_text(sample.about).clicked()
}

fn icon_of(sample: &Sample) -> &'static str {
    if sample.file.contains("cpuprofile") { icons::FLAME } else { icons::PULSE }
}
