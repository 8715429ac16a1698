//! The group that is looked into: how many took how long, what the time went to, why some failed.

use asyncscope_core::units::{Bytes, Count, Percent, THIN_SPACE};
use egui::Ui;

use super::super::details::calls::{position_of, words};
use super::super::details::parts::{Entry, duration, entry, fact, heading};
use super::super::{Scene, View, requests};
use crate::command::{Command, Commands};
use crate::questions::requests::groups::GroupDetails;
use crate::requests::RequestCommand;
use crate::selection::Entity;
use crate::theme::{self, Type};
use crate::widgets::button::link;
use crate::widgets::histogram::{Histogram, HistogramEvents, histogram};
use crate::widgets::{bar, text};
use crate::wording;

/// Narrower views have one column less.
const WIDE: f32 = 760.0;

/// Shows the group.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some(group) = scene.opened.answers.requests.group.value() else { return };
    let tokens = theme::tokens(ui);
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top() + 0.5, line);
    let n = if ui.available_width() < WIDE { 2 } else { 3 };
    ui.columns(n, |columns| {
        for (at, ui) in columns.iter_mut().enumerate() {
            egui::ScrollArea::vertical().id_salt(("group", at)).auto_shrink(false).show(ui, |ui| {
                super::super::details::parts::padded(ui, |ui| match at {
                    0 => distribution(ui, scene, group, commands),
                    1 => phases(ui, group),
                    _ => ends(ui, scene, group, commands),
                });
            });
        }
    });
}

fn distribution(ui: &mut Ui, scene: Scene<'_>, group: &GroupDetails, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let stats = &group.stats;
    let ended = stats.succeeded + stats.failed;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let n = format!("n{THIN_SPACE}={THIN_SPACE}{}", Count(ended));
        text::fixed(ui, Type::Table, tokens.text2, &n);
        text::label(ui, Type::CodeStrong, tokens.text, &group.name.to_string());
    });
    if group.histogram.counts.is_empty() {
        let why = "None of them ended, so nothing can be said of how long they take.";
        text::paragraph(ui, Type::Table, tokens.text2, why);
        return;
    }
    let bars = &group.histogram;
    let lines = [(stats.p50, "p50"), (stats.p95, "p95"), (stats.p99, "p99")];
    let lines: Vec<(f32, &str)> = lines
        .into_iter()
        .filter_map(|(time, name)| Some((position_of(bars, time?), name)))
        .collect();
    let words = words(bars);
    let about = Histogram {
        name: "How many took how long",
        counts: &bars.counts,
        marked: None,
        lines: &lines,
        words: &words,
        height: 96.0,
        chosen: None,
        drags: true,
    };
    let HistogramEvents { response, hovered, dragged } = histogram(ui, &about);
    if let Some((first, last)) = dragged {
        let (from, to) = (bars.edges[first], bars.edges[last + 1]);
        // Whole nanoseconds, so that the filter keeps exactly what was dragged over.
        let text = format!("slower-than:{}ns faster-than:{}ns", from.0, to.0);
        show_requests(scene, group, commands);
        commands.push(Command::Filter(View::Requests, text));
    } else if let Some(bar) = hovered {
        let (from, to) = (bars.edges[bar], bars.edges[bar + 1]);
        let count = wording::counted(usize::try_from(bars.counts[bar]).unwrap_or(0), "request");
        let said = format!("{from} to {to}\n{count}\nDrag to list those of a range");
        response.on_hover_text_at_pointer(said);
    }
    let figures = [("p50", stats.p50), ("p95", stats.p95), ("p99", stats.p99), ("max", stats.max)];
    ui.columns(figures.len(), |columns| {
        for (ui, (name, value)) in columns.iter_mut().zip(figures) {
            ui.spacing_mut().item_spacing.y = 0.0;
            let is_weak = name == "p99" && ended < 100;
            let color = if is_weak { tokens.text3 } else { tokens.text };
            text::label(ui, Type::Caption, tokens.text2, name);
            text::label(ui, Type::Table, color, &requests::time(value));
        }
    });
}

fn phases(ui: &mut Ui, group: &GroupDetails) {
    let tokens = theme::tokens(ui);
    let whole = group.phases.iter().map(|it| it.1.0).sum::<u64>();
    let sum = duration(asyncscope_core::units::Nanos(whole));
    heading(ui, "Mean time by phase", if group.phases.is_empty() { "" } else { &sum });
    if group.phases.is_empty() {
        let why = "The recording does not tell what their time went to.";
        text::paragraph(ui, Type::Table, tokens.text2, why);
    } else {
        let shares: Vec<_> = group
            .phases
            .iter()
            .map(|it| (wording::fraction(it.1.0, whole), tokens.phase(it.0)))
            .collect();
        bar::stacked(ui, "Mean time by phase", &shares);
        ui.add_space(4.0);
        for &(phase, mean, count) in &group.phases {
            let said = duration(mean);
            let hint = format!("{} of them have it", Count(count));
            let row = Entry {
                fill: tokens.phase(phase),
                name: phase.name(),
                is_code: false,
                value: &said,
                share: &wording::share(mean.0, whole),
                hint: &hint,
                is_link: false,
            };
            entry(ui, row);
        }
    }
    heading(ui, "Under way", "");
    fact(ui, "With any", &group.stats.union.to_string(), "");
    fact(ui, "All together", &group.stats.sum.to_string(), "");
    fact(ui, "At once, at most", &Count(group.most_at_once.into()).to_string(), "");
    fact(ui, "Transferred", &Bytes(group.stats.transferred).to_string(), "");
}

fn ends(ui: &mut Ui, scene: Scene<'_>, group: &GroupDetails, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let stats = &group.stats;
    let said = |n: u64| Percent::of(n, stats.count).to_string();
    heading(ui, "How they ended", "");
    let row = |ui: &mut Ui, name: &str, n: u64, fill| {
        let count = Count(n).to_string();
        let share = said(n);
        let (hint, is_code, is_link) = ("", false, false);
        entry(ui, Entry { fill, name, is_code, value: &count, share: &share, hint, is_link });
    };
    row(ui, "Success", stats.succeeded, tokens.ok);
    for (reason, n) in stats.failures.iter().take(5) {
        row(ui, reason, *n, tokens.error);
    }
    if stats.pending > 0 {
        row(ui, "Pending", stats.pending, tokens.warn);
    }
    heading(ui, "Slowest", "");
    let recording = &scene.opened.recording;
    for &it in &group.slowest {
        let request = recording.requests.get(it);
        let took = requests::time(request.duration.nanos());
        let url = asyncscope_core::model::requests::UrlParts::of(recording.text(request.url));
        let row = Entry {
            fill: requests::kind_color(tokens, request.kind),
            name: url.path,
            is_code: true,
            value: &took,
            share: "",
            hint: recording.text(request.url),
            is_link: true,
        };
        if ui.push_id(it, |ui| entry(ui, row)).inner.clicked() {
            commands.push(Command::Select(Some(Entity::Request(it))));
        }
    }
    if link(ui, "Show all of its requests").clicked() {
        show_requests(scene, group, commands);
    }
}

/// Shows the requests of the group.
fn show_requests(scene: Scene<'_>, group: &GroupDetails, commands: &mut Commands) {
    let only = Some((scene.opened.requests.place.grouping, group.name.clone()));
    commands.push(Command::Requests(RequestCommand::Only(only)));
    commands.push(Command::ShowView(View::Requests));
}
