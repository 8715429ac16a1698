//! What holds for any recording: the fast answer is the plain one, on any number of threads.

#[path = "properties/events.rs"]
mod events;
#[path = "properties/functions.rs"]
mod functions;
#[path = "properties/hot_paths.rs"]
mod hot_paths;
#[path = "properties/size.rs"]
mod size;
#[path = "properties/stacks.rs"]
mod stacks;
#[path = "properties/trees.rs"]
mod trees;

use std::sync::Arc;

use asyncscope_core::analysis::{
    CallTree, Direction, FlameLayout, Grouping, NameFilter, Selection, Transform, WeighedStacks,
    weigh,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{FrameIndex, Recording, ThreadIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use proptest::sample::Index;
use support::recordings::recording_of;

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
    (0..9_u8, prop::collection::vec(any::<Index>(), 3))
}

fn chosen(recording: &Recording, (kind, choices): &(u8, Vec<Index>)) -> Option<Transform> {
    let frames: Vec<FrameIndex> = recording.frames.indices().collect();
    let frame = *choices[0].get(&frames);
    Some(match kind {
        0 => Transform::FocusFunction(frame),
        1 | 2 => {
            let stacks = recording.stacks.indices().collect::<Vec<_>>();
            let path = recording.stacks.path(*choices[1].get(&stacks));
            let mut path: Vec<_> = path.map(|it| recording.stacks.frame(it)).collect();
            path.reverse();
            path.truncate(1 + choices[2].index(3));
            if *kind == 1 { Transform::FocusSubtree(path) } else { Transform::MergeNode(path) }
        }
        3 => Transform::MergeFunction(frame),
        4 => Transform::DropFunction(frame),
        5 => Transform::CollapseFunction(frame),
        6 => Transform::CollapsePackage(recording.frames.package(frame)?),
        7 => Transform::OnlyMyCode,
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
                ..Selection::default()
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

fn layout_rows(layout: &FlameLayout) -> Vec<Vec<(std::ops::Range<u64>, FrameIndex)>> {
    let rows = layout.rows().iter().map(|row| {
        let frame = |index: usize| FrameIndex::from_row(row.items()[index] as usize);
        (0..row.len()).map(|index| (row.range(index), frame(index))).collect()
    });
    rows.collect()
}
