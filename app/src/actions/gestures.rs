//! What hands do to charts and tables: told in the sheet of shortcuts, and kept free of clashes.
//!
//! Views read these themselves, since they know where the pointer is and what has the focus.

use egui::{Key, Modifiers};

use super::Scope;

/// Something that a hand does in a view.
#[derive(Clone, Copy, Debug)]
pub struct Gesture {
    /// What it does.
    pub text: &'static str,
    /// How, in words: what is done at the same time. More than one where there are several ways.
    pub words: &'static [&'static [&'static str]],
    /// The keys it takes, so that no action takes them.
    pub keys: &'static [(Modifiers, Key)],
    /// Where it counts.
    pub scope: Scope,
}

const PLAIN: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// Every gesture, in the order of the sheet.
pub const GESTURES: &[Gesture] = &[
    Gesture {
        text: "Zoom in, zoom out",
        words: &[&["W"], &["S"]],
        keys: &[
            (PLAIN, Key::W),
            (PLAIN, Key::S),
            (SHIFT, Key::W),
            (SHIFT, Key::S),
            (PLAIN, Key::Plus),
            (PLAIN, Key::Minus),
            (PLAIN, Key::Equals),
        ],
        scope: Scope::Charts,
    },
    Gesture {
        text: "Zoom in large steps",
        words: &[&["Shift", "W"], &["Shift", "S"]],
        keys: &[],
        scope: Scope::Charts,
    },
    Gesture {
        text: "Zoom at the pointer",
        words: &[&["wheel"], &["Ctrl", "wheel"]],
        keys: &[],
        scope: Scope::Charts,
    },
    Gesture { text: "Move", words: &[&["drag"], &["← →"]], keys: &[], scope: Scope::Charts },
    Gesture {
        text: "Zoom to a box, or to everything",
        words: &[&["double click"]],
        keys: &[],
        scope: Scope::Charts,
    },
    Gesture {
        text: "Next, previous match",
        words: &[&["Enter"], &["Shift", "Enter"]],
        keys: &[(PLAIN, Key::Enter), (SHIFT, Key::Enter)],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Move left, move right",
        words: &[&["A"], &["D"]],
        keys: &[(PLAIN, Key::A), (PLAIN, Key::D)],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Select a time range",
        words: &[&["Shift", "drag"]],
        keys: &[],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Next, previous on the track",
        words: &[&["."], &[","]],
        keys: &[(PLAIN, Key::Period), (PLAIN, Key::Comma)],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Go along the boxes, to the caller, to the callee",
        words: &[&["← →"], &["↑"], &["↓"]],
        keys: &[],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Follow an arrow back, forward",
        words: &[&["["], &["]"]],
        keys: &[(PLAIN, Key::OpenBracket), (PLAIN, Key::CloseBracket)],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Move the track that has the focus",
        words: &[&["Alt", "↑"], &["Alt", "↓"]],
        keys: &[],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Scroll the tracks, move in time",
        words: &[&["Shift", "↑ ↓"], &["Shift", "← →"]],
        keys: &[],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "End the range, then the selection",
        words: &[&["Esc"]],
        keys: &[(PLAIN, Key::Escape)],
        scope: Scope::TimeCharts,
    },
    Gesture {
        text: "Move from row to row",
        words: &[&["↑"], &["↓"]],
        keys: &[(PLAIN, Key::ArrowUp), (PLAIN, Key::ArrowDown)],
        scope: Scope::Tables,
    },
    Gesture {
        text: "Open, close a row",
        words: &[&["→"], &["←"]],
        keys: &[(PLAIN, Key::ArrowRight), (PLAIN, Key::ArrowLeft)],
        scope: Scope::Tables,
    },
    Gesture { text: "Open all below a row", words: &[&["*"]], keys: &[], scope: Scope::Tables },
    Gesture {
        text: "Show a row in the recording it is from",
        words: &[&["Enter"], &["double click"]],
        keys: &[],
        scope: Scope::Diffs,
    },
    Gesture {
        text: "Compare only a stretch of time",
        words: &[&["Shift", "drag"]],
        keys: &[],
        scope: Scope::SideBySide,
    },
    Gesture {
        text: "Zoom the waterfall in, out",
        words: &[&["W"], &["S"], &["Ctrl", "wheel"]],
        keys: &[
            (PLAIN, Key::W),
            (PLAIN, Key::S),
            (PLAIN, Key::Plus),
            (PLAIN, Key::Minus),
            (PLAIN, Key::Equals),
        ],
        scope: Scope::Requests,
    },
    Gesture {
        text: "Move the waterfall",
        words: &[&["A"], &["D"], &["drag"]],
        keys: &[(PLAIN, Key::A), (PLAIN, Key::D)],
        scope: Scope::Requests,
    },
    Gesture {
        text: "Zoom the waterfall to a request",
        words: &[&["Enter"], &["double click"]],
        keys: &[(PLAIN, Key::Enter)],
        scope: Scope::Requests,
    },
    Gesture {
        text: "Select a stretch of time",
        words: &[&["Shift", "drag"]],
        keys: &[],
        scope: Scope::Requests,
    },
    Gesture {
        text: "Select several requests, or all",
        words: &[&["Shift", "↑ ↓"], &["Ctrl", "click"], &["Ctrl", "A"]],
        keys: &[(Modifiers::COMMAND, Key::A)],
        scope: Scope::Requests,
    },
    Gesture {
        text: "Sort by one more column",
        words: &[&["Shift", "click"]],
        keys: &[],
        scope: Scope::Requests,
    },
    Gesture {
        text: "End the range, then the selection",
        words: &[&["Esc"]],
        keys: &[(PLAIN, Key::Escape)],
        scope: Scope::Requests,
    },
];
