//! Every view of a recording.

use asyncscope::views::View;
use egui::{Key, Modifiers, Theme};
use support::window;

use super::{options, settled, take, take_in, window_of};

const PROFILE: &str = "node-20/async-server.cpuprofile";
const PAGE: &str = "chromium-156/page-small.json";

/// The name of a picture of a view.
fn file_name(view: View) -> String {
    view.name().to_lowercase().replace(' ', "-")
}

#[test]
fn a_cpu_profile() {
    let mut window = settled(&[PROFILE]);
    for view in View::ALL {
        window::show(&mut window, view);
        take(&mut window, &format!("profile-{}", file_name(view)));
    }
}

#[test]
fn a_trace_of_a_page() {
    let mut window = settled(&[PAGE]);
    for view in [View::Overview, View::Timeline] {
        window::show(&mut window, view);
        take(&mut window, &format!("page-{}", file_name(view)));
    }
}

#[test]
fn a_selected_function() {
    let mut window = settled(&[PROFILE]);
    window::show(&mut window, View::CallTree);
    for key in [Key::ArrowDown, Key::H] {
        window::press(&mut window, Modifiers::NONE, key);
    }
    take(&mut window, "selected-call-tree");
}

#[test]
fn two_pixels_per_point() {
    let mut window = window_of(options(&[PROFILE]), 2.0);
    window::settle(&mut window);
    for view in View::ALL {
        window::show(&mut window, view);
        take_in(&mut window, Theme::Dark, &format!("profile-{}-2x", file_name(view)));
    }
}
