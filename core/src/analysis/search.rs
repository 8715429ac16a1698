//! Finding everything of a name: functions, spans, moments and threads.

mod marks;

use rayon::prelude::*;

use crate::analysis::bit_column::BitColumn;
use crate::analysis::flame_layout::{FlameKind, FlameLayout};
use crate::analysis::name_filter::NameFilter;
use crate::analysis::pace::Pace;
use crate::index::RowIndex as _;
use crate::model::events::InstantIndex;
use crate::model::{AsyncSpanIndex, FrameIndex, Recording, RequestIndex, SpanIndex, ThreadIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

pub use marks::{SearchMarks, search_marks};

/// What of a recording matches a search.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The texts that match.
    pub texts: BitColumn<StringIndex>,
    /// The functions that match by their name, as people see it, or by their script.
    pub frames: BitColumn<FrameIndex>,
    /// The threads that match by their name, as people see it, or by that of their process; in row
    /// order.
    pub threads: Vec<ThreadIndex>,
    /// Number of functions that match.
    pub n_functions: u64,
    /// Number of spans that match by name or detail.
    pub n_spans: u64,
    /// Number of asynchronous spans that match by name.
    pub n_async_spans: u64,
    /// Number of moments that match by name.
    pub n_instants: u64,
    /// The asynchronous spans that are meant, where they are not meant by name.
    async_spans: Option<BitColumn<AsyncSpanIndex>>,
}

/// Searches everything in a recording that has a name.
///
/// Each distinct text is searched once, in parallel; the rest is looking up its answer.
pub fn search(
    recording: &Recording,
    filter: &NameFilter,
    task: &Task,
) -> Result<Search, Cancelled> {
    let n_texts = recording.strings.len() as u64;
    let (spans, instants) = (&recording.spans, &recording.instants);
    let n_rows = spans.len() + recording.async_spans.len() + instants.time.len();
    task.begin(n_texts + n_rows as u64);
    let texts = matching_texts(recording, filter);
    task.advance(n_texts)?;
    let mut found = Search {
        frames: matching_frames(recording, filter, &texts),
        threads: matching_threads(recording, filter),
        texts,
        ..Search::default()
    };
    found.n_functions = found.frames.count();
    found.n_spans = count(spans.indices(), |it| found.has_span(recording, it), task)?;
    let async_spans = recording.async_spans.indices();
    found.n_async_spans = count(async_spans, |it| found.has_async_span(recording, it), task)?;
    let moments = instants.time.indices();
    found.n_instants = count(moments, |it| found.has_instant(recording, it), task)?;
    Ok(found)
}

impl Search {
    /// Only asynchronous spans: those for whose row `rows` says so.
    pub fn of_async_spans(rows: impl ExactSizeIterator<Item = bool>) -> Self {
        let mut spans = BitColumn::new(rows.len());
        for (row, _) in rows.enumerate().filter(|it| it.1) {
            spans.set(AsyncSpanIndex::from_row(row));
        }
        let n_async_spans = spans.count();
        Self { n_async_spans, async_spans: Some(spans), ..Self::default() }
    }

    /// Whether nothing matches.
    pub fn is_empty(&self) -> bool {
        self.threads.is_empty()
            && [self.n_functions, self.n_spans, self.n_async_spans, self.n_instants] == [0; 4]
    }

    /// Whether a span matches, by its name or its detail.
    #[inline]
    pub fn has_span(&self, recording: &Recording, span: SpanIndex) -> bool {
        let spans = &recording.spans;
        self.texts.has(spans.name[span]) || spans.detail[span].is_some_and(|it| self.texts.has(it))
    }

    /// Whether an asynchronous span matches, by its name.
    #[inline]
    pub fn has_async_span(&self, recording: &Recording, span: AsyncSpanIndex) -> bool {
        match &self.async_spans {
            Some(spans) => spans.has(span),
            None => self.texts.has(recording.async_spans.name[span]),
        }
    }

    /// Whether a moment matches, by its name.
    #[inline]
    pub fn has_instant(&self, recording: &Recording, instant: InstantIndex) -> bool {
        self.texts.has(recording.instants.name[instant])
    }

    /// Whether boxes of a layout of `kind` that show `item` match.
    #[inline]
    pub fn has_item(&self, recording: &Recording, kind: FlameKind, item: u32) -> bool {
        let row = item as usize;
        match kind {
            FlameKind::Frames => self.frames.has(FrameIndex::from_row(row)),
            FlameKind::Spans => self.has_span(recording, SpanIndex::from_row(row)),
            FlameKind::AsyncSpans => self.has_async_span(recording, AsyncSpanIndex::from_row(row)),
            FlameKind::Requests => {
                self.texts.has(recording.requests.get(RequestIndex::from_row(row)).url)
            }
            FlameKind::Gcs => false,
        }
    }

    /// Number of boxes of `layout` that match. Parallel over its rows.
    pub fn n_boxes(
        &self,
        recording: &Recording,
        layout: &FlameLayout,
        task: &Task,
    ) -> Result<u64, Cancelled> {
        task.begin(layout.n_boxes() as u64);
        let kind = layout.kind();
        let rows = layout
            .rows()
            .par_iter()
            .map(|row| count(row.items().iter(), |&it| self.has_item(recording, kind, it), task));
        rows.try_reduce(|| 0, |a, b| Ok(a + b))
    }
}

/// The texts of a recording that match, each searched once.
pub(crate) fn matching_texts(recording: &Recording, filter: &NameFilter) -> BitColumn<StringIndex> {
    let strings = &recording.strings;
    let rows = (0..strings.len()).into_par_iter();
    let found: Vec<bool> =
        rows.map(|row| filter.matches_text(strings.get(StringIndex::from_row(row)))).collect();
    found.into_iter().collect()
}

/// The functions that match, where `texts` do.
fn matching_frames(
    recording: &Recording,
    filter: &NameFilter,
    texts: &BitColumn<StringIndex>,
) -> BitColumn<FrameIndex> {
    let nameless = filter.matches_text("(anonymous)");
    let frames = &recording.frames;
    let is_match = |frame| {
        let frame = frames.get(frame);
        let is_nameless = nameless && recording.text(frame.name).is_empty();
        is_nameless || texts.has(frame.name) || texts.has(frame.url)
    };
    frames.indices().map(is_match).collect()
}

fn matching_threads(recording: &Recording, filter: &NameFilter) -> Vec<ThreadIndex> {
    let threads = &recording.threads;
    let is_match = |&thread: &ThreadIndex| {
        let process = recording.processes.name.get(threads.process[thread]).copied().flatten();
        filter.matches_text(&recording.thread_name(thread))
            || process.is_some_and(|it| filter.matches_text(recording.text(it)))
    };
    threads.process.indices().filter(is_match).collect()
}

fn count<T>(
    rows: impl Iterator<Item = T>,
    is_match: impl Fn(T) -> bool,
    task: &Task,
) -> Result<u64, Cancelled> {
    let mut pace = Pace::new(task);
    let mut n = 0;
    for row in rows {
        pace.step()?;
        n += u64::from(is_match(row));
    }
    Ok(n)
}
