//! Several snapshots side by side: each class in each of them, and what came and went since one.

use hashbrown::HashMap;

use super::classes::{Class, Classes};
use super::compare::{MatchedBy, Snapshot, path_keys};
use super::shapes::Shape;
use crate::task::{Cancelled, Task};

/// One snapshot of a basket, reduced to what is compared.
#[derive(Debug)]
pub struct BasketItem {
    matched_by: MatchedBy,
    classes: HashMap<Class, InBasket>,
    /// The objects of each class by what they are matched by, ascending.
    members: HashMap<Class, Vec<(u64, u64)>>,
}

/// What a class has in one snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InBasket {
    /// Objects that take memory.
    pub count: u64,
    /// The sum of their shallow sizes, in bytes.
    pub shallow: u64,
    /// What they keep alive together, in bytes.
    pub retained: u64,
}

/// Objects, and the sum of their shallow sizes in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetTotals {
    /// How many.
    pub count: u64,
    /// In bytes.
    pub shallow: u64,
}

/// A class in each snapshot of a basket.
#[derive(Clone, Debug, PartialEq)]
pub struct BasketClass {
    /// The class.
    pub class: Class,
    /// What it has in each snapshot, in the order of the basket.
    pub each: Vec<InBasket>,
    /// What each snapshot has that the baseline has not.
    pub new_since: Vec<SetTotals>,
    /// What the baseline has and each snapshot has not.
    pub freed_since: Vec<SetTotals>,
    /// What all snapshots have; sizes are those in the last one.
    pub in_all: SetTotals,
    /// Bytes (shallow) more from one snapshot to the next: the slope of the straight line that
    /// fits best (least squares).
    pub slope: f64,
}

/// Several snapshots side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Basket {
    /// How objects were matched.
    pub matched_by: MatchedBy,
    /// The number of the snapshot that others are compared with.
    pub baseline: usize,
    /// Every class of any snapshot: the steepest first, then by name and place.
    pub classes: Vec<BasketClass>,
}

/// Reduces a snapshot to what a basket compares. `shapes` are those of the last snapshot.
pub fn basket_item(
    snapshot: Snapshot<'_>,
    shapes: &[Shape],
    by: MatchedBy,
    task: &Task,
) -> Result<BasketItem, Cancelled> {
    let Snapshot { graph, facts, tree } = snapshot;
    let classes: Classes = facts.classes_with(graph, shapes.to_vec(), task)?;
    let retained = tree.retained_by_class(graph, facts, &classes, |_| true, task)?;
    let keys: Vec<u64> = match by {
        MatchedBy::Id => graph.nodes.id.iter().collect(),
        MatchedBy::Path => path_keys(snapshot, &classes, task)?,
    };
    let mut of_class: Vec<Vec<(u64, u64)>> = vec![Vec::new(); classes.class.len()];
    for ((&class, &key), size) in classes.of_nodes().iter().zip(&keys).zip(facts.shallow.iter()) {
        if size > 0 {
            of_class[class as usize].push((key, size));
        }
    }
    let known = |class: &Class| match by {
        MatchedBy::Id => class.clone(),
        // Scripts have other numbers in another process.
        MatchedBy::Path => Class {
            place: class.place.map(|it| super::ClassPlace { script_id: 0, ..it }),
            ..class.clone()
        },
    };
    let mut item = BasketItem { matched_by: by, classes: HashMap::new(), members: HashMap::new() };
    for (row, members) in classes.class.indices().zip(of_class) {
        if members.is_empty() {
            continue;
        }
        let class = known(&classes.class[row]);
        let totals = item.classes.entry(class.clone()).or_default();
        totals.count += members.len() as u64;
        totals.shallow += members.iter().map(|it| it.1).sum::<u64>();
        totals.retained = totals.retained.saturating_add(retained[row]);
        item.members.entry(class).or_default().extend(members);
    }
    for members in item.members.values_mut() {
        members.sort_unstable();
    }
    Ok(item)
}

/// Puts snapshots side by side, in their order; `baseline` is the number of the one that others
/// are compared with. Costs a look at every object.
pub fn basket(items: &[&BasketItem], baseline: usize, task: &Task) -> Result<Basket, Cancelled> {
    let mut names: Vec<&Class> = items.iter().flat_map(|it| it.classes.keys()).collect();
    names.sort_unstable_by(|a, b| (&a.name, a.place).cmp(&(&b.name, b.place)));
    names.dedup();
    let mut classes = Vec::with_capacity(names.len());
    for class in names {
        task.advance(0)?;
        classes.push(side_by_side(items, baseline, class));
    }
    classes.sort_by(|a, b| b.slope.total_cmp(&a.slope)); // stable: then by name
    let matched_by = items.first().map_or(MatchedBy::Id, |it| it.matched_by);
    Ok(Basket { matched_by, baseline, classes })
}

fn side_by_side(items: &[&BasketItem], baseline: usize, class: &Class) -> BasketClass {
    let members = |it: usize| -> &[(u64, u64)] {
        items.get(it).and_then(|it| it.members.get(class)).map_or(&[], Vec::as_slice)
    };
    let base = members(baseline);
    let each: Vec<InBasket> =
        items.iter().map(|it| it.classes.get(class).copied().unwrap_or_default()).collect();
    let mut in_all = items.len().checked_sub(1).map_or(Vec::new(), |it| members(it).to_vec());
    for number in 0..items.len().saturating_sub(1) {
        in_all = split(&in_all, members(number)).0;
    }
    let numbers = 0..items.len();
    let slope = slope(&each.iter().map(|it| it.shallow).collect::<Vec<_>>());
    BasketClass {
        class: class.clone(),
        new_since: numbers.clone().map(|it| totals(&split(members(it), base).1)).collect(),
        freed_since: numbers.map(|it| totals(&split(base, members(it)).1)).collect(),
        in_all: totals(&in_all),
        slope,
        each,
    }
}

/// What is in both, and what is in one alone: keys and sizes.
type Split = (Vec<(u64, u64)>, Vec<(u64, u64)>);

/// Those of `these` that are in `others`, and those that are not. Both ascend; of several with the
/// same key as many are in both as there are in the fewer.
fn split(these: &[(u64, u64)], others: &[(u64, u64)]) -> Split {
    let (mut both, mut only) = (Vec::new(), Vec::new());
    let mut at = 0;
    for &it in these {
        while others.get(at).is_some_and(|other| other.0 < it.0) {
            at += 1;
        }
        if others.get(at).is_some_and(|other| other.0 == it.0) {
            at += 1;
            both.push(it);
        } else {
            only.push(it);
        }
    }
    (both, only)
}

fn totals(objects: &[(u64, u64)]) -> SetTotals {
    SetTotals { count: objects.len() as u64, shallow: objects.iter().map(|it| it.1).sum() }
}

/// The slope of the straight line that fits `values` best, per step; 0 with fewer than two.
#[expect(clippy::cast_precision_loss, reason = "a slope has few digits")]
pub(super) fn slope(values: &[u64]) -> f64 {
    let n = values.len() as f64;
    if values.len() < 2 {
        return 0.0;
    }
    let (mean_x, mean_y) = ((n - 1.0) / 2.0, values.iter().map(|&it| it as f64).sum::<f64>() / n);
    let (mut over, mut under) = (0.0, 0.0);
    for (x, &y) in values.iter().enumerate() {
        let dx = x as f64 - mean_x;
        over += dx * (y as f64 - mean_y);
        under += dx * dx;
    }
    over / under
}
