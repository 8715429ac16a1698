//! DevTools' Comparison view.

use std::collections::BTreeMap;

use asyncscope_core::analysis::heap::{
    allocated_between, chosen_class_rows, compare_by_id, last_object_id,
};
use asyncscope_core::task::Task;
use support::heaps::{OpenHeap, oracle};

use crate::answers::{assert_rows, our_rows, their_rows};
use crate::{file, list, number, text, with_corpus};

/// New and gone objects and their bytes, of each class key.
type Diffs = BTreeMap<String, [i64; 4]>;

fn check(before: &str, after: &str, answers: &str) {
    with_corpus(|folder| {
        let before = OpenHeap::load(&file(folder, before));
        let after = OpenHeap::load(&file(folder, after));
        let answers = oracle(&folder.join(format!("{answers}.oracle.json")));
        let task = Task::default();
        let found =
            compare_by_id(before.snapshot(), after.snapshot(), &task).expect("not cancelled");
        let ours: Diffs = found
            .classes
            .iter()
            .map(|it| {
                let (new, gone) = (it.new.len() as u64, it.gone.len() as u64);
                (it.class.key(), [new, gone, it.new_shallow, it.gone_shallow].map(|it| it as i64))
            })
            .collect();
        let keys = ["added_count", "removed_count", "added_size", "removed_size"];
        let theirs: Diffs = list(&answers, "diff")
            .iter()
            .map(|it| (text(it, "key").to_owned(), keys.map(|key| number(it, key))))
            .collect();
        assert_eq!(ours, theirs);
        let first = last_object_id(&before.graph);
        let new = allocated_between(&after.graph, first, last_object_id(&after.graph));
        let rows = chosen_class_rows(&after.graph, &after.facts, &after.tree, &new, &task);
        let rows = our_rows(&after, &rows.expect("not cancelled"));
        assert_rows("allocated between", &rows, &their_rows(list(&answers, "allocated_between")));
    });
}

#[test]
fn leak_from_baseline_to_target() {
    check("leak-1-baseline", "leak-2-target", "leak.compare12");
}

#[test]
fn leak_from_baseline_to_final() {
    check("leak-1-baseline", "leak-3-final", "leak.compare13");
}

#[test]
fn detached_page_from_baseline_to_final() {
    check("chromium-1-baseline", "chromium-3-final-detached", "chromium.compare13");
}
