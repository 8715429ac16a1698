//! What is recorded of a program, and how closely.

use asyncscope_core::units::Nanos;
use egui::{Grid, Ui, vec2};

use crate::cli::record::options::Part;
use crate::recording::RecordSetting;
use crate::theme::{self, Type};
use crate::widgets::button::Button;
use crate::widgets::segments::segments;
use crate::widgets::text;

/// Width of the names of options.
const NAMES: f32 = 112.0;

/// What can be left out: its name, and what it tells.
const PARTS: [(Part, &str, &str); 7] = [
    (Part::Cpu, "CPU samples", "Which functions run"),
    (Part::Memory, "Memory", "Heap, buffers and resident memory"),
    (Part::Gc, "Garbage collections", "When, how long, and how much they free"),
    (Part::EventLoop, "Event loop", "How late it is, and how busy"),
    (Part::Http, "Requests", "Incoming and outgoing HTTP, without headers and bodies"),
    (Part::UserTimings, "User timings", "What the program marks and measures itself"),
    (Part::Parents, "Parts of operations", "Which operation another one belongs to"),
];

/// Microseconds between CPU samples.
const CPU: [(u64, &str); 5] =
    [(1_000, "1 ms"), (5_000, "5 ms"), (10_000, "10 ms"), (20_000, "20 ms"), (50_000, "50 ms")];
/// Milliseconds between measurements of memory.
const MEMORY: [(u64, &str); 3] = [(250, "0.25 s"), (1_000, "1 s"), (5_000, "5 s")];
/// Seconds between heap snapshots; 0 for none.
const SNAPSHOTS: [(u64, &str); 4] = [(0, "Never"), (10, "10 s"), (60, "1 min"), (300, "5 min")];
/// Megabytes at most.
const SIZES: [(u64, &str); 3] = [(500, "500 MB"), (2_000, "2 GB"), (10_000, "10 GB")];
/// The signal at which snapshots are taken.
const SIGNAL: &str = "SIGUSR2";

/// Shows the options, `width` points wide.
pub(super) fn show(ui: &mut Ui, setting: &mut RecordSetting, width: f32) {
    let room = width - NAMES - 24.0;
    let grid = Grid::new("what is recorded").num_columns(2).min_col_width(NAMES);
    grid.spacing([16.0, 12.0]).show(ui, |ui| {
        row(ui, room, "Recorded", |ui| parts(ui, setting));
        row(ui, room, "On request", |ui| dear(ui, setting));
        row(ui, room, "CPU sample every", |ui| {
            one_of(ui, &CPU, "Shorter tells more and costs more", &mut setting.interval_us);
        });
        row(ui, room, "Memory every", |ui| {
            one_of(ui, &MEMORY, "How often it is measured", &mut setting.memory_ms);
        });
        row(ui, room, "Heap snapshots", |ui| snapshots(ui, setting));
        row(ui, room, "Kept", |ui| privacy(ui, setting));
        row(ui, room, "Largest file", |ui| {
            one_of(
                ui,
                &SIZES,
                "The recording ends then, the program does not",
                &mut setting.most_mb,
            );
        });
    });
}

fn row(ui: &mut Ui, room: f32, name: &str, contents: impl FnOnce(&mut Ui)) {
    let color = theme::tokens(ui).text2;
    ui.vertical(|ui| {
        ui.add_space(3.0);
        text::fixed(ui, Type::Body, color, name);
    });
    ui.vertical(|ui| {
        ui.set_width(room);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            contents(ui);
        });
    });
    ui.end_row();
}

/// A few values, of which one is chosen.
fn one_of(ui: &mut Ui, values: &[(u64, &str)], why: &str, value: &mut u64) {
    let names: Vec<(&str, &str)> = values.iter().map(|it| (it.1, why)).collect();
    // One that is none of them shows none as active.
    let active = values.iter().position(|it| it.0 == *value).unwrap_or(usize::MAX);
    if let Some(chosen) = segments(ui, &names, active) {
        *value = values[chosen].0;
    }
}

fn switch(ui: &mut Ui, (name, why): (&str, &str), is_on: &mut bool) {
    if ui.add(Button::new(name).switch(*is_on)).on_hover_text(why).clicked() {
        *is_on = !*is_on;
    }
}

fn parts(ui: &mut Ui, setting: &mut RecordSetting) {
    for (part, name, why) in PARTS {
        let before = !setting.without.contains(&part);
        let mut is_on = before;
        switch(ui, (name, why), &mut is_on);
        if before && !is_on {
            setting.without.push(part);
        } else if is_on && !before {
            setting.without.retain(|it| *it != part);
        }
    }
}

fn dear(ui: &mut Ui, setting: &mut RecordSetting) {
    let allocations =
        ("Allocations", "Which functions allocate what stays: several percent of CPU");
    switch(ui, allocations, &mut setting.dear.allocations);
    let deep = (
        "Every async resource",
        "Files, sockets, timers, promises: makes promises several times dearer",
    );
    switch(ui, deep, &mut setting.dear.deep);
}

fn snapshots(ui: &mut Ui, setting: &mut RecordSetting) {
    let it = &mut setting.snapshots;
    let mut every = it.every.map_or(0, |it| it.0 / 1_000_000_000);
    one_of(ui, &SNAPSHOTS, "Taken again and again; each halts the program", &mut every);
    it.every = (0 < every).then(|| Nanos::from_millis(every * 1_000));
    switch(ui, ("At the end", "One when the program ends"), &mut it.at_exit);
    if cfg!(unix) {
        let mut is_on = it.on.is_some();
        switch(ui, ("At SIGUSR2", "Whenever the program gets this signal"), &mut is_on);
        it.on = is_on.then(|| SIGNAL.to_owned());
    }
}

fn privacy(ui: &mut Ui, setting: &mut RecordSetting) {
    let it = &mut setting.privacy;
    switch(
        ui,
        ("Values in URLs", "What stands behind ? in them; dropped otherwise"),
        &mut it.query,
    );
    let line = ("Command line", "Arguments and folder of the program");
    switch(ui, line, &mut it.command_line);
}
