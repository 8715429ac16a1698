//! The panel about the selected class or object.

use asyncscope_core::analysis::heap::ClassIndex;
use asyncscope_core::units::{Bytes, Count};
use egui::{Align, Layout, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::Scene;
use super::super::details::parts::fact;
use super::{edges, part_color, part_name, path};
use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::heap::{HeapCommand, HeapEntity, TreeName};
use crate::questions::heap::node::show_distance;
use crate::questions::heap::object::ObjectFacts;
use crate::questions::heap::paths::{ClassPaths, PathsLine};
use crate::theme::{self, Type, icons, size};
use crate::widgets::bar::square;
use crate::widgets::button::{Button, icon_button};
use crate::widgets::{focus, text};
use crate::wording;

/// Shows the panel.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let selected = scene.opened.heap.place.selected;
    head(ui, selected, commands);
    ScrollArea::vertical().id_salt(("heap details", selected)).auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(size::PANEL);
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - size::PANEL).max(0.0));
                ui.spacing_mut().item_spacing.y = 4.0;
                match selected {
                    None => nothing(ui),
                    Some(HeapEntity::Class(class)) => about_class(ui, scene, class, commands),
                    Some(HeapEntity::Object(node)) => {
                        let facts = scene.opened.answers.heap.object.value();
                        if let Some(facts) = facts.filter(|it| it.line.node == node) {
                            about_object(ui, scene, facts, false, commands);
                            ui.add_space(8.0);
                            path::head(ui, scene.opened);
                            path::show(ui, facts, false, commands);
                        }
                    }
                }
                ui.add_space(16.0);
            });
        });
    });
}

fn head(ui: &mut Ui, selected: Option<HeapEntity>, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let row = vec2(ui.available_width(), size::BAR);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(size::PANEL);
        let title = match selected {
            None => "Details",
            Some(HeapEntity::Class(_)) => "Class",
            Some(HeapEntity::Object(_)) => "Object",
        };
        text::fixed(ui, Type::Heading, tokens.text, title);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(4.0);
            if icon_button(ui, icons::X, Action::ToggleDetails.text()).clicked() {
                commands.push(Command::Run(Action::ToggleDetails));
            }
        });
    });
}

fn nothing(ui: &mut Ui) {
    let color = theme::tokens(ui).text2;
    let said = "Select a class or an object to see what it costs and why it is alive.";
    text::paragraph(ui, Type::Table, color, said);
}

/// What an object is and what it costs.
pub(super) fn about_object(
    ui: &mut Ui,
    scene: Scene<'_>,
    facts: &ObjectFacts,
    is_open: bool,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    let line = &facts.line;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(10.0, 18.0), Sense::hover());
        square(ui.painter(), rect.center(), part_color(tokens, line.part).fill, tokens);
        text::label(ui, Type::CodeStrong, tokens.text, &line.title());
    });
    if let Some(preview) = &facts.preview {
        text::paragraph(ui, Type::Code, tokens.text2, &text::clipped(preview));
    }
    let total = scene.opened.answers.heap.tree.value();
    let whole = scene.opened.recording.heap.as_ref().zip(total).map_or(0, |it| it.1.total(it.0));
    fact(ui, "Shallow", &Bytes(line.shallow).to_string(), "");
    let share = line.retained.map(|it| wording::share(it, whole)).unwrap_or_default();
    fact(ui, "Retained", &super::bytes(line.retained), &share);
    fact(ui, "Distance", &show_distance(line.distance), "");
    fact(ui, "Class", &facts.class, "");
    fact(ui, "Kind", &facts.kind, "");
    fact(ui, "Counted as", part_name(line.part), "");
    if let Some(it) = facts.location {
        let (line, column) = (it.line.saturating_add(1), it.column.saturating_add(1));
        fact(ui, "Code", &format!("script {}, {line}:{column}", it.script_id), "");
    }
    if facts.is_detached {
        fact(ui, "Detached", "from its document", "");
    }
    ui.add_space(4.0);
    buttons(ui, scene, facts, is_open, commands);
}

fn buttons(
    ui: &mut Ui,
    scene: Scene<'_>,
    facts: &ObjectFacts,
    is_open: bool,
    commands: &mut Commands,
) {
    let node = facts.line.node;
    let is_ignored = scene.opened.heap.place.ignore.nodes.contains(&node);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        if !is_open && ui.add(Button::new("Open").icon(icons::CROSSHAIR)).clicked() {
            commands.push(Command::Heap(HeapCommand::OpenObject(node)));
        }
        let said = if is_ignored { "Ignore no longer" } else { "Ignore this object" };
        let button = ui.add(Button::new(said).icon(icons::PROHIBIT));
        let button = button.on_hover_text("Look past it on the way to the roots, everywhere");
        if button.clicked() {
            let ignore = HeapCommand::IgnoreObject(node);
            let restore = HeapCommand::RestoreObject(node);
            commands.push(Command::Heap(if is_ignored { restore } else { ignore }));
        }
        if ui.add(Button::new("Copy path").icon(icons::COPY)).clicked() {
            let text = path_as_text(facts);
            commands.push(Command::CopyText { text, what: "the path" });
        }
    });
    if !is_open && facts.n_retainers > 0 {
        ui.add_space(4.0);
        let row = |ui: &mut Ui, name: &str, n: usize, tree: TreeName, commands: &mut Commands| {
            let hint = "Open the object to see them";
            let n = Count(n as u64).to_string();
            if super::super::details::parts::fact_link(ui, name, &n, hint) {
                commands.push(Command::Heap(HeapCommand::ShowSection(tree)));
                commands.push(Command::Heap(HeapCommand::OpenObject(node)));
            }
        };
        row(ui, "Fields", facts.n_fields, TreeName::Fields, commands);
        row(ui, "Retainers", facts.n_retainers, TreeName::Retainers, commands);
        row(ui, "Dominates directly", facts.n_dominated, TreeName::Dominated, commands);
    }
}

/// The way from the root, a line for each step.
pub(crate) fn path_as_text(facts: &ObjectFacts) -> String {
    let lines = facts.path.iter().map(|it| {
        let by = it.edge.as_ref().map(|edge| format!("{} ({}) ", edge.name, edge.word()));
        let size = super::bytes(it.node.retained);
        format!("{}{}\t{size}\n", by.unwrap_or_default(), it.node.title())
    });
    lines.collect::<String>().trim_end().to_owned()
}

fn about_class(ui: &mut Ui, scene: Scene<'_>, class: ClassIndex, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let Some(known) = scene.opened.known() else { return };
    let name = known.facts.classes.class[class].name().into_owned();
    text::label(ui, Type::CodeStrong, tokens.text, &name);
    let totals = known.facts.classes.totals[class];
    let retained = known.tree.as_ref().map(|it| it.class_retained[class]);
    let whole = known.tree.as_ref().map_or(0, |it| it.total(&known.graph));
    let share = |it: u64| if whole == 0 { String::new() } else { wording::share(it, whole) };
    fact(ui, "Objects", &Count(totals.count).to_string(), "");
    fact(ui, "Shallow", &Bytes(totals.shallow).to_string(), &share(totals.shallow));
    fact(ui, "Retained", &super::bytes(retained), &retained.map(share).unwrap_or_default());
    fact(ui, "Least distance", &show_distance(totals.distance), "");
    if let Some(place) = known.facts.classes.class[class].place {
        let (line, column) = (place.line.saturating_add(1), place.column.saturating_add(1));
        fact(ui, "Constructor", &format!("script {}, {line}:{column}", place.script_id), "");
    }
    ui.add_space(8.0);
    let paths = scene.opened.answers.heap.paths.value().filter(|it| it.class == class);
    if let Some(paths) = paths {
        class_paths(ui, paths, commands);
    }
}

/// Why the objects of a class are alive.
fn class_paths(ui: &mut Ui, paths: &ClassPaths, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    text::label(ui, Type::Heading, tokens.text, "Why they are alive");
    let n = Count(paths.n_objects);
    let unheld = match paths.n_unheld {
        0 => String::new(),
        it => format!("; {} of them nothing holds", Count(it)),
    };
    let said = format!("Their ways to the roots, laid over each other: {n} objects{unheld}.");
    text::paragraph(ui, Type::Table, tokens.text2, &said);
    ui.spacing_mut().item_spacing.y = 0.0;
    for it in &paths.lines {
        if step(ui, it, paths.n_objects) {
            let entity = HeapEntity::Object(it.holder.node);
            commands.push(Command::Heap(HeapCommand::Select(Some(entity))));
        }
    }
    if paths.n_steps > paths.lines.len() {
        let more = Count((paths.n_steps - paths.lines.len()) as u64);
        text::label(ui, Type::Table, tokens.text2, &format!("{more} more steps, of fewer objects"));
    }
}

/// Shows a step that many ways share; returns whether it was clicked.
pub(in crate::views) fn step(ui: &mut Ui, it: &PathsLine, whole: u64) -> bool {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::TABLE_ROW);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    let n = Count(it.step.n_objects);
    let edge = if it.step.edge.is_empty() { "[]" } else { &it.step.edge };
    let said = format!("{n} objects by {edge} of {}", it.class);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &said));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 0.0, tokens.hover);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line0));
    let is_most = it.step.n_objects * 2 > whole;
    let color = if is_most { tokens.text } else { tokens.text2 };
    let count = text::line(painter, Type::TableStrong, color, &n.to_string(), f32::INFINITY);
    let right = text::paint_right(painter, rect, rect.right() - 4.0, count).left();
    #[expect(clippy::cast_precision_loss, reason = "at most 64 steps")]
    let indent = (it.depth as f32 * 8.0).min(rect.width() * 0.4);
    let left = rect.left() + indent;
    let by = text::line(
        painter,
        Type::CodeCaption,
        edges::color(tokens, it.step.edge_kind),
        edge,
        (right - left) * 0.5,
    );
    let end = text::paint_left(painter, rect, left, by).right();
    let name = text::line(painter, Type::Code, color, &it.class, (right - end - 16.0).max(0.0));
    text::paint_left(painter, rect, end + 8.0, name);
    focus::ring(ui, &response, rect, 0);
    let clicked = response.clicked();
    let holders = wording::counted(usize::try_from(it.step.n_holders).unwrap_or(0), "object");
    response.on_hover_text(format!("{said}\n{holders}, such as {}", it.holder.title()));
    clicked
}
