//! Two snapshots compared: what is new, what is gone.
//!
//! Within one process V8 never gives an id to two objects, so the same id is the same object.
//! Across processes ids mean nothing; there objects are matched by what they are and by what keeps
//! them alive: see [`compare_by_path`].

use hashbrown::HashMap;

use crate::analysis::heap::classes::{Class, ClassIndex, Classes};
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

/// A snapshot and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Snapshot<'a> {
    /// The objects.
    pub graph: &'a HeapGraph,
    /// What can be said of each.
    pub facts: &'a HeapFacts,
    /// What keeps each alive.
    pub tree: &'a HeapTree,
}

/// How objects of two snapshots were matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchedBy {
    /// By V8's ids: two snapshots of one process.
    Id,
    /// By class and the classes that dominate them: two processes, or two builds.
    Path,
}

/// What became of the objects of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassDiff {
    /// The class.
    pub class: Class,
    /// Objects that only the later snapshot has.
    pub new: Vec<NodeIndex>,
    /// Objects that only the earlier snapshot has.
    pub gone: Vec<NodeIndex>,
    /// Sum of the shallow sizes of the new ones, in bytes.
    pub new_shallow: u64,
    /// Sum of the shallow sizes of those that are gone, in bytes.
    pub gone_shallow: u64,
    /// What the class keeps alive before and after, in bytes.
    pub retained: (u64, u64),
    /// How many objects it has before and after.
    pub count: (u64, u64),
    /// The shallow sizes of all its objects before and after, in bytes.
    pub shallow: (u64, u64),
}

impl ClassDiff {
    /// How many objects there are more.
    pub fn count_delta(&self) -> i64 {
        signed(self.new.len() as u64, self.gone.len() as u64)
    }

    /// How many bytes they take more; negative if less.
    pub fn shallow_delta(&self) -> i64 {
        signed(self.new_shallow, self.gone_shallow)
    }

    /// How many bytes the class keeps alive more.
    pub fn retained_delta(&self) -> i64 {
        signed(self.retained.1, self.retained.0)
    }
}

/// What may have become of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Change {
    /// Anything: some of its objects are new or gone.
    #[default]
    Any,
    /// Its objects take more than before.
    Grown,
    /// Its objects take less than before.
    Shrunk,
    /// It had no objects before.
    New,
    /// It has no objects any more.
    Gone,
}

impl Change {
    /// Every change, as tabs stand.
    pub const ALL: [Change; 5] = [Self::Any, Self::Grown, Self::Shrunk, Self::New, Self::Gone];

    /// Whether it is what became of a class.
    pub fn is_of(self, diff: &ClassDiff) -> bool {
        match self {
            Self::Any => true,
            Self::Grown => diff.shallow_delta() > 0,
            Self::Shrunk => diff.shallow_delta() < 0,
            Self::New => diff.count.0 == 0,
            Self::Gone => diff.count.1 == 0,
        }
    }
}

fn signed(more: u64, less: u64) -> i64 {
    i64::try_from(i128::from(more) - i128::from(less)).unwrap_or(i64::MAX)
}

/// Two snapshots compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// How objects were matched.
    pub matched_by: MatchedBy,
    /// Objects of the later snapshot that the earlier one has too, of all that take memory.
    pub matched: (u64, u64),
    /// Classes with new or gone objects: the one that grew most first, then by name.
    pub classes: Vec<ClassDiff>,
    /// Where each class stands in `classes`.
    places: HashMap<Class, usize>,
}

/// Objects of all classes together, and the sum of their shallow sizes in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Objects that only the later snapshot has.
    pub new: (u64, u64),
    /// Objects that only the earlier snapshot has.
    pub gone: (u64, u64),
}

impl Comparison {
    /// Where a class stands in `classes`, if any of its objects are new or gone.
    pub fn place_of(&self, class: &Class) -> Option<usize> {
        self.places.get(class).copied()
    }

    /// What became of the objects of those `classes` together.
    pub fn changed<'a>(classes: impl IntoIterator<Item = &'a ClassDiff>) -> Changed {
        let mut sum = Changed::default();
        for diff in classes {
            sum.new.0 += diff.new.len() as u64;
            sum.new.1 = sum.new.1.saturating_add(diff.new_shallow);
            sum.gone.0 += diff.gone.len() as u64;
            sum.gone.1 = sum.gone.1.saturating_add(diff.gone_shallow);
        }
        sum
    }

    /// The share of objects of the later snapshot that the earlier one has too, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a percentage has few digits")]
    pub fn share_matched(&self) -> f64 {
        let (matched, all) = self.matched;
        if all == 0 { 0.0 } else { matched as f64 / all as f64 }
    }
}

/// The objects of one class of both snapshots, each with what it is matched by.
type Members = HashMap<Class, [Vec<(u64, u32)>; 2]>;

/// Compares two snapshots of one process, as DevTools does: the shapes of the later one stand in
/// for classes in both, and an object is the same if its id and its class are.
pub fn compare_by_id(
    before: Snapshot<'_>,
    after: Snapshot<'_>,
    task: &Task,
) -> Result<Comparison, Cancelled> {
    let keys = [before, after].map(|it| it.graph.nodes.id.iter().collect());
    compare(before, after, (MatchedBy::Id, keys), task)
}

/// Compares two snapshots of different processes or builds.
///
/// An object is known by its class and by the classes of all that dominate it, up to the root.
/// Where several are known by the same, as many are matched as there are in both: which of them is
/// new cannot be told, so the later ones in the file are.
pub fn compare_by_path(
    before: Snapshot<'_>,
    after: Snapshot<'_>,
    task: &Task,
) -> Result<Comparison, Cancelled> {
    let shapes = after.facts.classes.shapes.clone();
    let classes = before.facts.classes_with(before.graph, shapes, task)?;
    let keys = [path_keys(before, &classes, task)?, path_keys(after, &after.facts.classes, task)?];
    compare_with(before, after, (&classes, MatchedBy::Path, keys), task)
}

fn compare(
    before: Snapshot<'_>,
    after: Snapshot<'_>,
    (by, keys): (MatchedBy, [Vec<u64>; 2]),
    task: &Task,
) -> Result<Comparison, Cancelled> {
    let shapes = after.facts.classes.shapes.clone();
    let classes = before.facts.classes_with(before.graph, shapes, task)?;
    compare_with(before, after, (&classes, by, keys), task)
}

/// Compares class by class. `before_classes` are the earlier classes by the later shapes; `keys`
/// is what each object is matched by.
fn compare_with(
    before: Snapshot<'_>,
    after: Snapshot<'_>,
    (before_classes, matched_by, keys): (&Classes, MatchedBy, [Vec<u64>; 2]),
    task: &Task,
) -> Result<Comparison, Cancelled> {
    let after_classes = &after.facts.classes;
    let mut members = Members::new();
    collect(before, before_classes, (0, &keys[0]), &mut members);
    task.advance(before.graph.n_nodes() as u64)?;
    collect(after, after_classes, (1, &keys[1]), &mut members);
    task.advance(after.graph.n_nodes() as u64)?;
    let retained_before = before.tree.retained_by_class(
        before.graph,
        before.facts,
        before_classes,
        |_| true,
        task,
    )?;
    let side = |classes: &Classes| -> HashMap<Class, ClassIndex> {
        classes.class.indices().map(|it| (classes.class[it].clone(), it)).collect()
    };
    let (rows_before, rows_after) = (side(before_classes), side(after_classes));
    let mut matched = (0_u64, 0_u64);
    let mut classes = Vec::new();
    let mut sorted: Vec<_> = members.into_iter().collect();
    sorted.sort_unstable_by(|a, b| (&a.0.name, a.0.place).cmp(&(&b.0.name, b.0.place)));
    for (class, [mut old, mut new]) in sorted {
        task.advance(0)?;
        let n_after = new.len() as u64;
        let (gone, added) = merge(&mut old, &mut new);
        matched = (matched.0 + n_after - added.len() as u64, matched.1 + n_after);
        if gone.is_empty() && added.is_empty() {
            continue;
        }
        let (row_before, row_after) = (rows_before.get(&class), rows_after.get(&class));
        let sizes = |snapshot: Snapshot<'_>, nodes: &[NodeIndex]| {
            let sizes = nodes.iter().map(|it| snapshot.facts.shallow.get(it.row()));
            sizes.fold(0_u64, u64::saturating_add)
        };
        let total = |classes: &Classes, row: Option<&ClassIndex>| {
            row.map_or((0, 0), |&it| (classes.totals[it].count, classes.totals[it].shallow))
        };
        let (totals_before, totals_after) =
            (total(before_classes, row_before), total(after_classes, row_after));
        classes.push(ClassDiff {
            new_shallow: sizes(after, &added),
            gone_shallow: sizes(before, &gone),
            new: added,
            gone,
            retained: (
                row_before.map_or(0, |&it| retained_before[it]),
                row_after.map_or(0, |&it| after.tree.class_retained[it]),
            ),
            count: (totals_before.0, totals_after.0),
            shallow: (totals_before.1, totals_after.1),
            class,
        });
    }
    classes.sort_by_key(|it| std::cmp::Reverse(it.shallow_delta())); // stable: then by name
    let places = classes.iter().enumerate().map(|(at, it)| (it.class.clone(), at)).collect();
    Ok(Comparison { matched_by, matched, classes, places })
}

/// Adds the objects of one snapshot that take memory to their classes.
fn collect(
    snapshot: Snapshot<'_>,
    classes: &Classes,
    (side, keys): (usize, &[u64]),
    members: &mut Members,
) {
    let mut of_class: Vec<Vec<(u64, u32)>> = vec![Vec::new(); classes.class.len()];
    for ((&class, &key), node) in classes.of_nodes().iter().zip(keys).zip(0_u32..) {
        if snapshot.facts.shallow.get(node as usize) > 0 {
            of_class[class as usize].push((key, node));
        }
    }
    for (class, found) in classes.class.iter().zip(of_class) {
        if !found.is_empty() {
            members.entry(class.clone()).or_default()[side] = found;
        }
    }
}

/// What only one side has: what is gone and what is new, in the order of the file.
fn merge(old: &mut [(u64, u32)], new: &mut [(u64, u32)]) -> (Vec<NodeIndex>, Vec<NodeIndex>) {
    old.sort_unstable();
    new.sort_unstable();
    let (mut gone, mut added) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a.0 == b.0 => (i, j) = (i + 1, j + 1),
            (Some(a), b) if b.is_none_or(|b| a.0 < b.0) => {
                gone.push(NodeIndex::from_row(a.1 as usize));
                i += 1;
            }
            (_, Some(b)) => {
                added.push(NodeIndex::from_row(b.1 as usize));
                j += 1;
            }
            _ => break,
        }
    }
    gone.sort_unstable();
    added.sort_unstable();
    (gone, added)
}

/// A number for each object that is the same for objects of one class that are dominated by
/// objects of the same classes, up to the root.
///
/// Steps within one class count once, so that a list that is longer has the same path.
pub(crate) fn path_keys(
    snapshot: Snapshot<'_>,
    classes: &Classes,
    task: &Task,
) -> Result<Vec<u64>, Cancelled> {
    let name_keys: Vec<u64> = classes.class.iter().map(class_key).collect();
    let n = snapshot.graph.n_nodes();
    let root = snapshot.graph.root.row();
    let mut keys = vec![0_u64; n];
    let mut stack = vec![root as u32];
    let mut n_done = 0_usize;
    while let Some(node) = stack.pop() {
        n_done += 1;
        if n_done.is_multiple_of(1 << 16) {
            task.advance(1 << 16)?;
        }
        let node = node as usize;
        let holder = snapshot.tree.dominators.rows()[node] as usize;
        let (class, above) = (classes.of_nodes()[node], classes.of_nodes()[holder]);
        keys[node] = if node == root {
            1
        } else if class == above && holder != root {
            keys[holder]
        } else {
            mix(keys[holder], name_keys[class as usize])
        };
        stack.extend_from_slice(snapshot.tree.dominated.children(node));
    }
    Ok(keys)
}

/// A number for a class that does not depend on the process: scripts have other numbers there.
fn class_key(class: &Class) -> u64 {
    let place = class.place.map_or(0, |it| mix(it.line + 1, it.column));
    class.name.iter().fold(mix(place, 7), |key, &byte| mix(key, u64::from(byte)))
}

/// Mixes two numbers into one: the finalizer of `SplitMix64` (Steele and others, 2014).
fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(b);
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}
