//! Functions, groups, callers and callees.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use asyncscope_core::analysis::{
    FunctionRow, Grouping, Groups, SandwichRow, functions, groups, sandwich,
};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::task::Task;
use proptest::prelude::*;
use support::naive::{self, Tally};

use super::{cases, weighed};

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
}
