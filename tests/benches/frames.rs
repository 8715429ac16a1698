//! What a frame of each view costs over the largest recording: layout and tessellation of the
//! whole window, no graphics card. The aim is 4 ms.
//!
//! ```sh
//! cargo bench -p asyncscope-tests --bench frames            # ten million events
//! cargo bench -p asyncscope-tests --bench frames -- 100     # a hundredth of them
//! cargo bench -p asyncscope-tests --bench frames -- 1 "Call tree"
//! ```
//!
//! Times are those of the window's own thread, so that other work on the machine does not count.

#![expect(clippy::print_stdout, reason = "a bench is there to print")]

#[path = "frames/screen.rs"]
mod screen;
#[path = "frames/stopwatch.rs"]
mod stopwatch;

use asyncscope::views::View;
use egui::vec2;
use support::large::Large;

use screen::Screen;
use stopwatch::{Times, elapsed};

/// Frames of each kind.
const RUNS: usize = 60;
/// What a frame is to cost at most, in milliseconds.
const AIM: f64 = 4.0;

fn main() {
    // Cargo adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    let divisor = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(1);
    let only = arguments.next();
    let size = Large::default().divided_by(divisor);
    println!("{size:?}");
    let (mut screen, made) = elapsed(|| Screen::new(&size));
    println!("made in {made:.1?}; 1440 × 900, ms per frame, aim {AIM}\n");
    println!("{:<14}{:<10}{:>9}{:>9}{:>9}", "view", "while", "min", "median", "max");
    for view in View::ALL {
        if only.as_deref().is_none_or(|it| it.eq_ignore_ascii_case(view.name())) {
            bench(&mut screen, view);
        }
    }
}

fn bench(screen: &mut Screen, view: View) {
    let (opening, took) = elapsed(|| screen.open(view));
    line(view, "opening", &opening);
    println!("{:<14}{:<10}{took:>9.1?} until everything is there", "", "");
    let middle = screen.middle();
    line(view, "still", &screen.times(RUNS, |_, _| {}));
    line(view, "hovering", &screen.times(RUNS, |it, run| it.point_at(middle + sway(run, 300.0))));
    screen.point_at(middle);
    line(view, "wheel", &screen.times(RUNS, |it, run| it.turn_wheel(sway(run, 60.0).y)));
    line(view, "panning", &screen.times(RUNS, |it, run| it.drag(middle, sway(run, 200.0))));
    screen.let_go();
    match screen.sleeps_after(RUNS) {
        Some(frames) => println!("{:<14}{:<10}sleeps after {frames} frames", "", ""),
        None => println!("{:<14}{:<10}NEVER SLEEPS", "", ""),
    }
}

/// To and fro, a little further each time, so that no two frames are the same.
#[expect(clippy::cast_precision_loss, reason = "a few frames")]
fn sway(run: usize, far: f32) -> egui::Vec2 {
    let turn = run as f32 * 0.7;
    vec2(turn.sin() * far, (turn * 1.3).cos() * far)
}

fn line(view: View, what: &str, times: &Times) {
    let mark = if times.median > AIM { "over the aim" } else { "" };
    let (min, median, max) = (times.min, times.median, times.max);
    println!("{:<14}{what:<10}{min:>9.2}{median:>9.2}{max:>9.2}  {mark}", view.name());
}
