//! The whole window in memory, frame by frame.

use std::time::Duration;

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::document::Document;
use asyncscope::heap::{RowPath, TreeName};
use asyncscope::views::View;
use asyncscope::{WorkbenchApp, WorkbenchOptions};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::Recording;
use asyncscope_core::model::heap::NodeIndex;
use eframe::App as _;
use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect,
    TouchPhase, Vec2, ViewportId, pos2, vec2,
};
use support::large::Large;

use crate::stopwatch::{Times, thread_time};

const SIZE: Vec2 = vec2(1440.0, 900.0);

/// The application and its screen.
pub(crate) struct Screen {
    ctx: egui::Context,
    frame: eframe::Frame,
    app: WorkbenchApp,
    events: Vec<Event>,
    time: f64,
    /// How long the window may sleep after the last frame.
    sleeps: Duration,
}

impl Screen {
    /// Shows a recording of this size.
    pub(crate) fn new(size: &Large) -> Self {
        Self::of(size.recording())
    }

    /// Shows a recording.
    pub(crate) fn of(recording: Recording) -> Self {
        let ctx = egui::Context::default();
        let cc = eframe::CreationContext::_new_kittest(ctx.clone());
        let mut app = WorkbenchApp::new(&cc, WorkbenchOptions::default());
        app.add(|id| Document::of(id, "large", recording));
        let frame = eframe::Frame::_new_kittest();
        Self { ctx, frame, app, events: Vec::new(), time: 0.0, sleeps: Duration::ZERO }
    }

    /// Opens another recording, and shows it.
    pub(crate) fn add(&mut self, recording: Recording) {
        self.app.add(|id| Document::of(id, "another", recording));
    }

    /// One frame, up to what would be sent to the graphics card; how long this thread took.
    pub(crate) fn frame(&mut self) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events: std::mem::take(&mut self.events),
            focused: true,
            ..RawInput::default()
        };
        let (app, frame) = (&mut self.app, &mut self.frame);
        let (output, took) = thread_time(|| {
            let mut output = self.ctx.run_ui(input, |ui| {
                app.logic(&ui.ctx().clone(), frame);
                app.ui(ui, frame);
            });
            let shapes = std::mem::take(&mut output.shapes);
            std::hint::black_box(self.ctx.tessellate(shapes, output.pixels_per_point));
            output
        });
        let root = output.viewport_output.get(&ViewportId::ROOT);
        self.sleeps = root.map_or(Duration::ZERO, |it| it.repaint_delay);
        output.drop_without_applying_deltas();
        took
    }

    /// Changes to a view, and draws frames until all it asked for is there.
    pub(crate) fn open(&mut self, view: View) -> Times {
        self.let_go();
        let shortcuts = Action::Show(view).shortcuts();
        let keys = shortcuts.first().expect("a view has keys");
        self.press(keys.logical_key, keys.modifiers);
        let times = self.settle();
        assert_eq!(self.app.state().opened().map(|it| it.view), Some(view));
        times
    }

    /// Does what a command says, and draws frames until all it asked for is there.
    pub(crate) fn carry_out(&mut self, command: Command) -> Times {
        self.app.push(command);
        self.settle()
    }

    /// Draws frames until all work is done.
    pub(crate) fn settle(&mut self) -> Times {
        let mut took = vec![self.frame(), self.frame()];
        while self.app.is_working() {
            std::thread::sleep(Duration::from_millis(1)); // as the screen does between frames
            took.push(self.frame());
        }
        took.extend((0..20).map(|_| self.frame()));
        Times::of(took)
    }

    /// Draws `n` frames, after `before` has told of each what happens.
    pub(crate) fn times(&mut self, n: usize, before: impl Fn(&mut Self, usize)) -> Times {
        let frames = (0..n).map(|run| {
            before(self, run);
            self.frame()
        });
        Times::of(frames.collect())
    }

    /// The middle of the part of the window that shows the view.
    pub(crate) fn middle() -> Pos2 {
        pos2(820.0, 480.0)
    }

    pub(crate) fn point_at(&mut self, at: Pos2) {
        self.events.push(Event::PointerMoved(at));
    }

    /// Turns the wheel; with Shift, charts scroll instead of zooming.
    pub(crate) fn turn_wheel(&mut self, points: f32, modifiers: Modifiers) {
        self.events.push(Event::ModifiersChanged(modifiers));
        self.events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, points),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers,
        });
        self.events.push(Event::ModifiersChanged(Modifiers::NONE));
    }

    /// Presses a key that stands for a letter.
    pub(crate) fn type_letter(&mut self, letter: &str) {
        if let Some(key) = Key::from_name(letter) {
            self.press(key, Modifiers::NONE);
        }
        self.events.push(Event::Text(letter.to_lowercase()));
    }

    /// Presses and lets go the button of the pointer.
    pub(crate) fn click(&mut self, at: Pos2) {
        self.point_at(at);
        self.frame();
        self.button(at, true);
        self.button(at, false);
        self.frame();
    }

    /// Whether a function is selected.
    pub(crate) fn has_function(&self) -> bool {
        self.app.state().opened().is_some_and(|it| it.selection.function().is_some())
    }

    /// The first row of a tree that could be opened.
    pub(crate) fn first_closed(&self, tree: TreeName) -> Option<RowPath> {
        let rows = self.app.state().opened()?.answers.heap.rows(tree).current()?;
        rows.rows.iter().find(|it| it.has_children && !it.is_open).map(|it| it.path.clone())
    }

    /// The array of a heap, which refers to millions.
    pub(crate) fn array() -> NodeIndex {
        NodeIndex::from_row(2)
    }

    /// Moves the pointer while its button is held down.
    pub(crate) fn drag(&mut self, from: Pos2, by: Vec2) {
        if !self.ctx.input(|it| it.pointer.any_down()) {
            self.point_at(from);
            self.button(from, true);
        }
        self.point_at(from + by);
    }

    /// Lets the button of the pointer go, and the pointer leave the window.
    pub(crate) fn let_go(&mut self) {
        if let Some(at) = self.ctx.input(|it| it.pointer.latest_pos()) {
            self.button(at, false);
        }
        self.events.push(Event::PointerGone);
        self.frame();
    }

    /// After how many frames without any event the window sleeps; `None` if after more than `most`.
    pub(crate) fn sleeps_after(&mut self, most: usize) -> Option<usize> {
        (0..most).find(|_| {
            self.frame();
            self.sleeps > Duration::from_secs(1)
        })
    }

    fn button(&mut self, pos: Pos2, pressed: bool) {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        self.events.push(Event::PointerButton { pos, button, pressed, modifiers });
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        for pressed in [true, false] {
            let (physical_key, repeat) = (None, false);
            self.events.push(Event::Key { key, physical_key, pressed, repeat, modifiers });
        }
    }
}
