//! The list of spans by name: sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::{self, FirstSpan, SpanName, span_names};
use asyncscope_core::model::Recording;
use asyncscope_core::strings::StringIndex;
use asyncscope_core::task::{Cancelled, Task};

use hashbrown::HashMap;

use crate::jobs::Job;
use crate::opened::Opened;
use crate::selection::Entity;
use crate::views::spans::columns;
use crate::widgets::table::Sort;

/// What list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SpansQuestion {
    selection: analysis::Selection,
    sort: Sort,
}

/// The spans as they are sorted and filtered, by name.
#[derive(Clone, Debug)]
pub struct SpanList {
    /// The rows, in order.
    pub rows: Vec<SpanName>,
    /// How many names there are without the filter.
    pub n_all: usize,
    /// How many spans the rows stand for together.
    pub n_spans: u64,
    /// The row of each name, and of asynchronous ones also of their group.
    row_of: HashMap<(StringIndex, Option<StringIndex>), u32>,
}

impl SpanList {
    /// The row that a span belongs to.
    pub fn row_of(&self, recording: &Recording, entity: Entity) -> Option<usize> {
        let key = match entity {
            Entity::Span(span) => (recording.spans.name[span], None),
            Entity::AsyncSpan(span) => {
                let spans = &recording.async_spans;
                (spans.name[span], Some(spans.group[span]))
            }
            Entity::Function(_) | Entity::Instant(_) | Entity::Gc(_) | Entity::Request(_) => {
                return None;
            }
        };
        self.row_of.get(&key).map(|&it| it as usize)
    }
}

impl Opened {
    /// Asks for the list as it is to be sorted and filtered.
    pub(super) fn ask_spans(&mut self, ctx: &egui::Context) {
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(name) = self.spans.filter.parse() else { return };
        // Transforms change stacks, and spans have none.
        let transforms = Vec::new();
        let selection = analysis::Selection { name, transforms, ..self.selection.question() };
        let sort = self.spans.sort;
        let question = SpansQuestion { selection: selection.clone(), sort };
        let recording = Arc::clone(&self.recording);
        self.answers.spans.ask(question, || {
            Job::spawn("Summing up spans", ctx, move |task| {
                list(&recording, &selection, sort, task).map(Arc::new)
            })
        });
    }
}

fn list(
    recording: &Recording,
    selection: &analysis::Selection,
    sort: Sort,
    task: &Task,
) -> Result<SpanList, Cancelled> {
    let mut rows = span_names(recording, selection, task)?;
    let n_all = if selection.name.is_some() {
        let all = analysis::Selection { name: None, ..selection.clone() };
        span_names(recording, &all, task)?.len()
    } else {
        rows.len()
    };
    let compare = |a: &SpanName, b: &SpanName| -> Ordering {
        match sort.column {
            columns::OWN => a.own.cmp(&b.own),
            columns::COUNT => a.count.cmp(&b.count),
            columns::MIN => a.min.cmp(&b.min),
            columns::MEDIAN => a.median.cmp(&b.median),
            columns::P95 => a.p95.cmp(&b.p95),
            columns::MAX => a.max.cmp(&b.max),
            columns::NAME => recording.text(a.name).cmp(recording.text(b.name)),
            columns::KIND => kind(recording, a).cmp(kind(recording, b)),
            _ => a.total.cmp(&b.total),
        }
    };
    if sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
    let key = |it: &SpanName| match it.first {
        FirstSpan::Nested(_) => (it.name, None),
        FirstSpan::Async(span) => (it.name, Some(recording.async_spans.group[span])),
    };
    let row_of = (0..).zip(&rows).map(|(row, it)| (key(it), row)).collect();
    let n_spans = rows.iter().map(|it| it.count).sum();
    Ok(SpanList { rows, n_all, n_spans, row_of })
}

/// What kind of spans a row is about: their category, or their group of events.
pub fn kind<'a>(recording: &'a Recording, row: &SpanName) -> &'a str {
    match (row.category, row.first) {
        (Some(category), _) => category.name(),
        (None, FirstSpan::Async(span)) => recording.text(recording.async_spans.group[span]),
        (None, FirstSpan::Nested(_)) => "",
    }
}
