//! What stands beside the pointer: the facts of the box it is on.

use asyncscope_core::analysis::FlameItem;
use asyncscope_core::model::Category;
use asyncscope_core::units::{Count, Nanos, WeightUnit};
use egui::{Grid, PopupAnchor, Rect, Response, Tooltip, Ui, vec2};

use super::hit::{Hit, HitWhat};
use super::{BoxAt, FlameChart, facts};
use crate::theme::{self, Type};
use crate::widgets::text;
use crate::wording;

/// Room between the box and the tooltip, in points.
const BESIDE: f32 = 6.0;

/// Shows the tooltip, at once, and never over the box.
pub(super) fn show(ui: &Ui, chart: FlameChart<'_>, canvas: &Response, hit: &Hit) {
    let Some(pointer) = canvas.hover_pos() else { return };
    if ui.input(|it| it.pointer.any_down()) {
        return;
    }
    let around = Rect::from_center_size(pointer, vec2(2.0, 34.0));
    let tooltip = Tooltip::always_open(
        ui.ctx().clone(),
        ui.layer_id(),
        canvas.id,
        PopupAnchor::ParentRect(around),
    );
    tooltip.gap(BESIDE).show(|ui| match hit.what {
        HitWhat::Box(at, item) => of_box(ui, chart, at, item, hit),
        HitWhat::Block(count) => of_block(ui, chart, count, hit),
    });
}

fn of_box(ui: &mut Ui, chart: FlameChart<'_>, it: BoxAt, item: FlameItem, hit: &Hit) {
    let tokens = theme::tokens(ui);
    let recording = chart.recording;
    let kind = match item {
        FlameItem::Frame(_) => Type::CodeStrong,
        FlameItem::Span(_) | FlameItem::AsyncSpan(_) => Type::TableStrong,
    };
    text::paragraph(ui, kind, tokens.text, facts::name(recording, item));
    let layout = chart.lanes[it.lane].layout;
    let length = hit.range.end - hit.range.start;
    facts_grid(ui, |ui| {
        fact(ui, "Total", &chart.show(length));
        if let Some(own) = facts::own(layout, it.at) {
            fact(ui, "Self", &chart.show(own));
        }
        start(ui, chart, hit);
        if let FlameItem::Span(span) = item {
            if let Some(detail) = recording.spans.detail[span] {
                fact(ui, "Detail", recording.text(detail));
            }
            if recording.spans.is_open[span] {
                fact(ui, "End", "not in the file");
            }
        }
        if let FlameItem::Frame(frame) = item {
            let place = recording.frame_place(frame);
            if !place.is_empty() {
                fact(ui, "Place", &place);
            }
            if let Some(package) = recording.frames.package(frame) {
                fact(ui, "Package", recording.text(package));
            }
        }
        category(ui, facts::category(recording, item));
    });
}

fn of_block(ui: &mut Ui, chart: FlameChart<'_>, count: usize, hit: &Hit) {
    let tokens = theme::tokens(ui);
    let said = format!("{} boxes, each narrower than a pixel", Count(count as u64));
    text::paragraph(ui, Type::TableStrong, tokens.text, &said);
    facts_grid(ui, |ui| {
        fact(ui, "Together", &chart.show(hit.range.end - hit.range.start));
        start(ui, chart, hit);
    });
    text::paragraph(ui, Type::Caption, tokens.text2, "Double click to see them apart");
}

fn start(ui: &mut Ui, chart: FlameChart<'_>, hit: &Hit) {
    if chart.unit() == WeightUnit::Nanoseconds {
        let resolution = Nanos((hit.range.end - hit.range.start) / 100);
        fact(ui, "Start", &wording::moment(Nanos(hit.range.start), resolution));
    }
}

fn facts_grid(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.add_space(2.0);
    Grid::new("facts of a box").num_columns(2).spacing(vec2(12.0, 2.0)).show(ui, add);
}

fn fact(ui: &mut Ui, name: &str, value: &str) {
    let tokens = theme::tokens(ui);
    text::fixed(ui, Type::Table, tokens.text2, name);
    ui.set_max_width(320.0);
    text::label(ui, Type::Table, tokens.text, value);
    ui.end_row();
}

fn category(ui: &mut Ui, category: Category) {
    let tokens = theme::tokens(ui);
    text::fixed(ui, Type::Table, tokens.text2, "Category");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(8.0, 8.0), egui::Sense::hover());
        ui.painter().rect_filled(rect, 0.0, tokens.category(category).fill);
        text::fixed(ui, Type::Table, tokens.text, category.name());
    });
    ui.end_row();
}
