//! What is known of a box, in words.

use std::borrow::Cow;
use std::ops::Range;

use asyncscope_core::analysis::{BoxIndex, FlameItem, FlameLayout};
use asyncscope_core::model::{Category, GcKind, Recording};

use crate::selection::Entity;

/// A box with more boxes inside than this is not asked for its own time: each would be looked at.
const MOST_INSIDE: usize = 20_000;

/// The name of a box for its label.
pub(super) fn label(recording: &Recording, item: FlameItem) -> Cow<'_, str> {
    match item {
        FlameItem::Frame(frame) => Cow::Borrowed(match recording.frame_name(frame) {
            "(idle)" => "idle",
            "(program)" => "program",
            "(garbage collector)" => "GC",
            name => name,
        }),
        FlameItem::AsyncSpan(_) | FlameItem::Gc(_) => Cow::Borrowed(name(recording, item)),
        FlameItem::Span(span) => {
            let name = recording.text(recording.spans.name[span]);
            match recording.spans.detail[span].map(|it| recording.text(it)) {
                None | Some("") => Cow::Borrowed(name),
                Some(detail) => Cow::Owned(format!("{name} · {detail}")),
            }
        }
    }
}

/// The name of a box, whole.
pub(super) fn name(recording: &Recording, item: FlameItem) -> &str {
    match item {
        FlameItem::Frame(frame) => recording.frame_name(frame),
        FlameItem::Span(span) => recording.text(recording.spans.name[span]),
        FlameItem::AsyncSpan(span) => recording.text(recording.async_spans.name[span]),
        FlameItem::Gc(gc) => gc_name(recording.gcs.kind[gc]),
    }
}

/// A kind of garbage collection in words.
pub fn gc_name(kind: GcKind) -> &'static str {
    match kind {
        GcKind::Minor => "Minor GC",
        GcKind::Major => "Major GC",
        GcKind::Other => "GC",
    }
}

/// What kind of work a box is.
pub(super) fn category(recording: &Recording, item: FlameItem) -> Category {
    match item {
        FlameItem::Frame(frame) => recording.frames.category(frame),
        FlameItem::Span(span) => recording.spans.category[span],
        FlameItem::AsyncSpan(_) => Category::default(),
        FlameItem::Gc(_) => Category::GarbageCollection,
    }
}

/// What a click on a box selects.
pub(super) fn entity(item: FlameItem) -> Entity {
    match item {
        FlameItem::Frame(frame) => Entity::Function(frame),
        FlameItem::Span(span) => Entity::Span(span),
        FlameItem::AsyncSpan(span) => Entity::AsyncSpan(span),
        FlameItem::Gc(gc) => Entity::Gc(gc),
    }
}

/// The item of a layout that shows `entity`, if its boxes can.
pub(super) fn item_of(layout: &FlameLayout, entity: Entity) -> Option<FlameItem> {
    let item = match entity {
        Entity::Function(frame) => FlameItem::Frame(frame),
        Entity::Span(span) => FlameItem::Span(span),
        Entity::AsyncSpan(span) => FlameItem::AsyncSpan(span),
        Entity::Gc(gc) => FlameItem::Gc(gc),
        Entity::Instant(_) => return None,
    };
    (layout.kind() == item.kind()).then_some(item)
}

/// How much of a box no box below it covers; `None` if that would take long to tell.
pub(super) fn own(layout: &FlameLayout, at: BoxIndex) -> Option<u64> {
    let range = layout.range(at)?;
    let whole = range.end - range.start;
    let Some(below) = layout.rows().get(at.row as usize + 1) else { return Some(whole) };
    let inside: Range<usize> = below.within(&range);
    if inside.len() > MOST_INSIDE {
        return None;
    }
    let covered: u64 = inside.map(|it| below.range(it)).map(|it| it.end - it.start).sum();
    Some(whole.saturating_sub(covered))
}
