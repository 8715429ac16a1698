//! Keys of a map of boxes within boxes.
//!
//! Boxes stand behind the one around them, siblings in order; a depth tells how many are around.

use egui::{EventFilter, Key, Response, Ui};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapKey {
    /// To choose a box.
    Choose(usize),
    /// To look into the chosen box.
    Into(usize),
    /// To see what is around.
    Out,
    /// To see all.
    Whole,
}

/// What the keys pressed in this frame ask for, while the map has the focus. Arrows go from box
/// to box, from the one `at`: along its siblings, into it and out of it.
pub fn keys(ui: &Ui, response: &Response, at: usize, depths: &Depths<'_>) -> Vec<MapKey> {
    if !response.has_focus() {
        return Vec::new();
    }
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: false, escape: false };
    ui.memory_mut(|it| it.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input(|it| it.key_pressed(key) && it.modifiers.is_none());
    let arrows = [Key::ArrowRight, Key::ArrowLeft, Key::ArrowDown, Key::ArrowUp];
    let next = arrows.into_iter().find(|it| pressed(*it)).and_then(|it| depths.step(at, it));
    let others =
        [(Key::Enter, MapKey::Into(at)), (Key::Backspace, MapKey::Out), (Key::Num0, MapKey::Whole)];
    let others = others.into_iter().filter(|it| pressed(it.0)).map(|it| it.1);
    next.map(MapKey::Choose).into_iter().chain(others).collect()
}

/// How deep each of some boxes lies.
#[expect(missing_debug_implementations, reason = "holds a closure")]
pub struct Depths<'a> {
    /// How many boxes there are.
    pub n: usize,
    /// The depth of a box.
    pub of: &'a dyn Fn(usize) -> usize,
}

impl Depths<'_> {
    /// The box that an arrow leads to from the one `at`.
    fn step(&self, at: usize, key: Key) -> Option<usize> {
        if self.n <= at {
            return None;
        }
        let depth = (self.of)(at);
        let of = |it: &usize| (self.of)(*it);
        match key {
            Key::ArrowDown => Some(at + 1).filter(|it| *it < self.n && of(it) > depth),
            Key::ArrowUp => (0..at).rev().find(|it| of(it) < depth),
            Key::ArrowRight => (at + 1..self.n).find(|it| of(it) <= depth),
            _ => (0..at).rev().find(|it| of(it) <= depth),
        }
        .filter(|it| matches!(key, Key::ArrowDown | Key::ArrowUp) || of(it) == depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Root 0 with 1 (2, 3) and 4 (5).
    #[test]
    fn arrows_go_along_into_and_out() {
        let depth = [0, 1, 2, 2, 1, 2];
        let depths = Depths { n: depth.len(), of: &|it| depth[it] };
        let cases = [
            (0, Key::ArrowDown, Some(1)),
            (1, Key::ArrowDown, Some(2)),
            (2, Key::ArrowDown, None),
            (5, Key::ArrowDown, None),
            (3, Key::ArrowUp, Some(1)),
            (0, Key::ArrowUp, None),
            (1, Key::ArrowRight, Some(4)),
            (2, Key::ArrowRight, Some(3)),
            (3, Key::ArrowRight, None),
            (4, Key::ArrowLeft, Some(1)),
            (5, Key::ArrowLeft, None),
            (9, Key::ArrowDown, None),
        ];
        for (at, key, to) in cases {
            assert_eq!(depths.step(at, key), to, "{key:?} from {at}");
        }
    }
}
