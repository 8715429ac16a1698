//! How many objects of each group there were in each snapshot, and which groups may be suspects.

use super::groups::{GroupKey, GroupKind, Groups};
use super::steps::{Alive, Step};
use super::trend::LeakVerdict;
use crate::analysis::heap::Snapshot;

/// So many strings of one text are reported as such.
pub(super) const MIN_SAME: u64 = 50;
/// A class that the program names is reported from so many new objects on.
const MIN_NAMED: u64 = 5;
/// Any other group is, from so many on.
const MIN_PLAIN: u64 = 10;

/// Counts of each group.
pub(super) struct Counted {
    /// How many were alive in each snapshot.
    pub(super) counts: Vec<Vec<Alive>>,
    pub(super) new: Vec<Alive>,
    /// How many came after the last but one snapshot.
    born_last: Vec<u64>,
    pub(super) all_new: Alive,
    pub(super) all_last: Alive,
    /// Groups behind this row are texts, which are counted in the last snapshot alone.
    pub(super) has_earlier: bool,
}

impl Counted {
    pub(super) fn of(last: Snapshot<'_>, earlier: &[&Step], groups: &Groups, born: &[u8]) -> Self {
        let n = groups.keys.len();
        let mut survivors = vec![vec![Alive::default(); earlier.len() + 1]; n];
        let (mut all_new, mut all_last) = (Alive::default(), Alive::default());
        for (node, size) in last.facts.shallow.iter().enumerate().filter(|it| it.1 > 0) {
            let at = usize::from(born[node]).min(earlier.len());
            survivors[groups.of_node[node] as usize][at].add(size);
            all_last.add(size);
            if born[node] > 0 {
                all_new.add(size);
            }
        }
        let sum = |it: &[Alive]| Alive {
            count: it.iter().map(|it| it.count).sum(),
            bytes: it.iter().fold(0, |sum, it| sum.saturating_add(it.bytes)),
        };
        let mut counts = Vec::with_capacity(n);
        for (key, of_step) in groups.keys.iter().zip(&survivors) {
            let in_step = |(at, step): (usize, &&Step)| {
                let survived = sum(&of_step[..=at]);
                let told = step.groups.get(key).copied().unwrap_or_default();
                if told.count > survived.count { told } else { survived }
            };
            let steps = earlier.iter().enumerate().map(in_step);
            counts.push(steps.chain([sum(of_step)]).collect());
        }
        let new = |it: &Vec<Alive>| sum(if earlier.is_empty() { it } else { &it[1..] });
        Self {
            counts,
            new: survivors.iter().map(new).collect(),
            born_last: survivors.iter().map(|it| it[earlier.len()].count).collect(),
            all_new,
            all_last,
            has_earlier: !earlier.is_empty(),
        }
    }

    pub(super) fn fates(&self) -> Vec<LeakVerdict> {
        let fate = |(counts, &born): (&Vec<Alive>, &u64)| {
            let counts: Vec<u64> = counts.iter().map(|it| it.count).collect();
            LeakVerdict::of(&counts, born)
        };
        self.counts.iter().zip(&self.born_last).map(fate).collect()
    }

    /// Whether a group may be a suspect, by its counts.
    pub(super) fn is_candidate(&self, key: &GroupKey, group: usize, verdict: LeakVerdict) -> bool {
        let first = self.counts[group].first().filter(|_| self.has_earlier);
        let last = self.counts[group].last().map_or(0, |it| it.count);
        let net = last.saturating_sub(first.map_or(0, |it| it.count));
        let least = match key.kind {
            GroupKind::Named => MIN_NAMED,
            GroupKind::Plain | GroupKind::Function => MIN_PLAIN,
            GroupKind::Text => MIN_SAME,
            GroupKind::Internal => return false,
        };
        let is_class_of_texts = key.kind == GroupKind::Text && key.name.starts_with(b"(");
        verdict.is_suspect() && net >= least && self.new[group].count >= least && !is_class_of_texts
    }
}
