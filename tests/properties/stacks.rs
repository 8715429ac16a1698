//! Stacks after transforms, and what they weigh.

use std::collections::BTreeSet;

use asyncscope_core::analysis::{Fate, Selection, TransformedStacks};
use asyncscope_core::model::{Category, FrameIndex, StackTable};
use asyncscope_core::task::Task;
use proptest::prelude::*;
use support::naive::{self, Sample};

use super::{cases, weighed};

/// Callers stand before callees, depths are right, and no two stacks are the same.
fn check_table(stacks: &StackTable) {
    let mut seen = BTreeSet::new();
    for stack in stacks.indices() {
        let caller = stacks.caller(stack);
        assert!(caller.is_none_or(|it| it < stack));
        assert_eq!(stacks.depth(stack), caller.map_or(0, |it| stacks.depth(it) + 1));
        assert!(seen.insert((caller, stacks.frame(stack))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

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
    fn a_single_stack_goes_where_the_table_goes((recording, selection) in cases()) {
        for transform in &selection.transforms {
            let alone = Selection { transforms: vec![transform.clone()], ..Selection::default() };
            let all = TransformedStacks::new(&recording, &alone, &Task::default());
            let all = all.expect("not cancelled");
            for stack in recording.stacks.indices() {
                let path = |stacks: &StackTable, it| {
                    let path = stacks.path(it).map(|it| stacks.frame(it));
                    path.collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>()
                };
                let found = transform.path(&recording, &path(&recording.stacks, stack));
                let expected = match all.fate(Some(stack)) {
                    Fate::Dropped => None,
                    Fate::Nobody => Some(Vec::new()),
                    Fate::Stack(it) => Some(path(&all.stacks, it)),
                };
                prop_assert_eq!(found, expected);
            }
        }
    }
}
