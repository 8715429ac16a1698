//! Two thousand things that a user might do, in no order, on each of five seeds: nothing panics,
//! no work goes on for ever, and what is selected lies within the recording.
//!
//! A failure tells its seed, its step and the last events; the same seed does the same again.

#[path = "random_events/events.rs"]
mod events;

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use asyncscope::WorkbenchOptions;
use asyncscope::command::Command;
use asyncscope::document::{Content, Document, DocumentId};
use asyncscope::kind::Kind;
use asyncscope::opened::Opened;
use asyncscope::views::View;
use asyncscope_core::index::RowIndex as _;
use egui::vec2;
use events::Deed;
use support::random::Random;
use support::window::{self, Window, sample};

const STEPS: usize = 2_000;
/// What is shown at rests, one after the other.
const IN_TURN: [View; 19] = [
    View::Overview,
    View::Timeline,
    View::DiffCharts,
    View::FlameGraph,
    View::Classes,
    View::Sandwich,
    View::CallTree,
    View::Functions,
    View::DiffFlames,
    View::Dominators,
    View::Spans,
    View::Operations,
    View::Memory,
    View::Tracked,
    View::Requests,
    View::Endpoints,
    View::Object,
    View::Leaks,
    View::Basket,
];
/// How many of the last events are told.
const TOLD: usize = 12;
/// Every so many events, all work must come to an end; then another view is shown.
const REST: u64 = 25;
/// More recordings than this are closed, so that the sidebar does not fill up.
const MOST_OPEN: usize = 6;

/// What is told when something panics.
struct Diary {
    seed: u64,
    step: usize,
    last: VecDeque<String>,
}

impl Drop for Diary {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { seed, step, last } = self;
            let said = format!("seed {seed}, step {step}; the last events:\n{last:#?}\n");
            std::io::stderr().write_all(said.as_bytes()).ok();
        }
    }
}

/// Files that are written by chance stay here.
fn go_to_empty_folder() {
    let folder = std::env::temp_dir().join("asyncscope-random-events");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::env::set_current_dir(folder).expect("a folder to stay in");
}

fn files() -> Vec<PathBuf> {
    go_to_empty_folder();
    let broken = Path::new("broken.cpuprofile");
    std::fs::write(broken, br#"{"nodes": [1, 2"#).expect("room for a small file");
    let broken = std::path::absolute(broken).expect("a current folder");
    let samples = [
        "node-20/workers/worker-1.cpuprofile",
        "chromium-156/page-small.json",
        "recordings/leaky-server.asyncscope.json.gz",
        "node-20/heap/leak-before.heapsnapshot.zst",
        "node-20/heap/leak-after.heapsnapshot.zst",
        "chromium-156/site.har",
    ]
    .map(sample);
    samples.into_iter().chain([broken, PathBuf::from("/nowhere/at-all.json")]).collect()
}

fn run(seed: u64) {
    let files = files();
    let mut random = Random::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut diary = Diary { seed, step: 0, last: VecDeque::new() };
    let builder = window::builder(vec2(1440.0, 900.0)).allow_missing_glyphs();
    let options = WorkbenchOptions { files: files[..3].to_vec(), ..WorkbenchOptions::default() };
    let mut window = window::build(builder, options);
    window::settle(&mut window);
    let (mut seen, mut n_rests) = (Vec::new(), 0);
    for step in 0..STEPS {
        diary.step = step;
        if window.state().state().opened().is_none() || n_open(&window) > MOST_OPEN {
            start_again(&mut window, &files[..3], &mut random);
        }
        seen.push(view(&window));
        let deed = Deed::any(&window, &mut random, &files);
        if diary.last.len() == TOLD {
            diary.last.pop_front();
        }
        diary.last.push_back(format!("{deed:?}"));
        deed.carry_out(&mut window);
        check(&window);
        if random.one_in(REST) {
            window::settle(&mut window);
            window.check_accessibility();
            // Each view gets its share, in turn.
            let view = IN_TURN[n_rests % IN_TURN.len()];
            n_rests += 1;
            show(&mut window, view);
        }
    }
    window::settle(&mut window);
    check(&window);
    for view in Kind::Recording.views() {
        let n = seen.iter().filter(|it| **it == Some(view)).count();
        assert!(n * 200 > STEPS, "{view:?} was in the way of only {n} of {STEPS} events");
    }
}

/// The documents of such a kind.
fn with(window: &Window, fits: impl Fn(Kind) -> bool) -> Vec<DocumentId> {
    let documents = window.state().state().documents.iter();
    let fits = |it: &&Document| it.opened().is_some_and(|it| fits(it.kind));
    documents.filter(fits).map(|it| it.id).collect()
}

/// Compares the first two recordings, if there are two.
fn compare(window: &mut Window) {
    if let [one, other, ..] = with(window, Kind::is_recording)[..] {
        window.state_mut().push(Command::Compare(one, other));
        window::settle(window);
    }
}

/// Shows a view of the first document that has it, if one does.
fn show(window: &mut Window, view: View) {
    if view.is_of_diffs() && with(window, |it| view.fits(it)).is_empty() {
        compare(window);
    }
    let Some(&id) = with(window, |it| view.fits(it)).first() else {
        return look_for_leaks(window, view);
    };
    // A page that lies over the view would keep the key for itself.
    for command in [Command::Overlay(None), Command::PathClosed, Command::PaletteClosed] {
        window.state_mut().push(command);
    }
    window.state_mut().push(Command::ShowDocument(id));
    window::settle(window);
    window::show(window, view);
}

/// Looks for leaks in a heap that is open, if that is what a view shows.
fn look_for_leaks(window: &mut Window, view: View) {
    let heap = window.state().state().heaps().first().map(|it| it.id);
    let Some(heap) = heap.filter(|_| view.is_of_snapshots()) else { return };
    for command in [Command::Overlay(None), Command::ShowDocument(heap), Command::FindLeaksHere] {
        window.state_mut().push(command);
    }
    window::settle(window);
}

/// The view that takes what comes next, if nothing lies over it.
fn view(window: &Window) -> Option<View> {
    let state = window.state().state();
    let is_covered = state.overlay.is_some() || state.path_field.is_some();
    state.opened().filter(|_| !is_covered).map(|it| it.view)
}

fn n_open(window: &Window) -> usize {
    window.state().state().documents.len()
}

/// Opens the samples in a new window, as somebody does who has closed or covered everything.
fn start_again(window: &mut Window, samples: &[PathBuf], random: &mut Random) {
    if random.one_in(2) || n_open(window) > MOST_OPEN {
        let builder = window::builder(vec2(1440.0, 900.0)).allow_missing_glyphs();
        let options = WorkbenchOptions { files: samples.to_vec(), ..WorkbenchOptions::default() };
        *window = window::build(builder, options);
    } else {
        Deed::Drop(samples.to_vec()).carry_out(window);
    }
    window::settle(window);
}

/// What must be true after every event.
#[track_caller]
fn check(window: &Window) {
    let state = window.state().state();
    let is_bug = |text: &str| text.contains("bug in Asyncscope");
    for notice in state.notices.all() {
        assert!(!is_bug(&notice.text), "{}", notice.text);
    }
    assert!((0.8..=2.0).contains(&state.look.zoom), "{}", state.look.zoom);
    assert_eq!(state.shown.is_some(), state.shown_document().is_some(), "one that is open");
    for document in &state.documents {
        match &document.content {
            Content::Failed(why) => assert!(!is_bug(why), "{why}"),
            Content::Opened(opened) => check_selection(opened),
            Content::Loading(_) | Content::Stopped => {}
        }
    }
}

#[track_caller]
fn check_selection(opened: &Opened) {
    let (recording, selection) = (&opened.recording, &opened.selection);
    let whole = recording.range();
    if let Some(range) = &selection.range {
        let is_within = range.start < range.end && range.end <= whole.end;
        assert!(is_within, "selected {range:?} of {whole:?}");
    }
    if let Some(range) = &selection.shown {
        // It may reach beyond an end: what is near an end can be brought to the middle.
        let is_seen = range.start < range.end && range.start <= whole.end;
        assert!(is_seen, "shown {range:?} of {whole:?}");
    }
    let n_threads = recording.threads.process.len();
    let threads = selection.threads.iter().flatten();
    assert!(threads.map(|it| it.row()).all(|it| it < n_threads), "{:?}", selection.threads);
    let n_functions = recording.frames.len();
    assert!(selection.path.iter().all(|it| it.row() < n_functions), "{:?}", selection.path);
    if let Some(function) = selection.function() {
        assert!(function.row() < n_functions, "{function:?}");
    }
}

#[test]
fn seed_1() {
    run(1);
}

#[test]
fn seed_2() {
    run(2);
}

#[test]
fn seed_3() {
    run(3);
}

#[test]
fn seed_4() {
    run(4);
}

#[test]
fn seed_5() {
    run(5);
}
