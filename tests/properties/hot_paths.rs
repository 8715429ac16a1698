//! The heaviest chain and the heaviest stacks.

use std::cmp::Reverse;

use asyncscope_core::analysis::{heaviest_chain, heaviest_stacks};
use asyncscope_core::model::{Category, FrameIndex};
use proptest::prelude::*;
use support::naive::{self, Tally};

use super::{cases, weighed};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

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
}
