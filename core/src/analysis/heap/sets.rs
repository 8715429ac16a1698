//! Sets of objects that a table can be about.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::compare::Snapshot;
use crate::analysis::heap::detachedness::DETACHED;
use crate::analysis::heap::duplicate_strings::duplicate_strings;
use crate::analysis::heap::filters::{RetainedBy, retained_by};
use crate::analysis::heap::native_contexts::{ContextOwner, native_contexts};
use crate::analysis::heap::statistics::{HeapPart, of_part};
use crate::analysis::heap::timeline::allocated_within;
use crate::model::heap::NodeKind;
use crate::task::{Cancelled, Task};
use crate::units::TimeRange;

/// Objects that have something in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeapSet {
    /// All of them.
    #[default]
    All,
    /// Strings that are there more than once.
    DuplicateStrings,
    /// What nothing but this keeps alive.
    RetainedBy(RetainedBy),
    /// Nodes that left their document.
    DetachedNodes,
    /// What is counted as this part of the heap.
    Part(HeapPart),
    /// Functions.
    Closures,
    /// Variables that functions share.
    Contexts,
    /// What belongs to a page or realm, to several of them, or to none.
    NativeContext(ContextOwner),
}

/// The objects of `set`, or those of them that were allocated within `time`; `None` if that is all
/// of them.
pub fn heap_set(
    heap: Snapshot<'_>,
    set: HeapSet,
    time: Option<&TimeRange>,
    task: &Task,
) -> Result<Option<Bits>, Cancelled> {
    let chosen = objects_of(heap, set, task)?;
    let allocated = time.map(|it| allocated_within(heap.graph, it));
    Ok(match (chosen, allocated) {
        (Some(mut chosen), Some(allocated)) => {
            chosen.keep(&allocated);
            Some(chosen)
        }
        (chosen, allocated) => chosen.or(allocated),
    })
}

fn objects_of(heap: Snapshot<'_>, set: HeapSet, task: &Task) -> Result<Option<Bits>, Cancelled> {
    let Snapshot { graph, facts, tree } = heap;
    let n = graph.n_nodes();
    let of_kind = |wanted: NodeKind| {
        let is_wanted = graph.node_kinds.map_codes(NodeKind::Other, |it| it == wanted);
        move |node: usize| is_wanted[usize::from(graph.nodes.kind[node])]
    };
    Ok(Some(match set {
        HeapSet::All => return Ok(None),
        HeapSet::DuplicateStrings => duplicate_strings(graph, facts, tree, task)?.nodes,
        HeapSet::RetainedBy(holder) => retained_by(graph, facts, holder, task)?,
        HeapSet::DetachedNodes => {
            let is_native = of_kind(NodeKind::Native);
            Bits::from_fn(n, |it| is_native(it) && facts.detachedness.state(it) == DETACHED)
        }
        HeapSet::Part(part) => of_part(graph, facts, tree, part),
        HeapSet::Closures => Bits::from_fn(n, of_kind(NodeKind::Closure)),
        HeapSet::Contexts => Bits::from_fn(n, |it| facts.known.contexts.has(graph.nodes.name[it])),
        HeapSet::NativeContext(owner) => {
            let contexts = native_contexts(graph, facts, task)?;
            Bits::from_fn(n, |it| contexts.of_row(it) == owner)
        }
    }))
}
