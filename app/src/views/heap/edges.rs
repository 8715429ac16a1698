//! Kinds of references, by icon and word.

use asyncscope_core::model::heap::EdgeKind;
use egui::Color32;

use crate::questions::heap::node::EdgeLine;
use crate::theme::{Tokens, icons};

/// The icon of a kind of references.
pub(super) fn icon(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Property => icons::ARROW_RIGHT,
        EdgeKind::Element => icons::HASH,
        EdgeKind::Context => icons::CODE,
        EdgeKind::Internal | EdgeKind::Hidden => icons::GEAR,
        EdgeKind::Shortcut => icons::LIGHTNING,
        EdgeKind::Weak => icons::DROP_HALF,
        EdgeKind::Invisible | EdgeKind::Other => icons::QUESTION,
    }
}

/// The colour of a reference's name: fainter where the program cannot see it.
pub(super) fn color(tokens: &Tokens, kind: EdgeKind) -> Color32 {
    match kind {
        EdgeKind::Property | EdgeKind::Element | EdgeKind::Context => tokens.accent,
        _ => tokens.text2,
    }
}

/// A reference for screen readers: its kind and name.
pub(super) fn said(edge: &EdgeLine) -> String {
    format!("{} {}", edge.word(), edge.name)
}
