//! Tracked objects by class, and those of one class over time.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::leaks::{TrackedSuspect, recorded_leaks};
use asyncscope_core::analysis::{self, TrackedClass, alive_over_time, tracked_classes};
use asyncscope_core::model::Recording;
use asyncscope_core::strings::StringIndex;
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::TimeRange;

use crate::jobs::Job;
use crate::opened::Opened;
use crate::views::tracked::columns;
use crate::widgets::table::Sort;

/// Parts of the time that the chart tells apart.
pub const PARTS: usize = 480;

/// What list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackedQuestion {
    selection: analysis::Selection,
    sort: Sort,
}

/// Tracked objects by class, as they are sorted and filtered.
#[derive(Clone, Debug)]
pub struct TrackedList {
    /// The rows, in order.
    pub rows: Vec<TrackedClass>,
    /// What the leak report says of each class, in an order of its own.
    pub told: Vec<TrackedSuspect>,
}

/// Which class is asked for, over what time.
#[derive(Clone, Debug, PartialEq)]
pub struct AliveQuestion {
    /// The class.
    pub name: StringIndex,
    /// The time.
    pub shown: TimeRange,
}

impl Opened {
    /// Asks for all that the view of tracked objects shows.
    pub(in crate::questions) fn ask_tracked(&mut self, ctx: &egui::Context) {
        let Ok(name) = self.recorded.tracked.filter.parse() else { return };
        let selection =
            analysis::Selection { name, transforms: Vec::new(), ..self.selection.question() };
        let sort = self.recorded.tracked.sort;
        let question = TrackedQuestion { selection: selection.clone(), sort };
        let recording = Arc::clone(&self.recording);
        self.answers.recorded.tracked.ask(question, || {
            Job::spawn("Counting tracked objects", ctx, move |task| {
                list(&recording, &selection, sort, task).map(Arc::new)
            })
        });
        let Some(name) = self.chosen_class() else { return };
        let shown = self.selection.shown.clone().unwrap_or_else(|| self.recording.range());
        let recording = Arc::clone(&self.recording);
        let question = AliveQuestion { name, shown: shown.clone() };
        self.answers.recorded.alive.ask(question, || {
            Job::spawn("Following tracked objects", ctx, move |task| {
                let alive = alive_over_time(&recording, name, task)?;
                Ok(Arc::new(alive.peaks(&shown, PARTS)))
            })
        });
    }

    /// The class whose objects are shown over time.
    pub fn chosen_class(&self) -> Option<StringIndex> {
        let list = self.answers.recorded.tracked.value()?;
        let is_there = |name: &StringIndex| list.rows.iter().any(|it| it.name == *name);
        self.recorded.class.filter(is_there).or_else(|| list.rows.first().map(|it| it.name))
    }
}

fn list(
    recording: &Recording,
    selection: &analysis::Selection,
    sort: Sort,
    task: &Task,
) -> Result<TrackedList, Cancelled> {
    let mut rows = tracked_classes(recording, selection, task)?;
    let compare = |a: &TrackedClass, b: &TrackedClass| -> Ordering {
        match sort.column {
            columns::NAME => recording.text(a.name).cmp(recording.text(b.name)),
            columns::CREATED => a.created.cmp(&b.created),
            columns::COLLECTED => a.collected.cmp(&b.collected),
            columns::ALIVE => a.alive.cmp(&b.alive),
            columns::BYTES => a.alive_bytes.cmp(&b.alive_bytes),
            // The worst first: growing, steady, collected, unknown.
            _ => b.verdict.cmp(&a.verdict),
        }
    };
    if sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
    let told = recorded_leaks(recording, selection, task)?.tracked;
    Ok(TrackedList { rows, told })
}
