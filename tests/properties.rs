//! What holds for any recording: the fast answer is the plain one, on any number of threads.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use asyncscope_core::analysis::{
    CallNode, CallNodeIndex, CallTree, Direction, FlameLayout, FunctionRow, GroupKey, Grouping,
    Groups, NameFilter, SandwichRow, Selection, SpanStats, Summary, Transform, TransformedStacks,
    WeighedStacks, functions, groups, heaviest_chain, heaviest_stacks, inverted, left_heavy,
    sandwich, span_stats, summary, weigh,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Category, FrameIndex, Recording, StackTable, ThreadIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use proptest::sample::Index;
use support::naive::{self, Sample, Tally};
use support::recordings::{recording_of, recording_of_stacks};
use support::span_recording;

/// Few functions, so that they recur: of the program, of two packages, built in, and V8's own.
const NAMES: [&str; 8] = [
    "a",
    "b",
    "c",
    "p@/x/node_modules/one/p.js",
    "q@/x/node_modules/one/q.js",
    "r@/x/node_modules/two/r.js",
    "s@",
    "b@/app/other.js",
];

fn stack() -> impl Strategy<Value = Vec<&'static str>> {
    let code = prop::collection::vec(prop::sample::select(&NAMES), 0..9);
    let collected = code.clone().prop_map(|mut it| {
        it.push("(garbage collector)");
        it
    });
    prop_oneof![12 => code, 2 => collected, 1 => Just(vec!["(idle)"]), 1 => Just(vec!["(program)"])]
}

fn recordings() -> impl Strategy<Value = Recording> {
    let samples = prop::collection::vec((stack(), 0..6_u64), 0..40);
    prop::collection::vec(samples, 1..3).prop_map(|threads| recording_of(&threads))
}

/// A choice that becomes a transform once there is a recording to choose from.
fn transform() -> impl Strategy<Value = (u8, Vec<Index>)> {
    (0..7_u8, prop::collection::vec(any::<Index>(), 3))
}

fn chosen(recording: &Recording, (kind, choices): &(u8, Vec<Index>)) -> Option<Transform> {
    let frames: Vec<FrameIndex> = recording.frames.indices().collect();
    let frame = *choices[0].get(&frames);
    Some(match kind {
        0 => Transform::FocusFunction(frame),
        1 => {
            let stacks = recording.stacks.indices().collect::<Vec<_>>();
            let path = recording.stacks.path(*choices[1].get(&stacks));
            let mut path: Vec<_> = path.map(|it| recording.stacks.frame(it)).collect();
            path.reverse();
            path.truncate(1 + choices[2].index(3));
            Transform::FocusSubtree(path)
        }
        2 => Transform::MergeFunction(frame),
        3 => Transform::DropFunction(frame),
        4 => Transform::CollapseFunction(frame),
        5 => Transform::CollapsePackage(recording.frames.package(frame)?),
        _ => Transform::CollapseRecursion,
    })
}

fn cases() -> impl Strategy<Value = (Recording, Selection)> {
    let transforms = prop::collection::vec(transform(), 0..4);
    let time = prop::option::weighted(0.4, (0..90_u64, 0..90_u64));
    let thread = prop::option::weighted(0.2, 0..2_usize);
    let name = prop::sample::select(&["", "", "", "b", "one", "app, garbage", "zzz"]);
    (recordings(), transforms, time, thread, name).prop_map(
        |(recording, transforms, time, thread, name)| {
            let is_empty = recording.frames.is_empty();
            let transforms = transforms.iter().filter(|_| !is_empty);
            let selection = Selection {
                time: time.map(|(start, length)| Nanos(start)..Nanos(start + length)),
                threads: thread.map(|it| vec![ThreadIndex::from_row(it)]),
                transforms: transforms.filter_map(|it| chosen(&recording, it)).collect(),
                name: NameFilter::new(name),
            };
            (recording, selection)
        },
    )
}

fn weighed(recording: &Recording, selection: &Selection) -> Arc<WeighedStacks> {
    Arc::new(weigh(recording, selection, &Task::default()).expect("not cancelled"))
}

fn tree(
    recording: &Recording,
    weighed: &Arc<WeighedStacks>,
    direction: Direction,
    grouping: Grouping,
) -> CallTree {
    CallTree::new(recording, Arc::clone(weighed), direction, grouping, &Task::default())
        .expect("not cancelled")
}

/// Every node of a tree by its path of functions, each group's apart.
fn nodes(tree: &mut CallTree) -> BTreeMap<(String, Vec<FrameIndex>), (Tally, u64)> {
    let mut found = BTreeMap::new();
    let mut rest: Vec<CallNodeIndex> = tree.roots().to_vec();
    while let Some(index) = rest.pop() {
        let node = tree.node(index);
        let path = tree.path(index);
        assert_eq!(node.depth as usize, path.len() - 1);
        let group = match tree.node(path[0]).key {
            GroupKey::Function(_) => String::new(),
            other => format!("{other:?}"),
        };
        let functions = path.iter().filter_map(|&it| tree.node(it).frame).collect();
        let total = Tally { weight: node.total, samples: node.samples };
        let twice = found.insert((group, functions), (total, node.own));
        assert_eq!(twice, None, "a node of its own for each path");
        let children = tree.children(index).to_vec();
        assert_eq!(node.has_children, !children.is_empty());
        assert!(in_order(&children.iter().map(|&it| tree.node(it)).collect::<Vec<_>>()));
        rest.extend(children);
    }
    found
}

fn in_order(siblings: &[CallNode]) -> bool {
    siblings.is_sorted_by(|a, b| b.total <= a.total)
}

fn plain_nodes(
    group: &str,
    tree: BTreeMap<Vec<FrameIndex>, (Tally, Tally)>,
) -> BTreeMap<(String, Vec<FrameIndex>), (Tally, u64)> {
    tree.into_iter()
        .map(|(path, (own, total))| ((group.to_owned(), path), (total, own.weight)))
        .collect()
}

fn layout_rows(layout: &FlameLayout) -> Vec<Vec<(std::ops::Range<u64>, FrameIndex)>> {
    let rows = layout.rows().iter().map(|row| {
        let frame = |index: usize| FrameIndex::from_row(row.items()[index] as usize);
        (0..row.len()).map(|index| (row.range(index), frame(index))).collect()
    });
    rows.collect()
}

/// Callers stand before callees, depths are right, and no two stacks are the same.
fn check_table(stacks: &StackTable) {
    let mut seen = std::collections::BTreeSet::new();
    for stack in stacks.indices() {
        let caller = stacks.caller(stack);
        assert!(caller.is_none_or(|it| it < stack));
        assert_eq!(stacks.depth(stack), caller.map_or(0, |it| stacks.depth(it) + 1));
        assert!(seen.insert((caller, stacks.frame(stack))));
    }
}

fn median(recording: &Recording, selection: &Selection) -> Option<Nanos> {
    let mut found: Vec<Nanos> = Vec::new();
    for profile in &recording.profiles {
        let is_selected = selection.has_thread(profile.thread);
        let pairs = profile.samples.times().windows(2).filter(|_| is_selected);
        let starts_inside =
            |it: &&[Nanos]| selection.time.as_ref().is_none_or(|time| time.contains(&it[0]));
        found.extend(pairs.filter(starts_inside).map(|it| it[1] - it[0]));
    }
    found.sort();
    found.get(found.len().saturating_sub(1) / 2).copied()
}

fn check_summary(recording: &Recording, samples: &[Sample], found: &Summary) {
    let category = |it: &Sample| it.stack.last().map(|&it| recording.frames.category(it));
    let sum = |thread: Option<ThreadIndex>, of: &dyn Fn(Option<Category>) -> bool| -> u64 {
        let samples = samples.iter().filter(|it| thread.is_none_or(|thread| it.thread == thread));
        samples.filter(|it| of(category(it))).map(|it| it.weight).sum()
    };
    let threads = found.per_thread.iter().map(|it| (Some(it.thread), it.samples));
    for (thread, found) in threads.chain([(None, found.samples)]) {
        assert_eq!(found.busy, sum(thread, &|it| it.is_some_and(|it| it != Category::Idle)));
        assert_eq!(found.idle, sum(thread, &|it| it == Some(Category::Idle)));
        assert_eq!(found.gc, sum(thread, &|it| it == Some(Category::GarbageCollection)));
        assert_eq!(found.program, sum(thread, &|it| it == Some(Category::Program)));
        assert_eq!(found.nobody, sum(thread, &|it| it.is_none()));
    }
    for &(category, weight) in &found.by_category {
        assert_eq!(weight, sum(None, &|it| it == Some(category)));
    }
    let by_category: u64 = found.by_category.iter().map(|it| it.1).sum();
    assert_eq!(by_category, found.samples.busy + found.samples.idle);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn functions_and_groups_are_those_of_the_samples((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let weighed = weighed(&recording, &selection);
        let found = functions(&recording, &weighed, &Task::default()).expect("not cancelled");
        let plain = naive::by_key(&samples, |it| it);
        prop_assert_eq!(found.len(), plain.len());
        for row in &found {
            let (own, total) = plain[&row.frame];
            prop_assert_eq!((row.own, row.own_samples), (own.weight, own.samples));
            prop_assert_eq!((row.total, row.samples), (total.weight, total.samples));
            prop_assert!(row.own <= row.total && row.total <= weighed.sum);
        }
        prop_assert_eq!(found.iter().map(|it| it.own).sum::<u64>(), weighed.sum);
        let place = |it: FrameIndex| naive::name_and_place(&recording, it);
        let order = |it: &FunctionRow| (Reverse((it.own, it.total)), place(it.frame));
        prop_assert!(found.is_sorted_by_key(order));

        for grouping in Grouping::ALL {
            let of = Groups::new(&recording, grouping);
            let plain = naive::by_key(&samples, |it| of.of[it]);
            let found = groups(&recording, &weighed, grouping, &Task::default());
            let found = found.expect("not cancelled");
            prop_assert_eq!(found.len(), plain.len());
            for (group, (own, total)) in plain {
                let row = found.iter().find(|it| it.key == of.key[group]).expect("its row");
                prop_assert_eq!((row.own, row.total), (own.weight, total.weight));
                prop_assert_eq!(row.samples, total.samples);
            }
        }
    }

    #[test]
    fn stacks_are_those_of_the_samples((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let weighed = weighed(&recording, &selection);
        check_table(&weighed.stacks);
        let of = |is: &dyn Fn(&Sample) -> bool| -> u64 {
            samples.iter().filter(|it| is(it)).map(|it| it.weight).sum()
        };
        prop_assert_eq!(weighed.sum, of(&|it| !it.stack.is_empty()));
        prop_assert_eq!(weighed.nobody, of(&|it| it.stack.is_empty()));
        let is_idle = |it: &FrameIndex| recording.frames.category(*it) == Category::Idle;
        prop_assert_eq!(weighed.idle, of(&|it| it.stack.last().is_some_and(is_idle)));
        let plain = naive::tree(&samples, false);
        let mut n_sampled = 0;
        for stack in weighed.stacks.indices().filter(|&it| weighed.total_samples[it] > 0) {
            let mut path: Vec<_> =
                weighed.stacks.path(stack).map(|it| weighed.stacks.frame(it)).collect();
            path.reverse();
            let (own, total) = plain[&path];
            prop_assert_eq!((weighed.own[stack], weighed.total[stack]), (own.weight, total.weight));
            prop_assert_eq!(weighed.own_samples[stack], own.samples);
            prop_assert_eq!(weighed.total_samples[stack], total.samples);
            n_sampled += 1;
        }
        prop_assert_eq!(n_sampled, plain.len());
    }

    #[test]
    fn stack_table_keeps_its_invariant((recording, selection) in cases()) {
        let found = TransformedStacks::new(&recording, &selection, &Task::default());
        check_table(&found.expect("not cancelled").stacks);
    }

    #[test]
    fn trees_are_those_of_the_samples((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let weighed = weighed(&recording, &selection);
        for (direction, is_inverted) in [(Direction::TopDown, false), (Direction::BottomUp, true)] {
            let mut by_function = tree(&recording, &weighed, direction, Grouping::Function);
            let plain = plain_nodes("", naive::tree(&samples, is_inverted));
            prop_assert_eq!(nodes(&mut by_function), plain);

            for grouping in [Grouping::Url, Grouping::Package, Grouping::Category] {
                let of = Groups::new(&recording, grouping);
                let mut plain = BTreeMap::new();
                for group in of.key.indices() {
                    let is_inside = |it: FrameIndex| of.of[it] == group;
                    let below = naive::group_tree(&samples, is_inside, is_inverted);
                    plain.extend(plain_nodes(&format!("{:?}", of.key[group]), below));
                }
                let mut grouped = tree(&recording, &weighed, direction, grouping);
                prop_assert_eq!(nodes(&mut grouped), plain);
            }
        }
    }

    #[test]
    fn callers_and_callees_are_those_of_the_samples((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let weighed = weighed(&recording, &selection);
        for frame in recording.frames.indices() {
            let found = sandwich(&recording, &weighed, frame, &Task::default());
            let found = found.expect("not cancelled");
            let (callers, callees) = naive::sandwich(&samples, frame);
            for (rows, plain) in [(&found.callers, callers), (&found.callees, callees)] {
                let tally = |it: &SandwichRow| {
                    (it.frame, Tally { weight: it.weight, samples: it.samples })
                };
                prop_assert_eq!(rows.iter().map(tally).collect::<BTreeMap<_, _>>(), plain);
                let place = |it: FrameIndex| naive::name_and_place(&recording, it);
                let order = |it: &SandwichRow| (Reverse(it.weight), place(it.frame));
                prop_assert!(rows.is_sorted_by_key(order));
            }
            let (own, total) =
                naive::by_key(&samples, |it| it).get(&frame).copied().unwrap_or_default();
            prop_assert_eq!((found.own, found.total), (own.weight, total.weight));
            prop_assert_eq!(found.samples, total.samples);
        }
    }

    #[test]
    fn hot_chain_keeps_half_as_long_as_any_does((recording, selection) in cases()) {
        let weighed = weighed(&recording, &selection);
        let plain = naive::tree(&naive::samples(&recording, &selection), false);
        let total = |path: &[FrameIndex]| plain.get(path).map_or(0, |it| it.1.weight);
        let below = |path: &[FrameIndex]| {
            let is_child = |it: &&Vec<FrameIndex>| {
                it.len() == path.len() + 1 && it.starts_with(path)
            };
            let starts = |it: &&Vec<FrameIndex>| {
                let category = recording.frames.category(it[0]);
                !path.is_empty() || !matches!(category, Category::Idle | Category::Program)
            };
            let children = plain.keys().filter(is_child).filter(starts);
            children.map(|it| total(it)).max().unwrap_or(0)
        };
        let mut path = Vec::new();
        for stack in heaviest_chain(&recording, &weighed) {
            let (whole, heaviest) = (total(&path), below(&path));
            path.push(weighed.stacks.frame(stack));
            prop_assert_eq!(total(&path), heaviest);
            prop_assert!(path.len() == 1 || whole <= 2 * heaviest);
        }
        let (whole, heaviest) = (total(&path), below(&path));
        prop_assert!(heaviest == 0 || (!path.is_empty() && 2 * heaviest < whole));
    }

    #[test]
    fn heaviest_stacks_are_all_above_the_share(
        (recording, selection) in cases(),
        share in 0.0..0.3_f64,
    ) {
        let weighed = weighed(&recording, &selection);
        let found = heaviest_stacks(&recording, &weighed, share, usize::MAX);
        let plain = naive::tree(&naive::samples(&recording, &selection), false);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let least = weighed.busy() as f64 * share;
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let is_heavy = |(path, (own, _)): (&Vec<FrameIndex>, &(Tally, Tally))| {
            let last = path[path.len() - 1];
            let is_busy = recording.frames.category(last) != Category::Idle;
            is_busy && own.weight > 0 && own.weight as f64 >= least
        };
        prop_assert_eq!(found.len(), plain.iter().filter(|&it| is_heavy(it)).count());
        prop_assert!(found.is_sorted_by_key(|it| (Reverse(it.own), it.stack)));
        let two = heaviest_stacks(&recording, &weighed, share, 2);
        prop_assert_eq!(&found[..found.len().min(2)], &two[..]);
    }

    #[test]
    fn layouts_are_the_trees_laid_side_by_side((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let weighed = weighed(&recording, &selection);
        let found = left_heavy(&recording, &weighed, &Task::default()).expect("not cancelled");
        prop_assert_eq!(layout_rows(&found), naive::rows(&recording, &samples, false));
        let found = inverted(&recording, &weighed, &Task::default()).expect("not cancelled");
        prop_assert_eq!(layout_rows(&found), naive::rows(&recording, &samples, true));
    }

    #[test]
    fn summary_is_that_of_the_samples((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let found = summary(&recording, &selection, &Task::default()).expect("not cancelled");
        check_summary(&recording, &samples, &found);
        prop_assert_eq!(found.sample_interval, median(&recording, &selection));
    }

    #[test]
    fn span_stats_are_those_of_the_spans(
        text in span_texts(),
        time in prop::option::of((0..60_u64, 0..60_u64)),
    ) {
        let recording = span_recording(&text);
        let time = time.map(|(start, length)| Nanos(start)..Nanos(start + length));
        let selection = Selection { time, ..Selection::default() };
        let found = span_stats(&recording, &selection, &Task::default()).expect("not cancelled");
        let row = |it: &SpanStats| {
            (it.name, (it.count, it.own.0, it.total.0, it.max.0))
        };
        let plain = naive::spans(&recording, &selection);
        prop_assert_eq!(found.iter().map(row).collect::<BTreeMap<_, _>>(), plain);
    }
}

/// Spans within each other, as [`span_recording`] reads them.
fn span_texts() -> impl Strategy<Value = String> {
    let step = (0..4_u8, 0..5_u64, prop::sample::select(&["task", "script", "layout"]));
    prop::collection::vec(step, 0..30).prop_map(|steps| {
        // Each step begins a span, after some have ended; where a span ends is known later.
        let mut rows: Vec<(usize, u64, u64, &str)> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut now = 0;
        for (n_ended, wait, name) in steps {
            for row in open.drain(open.len().saturating_sub(n_ended.into())..).rev() {
                rows[row].2 = now;
            }
            now += wait;
            open.push(rows.len());
            rows.push((open.len() - 1, now, 0, name));
        }
        for row in open {
            rows[row].2 = now + 3;
        }
        let line = |&(depth, start, end, name): &(usize, u64, u64, &str)| {
            format!("{}{start}..{} {name}\n", "  ".repeat(depth), end.max(start))
        };
        rows.iter().map(line).collect()
    })
}

// ---------------------------------------------------------------------------------------------
// Size: enough for several threads, and too deep for anything that recurses or is quadratic.

/// Half a million samples of some thousand stacks, on two threads.
fn large() -> Recording {
    let mut state = 1_u64;
    let mut random = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut samples = || {
        let mut stack: Vec<&str> = Vec::new();
        let mut samples = Vec::new();
        for _ in 0..250_000 {
            stack.truncate(usize::try_from(random(7)).expect("small"));
            stack.push(NAMES[usize::try_from(random(8)).expect("small")]);
            samples.push((stack.clone(), random(1_000)));
        }
        samples
    };
    recording_of(&[samples(), samples()])
}

/// Everything that can be asked, as text.
fn answers(recording: &Recording, selection: &Selection) -> String {
    let task = Task::default();
    let weighed = Arc::new(weigh(recording, selection, &task).expect("not cancelled"));
    let mut answers = format!("{:?}", weighed.own.as_slice());
    answers += &format!("{:?}", functions(recording, &weighed, &task));
    answers += &format!("{:?}", summary(recording, selection, &task));
    answers += &format!("{:?}", heaviest_chain(recording, &weighed));
    answers += &format!("{:?}", heaviest_stacks(recording, &weighed, 0.0, usize::MAX));
    for grouping in Grouping::ALL {
        answers += &format!("{:?}", groups(recording, &weighed, grouping, &task));
        for direction in [Direction::TopDown, Direction::BottomUp] {
            let mut tree = tree(recording, &weighed, direction, grouping);
            for node in tree.roots().to_vec() {
                let children = tree.children(node).to_vec();
                answers += &format!("{:?}", tree.node(node));
                answers.extend(children.iter().map(|&it| format!("{:?}", tree.node(it))));
            }
        }
    }
    for frame in recording.frames.indices() {
        answers += &format!("{:?}", sandwich(recording, &weighed, frame, &task));
    }
    let left_heavy = left_heavy(recording, &weighed, &task).expect("not cancelled");
    let inverted = inverted(recording, &weighed, &task).expect("not cancelled");
    answers + &format!("{:?}{:?}", layout_rows(&left_heavy), layout_rows(&inverted))
}

#[test]
fn answers_are_the_same_on_any_number_of_threads() {
    let recording = large();
    let whole = Selection::default();
    let part = Selection {
        time: Some(Nanos(12_345_678)..Nanos(98_765_432)),
        transforms: vec![Transform::CollapseRecursion],
        ..Selection::default()
    };
    for selection in [whole, part] {
        let on = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
            pool.expect("threads").install(|| answers(&recording, &selection))
        };
        let alone = on(1);
        assert!(alone.len() > 10_000);
        assert!(alone == on(8), "other answers on eight threads than on one");
    }
}

/// Stacks of 100,000 frames: one of different functions, which calls back to each of its outermost
/// 20,000, and one of three functions that take turns, each call of which ran itself.
fn deep() -> Recording {
    const DEPTH: usize = 100_000;
    recording_of_stacks(DEPTH, |stacks, frames| {
        let mut sampled = Vec::new();
        let mut innermost = None;
        for &frame in frames {
            innermost = Some(stacks.intern(innermost, frame));
        }
        for &frame in &frames[..20_000] {
            sampled.push(stacks.intern(innermost, frame));
        }
        let mut turn = None;
        for it in 0..DEPTH {
            turn = Some(stacks.intern(turn, frames[it % 3 + 7]));
            sampled.extend(turn);
        }
        sampled
    })
}

#[test]
fn deep_stacks_neither_overflow_nor_take_for_ever() {
    let recording = deep();
    let task = Task::default();
    let frame = |row: usize| FrameIndex::from_row(row);
    let transforms = [
        Transform::FocusFunction(frame(50_000)),
        Transform::FocusSubtree((0..50_000).map(frame).collect()),
        Transform::MergeFunction(frame(8)),
        Transform::DropFunction(frame(60_000)),
        Transform::CollapseFunction(frame(70_000)),
        Transform::CollapseRecursion,
    ];
    for transform in transforms {
        let selection = Selection { transforms: vec![transform], ..Selection::default() };
        let weighed = weighed(&recording, &selection);
        functions(&recording, &weighed, &task).expect("not cancelled");
    }
    let weighed = weighed(&recording, &Selection::default());
    let found = functions(&recording, &weighed, &task).expect("not cancelled");
    assert_eq!(found.len(), 100_000);
    assert_eq!(found[0].samples, 120_000, "one of three that take turns is in all samples");
    sandwich(&recording, &weighed, frame(8), &task).expect("not cancelled");
    assert_eq!(heaviest_chain(&recording, &weighed).len(), 100_000);
    let layout = left_heavy(&recording, &weighed, &task).expect("not cancelled");
    assert_eq!(layout.rows().len(), 100_001);
    let layout = inverted(&recording, &weighed, &task).expect("not cancelled");
    assert_eq!(layout.rows().len() + layout.n_rows_left_out(), 100_001);
    for direction in [Direction::TopDown, Direction::BottomUp] {
        let mut tree = tree(&recording, &weighed, direction, Grouping::Function);
        let mut node = tree.roots()[0];
        while let Some(&child) = tree.children(node).first() {
            node = child;
            if tree.node(node).depth == 1_000 && direction == Direction::BottomUp {
                break;
            }
        }
    }
}
