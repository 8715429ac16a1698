//! Finds the suspects of a report, and says why the rest is left alone.

use hashbrown::HashMap;

use super::births::births;
use super::by_rule::{self, Sought};
use super::counted::{Counted, MIN_SAME};
use super::groups::{GroupKey, GroupKind, Groups, groups};
use super::order::{largest_first, nested, outer, tell_apart};
use super::report::{LeakReport, LeftAlone, Suspect};
use super::retained::{Kept, NONE, kept};
use super::single::large_holders;
use super::steps::{Alive, Step};
use super::told::Told;
use super::trend::LeakVerdict;
use super::ways::Ways;
use crate::analysis::heap::{MatchedBy, Snapshot};
use crate::index::RowIndex as _;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

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
    let sought = match earlier {
        [] => by_rule::sought(last, &mut groups),
        _ => Sought::new(),
    };
    let counted = Counted::of(last, earlier, &groups, &born);
    let fates = counted.fates();
    let is_candidate = |group: usize| {
        sought.contains_key(&(group as u32))
            || counted.is_candidate(&groups.keys[group], group, fates[group])
    };
    let candidates: Vec<bool> = (0..groups.keys.len()).map(is_candidate).collect();
    let set_of: Vec<u32> = groups
        .of_node
        .iter()
        .zip(&born)
        .map(|(&it, &born)| if born > 0 && candidates[it as usize] { it } else { NONE })
        .collect();
    let kept = kept(last, groups.keys.len(), &set_of, task)?;
    let findings =
        Findings { last, groups: &groups, counted: &counted, kept: &kept, sought: &sought };
    let chosen = findings.chosen(&candidates);
    let suspects = findings.suspects(&fates, &chosen, &set_of, task)?;
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

/// What was found out of groups.
#[derive(Clone, Copy)]
struct Findings<'a> {
    last: Snapshot<'a>,
    groups: &'a Groups,
    counted: &'a Counted,
    kept: &'a Kept,
    sought: &'a Sought,
}

impl Findings<'_> {
    /// From how many bytes on groups are reported that no rule looks for.
    fn least(&self) -> u64 {
        if self.counted.has_earlier {
            self.counted.all_new.bytes / 50
        } else {
            self.last.tree.total(self.last.graph) / 10
        }
    }

    /// Which of the candidates are reported: classes that the program names, and of the rest what
    /// keeps enough alive and is no part of another.
    fn chosen(&self, candidates: &[bool]) -> Vec<bool> {
        let Self { last, groups, counted, kept, sought } = *self;
        let (least, total) = (self.least(), last.tree.total(last.graph));
        // What of each group is kept by functions and named classes that stand within it.
        let mut inside = vec![0_u64; groups.keys.len()];
        for group in 0..groups.keys.len() {
            let says_more =
                matches!(groups.keys[group].kind, GroupKind::Named | GroupKind::Function);
            if let Some(outer) = outer(kept, group, counted.new[group].count).filter(|_| says_more)
            {
                inside[outer as usize] = inside[outer as usize].saturating_add(kept.bytes[group]);
            }
        }
        let is_chosen = |group: usize| {
            let bytes = kept.bytes[group];
            if let Some(rule) = sought.get(&(group as u32)) {
                return bytes >= by_rule::least(*rule, total);
            }
            let is_large = bytes >= least;
            let outer = outer(kept, group, counted.new[group].count).map(|it| it as usize);
            let outer_kind = outer.map(|it| groups.keys[it].kind);
            let is_small = || counted.has_earlier && bytes >= least / 20;
            candidates[group]
                && match groups.keys[group].kind {
                    GroupKind::Named => is_large || is_small(),
                    GroupKind::Text => is_large,
                    // What keeps functions in sets is said of the functions.
                    GroupKind::Function => {
                        is_large && matches!(outer_kind, None | Some(GroupKind::Plain))
                    }
                    _ => is_large && outer.is_none() && inside[group] * 2 < bytes,
                }
        };
        (0..groups.keys.len()).map(is_chosen).collect()
    }

    /// The groups that are reported, as suspects in order.
    fn suspects(
        &self,
        fates: &[LeakVerdict],
        chosen: &[bool],
        set_of: &[u32],
        task: &Task,
    ) -> Result<Vec<Suspect>, Cancelled> {
        let Self { last, groups, counted, kept, sought } = *self;
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
                rule: sought.get(&(group as u32)).copied(),
                point: None,
            };
            found.push((group as u32, told.suspect(last, &mut ways, objects)));
        }
        tell_apart(found.iter_mut().map(|(group, it)| {
            let place = groups.keys[*group as usize].place;
            (place.map(|it| (it.line, it.column)), it)
        }));
        let mut suspects = nested(found, kept, groups);
        if !counted.has_earlier {
            self.add_large(&mut suspects, &mut ways);
            suspects = largest_first(suspects);
        }
        Ok(suspects)
    }

    /// Adds to the suspects of a single snapshot what piles up below one object.
    fn add_large(&self, suspects: &mut Vec<Suspect>, ways: &mut Ways<'_>) {
        let Self { last, groups, .. } = *self;
        for large in large_holders(last, groups, self.least()) {
            let key = &groups.keys[large.group as usize];
            if suspects.iter().any(|it| it.class == key.shown()) {
                continue;
            }
            let bytes = large.objects.iter().map(|it| last.facts.shallow.get(it.row()));
            let bytes = bytes.fold(0, u64::saturating_add);
            let counts = [Alive { count: large.objects.len() as u64, bytes }];
            let told = Told {
                key,
                counts: &counts,
                verdict: LeakVerdict::Large,
                retained: large.retained,
                rule: None,
                point: large.point,
            };
            suspects.push(told.suspect(last, ways, large.objects));
        }
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
