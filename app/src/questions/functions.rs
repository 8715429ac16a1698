//! The list of functions: sorted and filtered, and how long each ran.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::{
    self, BitColumn, FunctionRow, FunctionTimes, InstanceStats, NameFilter,
};
use asyncscope_core::index::Column;
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::{Nanos, WeightUnit};

use crate::jobs::Job;
use crate::opened::{ListSetting, Opened};
use crate::views::functions::columns;
use crate::widgets::table::Sort;

/// A line or a column of a script.
type Line = Option<std::num::NonZeroU32>;

/// What list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuestion {
    selection: analysis::Selection,
    filter: Option<NameFilter>,
    sort: Sort,
    /// Whether the order depends on how long functions ran, and that is known.
    by_time: bool,
}

/// The functions as they are sorted and filtered.
#[derive(Clone, Debug)]
pub struct FunctionList {
    /// The rows to show, in order.
    pub rows: Vec<FunctionRow>,
    /// Functions of the recording that match too, but have no samples in the selection.
    pub left_out: Vec<FrameIndex>,
    /// Where each function stands, or `None` if it is not shown.
    pub(super) row_of: Column<FrameIndex, Option<u32>>,
    /// How many functions there are without the filter.
    pub n_all: usize,
    /// Self weight of the shown rows together.
    pub own: u64,
    /// What shares are shares of: the weight of the whole selection.
    pub sum: u64,
    /// What weights count.
    pub unit: WeightUnit,
}

impl FunctionList {
    /// The row of a function, if it is shown: those left out stand after the others.
    pub fn row_of(&self, frame: FrameIndex) -> Option<usize> {
        self.row_of.get(frame).copied().flatten().map(|it| it as usize)
    }

    /// The function of a row.
    pub fn frame(&self, row: usize) -> Option<FrameIndex> {
        let shown = self.rows.get(row).map(|it| it.frame);
        shown.or_else(|| self.left_out.get(row.checked_sub(self.rows.len())?).copied())
    }

    /// Number of rows, with those of functions that are left out.
    pub fn n_rows(&self) -> usize {
        self.rows.len() + self.left_out.len()
    }
}

impl Opened {
    /// Asks for the list as it is to be sorted and filtered.
    pub(super) fn ask_list(&mut self, ctx: &egui::Context) {
        let Some(rows) = self.ask_functions(ctx) else { return };
        let Some(weighed) = self.answers.weighed.current() else { return };
        let (sum, unit) = (weighed.sum, weighed.unit);
        self.ask_times(unit, ctx);
        let Some(sampled) = self.ask_sampled(ctx) else { return };
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(filter) = self.functions.filter.parse() else { return };
        let sort = self.functions.sort;
        let is_by_time = (columns::CALLS..=columns::MAX).contains(&sort.column);
        let times = self.answers.times.current().filter(|_| is_by_time).cloned();
        let selection = self.selection.question();
        let by_time = times.is_some();
        let question = ListQuestion { selection, filter: filter.clone(), sort, by_time };
        let recording = Arc::clone(&self.recording);
        let work = ListWork { rows, sampled: Some(sampled), filter, sort, times };
        self.answers.list.ask(question, || {
            Job::spawn("Sorting functions", ctx, move |task| {
                let list = work.list(&recording, task)?;
                Ok(Arc::new(FunctionList { sum, unit, ..list }))
            })
        });
    }

    /// Asks how long each function ran, where samples tell time.
    fn ask_times(&mut self, unit: WeightUnit, ctx: &egui::Context) {
        if unit != WeightUnit::Nanoseconds {
            return;
        }
        let recording = Arc::clone(&self.recording);
        let (question, asked) = (self.selection.question(), self.selection.question());
        self.answers.times.ask(question, || {
            Job::spawn("Timing functions", ctx, move |task| {
                analysis::every_function_times(&recording, &asked, task).map(Arc::new)
            })
        });
    }

    /// Asks which functions the recording has, once.
    fn ask_sampled(&mut self, ctx: &egui::Context) -> Option<Arc<BitColumn<FrameIndex>>> {
        let recording = Arc::clone(&self.recording);
        self.answers.sampled.ask((), || {
            Job::spawn("Listing functions", ctx, move |task| {
                analysis::sampled_functions(&recording, task).map(Arc::new)
            })
        });
        self.answers.sampled.current().cloned()
    }
}

/// The list as it is set, without the functions that the selection leaves out.
pub(super) fn list(
    recording: &Recording,
    rows: Arc<Vec<FunctionRow>>,
    setting: &ListSetting,
    task: &Task,
) -> Result<FunctionList, Cancelled> {
    let filter = setting.filter.parse().ok().flatten();
    let work = ListWork { rows, sampled: None, filter, sort: setting.sort, times: None };
    work.list(recording, task)
}

/// All that a list is made from.
struct ListWork {
    rows: Arc<Vec<FunctionRow>>,
    /// The functions that the recording has, if those left out are to be listed.
    sampled: Option<Arc<BitColumn<FrameIndex>>>,
    filter: Option<NameFilter>,
    sort: Sort,
    times: Option<Arc<FunctionTimes>>,
}

impl ListWork {
    fn list(&self, recording: &Recording, task: &Task) -> Result<FunctionList, Cancelled> {
        task.begin(3);
        let matches = self.filter.as_ref().map(|it| it.frames(recording));
        let is_kept = |frame| matches.as_ref().is_none_or(|it| it[frame]);
        let mut rows: Vec<FunctionRow> =
            self.rows.iter().filter(|it| is_kept(it.frame)).copied().collect();
        task.advance(1)?;
        self.sort(recording, &mut rows);
        task.advance(1)?;
        let mut is_in: Column<FrameIndex, bool> = vec![false; recording.frames.len()].into();
        for it in self.rows.iter() {
            is_in[it.frame] = true;
        }
        let all = recording.frames.indices();
        let is_there = |it| self.sampled.as_ref().is_some_and(|all| all.has(it));
        let is_left_out = |&it: &FrameIndex| is_there(it) && !is_in[it] && is_kept(it);
        let mut left_out: Vec<FrameIndex> = all.filter(is_left_out).collect();
        left_out.sort_by_key(|&it| (recording.frame_name(it), place(recording, it)));
        task.advance(1)?;
        let mut row_of: Column<FrameIndex, Option<u32>> = vec![None; recording.frames.len()].into();
        let shown = rows.iter().map(|it| it.frame).chain(left_out.iter().copied());
        for (row, frame) in (0..).zip(shown) {
            row_of[frame] = Some(row);
        }
        let own = rows.iter().fold(0, |sum: u64, it| sum.saturating_add(it.own));
        let n_all = self.rows.len();
        let (sum, unit) = (0, WeightUnit::default());
        Ok(FunctionList { rows, left_out, row_of, n_all, own, sum, unit })
    }

    /// Sorts rows that stand in the order of the analysis; of equals that order stays.
    fn sort(&self, recording: &Recording, rows: &mut [FunctionRow]) {
        let compare = |a: &FunctionRow, b: &FunctionRow| -> Ordering {
            match self.sort.column {
                columns::TOTAL => a.total.cmp(&b.total),
                columns::SAMPLES => a.samples.cmp(&b.samples),
                columns::NAME => recording.frame_name(a.frame).cmp(recording.frame_name(b.frame)),
                columns::PLACE => place(recording, a.frame).cmp(&place(recording, b.frame)),
                columns::CALLS..=columns::MAX => self.time(a.frame).cmp(&self.time(b.frame)),
                _ => a.own.cmp(&b.own),
            }
        };
        if self.sort.descending {
            rows.sort_by(|a, b| compare(b, a));
        } else {
            rows.sort_by(compare);
        }
    }

    /// What functions are sorted by, where it is one of the times they ran.
    fn time(&self, frame: FrameIndex) -> Option<u64> {
        let stats = self.times.as_ref()?.of(frame)?;
        Some(match self.sort.column {
            columns::CALLS => stats.count,
            column => figure(&stats, column)?.0,
        })
    }
}

/// The figure of a column about how long a function ran.
pub fn figure(stats: &InstanceStats, column: usize) -> Option<Nanos> {
    match column {
        columns::MIN => Some(stats.min),
        columns::MEDIAN => Some(stats.median),
        columns::P95 => Some(stats.p95),
        columns::MAX => Some(stats.max),
        _ => None,
    }
}

/// A place to sort by: script, line, column.
fn place(recording: &Recording, frame: FrameIndex) -> (&str, Line, Line) {
    let frame = recording.frames.get(frame);
    (recording.text(frame.url), frame.line, frame.column)
}
