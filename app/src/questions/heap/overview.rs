//! What the overview of a heap says.

use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    Bits, ClassRow, ContextOwner, DuplicateStrings, HeapSet, HeapStatistics, NativeContexts,
    Snapshot, class_rows, heap_set, heap_statistics, largest_objects, native_contexts,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::task::{Cancelled, Task};

use super::Known;
use super::node::NodeLine;
use super::strings::StringRow;
use crate::jobs::Job;
use crate::opened::Opened;

/// How many rows the short lists have.
pub const TOP: usize = 10;
/// How many rows the shortest have.
const FEW: usize = 5;

/// A number of objects, and what they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub count: u64,
    /// What they take themselves, in bytes.
    pub shallow: u64,
}

/// A page or realm, and what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextLine {
    /// Whose objects are meant.
    pub owner: ContextOwner,
    /// What it is called.
    pub name: String,
    /// Bytes of the objects that belong to it.
    pub bytes: u64,
}

/// What is known once it is known what keeps objects alive.
#[derive(Clone, Debug, PartialEq)]
pub struct WithSizes {
    /// What the heap is made of.
    pub statistics: HeapStatistics,
    /// The objects that keep most alive.
    pub objects: Vec<NodeLine>,
    /// How many texts are there more than once.
    pub n_duplicates: usize,
    /// How many strings that are, all but one of each.
    pub n_copies: u64,
    /// What all but one of each take, in bytes.
    pub wasted: u64,
    /// Those that waste most.
    pub strings: Vec<StringRow>,
    /// Nodes that left their document.
    pub detached: Group,
    /// What nothing but these keeps alive.
    pub by_detached: Group,
    /// Functions.
    pub closures: Group,
    /// Variables that functions share.
    pub contexts: Group,
    /// Pages and realms, then what belongs to several or to none.
    pub native_contexts: Vec<ContextLine>,
}

/// What the overview of a heap says.
#[derive(Clone, Debug, PartialEq)]
pub struct HeapOverview {
    /// How many objects there are.
    pub n_nodes: usize,
    /// How many references.
    pub n_edges: usize,
    /// What all objects take themselves, in bytes.
    pub shallow: u64,
    /// The largest classes, with their names.
    pub classes: Vec<(ClassRow, String)>,
    /// How many classes there are.
    pub n_classes: usize,
    /// The rest, once it is known.
    pub with_sizes: Option<WithSizes>,
}

impl Opened {
    /// Asks for the overview: first what is known without retained sizes.
    pub(super) fn ask_heap_overview(&mut self, known: &Known, ctx: &egui::Context) {
        let duplicates = self.ask_duplicates(known, ctx);
        let asked = known.clone();
        self.answers.heap.overview.ask(duplicates.is_some(), || {
            Job::spawn("Summing up", ctx, move |task| {
                overview(&asked, duplicates.as_deref(), task).map(Arc::new)
            })
        });
    }
}

fn overview(
    known: &Known,
    duplicates: Option<&DuplicateStrings>,
    task: &Task,
) -> Result<HeapOverview, Cancelled> {
    let Known { graph, facts, tree, .. } = known;
    let rows = class_rows(facts, tree.as_deref());
    let name = |it: &ClassRow| facts.classes.class[it.class].name().into_owned();
    let with_sizes = match (tree, duplicates) {
        (Some(tree), Some(duplicates)) => {
            let heap = Snapshot { graph, facts, tree };
            Some(with_sizes(known, heap, duplicates, task)?)
        }
        _ => None,
    };
    Ok(HeapOverview {
        n_nodes: graph.n_nodes(),
        n_edges: graph.n_edges(),
        shallow: facts.shallow.iter().fold(0, u64::saturating_add),
        n_classes: rows.len(),
        classes: rows.iter().take(TOP).map(|it| (*it, name(it))).collect(),
        with_sizes,
    })
}

fn with_sizes(
    known: &Known,
    heap: Snapshot<'_>,
    duplicates: &DuplicateStrings,
    task: &Task,
) -> Result<WithSizes, Cancelled> {
    let Snapshot { graph, facts, tree } = heap;
    let group = |set| group(heap, set, task);
    let retained_by_detached =
        HeapSet::RetainedBy(asyncscope_core::analysis::heap::RetainedBy::DetachedNodes);
    let largest = largest_objects(graph, facts, tree, TOP);
    let wasted = duplicates.groups.iter().fold(0_u64, |sum, it| sum.saturating_add(it.wasted));
    let copies = duplicates.groups.iter().map(|it| it.count - 1);
    let detached = group(HeapSet::DetachedNodes)?;
    let by_detached =
        if detached.count > 0 { group(retained_by_detached)? } else { Group::default() };
    Ok(WithSizes {
        statistics: heap_statistics(graph, facts, tree),
        objects: largest.into_iter().map(|it| NodeLine::new(known, it)).collect(),
        n_duplicates: duplicates.groups.len(),
        n_copies: copies.fold(0, u64::saturating_add),
        wasted,
        strings: strings(known, duplicates),
        detached,
        by_detached,
        closures: group(HeapSet::Closures)?,
        contexts: group(HeapSet::Contexts)?,
        native_contexts: contexts(known, &native_contexts(graph, facts, task)?),
    })
}

/// The strings that waste most.
fn strings(known: &Known, duplicates: &DuplicateStrings) -> Vec<StringRow> {
    let mut groups: Vec<_> = duplicates.groups.iter().collect();
    groups.sort_by_key(|it| std::cmp::Reverse(it.wasted));
    let row = |it: &asyncscope_core::analysis::heap::DuplicateString| StringRow {
        text: super::node::name(known, it.first),
        group: it.clone(),
    };
    groups.into_iter().take(FEW).map(row).collect()
}

/// The objects of a set that take any memory, and how much.
fn group(heap: Snapshot<'_>, set: HeapSet, task: &Task) -> Result<Group, Cancelled> {
    let mut group = Group::default();
    for node in heap_set(heap, set, None, task)?.iter().flat_map(Bits::iter) {
        let size = heap.facts.shallow.get(node);
        group.count += u64::from(size > 0);
        group.shallow = group.shallow.saturating_add(size);
    }
    Ok(group)
}

/// The pages and realms that most belongs to, then what belongs to several or to none.
fn contexts(known: &Known, found: &NativeContexts) -> Vec<ContextLine> {
    let mut all = found.contexts.clone();
    all.sort_by_key(|it| (std::cmp::Reverse(it.size), it.node.row()));
    let line = |owner, name: String, bytes| ContextLine { owner, name, bytes };
    let mut lines: Vec<ContextLine> = all
        .iter()
        .take(FEW)
        .map(|it| {
            let name = super::node::name(known, it.node);
            let name = format!("{name} @{}", known.graph.id(it.node));
            line(ContextOwner::One(it.node), name, it.size)
        })
        .collect();
    if !lines.is_empty() {
        lines.push(line(ContextOwner::Shared, "Shared by several".to_owned(), found.shared));
        lines.push(line(ContextOwner::None, "Of none".to_owned(), found.unowned));
    }
    lines
}
