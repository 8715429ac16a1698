//! Finds the suspects of a report, and says why the rest is left alone.

use std::cmp::Reverse;

use hashbrown::HashMap;

use super::births::births;
use super::confidence::Confidence;
use super::groups::{GroupKey, GroupKind, Groups, groups};
use super::holders::holder;
use super::report::{LeakPath, LeakReport, LeftAlone, Suspect};
use super::retained::{Kept, NONE, kept};
use super::rules::Rule;
use super::sentence::{sentence, trend, via, what};
use super::single::large_holders;
use super::steps::{Alive, Step};
use super::trend::{LeakVerdict, steadiness};
use super::ways::Ways;
use crate::analysis::heap::{MatchedBy, Snapshot};
use crate::index::RowIndex as _;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

/// So many strings of one text are reported as such.
const MIN_SAME: u64 = 50;
/// A class that the program names is reported from so many new objects on.
const MIN_NAMED: u64 = 5;
/// Any other group is, from so many on.
const MIN_PLAIN: u64 = 10;
/// The most looks of ways that a suspect lists.
const MAX_PATHS: usize = 8;
/// The most steps of a way that are listed.
const MAX_STEPS: usize = 20;
/// The most rows of what is left alone.
const MAX_LEFT: usize = 40;

/// Says what a program keeps, from the `last` snapshot and those before it, in order of time.
///
/// Each [`Step`] was made with the shapes of the last snapshot. Costs a few passes over the last
/// one; of the others nothing but the steps is needed.
pub fn leak_report(
    last: Snapshot<'_>,
    earlier: &[&Step],
    task: &Task,
) -> Result<LeakReport, Cancelled> {
    task.begin(last.graph.n_nodes() as u64 * 3);
    let by = earlier.first().map_or(MatchedBy::Id, |it| it.matched_by);
    let mut groups = groups(last.graph, &last.facts.classes, by);
    let born = match earlier {
        [] => vec![1; last.graph.n_nodes()],
        _ => births(last, earlier, by, task)?,
    };
    split_texts(last, &mut groups, &born);
    let counted = Counted::of(last, earlier, &groups, &born);
    let fates = counted.fates();
    let is_candidate =
        |group: usize| counted.is_candidate(&groups.keys[group], group, fates[group]);
    let candidates: Vec<bool> = (0..groups.keys.len()).map(is_candidate).collect();
    let set_of: Vec<u32> = groups
        .of_node
        .iter()
        .zip(&born)
        .map(|(&it, &born)| if born > 0 && candidates[it as usize] { it } else { NONE })
        .collect();
    let kept = kept(last, groups.keys.len(), &set_of, task)?;
    let total = last.tree.total(last.graph);
    let least = if earlier.is_empty() { total / 10 } else { counted.all_new.bytes / 50 };
    let chosen = choose(&groups, &counted, &kept, (&candidates, least, earlier.is_empty()));
    let mut members: HashMap<u32, Vec<NodeIndex>> = HashMap::new();
    for (node, set) in set_of.iter().enumerate() {
        if *set != NONE && chosen[*set as usize] {
            members.entry(*set).or_default().push(NodeIndex::from_row(node));
        }
    }
    let mut ways = Ways::of(last, task)?;
    let mut found: Vec<(u32, Suspect)> = Vec::new();
    for group in (0..groups.keys.len()).filter(|&it| chosen[it]) {
        let objects = members.remove(&(group as u32)).unwrap_or_default();
        let told = Told {
            key: &groups.keys[group],
            counts: &counted.counts[group],
            verdict: fates[group],
            retained: kept.bytes[group],
        };
        found.push((group as u32, told.suspect(last, &mut ways, objects)));
    }
    let mut suspects = nested(found, &kept, &groups);
    if earlier.is_empty() {
        add_large(last, &groups, (&mut suspects, &mut ways), least);
    }
    Ok(LeakReport {
        matched_by: by,
        share_matched: share(
            counted.all_last.count - counted.all_new.count,
            counted.all_last.count,
        ),
        steps: earlier.iter().map(|it| it.alive).chain([counted.all_last]).collect(),
        new: counted.all_new,
        suspects,
        left_alone: left_alone(&groups, &counted, (&chosen, &fates), &kept),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a share has few digits")]
fn share(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

/// Makes groups of new strings of one text, if there are many.
fn split_texts(last: Snapshot<'_>, groups: &mut Groups, born: &[u8]) {
    let mut same: HashMap<u32, u64> = HashMap::new();
    let is_new_text = |groups: &Groups, node: usize| {
        born[node] > 0
            && groups.kind(node) == GroupKind::Text
            && last.graph.node_kind(NodeIndex::from_row(node))
                == crate::model::heap::NodeKind::String
            && last.facts.shallow.get(node) > 0
    };
    for node in (0..born.len()).filter(|&it| is_new_text(groups, it)) {
        *same.entry(last.graph.nodes.name[node]).or_default() += 1;
    }
    let mut many: Vec<u32> = same.iter().filter(|it| *it.1 >= MIN_SAME).map(|it| *it.0).collect();
    many.sort_unstable();
    let first = groups.keys.len();
    for node in 0..born.len() {
        if let Ok(at) = many.binary_search(&last.graph.nodes.name[node])
            && is_new_text(groups, node)
        {
            groups.of_node[node] = (first + at) as u32;
        }
    }
    groups.keys.extend(many.iter().map(|&it| GroupKey {
        kind: GroupKind::Text,
        name: last.graph.strings.bytes(it).to_owned(),
        place: None,
    }));
}

/// Counts of each group.
struct Counted {
    /// How many were alive in each snapshot.
    counts: Vec<Vec<Alive>>,
    new: Vec<Alive>,
    /// How many came after the last but one snapshot.
    born_last: Vec<u64>,
    all_new: Alive,
    all_last: Alive,
    /// Groups behind this row are texts, which are counted in the last snapshot alone.
    has_earlier: bool,
}

impl Counted {
    fn of(last: Snapshot<'_>, earlier: &[&Step], groups: &Groups, born: &[u8]) -> Self {
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

    fn fates(&self) -> Vec<LeakVerdict> {
        let fate = |(counts, &born): (&Vec<Alive>, &u64)| {
            let counts: Vec<u64> = counts.iter().map(|it| it.count).collect();
            LeakVerdict::of(&counts, born)
        };
        self.counts.iter().zip(&self.born_last).map(fate).collect()
    }

    /// Whether a group may be a suspect, by its counts.
    fn is_candidate(&self, key: &GroupKey, group: usize, verdict: LeakVerdict) -> bool {
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

/// Which of the candidates are reported: classes that the program names, and of the rest what
/// keeps enough alive and is no part of another.
fn choose(
    groups: &Groups,
    counted: &Counted,
    kept: &Kept,
    (candidates, least, is_single): (&[bool], u64, bool),
) -> Vec<bool> {
    // What of each group is kept by functions and named classes that stand within it.
    let mut inside = vec![0_u64; groups.keys.len()];
    for group in 0..groups.keys.len() {
        let says_more = matches!(groups.keys[group].kind, GroupKind::Named | GroupKind::Function);
        if let Some(outer) = outer(kept, group, counted.new[group].count).filter(|_| says_more) {
            inside[outer as usize] = inside[outer as usize].saturating_add(kept.bytes[group]);
        }
    }
    let is_chosen = |group: usize| {
        let is_large = kept.bytes[group] >= least;
        let outer = outer(kept, group, counted.new[group].count).map(|it| it as usize);
        let outer_kind = outer.map(|it| groups.keys[it].kind);
        let is_small = || !is_single && kept.bytes[group] >= least / 20;
        candidates[group]
            && match groups.keys[group].kind {
                GroupKind::Named => is_large || is_small(),
                GroupKind::Text => is_large,
                // What keeps functions in sets is said of the functions.
                GroupKind::Function => {
                    is_large && matches!(outer_kind, None | Some(GroupKind::Plain))
                }
                _ => is_large && outer.is_none() && inside[group] * 2 < kept.bytes[group],
            }
    };
    (0..groups.keys.len()).map(is_chosen).collect()
}

/// The set that most objects of a set stand directly within.
fn outer(kept: &Kept, set: usize, count: u64) -> Option<u32> {
    let most = kept.within[set].iter().max_by_key(|it| (*it.1, Reverse(*it.0)))?;
    (*most.1 * 2 > count).then_some(*most.0)
}

/// What is known of a group that is reported.
struct Told<'a> {
    key: &'a GroupKey,
    counts: &'a [Alive],
    verdict: LeakVerdict,
    retained: u64,
}

impl Told<'_> {
    #[expect(clippy::cast_precision_loss, reason = "an average has few digits")]
    fn suspect(&self, last: Snapshot<'_>, ways: &mut Ways<'_>, objects: Vec<NodeIndex>) -> Suspect {
        let Self { key, counts, verdict, retained } = *self;
        let (paths, typical) = paths(ways, &objects);
        let holder = holder(last, ways, &typical);
        let steps = paths.first().map_or(&[][..], |it| &it.steps);
        let rule = Rule::of(key, steps, holder.as_ref());
        let via = via(rule, steps, holder.as_ref());
        let bytes = counts.iter().map(|it| it.bytes).collect();
        let counts: Vec<u64> = counts.iter().map(|it| it.count).collect();
        let steadiness = steadiness(&counts);
        let (confidence, reasons) = Confidence::of(verdict, steadiness, rule, holder.is_some());
        let rise = match counts.as_slice() {
            [first, .., last] => (*last as f64 - *first as f64) / (counts.len() - 1) as f64,
            _ => 0.0,
        };
        let count = objects.len() as u64;
        let (by, trend) = ((via.as_deref(), holder.as_ref()), trend(verdict, &counts));
        Suspect {
            kind: key.kind,
            class: key.shown(),
            count,
            sentence: sentence(&what(key, count), retained, by, &trend),
            counts,
            bytes,
            growth_per_step: rise,
            steadiness,
            retained,
            holder,
            via,
            paths,
            rule,
            verdict,
            confidence,
            reasons,
            within: None,
            objects,
        }
    }
}

/// The ways of `objects` by look, and the objects of the most common one if nearly all have it.
fn paths(ways: &mut Ways<'_>, objects: &[NodeIndex]) -> (Vec<LeakPath>, Vec<NodeIndex>) {
    let mut looks: HashMap<u32, Vec<NodeIndex>> = HashMap::new();
    for &object in objects {
        looks.entry(ways.look(object)).or_default().push(object);
    }
    let mut sorted: Vec<(u32, Vec<NodeIndex>)> = looks.into_iter().collect();
    sorted.sort_unstable_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.1.cmp(&b.1)));
    let path = |(look, objects): &(u32, Vec<NodeIndex>)| LeakPath {
        count: objects.len() as u64,
        steps: ways.steps_of(*look, MAX_STEPS),
        example: objects[0],
    };
    let paths = sorted.iter().take(MAX_PATHS).map(path).collect();
    let typical = match sorted.into_iter().next() {
        Some((_, most)) if most.len() * 10 >= objects.len() * 9 => most,
        _ => objects.to_vec(),
    };
    (paths, typical)
}

/// Suspects in order, each that stands within another behind it.
///
/// A class that the program names says more than the functions that keep its objects, so these
/// stand within it.
fn nested(found: Vec<(u32, Suspect)>, kept: &Kept, groups: &Groups) -> Vec<Suspect> {
    let row_of: HashMap<u32, usize> =
        found.iter().enumerate().map(|(row, it)| (it.0, row)).collect();
    let mut above: Vec<Option<usize>> = found
        .iter()
        .map(|(group, it)| {
            outer(kept, *group as usize, it.count).and_then(|it| row_of.get(&it).copied())
        })
        .collect();
    for row in 0..found.len() {
        let Some(outer) = above[row] else { continue };
        let is_carrier = groups.keys[found[outer].0 as usize].kind == GroupKind::Function;
        let is_named = found[row].1.kind == GroupKind::Named;
        if is_carrier && is_named && above[outer].is_none() {
            (above[row], above[outer]) = (None, Some(row));
        }
    }
    let mut suspects: Vec<Option<Suspect>> = found.into_iter().map(|it| Some(it.1)).collect();
    let mut order: Vec<usize> = (0..suspects.len()).collect();
    let key = |row: usize| {
        let it = suspects[row].as_ref();
        (Reverse(it.map_or(0, |it| it.retained)), it.map(|it| it.class.clone()), row)
    };
    order.sort_by_cached_key(|&it| key(it));
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

/// Adds to the suspects of a single snapshot what piles up below one object.
fn add_large(
    last: Snapshot<'_>,
    groups: &Groups,
    (suspects, ways): (&mut Vec<Suspect>, &mut Ways<'_>),
    least: u64,
) {
    for large in large_holders(last, groups, least) {
        let key = &groups.keys[large.group as usize];
        if suspects.iter().any(|it| it.class == key.shown()) {
            continue;
        }
        let bytes = large.objects.iter().map(|it| last.facts.shallow.get(it.row()));
        let alive =
            Alive { count: large.objects.len() as u64, bytes: bytes.fold(0, u64::saturating_add) };
        let (counts, verdict) = ([alive], LeakVerdict::Large);
        let told = Told { key, counts: &counts, verdict, retained: large.retained };
        suspects.push(told.suspect(last, ways, large.objects));
    }
}

/// What is new and not reported, and why.
fn left_alone(
    groups: &Groups,
    counted: &Counted,
    (chosen, fates): (&[bool], &[LeakVerdict]),
    kept: &Kept,
) -> Vec<LeftAlone> {
    if !counted.has_earlier {
        return Vec::new();
    }
    let row = |group: usize| LeftAlone {
        class: groups.keys[group].shown(),
        new: counted.new[group],
        counts: counted.counts[group].iter().map(|it| it.count).collect(),
        reason: match (groups.keys[group].kind, fates[group]) {
            (GroupKind::Internal, _) => {
                "the engine's own: code, feedback, tables, native memory; counted with its owner"
            }
            (_, LeakVerdict::NotMore) => "there are not more of them than at first",
            (_, LeakVerdict::Replaced) => "they are replaced by others: a bounded cache",
            (_, LeakVerdict::Filled) => "it filled once and stayed: a cache or a table",
            _ if outer(kept, group, counted.new[group].count).is_some() => {
                "a part of what is reported"
            }
            _ => "too few, or too small beside the whole growth",
        },
    };
    let is_left = |it: &usize| !chosen[*it] && counted.new[*it].count > 0;
    let mut left: Vec<LeftAlone> = (0..groups.keys.len()).filter(is_left).map(row).collect();
    left.sort_by(|a, b| b.new.bytes.cmp(&a.new.bytes).then_with(|| a.class.cmp(&b.class)));
    left.truncate(MAX_LEFT);
    left
}
