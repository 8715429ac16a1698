//! What holds of every comparison: of a thing with itself, of sides turned around, and of parts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use asyncscope_core::analysis::Direction;
use asyncscope_core::analysis::diff::{
    Compared, DiffNodeIndex, DiffTree, Difference, FunctionDiff, LayoutPart, Normalisation, Status,
    Verdict, diff_layout, diff_summary,
};
use asyncscope_core::analysis::heap::{ClassDiff, Comparison, compare_by_id, compare_by_path};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use proptest::prelude::*;
use support::heaps::{OpenHeap, heap};
use support::recording;

use super::endpoints::{compared as compared_endpoints, har};
use super::operations::{compared as compared_operations, operations};
use super::{functions_of, profile};

/// Stacks of a few functions with their weights.
fn samples() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "b", "c", "d@/x.js:9", "(program)"]);
    let stack = prop::collection::vec(name, 1..5);
    prop::collection::vec((stack, 1..60_u64), 1..12).prop_map(|all| {
        let mut text = String::new();
        for (stack, weight) in all {
            writeln!(text, "{} {weight}", stack.join(" > ")).expect("memory");
        }
        text
    })
}

/// A difference turned around.
fn turned(it: &Difference) -> (Option<f64>, Option<f64>, Verdict) {
    let verdict = match it.evidence.verdict {
        Verdict::More => Verdict::Less,
        Verdict::Less => Verdict::More,
        other => other,
    };
    (it.values.after, it.values.before, verdict)
}

fn plain(it: &Difference) -> (Option<f64>, Option<f64>, Verdict) {
    (it.values.before, it.values.after, it.evidence.verdict)
}

fn turned_status(status: Status) -> Status {
    match status {
        Status::New => Status::Removed,
        Status::Removed => Status::New,
        other => other,
    }
}

type Row = (Status, (Option<f64>, Option<f64>, Verdict), (Option<f64>, Option<f64>, Verdict));

fn rows(
    (before, after): (&[Recording], &[Recording]),
    of: impl Fn(&FunctionDiff) -> Row,
) -> BTreeMap<(String, String), Row> {
    let profile = profile(before, after);
    let name = |it: &FunctionDiff| {
        (profile.names.frame_name(it.frame).to_owned(), profile.names.frame_place(it.frame))
    };
    let rows = functions_of(&profile, Normalisation::Absolute);
    rows.iter().map(|it| (name(it), of(it))).collect()
}

/// Four runs of a side: the same with more and less of each line.
fn runs(text: &str, seed: u64) -> Vec<Recording> {
    let run = |number: u64| {
        let lines = text.lines().enumerate().map(|(at, line)| {
            let (stack, weight) = line.rsplit_once(' ').expect("a weight");
            let weight: u64 = weight.parse().expect("a number");
            format!("{stack} {}", weight * 20 + (seed + number * 7 + at as u64 * 3) % 11)
        });
        recording(&lines.collect::<Vec<_>>().join("\n"))
    };
    (0..4).map(run).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_profile_compared_with_itself_is_empty(text in samples()) {
        let profile = profile(&[recording(&text)], &[recording(&text)]);
        let rows = functions_of(&profile, Normalisation::Absolute);
        for row in &rows {
            prop_assert_eq!(row.status, Status::Same);
            prop_assert_eq!((row.own.delta(), row.total.delta()), (0.0, 0.0));
            prop_assert!(!row.own.evidence.verdict.is_difference());
        }
        let samples = Some((&*profile, &rows[..], Normalisation::Absolute));
        let nothing = Compared { samples, operations: &[], endpoints: &[], memory: &[] };
        prop_assert_eq!(diff_summary(nothing, 20).len(), 0);
    }

    #[test]
    fn runs_compared_with_themselves_have_no_verdict(text in samples(), seed in 0..100_u64) {
        let profile = profile(&runs(&text, seed), &runs(&text, seed));
        for row in functions_of(&profile, Normalisation::Absolute) {
            prop_assert_eq!((row.own.delta(), row.total.delta()), (0.0, 0.0));
            prop_assert!(!row.own.evidence.verdict.is_difference());
            prop_assert!(!row.total.evidence.verdict.is_difference());
        }
    }

    #[test]
    fn turning_sides_around_turns_every_sign(
        before in samples(),
        after in samples(),
        seeds in (0..100_u64, 0..100_u64),
        as_runs in any::<bool>(),
    ) {
        let side = |text: &str, seed| {
            if as_runs { runs(text, seed) } else { vec![recording(text)] }
        };
        let (before, after) = (side(&before, seeds.0), side(&after, seeds.1));
        let there = rows((&before, &after), |it| (it.status, plain(&it.own), plain(&it.total)));
        let back = rows((&after, &before), |it| {
            (turned_status(it.status), turned(&it.own), turned(&it.total))
        });
        prop_assert_eq!(there, back);
    }

    #[test]
    fn own_differences_sum_to_that_of_the_whole(before in samples(), after in samples()) {
        let profile = profile(&[recording(&before)], &[recording(&after)]);
        let rows = functions_of(&profile, Normalisation::Absolute);
        let sum: f64 = rows.iter().map(|it| it.own.delta()).sum();
        let sums = profile.weighed.as_ref().map(|it| it.sum);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let whole = sums.after as f64 - sums.before as f64;
        prop_assert!((sum - whole).abs() < 1e-6, "{} {}", sum, whole);
    }

    #[test]
    fn children_lie_within_their_parent(before in samples(), after in samples()) {
        let profile = profile(&[recording(&before)], &[recording(&after)]);
        let task = Task::default();
        for part in [LayoutPart::Both, LayoutPart::Before, LayoutPart::After] {
            let found = diff_layout(&profile, part, Normalisation::Absolute, &task)
                .expect("not cancelled");
            let layout_rows = found.layout.rows();
            for pair in layout_rows.windows(2) {
                for at in 0..pair[1].len() {
                    let inner = pair[1].range(at);
                    let is_around = |outer: usize| {
                        let outer = pair[0].range(outer);
                        outer.start <= inner.start && inner.end <= outer.end
                    };
                    prop_assert!((0..pair[0].len()).any(is_around), "{:?}", part);
                }
            }
        }
        for direction in [Direction::TopDown, Direction::BottomUp] {
            let mut tree =
                DiffTree::new(profile.clone(), direction, Normalisation::Absolute, &task)
                    .expect("not cancelled");
            let mut open: Vec<DiffNodeIndex> = tree.roots().to_vec();
            while let Some(at) = open.pop() {
                let node = *tree.node(at);
                let children = tree.children(at).to_vec();
                let sum = |of: fn(&DiffTree, DiffNodeIndex) -> u64| -> u64 {
                    children.iter().map(|it| of(&tree, *it)).sum()
                };
                let before = sum(|tree, it| tree.node(it).total_weight.before);
                let after = sum(|tree, it| tree.node(it).total_weight.after);
                prop_assert!(before <= node.total_weight.before);
                prop_assert!(after <= node.total_weight.after);
                if direction == Direction::TopDown {
                    prop_assert_eq!(before + node.own_weight.before, node.total_weight.before);
                    prop_assert_eq!(after + node.own_weight.after, node.total_weight.after);
                }
                open.extend(children);
            }
        }
    }

    #[test]
    fn operations_turn_around_and_do_not_differ_from_themselves(
        before in durations(),
        after in durations(),
    ) {
        let side = |all: &[(&'static str, Vec<Option<u64>>)]| vec![operations(all)];
        let figures = |all: Vec<asyncscope_core::analysis::diff::OperationDiff>, turn: bool| {
            let of = |it: &Difference| if turn { turned(it) } else { plain(it) };
            let status = |it| if turn { turned_status(it) } else { it };
            let row = |it: &asyncscope_core::analysis::diff::OperationDiff| {
                (it.name.clone(), (status(it.status), [&it.p50, &it.p95, &it.p99].map(of)))
            };
            all.iter().map(row).collect::<BTreeMap<_, _>>()
        };
        let there = figures(compared_operations(&side(&before), &side(&after)), false);
        let back = figures(compared_operations(&side(&after), &side(&before)), true);
        prop_assert_eq!(there, back);
        for row in compared_operations(&side(&before), &side(&before)) {
            for it in [&row.p50, &row.p95, &row.p99] {
                prop_assert!(it.delta().abs() < 1e-12);
                prop_assert!(!it.evidence.verdict.is_difference());
            }
        }
    }

    #[test]
    fn endpoints_turn_around_and_do_not_differ_from_themselves(
        before in requests(),
        after in requests(),
    ) {
        let figures = |before: &[(&str, f64, u16)], after: &[(&str, f64, u16)], turn: bool| {
            let of = |it: &Difference| if turn { turned(it) } else { plain(it) };
            let status = |it| if turn { turned_status(it) } else { it };
            let all = compared_endpoints(har(before), har(after), &[]);
            all.iter()
                .map(|it| {
                    let figures = [&it.p50, &it.p95, &it.p99, &it.transferred, &it.failures];
                    (it.name.to_string(), (status(it.status), figures.map(of)))
                })
                .collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(figures(&before, &after, false), figures(&after, &before, true));
        for row in compared_endpoints(har(&before), har(&before), &[]) {
            for it in [&row.p50, &row.p95, &row.p99, &row.transferred, &row.failures] {
                prop_assert!(it.delta().abs() < 1e-12);
                prop_assert!(!it.evidence.verdict.is_difference());
            }
        }
    }

    #[test]
    fn classes_of_heaps_sum_to_the_whole(before in objects(), after in objects()) {
        let (before, after) = (heap_of(&before), heap_of(&after));
        for compare in [compare_by_id, compare_by_path] {
            let compared = |a: &OpenHeap, b: &OpenHeap| {
                compare(a.snapshot(), b.snapshot(), &Task::default()).expect("not cancelled")
            };
            let there = compared(&before, &after);
            let total = |it: &OpenHeap| i64::try_from(it.facts.shallow.iter().sum::<u64>());
            let whole = total(&after).expect("small") - total(&before).expect("small");
            let sum: i64 = there.classes.iter().map(ClassDiff::shallow_delta).sum();
            prop_assert_eq!(sum, whole);
            let back = compared(&after, &before);
            let deltas = |it: &Comparison, sign: i64| -> BTreeMap<String, (i64, i64, i64)> {
                let row = |it: &ClassDiff| {
                    let all = (it.count_delta(), it.shallow_delta(), it.retained_delta());
                    (it.class.name().into_owned(), (sign * all.0, sign * all.1, sign * all.2))
                };
                it.classes.iter().map(row).collect()
            };
            prop_assert_eq!(deltas(&there, 1), deltas(&back, -1));
            prop_assert_eq!(compared(&before, &before).classes.len(), 0);
        }
    }
}

fn durations() -> impl Strategy<Value = Vec<(&'static str, Vec<Option<u64>>)>> {
    let one = prop::option::weighted(0.9, 1..1_000_u64);
    let of = |name: &'static str| {
        prop::collection::vec(one.clone(), 0..40).prop_map(move |all| (name, all))
    };
    (of("load"), of("save"), of("send")).prop_map(|it| vec![it.0, it.1, it.2])
}

fn requests() -> impl Strategy<Value = Vec<(&'static str, f64, u16)>> {
    let url = prop::sample::select(vec!["http://a/x", "http://a/users/1", "http://b/users/2"]);
    let status = prop::sample::select(vec![200_u16, 200, 404]);
    prop::collection::vec((url, 1..500_u32, status), 1..60)
        .prop_map(|all| all.into_iter().map(|it| (it.0, f64::from(it.1), it.2)).collect())
}

/// The numbers of objects that there are, of eight. All of a class are of one size: by path, objects
/// that match are the same whatever they take.
fn objects() -> impl Strategy<Value = Vec<u64>> {
    prop::sample::subsequence((0..8_u64).collect::<Vec<_>>(), 0..8)
}

fn heap_of(objects: &[u64]) -> OpenHeap {
    let mut text = "1 synthetic root 0\n  shortcut global 3\n3 object Window 10\n".to_owned();
    for it in objects {
        writeln!(text, "  property p{it} {}", 5 + 2 * it).expect("memory");
    }
    for it in objects {
        let class = ["Entry", "Item", "Node"][(*it % 3) as usize];
        writeln!(text, "{} object {class} {}", 5 + 2 * it, 16 + it % 3 * 8).expect("memory");
    }
    heap(&text)
}
