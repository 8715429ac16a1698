//! The window as a whole: its views, keys, looks and sizes.

use asyncscope::WorkbenchOptions;
use asyncscope::views::View;
use egui::{Key, Modifiers, Role, Theme, ThemePreference, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{
    Folder, Window, click, has, label, press, sample, settle, small, wait, window, window_of,
};

#[test]
fn every_view_of_every_sample_is_drawn() {
    let files = [
        "node-20/cpu-heavy.cpuprofile.gz",
        "node-20/trace-events.json",
        "chromium-156/page-small.json",
        "chromium-156/page.json.gz",
        "node-20/heap/async-server.heapprofile",
        "node-20/heap/leak.heaptimeline.zst",
        "recordings/leaky-server.asyncscope.json.gz",
    ];
    for file in files {
        let mut window = window(&[sample(file)]);
        for view in window.state().state().kind().views() {
            click(&mut window, Role::Tab, view.name());
            assert_eq!(shown_view(&window), view, "{file}");
        }
    }
}

fn shown_view(window: &Window) -> View {
    window.state().state().opened().expect("a recording").view
}

#[test]
fn number_keys_change_the_view() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    for (key, view) in keys.into_iter().zip(View::OF_RECORDINGS).rev() {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(shown_view(&window), view);
    }
}

#[test]
fn light_and_dark_change_at_a_click_and_are_remembered() {
    let folder = Folder::new();
    let session = folder.0.path().join("config").join("session");
    let options = || WorkbenchOptions { session: Some(session.clone()), ..Default::default() };
    let mut first = window_of(vec2(1200.0, 800.0), options());
    settle(&mut first);
    let dark = first.ctx.theme() == Theme::Dark;
    let name = if dark { "Use the light theme" } else { "Use the dark theme" };
    click(&mut first, Role::Button, name);
    let chosen = first.state().state().look.theme;
    assert_eq!(chosen, if dark { ThemePreference::Light } else { ThemePreference::Dark });
    wait(&mut first, "the session file", |_| session.is_file());

    let mut second = window_of(vec2(1200.0, 800.0), options());
    settle(&mut second);
    assert_eq!(second.state().state().look.theme, chosen);
}

#[test]
fn zoom_stays_between_80_and_200_percent() {
    let mut window = window(&[]);
    for _ in 0..20 {
        press(&mut window, Modifiers::COMMAND, Key::Plus);
    }
    assert!((window.state().state().look.zoom - 2.0).abs() < 0.01);
    for _ in 0..20 {
        press(&mut window, Modifiers::COMMAND, Key::Minus);
    }
    assert!((window.state().state().look.zoom - 0.8).abs() < 0.01);
    press(&mut window, Modifiers::COMMAND, Key::Num0);
    assert!((window.state().state().look.zoom - 1.0).abs() < 0.01);
}

#[test]
fn shortcuts_are_listed() {
    let mut window = window(&[]);
    press(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(has(&window, "Keyboard shortcuts"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!has(&window, "Keyboard shortcuts"));
}

#[test]
fn nothing_leaves_a_small_window() {
    let files = [
        "node-20/async-server.cpuprofile",
        "chromium-156/page-small.json",
        "node-20/heap/leak-after.heapsnapshot.zst",
        "recordings/leaky-server.asyncscope.json.gz",
    ];
    let files = files.map(sample);
    for size in [vec2(1024.0, 640.0), vec2(960.0, 600.0)] {
        let options = WorkbenchOptions { files: files.to_vec(), ..Default::default() };
        let mut window = window_of(size, options);
        settle(&mut window);
        for _ in &files {
            for view in window.state().state().kind().views() {
                click(&mut window, Role::Tab, view.name());
                check_within(&window, size, view);
            }
            press(&mut window, Modifiers::CTRL, Key::Tab);
        }
    }
}

/// Every button, field and head of a column lies within the window, from side to side.
#[track_caller]
pub(crate) fn check_within(window: &Window, size: Vec2, view: View) {
    let roles = [Role::Button, Role::TextInput, Role::ColumnHeader, Role::Tab, Role::RadioButton];
    for role in roles {
        for node in window.query_all_by_role(role) {
            let rect = node.rect();
            let is_within = rect.left() >= -0.5 && rect.right() <= size.x + 0.5;
            assert!(is_within, "{view:?} at {size}: {:?} lies at {rect}", label(&node));
        }
    }
}

#[test]
fn the_window_sleeps_when_nothing_happens() {
    let mut window = window(&[sample("node-20/async-server.cpuprofile")]);
    for view in window.state().state().kind().views() {
        click(&mut window, Role::Tab, view.name());
        // `run` steps while repaints are asked for, and fails if that does not end.
        window.run();
    }
}
