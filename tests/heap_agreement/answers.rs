//! Class rows, statistics, filters, strings, paths, shapes and native contexts.

use std::collections::BTreeMap;

use asyncscope_core::analysis::heap::{
    Bits, ClassRow, DETACHED, RetainedBy, chosen_class_rows, class_rows, context_sizes,
    display_name, duplicate_strings, heap_statistics, last_object_id, native_contexts, retained_by,
    retaining_path, string_text, timeline_bars,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::show_wtf8;
use asyncscope_core::task::Task;
use serde_json::Value;
use support::heaps::{OpenHeap, oracle};

use crate::{DUMPED, file, list, number, text, with_corpus};

/// Count, shallow, retained, distance of each class key.
type Rows = BTreeMap<String, [i64; 4]>;

/// Runs `check` on every snapshot with DevTools' answers.
fn each(check: impl Fn(&str, &OpenHeap, &Value)) {
    with_corpus(|folder| {
        let mut all: Vec<(String, String)> = DUMPED
            .iter()
            .map(|it| (format!("{}.heapsnapshot.gz", it[0]), it[2].to_owned()))
            .collect();
        all.push(("chromium.heaptimeline.gz".to_owned(), "chromium-timeline".to_owned()));
        for (name, answers) in all {
            let heap = OpenHeap::load(&folder.join(&name));
            check(&name, &heap, &oracle(&folder.join(format!("{answers}.oracle.json"))));
        }
    });
}

pub(crate) fn our_rows(heap: &OpenHeap, rows: &[ClassRow]) -> Rows {
    let class = |it: &ClassRow| heap.facts.classes.class[it.class].key();
    rows.iter()
        .map(|it| {
            let retained = it.retained.expect("known");
            let numbers = [it.count, it.shallow, retained].map(|it| it as i64);
            (class(it), [numbers[0], numbers[1], numbers[2], i64::from(it.distance)])
        })
        .collect()
}

pub(crate) fn their_rows(rows: &[Value]) -> Rows {
    let keys = ["count", "self", "retained", "distance"];
    rows.iter().map(|it| (text(it, "key").to_owned(), keys.map(|key| number(it, key)))).collect()
}

#[track_caller]
pub(crate) fn assert_rows(name: &str, ours: &Rows, theirs: &Rows) {
    let mut wrong = Vec::new();
    for key in ours.keys().chain(theirs.keys()) {
        if ours.get(key) != theirs.get(key) {
            wrong.push(format!("{key}: {:?}, DevTools {:?}", ours.get(key), theirs.get(key)));
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{name}: {} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn class_rows_are_those_of_devtools() {
    each(|name, heap, answers| {
        let rows = class_rows(&heap.facts, Some(&heap.tree));
        assert_rows(name, &our_rows(heap, &rows), &their_rows(list(answers, "aggregates")));
        assert_eq!(rows.len() as i64, number(answers, "class_count"), "{name}");
    });
}

#[test]
fn counts_totals_and_statistics_are_those_of_devtools() {
    each(|name, heap, answers| {
        let found = heap_statistics(&heap.graph, &heap.facts, &heap.tree);
        let (native, v8) = (&answers["statistics"]["native"], &answers["statistics"]["v8heap"]);
        let pairs = [
            (heap.graph.n_nodes() as u64, number(answers, "node_count")),
            (heap.graph.n_edges() as u64, number(answers, "edge_count")),
            (last_object_id(&heap.graph), number(answers, "max_js_object_id")),
            (found.total, number(answers, "total_size")),
            (found.total, number(&answers["statistics"], "total")),
            (found.native, number(native, "total")),
            (found.typed_arrays, number(native, "typedArrays")),
            (found.v8_heap, number(v8, "total")),
            (found.code, number(v8, "code")),
            (found.js_arrays, number(v8, "jsArrays")),
            (found.strings, number(v8, "strings")),
            (found.system, number(v8, "system")),
        ];
        for (at, (ours, theirs)) in pairs.into_iter().enumerate() {
            assert_eq!(ours as i64, theirs, "{name}, figure {at}");
        }
    });
}

#[test]
fn shapes_are_those_of_devtools() {
    each(|name, heap, answers| {
        let ours: Vec<(String, Vec<String>)> = heap
            .facts
            .classes
            .shapes
            .iter()
            .map(|it| {
                let shown = |it: &Vec<u8>| show_wtf8(it).into_owned();
                (shown(&it.name), it.properties.iter().map(shown).collect())
            })
            .collect();
        let theirs = list(answers, "interface_definitions").iter().map(|it| {
            let properties = list(it, "properties").iter();
            let properties = properties.map(|it| it.as_str().expect("text").to_owned()).collect();
            (text(it, "name").to_owned(), properties)
        });
        assert_eq!(ours, theirs.collect::<Vec<_>>(), "{name}");
    });
}

#[test]
fn filters_keep_what_those_of_devtools_keep() {
    each(|name, heap, answers| {
        let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
        let task = Task::default();
        let strings = duplicate_strings(graph, facts, tree, &task).expect("not cancelled").nodes;
        let filter = |it| retained_by(graph, facts, it, &task).expect("not cancelled");
        let all: [(&str, Bits); 5] = [
            ("duplicatedStrings", strings),
            ("objectsRetainedByDetachedDomNodes", filter(RetainedBy::DetachedNodes)),
            ("objectsRetainedByContexts", filter(RetainedBy::Contexts)),
            ("objectsRetainedByConsole", filter(RetainedBy::Console)),
            ("objectsRetainedByEventHandlers", filter(RetainedBy::EventListeners)),
        ];
        for (key, chosen) in all {
            let rows =
                chosen_class_rows(graph, facts, tree, &chosen, &task).expect("not cancelled");
            let theirs = &answers["filters"][key];
            if theirs.is_null() {
                continue; // DevTools was not asked
            }
            let name = format!("{name}, {key}");
            assert_eq!(rows.len() as i64, number(theirs, "classes"), "{name}");
            assert_rows(&name, &our_rows(heap, &rows), &their_rows(list(theirs, "aggregates")));
        }
    });
}

#[test]
fn duplicate_strings_are_those_of_devtools() {
    each(|name, heap, answers| {
        let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
        let found = duplicate_strings(graph, facts, tree, &Task::default()).expect("not cancelled");
        let cut = |text: &str| text.encode_utf16().take(200).collect::<Vec<u16>>();
        let mut ours: Vec<(Vec<u16>, [i64; 3])> = found
            .groups
            .iter()
            .map(|it| {
                let text = string_text(graph, facts, it.first);
                (cut(&text), [it.count, it.shallow, it.retained].map(|it| it as i64))
            })
            .collect();
        if answers["duplicate_strings"].is_null() {
            return; // DevTools was not asked
        }
        let theirs = list(answers, "duplicate_strings").iter();
        let mut theirs: Vec<(Vec<u16>, [i64; 3])> = theirs
            .map(|it| {
                let numbers = ["count", "self", "retained"].map(|key| number(it, key));
                // The name of a folder was taken out of the snapshots after DevTools read them.
                let value = text(it, "value").replace("/home/(sliced", "/root/(sliced");
                (cut(&value), numbers)
            })
            .collect();
        // DevTools' list ends after 100, and has no order among those of one retained size.
        if theirs.len() == 100 {
            let least = theirs[99].1[2];
            theirs.retain(|it| it.1[2] > least);
            ours.retain(|it| it.1[2] > least);
        }
        ours.sort();
        theirs.sort();
        let only = |a: &[(Vec<u16>, [i64; 3])], b: &[(Vec<u16>, [i64; 3])]| -> Vec<String> {
            let new = a.iter().filter(|it| !b.contains(it));
            new.map(|it| format!("{:?} {:?}", String::from_utf16_lossy(&it.0), it.1)).collect()
        };
        assert_eq!(only(&ours, &theirs), only(&theirs, &ours), "{name}");
    });
}

#[test]
fn detached_nodes_are_those_of_devtools() {
    each(|name, heap, answers| {
        let detached: Vec<_> = (heap.graph.node_indices())
            .filter(|it| heap.facts.detachedness.state(it.row()) == DETACHED)
            .collect();
        let size: u64 = detached.iter().map(|it| heap.facts.shallow.get(it.row())).sum();
        let theirs = &answers["detached_nodes"];
        if theirs.is_null() {
            return; // DevTools was not asked
        }
        assert_eq!(detached.len() as i64, number(theirs, "count"), "{name}");
        assert_eq!(size as i64, number(theirs, "self"), "{name}");
    });
}

#[test]
fn native_contexts_are_those_of_devtools() {
    each(|name, heap, answers| {
        let (graph, facts) = (&heap.graph, &heap.facts);
        let found = native_contexts(graph, facts, &Task::default()).expect("not cancelled");
        let theirs = &answers["native_contexts"];
        assert_eq!(found.shared as i64, number(theirs, "sharedSize"), "{name}");
        assert_eq!(found.unowned as i64, number(theirs, "noAttributionSize"), "{name}");
        let ours: Vec<[i64; 4]> = found
            .contexts
            .iter()
            .map(|&it| {
                let (retained, shallow) = context_sizes(facts, &heap.tree, it);
                [graph.id(it.node), it.size, retained, shallow].map(|it| it as i64)
            })
            .collect();
        let keys = ["nodeId", "attributedSize", "retainedSize", "selfSize"];
        let theirs = list(theirs, "nativeContexts").iter();
        let theirs: Vec<[i64; 4]> = theirs.map(|it| keys.map(|key| number(it, key))).collect();
        assert_eq!(ours, theirs, "{name}");
    });
}

#[test]
fn names_dominators_and_paths_are_those_of_devtools() {
    each(|name, heap, answers| {
        let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
        for theirs in list(answers, "nodes") {
            let node = heap.node(number(theirs, "id") as u64);
            let place = format!("{name}, id {}", number(theirs, "id"));
            let cut = |text: String| text.encode_utf16().take(300).collect::<Vec<u16>>();
            let their = |key| cut(text(theirs, key).to_owned());
            assert_eq!(cut(display_name(graph, facts, node)), their("name"), "{place}");
            assert_eq!(graph.edges_of(node).len() as i64, number(theirs, "edges"), "{place}");
            assert_eq!(
                tree.retainers.count(node.row()) as i64,
                number(theirs, "retainers"),
                "{place}"
            );
            let chain: Vec<i64> =
                tree.dominators.chain(node).map(|it| graph.id(it) as i64).take(100).collect();
            let their_chain = list(theirs, "dominator_chain_ids").iter();
            assert_eq!(chain, their_chain.map(|it| it.as_i64().expect("id")).collect::<Vec<_>>());
            let path = retaining_path(graph, facts, tree, node, (None, 200));
            let ours: Vec<(Vec<u16>, i64, i64)> = path
                .iter()
                .map(|it| {
                    let name = cut(graph.edge_name(it.edge).to_string());
                    (name, graph.id(it.node) as i64, i64::from(facts.distance[it.node.row()]))
                })
                .collect();
            let steps = list(theirs, "retainer_chain").iter().filter(|it| it.is_object());
            let theirs: Vec<(Vec<u16>, i64, i64)> = steps
                .map(|it| {
                    (
                        cut(text(it, "edge").to_owned()),
                        number(it, "node_id"),
                        number(it, "distance"),
                    )
                })
                .collect();
            assert_eq!(ours, theirs, "{place}");
        }
    });
}

#[test]
fn what_retains_most_is_what_retains_most_in_devtools() {
    each(|name, heap, answers| {
        for theirs in list(answers, "top_retained") {
            let node = heap.node(number(theirs, "id") as u64);
            let retained = heap.tree.dominators.retained(node) as i64;
            assert_eq!(retained, number(theirs, "retained"), "{name}");
            let ours = display_name(&heap.graph, &heap.facts, node);
            assert_eq!(
                ours.chars().take(100).collect::<String>(),
                text(theirs, "name").chars().take(100).collect::<String>()
            );
        }
    });
}

#[test]
fn bars_of_the_timeline_are_those_of_devtools() {
    with_corpus(|folder| {
        let heap = OpenHeap::load(&folder.join("chromium.heaptimeline.gz"));
        let answers = oracle(&folder.join("chromium-timeline.oracle.json"));
        let bars = timeline_bars(&heap.graph, &heap.facts);
        let samples = &answers["samples"];
        let column = |key| -> Vec<f64> {
            list(samples, key).iter().map(|it| it.as_f64().expect("a number")).collect()
        };
        let ours = |of: fn(&asyncscope_core::analysis::heap::TimelineBar) -> f64| -> Vec<f64> {
            bars.iter().map(of).collect()
        };
        assert_eq!(ours(|it| it.end.0 as f64 / 1e6), column("timestamps"));
        assert_eq!(ours(|it| it.last_id as f64), column("lastAssignedIds"));
        assert_eq!(ours(|it| it.alive as f64), column("sizes"));
    });
}

#[test]
fn a_file_opens_alike_by_name_or_not() {
    with_corpus(|folder| {
        let heap = OpenHeap::load(&file(folder, "tiny-node24"));
        assert_eq!(heap.graph.n_nodes(), 62_056);
    });
}
