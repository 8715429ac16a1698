//! The classes of the objects that are chosen, sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::heap::{
    Bits, Class, ClassIndex, ClassRow, HeapSet, Ignore, Snapshot, chosen_class_rows, class_rows,
    heap_set,
};
use asyncscope_core::index::{Column, RowIndex as _};
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::TimeRange;

use super::{Known, Sizes};
use crate::heap::Picked;
use crate::jobs::Job;
use crate::opened::Opened;
use crate::views::heap::columns;
use crate::widgets::table::Sort;

/// Which objects are meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// What they have in common.
    pub set: HeapSet,
    /// When they were allocated, if that counts.
    pub time: Option<TimeRange>,
    /// Objects that were picked one by one, if only these count.
    pub picked: Option<Picked>,
    /// Without what these hold alone.
    pub without: Ignore,
}

impl Chosen {
    /// Whether all objects are meant.
    pub fn is_all(&self) -> bool {
        let is_whole = self.without == Ignore::default();
        let is_any = self.time.is_none() && self.picked.is_none();
        self.set == HeapSet::All && is_any && is_whole
    }
}

/// Which list of classes is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassesQuestion {
    chosen: Chosen,
    filter: Option<NameFilter>,
    sort: Sort,
    sizes: Sizes,
    /// Whether distances are not known either, so that no class can be opened.
    is_early: bool,
}

/// The classes as they are sorted and filtered.
#[derive(Clone, Debug)]
pub struct ClassList {
    /// What was asked.
    pub question: ClassesQuestion,
    /// The rows to show, in order.
    pub rows: Vec<ClassRow>,
    /// How many classes there are without the filter.
    pub n_all: usize,
    /// How many objects the shown classes have.
    pub count: u64,
    /// What these take themselves, in bytes.
    pub shallow: u64,
    /// What the whole heap takes: what shares are of.
    pub total: u64,
}

/// What is known of classes first.
#[derive(Debug)]
pub struct EarlyClasses {
    /// The classes.
    pub class: Column<ClassIndex, Class>,
    /// Those that have objects, what takes most first; without distances and retained sizes.
    pub rows: Vec<ClassRow>,
}

impl Opened {
    /// The objects that are meant.
    pub fn chosen(&self) -> Chosen {
        let place = &self.heap.place;
        let left = &self.answers.heap.left;
        let is_left = left.current().is_some() && left.question() == Some(&place.ignore);
        let without = if is_left { place.ignore.clone() } else { Ignore::default() };
        let (time, picked) = (place.time.clone(), place.picked.clone());
        Chosen { set: place.set, time, picked, without }
    }

    /// Asks for the classes of the objects that are meant.
    pub(super) fn ask_classes(&mut self, known: &Known, ctx: &egui::Context) {
        let chosen = self.chosen();
        let sizes = known.sizes();
        if !chosen.is_all() && sizes.is_none() {
            return; // most sets need to know what keeps objects alive
        }
        self.ask_chosen(&chosen, known, ctx);
        let Some(bits) = self.answers.heap.chosen.current().cloned() else { return };
        let asked = known.clone();
        self.answers.heap.class_rows.ask((chosen.clone(), sizes.clone()), || {
            Job::spawn("Summing up classes", ctx, move |task| {
                rows(&asked, bits.as_deref(), task).map(Arc::new)
            })
        });
        let Some(rows) = self.answers.heap.class_rows.current().cloned() else { return };
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(filter) = self.heap.place.classes.parse() else { return };
        let question =
            ClassesQuestion { chosen, filter, sort: self.heap.classes, sizes, is_early: false };
        let (asked, known) = (question.clone(), known.clone());
        self.answers.heap.classes.ask(question, || {
            Job::spawn("Sorting classes", ctx, move |task| {
                task.advance(0)?;
                let shallow = || known.facts.shallow.iter().fold(0, u64::saturating_add);
                let total = known.tree.as_ref().map_or_else(shallow, |it| it.total(&known.graph));
                Ok(Arc::new(list(&known.facts.classes.class, &rows, total, asked)))
            })
        });
    }

    /// Asks for the classes while it is only known how many objects they have and what these take.
    pub(super) fn ask_early_classes(&mut self, ctx: &egui::Context) {
        let Some(early) = self.answers.heap.early.get().cloned() else { return };
        let chosen = self.chosen();
        let Ok(filter) = self.heap.place.classes.parse() else { return };
        if !chosen.is_all() {
            return; // most sets need to know what keeps objects alive
        }
        let sort = self.heap.classes;
        let question = ClassesQuestion { chosen, filter, sort, sizes: None, is_early: true };
        let (asked, known) = (question.clone(), Arc::clone(&early));
        self.answers.heap.classes.ask(question, || {
            Job::spawn("Sorting classes", ctx, move |task| {
                task.advance(0)?;
                let total =
                    known.rows.iter().fold(0, |sum: u64, it| sum.saturating_add(it.shallow));
                Ok(Arc::new(list(&known.class, &known.rows, total, asked)))
            })
        });
        self.ask_early_rows(early, ctx);
    }

    /// The objects that are meant, if they are known and not all of them.
    pub(super) fn chosen_bits(&self, chosen: &Chosen) -> Option<Arc<Bits>> {
        let answer = &self.answers.heap.chosen;
        answer.current().filter(|_| answer.question() == Some(chosen)).cloned().flatten()
    }

    /// Asks which objects are meant.
    pub(super) fn ask_chosen(&mut self, chosen: &Chosen, known: &Known, ctx: &egui::Context) {
        let (asked, known) = (chosen.clone(), known.clone());
        let ignored = self.answers.heap.ignored.current().cloned().flatten();
        let ignored = ignored.filter(|_| chosen.without != Ignore::default());
        self.answers.heap.chosen.ask(chosen.clone(), || {
            Job::spawn("Choosing objects", ctx, move |task| {
                let Some(tree) = &known.tree else { return Ok(None) };
                let heap = Snapshot { graph: &known.graph, facts: &known.facts, tree };
                let found = heap_set(heap, asked.set, asked.time.as_ref(), task)?;
                let left = ignored.map(|it| it.left(&known.facts));
                let picked = asked.picked.map(|it| bits_of(&it.nodes, known.graph.n_nodes()));
                Ok(both(both(found, left), picked).map(Arc::new))
            })
        });
    }
}

/// What is in both, where there are both.
fn both(one: Option<Bits>, other: Option<Bits>) -> Option<Bits> {
    match (one, other) {
        (Some(mut one), Some(other)) => {
            one.keep(&other);
            Some(one)
        }
        (one, other) => one.or(other),
    }
}

/// The set of these of `n` nodes, which ascend.
fn bits_of(nodes: &[NodeIndex], n: usize) -> Bits {
    Bits::from_fn(n, |it| nodes.binary_search(&NodeIndex::from_row(it)).is_ok())
}

fn rows(known: &Known, chosen: Option<&Bits>, task: &Task) -> Result<Vec<ClassRow>, Cancelled> {
    match (chosen, &known.tree) {
        (Some(chosen), Some(tree)) => {
            chosen_class_rows(&known.graph, &known.facts, tree, chosen, task)
        }
        _ => Ok(class_rows(&known.facts, known.tree.as_deref())),
    }
}

fn list(
    class: &Column<ClassIndex, Class>,
    rows: &[ClassRow],
    total: u64,
    question: ClassesQuestion,
) -> ClassList {
    let keeps = |it: &&ClassRow| {
        question.filter.as_ref().is_none_or(|filter| filter.matches_text(&class[it.class].name()))
    };
    let mut shown: Vec<ClassRow> = rows.iter().filter(keeps).copied().collect();
    sort(&mut shown, question.sort, class);
    let sum =
        |of: fn(&ClassRow) -> u64| shown.iter().fold(0, |sum: u64, it| sum.saturating_add(of(it)));
    ClassList {
        n_all: rows.len(),
        count: sum(|it| it.count),
        shallow: sum(|it| it.shallow),
        total,
        rows: shown,
        question,
    }
}

/// Sorts rows that stand in the order of the analysis; of equals that order stays.
fn sort(rows: &mut [ClassRow], sort: Sort, class: &Column<ClassIndex, Class>) {
    let compare = |a: &ClassRow, b: &ClassRow| -> Ordering {
        match sort.column {
            columns::NAME => class[a.class].name.cmp(&class[b.class].name),
            columns::DISTANCE => a.distance.cmp(&b.distance),
            columns::COUNT => a.count.cmp(&b.count),
            columns::SHALLOW => a.shallow.cmp(&b.shallow),
            _ => a.retained.unwrap_or(a.shallow).cmp(&b.retained.unwrap_or(b.shallow)),
        }
    };
    if sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
}

impl ClassesQuestion {
    /// How the rows are sorted.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The objects that are meant.
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }
}
