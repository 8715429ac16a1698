//! What only our own recorder writes: headers, facts of operations, tracked objects, snapshots.
//!
//! An Asyncscope recording is a trace whose events other viewers read as well; this is the part
//! that they skip. Nothing here may fail: what is damaged is left out, and counted where it is a
//! loss.

mod allocations;
mod headers;
mod objects;
mod operations;
mod snapshots;
mod values;

pub(super) use allocations::Allocations;
pub(super) use operations::{Told, kind_of_group};

use headers::Headers;
use objects::Objects;
use snapshots::Snapshots;

use super::collect::Collector;
use super::event::Event;
use super::metadata::args;
use super::skipped::{Skip, Skipped};
use super::times::Times;
use crate::formats::json::Reader;
use crate::model::{Recorder, SnapshotTable, ThreadIndex, TrackedTable};
use crate::strings::{StringIndex, StringTable};
use crate::warning::{Severity, Warnings};

/// What our own recorder wrote beside the events that any trace may have.
#[derive(Debug, Default)]
pub(super) struct Recorded<'a> {
    /// Where each recorded thread began and ended.
    pub(super) headers: Headers,
    /// Tracked objects.
    objects: Objects<'a>,
    /// Heap snapshots.
    snapshots: Snapshots,
    /// Sampled allocations: thread, time, and where the `args` begin.
    heap_profiles: Vec<(ThreadIndex, i64, usize)>,
}

/// The tables of a recording that only our own recorder fills.
#[derive(Debug)]
pub(super) struct RecordedTables {
    pub(super) tracked: TrackedTable,
    pub(super) snapshots: SnapshotTable,
    pub(super) recorder: Option<Recorder>,
}

impl Recorded<'_> {
    /// Makes tables of what was collected.
    pub(super) fn finish(
        self,
        times: &Times,
        strings: &mut StringTable,
        (skipped, warnings): (&mut Skipped, &Warnings),
    ) -> RecordedTables {
        RecordedTables {
            tracked: self.objects.finish(times, skipped),
            snapshots: self.snapshots.finish(times),
            recorder: self.headers.finish(times, strings, warnings),
        }
    }
}

impl<'a> Collector<'a> {
    /// Whether our own recorder wrote the file, as far as it was read.
    pub(super) fn is_ours(&self) -> bool {
        self.recorded.headers.has_any()
    }

    /// Takes in the beginning or the end of the life of a tracked object; says whether it is one.
    pub(super) fn add_object(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) -> bool {
        if !self.group(event).is_tracked || !matches!(event.phase, b"N" | b"D") {
            return false;
        }
        let thread = self.thread(event);
        let name = self.name(event).text;
        let args = args(event, reader);
        if event.phase == b"N" {
            let id = self.strings.intern(&String::from_utf8_lossy(event.id.text));
            let (objects, strings) = (&mut self.recorded.objects, &mut self.strings);
            objects.create((event.id.text, id), (time, thread, name), args, strings);
        } else {
            self.recorded.objects.collect(event.id.text, time);
        }
        true
    }

    /// Takes in a moment that only our own recorder writes; says whether it is one that is no
    /// plain moment.
    pub(super) fn add_recorded(
        &mut self,
        event: &Event<'a>,
        time: i64,
        reader: &Reader<'a>,
    ) -> bool {
        let name = event.name.map_or(&b""[..], |it| it.raw);
        if !self.is_ours() {
            return false;
        }
        match name {
            b"TracingStartedInBrowser" | b"UpdateCounters" => {
                // Written for other viewers; what they tell stands elsewhere too.
                self.skipped.add(Skip::Courtesy, Some(event.offset));
                true
            }
            b"heapSnapshot" if self.group(event).is_ours => {
                let thread = self.thread(event);
                let args = args(event, reader);
                self.recorded.snapshots.add((time, thread), args, &mut self.strings);
                true
            }
            b"heapProfile" if self.group(event).is_ours => {
                let thread = self.thread(event);
                let profile = values::member(args(event, reader), "profile");
                match profile {
                    Some(at) => self.recorded.heap_profiles.push((thread, time, at.offset())),
                    None => self.lose_heap_profile(event),
                }
                true
            }
            _ => false,
        }
    }

    /// What a moment of ours tells beside its name, such as an error's message.
    pub(super) fn detail_of_moment(
        &mut self,
        event: &Event<'a>,
        reader: &Reader<'a>,
    ) -> Option<StringIndex> {
        if !self.group(event).is_ours {
            return None;
        }
        let text = |name| values::text_of(args(event, reader), name);
        let parts: Vec<String> = ["name", "message"].into_iter().filter_map(text).collect();
        (!parts.is_empty()).then(|| self.strings.intern(&parts.join(": ")))
    }

    fn lose_heap_profile(&self, event: &Event<'a>) {
        let what = "sampled allocations (`heapProfile`) hold no profile and are left out";
        self.warnings.add(Severity::Loss, what, Some(event.offset), String::new);
    }
}
