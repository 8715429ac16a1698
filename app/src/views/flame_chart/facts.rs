//! What is known of a box, in words.

use std::borrow::Cow;
use std::ops::Range;

use asyncscope_core::analysis::{BoxIndex, FlameItem, FlameLayout};
use asyncscope_core::model::{Category, GcKind, Recording, ThreadIndex};
use asyncscope_core::units::Nanos;

use super::{BoxAt, FlameChart, FlameLane};
use crate::selection::{Entity, Occurrence};
use crate::tracks::TrackKey;

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
        FlameItem::Request(request) => {
            let method = recording.text(recording.requests.get(request).method);
            Cow::Owned(format!("{method} {}", name(recording, item)).trim().to_owned())
        }
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
        FlameItem::Request(request) => recording.text(recording.requests.get(request).url),
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
        FlameItem::AsyncSpan(_) | FlameItem::Request(_) => Category::default(),
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
        FlameItem::Request(request) => Entity::Request(request),
    }
}

/// The item of a layout that shows `entity`, if its boxes can.
pub(super) fn item_of(layout: &FlameLayout, entity: Entity) -> Option<FlameItem> {
    let item = match entity {
        Entity::Function(frame) => FlameItem::Frame(frame),
        Entity::Span(span) => FlameItem::Span(span),
        Entity::AsyncSpan(span) => FlameItem::AsyncSpan(span),
        Entity::Gc(gc) => FlameItem::Gc(gc),
        Entity::Request(request) => FlameItem::Request(request),
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

/// The name of anything that can be selected.
pub fn entity_name(recording: &Recording, entity: Entity) -> &str {
    match entity {
        Entity::Function(frame) => recording.frame_name(frame),
        Entity::Span(span) => recording.text(recording.spans.name[span]),
        Entity::AsyncSpan(span) => recording.text(recording.async_spans.name[span]),
        Entity::Instant(moment) => recording.text(recording.instants.name[moment]),
        Entity::Gc(gc) => gc_name(recording.gcs.kind[gc]),
        Entity::Request(request) => recording.text(recording.requests.get(request).url),
    }
}

/// The thread that a track is about.
pub(super) fn thread_of(recording: &Recording, track: TrackKey) -> Option<ThreadIndex> {
    match track {
        TrackKey::Moments(thread) | TrackKey::Spans(thread) | TrackKey::Gcs(thread) => Some(thread),
        TrackKey::Samples(profile) => Some(recording.profiles[profile].thread),
        TrackKey::Counter(counter) => recording.counters.thread[counter],
        TrackKey::Process(_)
        | TrackKey::Asyncs(..)
        | TrackKey::Memory(_)
        | TrackKey::Requests(_) => None,
    }
}

/// When and where a thing ran, if it did so only once.
pub(super) fn occurrence_of(recording: &Recording, entity: Entity) -> Option<Occurrence> {
    Some(match entity {
        Entity::Function(_) => return None,
        Entity::Span(span) => Occurrence {
            thread: recording.spans.thread[span],
            range: recording.spans.range(span),
            depth: recording.spans.depth[span],
        },
        Entity::AsyncSpan(span) => Occurrence {
            thread: recording.async_spans.thread[span],
            range: recording.async_spans.range(span),
            depth: 0,
        },
        Entity::Instant(moment) => {
            let time = recording.instants.time[moment];
            Occurrence { thread: recording.instants.thread[moment], range: time..time, depth: 0 }
        }
        Entity::Gc(gc) => {
            let gcs = &recording.gcs;
            let range = gcs.start[gc]..gcs.start[gc] + gcs.duration[gc];
            Occurrence { thread: gcs.thread[gc], range, depth: 0 }
        }
        Entity::Request(request) => Occurrence {
            thread: recording.requests.get(request).thread?,
            range: recording.requests.get(request).range(recording.duration),
            depth: 0,
        },
    })
}

/// The occurrence that a box shows; `None` where the chart does not tell the thread.
pub(super) fn occurrence_at(chart: FlameChart<'_>, it: BoxAt) -> Option<Occurrence> {
    match entity(chart.item(it)?) {
        Entity::Function(_) => {
            let thread = thread_of(chart.recording, chart.lanes[it.lane].head.track?)?;
            let range = chart.range(it)?;
            Some(Occurrence {
                thread,
                range: Nanos(range.start)..Nanos(range.end),
                depth: it.at.row,
            })
        }
        other => occurrence_of(chart.recording, other),
    }
}

/// The box of an occurrence of what is selected.
pub(super) fn box_of(chart: FlameChart<'_>, occurrence: &Occurrence) -> Option<BoxAt> {
    let entity = chart.selection.entity?;
    let Entity::Function(_) = entity else { return box_of_entity(chart, entity) };
    let is_of_thread = |lane: &FlameLane<'_>| {
        let thread = lane.head.track.and_then(|it| thread_of(chart.recording, it));
        thread == Some(occurrence.thread)
    };
    let lanes = chart.lanes.iter().enumerate().filter(|(_, it)| is_of_thread(it));
    lanes.into_iter().find_map(|(lane, it)| {
        let item = item_of(it.layout, entity)?;
        let at = it.layout.at(occurrence.depth as usize, occurrence.range.start.0)?;
        (it.layout.item(at) == Some(item)).then_some(BoxAt { lane, at })
    })
}

/// The box of a thing that has only one.
pub(super) fn box_of_entity(chart: FlameChart<'_>, entity: Entity) -> Option<BoxAt> {
    let Occurrence { range, depth, .. } = occurrence_of(chart.recording, entity)?;
    chart.lanes.iter().enumerate().find_map(|(lane, it)| {
        let item = item_of(it.layout, entity)?;
        let is_it = |at: &BoxIndex| it.layout.item(*at) == Some(item);
        let at = match entity {
            // The lanes of asynchronous spans say nothing of depth.
            Entity::AsyncSpan(_) | Entity::Request(_) => {
                let rows = 0..it.layout.rows().len();
                rows.into_iter().filter_map(|row| it.layout.at(row, range.start.0)).find(is_it)
            }
            _ => it.layout.at(depth as usize, range.start.0).filter(is_it),
        };
        Some(BoxAt { lane, at: at? })
    })
}
