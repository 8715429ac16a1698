//! Call trees in both directions, and the layouts that are trees laid side by side.

use std::collections::BTreeMap;

use asyncscope_core::analysis::{
    CallNode, CallNodeIndex, CallTree, Direction, GroupKey, Grouping, Groups, inverted, left_heavy,
    sandwich_flames,
};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::task::Task;
use proptest::prelude::*;
use support::naive::{self, Tally};

use super::{cases, layout_rows, tree, weighed};

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

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
    fn layouts_are_the_trees_laid_side_by_side((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let weighed = weighed(&recording, &selection);
        let found = left_heavy(&recording, &weighed, &Task::default()).expect("not cancelled");
        prop_assert_eq!(layout_rows(&found), naive::rows(&recording, &samples, false));
        let found = inverted(&recording, &weighed, &Task::default()).expect("not cancelled");
        prop_assert_eq!(layout_rows(&found), naive::rows(&recording, &samples, true));
    }

    #[test]
    fn a_sandwich_is_made_of_the_samples_through_its_function((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let weighed = weighed(&recording, &selection);
        for frame in recording.frames.indices() {
            let found = sandwich_flames(&recording, &weighed, frame, &Task::default());
            let found = found.expect("not cancelled");
            let [callers, callees] = naive::sandwich_rows(&recording, &samples, frame);
            prop_assert_eq!(layout_rows(&found.callers), callers);
            prop_assert_eq!(layout_rows(&found.callees), callees);
            let (_, total) = naive::by_key(&samples, |it| it).get(&frame).copied().unwrap_or_default();
            prop_assert_eq!(found.callers.extent(), 0..total.weight);
            prop_assert_eq!(found.callees.extent(), 0..total.weight);
        }
    }
}
