//! The list of spans by name: sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::{self, FirstSpan, SpanName, span_names};
use asyncscope_core::model::Recording;
use asyncscope_core::task::{Cancelled, Task};

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
}

impl SpanList {
    /// The row that a span belongs to.
    pub fn row_of(&self, recording: &Recording, entity: Entity) -> Option<usize> {
        self.rows.iter().position(|it| match (it.first, entity) {
            (FirstSpan::Nested(_), Entity::Span(span)) => it.name == recording.spans.name[span],
            (FirstSpan::Async(first), Entity::AsyncSpan(span)) => {
                let spans = &recording.async_spans;
                it.name == spans.name[span] && spans.group[first] == spans.group[span]
            }
            _ => false,
        })
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
    Ok(SpanList { rows, n_all })
}

/// What kind of spans a row is about: their category, or their group of events.
pub fn kind<'a>(recording: &'a Recording, row: &SpanName) -> &'a str {
    match (row.category, row.first) {
        (Some(category), _) => category.name(),
        (None, FirstSpan::Async(span)) => recording.text(recording.async_spans.group[span]),
        (None, FirstSpan::Nested(_)) => "",
    }
}
