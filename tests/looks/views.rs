//! Every view of a recording.

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::kind::Kind;
use asyncscope::requests::{RequestCommand, RequestMode};
use asyncscope::views::View;
use egui::{Key, Modifiers, Theme, Vec2, vec2};
use support::window;

use super::{options, settled, take, take_in, window_in, window_of};

const PROFILE: &str = "node-20/async-server.cpuprofile";
const PAGE: &str = "chromium-156/page-small.json";

/// The name of a picture of a view.
fn file_name(view: View) -> String {
    view.name().to_lowercase().replace(' ', "-")
}

#[test]
fn a_cpu_profile() {
    let mut window = settled(&[PROFILE]);
    for view in Kind::Profile.views() {
        window::show(&mut window, view);
        take(&mut window, &format!("profile-{}", file_name(view)));
    }
}

#[test]
fn a_trace_of_a_page() {
    let mut window = settled(&[PAGE]);
    for view in [View::Overview, View::Timeline, View::Spans] {
        window::show(&mut window, view);
        take(&mut window, &format!("page-{}", file_name(view)));
    }
}

#[test]
fn a_recorded_program() {
    let mut window = settled(&["recordings/leaky-server.asyncscope.json.gz"]);
    for view in [View::Overview, View::Timeline, View::Operations, View::Memory, View::Tracked] {
        window::show(&mut window, view);
        take(&mut window, &format!("recorded-{}", file_name(view)));
    }
}

#[test]
fn requests() {
    let mut window = settled(&["chromium-156/site.har"]);
    take(&mut window, "requests-table");
    window.state_mut().push(Command::Requests(RequestCommand::Mode(RequestMode::Waterfall)));
    window::settle(&mut window);
    take(&mut window, "requests-waterfall");
    for view in [View::Overview, View::Timeline, View::Endpoints] {
        window::show(&mut window, view);
        take(&mut window, &format!("requests-{}", file_name(view)));
    }
}

#[test]
fn a_selected_request_in_a_wide_window() {
    let mut window = window_in(vec2(1440.0, 900.0), options(&["chromium-156/site.har"]), 1.0);
    window::settle(&mut window);
    for _ in 0..4 {
        window::press(&mut window, Modifiers::NONE, Key::ArrowDown);
    }
    take(&mut window, "requests-selected");
    window::show(&mut window, View::Endpoints);
    window.state_mut().push(Command::Requests(RequestCommand::ShowRules(true)));
    window::settle(&mut window);
    take(&mut window, "requests-rules");
}

#[test]
fn requests_of_a_trace() {
    let mut window =
        window_in(vec2(1440.0, 900.0), options(&["chromium-156/site-trace.json.gz"]), 1.0);
    window::settle(&mut window);
    window::show(&mut window, View::Requests);
    take(&mut window, "requests-trace");
}

#[test]
fn two_heaps_compared() {
    let heaps =
        ["leak-before", "leak-after"].map(|it| format!("node-20/heap/{it}.heapsnapshot.zst"));
    let mut window = settled(&[&heaps[0], &heaps[1]]);
    window.state_mut().push(Command::Run(Action::Compare));
    window::settle(&mut window);
    for key in [Key::ArrowDown, Key::ArrowDown] {
        window::press(&mut window, Modifiers::NONE, key);
    }
    for view in View::OF_COMPARISONS {
        window::show(&mut window, view);
        take(&mut window, &format!("compared-{}", file_name(view)));
    }
}

/// Takes the picture of a view while the function at the end of the heaviest path is selected.
fn with_a_function(size: Vec2, view: View) {
    let mut window = window_in(size, options(&[PROFILE]), 1.0);
    window::settle(&mut window);
    window::show(&mut window, View::CallTree);
    // The first row is what the program did not do: `(idle)`.
    for key in [Key::ArrowDown, Key::ArrowDown, Key::H] {
        window::press(&mut window, Modifiers::NONE, key);
    }
    window::show(&mut window, view);
    take(&mut window, &format!("selected-{}", file_name(view)));
}

#[test]
fn a_selected_function_in_a_small_window() {
    with_a_function(vec2(1000.0, 640.0), View::CallTree);
}

#[test]
fn a_selected_function_in_a_wide_window() {
    with_a_function(vec2(1280.0, 720.0), View::Sandwich);
}

#[test]
fn two_pixels_per_point() {
    let mut window = window_of(options(&[PROFILE]), 2.0);
    window::settle(&mut window);
    for view in Kind::Profile.views() {
        window::show(&mut window, view);
        take_in(&mut window, Theme::Dark, &format!("profile-{}-2x", file_name(view)));
    }
}

/// The comparison of the first two threads of a program.
fn compared_recordings() -> window::Window {
    let profiles = ["worker-1", "main"].map(|it| format!("node-20/workers/{it}.cpuprofile"));
    let mut window = settled(&[&profiles[0], &profiles[1]]);
    window.state_mut().push(Command::Run(Action::Compare));
    window::settle(&mut window);
    window
}

#[test]
fn two_recordings_compared() {
    let mut window = compared_recordings();
    for view in [View::DiffFunctions, View::DiffFlames, View::DiffCharts] {
        window.state_mut().push(Command::ShowView(view));
        window::settle(&mut window);
        take(&mut window, &format!("diff-{}", file_name(view)));
    }
}

#[test]
fn choosing_what_is_compared() {
    let profiles = ["worker-1", "worker-2", "main"];
    let profiles = profiles.map(|it| format!("node-20/workers/{it}.cpuprofile"));
    let mut window = settled(&profiles.each_ref().map(String::as_str));
    window.state_mut().push(Command::Run(Action::Compare));
    window::settle(&mut window);
    take(&mut window, "compare-page");
}

#[test]
fn two_files_dropped_together() {
    let mut window = settled(&[]);
    let files = ["worker-1", "main"].map(|it| format!("node-20/workers/{it}.cpuprofile"));
    let files = files.iter().map(|it| window::sample(it)).collect();
    window.state_mut().push(Command::OpenDropped(files));
    window::settle(&mut window);
    take(&mut window, "dropped");
}
