//! What fills the heap: a sentence, a few numbers and short lists, each a way to a filtered table.

use asyncscope_core::analysis::heap::{HeapPart, HeapSet, RetainedBy};
use asyncscope_core::model::Recording;
use asyncscope_core::units::{Bytes, Count};
use egui::{ScrollArea, Ui, vec2};

use super::super::parts::list_head;
use super::super::{Scene, View, working};
use super::lines::{self, Line};
use super::{answer, part_color, part_name};
use crate::command::{Command, Commands};
use crate::filter::Filter;
use crate::heap::{HeapCommand, HeapEntity};
use crate::questions::heap::overview::{Group, HeapOverview, WithSizes};
use crate::theme::{self, Type, icons, size};
use crate::views::overview::notes;
use crate::widgets::button::{Button, link};
use crate::widgets::card::card;
use crate::widgets::{bar, text};
use crate::wording;

/// Widest the page is.
const WIDTH: f32 = 1160.0;
/// Pages narrower than this put lists below each other.
const SIDE_BY_SIDE: f32 = 760.0;
/// Between lists beside each other.
const GAP: f32 = 24.0;

/// Shows the page.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    if scene.wants_find {
        commands.push(Command::FindTaken); // there is nothing to find here
    }
    working::strip(ui, scene, commands);
    let state = scene.opened.answers.heap.overview.state();
    let Some(overview) = answer(ui, scene, &state, commands) else { return };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space(16.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(size::PAGE);
            ui.vertical(|ui| {
                let width = (ui.available_width() - size::PAGE).clamp(0.0, WIDTH);
                ui.set_width(width);
                ui.spacing_mut().item_spacing = vec2(12.0, 14.0);
                page(ui, scene, overview, commands);
            });
        });
        ui.add_space(24.0);
    });
}

fn page(ui: &mut Ui, scene: Scene<'_>, overview: &HeapOverview, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let recording = &*scene.opened.recording;
    text::paragraph(ui, Type::Page, tokens.text, &sentence(recording, overview));
    let suspects = Button::new("Find leak suspects").icon(icons::TREND_UP);
    let said = "What keeps much of the heap alive: more snapshots of the program can be added";
    if ui.add(suspects).on_hover_text(said).clicked() {
        commands.push(Command::FindLeaksHere);
    }
    notes::losses(ui, recording);
    let heap = &scene.opened.answers.heap;
    if let Some(why) = heap.tree.failure() {
        let said = format!("Retained sizes are not known: {why}");
        crate::widgets::strip::strip(ui, crate::widgets::strip::StripKind::Info, &said, |ui| {
            if link(ui, "Find retained sizes").clicked() {
                commands.push(Command::AskAgain);
            }
        });
    }
    if let Some(sizes) = &overview.with_sizes {
        parts(ui, sizes, commands);
        cards(ui, sizes, commands);
    }
    let mut halves = Halves::new(ui);
    halves.left(ui, |ui| classes(ui, overview, commands));
    let sizes = overview.with_sizes.as_ref();
    halves.right(ui, |ui| match sizes {
        Some(sizes) => objects(ui, sizes, commands),
        None => {
            list_head(ui, "Objects that keep most alive", "follow with retained sizes", "");
        }
    });
    if let Some(sizes) = sizes {
        let mut halves = Halves::new(ui);
        halves.left(ui, |ui| strings(ui, sizes, commands));
        halves.right(ui, |ui| closures(ui, sizes, commands));
    }
    notes::others(ui, recording);
}

/// Two lists beside each other, or below each other where it is narrow.
struct Halves {
    half: Option<f32>,
    top: egui::Rect,
    bottom: f32,
}

impl Halves {
    fn new(ui: &Ui) -> Self {
        let width = ui.available_width();
        let half = (width >= SIDE_BY_SIDE).then(|| ((width - GAP) / 2.0).floor());
        let top = ui.available_rect_before_wrap();
        Self { half, top, bottom: top.top() }
    }

    fn left(&mut self, ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
        self.place(ui, 0.0, contents);
    }

    fn right(&mut self, ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
        let Some(half) = self.half else { return self.place(ui, 0.0, contents) };
        self.place(ui, half + GAP, contents);
        let all = self.top.with_max_y(self.bottom);
        ui.allocate_rect(all, egui::Sense::hover());
    }

    fn place(&mut self, ui: &mut Ui, at: f32, contents: impl FnOnce(&mut Ui)) {
        let Some(half) = self.half else {
            ui.vertical(contents);
            return;
        };
        let min = self.top.min + vec2(at, 0.0);
        let room = egui::Rect::from_min_size(min, vec2(half, f32::INFINITY));
        let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(room));
        inner.set_width(half);
        contents(&mut inner);
        self.bottom = self.bottom.max(inner.min_rect().bottom());
    }
}

/// What the heap holds, in words.
fn sentence(recording: &Recording, overview: &HeapOverview) -> String {
    let objects = wording::counted(overview.n_nodes, "object");
    let references = wording::counted(overview.n_edges, "reference");
    let total = overview.with_sizes.as_ref().map_or(overview.shallow, |it| it.statistics.total);
    let what = wording::capital(recording.source.format);
    let first = format!("{what}: {} in {objects} with {references}", Bytes(total));
    let top = overview.with_sizes.as_ref().and_then(|it| it.objects.first());
    let top = top.filter(|it| it.retained.unwrap_or(0) >= total / 20);
    match top {
        Some(it) => {
            let share = wording::share(it.retained.unwrap_or(0), total);
            format!("{first}; {share} of it is kept alive by {} alone.", it.title())
        }
        None => format!("{first}."),
    }
}

/// What the heap is made of: a bar, and what its colours mean.
fn parts(ui: &mut Ui, sizes: &WithSizes, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let statistics = &sizes.statistics;
    let mut parts: Vec<(HeapPart, u64)> =
        HeapPart::ALL.into_iter().map(|it| (it, statistics.of(it))).filter(|it| it.1 > 0).collect();
    parts.sort_by_key(|it| std::cmp::Reverse(it.1));
    card(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.horizontal(|ui| {
                text::fixed(ui, Type::Big, tokens.text, &Bytes(statistics.total).to_string());
                let (heap, native) = (Bytes(statistics.v8_heap), Bytes(statistics.native));
                let said = format!("{heap} in V8's heap, {native} outside of it");
                text::label(ui, Type::Table, tokens.text2, &said);
            });
            let shares: Vec<_> = parts
                .iter()
                .map(|&(part, bytes)| {
                    let share = wording::fraction(bytes, statistics.total);
                    (share, part_color(tokens, part).fill)
                })
                .collect();
            bar::stacked(ui, "The heap by kind", &shares);
            legend(ui, &parts, statistics.total, commands);
        });
    });
}

/// What the colours mean, in as many rows as they need; each leads to its objects.
fn legend(ui: &mut Ui, parts: &[(HeapPart, u64)], total: u64, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let width = ui.available_width();
    let said = |&(part, bytes): &(HeapPart, u64)| {
        format!("{}  {}  {}", part_name(part), Bytes(bytes), wording::share(bytes, total))
    };
    let wide = |ui: &Ui, it: &(HeapPart, u64)| {
        let words = text::line(ui.painter(), Type::Table, tokens.text, &said(it), f32::INFINITY);
        16.0 + words.size().x + 24.0
    };
    let mut left = parts.iter().peekable();
    ui.spacing_mut().item_spacing.y = 0.0;
    while left.peek().is_some() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let mut room = width;
            while let Some(it) = left.peek().copied() {
                let needed = wide(ui, it);
                if needed > room && room < width {
                    break;
                }
                room -= needed;
                left.next();
                let (rect, _) = ui.allocate_exact_size(vec2(16.0, 20.0), egui::Sense::hover());
                let center = egui::pos2(rect.left() + 5.0, rect.center().y);
                bar::square(ui.painter(), center, part_color(tokens, it.0).fill, tokens);
                if link(ui, &said(it)).on_hover_text("Show these by class").clicked() {
                    commands.push(Command::Heap(HeapCommand::ShowSet(HeapSet::Part(it.0))));
                }
                ui.add_space(24.0);
            }
        });
    }
}

/// Duplicate strings, detached nodes, functions and contexts: a number each, and where it leads.
fn cards(ui: &mut Ui, sizes: &WithSizes, commands: &mut Commands) {
    let figure = |name, value: String, note: String, command| (name, value, note, command);
    let set = |it| Command::Heap(HeapCommand::ShowSet(it));
    let count = |it: Group| Count(it.count).to_string();
    let copies = format!(
        "in {} copies of {} texts",
        Count(sizes.n_copies),
        Count(sizes.n_duplicates as u64)
    );
    let detached = match sizes.detached.count {
        0 => "no node left its document".to_owned(),
        _ => format!("they alone keep {} alive", Bytes(sizes.by_detached.shallow)),
    };
    let detached_set = HeapSet::RetainedBy(RetainedBy::DetachedNodes);
    let functions = format!("{} themselves", Bytes(sizes.closures.shallow));
    let contexts = format!("{} of shared variables", Bytes(sizes.contexts.shallow));
    let wasted = Bytes(sizes.wasted).to_string();
    let figures = [
        figure("Wasted by equal strings", wasted, copies, Command::ShowView(View::Strings)),
        figure("Detached nodes", count(sizes.detached), detached, set(detached_set)),
        figure("Functions", count(sizes.closures), functions, set(HeapSet::Closures)),
        figure("Contexts", count(sizes.contexts), contexts, set(HeapSet::Contexts)),
    ];
    let tokens = theme::tokens(ui);
    let columns: u8 = if ui.available_width() >= 640.0 { 4 } else { 2 };
    let n = f32::from(columns);
    let width = ((ui.available_width() - 12.0 * (n - 1.0)) / n).floor();
    let mut left = figures.into_iter().peekable();
    while left.peek().is_some() {
        ui.horizontal_top(|ui| {
            for (name, value, note, command) in left.by_ref().take(columns.into()) {
                card(ui, |ui| {
                    ui.vertical(|ui| {
                        ui.set_width((width - 26.0).max(0.0));
                        ui.spacing_mut().item_spacing.y = 2.0;
                        text::label(ui, Type::Table, tokens.text2, name);
                        text::label(ui, Type::Big, tokens.text, &value);
                        text::label(ui, Type::Caption, tokens.text2, &note);
                        ui.add_space(4.0);
                        let said = format!("Show {}", name_of_link(name));
                        if link(ui, &said).clicked() {
                            commands.push(command);
                        }
                    });
                });
            }
        });
    }
}

fn name_of_link(name: &str) -> &'static str {
    match name {
        "Wasted by equal strings" => "strings",
        "Detached nodes" => "what they keep",
        "Functions" => "functions",
        _ => "contexts",
    }
}

fn classes(ui: &mut Ui, overview: &HeapOverview, commands: &mut Commands) {
    let has_sizes = overview.classes.iter().all(|it| it.0.retained.is_some());
    let note = if has_sizes { "by retained size" } else { "by shallow size" };
    let more = format!("All {}", Count(overview.n_classes as u64));
    if list_head(ui, "Classes", note, &more) {
        commands.push(Command::Heap(HeapCommand::ShowClasses(String::new())));
        commands.push(Command::Heap(HeapCommand::ShowSet(HeapSet::All)));
    }
    let total = overview.with_sizes.as_ref().map_or(overview.shallow, |it| it.statistics.total);
    for (row, name) in &overview.classes {
        let bytes = row.retained.unwrap_or(row.shallow);
        let count = usize::try_from(row.count).unwrap_or(usize::MAX);
        let line = Line {
            name: name.clone(),
            note: wording::counted(count, "object"),
            color: None,
            value: Bytes(bytes).to_string(),
            percent: wording::share(bytes, total),
            share: wording::fraction(bytes, total),
        };
        if lines::show(ui, &line) {
            let exactly = Filter::exactly(name);
            commands.push(Command::Heap(HeapCommand::ShowClasses(exactly)));
            commands.push(Command::Heap(HeapCommand::Select(Some(HeapEntity::Class(row.class)))));
        }
    }
}

fn objects(ui: &mut Ui, sizes: &WithSizes, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    if list_head(ui, "Objects that keep most alive", "retained size", "In dominators") {
        commands.push(Command::ShowView(View::Dominators));
    }
    let total = sizes.statistics.total;
    for it in &sizes.objects {
        let bytes = it.retained.unwrap_or(0);
        let line = Line {
            name: it.name.clone(),
            note: format!("@{}", it.id),
            color: Some(part_color(tokens, it.part).fill),
            value: Bytes(bytes).to_string(),
            percent: wording::share(bytes, total),
            share: wording::fraction(bytes, total),
        };
        if lines::show(ui, &line) {
            commands.push(Command::Heap(HeapCommand::OpenObject(it.node)));
        }
    }
}

fn strings(ui: &mut Ui, sizes: &WithSizes, commands: &mut Commands) {
    let more = format!("All {}", Count(sizes.n_duplicates as u64));
    if list_head(ui, "Strings that are there more than once", "wasted", &more) {
        commands.push(Command::ShowView(View::Strings));
    }
    for it in &sizes.strings {
        let line = Line {
            name: it.text.clone(),
            note: format!("{}×", Count(it.group.count)),
            color: None,
            value: Bytes(it.group.wasted).to_string(),
            percent: wording::share(it.group.wasted, sizes.statistics.total),
            share: wording::fraction(it.group.wasted, sizes.wasted),
        };
        if lines::show(ui, &line) {
            commands
                .push(Command::Heap(HeapCommand::Select(Some(HeapEntity::Object(it.group.first)))));
            commands.push(Command::ShowView(View::Strings));
        }
    }
}

/// Pages and realms, and what belongs to each.
fn closures(ui: &mut Ui, sizes: &WithSizes, commands: &mut Commands) {
    if sizes.native_contexts.is_empty() {
        return;
    }
    list_head(ui, "Native contexts", "one for each page, frame or realm: what belongs to it", "");
    let total = sizes.statistics.total;
    for it in &sizes.native_contexts {
        let line = Line {
            name: it.name.clone(),
            note: String::new(),
            color: None,
            value: Bytes(it.bytes).to_string(),
            percent: wording::share(it.bytes, total),
            share: wording::fraction(it.bytes, total),
        };
        if lines::show(ui, &line) {
            let set = HeapSet::NativeContext(it.owner);
            commands.push(Command::Heap(HeapCommand::ShowSet(set)));
        }
    }
}
