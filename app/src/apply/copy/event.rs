//! Copying a selected event: a span, an async span, a moment, a garbage collection.

use asyncscope_core::analysis::markdown_text;
use asyncscope_core::model::{
    AsyncSpanIndex, GcIndex, InstantIndex, Recording, RequestIndex, SpanIndex,
};
use asyncscope_core::units::{Bytes, Nanos};

use super::{Copied, CopyAs, table};
use crate::selection::Entity;

/// An event in words: what it is, its name, more about it, when it began, how long it lasted.
struct Event {
    what: &'static str,
    name: String,
    detail: String,
    start: String,
    duration: String,
}

/// What there is to say about an event; `None` of a function.
pub(super) fn copied(recording: &Recording, entity: Entity, copy_as: CopyAs) -> Option<Copied> {
    let event = match entity {
        Entity::Function(_) => return None,
        Entity::Span(it) => span(recording, it),
        Entity::AsyncSpan(it) => async_span(recording, it),
        Entity::Instant(it) => moment(recording, it),
        Entity::Gc(it) => collection(recording, it),
        Entity::Request(it) => request(recording, it),
    };
    let Event { what, name, detail, start, duration } = event;
    let said = match copy_as {
        CopyAs::Text => format!("{name}\t{detail}\t{start}\t{duration}"),
        CopyAs::Markdown => {
            let cells = [markdown_text(&name), markdown_text(&detail), start, duration];
            table(&["Name", "Detail", "Start", "Duration"], [cells])
        }
    };
    Some((said, format!("the {what}")))
}

fn span(recording: &Recording, span: SpanIndex) -> Event {
    let spans = &recording.spans;
    Event {
        what: "span",
        name: recording.text(spans.name[span]).to_owned(),
        detail: spans.detail[span].map_or("", |it| recording.text(it)).to_owned(),
        start: spans.start[span].to_string(),
        duration: lasted(spans.duration[span], spans.is_open[span]),
    }
}

fn async_span(recording: &Recording, span: AsyncSpanIndex) -> Event {
    let spans = &recording.async_spans;
    let (group, id) = (recording.text(spans.group[span]), recording.text(spans.id[span]));
    Event {
        what: "async span",
        name: recording.text(spans.name[span]).to_owned(),
        detail: format!("{group} {id}"),
        start: spans.start[span].to_string(),
        duration: lasted(spans.duration[span], spans.is_open[span]),
    }
}

/// A duration, and whether nobody saw the end.
fn lasted(duration: Nanos, is_open: bool) -> String {
    if is_open { format!("{duration}, not ended") } else { duration.to_string() }
}

fn moment(recording: &Recording, moment: InstantIndex) -> Event {
    let moments = &recording.instants;
    Event {
        what: "moment",
        name: recording.text(moments.name[moment]).to_owned(),
        detail: recording.text(moments.group[moment]).to_owned(),
        start: moments.time[moment].to_string(),
        duration: String::new(),
    }
}

fn request(recording: &Recording, request: RequestIndex) -> Event {
    let request = recording.requests.get(request);
    let status = request.status.map_or_else(String::new, |it| it.to_string());
    Event {
        what: "request",
        name: recording.text(request.url).to_owned(),
        detail: format!("{} {status}", recording.text(request.method)).trim().to_owned(),
        start: request.start.to_string(),
        duration: lasted(request.lasted(recording.duration), request.is_open()),
    }
}

fn collection(recording: &Recording, gc: GcIndex) -> Event {
    let collections = &recording.gcs;
    let freed = match (collections.used_before[gc], collections.used_after[gc]) {
        (Some(before), Some(after)) => format!("{} to {}", Bytes(before), Bytes(after)),
        _ => String::new(),
    };
    Event {
        what: "garbage collection",
        name: format!("{} garbage collection", collections.kind[gc].key()),
        detail: freed,
        start: collections.start[gc].to_string(),
        duration: collections.duration[gc].to_string(),
    }
}
