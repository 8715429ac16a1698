//! Memory over time, where a recording tells it.

use asyncscope_core::units::Bytes;
use egui::{Color32, Ui, Vec2b};
use egui_plot::{GridMark, HoverPosition, Line, Plot, PlotPoints};

use crate::questions::overview::MemoryCurve;
use crate::theme::{self, Tokens, Type};
use crate::widgets::card::card;
use crate::widgets::text;

/// Height of the graph in points.
const HEIGHT: f32 = 140.0;

/// Draws the curves in a card of their own; nothing if there are none.
pub(super) fn curves(ui: &mut Ui, curves: &[MemoryCurve]) {
    let Some(largest) = curves.first() else { return };
    let tokens = theme::tokens(ui);
    card(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.horizontal_wrapped(|ui| {
                text::fixed(ui, Type::Heading, tokens.text, "Memory");
                for (curve, colour) in curves.iter().zip(colours(tokens)) {
                    let peak = format!("{}, at most {}", curve.name, show(curve.max));
                    text::label(ui, Type::Table, colour, "■");
                    text::label(ui, Type::Table, tokens.text2, &peak);
                }
            });
            graph(ui, curves, largest.max, tokens);
        });
    });
}

fn graph(ui: &mut Ui, curves: &[MemoryCurve], max: f64, tokens: &Tokens) {
    Plot::new("memory")
        .height(HEIGHT)
        .include_y(0.0)
        .include_y(max * 1.05)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_background(false)
        .show_crosshair(false)
        .show_grid(false)
        .set_margin_fraction(egui::Vec2::ZERO)
        .auto_bounds(Vec2b::TRUE)
        .x_axis_formatter(|mark: GridMark, _: &_| format!("{} s", mark.value))
        .y_axis_formatter(|mark: GridMark, _: &_| show(mark.value))
        .label_formatter(|at| match at {
            HoverPosition::NearDataPoint { plot_name, position, .. } => {
                Some(format!("{plot_name}\n{} at {:.3} s", show(position.y), position.x))
            }
            HoverPosition::Elsewhere { .. } => None,
        })
        .show(ui, |plot| {
            for (curve, colour) in curves.iter().zip(colours(tokens)) {
                let points = PlotPoints::from(curve.points.clone());
                plot.line(Line::new(curve.name.clone(), points).color(colour).width(1.5));
            }
        });
}

/// One colour per curve.
fn colours(tokens: &Tokens) -> [Color32; 3] {
    [tokens.accent, tokens.warn, tokens.ok]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shown in 3 digits")]
fn show(bytes: f64) -> String {
    Bytes(bytes.max(0.0) as u64).to_string()
}
