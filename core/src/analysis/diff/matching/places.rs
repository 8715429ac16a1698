//! Pairs functions of one name and script by their places.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Function;
use super::anchors::{Anchors, Distance};
use crate::analysis::pace::Pace;
use crate::model::Frame;
use crate::task::{Cancelled, Task};

/// How many neighbours of an expected place are looked at, on each side of it.
const NEIGHBOURS: usize = 4;

/// More pairs than this are not asked how far a script without anchors moved.
const MOST_VOTES: usize = 10_000;

/// Where a function begins, counted from 1; 0 where nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Spot {
    /// The place of a function.
    pub(super) fn of(frame: Frame) -> Self {
        Self { line: frame.line.map_or(0, Into::into), column: frame.column.map_or(0, Into::into) }
    }
}

/// The functions of one script and one name: their rows on both sides, in order of places.
struct Namesakes {
    before: Range<usize>,
    after: Range<usize>,
}

/// The functions of a side in order of script, name and place.
struct Sorted<'a> {
    functions: &'a [Function],
    order: Vec<u32>,
}

impl<'a> Sorted<'a> {
    fn new(functions: &'a [Function]) -> Self {
        let mut order: Vec<u32> = (0..).take(functions.len()).collect();
        order.sort_unstable_by_key(|&it| {
            let it = &functions[it as usize];
            (it.script, it.name, it.spot)
        });
        Self { functions, order }
    }

    fn at(&self, place: usize) -> &Function {
        &self.functions[self.order[place] as usize]
    }

    fn key(&self, place: usize) -> Option<(u32, u32)> {
        (place < self.order.len()).then(|| (self.at(place).script, self.at(place).name))
    }

    /// From `start` on, those with the key of the first.
    fn run(&self, start: usize) -> Range<usize> {
        let key = self.key(start);
        let len = self.order[start..].iter().take_while(|&&it| {
            let it = &self.functions[it as usize];
            Some((it.script, it.name)) == key
        });
        start..start + len.count()
    }
}

/// The pairs of functions that are the same: places in both lists.
pub(super) fn pair(
    before: &[Function],
    after: &[Function],
    task: &Task,
) -> Result<Vec<(u32, u32)>, Cancelled> {
    let (before, after) = (Sorted::new(before), Sorted::new(after));
    let mut pairs = Vec::new();
    let mut pace = Pace::new(task);
    for (_, groups) in by_script(&before, &after) {
        let mut sure = Vec::new();
        let (single, several): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|it| it.before.len() == 1 && it.after.len() == 1);
        for it in single {
            pace.step()?;
            let (b, a) = (it.before.start, it.after.start);
            pairs.push((before.order[b], after.order[a]));
            sure.push((before.at(b).spot, after.at(a).spot));
        }
        let vote = if sure.is_empty() { vote(&before, &after, &several) } else { 0 };
        let anchors = Anchors::new(sure, vote);
        for it in several {
            pair_namesakes(&before, &after, &it, &anchors, &mut pairs, &mut pace)?;
        }
    }
    Ok(pairs)
}

/// What both sides have of one script and name, by script.
fn by_script(before: &Sorted<'_>, after: &Sorted<'_>) -> BTreeMap<u32, Vec<Namesakes>> {
    let mut scripts: BTreeMap<u32, Vec<Namesakes>> = BTreeMap::new();
    let (mut b, mut a) = (0, 0);
    while let (Some(key), Some(other)) = (before.key(b), after.key(a)) {
        match key.cmp(&other) {
            std::cmp::Ordering::Less => b = before.run(b).end,
            std::cmp::Ordering::Greater => a = after.run(a).end,
            std::cmp::Ordering::Equal => {
                let both = Namesakes { before: before.run(b), after: after.run(a) };
                (b, a) = (both.before.end, both.after.end);
                scripts.entry(key.0).or_default().push(both);
            }
        }
    }
    scripts
}

/// By how many lines most functions of a script moved; nothing if they do not agree.
fn vote(before: &Sorted<'_>, after: &Sorted<'_>, groups: &[Namesakes]) -> i64 {
    let mut votes: BTreeMap<i64, u64> = BTreeMap::new();
    let mut n_asked = 0;
    for it in groups {
        n_asked += it.before.len() * it.after.len();
        if n_asked > MOST_VOTES {
            break;
        }
        for b in it.before.clone() {
            for a in it.after.clone() {
                let moved = i64::from(after.at(a).spot.line) - i64::from(before.at(b).spot.line);
                *votes.entry(moved).or_default() += 1;
            }
        }
    }
    let best = |it: (&i64, &u64)| (*it.1, Reverse(it.0.unsigned_abs()));
    let Some((&moved, n)) = votes.iter().max_by_key(|it| best(*it)) else { return 0 };
    let is_unclear = moved != 0 && votes.get(&-moved) == Some(n);
    if is_unclear { 0 } else { moved }
}

/// Pairs functions of one name: those that are nearest to where they are expected first.
fn pair_namesakes(
    before: &Sorted<'_>,
    after: &Sorted<'_>,
    both: &Namesakes,
    anchors: &Anchors,
    pairs: &mut Vec<(u32, u32)>,
    pace: &mut Pace<'_>,
) -> Result<(), Cancelled> {
    let mut candidates: Vec<(Distance, u64, usize, usize)> = Vec::new();
    for b in both.before.clone() {
        pace.step()?;
        let spot = before.at(b).spot;
        for a in near(after, &both.after, anchors.expected(spot)) {
            let other = after.at(a).spot;
            if let Some(distance) = anchors.distance(spot, other) {
                let sum = u64::from(spot.line) + u64::from(other.line);
                candidates.push((distance, sum, b, a));
            }
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let mut is_taken = [vec![false; both.before.len()], vec![false; both.after.len()]];
    for (_, _, b, a) in candidates {
        let (at, other) = (b - both.before.start, a - both.after.start);
        if !is_taken[0][at] && !is_taken[1][other] {
            (is_taken[0][at], is_taken[1][other]) = (true, true);
            pairs.push((before.order[b], after.order[a]));
        }
    }
    Ok(())
}

/// The places in `within` near to either of two places.
fn near(
    sorted: &Sorted<'_>,
    within: &Range<usize>,
    expected: [Spot; 2],
) -> impl Iterator<Item = usize> + use<> {
    let ends = expected.map(|spot| {
        let order = &sorted.order[within.clone()];
        let at = order.partition_point(|&it| sorted.functions[it as usize].spot < spot);
        let at = within.start + at;
        at.saturating_sub(NEIGHBOURS).max(within.start)..(at + NEIGHBOURS).min(within.end)
    });
    let [first, second] = ends;
    let rest = second.start.max(first.end)..second.end.max(first.end);
    first.chain(rest)
}
