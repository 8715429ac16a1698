//! The bar at the bottom: what filters the views, what is selected, what is going on.

mod compared;
mod diff;
mod heap;
mod snapshots;

use asyncscope_core::units::Bytes;
use egui::{Align, Layout, Popup, Rect, Sense, Ui, vec2};

use crate::command::{Command, Commands};
use crate::jobs::Progress;
use crate::kind::Kind;
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::selection::Entity;
use crate::state::AppState;
use crate::theme::{self, Type, icons, size};
use crate::views::flame_chart::gc_name;
use crate::views::{View, stack_bar};
use crate::widgets::chip::{ChipEvent, chip};
use crate::widgets::strip::StripKind;
use crate::widgets::{button, text};
use crate::wording;

/// Widest that a chip may be.
const CHIP: f32 = 260.0;
/// A chip narrower than this says nothing.
const NARROWEST: f32 = 64.0;

/// Room that changes of stacks leave to what is selected.
const ENTITY: f32 = 200.0;

/// Shows the bar.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let size = vec2(ui.available_width(), ui.available_height());
    ui.spacing_mut().item_spacing.x = 6.0;
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        right(ui, state, commands);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| left(ui, state, commands));
    });
}

fn right(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let about = match state.memory {
        Some(bytes) => format!("Asyncscope uses {}", Bytes(bytes)),
        None => format!("Asyncscope {}", env!("CARGO_PKG_VERSION")),
    };
    text::fixed(ui, Type::Table, tokens.text2, &about);
    if !state.notices.all().is_empty() {
        separator(ui);
        notices_button(ui, state);
    }
    if let Some(Progress { name, fraction, .. }) = state.progress() {
        separator(ui);
        let share = fraction.map(|it| format!(", {:.0}\u{2009}%", it * 100.0));
        let said = format!("{name}{}", share.unwrap_or_default());
        let loading = state.documents.iter().find(|it| it.is_loading());
        if let Some(document) = loading {
            cancel(ui, name, Command::StopLoading(document.id), commands);
        } else if state.opened().is_some_and(Opened::is_working) {
            cancel(ui, name, Command::CancelStacks, commands);
        }
        text::fixed(ui, Type::Table, tokens.text2, &said);
    }
}

fn cancel(ui: &mut Ui, name: &str, command: Command, commands: &mut Commands) {
    if button::small_icon_button(ui, icons::X, &format!("Cancel {}", name.to_lowercase())).clicked()
    {
        commands.push(command);
    }
}

fn separator(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, 12.0), Sense::hover());
    let line = Rect::from_center_size(rect.center(), vec2(1.0, 12.0));
    ui.painter().rect_filled(line, 0.0, theme::tokens(ui).line);
}

fn notices_button(ui: &mut Ui, state: &AppState) {
    let tokens = theme::tokens(ui);
    let said = wording::counted(state.notices.all().len(), "notice");
    let response = button::link(ui, &said);
    Popup::menu(&response).show(|ui| {
        ui.set_min_width(320.0);
        ui.set_max_width(420.0);
        for notice in state.notices.all().iter().rev().take(20) {
            ui.horizontal_top(|ui| {
                let (icon, color, _) = kind_of(notice.kind).look(ui);
                text::fixed(ui, Type::Body, color, icon);
                text::paragraph(ui, Type::Table, tokens.text, &notice.text);
            });
        }
    });
}

/// How a notice looks.
pub(super) fn kind_of(kind: NoticeKind) -> StripKind {
    match kind {
        NoticeKind::Done => StripKind::Done,
        NoticeKind::Info => StripKind::Info,
        NoticeKind::Error => StripKind::Error,
    }
}

fn left(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let Some(opened) = state.opened() else {
        let said = match state.shown_document() {
            Some(document) => document.name.as_str(),
            None => "No file open",
        };
        text::label(ui, Type::Table, tokens.text2, said);
        return;
    };
    if let Some(compared) = &opened.compared {
        return compared::chips(ui, compared, commands);
    }
    if let Some(several) = &opened.snapshots {
        return snapshots::chips(ui, several, commands);
    }
    if let Some(diff) = &opened.diff {
        return diff::chips(ui, diff, commands);
    }
    if opened.shows_heap() {
        return heap::chips(ui, opened, commands);
    }
    range_chip(ui, opened, commands);
    thread_chip(ui, opened, commands);
    filter_chip(ui, opened, commands);
    code_chip(ui, opened, commands);
    let room = (ui.available_width() - ENTITY).max(0.0);
    stack_bar::chips(ui, opened, (room, size::STATUS_CHIP), commands);
    entity_chip(ui, opened, commands);
}

/// Shows a chip no wider than the room, or none where nothing of it could be read.
fn fitting(ui: &mut Ui, kind: Type, said: &str) -> ChipEvent {
    let room = ui.available_width().min(CHIP);
    if room < NARROWEST { ChipEvent::None } else { chip(ui, kind, said, room) }
}

fn range_chip(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let Some(range) = &opened.selection.range else {
        let color = theme::tokens(ui).text2;
        let said = match opened.kind {
            Kind::Allocations | Kind::HeapTimeline => "Whole recording".to_owned(),
            _ => format!("Whole recording · {}", opened.recording.duration),
        };
        text::fixed(ui, Type::Table, color, &said);
        return;
    };
    match fitting(ui, Type::Table, &format!("Range {}", wording::range(range))) {
        ChipEvent::Removed => commands.push(Command::SelectRange(None)),
        ChipEvent::Clicked => {
            commands.push(Command::ShowTime(Some(range.clone())));
            commands.push(Command::ShowView(View::Timeline));
        }
        ChipEvent::None => {}
    }
}

fn thread_chip(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let Some(threads) = &opened.selection.threads else { return };
    let said = match threads.as_slice() {
        [thread] => format!("Thread {}", opened.recording.thread_name(*thread)),
        threads => {
            format!("{} of {} threads", threads.len(), opened.recording.threads.process.len())
        }
    };
    if fitting(ui, Type::Table, &said) == ChipEvent::Removed {
        commands.push(Command::SelectThreads(None));
    }
}

fn filter_chip(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let (view, filter) = match opened.view {
        View::Functions => (View::Functions, &opened.functions.filter),
        View::Spans => (View::Spans, &opened.spans.filter),
        View::Operations => (View::Operations, &opened.recorded.operations.filter),
        View::Requests | View::Endpoints => (View::Requests, &opened.requests.place.filter),
        View::Tracked => (View::Tracked, &opened.recorded.tracked.filter),
        View::CallTree => (View::CallTree, &opened.tree.filter),
        _ => return, // what charts look for is no filter
    };
    let said = format!("Filter {}", filter.text.trim());
    if !filter.text.trim().is_empty() && fitting(ui, Type::Table, &said) == ChipEvent::Removed {
        commands.push(Command::Filter(view, String::new()));
    }
}

fn code_chip(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let is_on = opened.selection.only_my_code;
    if is_on && fitting(ui, Type::Table, "Only my code") == ChipEvent::Removed {
        commands.push(Command::OnlyMyCode(false));
    }
}

fn entity_chip(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let recording = &opened.recording;
    let said = match opened.selection.entity {
        None => return,
        Some(Entity::Function(frame)) => recording.frame_name(frame),
        Some(Entity::Span(span)) => recording.text(recording.spans.name[span]),
        Some(Entity::AsyncSpan(span)) => recording.text(recording.async_spans.name[span]),
        Some(Entity::Instant(moment)) => recording.text(recording.instants.name[moment]),
        Some(Entity::Gc(gc)) => gc_name(recording.gcs.kind[gc]),
        Some(Entity::Request(request)) => recording.text(recording.requests.get(request).url),
    };
    if fitting(ui, Type::Code, said) == ChipEvent::Removed {
        commands.push(Command::Select(None));
    }
}
