//! The menus of a request, of a column, and of all columns.

use asyncscope_core::analysis::requests::{GroupName, RequestGrouping, RequestKey};
use asyncscope_core::export::CurlValues;
use asyncscope_core::model::RequestIndex;
use asyncscope_core::model::requests::UrlParts;
use egui::containers::menu::menu_style;
use egui::{Align, Button as MenuItem, Id, Layout, Popup, PopupAnchor, PopupKind, Pos2};
use egui::{Role, SetOpenCommand, Ui, vec2};

use super::super::{Scene, View};
use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::requests::{RequestColumn, RequestCommand};
use crate::theme::{self, Type, icons};
use crate::widgets::button::small_icon_button;
use crate::widgets::{menu_look, tell_selectable, text};

/// Width of the menus, in points.
const WIDTH: f32 = 260.0;

/// A menu at a place, while it is open.
#[derive(Debug)]
struct Opening<T> {
    target: Option<T>,
    at: Pos2,
    opens: bool,
}

impl<T> Default for Opening<T> {
    fn default() -> Self {
        Self { target: None, at: Pos2::ZERO, opens: false }
    }
}

impl<T> Opening<T> {
    fn open_at(&mut self, at: Pos2, target: T) {
        (self.target, self.at, self.opens) = (Some(target), at, true);
    }

    fn show(&mut self, ui: &Ui, name: &str, entries: impl FnOnce(&mut Ui, &T)) {
        let Some(target) = &self.target else { return };
        let id = Id::unique(name).with(ui.scope_id());
        let open = std::mem::take(&mut self.opens).then_some(SetOpenCommand::Bool(true));
        let anchor = PopupAnchor::Position(self.at);
        let shown = Popup::new(id, ui.ctx().clone(), anchor, ui.layer_id())
            .kind(PopupKind::Menu)
            .layout(Layout::top_down_justified(Align::Min))
            .style(menu_style)
            .gap(0.0)
            .open_memory(open)
            .show(|ui| {
                menu_look(ui, WIDTH);
                entries(ui, target);
            });
        if shown.is_none() {
            self.target = None;
        }
    }
}

/// The menu of a request, while it is open.
#[derive(Debug, Default)]
pub(super) struct RequestMenu(Opening<RequestIndex>);

/// The menu of a column, while it is open.
#[derive(Debug, Default)]
pub(super) struct ColumnMenu(Opening<RequestColumn>);

fn entry(ui: &mut Ui, said: &str, command: Command, commands: &mut Commands) {
    let said = text::rich(Type::Body, theme::tokens(ui).text, said);
    let item = MenuItem::new(said).min_size(vec2(ui.available_width(), 26.0));
    if ui.add(item).clicked() {
        commands.push(command);
        Popup::close_all(ui.ctx());
    }
}

impl RequestMenu {
    pub(super) fn open_at(&mut self, at: Pos2, request: RequestIndex) {
        self.0.open_at(at, request);
    }

    pub(super) fn show(&mut self, ui: &Ui, scene: Scene<'_>, commands: &mut Commands) {
        self.0.show(ui, "menu of a request", |ui, &request| {
            request_entries(ui, scene, request, commands);
        });
    }
}

fn request_entries(ui: &mut Ui, scene: Scene<'_>, request: RequestIndex, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let row = recording.requests.get(request);
    let requests = |it: RequestCommand| Command::Requests(it);
    let curl = |values| requests(RequestCommand::Curl(request, values));
    entry(ui, "Copy as cURL", curl(CurlValues::NoSecrets), commands);
    entry(ui, "Copy as cURL, with secrets and body", curl(CurlValues::All), commands);
    entry(ui, "Copy address", Command::Run(Action::CopyUrl), commands);
    entry(ui, "Copy as text", Command::Run(Action::Copy), commands);
    entry(ui, "Copy as Markdown", Command::Run(Action::CopyMarkdown), commands);
    entry(ui, "Copy as CSV", Command::Run(Action::CopyRowsCsv), commands);
    ui.separator();
    let url = UrlParts::of(recording.text(row.url));
    let rules = scene.opened.requests.rules.rules();
    let name = GroupName {
        method: recording.text(row.method).to_owned(),
        host: url.host.to_ascii_lowercase(),
        name: rules.apply(url.path).into_owned(),
    };
    if !url.host.is_empty() {
        let only = RequestCommand::Only(Some((RequestGrouping::Endpoint, name)));
        entry(ui, "Only this endpoint", requests(only), commands);
        let word = super::add_word(scene, &format!("domain:{}", url.host));
        entry(ui, "Only this host", word, commands);
    }
    let word = super::add_word(scene, &format!("type:{}", row.kind.key()));
    entry(ui, "Only this type", word, commands);
    let word = super::add_word(scene, &format!("-type:{}", row.kind.key()));
    entry(ui, "All but this type", word, commands);
    ui.separator();
    entry(ui, "Set time range to it", Command::Run(Action::RangeOfSelected), commands);
    entry(ui, "Show in the timeline", Command::ShowView(View::Timeline), commands);
}

impl ColumnMenu {
    pub(super) fn open_at(&mut self, at: Pos2, column: RequestColumn) {
        self.0.open_at(at, column);
    }

    pub(super) fn show(&mut self, ui: &Ui, scene: Scene<'_>, commands: &mut Commands) {
        self.0.show(ui, "menu of a column", |ui, &column| {
            column_entries(ui, scene, column, commands);
        });
    }
}

fn column_entries(ui: &mut Ui, scene: Scene<'_>, column: RequestColumn, commands: &mut Commands) {
    let requests = |it: RequestCommand| Command::Requests(it);
    if column == RequestColumn::Waterfall {
        let keys = [
            (RequestKey::Start, "Sort by start"),
            (RequestKey::End, "Sort by end"),
            (RequestKey::Duration, "Sort by duration"),
            (RequestKey::Wait, "Sort by wait"),
        ];
        for (key, said) in keys {
            entry(ui, said, requests(RequestCommand::WaterfallBy(key)), commands);
        }
        ui.separator();
    }
    entry(ui, "Usual width", requests(RequestCommand::Resize(column, None)), commands);
    let [left, right] = moves(scene, column);
    if let Some(command) = left {
        entry(ui, "Move left", command, commands);
    }
    if let Some(command) = right {
        entry(ui, "Move right", command, commands);
    }
    entry(ui, "Hide", requests(RequestCommand::Column(column, false)), commands);
    entry(ui, "All columns as at first", requests(RequestCommand::ResetColumns), commands);
}

/// What moves a column to the left and to the right, where it can be.
fn moves(scene: Scene<'_>, column: RequestColumn) -> [Option<Command>; 2] {
    let shown = scene.request_columns.shown();
    let Some(at) = shown.iter().position(|it| it.0 == column) else { return [None, None] };
    let put = |before| Command::Requests(RequestCommand::MoveColumn(column, before));
    let left = at.checked_sub(1).map(|it| put(Some(shown[it].0)));
    let right = (at + 1 < shown.len()).then(|| put(shown.get(at + 2).map(|it| it.0)));
    [left, right]
}

/// Every column, to be shown and hidden and moved.
pub(super) fn columns(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let setting = scene.request_columns;
    let shown = setting.shown().iter().map(|it| it.0);
    let hidden = RequestColumn::ALL.into_iter().filter(|it| !setting.has(*it));
    egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        for column in shown.chain(hidden) {
            ui.push_id(column, |ui| column_line(ui, scene, column, commands));
        }
        ui.separator();
        let reset = Command::Requests(RequestCommand::ResetColumns);
        entry(ui, "As at first", reset, commands);
    });
}

fn column_line(ui: &mut Ui, scene: Scene<'_>, column: RequestColumn, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let is_shown = scene.request_columns.has(column);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let mark = if is_shown { icons::CHECK } else { "\u{2003}" };
        let color = if is_shown { tokens.text } else { tokens.text2 };
        let said = text::rich(Type::Body, color, format!("{mark}  {}", column.title()));
        let width = ui.available_width() - 52.0;
        let item = MenuItem::new(said).min_size(vec2(width, 24.0));
        let response = ui.add(item);
        tell_selectable(&response, Role::MenuItemCheckBox, is_shown, || column.title().to_owned());
        if response.on_hover_text(column.hint()).clicked() {
            let command = RequestCommand::Column(column, !is_shown);
            commands.push(Command::Requests(command));
        }
        let [left, right] = moves(scene, column);
        let mut step = |ui: &mut Ui, icon: &str, way: &str, to: Option<Command>| {
            let name = format!("Move {} {way}", column.title().to_lowercase());
            let button = ui.add_enabled_ui(to.is_some(), |ui| small_icon_button(ui, icon, &name));
            if let Some(command) = to.filter(|_| button.inner.clicked()) {
                commands.push(command);
            }
        };
        if is_shown {
            step(ui, icons::CARET_LEFT, "left", left);
            step(ui, icons::CARET_RIGHT, "right", right);
        }
    });
}
