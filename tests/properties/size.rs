//! Enough for several threads, and too deep for anything that recurses or is quadratic.

use std::sync::Arc;

use asyncscope_core::analysis::{
    Direction, Grouping, Selection, Transform, functions, groups, heaviest_chain, heaviest_stacks,
    inverted, left_heavy, sandwich, sandwich_flames, summary, weigh,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use support::recordings::{recording_of, recording_of_stacks};

use super::{NAMES, layout_rows, tree, weighed};

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
        Transform::MergeNode((0..50_000).map(frame).collect()),
        Transform::OnlyMyCode,
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
    let both = sandwich_flames(&recording, &weighed, frame(50_000), &task).expect("not cancelled");
    let callers = &both.callers;
    assert_eq!(callers.rows().len() + callers.n_rows_left_out(), 50_001, "itself and its callers");
    assert!(both.callees.rows().len() >= 50_000, "{}", both.callees.rows().len());
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
