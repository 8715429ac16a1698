//! What can be said of each object before it is known what keeps it alive.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::classes::{ClassInputs, Classes, assign_classes, total_classes};
use crate::analysis::heap::detachedness::{Detachedness, detachedness};
use crate::analysis::heap::distances::distances;
use crate::analysis::heap::essential::essential_edges;
use crate::analysis::heap::known::KnownNames;
use crate::analysis::heap::shallow::shallow_sizes;
use crate::analysis::heap::shapes::{PlainObjects, Shape};
use crate::model::HeapGraph;
use crate::model::heap::WideColumn;
use crate::task::{Cancelled, Task};

/// What can be said of each object before it is known what keeps it alive: enough for the table of
/// classes without retained sizes.
#[derive(Debug)]
pub struct HeapFacts {
    /// What each object takes itself, in bytes, with the parts that only it can see.
    pub shallow: WideColumn,
    /// References between the program's roots and each object; see
    /// [`UNREACHED`](super::UNREACHED) and [`SYSTEM`](super::SYSTEM).
    pub distance: Vec<i32>,
    /// Which nodes of documents are detached.
    pub detachedness: Detachedness,
    /// The objects that belong to the page.
    pub page: Bits,
    /// The references that keep their target alive.
    pub essential: Bits,
    /// Classes and the class of each object.
    pub classes: Classes,
    pub(crate) known: KnownNames,
}

/// Says of each object what can be said without knowing what keeps it alive.
///
/// One thread searches from the roots, the other sizes and names; so the answer is the same for
/// any number of threads.
pub fn heap_facts(graph: &HeapGraph, task: &Task) -> Result<HeapFacts, Cancelled> {
    // Five passes over the nodes tell how far they are.
    task.begin(graph.n_nodes() as u64 * 5);
    let known = KnownNames::of(graph);
    let detachedness = detachedness(graph, task)?;
    let (reached, named) = rayon::join(
        || distances(graph, &known, task, |page| essential_edges(graph, &known, page)),
        || sized_and_named(graph, &known, &detachedness, task),
    );
    let ((reached, essential), (shallow, mut classes)) = (reached?, named?);
    total_classes(&mut classes, &shallow, &reached.distance);
    Ok(HeapFacts {
        shallow,
        distance: reached.distance,
        detachedness,
        page: reached.page,
        essential,
        classes,
        known,
    })
}

fn sized_and_named(
    graph: &HeapGraph,
    known: &KnownNames,
    detachedness: &Detachedness,
    task: &Task,
) -> Result<(WideColumn, Classes), Cancelled> {
    let shallow = shallow_sizes(graph, known, &detachedness.renamed, task)?;
    let plain = PlainObjects::of(graph, known, task)?;
    let shapes = plain.shapes(graph, known);
    let classes = assign_classes(ClassInputs { graph, detachedness, plain: &plain }, shapes, task)?;
    Ok((shallow, classes))
}

impl HeapFacts {
    /// Facts from parts that were kept; `None` if they do not fit `graph`.
    pub(crate) fn from_parts(
        graph: &HeapGraph,
        (shallow, distance): (WideColumn, Vec<i32>),
        [page, essential]: [Bits; 2],
        detachedness: Detachedness,
        classes: Classes,
        known: KnownNames,
    ) -> Option<Self> {
        let n = graph.n_nodes();
        let is_sound = shallow.len() == n && distance.len() == n && classes.of_nodes().len() == n;
        let facts = Self { shallow, distance, detachedness, page, essential, classes, known };
        is_sound.then_some(facts)
    }

    /// The classes of the same objects where other shapes stand in for those of plain ones: what
    /// makes two snapshots comparable.
    pub fn classes_with(
        &self,
        graph: &HeapGraph,
        shapes: Vec<Shape>,
        task: &Task,
    ) -> Result<Classes, Cancelled> {
        let plain = PlainObjects::of(graph, &self.known, task)?;
        let inputs = ClassInputs { graph, detachedness: &self.detachedness, plain: &plain };
        let mut classes = assign_classes(inputs, shapes, task)?;
        total_classes(&mut classes, &self.shallow, &self.distance);
        Ok(classes)
    }
}
