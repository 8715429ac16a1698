//! The window without a display: what every test that drives it needs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use asyncscope::actions::Action;
use asyncscope::views::View;
use asyncscope::{WorkbenchApp, WorkbenchOptions};
use egui::{Key, Modifiers, Vec2};
use egui_kittest::{Harness, HarnessBuilder};

/// How often a test looks before it gives up; a millisecond lies between two looks.
const TRIES: u32 = 60_000;

/// The application, driven by a test.
pub type Window = Harness<'static, WorkbenchApp>;

/// The folder of the workspace.
///
/// # Panics
///
/// Never: the tests lie in a workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

/// The path of a sample recording.
pub fn sample(name: &str) -> PathBuf {
    workspace().join("sample-data").join(name)
}

/// A window of this size, still without an application.
pub fn builder(size: Vec2) -> HarnessBuilder<WorkbenchApp> {
    Harness::builder().with_size(size).with_max_steps(50)
}

/// The application in a window.
pub fn build(builder: HarnessBuilder<WorkbenchApp>, options: WorkbenchOptions) -> Window {
    builder.build_eframe(move |cc| WorkbenchApp::new(cc, options))
}

/// Steps until `is_there`.
///
/// # Panics
///
/// If that does not happen within a minute.
#[track_caller]
pub fn wait(window: &mut Window, what: &str, is_there: impl Fn(&Window) -> bool) {
    for _ in 0..TRIES {
        window.step();
        if is_there(window) {
            return;
        }
        std::thread::sleep(Duration::from_millis(1)); // lets the threads of the jobs run
    }
    panic!("waited in vain for {what}");
}

/// Steps until no work goes on, and the frame after it is drawn.
///
/// # Panics
///
/// If work goes on for more than a minute.
#[track_caller]
pub fn settle(window: &mut Window) {
    for _ in 0..2 {
        window.step();
        wait(window, "the end of all work", |it| !it.state().is_working());
    }
    window.step();
}

/// Presses a key, and waits for what it causes.
///
/// # Panics
///
/// If that does not end within a minute.
#[track_caller]
pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

/// Does what a menu entry says, by its keys.
///
/// # Panics
///
/// If it has none.
#[track_caller]
pub fn run(window: &mut Window, action: Action) {
    let shortcuts = action.shortcuts();
    let keys = shortcuts.first().expect("an action with keys");
    press(window, keys.modifiers, keys.logical_key);
}

/// Changes to a view.
#[track_caller]
pub fn show(window: &mut Window, view: View) {
    run(window, Action::Show(view));
}
