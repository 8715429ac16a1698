//! What the tables of operations and endpoints share.

use asyncscope_core::analysis::diff::{Difference, Normalisation, Status};
use egui::{Ui, vec2};

use super::{bar, words};
use crate::questions::diff::events::is_sole;
use crate::theme::{self, Type, size};
use crate::widgets::table::{Align, Column, Row, Width};
use crate::widgets::text;

/// Room for the histogram below a table, with its heading and legend.
pub(super) const BELOW: f32 = 176.0;
/// Less room than this shows no histogram.
const ENOUGH: f32 = 380.0;

/// The height of a table above a histogram, if there is room for one.
pub(super) fn height_of_table(ui: &Ui) -> (f32, bool) {
    let room = ui.available_height() - size::TOTALS;
    let has_chart = room >= ENOUGH;
    (if has_chart { room - BELOW } else { room }.max(0.0), has_chart)
}

/// A column of a figure and how it differs.
pub(super) fn figure(title: &'static str, hint: &'static str, has_bar: bool) -> Column {
    let width = Width::Fixed(if has_bar { bar::BAR + 176.0 } else { 172.0 });
    Column { title, hint, width, align: Align::Right, sorts: Some(true) }
}

/// Paints a figure after, and how much it differs.
pub(super) fn paint_figure(row: &Row<'_>, column: usize, it: &Difference, largest: Option<f64>) {
    let tokens = row.tokens();
    let absolute = Normalisation::Absolute;
    if let Some(largest) = largest {
        let delta = if is_sole(it) { 0.0 } else { it.delta() };
        bar::bar(row, column, (delta, largest), it.is_faint);
    }
    let sure = it.evidence.verdict.is_difference();
    let color = if sure { tokens.text } else { tokens.text2 };
    row.number(column, 0.0, color, &words::delta(it, absolute));
    let value = it.values.after.or(it.values.before);
    row.number(column, 84.0, tokens.text2, &words::amount(it.quantity, absolute, value));
}

/// Paints a share in percent, and how much it differs.
pub(super) fn paint_share(row: &Row<'_>, column: usize, it: &Difference) {
    let tokens = row.tokens();
    let sure = it.evidence.verdict.is_difference();
    let color = if sure { tokens.text } else { tokens.text2 };
    row.number(column, 0.0, color, &words::delta(it, Normalisation::Share));
}

/// Paints what a test says.
pub(super) fn paint_verdict(row: &Row<'_>, column: usize, status: Status, it: &Difference) {
    let tokens = row.tokens();
    let sure = it.evidence.verdict.is_difference();
    let color = if sure { tokens.text } else { tokens.text2 };
    let said = match status {
        Status::New => "new: only after".to_owned(),
        Status::Removed => "gone: only before".to_owned(),
        Status::Same | Status::Changed => it.words(),
    };
    row.words(column, 0.0, Type::Table, color, &said);
}

/// The largest difference of figures: what bars are of.
pub(super) fn largest<'a>(all: impl Iterator<Item = &'a Difference>) -> f64 {
    all.filter(|it| !is_sole(it)).map(|it| it.delta().abs()).fold(0.0, f64::max)
}

/// The heading above a histogram: whose it is, and what is said of each percentile.
pub(super) fn heading(ui: &mut Ui, name: &str, percentiles: [(&str, &Difference); 3]) {
    let tokens = theme::tokens(ui);
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.add_space(size::PANEL);
        text::label(ui, Type::Heading, tokens.text, name);
    });
    let said = percentiles.map(|(name, it)| format!("{name} {}", it.words()));
    ui.allocate_ui(vec2(ui.available_width(), 18.0), |ui| {
        ui.horizontal(|ui| {
            ui.add_space(size::PANEL);
            text::label(ui, Type::Table, tokens.text2, &said.join(" · "));
        });
    });
}
