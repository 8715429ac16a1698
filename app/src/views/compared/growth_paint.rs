//! Painting the map of growth: orange is more, blue is less, hatched is new, an outline is gone.

use asyncscope_core::analysis::heap::{GrowthBox, GrowthPart, GrowthPlace, MAP_HEAD};
use egui::{Color32, Mesh, Painter, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::growth::place_of;
use super::{signed_bytes, strength};
use crate::compared::Compared;
use crate::questions::compared::map::LabelledGrowth;
use crate::theme::{self, BoxColor, Tokens, Type, size};
use crate::widgets::{dashes, text};

/// Boxes with less room than this have no words.
const WORDS_FROM: (f32, f32) = (34.0, 13.0);
/// Between two lines of a hatch.
const HATCH: f32 = 6.0;

/// Paints all boxes, then words and lines over them.
pub(super) fn boxes(
    ui: &Ui,
    rect: Rect,
    map: &LabelledGrowth,
    hovered: Option<usize>,
    compared: &Compared,
) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter().with_clip_rect(rect.expand(2.0).intersect(ui.clip_rect()));
    let by_hue = compared.place.by_hue;
    let mut mesh = Mesh::default();
    let mut over = Vec::new();
    for it in &map.map.boxes {
        let whole = place_of(map, rect, it);
        mesh.add_colored_rect(whole, tokens.bg0); // the gap to its neighbours
        let inner = Rect::from_min_max(whole.min, whole.max - vec2(1.0, 1.0));
        let color = color(tokens, map, it, by_hue);
        mesh.add_colored_rect(inner, color.fill);
        over.push((inner, color));
    }
    painter.add(mesh);
    for (at, (it, (inner, color))) in map.map.boxes.iter().zip(&over).enumerate() {
        let Some(place) = place(map, it) else { continue };
        // What is new or gone is so with all in it: the outermost box says it.
        match place.retained {
            [0, _] if is_outermost(map, place) => hatch(&painter, *inner, tokens.line2),
            [_, 0] => dashes::frame(&painter, *inner, tokens.text2),
            _ => {}
        }
        // What is in a box without a head lies over where its name would stand.
        let is_covered = map.map.boxes.get(at + 1).is_some_and(|next| next.depth > it.depth);
        let has_words = it.has_head || !is_covered;
        if has_words && inner.width() >= WORDS_FROM.0 && inner.height() >= WORDS_FROM.1 {
            label(&painter, *inner, (it, place, *color));
        }
    }
    let outline = |at: usize, width: f32, color| {
        if let Some((inner, _)) = over.get(at) {
            painter.rect_stroke(*inner, 0.0, Stroke::new(width, color), StrokeKind::Inside);
        }
    };
    let selected = compared.place.map_selected.map(GrowthPart::Place);
    if let Some(at) = map.map.boxes.iter().position(|it| Some(it.part) == selected) {
        outline(at, 2.0, tokens.focus);
    }
    if let Some(at) = hovered {
        outline(at, 1.0, tokens.text);
    }
}

fn place<'a>(map: &'a LabelledGrowth, it: &GrowthBox) -> Option<&'a GrowthPlace> {
    match it.part {
        GrowthPart::Place(row) => map.growth.places.get(row as usize),
        GrowthPart::Rest { .. } => None,
    }
}

/// Whether what is above a new place was there before.
fn is_outermost(map: &LabelledGrowth, place: &GrowthPlace) -> bool {
    let above = place.parent.and_then(|it| map.growth.places.get(it as usize));
    above.is_none_or(|it| it.retained[0] > 0)
}

/// Boxes with a head are containers, and quiet: colour is for what they hold.
fn color(tokens: &Tokens, map: &LabelledGrowth, it: &GrowthBox, by_hue: bool) -> BoxColor {
    let (retained, class) = match it.part {
        GrowthPart::Place(row) => {
            let place = &map.growth.places[row as usize];
            (place.retained, place.class.as_str())
        }
        GrowthPart::Rest { retained, .. } => (retained, ""),
    };
    if retained[1] == 0 && retained[0] > 0 {
        return BoxColor { fill: tokens.bg1, label: tokens.text2 };
    }
    let delta = i64::try_from(i128::from(retained[1]) - i128::from(retained[0]));
    let steps = strength(delta.unwrap_or(i64::MAX), retained[0].max(retained[1]));
    let full = if by_hue {
        hue(tokens, class)
    } else if steps == 0 {
        BoxColor { fill: tokens.line, label: tokens.text }
    } else {
        tokens.difference(steps)
    };
    let share = match (by_hue, it.has_head) {
        (true, head) => f32::from(steps.max(0)) / 7.0 * 0.75 + if head { 0.1 } else { 0.25 },
        (false, true) => 0.45,
        (false, false) => 1.0,
    };
    let fill = tokens.bg2.lerp_to_gamma(full.fill, share.min(1.0));
    let label = if share < 0.6 { tokens.text } else { full.label };
    BoxColor { fill, label }
}

/// A colour for a class, the same wherever it stands.
fn hue(tokens: &Tokens, class: &str) -> BoxColor {
    let colors = tokens.series();
    let sum = class.bytes().fold(7_usize, |sum, it| sum.wrapping_mul(31).wrapping_add(it.into()));
    colors[sum % (colors.len() - 1)]
}

/// Slanted lines in a box.
fn hatch(painter: &Painter, rect: Rect, color: Color32) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let height = rect.height();
    let mut x = rect.left() - height;
    while x < rect.right() {
        let line = [pos2(x, rect.bottom()), pos2(x + height, rect.top())];
        painter.line_segment(line, Stroke::new(1.0, color));
        x += HATCH;
    }
}

fn label(painter: &Painter, rect: Rect, (it, place, color): (&GrowthBox, &GrowthPlace, BoxColor)) {
    let room = rect.width() - 10.0;
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), MAP_HEAD.min(rect.height())));
    let name = text::line(painter, Type::CaptionStrong, color.label, &place.class, room);
    if name.elided && name.text().chars().count() < 6 {
        return; // fewer letters say nothing
    }
    let end = text::paint_left(painter, head, rect.left() + 5.0, name).right();
    if place.delta() == 0 {
        return;
    }
    let said = signed_bytes(place.delta());
    let delta = text::line(painter, Type::Caption, color.label, &said, f32::INFINITY);
    if it.has_head {
        if end + delta.size().x + 12.0 < rect.right() {
            text::paint_right(painter, head, rect.right() - 5.0, delta);
        }
    } else if rect.height() >= 32.0 && delta.size().x <= room {
        let below = head.translate(vec2(0.0, 14.0));
        text::paint_left(painter, below, rect.left() + 5.0, delta);
    }
}

/// What colours and lines mean.
pub(super) fn legend(ui: &Ui, rect: Rect) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let mut left = rect.left() + size::PANEL;
    let entries: [(&str, Option<i8>); 5] = [
        ("smaller", Some(-6)),
        ("as before", Some(0)),
        ("larger", Some(6)),
        ("new", Some(7)),
        ("gone", None),
    ];
    for (said, step) in entries {
        let square = Rect::from_center_size(pos2(left + 6.0, rect.center().y), vec2(12.0, 12.0));
        match step {
            Some(0) => {
                painter.rect_filled(square, 0.0, tokens.line);
            }
            Some(step) => {
                painter.rect_filled(square, 0.0, tokens.difference(step).fill);
                if said == "new" {
                    hatch(painter, square, tokens.line2);
                }
            }
            None => dashes::frame(painter, square, tokens.text2),
        }
        let words = text::line(painter, Type::Table, tokens.text2, said, 120.0);
        let right = left + 18.0 + words.size().x;
        if right > rect.right() - size::PANEL {
            return;
        }
        text::paint_left(painter, rect, left + 18.0, words);
        left = right + 20.0;
    }
    let said = "area = the larger of retained before and after";
    let words = text::line(painter, Type::Table, tokens.text2, said, f32::INFINITY);
    if left + words.size().x < rect.right() - size::PANEL {
        text::paint_right(painter, rect, rect.right() - size::PANEL, words);
    }
}
