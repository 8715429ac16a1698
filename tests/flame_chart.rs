//! The flame chart alone, driven by mouse and keyboard, without a display.

#[path = "flame_chart/keyboard.rs"]
mod keyboard;
#[path = "flame_chart/painting.rs"]
mod painting;
#[path = "flame_chart/pointer.rs"]
mod pointer;
#[path = "flame_chart/ruler.rs"]
mod ruler;
#[path = "flame_chart/searching.rs"]
mod searching;

use std::ops::Range;

use asyncscope::command::{Command, Commands};
use asyncscope::selection::{Entity, Selection};
use asyncscope::theme;
use asyncscope::views::flame_chart::{
    FlameChart, FlameChartState, FlameLane, PaintStats, flame_chart,
};
use asyncscope_core::analysis::{
    FlameKind, FlameLayout, FlameLayoutBuilder, FlameMatches, NameFilter,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Frame, FrameIndex, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Nanos, WeightUnit};
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Role, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// Size of the window, with the border of 8 that the harness leaves free.
const SIZE: Vec2 = vec2(8.0 + 148.0 + 1000.0 + 8.0, 8.0 + 24.0 + 400.0 + 8.0);
/// The boxes begin here, right of the margin and below the ruler, and are 1000 wide: one point is
/// a millisecond of a second.
const LEFT: f32 = 8.0 + 148.0;
const RULER: f32 = 8.0 + 12.0;
const FIRST_ROW: f32 = 8.0 + 24.0 + 4.0 + 8.0;
const ROW: f32 = 17.0;
const SECOND: u64 = 1_000_000_000;

struct Stage {
    recording: Recording,
    layout: FlameLayout,
    matches: Option<FlameMatches>,
    selection: Selection,
    state: FlameChartState,
    stats: PaintStats,
    commands: Vec<Command>,
}

impl Stage {
    fn new(recording: Recording, layout: FlameLayout) -> Self {
        Self {
            recording,
            layout,
            matches: None,
            selection: Selection::default(),
            state: FlameChartState::default(),
            stats: PaintStats::default(),
            commands: Vec::new(),
        }
    }

    /// A second of `main`, which calls `parse` (0 to 300 ms, which calls `read` from 100 to 200),
    /// `print` (500 to 700 ms) and a hundred times `tick`, for 10 µs each from 900 ms on.
    fn small() -> Self {
        let mut recording = Recording { duration: Nanos(SECOND), ..Recording::default() };
        for name in ["main", "parse", "read", "print", "tick"] {
            let name = recording.strings.intern(name);
            let url = recording.strings.intern("file:///app/main.js");
            let frame = Frame { name, url, line: None, column: None };
            recording.frames.intern(frame, &mut recording.strings);
        }
        let mut builder =
            FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
        let ms = 1_000_000;
        builder.push(0, 0..SECOND, 0);
        builder.push(1, 0..300 * ms, 1);
        builder.push(2, 100 * ms..200 * ms, 2);
        builder.push(1, 500 * ms..700 * ms, 3);
        for it in 0..100 {
            let start = 900 * ms + it * ms / 50;
            builder.push(1, start..start + ms / 100, 4);
        }
        Self::new(recording, builder.finish())
    }

    fn search(mut self, text: &str) -> Self {
        let filter = NameFilter::new(text).expect("a word");
        let task = Task::default();
        let found = FlameMatches::new(&self.recording, &self.layout, &filter, &task);
        self.matches = Some(found.expect("nobody cancels"));
        self
    }

    fn with_chart<T>(
        &mut self,
        work: impl FnOnce(FlameChart<'_>, &mut FlameChartState, &mut Commands) -> T,
    ) -> T {
        let lane = FlameLane::boxes("Main thread", "", &self.layout, self.matches.as_ref());
        let lanes = [lane];
        let chart = FlameChart::over_time(
            &self.recording,
            "Flame chart of Main thread",
            &lanes,
            &self.selection,
        );
        let mut commands = Commands::default();
        let done = work(chart, &mut self.state, &mut commands);
        for command in commands.take() {
            self.apply(&command);
            self.commands.push(command);
        }
        done
    }

    /// What the application does with the commands of the chart.
    fn apply(&mut self, command: &Command) {
        match command.clone() {
            Command::Select(entity) => self.selection.entity = entity,
            Command::Hover(entity) => self.selection.hovered = entity,
            Command::SelectRange(range) => self.selection.range = range,
            Command::ShowTime(range) => self.selection.shown = range,
            other => panic!("the chart asked for {other:?}"),
        }
    }

    fn open(self) -> Chart {
        self.open_on(1.0)
    }

    fn open_on(self, pixels_per_point: f32) -> Chart {
        let harness = Harness::builder()
            .with_size(SIZE)
            .with_pixels_per_point(pixels_per_point)
            .with_max_steps(60)
            .with_step_dt(1.0 / 60.0)
            .with_context_setup(theme::install)
            .build_ui_state(
                |ui, stage: &mut Stage| {
                    stage.stats = stage.with_chart(|it, state, commands| {
                        let frame = egui::Frame::NONE;
                        let shown = egui::CentralPanel::default().frame(frame);
                        shown.show(ui, |ui| flame_chart(ui, it, state, commands)).inner
                    });
                },
                self,
            );
        let mut chart = Chart(harness);
        chart.0.run();
        chart
    }
}

struct Chart(Harness<'static, Stage>);

impl Chart {
    fn stage(&self) -> &Stage {
        self.0.state()
    }

    fn event(&mut self, event: Event) {
        self.0.event(event);
        self.0.step();
    }

    fn hover(&mut self, at: Pos2) {
        self.event(Event::PointerMoved(at));
        self.0.run();
    }

    fn button(&mut self, at: Pos2, pressed: bool, modifiers: Modifiers) {
        let button = PointerButton::Primary;
        self.0.event_modifiers(
            Event::PointerButton { pos: at, button, pressed, modifiers },
            modifiers,
        );
        self.0.step();
    }

    fn click(&mut self, at: Pos2) {
        self.hover(at);
        self.button(at, true, Modifiers::NONE);
        self.button(at, false, Modifiers::NONE);
        self.0.run();
    }

    fn double_click(&mut self, at: Pos2) {
        self.hover(at);
        for pressed in [true, false, true, false] {
            self.button(at, pressed, Modifiers::NONE);
        }
        self.0.run();
    }

    fn drag(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) {
        self.hover(from);
        self.button(from, true, modifiers);
        for share in [0.25, 0.5, 0.75, 1.0] {
            self.0.event_modifiers(Event::PointerMoved(from + (to - from) * share), modifiers);
            self.0.step();
        }
        self.button(to, false, modifiers);
        self.0.run();
    }

    fn wheel(&mut self, at: Pos2, delta: Vec2, modifiers: Modifiers) {
        self.hover(at);
        let event = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta,
            phase: egui::TouchPhase::Move,
            modifiers,
            source: egui::MouseWheelSource::Unknown,
        };
        self.0.event_modifiers(event, modifiers);
        self.0.run();
    }

    fn key(&mut self, key: Key) {
        self.0.key_press(key);
        self.0.run();
    }

    fn shown(&self) -> Range<u64> {
        self.stage().state.shown()
    }

    fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.0.state_mut().commands)
    }

    /// What is told to those who cannot see it.
    fn in_words(&self) -> String {
        let canvas = self.0.get_by_role(Role::Canvas);
        canvas.accesskit_node().label().unwrap_or_default()
    }
}

/// The middle of a row, at a moment in ms of a second that is shown whole.
fn at(ms: f32, row: u8) -> Pos2 {
    pos2(LEFT + ms + 0.5, FIRST_ROW + f32::from(row) * ROW)
}

fn function(row: usize) -> Entity {
    Entity::Function(FrameIndex::from_row(row))
}

/// Whether two moments are within `pixels` of each other, where a pixel is a ms.
#[track_caller]
fn assert_near(found: u64, expected: u64, pixels: u64) {
    let distance = found.abs_diff(expected);
    assert!(distance <= pixels * 1_000_000, "{found} is not near {expected}");
}
