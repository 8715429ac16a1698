//! What somebody might do who knows nothing of the window, in no order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope::actions::Action;
use egui::{
    Event, ImeEvent, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Theme,
    TouchPhase, pos2, vec2,
};
use support::random::Random;
use support::window::Window;

/// Words for fields; none has a slash, so that a path made of them stays in the current folder.
const WORDS: &[&str] = &[
    "a",
    "work",
    "(idle)",
    "/[a-",
    "é",
    "中文",
    "🙂",
    "שלום",
    "\u{0}",
    " ",
    "e\u{301}x,y",
    "10ms",
];
/// Keys of charts and tables, and those that close what covers them.
const KEYS: &[Key] = &[
    Key::Escape,
    Key::Escape,
    Key::Enter,
    Key::Tab,
    Key::Space,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::PageUp,
    Key::PageDown,
    Key::Home,
    Key::End,
    Key::Delete,
    Key::Backspace,
    Key::Period,
    Key::Comma,
    Key::Plus,
    Key::Minus,
    Key::Num0,
];
const SIZES: &[(f32, f32)] =
    &[(1440.0, 900.0), (1024.0, 640.0), (960.0, 600.0), (300.0, 200.0), (1920.0, 1080.0)];

/// A file that was dropped.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|it| it.to_string())
    }
}

/// One thing that somebody does.
#[derive(Debug)]
pub(super) enum Deed {
    /// Uses the pointer, the keys or the clipboard, all in one frame.
    Events(Modifiers, Vec<Event>),
    /// Uses the pointer over several frames.
    Slowly(Modifiers, Vec<Event>),
    /// Gives the window another size.
    Resize(f32, f32),
    /// Moves the window to a screen with so many pixels per point.
    Scale(f32),
    /// Changes the theme of the system.
    Theme(Theme),
    /// Drops files on the window.
    Drop(Vec<PathBuf>),
    /// Waits a little.
    Wait,
}

impl Deed {
    /// Whatever comes up.
    pub(super) fn any(window: &Window, random: &mut Random, files: &[PathBuf]) -> Self {
        let modifiers = modifiers(random);
        let (at, to) = (place(window, random), place(window, random));
        match random.below(100) {
            0..30 => one(Event::PointerMoved(at), modifiers),
            30..48 => click(random, at, modifiers),
            48..54 => drag(random, at, to, modifiers),
            54..66 => one(wheel(random, modifiers), modifiers),
            66..69 => one(Event::Zoom(0.5 + random.share()), modifiers),
            69..87 => press(random, modifiers),
            87..91 => one(Event::Text(random.pick(WORDS).to_owned()), Modifiers::NONE),
            91..93 => one(text_event(random), Modifiers::NONE),
            93 => one(Event::PointerGone, modifiers),
            94 => one(Event::WindowFocused(random.one_in(2)), modifiers),
            95 => {
                let (x, y) = random.pick(SIZES);
                Self::Resize(x, y)
            }
            96 => Self::Scale(random.pick(&[1.0, 1.25, 2.0])),
            97 => Self::Theme(random.pick(&[Theme::Dark, Theme::Light])),
            98 => Self::Drop(vec![files[random.index(files.len())].clone()]),
            _ => Self::Wait,
        }
    }

    /// Does it to the window.
    pub(super) fn carry_out(self, window: &mut Window) {
        match self {
            Self::Events(modifiers, events) => {
                let input = window.input_mut();
                input.events.push(Event::ModifiersChanged(modifiers));
                input.events.extend(events);
            }
            Self::Slowly(modifiers, events) => {
                window.event(Event::ModifiersChanged(modifiers));
                for event in events {
                    window.event(event);
                }
            }
            Self::Resize(x, y) => {
                window.set_size(vec2(x, y));
            }
            Self::Scale(scale) => {
                window.set_pixels_per_point(scale);
            }
            Self::Theme(theme) => window.ctx.set_theme(theme),
            Self::Drop(files) => {
                let dropped = &mut window.input_mut().dropped_files;
                dropped.extend(files.into_iter().map(|it| Arc::new(Dropped(it)) as _));
            }
            Self::Wait => window.run_steps(2),
        }
        window.step();
    }
}

fn modifiers(random: &mut Random) -> Modifiers {
    let some = [
        Modifiers::CTRL.plus(Modifiers::COMMAND),
        Modifiers::SHIFT,
        Modifiers::ALT,
        Modifiers::CTRL.plus(Modifiers::COMMAND).plus(Modifiers::SHIFT),
        Modifiers::SHIFT.plus(Modifiers::ALT),
    ];
    if random.one_in(4) { random.pick(&some) } else { Modifiers::NONE }
}

/// A place in the window, or a little outside.
fn place(window: &Window, random: &mut Random) -> Pos2 {
    let size = window.ctx.content_rect().size() + vec2(20.0, 20.0);
    pos2(random.share() * size.x - 10.0, random.share() * size.y - 10.0)
}

fn one(event: Event, modifiers: Modifiers) -> Deed {
    Deed::Events(modifiers, vec![event])
}

fn text_event(random: &mut Random) -> Event {
    let word = random.pick(WORDS).to_owned();
    match random.below(4) {
        0 => Event::Copy,
        1 => Event::Cut,
        2 => Event::Paste(word),
        _ => Event::Ime(ImeEvent::Commit(word)),
    }
}

fn button(random: &mut Random) -> PointerButton {
    match random.below(20) {
        0..14 => PointerButton::Primary,
        14..17 => PointerButton::Secondary,
        17 => PointerButton::Middle,
        18 => PointerButton::Extra1,
        _ => PointerButton::Extra2,
    }
}

/// One click or two.
fn click(random: &mut Random, pos: Pos2, modifiers: Modifiers) -> Deed {
    let button = button(random);
    let mut events = vec![Event::PointerMoved(pos)];
    for _ in 0..=random.below(2) {
        for pressed in [true, false] {
            events.push(Event::PointerButton { pos, button, pressed, modifiers });
        }
    }
    // A popup takes a click only where it was already drawn.
    if random.one_in(2) { Deed::Events(modifiers, events) } else { Deed::Slowly(modifiers, events) }
}

fn drag(random: &mut Random, from: Pos2, to: Pos2, modifiers: Modifiers) -> Deed {
    let button = button(random);
    let mut events = Vec::new();
    for (pos, pressed) in [(from, true), (to, false)] {
        events.push(Event::PointerMoved(pos));
        // Now and then it is never let go, as when a window is switched meanwhile.
        if pressed || !random.one_in(10) {
            events.push(Event::PointerButton { pos, button, pressed, modifiers });
        }
    }
    Deed::Slowly(modifiers, events)
}

fn wheel(random: &mut Random, modifiers: Modifiers) -> Event {
    let unit = random.pick(&[MouseWheelUnit::Line, MouseWheelUnit::Point, MouseWheelUnit::Page]);
    let far = if random.one_in(20) { 10_000.0 } else { 10.0 };
    let delta = vec2(random.share() - 0.5, random.share() - 0.5) * far;
    let (phase, source) = (TouchPhase::Move, MouseWheelSource::Unknown);
    Event::MouseWheel { unit, delta, phase, source, modifiers }
}

/// Up to three times the same key.
fn press(random: &mut Random, modifiers: Modifiers) -> Deed {
    let shortcut = random.pick(Action::ALL).shortcuts().first().copied();
    let (modifiers, key) = match (random.below(4), shortcut) {
        (0, Some(keys)) => (keys.modifiers, keys.logical_key),
        (1, _) => (modifiers, random.pick(Key::ALL)),
        _ => (modifiers, random.pick(KEYS)),
    };
    let mut events = Vec::new();
    for _ in 0..=random.below(3) {
        for pressed in [true, false] {
            let (physical_key, repeat) = (None, false);
            events.push(Event::Key { key, physical_key, pressed, repeat, modifiers });
        }
    }
    Deed::Events(modifiers, events)
}
