//! What is missing, repaired or left out: nothing is dropped in silence.

use asyncscope_core::model::Recording;
use asyncscope_core::warning::{Severity, Warning};
use egui::Ui;

use crate::theme::{self, Type};
use crate::widgets::strip::{StripKind, strip};
use crate::widgets::text;

/// A strip for what is missing because it was damaged.
pub(in crate::views) fn losses(ui: &mut Ui, recording: &Recording) {
    let lost = of(recording, |it| it == Severity::Loss);
    if lost.is_empty() {
        return;
    }
    let said = "Parts of the file are damaged and missing here. The rest is as recorded.";
    strip(ui, StripKind::Warning, said, |ui| lines(ui, &lost));
}

/// What was put right, and what this version does not show.
pub(in crate::views) fn others(ui: &mut Ui, recording: &Recording) {
    let tokens = theme::tokens(ui);
    let repaired = of(recording, |it| it == Severity::Repair);
    let skipped = of(recording, |it| it == Severity::Skipped);
    if repaired.is_empty() && skipped.is_empty() {
        return;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        text::label(ui, Type::Heading, tokens.text, "Notes on the file");
        if !repaired.is_empty() {
            text::label(ui, Type::Table, tokens.text2, "Put right; nothing is missing:");
            lines(ui, &repaired);
        }
        if !skipped.is_empty() {
            text::label(ui, Type::Table, tokens.text2, "Not shown by this version:");
            lines(ui, &skipped);
        }
    });
}

fn of(recording: &Recording, wanted: impl Fn(Severity) -> bool) -> Vec<&Warning> {
    recording.warnings.iter().filter(|it| wanted(it.severity)).collect()
}

fn lines(ui: &mut Ui, warnings: &[&Warning]) {
    let tokens = theme::tokens(ui);
    for warning in warnings {
        let said = format!("·  {warning}");
        text::paragraph(ui, Type::Table, tokens.text, &said);
    }
}
