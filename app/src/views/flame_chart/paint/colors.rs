//! The colours of boxes: by category, by a palette or by difference, as they are and where
//! something else is searched.

use asyncscope_core::analysis::FlameItem;
use asyncscope_core::model::Category;

use super::super::{Colors, DifferenceLook, Sole};
use crate::theme::{BoxColor, Tokens};

/// How much of a colour is left where something else is searched.
const DIMMED: f32 = 0.24;

/// Colours by category, as they are and where something else is searched.
pub(super) struct Palette<'a> {
    tokens: &'a Tokens,
    plain: [BoxColor; 12],
    dimmed: [BoxColor; 12],
}

impl<'a> Palette<'a> {
    pub(super) fn new(tokens: &'a Tokens) -> Self {
        let plain = Category::ALL.map(|it| tokens.category(it));
        let mut plain = plain;
        plain[Category::Idle as usize].label = tokens.text2;
        let dimmed = plain.map(|it| dimmed(it, tokens));
        Self { tokens, plain, dimmed }
    }

    /// The colour of a category.
    pub(super) fn of(&self, category: Category, is_dimmed: bool) -> BoxColor {
        let colors = if is_dimmed { &self.dimmed } else { &self.plain };
        colors[category as usize]
    }

    /// The colour of a box.
    pub(super) fn item(
        &self,
        colors: Colors<'_>,
        (item, category): (FlameItem, Category),
        is_dimmed: bool,
    ) -> BoxColor {
        if let FlameItem::AsyncSpan(_) = item {
            let waiting = self.tokens.waiting;
            return if is_dimmed { dimmed(waiting, self.tokens) } else { waiting };
        }
        let by_category = self.of(category, is_dimmed);
        let (Colors::BySlot { slots, palette }, FlameItem::Frame(frame)) = (colors, item) else {
            return by_category;
        };
        if category == Category::Idle {
            return by_category;
        }
        let slot = slots.get(frame).and_then(|&it| palette.get(usize::from(it)));
        match slot {
            Some(&color) if is_dimmed => dimmed(color, self.tokens),
            Some(&color) => color,
            None => by_category,
        }
    }

    /// The colour of a difference. What is gone is as empty as what lies behind it.
    pub(super) fn difference(&self, look: DifferenceLook, is_dimmed: bool) -> BoxColor {
        let tokens = self.tokens;
        let color = match look.sole {
            Some(Sole::Removed) => BoxColor { fill: tokens.bg0, label: tokens.text },
            Some(Sole::New) | None => tokens.difference(look.step),
        };
        if is_dimmed { dimmed(color, tokens) } else { color }
    }
}

/// A colour where something else is searched.
fn dimmed(color: BoxColor, tokens: &Tokens) -> BoxColor {
    BoxColor { fill: tokens.bg0.lerp_to_gamma(color.fill, DIMMED), label: tokens.text3 }
}
