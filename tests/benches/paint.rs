//! What a frame of the flame chart costs: layout and tessellation, no graphics card.
//!
//! ```sh
//! cargo bench -p asyncscope-tests --bench paint
//! ```

#![expect(clippy::print_stdout, reason = "a bench is there to print")]

mod timing;

use std::ops::Range;

use asyncscope::command::Commands;
use asyncscope::selection::Selection;
use asyncscope::theme;
use asyncscope::views::flame_chart::{
    FlameChart, FlameChartState, FlameLane, PaintStats, flame_chart,
};
use asyncscope_core::analysis::{FlameLayout, FlameMatches, NameFilter};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::{Count, Nanos};
use egui::{CentralPanel, Frame, RawInput, Rect, pos2, vec2};
use support::flames;

const RUNS: usize = 60;
const N_FUNCTIONS: usize = 400;
const MINUTE: u64 = 60_000_000_000;

/// A chart on a screen of 1920 × 1080, frame by frame.
struct Screen<'a> {
    ctx: egui::Context,
    recording: &'a Recording,
    layout: &'a FlameLayout,
    matches: Option<&'a FlameMatches>,
    selection: Selection,
    state: FlameChartState,
    time: f64,
}

impl<'a> Screen<'a> {
    fn new(recording: &'a Recording, layout: &'a FlameLayout) -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        Self {
            ctx,
            recording,
            layout,
            matches: None,
            selection: Selection::default(),
            state: FlameChartState::default(),
            time: 0.0,
        }
    }

    /// Shows `shown`; several frames, so that all names are laid out.
    fn showing(mut self, shown: Range<u64>) -> Self {
        self.selection.shown = Some(Nanos(shown.start)..Nanos(shown.end));
        for _ in 0..12 {
            self.frame();
        }
        self
    }

    /// One frame, up to what would be sent to the graphics card.
    fn frame(&mut self) -> PaintStats {
        self.time += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0)));
        let input = RawInput { screen_rect, time: Some(self.time), ..RawInput::default() };
        let lane = FlameLane::boxes("Main thread", "", self.layout, self.matches);
        let lanes = [lane];
        let chart = FlameChart::over_time(self.recording, "Flame chart", &lanes, &self.selection);
        let (mut stats, mut commands) = (PaintStats::default(), Commands::default());
        let (ctx, state) = (self.ctx.clone(), &mut self.state);
        let mut output = ctx.run_ui(input, |ui| {
            CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
                stats = flame_chart(ui, chart, state, &mut commands);
            });
        });
        let shapes = std::mem::take(&mut output.shapes);
        std::hint::black_box(ctx.tessellate(shapes, output.pixels_per_point));
        output.drop_without_applying_deltas();
        stats
    }

    /// Times frames, and prints a line.
    fn time(mut self, name: &str) {
        let stats = self.frame();
        let said = format!(
            "{name}: {} boxes, {} blocks, {} labels",
            Count(stats.boxes as u64),
            Count(stats.merged as u64),
            Count(stats.labels as u64)
        );
        timing::time(
            said,
            (f64::from(u32::try_from(stats.vertices).unwrap_or(0)), "vertex"),
            RUNS,
            || self.frame(),
        );
    }
}

fn main() {
    let recording = flames::functions(N_FUNCTIONS, Nanos(MINUTE));
    println!("frame of 1920 x 1080, without the graphics card; 16.7 ms is all there is");
    many_visible(&recording);
    ten_million(&recording);
}

/// Everything stands for itself, or has a label.
fn many_visible(recording: &Recording) {
    for (name, per_row) in [("62 rows, boxes of 2 px", 850), ("62 rows, boxes of 40 px", 44)] {
        let layout = flames::wall(62, per_row, N_FUNCTIONS, 0..MINUTE);
        Screen::new(recording, &layout).showing(0..MINUTE).time(name);
    }
}

/// Ten million boxes, from all of them to one in a million.
fn ten_million(recording: &Recording) {
    let layout = flames::wall(50, 200_000, N_FUNCTIONS, 0..MINUTE);
    for share in [1, 2, 5, 20, 100, 1_000, 100_000] {
        let shown = MINUTE / 3..MINUTE / 3 + MINUTE / share;
        let shown = if share == 1 { 0..MINUTE } else { shown };
        let name = format!("10 M boxes in 50 rows, 1/{share} in view");
        Screen::new(recording, &layout).showing(shown).time(&name);
    }
    let filter = NameFilter::new("work1").expect("a word");
    let matches = FlameMatches::new(recording, &layout, &filter, &Task::default());
    let mut screen = Screen::new(recording, &layout);
    let matches = matches.expect("nobody cancels");
    screen.matches = Some(&matches);
    screen.showing(0..MINUTE).time("10 M boxes in 50 rows, all in view, searched");
}
