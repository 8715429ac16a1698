//! The order of suspects: what keeps most alive first, what stands within another behind it.

use std::cmp::Reverse;

use hashbrown::HashMap;

use super::by_rule::PENDING;
use super::groups::{GroupKind, Groups};
use super::report::Suspect;
use super::retained::Kept;

/// So many sets that are not reported may stand around each other.
const MAX_CARRIERS: usize = 8;

/// The set that most objects of a set stand directly within.
pub(super) fn outer(kept: &Kept, set: usize, count: u64) -> Option<u32> {
    let most = kept.within[set].iter().max_by_key(|it| (*it.1, Reverse(*it.0)))?;
    (*most.1 * 2 > count).then_some(*most.0)
}

/// Suspects in order, each that stands within another behind it.
///
/// A class that the program names says more than the functions and promises that keep its objects,
/// so these stand within it.
pub(super) fn nested(found: Vec<(u32, Suspect)>, kept: &Kept, groups: &Groups) -> Vec<Suspect> {
    let row_of: HashMap<u32, usize> =
        found.iter().enumerate().map(|(row, it)| (it.0, row)).collect();
    // Around what carriers hold that are not reported stands what is around these.
    let reported = |(group, it): &(u32, Suspect)| {
        let mut around = outer(kept, *group as usize, it.count);
        for _ in 0..MAX_CARRIERS {
            let Some(set) = around.filter(|it| !row_of.contains_key(it)) else { break };
            let count = kept.within[set as usize].values().sum();
            around = outer(kept, set as usize, count).filter(|_| is_carrier(groups, set));
        }
        around.and_then(|it| row_of.get(&it).copied())
    };
    let mut above: Vec<Option<usize>> = found.iter().map(reported).collect();
    turn_carriers(&found, groups, &mut above);
    // What carries a class counts for it.
    let mut weight: Vec<u64> = found.iter().map(|it| it.1.retained).collect();
    for (row, above) in above.iter().enumerate() {
        if let Some(above) = *above {
            weight[above] = weight[above].max(found[row].1.retained);
        }
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_cached_key(|&row| (Reverse(weight[row]), found[row].1.class.clone(), row));
    let mut suspects: Vec<Option<Suspect>> = found.into_iter().map(|it| Some(it.1)).collect();
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    open.extend(order.iter().rev().filter(|it| above[**it].is_none()).map(|&it| (it, None)));
    let mut sorted = Vec::new();
    while let Some((row, within)) = open.pop() {
        let Some(mut suspect) = suspects[row].take() else { continue };
        suspect.within = within;
        let at = sorted.len();
        sorted.push(suspect);
        let inner = order.iter().rev().filter(|it| above[**it] == Some(row));
        open.extend(inner.map(|&it| (it, Some(at))));
    }
    sorted.extend(suspects.into_iter().flatten()); // none is left unless they stand in a ring
    sorted
}

/// Whether a group is of functions, promises or suspended calls: what carries other things.
fn is_carrier(groups: &Groups, group: u32) -> bool {
    let key = &groups.keys[group as usize];
    let is_promise = || matches!(key.name.as_slice(), b"Promise" | b"Generator" | PENDING);
    key.kind == GroupKind::Function || is_promise()
}

/// Puts carriers within what they carry: of several classes, within the one that keeps most.
fn turn_carriers(found: &[(u32, Suspect)], groups: &Groups, above: &mut [Option<usize>]) {
    for carrier in (0..found.len()).filter(|&it| is_carrier(groups, found[it].0)) {
        if above[carrier].is_some() {
            continue;
        }
        let is_carried =
            |&row: &usize| above[row] == Some(carrier) && found[row].1.kind == GroupKind::Named;
        let carried: Vec<usize> = (0..found.len()).filter(is_carried).collect();
        let most = carried.iter().copied().max_by_key(|&it| (found[it].1.retained, Reverse(it)));
        for row in carried {
            above[row] = None;
        }
        above[carrier] = most;
    }
}

/// The same suspects, what keeps most alive first; what stands within another stays behind it.
pub(super) fn largest_first(suspects: Vec<Suspect>) -> Vec<Suspect> {
    let mut blocks: Vec<Vec<(usize, Suspect)>> = Vec::new();
    for (row, suspect) in suspects.into_iter().enumerate() {
        match blocks.last_mut() {
            Some(block) if suspect.within.is_some() => block.push((row, suspect)),
            _ => blocks.push(vec![(row, suspect)]),
        }
    }
    let most = |block: &[(usize, Suspect)]| block.iter().map(|it| it.1.retained).max();
    blocks.sort_by_cached_key(|it| Reverse(most(it))); // stable
    let mut place = HashMap::new();
    let mut sorted = Vec::new();
    for (row, mut suspect) in blocks.into_iter().flatten() {
        suspect.within = suspect.within.and_then(|it| place.get(&it).copied());
        place.insert(row, sorted.len());
        sorted.push(suspect);
    }
    sorted
}

/// Tells suspects apart that would be known by the same, so that dismissing one does not dismiss
/// the other: by where their functions or constructors stand, and at last by their order.
pub(super) fn tell_apart<'a>(
    suspects: impl Iterator<Item = (Option<(u64, u64)>, &'a mut Suspect)>,
) {
    let mut suspects: Vec<_> = suspects.collect();
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (row, (_, suspect)) in suspects.iter().enumerate() {
        known.entry(suspect.fingerprint()).or_default().push(row);
    }
    let mut same: Vec<Vec<usize>> = known.into_values().filter(|it| it.len() > 1).collect();
    same.sort_unstable();
    for mut rows in same {
        rows.sort_by_key(|&it| (suspects[it].0, it));
        let mut places: HashMap<Option<(u64, u64)>, u32> = HashMap::new();
        for row in rows {
            let place = suspects[row].0;
            let number = places.entry(place).or_default();
            *number += 1;
            let line = place.map_or_else(String::new, |(line, column)| {
                format!("|{}:{}", line.saturating_add(1), column.saturating_add(1))
            });
            let number =
                if *number > 1 || place.is_none() { format!("|{number}") } else { String::new() };
            suspects[row].1.apart = line + &number;
        }
    }
}
