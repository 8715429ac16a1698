//! The flame chart alone, driven by mouse and keyboard, without a display.

use std::ops::Range;

use asyncscope::command::{Command, Commands};
use asyncscope::selection::{Entity, Selection};
use asyncscope::theme;
use asyncscope::views::flame_chart::{
    FlameChart, FlameChartState, FlameLane, PaintStats, Step, Ticks, flame_chart, length,
};
use asyncscope_core::analysis::{
    FlameKind, FlameLayout, FlameLayoutBuilder, FlameMatches, NameFilter,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Frame, FrameIndex, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Nanos, TimeRange, WeightUnit};
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Role, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use support::flames;

/// Size of the window, with the border of 8 that the harness leaves free.
const SIZE: Vec2 = vec2(8.0 + 148.0 + 1000.0 + 8.0, 8.0 + 24.0 + 400.0 + 8.0);
/// The boxes begin here, right of the margin and below the ruler, and are 1000 wide: one point is
/// a millisecond of a second.
const LEFT: f32 = 8.0 + 148.0;
const RULER: f32 = 8.0 + 12.0;
const FIRST_ROW: f32 = 8.0 + 24.0 + 4.0 + 8.0;
const ROW: f32 = 17.0;
const SECOND: u64 = 1_000_000_000;

// ---------------------------------------------------------------------------------------------
// A chart in a window.

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

// ---------------------------------------------------------------------------------------------
// Mouse.

#[test]
fn whole_recording_is_shown_first() {
    let chart = Stage::small().open();
    assert_eq!(chart.shown(), 0..SECOND);
    let stats = chart.stage().stats;
    assert_eq!((stats.rows, stats.boxes, stats.merged), (3, 4, 1), "{stats:?}");
    assert_eq!(stats.labels, 4, "main, parse, read, print");
}

#[test]
fn click_selects_the_function_and_a_click_beside_it_nothing() {
    let mut chart = Stage::small().open();
    chart.click(at(150.0, 2));
    assert!(chart.take().contains(&Command::Select(Some(function(2)))));
    assert!(chart.in_words().contains("selected read, 100\u{2009}ms"), "{}", chart.in_words());
    chart.click(at(400.0, 1));
    assert!(chart.take().contains(&Command::Select(None)));
    assert_eq!(chart.stage().state.selected(), None);
}

#[test]
fn pointer_on_a_box_is_told_to_all_views() {
    let mut chart = Stage::small().open();
    chart.hover(at(600.0, 1));
    assert_eq!(chart.take().last(), Some(&Command::Hover(Some(function(3)))));
    assert!(chart.in_words().contains("pointer on print, 200\u{2009}ms"), "{}", chart.in_words());
    chart.hover(at(600.0, 2));
    assert_eq!(chart.take().last(), Some(&Command::Hover(None)));
}

#[test]
fn tooltip_says_name_total_and_self() {
    let mut chart = Stage::small().open();
    chart.hover(at(50.0, 1));
    let before = chart.0.output().shapes.len();
    chart.hover(at(400.0, 1));
    assert!(chart.0.output().shapes.len() < before, "the tooltip goes with the box");
}

#[test]
fn double_click_shows_the_box_and_beside_boxes_everything() {
    let mut chart = Stage::small().open();
    chart.double_click(at(600.0, 1));
    let shown = chart.shown();
    assert!(shown.start < 500_000_000 && 480_000_000 < shown.start, "{shown:?}");
    assert!(shown.end > 700_000_000 && 720_000_000 > shown.end, "{shown:?}");
    assert!(matches!(chart.take().last(), Some(Command::ShowTime(Some(_)))));
    chart.0.run_steps(60); // else it would be the third click of a row
    chart.double_click(pos2(LEFT + 500.0, FIRST_ROW + 12.0 * ROW));
    assert_eq!(chart.shown(), 0..SECOND);
    assert_eq!(chart.take().last(), Some(&Command::ShowTime(None)));
}

#[test]
fn double_click_on_a_block_shows_its_boxes_apart() {
    let mut chart = Stage::small().open();
    chart.double_click(at(900.5, 1));
    let stats = chart.stage().stats;
    assert_eq!((stats.boxes, stats.merged), (101, 0), "{stats:?}, {:?}", chart.shown());
}

#[test]
fn wheel_zooms_at_the_pointer() {
    for x in [100.0, 500.0, 900.0] {
        let mut chart = Stage::small().open();
        chart.wheel(at(x, 1), vec2(0.0, 200.0), Modifiers::NONE);
        let shown = chart.shown();
        let length = shown.end - shown.start;
        assert!((350_000_000..390_000_000).contains(&length), "a factor of e: {length}");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ms")]
        let fixed = x as u64 * 1_000_000;
        assert_near(shown.start + length / 1_000 * (fixed / 1_000_000), fixed, 2);
        chart.wheel(at(x, 1), vec2(0.0, -200.0), Modifiers::NONE);
        assert_near(chart.shown().end, SECOND, 2);
    }
}

#[test]
fn ctrl_wheel_and_pinch_zoom_too() {
    let mut chart = Stage::small().open();
    chart.wheel(at(500.0, 1), vec2(0.0, 100.0), Modifiers::COMMAND);
    assert!(chart.shown().end - chart.shown().start < 900_000_000, "{:?}", chart.shown());
    let before = chart.shown();
    chart.event(Event::Zoom(2.0));
    chart.0.run();
    assert!(chart.shown().end - chart.shown().start < (before.end - before.start) * 6 / 10);
}

#[test]
fn horizontal_wheel_moves() {
    let mut chart = Stage::small().open();
    chart.double_click(at(600.0, 1));
    let before = chart.shown();
    chart.wheel(at(600.0, 1), vec2(-100.0, 0.0), Modifiers::NONE);
    let shown = chart.shown();
    assert!(before.start < shown.start, "{before:?} {shown:?}");
    assert!((shown.end - shown.start).abs_diff(before.end - before.start) <= 2);
}

#[test]
fn drag_moves_and_boxes_follow_the_hand() {
    let mut chart = Stage::small().open();
    chart.double_click(at(600.0, 1));
    let before = chart.shown();
    let length = before.end - before.start;
    chart.drag(at(600.0, 8), at(350.0, 8), Modifiers::NONE);
    let moved = chart.shown().start - before.start;
    assert!(moved.abs_diff(length / 4) < length / 100, "{moved} of {length}");
    assert!(chart.stage().selection.range.is_none());
}

#[test]
fn shift_drag_selects_a_time_range_and_escape_takes_it_back() {
    let mut chart = Stage::small().open();
    chart.click(at(150.0, 2));
    chart.drag(at(700.0, 6), at(250.0, 6), Modifiers::SHIFT);
    let range = chart.stage().selection.range.clone().expect("a range");
    assert_near(range.start.0, 250_000_000, 2);
    assert_near(range.end.0, 700_000_000, 2);
    assert_eq!(chart.shown(), 0..SECOND, "the chart stays where it is");
    chart.key(Key::Escape);
    assert_eq!(chart.stage().selection.range, None);
    assert_eq!(chart.stage().selection.entity, Some(function(2)), "one thing at a time");
    chart.key(Key::Escape);
    assert_eq!(chart.stage().selection.entity, None);
}

#[test]
fn drag_on_the_ruler_selects_and_its_edges_can_be_moved() {
    let mut chart = Stage::small().open();
    let ruler = |ms: f32| pos2(LEFT + ms, RULER);
    chart.drag(ruler(200.0), ruler(400.0), Modifiers::NONE);
    let range = |it: &Chart| it.stage().selection.range.clone().expect("a range");
    assert_near(range(&chart).end.0, 400_000_000, 2);
    chart.drag(ruler(400.0), ruler(600.0), Modifiers::NONE);
    let moved: TimeRange = range(&chart);
    assert_near(moved.start.0, 200_000_000, 2);
    assert_near(moved.end.0, 600_000_000, 2);
}

// ---------------------------------------------------------------------------------------------
// Keyboard.

#[test]
fn keys_zoom_move_and_show_all() {
    let mut chart = Stage::small().open();
    chart.hover(at(500.0, 8));
    chart.key(Key::W);
    let zoomed = chart.shown();
    assert_near(zoomed.end - zoomed.start, 700_000_000, 2);
    assert_near(zoomed.start + 350_000_000, 500_000_000, 2);
    chart.key(Key::D);
    let right = chart.shown();
    assert_near(right.start - zoomed.start, 112_000_000, 2);
    chart.key(Key::ArrowLeft);
    assert_near(chart.shown().start, zoomed.start, 2);
    chart.key(Key::S);
    assert_near(chart.shown().end - chart.shown().start, SECOND, 2);
    chart.key(Key::Plus);
    chart.key(Key::Num0);
    assert_eq!(chart.shown(), 0..SECOND);
}

#[test]
fn zoom_ends_at_50_ns_and_at_the_recording() {
    let mut chart = Stage::small().open();
    chart.hover(at(500.0, 1));
    for _ in 0..120 {
        chart.key(Key::W);
    }
    let shown = chart.shown();
    assert!((50..=52).contains(&(shown.end - shown.start)), "{shown:?}");
    for _ in 0..120 {
        chart.key(Key::S);
    }
    assert_eq!(chart.shown(), 0..SECOND);
    for _ in 0..40 {
        chart.key(Key::A);
    }
    assert!(chart.shown().end > SECOND / 2, "the recording stays in sight: {:?}", chart.shown());
}

#[test]
fn f_centres_then_fits_the_selected_box_and_r_makes_it_the_time_range() {
    let mut chart = Stage::small().open();
    chart.click(at(600.0, 1));
    chart.key(Key::F);
    let (shown, middle) = (chart.shown(), 600_000_000);
    assert_near(shown.start / 2 + shown.end / 2, middle, 60_000_000);
    assert!(SECOND / 2 < shown.end - shown.start, "centred, not zoomed: {shown:?}");
    chart.key(Key::F);
    assert_near(chart.shown().start, 492_000_000, 2);
    chart.key(Key::R);
    let range = chart.stage().selection.range.clone();
    assert_eq!(range, Some(Nanos(500_000_000)..Nanos(700_000_000)));
}

#[test]
fn period_and_comma_go_along_the_row() {
    let mut chart = Stage::small().open();
    chart.click(at(150.0, 1));
    chart.key(Key::Period);
    assert_eq!(chart.stage().selection.entity, Some(function(3)));
    chart.key(Key::Comma);
    assert_eq!(chart.stage().selection.entity, Some(function(1)));
    chart.key(Key::Comma);
    assert_eq!(chart.stage().selection.entity, Some(function(1)), "there is nothing left of it");
}

#[test]
fn keys_are_left_to_a_field_that_has_the_focus() {
    let mut chart = Stage::small().open();
    let other = egui::Id::unique("a field");
    chart.0.ctx.memory_mut(|it| it.request_focus(other));
    chart.0.key_press(Key::W);
    chart.0.step();
    assert_eq!(chart.shown(), 0..SECOND);
}

// ---------------------------------------------------------------------------------------------
// Search.

#[test]
fn enter_goes_from_match_to_match_and_around() {
    let mut chart = Stage::small().search("r").open();
    let words = |chart: &mut Chart| {
        chart.0.state_mut().with_chart(|it, state, _| state.matches_in_words(it))
    };
    assert_eq!(words(&mut chart).as_deref(), Some("3 matches"), "parse, read, print");
    let mut met = Vec::new();
    for _ in 0..4 {
        chart.key(Key::Enter);
        met.push((chart.stage().selection.entity, words(&mut chart).expect("a search")));
    }
    let number = |it: usize| format!("{it} of 3 matches");
    let expected = [(1, 1), (2, 2), (3, 3), (1, 1)];
    assert_eq!(met, expected.map(|(row, n)| (Some(function(row)), number(n))));
    chart.0.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    chart.0.run();
    assert_eq!(chart.stage().selection.entity, Some(function(3)), "back around");
}

#[test]
fn match_too_narrow_to_be_seen_is_zoomed_to() {
    let mut chart = Stage::small().search("tick").open();
    chart.key(Key::Enter);
    let shown = chart.shown();
    assert!(shown.end - shown.start < 100_000, "{shown:?}");
    let middle = u64::midpoint(shown.start, shown.end);
    assert!(middle.abs_diff(900_005_000) < 1_000, "{shown:?}");
}

#[test]
fn matches_can_be_gone_to_from_outside() {
    let mut chart = Stage::small().search("print").open();
    let (ctx, stage) = (chart.0.ctx.clone(), chart.0.state_mut());
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        stage.with_chart(|it, state, commands| state.find(ui, it, Step::Previous, commands));
    });
    output.textures_delta.clear();
    output.drop_without_applying_deltas();
    assert_eq!(chart.stage().selection.entity, Some(function(3)));
}

// ---------------------------------------------------------------------------------------------
// What is painted.

/// No more than fits: each box and block has a pixel of its own, each label 30 points.
#[track_caller]
fn check_fits(stats: PaintStats, pixels_per_point: f32) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels")]
    let [width, height, points] =
        [SIZE.x * pixels_per_point, SIZE.y * pixels_per_point, SIZE.x].map(|it| it as usize);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels")]
    let row = (ROW * pixels_per_point).round() as usize;
    let rows = height / row + 2;
    assert!(stats.rows <= rows, "{stats:?}");
    assert!(stats.boxes + stats.merged <= stats.rows * (width + 2), "{stats:?}");
    assert!(stats.labels <= stats.rows * (points / 30 + 2), "{stats:?}");
    let corners = 4 * 3 * (stats.boxes + stats.merged) + stats.labels * 4 * 40;
    assert!(stats.vertices <= corners + 100, "{stats:?}");
}

#[test]
fn painted_boxes_never_exceed_what_fits_on_the_screen() {
    let steps = [(1.0, Modifiers::NONE), (1.25, Modifiers::SHIFT), (2.0, Modifiers::SHIFT)];
    for (pixels_per_point, modifiers) in steps {
        let recording = flames::functions(100, Nanos(60 * SECOND));
        let layout = flames::wall(40, 25_000, 100, 0..60 * SECOND);
        assert!(layout.n_boxes() >= 1_000_000 * 9 / 10, "{}", layout.n_boxes());
        let mut chart = Stage::new(recording, layout).open_on(pixels_per_point);
        chart.0.ctx.all_styles_mut(|it| it.animation_time = 0.0);
        chart.hover(pos2(LEFT + 333.0, FIRST_ROW + 12.0 * ROW));
        let mut zooms = 0;
        loop {
            check_fits(chart.stage().stats, pixels_per_point);
            let before = chart.shown();
            chart.0.key_press_modifiers(modifiers, Key::W);
            chart.0.run();
            zooms += 1;
            if chart.shown() == before {
                break;
            }
        }
        assert!(zooms > 10, "{zooms} zooms, down to {:?}", chart.shown());
    }
}

#[test]
fn boxes_and_blocks_together_cover_what_is_there() {
    let recording = flames::functions(10, Nanos(SECOND));
    let layout = flames::wall(3, 100_000, 10, 0..SECOND);
    let chart = Stage::new(recording, layout).open();
    let stats = chart.stage().stats;
    assert!(stats.boxes < 10, "a hundred boxes on each pixel: {stats:?}");
    assert!(stats.merged <= 30 && stats.merged >= 3, "adjoining blocks are one: {stats:?}");
}

#[test]
fn deep_stacks_scroll() {
    let mut builder =
        FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    for row in 0..100_000 {
        builder.push(row, 0..SECOND, 0);
    }
    let recording = flames::functions(1, Nanos(SECOND));
    let mut chart = Stage::new(recording, builder.finish()).open();
    assert!(chart.stage().stats.rows <= 25, "{:?}", chart.stage().stats);
    chart.hover(at(500.0, 0));
    assert_eq!(chart.stage().state.hovered().map(|it| it.at.row), Some(0));
    chart.key(Key::PageDown);
    let page = chart.stage().state.hovered().expect("a box").at.row;
    assert!((20..=24).contains(&page), "a page of rows: {page}");
    for _ in 0..10 {
        chart.key(Key::ArrowDown);
    }
    assert_eq!(chart.stage().state.hovered().map(|it| it.at.row), Some(page + 30));
    chart.drag(at(500.0, 10), at(500.0, 2), Modifiers::NONE);
    chart.hover(at(500.0, 0));
    assert_eq!(chart.stage().state.hovered().map(|it| it.at.row), Some(page + 38));
}

#[test]
fn layout_without_boxes_says_so() {
    let recording = flames::functions(1, Nanos(SECOND));
    let empty = FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    let mut chart = Stage::new(recording, empty.finish()).open();
    assert_eq!(chart.stage().stats, PaintStats::default());
    chart.key(Key::W);
    chart.click(at(500.0, 1));
    assert_eq!(chart.in_words(), "Flame chart of Main thread");
}

#[test]
fn chart_without_room_paints_nothing_and_survives() {
    for size in [vec2(1.0, 1.0), vec2(17.0, 20.0), vec2(40.0, 45.0), vec2(600.0, 30.0)] {
        let mut chart = Stage::small().open();
        chart.0.set_size(size);
        chart.0.run();
        chart.click(pos2(10.0, 10.0));
        chart.key(Key::W);
        chart.wheel(pos2(12.0, 18.0), vec2(0.0, 50.0), Modifiers::NONE);
        assert!(chart.stage().stats.rows <= 1, "{:?}", chart.stage().stats);
    }
}

#[test]
fn stretch_without_boxes_has_none_and_zero_leads_out() {
    let mut stage = Stage::small();
    let mut builder =
        FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    builder.push(0, 0..1_000, 0);
    stage.layout = builder.finish();
    stage.selection.shown = Some(Nanos(SECOND / 2)..Nanos(SECOND));
    let mut chart = stage.open();
    assert_eq!(chart.shown(), SECOND / 2..SECOND);
    assert_eq!(chart.stage().stats.boxes, 0);
    chart.key(Key::Num0);
    assert_eq!(chart.stage().stats.boxes, 1, "alone, however narrow");
}

#[test]
fn hostile_names_are_painted() {
    let mut stage = Stage::small();
    let url = stage.recording.strings.intern("");
    let names = ["a\nb\tc\u{0}d", &"long ".repeat(100_000), ""];
    let mut builder =
        FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..SECOND);
    for (row, name) in names.into_iter().enumerate() {
        let name = stage.recording.strings.intern(name);
        let frame = Frame { name, url, line: None, column: None };
        let frame = stage.recording.frames.intern(frame, &mut stage.recording.strings);
        builder.push(row, 0..SECOND, u32::try_from(frame.row()).expect("few"));
    }
    stage.layout = builder.finish();
    let mut chart = stage.open();
    assert_eq!(chart.stage().stats.labels, 3);
    for row in 0..3 {
        chart.hover(at(500.0, row));
    }
}

#[test]
fn names_in_view_alone_are_kept_laid_out() {
    let recording = flames::functions(20_000, Nanos(SECOND));
    let layout = flames::wall(22, 10_000, 20_000, 0..SECOND);
    let mut chart = Stage::new(recording, layout).open();
    chart.hover(at(10.0, 1));
    for _ in 0..18 {
        chart.key(Key::W);
    }
    for _ in 0..60 {
        chart.key(Key::D);
    }
    let kept = chart.stage().state.n_labels_kept();
    assert!((100..=4_096 + 160).contains(&kept), "{kept} names");
}

#[test]
fn chart_follows_the_range_that_others_show() {
    let mut chart = Stage::small().open();
    chart.0.state_mut().selection.shown = Some(Nanos(200_000_000)..Nanos(400_000_000));
    chart.0.run();
    assert_eq!(chart.shown(), 200_000_000..400_000_000);
    assert!(chart.take().is_empty(), "that is no news");
}

// ---------------------------------------------------------------------------------------------
// The ruler.

#[test]
fn ticks_are_1_2_or_5_times_a_power_of_ten() {
    let steps: Vec<u64> =
        [0.3, 1.0, 1.5, 2.1, 5.0, 7.0, 33.0, 99e6].map(|it| Ticks::apart(it).step).into();
    assert_eq!(steps, [1, 1, 2, 5, 5, 10, 50, 100_000_000]);
    assert_eq!(Ticks::apart(1e30).step, u64::MAX);
    let ticks: Vec<u64> = Ticks::apart(20.0).within(&(13..40)).collect();
    assert_eq!(ticks, [15, 20, 25, 30, 35, 40]);
    let near_the_end = Ticks::apart(1e18).within(&(u64::MAX - 5..u64::MAX)).count();
    assert_eq!(near_the_end, 0);
}

#[test]
fn labels_have_as_many_decimals_as_their_distance_needs() {
    let label = |step: f64, tick| Ticks::apart(step).label(tick, WeightUnit::Nanoseconds);
    assert_eq!(label(1e9, 31_000_000_000), "31\u{2009}s");
    assert_eq!(label(1e8, 31_400_000_000), "31.4\u{2009}s");
    assert_eq!(label(2e6, 31_418_000_000), "31.418\u{2009}s");
    assert_eq!(label(5e6, 31_005_000_000), "31.005\u{2009}s");
    assert_eq!(label(1.0, 7), "0.000000007\u{2009}s");
    assert_eq!(label(1e12, 4_000_000_000_000), "4\u{2009}000\u{2009}s");
    assert_eq!(Ticks::apart(1e6).label(5_000_000, WeightUnit::Bytes), "5.00\u{2009}MB");
}

#[test]
fn length_of_a_selection_has_one_decimal_of_a_millisecond() {
    let said = |ns| length(WeightUnit::Nanoseconds, ns);
    assert_eq!(said(450_000_000), "450.0\u{2009}ms");
    assert_eq!(said(2_488_040_000), "2\u{2009}488.0\u{2009}ms");
    assert_eq!(said(149_960_000), "150.0\u{2009}ms");
    assert_eq!(said(840), "840\u{2009}ns");
    assert_eq!(said(60_000_000_000), "1\u{2009}min 0\u{2009}s");
}
