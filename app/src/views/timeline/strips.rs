//! The strips below the areas of the minimap: how late event loops were, and how many requests
//! were on their way.

use asyncscope_core::analysis::Strips;
use asyncscope_core::units::{Count, Nanos};
use egui::{Color32, Mesh, Painter, Rect, Response, Shape, pos2};

use crate::theme::Tokens;
use crate::wording;

/// Height of a strip with the room above it, in points.
pub(super) const HEIGHT: f32 = 4.0;
/// A delay that a user feels: from here on the strip has its full colour.
const FELT: Nanos = Nanos::from_millis(100);
/// Delays below this are those of a timer that is waited for.
const LEAST: Nanos = Nanos::from_millis(12);

/// How many strips there are.
pub(super) fn count(strips: Option<&Strips>) -> usize {
    strips.map_or(0, |it| {
        usize::from(!it.loop_delay.is_empty()) + usize::from(!it.requests.is_empty())
    })
}

/// Paints the strips, the lower one last, in the room above `bottom`.
pub(super) fn paint(painter: &Painter, map: Rect, bottom: f32, strips: &Strips, tokens: &Tokens) {
    let mut bottom = bottom;
    if !strips.loop_delay.is_empty() {
        let strength = |it: &Nanos| {
            if *it < LEAST { 0.0 } else { wording::fraction(it.0, FELT.0).clamp(0.25, 1.0) }
        };
        let strengths: Vec<f32> = strips.loop_delay.iter().map(strength).collect();
        strip(painter, map, bottom, &strengths, tokens.warn);
        bottom -= HEIGHT;
    }
    if let Some(most) = strips.requests.iter().copied().max().filter(|it| 0 < *it) {
        let strength = |it: &u32| match *it {
            0 => 0.0,
            it => wording::fraction(it.into(), most.into()).sqrt().max(0.3),
        };
        let strengths: Vec<f32> = strips.requests.iter().map(strength).collect();
        strip(painter, map, bottom, &strengths, tokens.graph_line);
    }
}

/// Says what the strips tell of the time under the pointer.
pub(super) fn tooltip(response: &Response, map: Rect, strips: &Strips) {
    let Some(at) = response.hover_pos() else { return };
    let words = words(strips, (at.x - map.left()) / map.width().max(1.0));
    if !words.is_empty() {
        response.clone().on_hover_text_at_pointer(words);
    }
}

/// What the strips say of the part under a place of the minimap.
fn words(strips: &Strips, share: f32) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "about a thousand parts"
    )]
    let part = (share.clamp(0.0, 1.0) * strips.buckets.len() as f32) as usize;
    let part = part.min(strips.buckets.len().saturating_sub(1));
    let delay = strips.loop_delay.get(part).filter(|it| 0 < it.0);
    let delay = delay.map(|it| format!("event loop late by up to {it}"));
    let requests = strips.requests.get(part).filter(|it| 0 < **it);
    let requests = requests.map(|&it| match it {
        1 => "1 request on its way".to_owned(),
        _ => format!("{} requests on their way", Count(it.into())),
    });
    delay.into_iter().chain(requests).collect::<Vec<_>>().join("\n")
}

/// A line of parts, each as strong as it says.
fn strip(painter: &Painter, map: Rect, bottom: f32, strengths: &[f32], color: Color32) {
    let mut mesh = Mesh::default();
    #[expect(clippy::cast_precision_loss, reason = "about a thousand parts")]
    let x = |part: usize| map.left() + map.width() * (part as f32 / strengths.len() as f32);
    let mut part = 0;
    while part < strengths.len() {
        let strength = strengths[part];
        let same =
            strengths[part..].iter().take_while(|it| it.to_bits() == strength.to_bits()).count();
        if 0.0 < strength {
            let left_top = pos2(x(part), bottom - HEIGHT + 1.0);
            let right = x(part + same).max(x(part) + 1.0);
            let rect = Rect::from_min_max(left_top, pos2(right, bottom));
            mesh.add_colored_rect(rect, color.gamma_multiply(strength));
        }
        part += same;
    }
    painter.add(Shape::mesh(mesh));
}
