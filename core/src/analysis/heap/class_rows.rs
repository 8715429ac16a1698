//! The table of classes.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::classes::{ClassIndex, ClassTotals, Classes};
use crate::analysis::heap::distances::UNREACHED;
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

/// A class and what its objects take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassRow {
    /// The class.
    pub class: ClassIndex,
    /// Objects that take any memory.
    pub count: u64,
    /// Sum of their shallow sizes in bytes.
    pub shallow: u64,
    /// What they keep alive together in bytes; `None` while that is not known.
    pub retained: Option<u64>,
    /// The least distance of any.
    pub distance: i32,
}

/// The classes that have objects, the one that keeps most alive first; while that is not known,
/// the one that takes most. Then by name.
pub fn class_rows(facts: &HeapFacts, tree: Option<&HeapTree>) -> Vec<ClassRow> {
    rows_of(&facts.classes, tree)
}

/// The rows of `classes`.
pub(super) fn rows_of(classes: &Classes, tree: Option<&HeapTree>) -> Vec<ClassRow> {
    let row = |class: ClassIndex| {
        let totals = classes.totals[class];
        new_row(class, totals, tree.map(|it| it.class_retained[class]))
    };
    let mut rows: Vec<ClassRow> =
        classes.class.indices().map(row).filter(|it| it.count > 0).collect();
    sort(&mut rows, classes);
    rows
}

/// The same, of the nodes in `chosen` alone: DevTools' table behind one of its filters.
pub fn chosen_class_rows(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    chosen: &Bits,
    task: &Task,
) -> Result<Vec<ClassRow>, Cancelled> {
    let classes = &facts.classes;
    let none = ClassTotals { count: 0, shallow: 0, distance: UNREACHED };
    let mut totals = vec![none; classes.class.len()];
    for node in chosen.iter() {
        let size = facts.shallow.get(node);
        if size == 0 {
            continue;
        }
        let total = &mut totals[classes.of_nodes()[node] as usize];
        let distance = facts.distance[node];
        total.distance = if total.count == 0 { distance } else { total.distance.min(distance) };
        total.count += 1;
        total.shallow = total.shallow.saturating_add(size);
    }
    let retained = tree.retained_by_class(graph, facts, classes, |it| chosen.has(it), task)?;
    let rows = classes.class.indices().zip(totals);
    let mut rows: Vec<ClassRow> = rows
        .filter(|it| it.1.count > 0)
        .map(|(class, totals)| new_row(class, totals, Some(retained[class])))
        .collect();
    sort(&mut rows, classes);
    Ok(rows)
}

fn new_row(class: ClassIndex, totals: ClassTotals, retained: Option<u64>) -> ClassRow {
    let ClassTotals { count, shallow, distance } = totals;
    ClassRow { class, count, shallow, retained, distance }
}

fn sort(rows: &mut [ClassRow], classes: &Classes) {
    let class = &classes.class;
    rows.sort_by(|a, b| {
        let key = |it: &ClassRow| (it.retained.unwrap_or(it.shallow), it.shallow);
        key(b).cmp(&key(a)).then_with(|| {
            (&class[a.class].name, class[a.class].place)
                .cmp(&(&class[b.class].name, class[b.class].place))
        })
    });
}

/// The objects of a class that take any memory, in the order of the file.
pub fn instances(facts: &HeapFacts, class: ClassIndex) -> Vec<NodeIndex> {
    let wanted = class.row();
    let of_class = facts.classes.of_nodes().iter().enumerate();
    of_class
        .filter(|it| *it.1 as usize == wanted && facts.shallow.get(it.0) > 0)
        .map(|it| NodeIndex::from_row(it.0))
        .collect()
}
