//! A chart of one layout by weight: the flame graph, and each half of the sandwich.

use asyncscope_core::analysis::{BoxIndex, FlameItem, FlameLayout, FlameMatches};
use asyncscope_core::model::FrameIndex;
use egui::{Id, PointerButton, Rect, Ui};

use super::Scene;
use super::flame_chart::{Axis, BoxAt, FlameChart, FlameChartState, FlameLane, Grows, flame_chart};
use super::frame_menu::FrameTarget;
use crate::command::{Command, Commands};
use crate::selection::Entity;
use crate::theme;

/// What is shown.
#[derive(Clone, Copy)]
pub(super) struct WeightChart<'a> {
    /// Its name for those who cannot see it.
    pub(super) name: &'a str,
    /// The boxes.
    pub(super) layout: &'a FlameLayout,
    /// What matches the search; `None` if nothing is searched.
    pub(super) matches: Option<&'a FlameMatches>,
    /// Which way they stand.
    pub(super) grows: Grows,
    /// What the boxes around a box are.
    pub(super) paths: Paths,
}

/// What the boxes that a box lies in are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paths {
    /// Its whole stack, outermost first.
    Stacks,
    /// A part of stacks, or what it calls.
    Parts,
}

/// What was done to it in this frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ChartEvents {
    /// A box was double-clicked, or Enter was pressed while it was selected.
    pub(super) entered: Option<(BoxIndex, FrameIndex)>,
    /// A box was clicked with the secondary button.
    pub(super) menu: Option<FrameTarget>,
    /// Whether the pointer is on it.
    pub(super) has_pointer: bool,
}

impl<'a> WeightChart<'a> {
    /// The lane that a [`FlameChart`] is made of.
    pub(super) fn lane(&self) -> FlameLane<'a> {
        FlameLane::boxes("", "", self.layout, self.matches)
    }

    /// The chart of that lane.
    pub(super) fn chart(
        &self,
        scene: Scene<'a>,
        lanes: &'a [FlameLane<'a>],
        ui: &Ui,
    ) -> FlameChart<'a> {
        let opened = scene.opened;
        let colors = opened.colors(scene.look, theme::tokens(ui));
        let (axis, grows) = (Axis::Weight, self.grows);
        let chart = FlameChart::over_time(&opened.recording, self.name, lanes, &opened.selection);
        FlameChart { axis, grows, colors, wheel: scene.look.wheel, ..chart }
    }

    /// Shows it in all of `ui`.
    pub(super) fn show(
        &self,
        ui: &mut Ui,
        scene: Scene<'_>,
        state: &mut FlameChartState,
        commands: &mut Commands,
    ) -> ChartEvents {
        let rect = ui.available_rect_before_wrap();
        let id = ui.scope_id().with("flame chart");
        let lanes = [self.lane()];
        let chart = self.chart(scene, &lanes, ui);
        let before = state.selected();
        let mut told = Commands::default();
        flame_chart(ui, chart, state, &mut told);
        for command in told.take() {
            commands.push(self.translated(state, command));
        }
        self.events(ui, rect, id, (state, before))
    }

    fn events(
        &self,
        ui: &Ui,
        rect: Rect,
        id: Id,
        (state, before): (&FlameChartState, Option<BoxAt>),
    ) -> ChartEvents {
        let has_pointer = ui.rect_contains_pointer(rect);
        let mut events = ChartEvents { has_pointer, ..ChartEvents::default() };
        let on = state.hovered().filter(|_| has_pointer);
        let (double, secondary, pressed) = ui.input(|it| {
            let double = it.pointer.button_double_clicked(PointerButton::Primary);
            (double, it.pointer.secondary_clicked(), it.pointer.primary_pressed())
        });
        if has_pointer && pressed {
            // Keys are meant for the chart from now on, not for a table beside it.
            ui.memory_mut(|it| it.request_focus(id));
        }
        let enter = ui.memory(|it| it.has_focus(id) || it.focused().is_none())
            && self.matches.is_none()
            && ui.input(|it| it.key_pressed(egui::Key::Enter));
        // Enter selects a box first, and enters the one that is selected then.
        let entered = if double { on } else { before.filter(|_| enter) };
        events.entered = entered.and_then(|it| Some((it.at, self.frame(it)?)));
        events.menu = on.filter(|_| secondary).and_then(|it| self.target(it));
        events
    }

    /// The function of a box.
    fn frame(&self, it: BoxAt) -> Option<FrameIndex> {
        frame(self.layout, it.at)
    }

    /// The function of a box, with its stack where that is known.
    pub(super) fn target(&self, it: BoxAt) -> Option<FrameTarget> {
        let path = match self.paths {
            Paths::Stacks => path(self.layout, it.at),
            Paths::Parts => Vec::new(),
        };
        Some(FrameTarget { frame: self.frame(it)?, path })
    }

    /// What the chart asked for, with the stack of what was selected where it is a whole one.
    pub(super) fn translated(&self, state: &FlameChartState, command: Command) -> Command {
        let selected = match command {
            Command::Select(Some(Entity::Function(frame))) => frame,
            Command::SelectPath(path) if self.paths == Paths::Parts => {
                return Command::Select(path.last().copied().map(Entity::Function));
            }
            other => return other,
        };
        let found = state.selected().and_then(|it| self.target(it));
        match found.filter(|it| it.frame == selected && !it.path.is_empty()) {
            Some(target) => Command::SelectPath(target.path),
            None => Command::Select(Some(Entity::Function(selected))),
        }
    }
}

/// The function that a box of a layout shows.
pub(super) fn frame(layout: &FlameLayout, at: BoxIndex) -> Option<FrameIndex> {
    match layout.item(at)? {
        FlameItem::Frame(frame) => Some(frame),
        _ => None,
    }
}

/// The functions of the boxes from row 0 to a box.
pub(super) fn path(layout: &FlameLayout, at: BoxIndex) -> Vec<FrameIndex> {
    layout.path(at).into_iter().filter_map(|it| frame(layout, it)).collect()
}
