//! The tables of a part, appended to those of the whole.

use super::Part;
use super::maps::{Maps, moved};
use crate::model::requests::{Initiator, Page, Place};
use crate::model::{
    AsyncSpanTable, Flow, FlowEnd, LineTick, OperationFacts, Profile, RecordedThread, Recorder,
    Recording, Request, RequestIndex, SampleTable, Source, ThreadEnd, WallClock, Weights,
};
use crate::units::Nanos;

/// Appends the tables of `part`. Rows are out of order where that depends on time.
pub(super) fn append(part: &Recording, maps: &Maps, whole: &mut Recording) {
    for profile in &part.profiles {
        whole.profiles.push(moved_profile(profile, maps));
    }
    append_spans(part, maps, whole);
    append_async_spans(&part.async_spans, maps, &mut whole.async_spans);
    let (from, to) = (&part.instants, &mut whole.instants);
    for it in from.time.indices() {
        to.thread.push(maps.thread(from.thread[it]));
        to.time.push(maps.time(from.time[it]));
        to.name.push(maps.text(from.name[it]));
        to.group.push(maps.text(from.group[it]));
        to.is_mark.push(from.is_mark[it]);
        to.detail.push(from.detail[it].map(|it| maps.text(it)));
    }
    let (from, to) = (&part.counters, &mut whole.counters);
    for it in from.name.indices() {
        let points = from.points[it].iter().map(|it| (maps.time(it.0), it.1));
        to.process.push(maps.process(from.process[it]));
        to.thread.push(from.thread[it].map(|it| maps.thread(it)));
        to.name.push(maps.text(from.name[it]));
        to.unit.push(from.unit[it]);
        to.points.push(points.collect());
    }
    let (from, to) = (&part.gcs, &mut whole.gcs);
    for it in from.start.indices() {
        to.thread.push(maps.thread(from.thread[it]));
        to.start.push(maps.time(from.start[it]));
        to.duration.push(from.duration[it]);
        to.kind.push(from.kind[it]);
        to.used_before.push(from.used_before[it]);
        to.used_after.push(from.used_after[it]);
    }
    append_recorded(part, maps, whole);
}

fn moved_profile(profile: &Profile, maps: &Maps) -> Profile {
    let samples = &profile.samples;
    let time: Vec<Nanos> = samples.times().iter().map(|it| maps.time(*it)).collect();
    let stack = samples.stacks().iter().map(|it| it.map(|it| maps.stack(it))).collect();
    let weights = match samples.weights() {
        Weights::UntilNext(end) => Weights::UntilNext(maps.time(*end)),
        Weights::Each(weights) => Weights::Each(weights.clone()),
    };
    let tick = |it: &LineTick| LineTick { frame: maps.frame(it.frame), ..*it };
    let mut line_ticks: Vec<LineTick> = profile.line_ticks.iter().map(tick).collect();
    line_ticks.sort_unstable();
    Profile {
        kind: profile.kind,
        thread: maps.thread(profile.thread),
        samples: SampleTable::new(time, stack, weights),
        line_ticks,
    }
}

/// Threads of a part stand behind those of the parts before, and so do their spans.
fn append_spans(part: &Recording, maps: &Maps, whole: &mut Recording) {
    let (from, to) = (&part.spans, &mut whole.spans);
    for it in from.indices() {
        to.thread.push(maps.thread(from.thread[it]));
        to.start.push(maps.time(from.start[it]));
        to.duration.push(from.duration[it]);
        to.name.push(maps.text(from.name[it]));
        to.detail.push(from.detail[it].map(|it| maps.text(it)));
        to.category.push(from.category[it]);
        to.parent.push(from.parent[it].map(|it| maps.span(it)));
        to.depth.push(from.depth[it]);
        to.is_open.push(from.is_open[it]);
    }
}

fn append_async_spans(from: &AsyncSpanTable, maps: &Maps, to: &mut AsyncSpanTable) {
    for it in from.indices() {
        to.process.push(maps.process(from.process[it]));
        to.thread.push(maps.thread(from.thread[it]));
        to.start.push(maps.time(from.start[it]));
        to.duration.push(from.duration[it]);
        to.name.push(maps.text(from.name[it]));
        to.group.push(maps.text(from.group[it]));
        to.id.push(maps.text(from.id[it]));
        to.is_open.push(from.is_open[it]);
        to.kind.push(maps.text(from.kind[it]));
        to.parent.push(from.parent[it].map(|it| maps.async_span(it)));
        to.outcome.push(from.outcome[it]);
    }
    let text = |it: Option<_>| it.map(|it| maps.text(it));
    to.facts.extend(from.facts.iter().map(|&(span, it)| {
        let facts = OperationFacts {
            attrs: text(it.attrs),
            error: text(it.error),
            message: text(it.message),
            ..it
        };
        (maps.async_span(span), facts)
    }));
}

fn append_recorded(part: &Recording, maps: &Maps, whole: &mut Recording) {
    let text = |it: Option<_>| it.map(|it| maps.text(it));
    let (from, to) = (&part.tracked, &mut whole.tracked);
    for it in from.indices() {
        to.thread.push(maps.thread(from.thread[it]));
        to.name.push(maps.text(from.name[it]));
        to.id.push(maps.text(from.id[it]));
        to.created.push(maps.time(from.created[it]));
        to.collected.push(from.collected[it].map(|it| maps.time(it)));
        to.size.push(from.size[it]);
        to.metadata.push(text(from.metadata[it]));
    }
    let (from, to) = (&part.snapshots, &mut whole.snapshots);
    for it in from.indices() {
        to.thread.push(maps.thread(from.thread[it]));
        to.time.push(maps.time(from.time[it]));
        to.generation.push(from.generation[it]);
        to.memory.push(from.memory[it]);
        to.file.push(text(from.file[it]));
        to.bytes.push(from.bytes[it]);
        to.pause.push(from.pause[it]);
    }
    if let Some(from) = &part.recorder {
        let to = whole
            .recorder
            .get_or_insert_with(|| Recorder { version: from.version, ..Recorder::default() });
        for it in &from.threads {
            let end = it.end.map(|it| ThreadEnd {
                time: maps.time(it.time),
                reason: maps.text(it.reason),
                signal: text(it.signal),
                ..it
            });
            to.threads.push(RecordedThread {
                thread: maps.thread(it.thread),
                start: maps.time(it.start),
                runtime: maps.text(it.runtime),
                platform: maps.text(it.platform),
                command: maps.text(it.command),
                end,
                ..it.clone()
            });
        }
    }
}

/// Appends the requests of `part` to `all`, whose rows are put in order later, and its pages to
/// those of the whole.
pub(super) fn append_requests(
    part: &Recording,
    maps: &Maps,
    (all, whole): (&mut Vec<Request>, &mut Recording),
) {
    let text = |it: Option<_>| it.map(|it| maps.text(it));
    let time = |it: Option<_>| it.map(|it| maps.time(it));
    let pages = &mut whole.requests.pages;
    let (first, first_page) = (all.len(), pages.len());
    let linked = |it: Option<RequestIndex>| it.map(|it| moved(it, first));
    all.extend(part.requests.rows().iter().map(|it| Request {
        start: maps.time(it.start),
        method: maps.text(it.method),
        url: maps.text(it.url),
        reason: text(it.reason),
        mime: text(it.mime),
        priority: text(it.priority),
        protocol: text(it.protocol),
        server: text(it.server),
        connection: text(it.connection),
        initiator: Initiator {
            url: text(it.initiator.url),
            request: linked(it.initiator.request),
            ..it.initiator
        },
        redirected_to: linked(it.redirected_to),
        redirected_from: linked(it.redirected_from),
        page: it.page.map(|it| moved(it, first_page)),
        thread: it.thread.map(|it| maps.thread(it)),
        operation: it.operation.map(|it| maps.async_span(it)),
        place: Place::default(),
        ..*it
    }));
    for page in &part.requests.pages {
        pages.push(Page {
            id: maps.text(page.id),
            title: maps.text(page.title),
            start: time(page.start),
            content_loaded: time(page.content_loaded),
            loaded: time(page.loaded),
        });
    }
}

/// The arrows of `part`.
pub(super) fn flows(part: &Recording, maps: &Maps) -> Vec<Flow> {
    let end = |it: FlowEnd| FlowEnd {
        thread: maps.thread(it.thread),
        time: maps.time(it.time),
        span: it.span.map(|it| maps.span(it)),
    };
    let moved = |it| {
        let Flow { from, to, kind, name } = part.flows.get(it);
        Flow { from: end(from), to: end(to), kind, name: maps.text(name) }
    };
    part.flows.indices().map(moved).collect()
}

/// Adds what is told of a file as a whole: format, size, clock, length, warnings, heap.
pub(super) fn append_facts_of_file(part: &Part<'_>, offset: u64, whole: &mut Recording) {
    let it = part.recording;
    let is_first = whole.source.format.is_empty();
    let before = if is_first { 0 } else { whole.source.size };
    let format = if is_first { it.source.format } else { whole.source.format };
    whole.source =
        Source { format, size: before.saturating_add(it.source.size), compression: None };
    let back = i64::try_from(offset).unwrap_or(i64::MAX);
    let unix_ns = it.clock.unix_ns.map(|it| it.saturating_sub(back));
    whole.clock = WallClock {
        origin_ns: if is_first {
            it.clock.origin_ns.saturating_sub(back)
        } else {
            whole.clock.origin_ns
        },
        unix_ns: whole.clock.unix_ns.or(unix_ns),
    };
    whole.duration = whole.duration.max(it.duration + Nanos(offset));
    if whole.heap.is_none() {
        whole.heap.clone_from(&it.heap);
    }
    for warning in &it.warnings {
        let known = whole
            .warnings
            .iter_mut()
            .find(|known| (known.severity, known.what) == (warning.severity, warning.what));
        match known {
            Some(known) => known.count = known.count.saturating_add(warning.count),
            None => whole.warnings.push(warning.clone()),
        }
    }
}
