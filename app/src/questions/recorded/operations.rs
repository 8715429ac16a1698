//! Operations by name and kind, the instances of one of them, and one instance.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use asyncscope_core::analysis::{
    self, Histogram, Instance, OperationInstances, OperationStats, Outliers, Running, concurrency,
    operation_details, operation_instances, operation_stats, running,
};
use asyncscope_core::index::{Column, RowIndex as _};
use asyncscope_core::model::{AsyncSpanIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Nanos;

use crate::jobs::Job;
use crate::opened::Opened;
use crate::recorded::OperationKey;
use crate::selection::Entity;
use crate::views::operations::{columns, instances};
use crate::widgets::table::Sort;

/// Bars of the histogram at most.
const MOST_BARS: usize = 80;
/// Kinds of operations that stand by themselves in the chart of concurrency.
const KINDS: usize = 7;
/// Parts of the chart of concurrency.
pub const PARTS: usize = 480;

/// What list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationsQuestion {
    selection: analysis::Selection,
    sort: Sort,
}

/// Operations by name and kind, as they are sorted and filtered.
#[derive(Clone, Debug)]
pub struct OperationList {
    /// The rows, in order.
    pub rows: Vec<OperationStats>,
}

impl OperationList {
    /// The row of a name and a kind.
    pub fn row_of(&self, key: OperationKey) -> Option<usize> {
        self.rows.iter().position(|it| (it.name, it.kind) == key)
    }
}

/// Whose instances are asked for, which of them, and in what order.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupQuestion {
    selection: analysis::Selection,
    key: OperationKey,
    durations: Option<Range<Nanos>>,
    sort: Sort,
    has_running: bool,
}

/// The instances of one name and kind.
#[derive(Clone, Debug)]
pub struct OperationGroup {
    /// The name and the kind.
    pub key: OperationKey,
    /// All of them.
    pub instances: OperationInstances,
    /// How many took how long.
    pub histogram: Histogram,
    /// Those that took much longer than is usual.
    pub outliers: Option<Outliers>,
    /// Those to be listed, in order.
    pub shown: Vec<AsyncSpanIndex>,
    /// What those to be listed did with their time, where that is known: running, queued, waiting.
    pub times: Option<[u64; 3]>,
}

impl Opened {
    /// Asks for all that the view of operations shows.
    pub(in crate::questions) fn ask_operations(&mut self, ctx: &egui::Context) {
        let Ok(name) = self.recorded.operations.filter.parse() else { return };
        let selection =
            analysis::Selection { name, transforms: Vec::new(), ..self.selection.question() };
        let sort = self.recorded.operations.sort;
        let question = OperationsQuestion { selection: selection.clone(), sort };
        let (recording, asked) = (Arc::clone(&self.recording), selection.clone());
        self.answers.recorded.operations.ask(question, || {
            Job::spawn("Counting operations", ctx, move |task| {
                list(&recording, &asked, sort, task).map(Arc::new)
            })
        });
        let (recording, asked) = (Arc::clone(&self.recording), selection.clone());
        self.answers.recorded.concurrency.ask(selection.clone(), || {
            Job::spawn("Counting operations at once", ctx, move |task| {
                concurrency(&recording, &asked, (KINDS, PARTS), task).map(Arc::new)
            })
        });
        self.ask_running(ctx);
        self.ask_group(selection, ctx);
    }

    /// Asks what each operation did with its time.
    fn ask_running(&mut self, ctx: &egui::Context) {
        let recording = Arc::clone(&self.recording);
        self.answers.recorded.running.ask((), || {
            Job::spawn("Telling running from waiting", ctx, move |task| {
                running(&recording, task).map(Arc::new)
            })
        });
    }

    /// The operations whose durations are shown.
    pub fn chosen_operations(&self) -> Option<OperationKey> {
        let list = self.answers.recorded.operations.value()?;
        let chosen = self.recorded.chosen.filter(|&it| list.row_of(it).is_some());
        chosen.or_else(|| list.rows.first().map(|it| (it.name, it.kind)))
    }

    fn ask_group(&mut self, selection: analysis::Selection, ctx: &egui::Context) {
        let Some(key) = self.chosen_operations() else { return };
        let durations = self.recorded.durations.clone();
        let running = self.answers.recorded.running.current().cloned();
        let sort = self.recorded.instances;
        let question = GroupQuestion {
            selection,
            key,
            durations: durations.clone(),
            sort,
            has_running: running.is_some(),
        };
        let recording = Arc::clone(&self.recording);
        let asked = question.clone();
        self.answers.recorded.group.ask(question, || {
            Job::spawn("Listing operations", ctx, move |task| {
                group(&recording, &asked, running.as_deref(), task).map(Arc::new)
            })
        });
    }

    /// Asks for everything about the selected operation.
    pub(in crate::questions) fn ask_operation(&mut self, ctx: &egui::Context) {
        let Some(Entity::AsyncSpan(span)) = self.selection.entity else { return };
        let recording = Arc::clone(&self.recording);
        self.answers.recorded.operation.ask(span, || {
            Job::spawn("Looking into an operation", ctx, move |task| {
                operation_details(&recording, span, task).map(Arc::new)
            })
        });
    }
}

fn list(
    recording: &Recording,
    selection: &analysis::Selection,
    sort: Sort,
    task: &Task,
) -> Result<OperationList, Cancelled> {
    let mut rows = operation_stats(recording, selection, task)?;
    let time =
        |it: &OperationStats, of: fn(&analysis::OperationTimes) -> Nanos| it.times.as_ref().map(of);
    let compare = |a: &OperationStats, b: &OperationStats| -> Ordering {
        let by = |of: fn(&analysis::OperationTimes) -> Nanos| time(a, of).cmp(&time(b, of));
        match sort.column {
            columns::NAME => recording.text(a.name).cmp(recording.text(b.name)),
            columns::KIND => recording.text(a.kind).cmp(recording.text(b.kind)),
            columns::COUNT => a.count.cmp(&b.count),
            columns::FAILED => a.failed.cmp(&b.failed),
            columns::UNFINISHED => a.unfinished.cmp(&b.unfinished),
            columns::AVG => by(|it| it.avg),
            columns::P50 => by(|it| it.p50),
            columns::P95 => by(|it| it.p95),
            columns::P99 => by(|it| it.p99),
            columns::MAX => by(|it| it.max),
            columns::OWN => by(|it| it.own),
            columns::AT_ONCE => a.max_concurrency.cmp(&b.max_concurrency),
            _ => by(|it| it.total),
        }
    };
    if sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
    Ok(OperationList { rows })
}

fn group(
    recording: &Recording,
    question: &GroupQuestion,
    running: Option<&Column<AsyncSpanIndex, Option<Running>>>,
    task: &Task,
) -> Result<OperationGroup, Cancelled> {
    let GroupQuestion { selection, key, durations, sort, .. } = question;
    let all = operation_instances(recording, selection, *key, task)?;
    let is_shown =
        |it: &&Instance| durations.as_ref().is_none_or(|range| range.contains(&it.duration));
    let span = |it: &Instance| AsyncSpanIndex::from_row(it.item as usize);
    let mut shown: Vec<AsyncSpanIndex> =
        all.finished.rows().iter().filter(is_shown).map(span).collect();
    if durations.is_none() {
        shown.extend(&all.unfinished);
    }
    let spans = &recording.async_spans;
    let times_of = |it: AsyncSpanIndex| running.and_then(|all| all[it]);
    shown.sort_by(|&a, &b| {
        let order = match sort.column {
            instances::DURATION => spans.duration[a].cmp(&spans.duration[b]),
            instances::OUTCOME => spans.outcome[a].cmp(&spans.outcome[b]),
            instances::RUNNING => {
                let run = |it| times_of(it).map(|it| it.running);
                run(a).cmp(&run(b))
            }
            instances::QUEUED => {
                let queued = |it| times_of(it).map(|it| it.queued);
                queued(a).cmp(&queued(b))
            }
            _ => spans.start[a].cmp(&spans.start[b]),
        };
        let order = if sort.descending { order.reverse() } else { order };
        order.then_with(|| a.cmp(&b))
    });
    let known: Vec<Running> = shown.iter().filter_map(|&it| times_of(it)).collect();
    let sum = |of: fn(&Running) -> Nanos| known.iter().map(|it| of(it).0).sum();
    let times = [sum(|it| it.running), sum(|it| it.queued), sum(|it| it.waiting)];
    Ok(OperationGroup {
        key: *key,
        histogram: all.finished.histogram(MOST_BARS),
        outliers: all.outliers(),
        instances: all,
        shown,
        times: (!known.is_empty()).then_some(times),
    })
}
