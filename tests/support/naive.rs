//! Answers made the slow and plain way: sample by sample, over whole stacks.

use std::collections::{BTreeMap, BTreeSet};

use asyncscope_core::analysis::{Selection, Transform};
use asyncscope_core::model::{Category, FrameIndex, Recording, ThreadIndex};
use asyncscope_core::strings::StringIndex;
use asyncscope_core::units::Nanos;

/// One sample of a selection: its stack, outermost first; empty where it belongs to nobody.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The thread it was taken on.
    pub thread: ThreadIndex,
    /// Its functions.
    pub stack: Vec<FrameIndex>,
    /// How much of it is selected.
    pub weight: u64,
}

/// Weight and number of samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// Sum of weights.
    pub weight: u64,
    /// Number of samples.
    pub samples: u64,
}

impl Tally {
    fn add(&mut self, sample: &Sample) {
        self.weight += sample.weight;
        self.samples += 1;
    }
}

/// The samples of a selection, transformed and filtered.
pub fn samples(recording: &Recording, selection: &Selection) -> Vec<Sample> {
    let mut found = Vec::new();
    for profile in &recording.profiles {
        let threads = selection.threads.as_ref();
        if threads.is_some_and(|it| !it.contains(&profile.thread)) {
            continue;
        }
        for row in 0..profile.samples.len() {
            let start = profile.samples.times()[row];
            let end = start + Nanos(profile.samples.weight(row));
            let Some(weight) = within(selection, start, end) else { continue };
            let mut stack = Vec::new();
            let mut rest = profile.samples.stacks()[row];
            while let Some(it) = rest {
                stack.insert(0, recording.stacks.frame(it));
                rest = recording.stacks.caller(it);
            }
            let stack = transformed(recording, selection, stack);
            found.extend(stack.map(|stack| Sample { thread: profile.thread, stack, weight }));
        }
    }
    found
}

/// How much of a stretch of time is selected; `None` if it is not even touched.
fn within(selection: &Selection, start: Nanos, end: Nanos) -> Option<u64> {
    let Some(time) = &selection.time else { return Some((end - start).0) };
    // Moment by moment, since tests are short.
    let weight = (start.0..end.0).filter(|&it| time.contains(&Nanos(it))).count() as u64;
    (weight > 0 || time.contains(&start)).then_some(weight)
}

fn transformed(
    recording: &Recording,
    selection: &Selection,
    mut stack: Vec<FrameIndex>,
) -> Option<Vec<FrameIndex>> {
    for transform in &selection.transforms {
        stack = transform_one(recording, transform, stack)?;
    }
    let matches = |&frame: &FrameIndex| {
        let url = recording.text(recording.frames.get(frame).url);
        selection.name.as_ref().is_none_or(|it| it.matches(recording.frame_name(frame), url))
    };
    (selection.name.is_none() || stack.iter().any(matches)).then_some(stack)
}

fn transform_one(
    recording: &Recording,
    transform: &Transform,
    mut stack: Vec<FrameIndex>,
) -> Option<Vec<FrameIndex>> {
    match transform {
        Transform::FocusFunction(frame) => {
            let first = stack.iter().position(|it| it == frame)?;
            Some(stack.split_off(first))
        }
        Transform::FocusSubtree(path) => {
            let last = path.len().saturating_sub(1);
            stack.starts_with(path).then(|| stack.split_off(last))
        }
        Transform::MergeFunction(frame) => {
            stack.retain(|it| it != frame);
            Some(stack)
        }
        Transform::MergeNode(path) => {
            if !path.is_empty() && stack.starts_with(path) {
                stack.remove(path.len() - 1);
            }
            Some(stack)
        }
        Transform::DropFunction(frame) => (!stack.contains(frame)).then_some(stack),
        Transform::CollapseFunction(frame) => {
            if let Some(first) = stack.iter().position(|it| it == frame) {
                stack.truncate(first + 1);
            }
            Some(stack)
        }
        Transform::CollapsePackage(package) => {
            let is_inside = |it: FrameIndex| recording.frames.package(it) == Some(*package);
            stack.dedup_by(|it, before| is_inside(*it) && is_inside(*before));
            Some(stack)
        }
        Transform::OnlyMyCode => {
            let mine = [Category::Application, Category::WasmEval, Category::Idle];
            stack.retain(|it| mine.contains(&recording.frames.category(*it)));
            Some(stack)
        }
        Transform::CollapseRecursion => {
            let mut folded: Vec<FrameIndex> = Vec::new();
            for frame in stack {
                let first = folded.iter().position(|&it| it == frame);
                folded.truncate(first.unwrap_or(folded.len()));
                folded.push(frame);
            }
            Some(folded)
        }
    }
}

/// Own and total of each key that functions have.
pub fn by_key<K: Ord + Clone>(
    samples: &[Sample],
    key: impl Fn(FrameIndex) -> K,
) -> BTreeMap<K, (Tally, Tally)> {
    let mut found: BTreeMap<K, (Tally, Tally)> = BTreeMap::new();
    for sample in samples {
        let keys: BTreeSet<K> = sample.stack.iter().map(|&it| key(it)).collect();
        for key in keys {
            found.entry(key).or_default().1.add(sample);
        }
        if let Some(&last) = sample.stack.last() {
            found.entry(key(last)).or_default().0.add(sample);
        }
    }
    found
}

/// Own and total of each path from the root of a call tree, from the top or from the bottom.
pub fn tree(samples: &[Sample], is_inverted: bool) -> BTreeMap<Vec<FrameIndex>, (Tally, Tally)> {
    let mut found: BTreeMap<Vec<FrameIndex>, (Tally, Tally)> = BTreeMap::new();
    for sample in samples.iter().filter(|it| !it.stack.is_empty()) {
        let mut stack = sample.stack.clone();
        if is_inverted {
            stack.reverse();
        }
        for len in 1..=stack.len() {
            found.entry(stack[..len].to_vec()).or_default().1.add(sample);
        }
        let ran = if is_inverted { &stack[..1] } else { &stack[..] };
        found.entry(ran.to_vec()).or_default().0.add(sample);
    }
    found
}

/// Own and total of each path below a group: from where a sample first enters the group, or from
/// the bottom up if its last function is of the group. The empty path is the group itself.
pub fn group_tree(
    samples: &[Sample],
    is_inside: impl Fn(FrameIndex) -> bool,
    is_inverted: bool,
) -> BTreeMap<Vec<FrameIndex>, (Tally, Tally)> {
    let mut members = Vec::new();
    let mut group = (Tally::default(), Tally::default());
    for sample in samples {
        let runs = sample.stack.last().is_some_and(|&it| is_inside(it));
        let entry = sample.stack.iter().position(|&it| is_inside(it));
        let entry = if is_inverted { Some(0).filter(|_| runs) } else { entry };
        if let Some(entry) = entry {
            group.1.add(sample);
            members.push(Sample { stack: sample.stack[entry..].to_vec(), ..sample.clone() });
        }
        if runs {
            group.0.add(sample);
        }
    }
    let mut found = tree(&members, is_inverted);
    if group.1.samples > 0 {
        found.insert(Vec::new(), group);
    }
    found
}

/// Callers and callees of a function.
pub fn sandwich(
    samples: &[Sample],
    frame: FrameIndex,
) -> (BTreeMap<FrameIndex, Tally>, BTreeMap<FrameIndex, Tally>) {
    let mut found: (BTreeMap<_, Tally>, BTreeMap<_, Tally>) = Default::default();
    for sample in samples {
        let pairs: BTreeSet<(FrameIndex, FrameIndex)> =
            sample.stack.windows(2).map(|it| (it[0], it[1])).collect();
        for (caller, callee) in pairs {
            if callee == frame {
                found.0.entry(caller).or_default().add(sample);
            }
            if caller == frame {
                found.1.entry(callee).or_default().add(sample);
            }
        }
    }
    found
}

/// The boxes of a left-heavy or inverted layout: per row from left to right, how wide and what.
///
/// Made from the paths of [`tree`], one row after the other, without idle samples.
pub fn rows(recording: &Recording, samples: &[Sample], is_inverted: bool) -> Boxes {
    let is_busy = |it: &&Sample| {
        let ran = it.stack.last().map(|&it| recording.frames.category(it));
        ran.is_some_and(|it| it != Category::Idle) && it.weight > 0
    };
    let busy: Vec<Sample> = samples.iter().filter(is_busy).cloned().collect();
    laid_out(recording, &tree(&busy, is_inverted))
}

/// The boxes of the callers and of the callees of a function: what each sample has up to, and from,
/// the first place of the function on its stack.
pub fn sandwich_rows(recording: &Recording, samples: &[Sample], frame: FrameIndex) -> [Boxes; 2] {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for sample in samples.iter().filter(|it| it.weight > 0) {
        let Some(first) = sample.stack.iter().position(|&it| it == frame) else { continue };
        above.push(Sample { stack: sample.stack[..=first].to_vec(), ..sample.clone() });
        below.push(Sample { stack: sample.stack[first..].to_vec(), ..sample.clone() });
    }
    [laid_out(recording, &tree(&above, true)), laid_out(recording, &tree(&below, false))]
}

/// Per row from left to right, how wide a box is and what it shows.
pub type Boxes = Vec<Vec<(std::ops::Range<u64>, FrameIndex)>>;

/// The paths of a tree as boxes.
fn laid_out(recording: &Recording, tree: &BTreeMap<Vec<FrameIndex>, (Tally, Tally)>) -> Boxes {
    let mut rows = Vec::new();
    let mut level: Vec<(u64, Vec<FrameIndex>)> = vec![(0, Vec::new())];
    loop {
        let mut row = Vec::new();
        let mut below = Vec::new();
        for (mut start, path) in level {
            let is_child =
                |it: &&Vec<FrameIndex>| it.len() == path.len() + 1 && it.starts_with(&path);
            let mut children: Vec<&Vec<FrameIndex>> = tree.keys().filter(is_child).collect();
            children.sort_by_key(|&it| {
                let last = it[path.len()];
                (u64::MAX - tree[it].1.weight, name_and_place(recording, last))
            });
            for child in children {
                let end = start + tree[child].1.weight;
                row.push((start..end, child[path.len()]));
                below.push((start, child.clone()));
                start = end;
            }
        }
        if row.is_empty() {
            return rows;
        }
        rows.push(row);
        level = below;
    }
}

/// By what functions are ordered where nothing else decides.
pub fn name_and_place(recording: &Recording, frame: FrameIndex) -> (String, String) {
    let frame = recording.frames.get(frame);
    (recording.text(frame.name).to_owned(), recording.text(frame.url).to_owned())
}

/// Count, own, total and longest of the spans of each name.
pub fn spans(
    recording: &Recording,
    selection: &Selection,
) -> BTreeMap<StringIndex, (u64, u64, u64, u64)> {
    let spans = &recording.spans;
    let mut found: BTreeMap<StringIndex, (u64, u64, u64, u64)> = BTreeMap::new();
    for span in spans.indices().filter(|&it| selection.has_thread(spans.thread[it])) {
        let part = |it| {
            let range = spans.range(it);
            within(selection, range.start, range.end)
        };
        let Some(whole) = part(span) else { continue };
        let children = spans.indices().filter(|&it| spans.parent[it] == Some(span));
        let in_children: u64 = children.filter_map(part).sum();
        let mut around = std::iter::successors(spans.parent[span], |&it| spans.parent[it]);
        let recurs = around.any(|it| spans.name[it] == spans.name[span]);
        let sums = found.entry(spans.name[span]).or_default();
        sums.0 += 1;
        sums.1 += whole - in_children;
        sums.2 += if recurs { 0 } else { whole };
        sums.3 = sums.3.max(whole);
    }
    found
}
