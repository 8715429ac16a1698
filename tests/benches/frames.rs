//! What a frame of each view costs over the largest recording: layout and tessellation of the
//! whole window, no graphics card. The aim is 4 ms.
//!
//! ```sh
//! cargo bench -p asyncscope-tests --bench frames            # ten million events
//! cargo bench -p asyncscope-tests --bench frames -- 100     # a hundredth of them
//! cargo bench -p asyncscope-tests --bench frames -- 1 "Call tree"
//! cargo bench -p asyncscope-tests --bench frames -- heap 20 # a heap of twenty million objects
//! cargo bench -p asyncscope-tests --bench frames -- requests 1 # a million requests
//! cargo bench -p asyncscope-tests --bench frames -- compared 5 # two heaps of five million each
//! ```
//!
//! Times are those of the window's own thread, so that other work on the machine does not count.

#![expect(clippy::print_stdout, reason = "a bench is there to print")]

#[path = "frames/heap.rs"]
mod heap;
#[path = "frames/requests.rs"]
mod requests;
#[path = "frames/screen.rs"]
mod screen;
#[path = "frames/stopwatch.rs"]
mod stopwatch;

use asyncscope::kind::Kind;
use asyncscope::views::View;
use egui::{Modifiers, pos2, vec2};
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
    let first = arguments.next();
    if first.as_deref() == Some("heap") {
        let millions = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(20);
        return heap::all(millions);
    }
    if first.as_deref() == Some("requests") {
        let millions = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(1);
        return requests::all(millions);
    }
    if first.as_deref() == Some("compared") {
        let millions = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(5);
        return heap::compared(millions);
    }
    let divisor = first.and_then(|it| it.parse().ok()).unwrap_or(1);
    let only = arguments.next();
    let size = Large::default().divided_by(divisor);
    println!("{size:?}");
    let (mut screen, made) = elapsed(|| Screen::new(&size));
    println!("made in {made:.1?}; 1440 × 900, ms per frame, aim {AIM}\n");
    println!("{:<14}{:<11}{:>9}{:>9}{:>9}", "view", "while", "min", "median", "max");
    for view in Kind::Recording.views() {
        if only.as_deref().is_none_or(|it| it.eq_ignore_ascii_case(view.name())) {
            open(&mut screen, view);
            frames(&mut screen, view);
        }
    }
    println!("\nwith the first function selected, and all that the window says about it");
    select(&mut screen);
    for view in Kind::Recording.views() {
        if only.as_deref().is_none_or(|it| it.eq_ignore_ascii_case(view.name())) {
            open(&mut screen, view);
            open_rows(&mut screen, view);
            frames(&mut screen, view);
        }
    }
}

/// Shows a view, and tells how long it takes until it is there, and how long its longest frame.
fn open(screen: &mut Screen, view: View) {
    let (opening, took) = elapsed(|| screen.open(view));
    line(view, "opening", &opening);
    println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
}

/// Selects the function that took most time.
fn select(screen: &mut Screen) {
    screen.open(View::Functions);
    for row in 0..20_u8 {
        if screen.has_function() {
            break;
        }
        screen.click(pos2(400.0, 130.0 + 12.0 * f32::from(row)));
    }
    assert!(screen.has_function(), "a click in the table selects a row");
    screen.settle();
}

/// Opens every row of the call tree.
fn open_rows(screen: &mut Screen, view: View) {
    if view == View::CallTree {
        screen.click(pos2(400.0, 200.0));
        screen.type_letter("*");
        let (opening, took) = elapsed(|| screen.settle());
        line(view, "all open", &opening);
        println!("{:<14}{:<11}{took:>9.1?} until everything is there", "", "");
    }
}

fn frames(screen: &mut Screen, view: View) {
    let middle = Screen::middle();
    line(view, "still", &screen.times(RUNS, |_, _| {}));
    line(view, "hovering", &screen.times(RUNS, |it, run| it.point_at(middle + sway(run, 300.0))));
    screen.point_at(middle);
    let scroll = |it: &mut Screen, _: usize| it.turn_wheel(-150.0, Modifiers::SHIFT);
    line(view, "scrolling", &screen.times(RUNS, scroll));
    let zoom = |it: &mut Screen, run| it.turn_wheel(sway(run, 60.0).y, Modifiers::NONE);
    line(view, "wheel", &screen.times(RUNS, zoom));
    line(view, "panning", &screen.times(RUNS, |it, run| it.drag(middle, sway(run, 200.0))));
    screen.let_go();
    screen.settle();
    match screen.sleeps_after(RUNS) {
        Some(frames) => println!("{:<14}{:<11}sleeps after {frames} frames", "", ""),
        None => println!("{:<14}{:<11}NEVER SLEEPS", "", ""),
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
    println!("{:<14}{what:<11}{min:>9.2}{median:>9.2}{max:>9.2}  {mark}", view.name());
}
