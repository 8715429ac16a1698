//! The map of dominators: boxes within boxes, painted in one mesh and hit by arithmetic.

use asyncscope_core::analysis::heap::{HeapPart, MAP_HEAD, MapBox, MapPart};
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::units::Bytes;
use egui::{
    Color32, Id, Mesh, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::super::Scene;
use super::menu::ObjectTarget;
use super::{HeapMemory, answer, part_color, part_name};
use crate::command::{Command, Commands};
use crate::heap::{HeapCommand, HeapEntity};
use crate::questions::heap::map::{LabelledMap, MapWords};
use crate::theme::{self, Tokens, Type, size};
use crate::widgets::bar::square;
use crate::widgets::button::link;
use crate::widgets::nested_boxes::{self, Depths, MapKey};
use crate::widgets::{focus, text};
use crate::wording;

/// Height of the legend below the map.
const LEGEND: f32 = size::TOTALS;
/// Boxes at least so wide and high have an edge.
const EDGED_FROM: f32 = 12.0;
/// The most crumbs with words.
const CRUMB: f32 = 160.0;

/// What the map remembers.
#[derive(Debug, Default)]
pub(super) struct MapMemory {
    /// The box that keys have chosen, of the map of which root.
    chosen: Option<(NodeIndex, usize)>,
}

/// Shows the map in all the room there is.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut HeapMemory,
    commands: &mut Commands,
) {
    let all = ui.available_rect_before_wrap();
    let rect = Rect::from_min_max(all.min, pos2(all.right(), all.bottom() - LEGEND)).shrink(8.0);
    ask_room(scene, rect, commands);
    let state = scene.opened.answers.heap.map.state();
    let Some(map) = answer(ui, scene, &state, commands) else { return };
    let response = ui.interact(rect, Id::unique("map of dominators"), Sense::click());
    tell(&response, map);
    let chosen = memory.map.chosen.filter(|it| it.0 == map.map.root).map(|it| it.1);
    let hovered = response.hover_pos().and_then(|it| hit(map, rect, it));
    paint(ui, rect, map, (hovered, chosen), scene.opened.heap.selected_object());
    pointer(ui, &response, (map, rect), memory, commands);
    if let Some(at) = hovered {
        tooltip(&response, map, at);
    }
    take_keys(ui, &response, map, memory, commands);
    focus::ring(ui, &response, rect, 0);
    legend(ui, Rect::from_min_max(pos2(all.left(), rect.bottom() + 8.0), all.max), map);
    ui.allocate_rect(all, Sense::hover());
}

/// Tells how much room there is; the map is laid out anew where that has changed.
fn ask_room(scene: Scene<'_>, rect: Rect, commands: &mut Commands) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points")]
    let whole = |points: f32| points.clamp(0.0, 16_000.0) as u16;
    let room = (whole(rect.width()), whole(rect.height()));
    if room != scene.opened.heap.trees.map_room {
        commands.push(Command::Heap(HeapCommand::MapRoom(room.0, room.1)));
    }
}

fn tell(response: &Response, map: &LabelledMap) {
    let largest = map.map.boxes.iter().zip(&map.words).filter(|it| it.0.depth == 1).take(3);
    let said: Vec<String> = largest.map(|(_, it)| words(it)).collect();
    let said = format!("Map of dominators: {}", said.join("; "));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
}

fn words(words: &MapWords) -> String {
    let name = words.name.as_deref().unwrap_or("a small object");
    format!("{name}, {}", Bytes(words.bytes))
}

/// Where a box stands; a map that was laid out for another room is stretched until the new one is.
fn place(map: &LabelledMap, rect: Rect, it: &MapBox) -> Rect {
    let scale = vec2(rect.width() / map.map.size.0, rect.height() / map.map.size.1);
    let min = rect.min + vec2(it.left, it.top) * scale;
    Rect::from_min_size(min, vec2(it.width, it.height) * scale)
}

fn hit(map: &LabelledMap, rect: Rect, at: Pos2) -> Option<usize> {
    let scale = vec2(map.map.size.0 / rect.width(), map.map.size.1 / rect.height());
    let at = (at - rect.min) * scale;
    map.map.at(at.x, at.y)
}

fn paint(
    ui: &Ui,
    rect: Rect,
    map: &LabelledMap,
    (hovered, chosen): (Option<usize>, Option<usize>),
    selected: Option<NodeIndex>,
) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter().with_clip_rect(rect.expand(2.0).intersect(ui.clip_rect()));
    let mut mesh = Mesh::default();
    for (at, (it, words)) in map.map.boxes.iter().zip(&map.words).enumerate() {
        let inner = place(map, rect, it);
        // In the gap to its neighbours shows what is around it, or a line where there is room.
        if inner.width().min(inner.height()) >= EDGED_FROM {
            mesh.add_colored_rect(inner, tokens.bg0);
        }
        let inner = Rect::from_min_max(inner.min, inner.max - vec2(1.0, 1.0));
        if inner.is_positive() {
            mesh.add_colored_rect(inner, fill(tokens, (it, has_inside(map, at)), words));
        }
    }
    painter.add(mesh);
    for (at, (it, words)) in map.map.boxes.iter().zip(&map.words).enumerate() {
        // Words over what is inside could not be read.
        let is_free = it.has_head || !has_inside(map, at);
        if let Some(name) = words.name.as_ref().filter(|_| is_free) {
            label(&painter, tokens, place(map, rect, it), (it, words, name));
        }
    }
    let outline = |at: usize, width: f32, color: Color32| {
        if let Some(it) = map.map.boxes.get(at) {
            let stroke = Stroke::new(width, color);
            painter.rect_stroke(place(map, rect, it), 0.0, stroke, StrokeKind::Inside);
        }
    };
    let selected = selected
        .and_then(|node| map.map.boxes.iter().position(|it| it.part == MapPart::Object(node)));
    if let Some(at) = selected {
        outline(at, 2.0, tokens.text);
    }
    if let Some(at) = chosen {
        outline(at, 2.0, tokens.focus);
    }
    if let Some(at) = hovered {
        outline(at, 1.0, tokens.text);
    }
}

/// Whether there are boxes within a box.
fn has_inside(map: &LabelledMap, at: usize) -> bool {
    let boxes = &map.map.boxes;
    boxes.get(at + 1).is_some_and(|it| it.depth > boxes[at].depth)
}

/// Boxes with others inside are containers, and quiet: colour is for what they hold.
fn fill(tokens: &Tokens, (it, has_inside): (&MapBox, bool), words: &MapWords) -> Color32 {
    let color = part_color(tokens, words.part).fill;
    match it.part {
        MapPart::Rest { .. } => tokens.bg2.lerp_to_gamma(color, 0.35),
        MapPart::Object(_) if it.has_head || has_inside => {
            let share = if it.depth % 2 == 0 { 0.18 } else { 0.28 };
            tokens.bg2.lerp_to_gamma(color, share)
        }
        MapPart::Object(_) => color,
    }
}

fn label(
    painter: &egui::Painter,
    tokens: &Tokens,
    rect: Rect,
    (it, words, name): (&MapBox, &MapWords, &str),
) {
    let is_quiet = it.has_head || matches!(it.part, MapPart::Rest { .. });
    let color = if is_quiet { tokens.text } else { part_color(tokens, words.part).label };
    let room = rect.width() - 10.0;
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), MAP_HEAD.min(rect.height())));
    let said = Bytes(words.bytes).to_string();
    let galley = text::line(painter, Type::CaptionStrong, color, name, room);
    if galley.elided && galley.text().chars().count() < 6 {
        return; // fewer letters say nothing
    }
    let end = text::paint_left(painter, head, rect.left() + 5.0, galley).right();
    let size = text::line(painter, Type::Caption, color, &said, f32::INFINITY);
    if it.has_head {
        if end + size.size().x + 12.0 < rect.right() {
            text::paint_right(painter, head, rect.right() - 5.0, size);
        }
    } else if rect.height() >= 32.0 && size.size().x <= room {
        let below = head.translate(vec2(0.0, 14.0));
        text::paint_left(painter, below, rect.left() + 5.0, size);
    }
}

fn pointer(
    ui: &Ui,
    response: &Response,
    (map, rect): (&LabelledMap, Rect),
    memory: &mut HeapMemory,
    commands: &mut Commands,
) {
    let at = response.interact_pointer_pos().and_then(|it| hit(map, rect, it));
    let Some(at) = at else { return };
    let MapPart::Object(node) = map.map.boxes[at].part else { return };
    if response.double_clicked() {
        commands.push(zoom(map, at));
    } else if response.clicked() {
        response.request_focus();
        memory.map.chosen = Some((map.map.root, at));
        let entity = Some(HeapEntity::Object(node));
        commands.push(Command::Heap(HeapCommand::Select(entity)));
    } else if response.secondary_clicked() {
        let title = words(&map.words[at]);
        let place = ui.input(|it| it.pointer.interact_pos()).unwrap_or(rect.center());
        memory.menu.open_at(place, ObjectTarget { node, title, holds_by: None });
    }
}

/// Shows the map of the object of a box; from the root of the map, one step out.
fn zoom(map: &LabelledMap, at: usize) -> Command {
    let root = match map.map.boxes[at].part {
        MapPart::Object(node) if at > 0 => Some(node),
        _ => out(map),
    };
    Command::Heap(HeapCommand::MapRoot(root))
}

/// The object around the root of a map; `None` is the root of all.
fn out(map: &LabelledMap) -> Option<NodeIndex> {
    let n = map.crumbs.len();
    let above = n.checked_sub(2).and_then(|it| map.crumbs.get(it));
    above.filter(|_| n > 2).map(|it| it.node)
}

fn tooltip(response: &Response, map: &LabelledMap, at: usize) {
    let it = &map.words[at];
    let what = match map.map.boxes[at].part {
        MapPart::Object(_) => part_name(it.part).to_owned(),
        MapPart::Rest { count, .. } => {
            format!("{} objects too small to be drawn", asyncscope_core::units::Count(count))
        }
    };
    let name = it.name.clone().unwrap_or_else(|| format!("{what}, small"));
    let share = wording::share(it.bytes, map.total);
    let hint = "click selects · double click zooms · Backspace zooms out";
    let said =
        format!("{name}\n{what}\nretained {} · {share} of the heap\n{hint}", Bytes(it.bytes));
    response.clone().on_hover_text_at_pointer(said);
}

/// Does what the keys ask for.
fn take_keys(
    ui: &Ui,
    response: &Response,
    map: &LabelledMap,
    memory: &mut HeapMemory,
    commands: &mut Commands,
) {
    let boxes = &map.map.boxes;
    let at = memory.map.chosen.filter(|it| it.0 == map.map.root).map_or(0, |it| it.1);
    let depths = Depths { n: boxes.len(), of: &|it| usize::from(boxes[it].depth) };
    for key in nested_boxes::keys(ui, response, at, &depths) {
        let command = match key {
            MapKey::Choose(next) => {
                memory.map.chosen = Some((map.map.root, next));
                let MapPart::Object(node) = boxes[next].part else { continue };
                HeapCommand::Select(Some(HeapEntity::Object(node)))
            }
            MapKey::Into(at) => {
                commands.push(zoom(map, at));
                continue;
            }
            MapKey::Out => HeapCommand::MapRoot(out(map)),
            MapKey::Whole => HeapCommand::MapRoot(None),
        };
        commands.push(Command::Heap(command));
    }
}

/// The way to the root of the map, to go back along.
pub(super) fn crumbs(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some(map) = scene.opened.answers.heap.map.value() else { return };
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.x = 6.0;
    let n = map.crumbs.len();
    for (at, it) in map.crumbs.iter().enumerate() {
        let is_root = Some(it.node) == scene.opened.recording.heap.as_ref().map(|it| it.root);
        let name = if is_root { "The whole heap".to_owned() } else { it.name.clone() };
        let room = ui.available_width().min(CRUMB);
        if room < 40.0 {
            return;
        }
        ui.scope(|ui| {
            ui.set_max_width(room);
            if at + 1 == n {
                text::label(ui, Type::TableStrong, tokens.text, &name);
            } else if link(ui, &name).clicked() {
                let root = (!is_root).then_some(it.node);
                commands.push(Command::Heap(HeapCommand::MapRoot(root)));
            }
        });
        if at + 1 < n {
            text::fixed(ui, Type::Table, tokens.text2, "›");
        }
    }
}

/// What the colours mean, and what areas do.
fn legend(ui: &Ui, rect: Rect, map: &LabelledMap) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let mut left = rect.left() + size::PANEL;
    for part in HeapPart::ALL {
        let words = text::line(painter, Type::Table, tokens.text2, part_name(part), 200.0);
        let right = left + 16.0 + words.size().x;
        if right > rect.right() - size::PANEL {
            return;
        }
        let center = pos2(left + 5.0, rect.center().y);
        square(painter, center, part_color(tokens, part).fill, tokens);
        text::paint_left(painter, rect, left + 16.0, words);
        left = right + 20.0;
    }
    let bytes = map.words.first().map_or(0, |it| it.bytes);
    let said = format!("area = retained size · {} shown", Bytes(bytes));
    let words = text::line(painter, Type::Table, tokens.text2, &said, f32::INFINITY);
    if left + words.size().x < rect.right() - size::PANEL {
        text::paint_right(painter, rect, rect.right() - size::PANEL, words);
    }
}
