//! The key numbers, and time by category.

use asyncscope_core::model::Category;
use asyncscope_core::units::{Count, Nanos, WeightUnit};
use egui::Ui;

use crate::opened::Opened;
use crate::questions::overview::Overview;
use crate::theme::{self, Type};
use crate::views::parts::legend;
use crate::widgets::card::{card, figure};
use crate::widgets::{bar, text};
use crate::wording;

/// A name, a number, and what to know about it.
struct Figure {
    name: &'static str,
    value: String,
    note: String,
}

/// Least width of a card.
const LEAST: f32 = 120.0;
/// Between two cards.
const GAP: f32 = 12.0;
/// What a card needs beside its content.
const AROUND: f32 = 26.0;

/// The key numbers, side by side; in a narrow window, below each other.
pub(super) fn cards(ui: &mut Ui, opened: &Opened, overview: &Overview) {
    let figures = figures(opened, overview);
    let fit = (1..=figures.len()).rev().find(|&it| card_width(ui, it) >= LEAST);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        for row in figures.chunks(fit.unwrap_or(1)) {
            cards_in_row(ui, row);
        }
    });
}

/// How wide each of `n` cards in a row is.
fn card_width(ui: &Ui, n: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of cards")]
    let n = n as f32;
    ((ui.available_width() - GAP * (n - 1.0)) / n).floor()
}

fn cards_in_row(ui: &mut Ui, figures: &[Figure]) {
    let (width, mut left) = (card_width(ui, figures.len()), ui.available_width());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (i, it) in figures.iter().enumerate() {
            // The last card takes what rounding left, so that the row ends with the page.
            let width = if i + 1 < figures.len() { width } else { left };
            left -= width + GAP;
            card(ui, |ui| {
                ui.vertical(|ui| {
                    ui.set_width((width - AROUND).max(0.0));
                    figure(ui, it.name, &it.value, &it.note);
                });
            });
        }
    });
}

fn figures(opened: &Opened, overview: &Overview) -> Vec<Figure> {
    let summary = &overview.summary;
    let samples = &summary.samples;
    let shown = |weight| overview.unit.show(weight);
    let duration = Figure {
        name: if opened.selection.range.is_some() { "Selected" } else { "Duration" },
        value: summary.duration.to_string(),
        note: match &opened.selection.range {
            Some(_) => format!("of {}", opened.recording.duration),
            None => "first to last moment".to_owned(),
        },
    };
    // Sampled allocations have no moments.
    let has_time = overview.unit != WeightUnit::Bytes || summary.duration.0 > 0;
    let mut found: Vec<Figure> = has_time.then_some(duration).into_iter().collect();
    if samples.n_samples > 0 {
        let whole = samples.busy.saturating_add(samples.idle);
        let interval = summary.sample_interval.filter(|_| has_time);
        let every = interval.map(|it| format!("one every {it}"));
        if overview.unit == WeightUnit::Nanoseconds {
            let note = format!("{} of all samples", wording::share(samples.busy, whole));
            found.push(Figure { name: "Busy", value: shown(samples.busy), note });
        } else {
            let note = "by sampled objects".to_owned();
            found.push(Figure { name: "Allocated", value: shown(overview.sum), note });
        }
        found.push(Figure {
            name: "Samples",
            value: Count(samples.n_samples).to_string(),
            note: every.unwrap_or_default(),
        });
        let note = "seen in samples".to_owned();
        let n = overview.n_functions as u64;
        found.push(Figure { name: "Functions", value: Count(n).to_string(), note });
    }
    found.extend(gc(overview));
    if summary.n_spans > 0 {
        let threads = summary.per_thread.iter().filter(|it| it.n_spans > 0).count();
        let note = match summary.n_async_spans {
            0 => format!("on {}", wording::counted(threads, "thread")),
            n => format!("{} asynchronous", Count(n)),
        };
        found.push(Figure { name: "Spans", value: Count(summary.n_spans).to_string(), note });
    }
    found
}

/// Garbage collection: as recorded by events, or else as sampled.
fn gc(overview: &Overview) -> Option<Figure> {
    let summary = &overview.summary;
    let name = "Garbage collection";
    if summary.gcs.count > 0 {
        let (count, max) = (Count(summary.gcs.count), summary.gcs.max);
        let note = format!("{count}×, longest {max}");
        return Some(Figure { name, value: summary.gcs.total.to_string(), note });
    }
    let samples = &summary.samples;
    if samples.n_samples == 0 || overview.unit != WeightUnit::Nanoseconds {
        return None;
    }
    let note = format!("{} of busy", wording::share(samples.gc, samples.busy));
    let value = if samples.gc == 0 { "–".to_owned() } else { Nanos(samples.gc).to_string() };
    Some(Figure { name, value, note })
}

/// Where the busy time went, by kind of code.
pub(super) fn categories(ui: &mut Ui, overview: &Overview) {
    let tokens = theme::tokens(ui);
    let work: Vec<(Category, u64)> = overview
        .summary
        .by_category
        .iter()
        .filter(|(category, weight)| !category.is_idle() && *weight > 0)
        .copied()
        .collect();
    let whole: u64 = work.iter().map(|it| it.1).sum();
    if whole == 0 {
        return;
    }
    card(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.horizontal(|ui| {
                let (title, word) = match overview.unit {
                    WeightUnit::Bytes => ("Where memory was allocated", "allocated"),
                    _ => ("Where the time went", "busy"),
                };
                text::fixed(ui, Type::Heading, tokens.text, title);
                let of = format!("by kind of code, of {} {word}", overview.unit.show(whole));
                text::label(ui, Type::Table, tokens.text2, &of);
            });
            let parts: Vec<_> = work
                .iter()
                .map(|&(it, weight)| (wording::fraction(weight, whole), tokens.category(it).fill))
                .collect();
            let name = match overview.unit {
                WeightUnit::Bytes => "Bytes by kind of code",
                _ => "Time by kind of code",
            };
            bar::stacked(ui, name, &parts);
            let said = |&(category, weight): &(Category, u64)| {
                let share = wording::share(weight, whole);
                (category, format!("{}  {}  {share}", category.name(), overview.unit.show(weight)))
            };
            legend(ui, &work.iter().map(said).collect::<Vec<_>>());
        });
    });
}
