//! Where a heap grew: a map of what keeps how much alive, in which growth is seen at once.

use asyncscope_core::analysis::heap::{GrowthPart, GrowthPlace};
use asyncscope_core::units::{Bytes, Count};
use egui::{Align, Id, Layout, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::parts::toolbar;
use super::super::{Scene, working};
use super::growth_input::{hit, pointer, take_keys};
use super::{answer, growth_paint, head, signed_bytes};
use crate::command::{Command, Commands};
use crate::compared::{Compared, ComparedCommand};
use crate::questions::compared::map::LabelledGrowth;
use crate::theme::{self, Type, size};
use crate::widgets::button::link;
use crate::widgets::segments::segments;
use crate::widgets::{focus, text};

/// The widest a crumb is.
const CRUMB: f32 = 160.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some(compared) = &scene.opened.compared else { return };
    head::show(ui, compared, commands);
    tools(ui, compared, commands);
    if scene.wants_find {
        commands.push(Command::FindTaken); // there is nothing to find here
    }
    working::strip(ui, scene, commands);
    let all = ui.available_rect_before_wrap();
    let bottom = (all.bottom() - size::TOTALS).max(all.top());
    let rect = Rect::from_min_max(all.min, pos2(all.right(), bottom)).shrink(8.0);
    if rect.width() < 8.0 || rect.height() < 8.0 {
        return;
    }
    ask_room(compared, rect, commands);
    let Some(map) = answer(ui, compared, &compared.answers.map.state(), commands) else { return };
    let response = ui.interact(rect, Id::unique("map of growth"), Sense::click());
    tell(&response, map);
    let hovered = response.hover_pos().and_then(|it| hit(map, rect, it));
    growth_paint::boxes(ui, rect, map, hovered, compared);
    pointer(&response, (map, rect), commands);
    if let Some(at) = hovered {
        tooltip(&response, map, at);
    }
    take_keys(ui, &response, map, compared, commands);
    focus::ring(ui, &response, rect, 0);
    growth_paint::legend(ui, Rect::from_min_max(pos2(all.left(), rect.bottom() + 8.0), all.max));
    ui.allocate_rect(all, Sense::hover());
}

/// Tells how much room there is; the map is laid out anew where that has changed.
fn ask_room(compared: &Compared, rect: Rect, commands: &mut Commands) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points")]
    let whole = |points: f32| points.clamp(0.0, 16_000.0) as u16;
    let room = (whole(rect.width()), whole(rect.height()));
    if room != compared.map_room {
        commands.push(Command::Compared(ComparedCommand::MapRoom(room.0, room.1)));
    }
}

fn tools(ui: &mut Ui, compared: &Compared, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let choices = [
            ("Growth", "Colour says only how much each place grew or shrank"),
            ("Growth by class", "Colour says which class it is; stronger where it grew"),
        ];
        if let Some(chosen) = segments(ui, &choices, usize::from(compared.place.by_hue)) {
            commands.push(Command::Compared(ComparedCommand::ByHue(chosen == 1)));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| crumbs(ui, compared, commands));
    });
}

/// The way to the root of the map, to go back along.
fn crumbs(ui: &mut Ui, compared: &Compared, commands: &mut Commands) {
    let Some(map) = compared.answers.map.value() else { return };
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.x = 6.0;
    let n = map.crumbs.len();
    for (at, &row) in map.crumbs.iter().enumerate() {
        let Some(place) = map.growth.places.get(row as usize) else { return };
        let name = if row == 0 { "The whole heap" } else { place.class.as_str() };
        let room = ui.available_width().min(CRUMB);
        if room < 40.0 {
            return;
        }
        ui.scope(|ui| {
            ui.set_max_width(room);
            if at + 1 == n {
                text::label(ui, Type::TableStrong, tokens.text, name);
            } else if link(ui, name).clicked() {
                commands.push(Command::Compared(ComparedCommand::MapRoot(Some(row))));
            }
        });
        if at + 1 < n {
            text::fixed(ui, Type::Table, tokens.text2, "›");
        }
    }
}

/// What a screen reader says of the map: what grew most.
fn tell(response: &Response, map: &LabelledGrowth) {
    let rows = map.map.boxes.iter().filter_map(|it| match it.part {
        GrowthPart::Place(row) => Some(row),
        GrowthPart::Rest { .. } => None,
    });
    let mut places: Vec<&GrowthPlace> =
        rows.take(64).map(|it| &map.growth.places[it as usize]).collect();
    places.sort_by_key(|it| std::cmp::Reverse(it.delta()));
    let said: Vec<String> = places.iter().take(3).map(|it| words(it)).collect();
    let said = format!("Map of growth: {}", said.join("; "));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
}

/// A place in words.
pub(super) fn words(place: &GrowthPlace) -> String {
    format!("{} {}", place.class, signed_bytes(place.delta()))
}

fn tooltip(response: &Response, map: &LabelledGrowth, at: usize) {
    let from_to = |it: [u64; 2]| format!("{} → {}", Bytes(it[0]), Bytes(it[1]));
    let said = match map.map.boxes[at].part {
        GrowthPart::Place(row) => {
            let place = &map.growth.places[row as usize];
            let [before, after] = place.count;
            let status = match place.retained {
                [0, _] => ", new",
                [_, 0] => ", gone",
                _ => "",
            };
            format!(
                "{}{status}\nretained {} ({})\nobjects {} → {}\n\
                 click selects · double click zooms · Backspace zooms out",
                text::clipped(&place.class),
                from_to(place.retained),
                signed_bytes(place.delta()),
                Count(before),
                Count(after),
            )
        }
        GrowthPart::Rest { count, retained, .. } => {
            format!("{} places too small to be drawn\nretained {}", Count(count), from_to(retained))
        }
    };
    response.clone().on_hover_text_at_pointer(said);
}

/// Where a box stands; a map that was laid out for another room is stretched until the new one is.
pub(super) fn place_of(
    map: &LabelledGrowth,
    rect: Rect,
    it: &asyncscope_core::analysis::heap::GrowthBox,
) -> Rect {
    let scale = vec2(rect.width() / map.map.size.0, rect.height() / map.map.size.1);
    let min = rect.min + vec2(it.left, it.top) * scale;
    Rect::from_min_size(min, vec2(it.width, it.height) * scale)
}
