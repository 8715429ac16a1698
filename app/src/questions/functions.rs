//! The list of functions: sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::{self, FunctionRow, NameFilter};
use asyncscope_core::index::Column;
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::WeightUnit;

use crate::jobs::Job;
use crate::opened::{ListSetting, Opened};
use crate::views::functions::columns;

/// What list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuestion {
    selection: analysis::Selection,
    setting: ListSetting,
}

/// The functions as they are sorted and filtered.
#[derive(Clone, Debug)]
pub struct FunctionList {
    /// The rows to show, in order.
    pub rows: Vec<FunctionRow>,
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
    /// The filter that made it.
    pub filter: String,
}

impl FunctionList {
    /// The row of a function, if it is shown.
    pub fn row_of(&self, frame: FrameIndex) -> Option<usize> {
        self.row_of.get(frame).copied().flatten().map(|it| it as usize)
    }
}

impl Opened {
    /// Asks for the list as it is to be sorted and filtered.
    pub(super) fn ask_list(&mut self, ctx: &egui::Context) {
        let Some(rows) = self.ask_functions(ctx) else { return };
        let Some(weighed) = self.answers.weighed.current() else { return };
        let (sum, unit) = (weighed.sum, weighed.unit);
        let setting = self.functions.clone();
        let question = ListQuestion { selection: self.selection.question(), setting };
        let (recording, setting) = (Arc::clone(&self.recording), self.functions.clone());
        self.answers.list.ask(question, || {
            Job::spawn("Sorting functions", ctx, move |task| {
                let list = list(&recording, &rows, &setting, task)?;
                Ok(Arc::new(FunctionList { sum, unit, ..list }))
            })
        });
    }
}

pub(super) fn list(
    recording: &Recording,
    all: &[FunctionRow],
    setting: &ListSetting,
    task: &Task,
) -> Result<FunctionList, Cancelled> {
    task.begin(2);
    let mut rows = match NameFilter::new(&setting.filter) {
        None => all.to_vec(),
        Some(filter) => {
            let matches = filter.frames(recording);
            all.iter().filter(|it| matches[it.frame]).copied().collect()
        }
    };
    task.advance(1)?;
    sort(recording, &mut rows, setting.sort);
    task.advance(1)?;
    let mut row_of: Column<FrameIndex, Option<u32>> = vec![None; recording.frames.len()].into();
    for (row, it) in (0..).zip(&rows) {
        row_of[it.frame] = Some(row);
    }
    let own = rows.iter().fold(0, |sum: u64, it| sum.saturating_add(it.own));
    let filter = setting.filter.clone();
    let (sum, unit) = (0, WeightUnit::default());
    Ok(FunctionList { rows, row_of, n_all: all.len(), own, sum, unit, filter })
}

/// Sorts rows that stand in the order of the analysis; of equals that order stays.
fn sort(recording: &Recording, rows: &mut [FunctionRow], sort: crate::widgets::table::Sort) {
    let place = |it: &FunctionRow| {
        let frame = recording.frames.get(it.frame);
        (recording.text(frame.url), frame.line, frame.column)
    };
    let compare = |a: &FunctionRow, b: &FunctionRow| -> Ordering {
        match sort.column {
            columns::TOTAL => a.total.cmp(&b.total),
            columns::SAMPLES => a.samples.cmp(&b.samples),
            columns::NAME => recording.frame_name(a.frame).cmp(recording.frame_name(b.frame)),
            columns::PLACE => place(a).cmp(&place(b)),
            _ => a.own.cmp(&b.own),
        }
    };
    if sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
}
