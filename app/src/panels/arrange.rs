//! The views of a recording in their groups of tabs, which can be dragged.
//!
//! The toolkit's tree is made anew from the arrangement in each frame, with the same names for the
//! same parts, and shown; what the user made of it comes back as a command.

mod tree;

use egui::{Popup, Rect, Response, Role, Sense, Ui, pos2, vec2};
use egui_tiles::{Behavior, EditAction, SimplificationOptions, TabState, Tile, TileId, Tiles};
use egui_tiles::{ResizeState, UiResponse};

use super::top_bar::entry;
use crate::actions::{Action, keys};
use crate::command::{Command, Commands};
use crate::state::AppState;
use crate::theme::{self, Type, size};
use crate::views::View;
use crate::widgets::{focus, menu_look, tell_selectable, text};

/// Between the icon and the words of a tab.
const GAP: f32 = 6.0;
/// Room left of the icon and right of the words of a tab.
const PADDING: f32 = 12.0;
/// The least room on both sides of the words of a tab without an icon.
const LEAST_PADDING: f32 = 6.0;
/// Width of a tab without words.
const ICON_TAB: f32 = PADDING + size::ICON + PADDING;

/// What tabs show, as there is room in their group.
#[derive(Clone, Copy, Debug, PartialEq)]
enum TabFit {
    /// Icon and words.
    Whole,
    /// Words, with so much room on both sides.
    Words(f32),
    /// Icons; only the shown one has words.
    Icons,
}

impl TabFit {
    /// What the tabs of these views show in so much room: words tell more than icons.
    fn of(ui: &Ui, views: &[View], room: f32) -> Self {
        let words: f32 = views.iter().map(|it| words_width(ui, *it)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a handful of tabs")]
        let each = (room - words) / views.len().max(1) as f32;
        if PADDING + size::ICON + GAP + PADDING <= each {
            Self::Whole
        } else if 2.0 * LEAST_PADDING <= each {
            Self::Words((each / 2.0).min(PADDING).floor())
        } else {
            Self::Icons
        }
    }
}

/// Shows every view that is to be seen, by calling `show` for each.
pub(super) fn show(
    ui: &mut Ui,
    state: &AppState,
    active: View,
    commands: &mut Commands,
    show: &mut dyn FnMut(&mut Ui, View, &mut Commands),
) {
    let arrangement = state.arrangement();
    let mut tree = tree::of(arrangement);
    let is_split = arrangement.is_split();
    give_keys(ui, active);
    let dragged = tree::dragged(&tree, ui.ctx());
    let mut tabs = Tabs { active, is_split, is_edited: false, fit: TabFit::Whole, commands, show };
    tree.ui(&mut tabs, ui);
    if tabs.is_edited
        && let Some(arrangement) = tree::arrangement(arrangement.kind(), &tree, dragged)
    {
        commands.push(Command::Arrange(Box::new(arrangement)));
    }
}

/// Takes the focus from what has it in another view, when `view` gets the keys.
fn give_keys(ui: &Ui, view: View) {
    let id = egui::Id::unique("view with the keys");
    let before = ui.data_mut(|data| {
        let before = data.get_temp::<View>(id);
        data.insert_temp(id, view);
        before
    });
    if before.is_some_and(|it| it != view) {
        ui.memory_mut(|memory| memory.focused().map(|it| memory.surrender_focus(it)));
    }
}

/// How tabs look and what they do.
struct Tabs<'a> {
    active: View,
    is_split: bool,
    is_edited: bool,
    /// What the tabs of the group at hand have room for.
    fit: TabFit,
    commands: &'a mut Commands,
    show: &'a mut dyn FnMut(&mut Ui, View, &mut Commands),
}

impl Behavior<View> for Tabs<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, view: &mut View) -> UiResponse {
        let rect = ui.max_rect();
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        let is_pressed = ui.input(|it| it.pointer.any_pressed());
        if is_pressed && *view != self.active && ui.rect_contains_pointer(rect) {
            give_keys(ui, *view);
            self.commands.push(Command::ShowView(*view));
        }
        ui.painter().rect_filled(rect, 0.0, theme::tokens(ui).bg1);
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        (self.show)(ui, *view, self.commands);
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, view: &View) -> egui::WidgetText {
        view.name().into()
    }

    fn tab_ui(
        &mut self,
        tiles: &mut Tiles<View>,
        ui: &mut Ui,
        id: egui::Id,
        tile: TileId,
        state: &TabState,
    ) -> Response {
        let view = match tiles.get(tile) {
            Some(Tile::Pane(view)) => *view,
            Some(Tile::Container(_)) | None => View::default(),
        };
        let look = TabLook {
            is_shown: state.active,
            has_keys: view == self.active || !self.is_split,
            fit: self.fit,
        };
        let response = tab(ui, id, view, look);
        if response.clicked() {
            self.commands.push(Command::ShowView(view));
        }
        if response.middle_clicked() {
            self.commands.push(Command::CloseView(view));
        }
        if response.secondary_clicked() {
            self.commands.push(Command::ShowView(view));
        }
        Popup::context_menu(&response).show(|ui| tab_menu(ui, self.is_split, self.commands));
        response
    }

    fn is_tile_draggable(&self, tiles: &Tiles<View>, tile: TileId) -> bool {
        tiles.get(tile).is_some_and(Tile::is_pane)
    }

    fn tab_bar_height(&self, _style: &egui::Style) -> f32 {
        size::BAR
    }

    fn tab_bar_color(&self, visuals: &egui::Visuals) -> egui::Color32 {
        theme::tokens_of(visuals).bg1
    }

    fn resize_stroke(&self, style: &egui::Style, state: ResizeState) -> egui::Stroke {
        let tokens = theme::tokens_of(&style.visuals);
        match state {
            ResizeState::Idle => egui::Stroke::new(1.0, tokens.line),
            ResizeState::Hovering => egui::Stroke::new(2.0, tokens.line2),
            ResizeState::Dragging => egui::Stroke::new(2.0, tokens.accent),
        }
    }

    fn min_size(&self) -> f32 {
        160.0
    }

    fn cycle_tabs_with_keyboard(&self) -> bool {
        false // Ctrl+Tab goes from recording to recording
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: true, ..SimplificationOptions::default() }
    }

    fn drag_preview_stroke(&self, visuals: &egui::Visuals) -> egui::Stroke {
        egui::Stroke::new(2.0, theme::tokens_of(visuals).accent)
    }

    fn drag_preview_color(&self, visuals: &egui::Visuals) -> egui::Color32 {
        theme::tokens_of(visuals).accent.gamma_multiply(0.15)
    }

    fn on_edit(&mut self, action: EditAction) {
        // Which tab is shown is told by a command of its own.
        self.is_edited |= matches!(action, EditAction::TileResized | EditAction::TileDropped);
    }

    fn tab_bar_left_ui(
        &mut self,
        tiles: &Tiles<View>,
        ui: &mut Ui,
        _tile: TileId,
        tabs: &egui_tiles::Tabs,
    ) {
        let views = tabs.children.iter().filter_map(|it| tiles.get_pane(it).copied());
        self.fit = TabFit::of(ui, &views.collect::<Vec<_>>(), ui.available_width());
    }

    fn tab_bar_trailing_ui(
        &mut self,
        _tiles: &Tiles<View>,
        ui: &mut Ui,
        _tile: TileId,
        _tabs: &egui_tiles::Tabs,
    ) {
        let line = egui::Stroke::new(1.0, theme::tokens(ui).line0);
        let bar = ui.max_rect();
        ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, line);
    }
}

/// How a tab looks.
#[derive(Clone, Copy)]
struct TabLook {
    is_shown: bool,
    has_keys: bool,
    fit: TabFit,
}

/// The width of the words of a tab.
fn words_width(ui: &Ui, view: View) -> f32 {
    let color = theme::tokens(ui).text;
    text::line(ui.painter(), Type::BodyStrong, color, view.name(), 200.0).size().x
}

/// A tab: icon and words, and a line below the one that is shown. In a split window the line of the
/// view that has the keys is brighter than those of the others.
fn tab(ui: &mut Ui, id: egui::Id, view: View, look: TabLook) -> Response {
    let tokens = theme::tokens(ui);
    let TabLook { is_shown, has_keys, fit } = look;
    let (words_at, width) = match fit {
        TabFit::Icons if !is_shown => (None, ICON_TAB),
        TabFit::Words(padding) => (Some(padding), padding + words_width(ui, view) + padding),
        TabFit::Whole | TabFit::Icons => {
            let left = PADDING + size::ICON + GAP;
            (Some(left), left + words_width(ui, view) + PADDING)
        }
    };
    let (_, rect) = ui.allocate_space(vec2(width, ui.available_height()));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    tell_selectable(&response, Role::Tab, is_shown, || view.name().to_owned());
    let (color, icon_color) = match (is_shown, response.hovered()) {
        (true, _) => (tokens.text, tokens.accent),
        (false, true) => (tokens.text, tokens.text2),
        (false, false) => (tokens.text2, tokens.text2),
    };
    if !matches!(fit, TabFit::Words(_)) {
        let font = egui::FontId::new(size::ICON, theme::Face::Sans.family());
        let icon = pos2(rect.left() + PADDING, rect.center().y);
        ui.painter().text(icon, egui::Align2::LEFT_CENTER, view.icon(), font, icon_color);
    }
    if let Some(left) = words_at {
        let words = text::line(ui.painter(), Type::BodyStrong, color, view.name(), 200.0);
        text::paint_left(ui.painter(), rect, rect.left() + left, words);
    }
    if is_shown {
        let top = pos2(rect.left(), rect.bottom() - 2.0);
        let line = if has_keys { tokens.accent } else { tokens.line2 };
        ui.painter().rect_filled(Rect::from_min_max(top, rect.max), 0.0, line);
    }
    focus::ring(ui, &response, rect.shrink(2.0), size::RADIUS);
    match keys::said(Action::Show(view)) {
        Some(keys) if !response.dragged() => {
            response.on_hover_text(format!("{} ({keys})", view.name()))
        }
        _ => response,
    }
}

fn tab_menu(ui: &mut Ui, is_split: bool, commands: &mut Commands) {
    menu_look(ui, 260.0);
    for action in [Action::SplitRight, Action::SplitDown] {
        entry(ui, action, true, commands);
    }
    entry(ui, Action::MoveToNextGroup, is_split, commands);
    entry(ui, Action::CloseView, true, commands);
    ui.separator();
    entry(ui, Action::ResetLayout, true, commands);
}
