//! Running named actions.

use egui::{Theme, ThemePreference, ViewportCommand};

use super::copy::CopyAs;
use super::{copy, files, places, selection};
use crate::actions::{Action, Group};
use crate::compared::ComparedCommand;
use crate::dialogs::Purpose;
use crate::export::ExportWhat;
use crate::kind::Kind;
use crate::notices::NoticeKind;
use crate::snapshots::SnapshotsCommand;
use crate::state::{AppState, Overlay, PathField};
use crate::transforms::TransformKind;

/// Zoom goes in these steps, from 80 % to 200 %.
const ZOOMS: [f32; 9] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0];

/// Runs an action.
pub(super) fn run(state: &mut AppState, action: Action, ctx: &egui::Context) {
    match action {
        Action::Compare => super::diff::choose_sides(state),
        Action::FindLeaks => super::snapshots::find(state),
        Action::ClearSelection if !state.kind().is_heap() && !state.kind().is_recording() => {
            clear_compared(state, ctx);
        }
        it if super::diff::takes(state, it) => super::diff::act(state, it),
        Action::ClearSelection | Action::ClearRange if state.shows_heap() => {
            super::heap::clear(state, action);
        }
        Action::HotPath | Action::OpenAll if state.shows_heap() => super::heap::step(state, action),
        Action::Open => files::choose(state, ctx),
        Action::OpenPath => open_path(state),
        Action::OpenFolder => files::choose_folder(state, Purpose::OpenFolder, ctx),
        Action::OpenTogether => files::ask_together(state),
        Action::Close => {
            if super::heap::close_tab(state) {
                return;
            }
            if let Some(id) = state.shown {
                files::close(state, id);
            }
        }
        Action::ExportCsv => {
            if let Some(what) = table_shown(state) {
                files::choose_export(state, what, ctx);
            }
        }
        Action::CopyTable
        | Action::Copy
        | Action::CopyMarkdown
        | Action::CopyRowsCsv
        | Action::CopyUrl
        | Action::CopyCurl
        | Action::CopyLink
        | Action::CopyStack => copy_what(state, action, ctx),
        Action::SourceFolder => files::choose_folder(state, Purpose::Sources, ctx),
        Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        Action::NextRecording => step(state, 1),
        Action::PreviousRecording => step(state, -1),
        Action::Find => state.wants_find = state.opened().is_some(),
        Action::Palette => super::palette::open(state, "", ctx),
        Action::FindTrack => super::palette::open(state, "#", ctx),
        Action::Shortcuts => state.overlay = Some(Overlay::Shortcuts),
        Action::Record => state.overlay = Some(Overlay::Record),
        Action::Settings => state.overlay = Some(Overlay::Settings),
        Action::About => state.overlay = Some(Overlay::About),
        Action::OnlyMyCode => super::only_my_code(state, !state.look.only_my_code),
        Action::Back | Action::Forward => places::go(state, action),
        other if other.group() == Group::Views => places::run(state, other),
        other if other.group() == Group::Look => change_look(state, other, ctx),
        Action::Transform(kind) if !has_what_it_needs(state, kind) => {
            state.notices.add(NoticeKind::Info, kind.needs().to_owned());
        }
        about_recording => {
            if let Some(opened) = state.opened_mut() {
                selection::run(opened, about_recording);
            }
        }
    }
}

/// Selects nothing where several heaps or recordings are compared.
fn clear_compared(state: &mut AppState, ctx: &egui::Context) {
    match state.kind() {
        Kind::Comparison => super::compared::run(state, ComparedCommand::Select(None)),
        Kind::Snapshots => super::snapshots::run(state, SnapshotsCommand::Select(None), ctx),
        _ => super::diff::select_nothing(state),
    }
}

/// Copies what an action names.
fn copy_what(state: &mut AppState, action: Action, ctx: &egui::Context) {
    match action {
        Action::CopyTable => {
            if let Some(what) = table_shown(state) {
                files::copy_table(state, what, ctx);
            }
        }
        Action::CopyMarkdown => copy::selected(state, CopyAs::Markdown, ctx),
        Action::CopyRowsCsv => super::requests::copy_csv(state, ctx),
        Action::CopyUrl => super::requests::copy_url(state, ctx),
        Action::CopyCurl => super::requests::want_curl(state),
        Action::CopyLink => copy::link(state, ctx),
        Action::CopyStack => copy::selected_stack(state, ctx),
        _ => copy::selected(state, CopyAs::Text, ctx),
    }
}

fn change_look(state: &mut AppState, action: Action, ctx: &egui::Context) {
    let look = &mut state.look;
    match action {
        Action::ToggleTheme => {
            look.theme = match ctx.theme() {
                Theme::Dark => ThemePreference::Light,
                Theme::Light => ThemePreference::Dark,
            };
        }
        Action::SystemTheme => look.theme = ThemePreference::System,
        Action::ToggleSidebar => {
            let folded = look.folded.unwrap_or_else(|| folds_by_itself(ctx));
            look.folded = Some(!folded);
        }
        Action::ZoomIn => {
            let larger = ZOOMS.into_iter().find(|&it| it > look.zoom + 0.01);
            look.zoom = larger.unwrap_or(look.zoom);
        }
        Action::ZoomOut => {
            let smaller = ZOOMS.into_iter().rev().find(|&it| it < look.zoom - 0.01);
            look.zoom = smaller.unwrap_or(look.zoom);
        }
        Action::ZoomReset => look.zoom = 1.0,
        Action::ToggleDetails => look.details = !look.details,
        Action::CycleColours => look.color_by = look.color_by.next(),
        _ => {} // `run` took the others
    }
    super::settings::take_effect(state, ctx);
}

/// Whether the window is so narrow that the sidebar folds unless it is told not to.
pub(crate) fn folds_by_itself(ctx: &egui::Context) -> bool {
    ctx.content_rect().width() < crate::theme::size::FOLDS_BELOW
}

/// Whether what is selected can be changed so.
fn has_what_it_needs(state: &AppState, kind: TransformKind) -> bool {
    state.opened().is_none_or(|it| selection::transform(it, kind).is_some())
}

fn table_shown(state: &AppState) -> Option<ExportWhat> {
    ExportWhat::of(state.opened()?.view)
}

fn open_path(state: &mut AppState) {
    let text = String::new();
    state.path_field = Some(PathField { purpose: Purpose::Open, text, note: None });
}

/// Shows the recording `by` further down, beginning again at the end.
fn step(state: &mut AppState, by: isize) {
    let at = state.documents.iter().position(|it| Some(it.id) == state.shown);
    let n = state.documents.len();
    let Some(next) = at.map(|it| it.wrapping_add_signed(by).wrapping_add(n)) else { return };
    state.shown = next.checked_rem(n).map(|it| state.documents[it].id);
}
