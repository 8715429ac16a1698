//! Lanes of memory: what makes it up, area upon area.

use std::ops::Range;

use asyncscope_core::analysis::ProcessMemory;
use asyncscope_core::units::{Bytes, Nanos};
use egui::{Painter, TextureId, pos2};

use super::super::memory::parts;
use super::boxes::{Boxes, Spare};
use super::graph::seen;
use super::paint::View;
use crate::theme::{Tokens, Type};
use crate::widgets::text;
use crate::wording;

/// Paints the memory of a process on `lines` of the canvas. Each column costs a binary search.
pub(super) fn paint(
    painter: &Painter,
    view: View<'_>,
    memory: &ProcessMemory,
    (lines, is_dimmed): (&Range<i32>, bool),
    tokens: &Tokens,
) {
    let View { chart, scale, .. } = view;
    let Some((columns, _)) = seen(chart, scale) else { return };
    let most = memory.most;
    let strength = if is_dimmed { 0.3 } else { 1.0 };
    let mut spare = Spare::default();
    let mut boxes = Boxes::new(*scale, TextureId::default(), &mut spare);
    let room = lines.end - lines.start;
    for column in columns {
        let time = Nanos(scale.position_within(scale.x(column + 1), &(0..u64::MAX)));
        let Some(point) = memory.at(time) else { continue };
        let (mut below, mut bottom) = (0_u64, lines.end);
        for (_, color, bytes) in parts(tokens, point) {
            below = below.saturating_add(bytes);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "a few dozen lines"
            )]
            let top = lines.end - (wording::fraction(below, most) * room as f32).round() as i32;
            if top < bottom {
                boxes.fill(&(column..column + 1), &(top..bottom), color.gamma_multiply(strength));
                bottom = top;
            }
        }
    }
    painter.add(boxes.into_shape(&mut spare));
    let said = format!("{} at most", Bytes(most));
    let said = text::line(painter, Type::Caption, tokens.text2, &said, f32::INFINITY);
    let at = pos2(scale.rect.left() + 4.0, scale.y(lines.start) + 1.0);
    let plate = egui::Rect::from_min_size(at, said.size()).expand2(egui::vec2(2.0, 0.0));
    painter.rect_filled(plate, 0.0, tokens.bg0.gamma_multiply(0.8));
    painter.galley(at, said, tokens.text2);
}
