//! How every page and view looks, in pictures: `tests/looks/*.png`.
//!
//! `.ci/looks` compares them, `.ci/looks update` makes them anew: look at what changed before you
//! commit it. They are painted in memory by a driver that needs no graphics card, and made of the
//! sample recordings. Nothing in them differs from run to run.

#[path = "looks/heaps.rs"]
mod heaps;
#[path = "looks/pages.rs"]
mod pages;
#[path = "looks/views.rs"]
mod views;

use std::path::PathBuf;

use asyncscope::WorkbenchOptions;
use egui::{Theme, Vec2, vec2};
use egui_kittest::SnapshotOptions;
use support::window::{self, Window};

/// What the window is like while its picture is taken.
fn options(files: &[&str]) -> WorkbenchOptions {
    WorkbenchOptions {
        files: files.iter().map(|it| window::sample(it)).collect(),
        // Paths are shortened by it, so they do not tell where the workspace lies.
        home: Some(window::workspace()),
        is_repeatable: true,
        ..WorkbenchOptions::default()
    }
}

/// A window of a size whose pictures stay small; `scale` is how many pixels a point has.
fn window_of(options: WorkbenchOptions, scale: f32) -> Window {
    window_in(vec2(1000.0, 640.0), options, scale)
}

fn window_in(size: Vec2, options: WorkbenchOptions, scale: f32) -> Window {
    let builder =
        window::builder(size).with_pixels_per_point(scale).with_render_cursor(false).wgpu();
    window::build(builder, options)
}

/// The same, once nothing is worked on any more.
fn settled(files: &[&str]) -> Window {
    let mut window = window_of(options(files), 1.0);
    window::settle(&mut window);
    window
}

/// Takes the picture of a page in dark and in light.
fn take(window: &mut Window, name: &str) {
    for (theme, word) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        take_in(window, theme, &format!("{name}-{word}"));
    }
}

fn take_in(window: &mut Window, theme: Theme, name: &str) {
    window.ctx.set_theme(theme);
    window.remove_cursor();
    window.run_steps(3); // the first frame of an area only measures it
    window.snapshot_options(name, &comparison());
}

fn comparison() -> SnapshotOptions {
    SnapshotOptions::new().output_path(PathBuf::from("looks"))
}
