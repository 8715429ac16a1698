//! The table of requests: what it shows, and what hands do to it.

use std::cell::OnceCell;

use asyncscope_core::model::RequestIndex;
use asyncscope_core::units::TimeRange;
use egui::{Id, Key, Modifiers, Rangef, Rect, Ui, vec2};

use super::super::Scene;
use super::axis::Axis;
use super::backdrop::Backdrop;
use super::heads::Heads;
use super::{RequestsMemory, bars, cells, input, look};
use crate::command::{Command, Commands};
use crate::questions::requests::list::RequestList;
use crate::requests::{RequestColumn, RequestCommand};
use crate::selection::Entity;
use crate::theme::size;
use crate::widgets::table::{Extras, Row, Table, TableEvents, table_with};

/// What the axis shows: what time charts show, or the selected time, or all that is listed.
pub(super) fn shown_range(scene: Scene<'_>, list: &RequestList) -> TimeRange {
    let selection = &scene.opened.selection;
    selection.shown.clone().or_else(|| selection.range.clone()).unwrap_or_else(|| whole(list))
}

/// All that is listed, with a little room at its end.
pub(super) fn whole(list: &RequestList) -> TimeRange {
    let TimeRange { start, end } = list.range.clone();
    let room = asyncscope_core::units::Nanos(end.since(start).0 / 50 + 1);
    start..end + room
}

/// Shows the table; returns the axis of its waterfall.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    list: &RequestList,
    memory: &mut RequestsMemory,
    commands: &mut Commands,
) -> Option<Axis> {
    let opened = scene.opened;
    let (recording, setting) = (&*opened.recording, &opened.requests);
    let heads = Heads::new(setting.place.mode, scene.request_columns, ui.available_width());
    let sorts = heads.sorts(&setting.order);
    let (first, also) = sorts.split_first().map_or((None, &[][..]), |it| (Some(*it.0), it.1));
    let selected = opened.selected_request();
    let place = |it: Option<RequestIndex>| it.and_then(|it| list.row_of(it));
    let reveal = opened.selection.entity.filter(|it| memory.revealed != Some(*it));
    memory.revealed = opened.selection.entity;
    let hovered = match opened.selection.hovered {
        Some(Entity::Request(it)) => Some(it),
        _ => None,
    };
    let about = Table {
        id: Id::unique("requests"),
        name: "Requests",
        columns: &heads.heads,
        n_rows: list.rows.len(),
        selected: place(selected),
        until: place(setting.until.filter(|_| setting.several.is_some())),
        marked: place(hovered),
        sort: first,
        reveal: reveal.and_then(|_| place(selected)),
    };
    let is_selected = |row: usize| {
        let request = list.rows[row];
        match &setting.several {
            Some(several) => several.binary_search(&request).is_ok(),
            None => selected == Some(request),
        }
    };
    let extras = Extras { also, is_selected: Some(&is_selected), is_arranged: true };
    let backdrop: OnceCell<Backdrop> = OnceCell::new();
    let name_of = |row: usize| look::in_words(recording, recording.requests.get(list.rows[row]));
    let events = table_with(ui, &about, extras, name_of, |row: &Row<'_>| {
        paint(row, scene, list, (&heads, &backdrop));
    });
    react(scene, list, (&heads, &events), memory, commands);
    keys(scene, list, &events, commands);
    let backdrop = backdrop.into_inner()?;
    let body = events.body?;
    let column = Rect::from_x_y_ranges(backdrop.axis.x, body.y_range());
    let head = Rangef::new(body.top() - size::TABLE_HEAD, body.top());
    backdrop.ruler(ui.painter(), crate::theme::tokens(ui), head);
    input::input(ui, scene, (list, &events), (&backdrop, column), memory, commands);
    Some(backdrop.axis)
}

/// Paints a row. The backdrop of the waterfall is made with the first one that is painted.
fn paint(
    row: &Row<'_>,
    scene: Scene<'_>,
    list: &RequestList,
    (heads, backdrop): (&Heads, &OnceCell<Backdrop>),
) {
    let (opened, tokens) = (scene.opened, row.tokens());
    let recording = &*opened.recording;
    let request = recording.requests.get(list.rows[row.row]);
    for (at, &column) in heads.columns.iter().enumerate() {
        if column != RequestColumn::Waterfall {
            cells::cell(row, at, column, (recording, request));
        } else if row.shows(at) {
            let cell = row.cell(at).expand2(vec2(size::CELL, 0.0));
            let backdrop = backdrop.get_or_init(|| {
                let facts = opened.answers.requests.axis.value();
                let marks = facts.map_or(&[][..], |it| &it.marks);
                let axis = Axis { x: cell.x_range(), range: shown_range(scene, list) };
                Backdrop::new(axis, marks, opened.selection.range.as_ref())
            });
            let painter = row.painter().with_clip_rect(cell.intersect(row.painter().clip_rect()));
            backdrop.behind(&painter, tokens, cell.y_range());
            bars::bar(&painter, tokens, &backdrop.axis, cell.y_range(), (recording, request));
        }
    }
}

/// Asks for what was done to rows and heads.
fn react(
    scene: Scene<'_>,
    list: &RequestList,
    (heads, events): (&Heads, &TableEvents),
    memory: &mut RequestsMemory,
    commands: &mut Commands,
) {
    let setting = &scene.opened.requests;
    let mut ask = |it: RequestCommand| commands.push(Command::Requests(it));
    if let Some(order) = events.sort.and_then(|it| heads.order(setting, it)) {
        ask(RequestCommand::Sort(order));
    }
    if let Some(order) = events.sort_also.and_then(|it| heads.order(setting, it)) {
        ask(RequestCommand::SortAlso(order));
    }
    if let Some((at, width)) = events.resized {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a width on the screen"
        )]
        let width = width.map(|it| it.round() as u16);
        ask(RequestCommand::Resize(heads.columns[at], width));
    }
    if let Some((from, to)) = events.moved {
        let before = heads.columns.get(to).copied();
        ask(RequestCommand::MoveColumn(heads.columns[from], before));
    }
    if let Some((at, pos)) = events.head_context {
        memory.column_menu.open_at(pos, heads.columns[at]);
    }
    if let Some(row) = events.toggled {
        ask(RequestCommand::Toggle(list.rows[row]));
    }
    if let Some(row) = events.extended {
        extend(scene, list, row, commands);
    } else if let Some(row) = events.selected {
        commands.push(Command::Select(Some(Entity::Request(list.rows[row]))));
    }
    if let Some((row, pos)) = events.context {
        let request = list.rows[row];
        let is_one = setting.several.as_ref().is_some_and(|it| it.binary_search(&request).is_ok());
        if !is_one {
            commands.push(Command::Select(Some(Entity::Request(request))));
        }
        memory.menu.open_at(pos, request);
    }
    let hovered = events.hovered.map(|it| Entity::Request(list.rows[it]));
    if hovered != scene.opened.selection.hovered {
        commands.push(Command::Hover(hovered));
    }
    if let Some(row) = events.double_clicked {
        zoom_to(scene, list, row, commands);
    }
}

/// Selects the rows from the selected one to this.
fn extend(scene: Scene<'_>, list: &RequestList, row: usize, commands: &mut Commands) {
    let first = scene.opened.selected_request().and_then(|it| list.row_of(it)).unwrap_or(row);
    let mut rows = list.rows[first.min(row)..=first.max(row)].to_vec();
    if row < first {
        rows.reverse();
    }
    let command = RequestCommand::SelectSeveral(list.rows[first], rows);
    commands.push(Command::Requests(command));
}

/// Lets the axis show a request with some room around it.
fn zoom_to(scene: Scene<'_>, list: &RequestList, row: usize, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let range = recording.requests.get(list.rows[row]).range(recording.duration);
    let room = asyncscope_core::units::Nanos(range.end.since(range.start).0 / 10 + 1_000);
    let start = asyncscope_core::units::Nanos(range.start.0.saturating_sub(room.0));
    commands.push(Command::ShowTime(Some(start..range.end + room)));
}

/// Keys of rows. Those of the axis are read with it.
fn keys(scene: Scene<'_>, list: &RequestList, events: &TableEvents, commands: &mut Commands) {
    let row = scene.opened.selected_request().and_then(|it| list.row_of(it));
    for &(modifiers, key) in &events.keys {
        match (modifiers, key) {
            (Modifiers::NONE, Key::Enter) => {
                if let Some(row) = row {
                    zoom_to(scene, list, row, commands);
                }
            }
            (it, Key::A) if it.command && !it.shift && !it.alt => {
                let first = row.map_or(list.rows[0], |it| list.rows[it]);
                let command = RequestCommand::SelectSeveral(first, list.rows.to_vec());
                commands.push(Command::Requests(command));
            }
            (Modifiers::NONE, Key::Escape) => {
                let selection = &scene.opened.selection;
                if selection.range.is_some() {
                    commands.push(Command::SelectRange(None));
                } else if selection.entity.is_some() {
                    commands.push(Command::Select(None));
                }
            }
            _ => {}
        }
    }
}
