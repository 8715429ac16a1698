//! Strings that are there more than once, sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::heap::{
    DuplicateString, DuplicateStrings, duplicate_strings, string_text,
};
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::task::{Cancelled, Task};
use hashbrown::HashMap;

use super::Known;
use crate::jobs::Job;
use crate::opened::Opened;
use crate::views::heap::strings::columns;
use crate::widgets::table::Sort;

/// Characters of a string that a row holds.
const MOST_CHARS: usize = 300;

/// Which list of strings is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct StringsQuestion {
    filter: Option<NameFilter>,
    sort: Sort,
}

/// Strings of one content, and that.
#[derive(Clone, Debug, PartialEq)]
pub struct StringRow {
    /// How many, and what they cost.
    pub group: DuplicateString,
    /// Their text, or its beginning.
    pub text: String,
}

/// Strings that are there more than once.
#[derive(Clone, Debug, PartialEq)]
pub struct StringList {
    /// The rows to show, in order.
    pub rows: Vec<StringRow>,
    /// How many there are without the filter.
    pub n_all: usize,
    /// What all but one of each of the shown ones take, in bytes.
    pub wasted: u64,
    /// The most that one of the rows wastes, in bytes.
    pub most_wasted: u64,
    at: HashMap<NodeIndex, usize>,
}

impl StringList {
    /// The row of the strings of which this is the first.
    pub fn row_of(&self, node: NodeIndex) -> Option<usize> {
        self.at.get(&node).copied()
    }
}

impl Opened {
    /// Asks for strings that are there more than once.
    pub(super) fn ask_duplicates(
        &mut self,
        known: &Known,
        ctx: &egui::Context,
    ) -> Option<Arc<DuplicateStrings>> {
        let tree = known.tree.clone()?;
        let known = known.clone();
        self.answers.heap.duplicates.ask((), || {
            Job::spawn("Comparing strings", ctx, move |task| {
                duplicate_strings(&known.graph, &known.facts, &tree, task).map(Arc::new)
            })
        });
        self.answers.heap.duplicates.current().cloned()
    }

    /// Asks for the list of them.
    pub(super) fn ask_strings(&mut self, known: &Known, ctx: &egui::Context) {
        let Some(found) = self.ask_duplicates(known, ctx) else { return };
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(filter) = self.heap.place.strings.parse() else { return };
        let question = StringsQuestion { filter, sort: self.heap.strings };
        let (asked, known) = (question.clone(), known.clone());
        self.answers.heap.strings.ask(question, || {
            Job::spawn("Sorting strings", ctx, move |task| {
                list(&known, &found, &asked, task).map(Arc::new)
            })
        });
    }
}

fn list(
    known: &Known,
    found: &DuplicateStrings,
    question: &StringsQuestion,
    task: &Task,
) -> Result<StringList, Cancelled> {
    let mut rows = Vec::new();
    for (at, group) in found.groups.iter().enumerate() {
        if at.is_multiple_of(1 << 12) {
            task.advance(0)?;
        }
        let text = string_text(&known.graph, &known.facts, group.first);
        if question.filter.as_ref().is_none_or(|it| it.matches_text(&text)) {
            let text = text.chars().take(MOST_CHARS).collect();
            rows.push(StringRow { group: group.clone(), text });
        }
    }
    sort(&mut rows, question.sort);
    let wasted = rows.iter().fold(0_u64, |sum, it| sum.saturating_add(it.group.wasted));
    let most_wasted = rows.iter().map(|it| it.group.wasted).max().unwrap_or(0);
    let at = rows.iter().enumerate().map(|(row, it)| (it.group.first, row)).collect();
    Ok(StringList { n_all: found.groups.len(), wasted, most_wasted, at, rows })
}

fn sort(rows: &mut [StringRow], sort: Sort) {
    let compare = |a: &StringRow, b: &StringRow| -> Ordering {
        match sort.column {
            columns::TEXT => a.text.cmp(&b.text),
            columns::COUNT => a.group.count.cmp(&b.group.count),
            columns::SHALLOW => a.group.shallow.cmp(&b.group.shallow),
            columns::RETAINED => a.group.retained.cmp(&b.group.retained),
            _ => a.group.wasted.cmp(&b.group.wasted),
        }
    };
    if sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
}
